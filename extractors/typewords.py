"""The closed word classes that tell what a number is, and questions put to the words around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from extractors.amounts import Amount, phrase
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms

OLDEST = 130  # years; nobody is older


@dataclass(frozen=True, slots=True, eq=False)
class TypeWords:
    """The word lists of [quantities] by name, as sets; idioms by their first atom."""

    sets: Mapping[str, frozenset[str]]
    idioms: Mapping[str, tuple[tuple[str, ...], ...]]  # longest first
    listed: frozenset[tuple[str, ...]]  # what stands between the members of a list

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def type_words(lexicon: Lexicon) -> TypeWords:
    """The compiled word classes of `lexicon`."""
    s: Mapping[str, Any] = lexicon["quantities"]
    sets = {name: frozenset(words) for name, words in s.items() if isinstance(words, list)}
    sets["ordinals"] = frozenset(lexicon["numbers"]["ordinals"]) - frozenset(["second"])
    idioms: dict[str, list[tuple[str, ...]]] = {}
    for text in s["idioms"]:
        parts = phrase(text)
        idioms.setdefault(parts[0], []).append(parts)
    sets["idiom_openers"] = frozenset(idioms)
    ordered = {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in idioms.items()}
    return TypeWords(sets, ordered, frozenset(phrase(text) for text in s["listed"]))


class Setting(NamedTuple):
    """One amount between its neighbours in the sentence."""

    atoms: Atoms
    words: TypeWords
    a: Amount
    previous: Amount | None
    following: Amount | None

    def word(self, i: int) -> str:
        return self.atoms.word(i)

    @property
    def before(self) -> str:
        """The word before the whole amount."""
        return self.atoms.word(self.a.first - 1)

    @property
    def after(self) -> str:
        """The word after the whole amount, its unit included."""
        return self.atoms.word(self.a.stop)

    def has_plural(self) -> bool:
        """Whether a plural noun in lower case follows within two words."""
        for k in (self.a.stop, self.a.stop + 1):
            word = self.word(k)
            if not word.isalpha() or word in self.words["small"]:
                return False
            if self.atoms.is_upper(k):
                continue
            if word in self.words["plurals"] or (
                len(word) > 3 and word[-1] == "s" and word[-2:] not in ("ss", "us", "is")
            ):
                return True
        return False

    def has_noun(self) -> bool:
        """Whether a word in lower case follows that is no function word."""
        word = self.after
        return (
            word.isalpha()
            and word not in self.words["small"]
            and not self.atoms.is_upper(self.a.stop)
        )

    def gap(self) -> tuple[str, ...]:
        """The words between the amount before and this one."""
        if self.previous is None:
            return ()
        return tuple(self.atoms.words[self.previous.stop : self.a.first])


def is_title_case(atoms: Atoms) -> bool:
    """Whether nearly all longer words of the sentence are capital, as in a headline."""
    found = atoms.memo.get("title case")
    if found is None:
        letters = [i for i, w in enumerate(atoms.words) if w[0].isalpha() and len(w) > 3]
        capital = sum(atoms.is_upper(i) for i in letters)
        found = atoms.memo["title case"] = bool(letters) and capital * 10 >= len(letters) * 8
    return bool(found)
