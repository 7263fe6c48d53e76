"""Loads a language's words (lexicons/<language>.toml) once; words are data, never Python."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The cue words of one language, by section; see docs/reading_figures.md for each section.

    Compared and hashed by identity, so that readers may cache what they compile from it.
    """

    language: str
    sections: Mapping[str, Any]

    def __getitem__(self, section: str) -> Any:
        return self.sections[section]


@cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of `language` (ISO 639-1), with the words of its base where it has none.

    Raises LookupError naming the ones there are.
    """
    path = _FOLDER / f"{language}.toml"
    if not path.is_file() or language in _SHARED:
        raise LookupError(f"no lexicon for language {language!r}; there are: {', '.join(known())}")
    sections: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    base = sections.get("language", {}).get("base")
    return Lexicon(language, sections if base is None else _merge(load(base).sections, sections))


@cache
def known() -> tuple[str, ...]:
    """The languages there is a lexicon for."""
    names = sorted(path.name[:-5] for path in _FOLDER.iterdir() if path.name.endswith(".toml"))
    return tuple(name for name in names if name not in _SHARED)


def choose(language: str | None, text: str) -> Lexicon:
    """The lexicon of `language` ("de", "de-AT"), else of the language `text` seems to be in.

    A text in a language without a lexicon is read as English: digits and signs are the same.
    """
    code = (language or "").lower()[:2]
    if code in known():
        return load(code)
    if code:
        return load("en")
    sample = text[:_SAMPLE]
    if not sample.isascii():
        foreign = [c for c in _NOT_ASCII.findall(sample) if c.isalpha()]
        size = sum(map(str.isalpha, sample)) if foreign else 0
        for name, script in _scripts() if 2 * len(foreign) > size else ():
            if 2 * sum(script in unicodedata.name(c, "") for c in foreign) > size:
                return load(name)
    written = letters(sample)
    if len(_foreign().intersection(written)) < 2:
        return load("en")
    words = frozenset(written)
    best, most = "en", len(words & _telling("en"))
    for name in known():
        found = len(words & _telling(name))
        if found > max(most, 1):
            best, most = name, found
    return load(best)


def letters(text: str) -> list[str]:
    """The runs of letters in `text`, in lower case."""
    lowered = plain(text)
    # the way of plain text takes a third of the time
    return lowered.translate(_SPACED).split() if lowered.isascii() else _WORD.findall(lowered)


def plain(text: str) -> str:
    """`text` in lower case, its typographic marks made spaces: most text is ASCII then."""
    if not text.isascii():
        for mark in "’“”—–‘…\u00a0":
            text = text.replace(mark, " ")
    return text.lower()


@cache
def _foreign() -> frozenset[str]:
    """The words that tell any language but English."""
    return frozenset().union(*(_telling(name) for name in known() if name != "en"))


@cache
def _scripts() -> tuple[tuple[str, str], ...]:
    """The languages told by their script, with its name in Unicode."""
    told = ((name, load(name).sections.get("language", {}).get("script")) for name in known())
    return tuple((name, script) for name, script in told if script)


@cache
def _telling(language: str) -> frozenset[str]:
    words = load(language).sections.get("language", {}).get("words", [])
    return frozenset(word.lower() for word in words)


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """`own` over `base`: tables are merged key by key, lists are joined, other values replaced."""
    merged = dict(base)
    for key, value in own.items():
        there = base.get(key)
        if isinstance(value, dict) and isinstance(there, Mapping):
            merged[key] = value if key == "language" else _merge(there, value)
        elif isinstance(value, list) and isinstance(there, list):
            merged[key] = [*value, *there]
        else:
            merged[key] = value
    return merged


_SHARED = frozenset(["units", "drift"])  # tables that are of no language
_FOLDER = files("extractors") / "lexicons"
_SAMPLE = 1000  # characters that tell the language of a text
_WORD = re.compile(r"[^\W\d_]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_SPACED = str.maketrans({chr(c): " " for c in range(128) if not chr(c).isalpha()})
