"""Tells whether two names of persons, bodies or outlets are the same name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractors import lemmas, lexicon

_WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")


@cache
def _titles(language: str) -> frozenset[str]:
    return frozenset(lexicon.load(language)["figures"]["name_titles"])


@lru_cache(maxsize=65536)
def words(name: str, language: str = "en") -> tuple[str, ...]:
    """The words that tell a name apart: without titles, articles, possessives, dots and case."""
    raw = [re.sub(r"['’]s?$", "", w.lower()).replace(".", "") for w in _WORD.findall(name)]
    kept = [w for w in raw if w and w not in _titles(language)] or raw
    return tuple(lemmas.of(w, language) for w in kept)


def _initials(of: tuple[str, ...]) -> str:
    return "".join(w[0] for w in of)


@lru_cache(maxsize=65536)
def same(a: str, b: str) -> bool:
    """Equal, one contained in the other as whole words, or one the other's initials."""
    short, long = sorted((words(a), words(b)), key=len)
    if not short:
        return not long
    if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
        return True
    return len(short) == 1 and len(long) > 1 and short[0] == _initials(long)
