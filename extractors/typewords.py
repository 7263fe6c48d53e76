"""The closed word classes that tell what a number is, and questions put to the words around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.amounts import Amount, phrase
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms

OLDEST = 130  # years; nobody is older


class TypeWords(dict[str, frozenset[str]]):
    """The word lists of [quantities] by name, as sets, with the idioms by each of their atoms."""

    idioms: Mapping[str, Sequence[tuple[int, list[str]]]]  # where the atom stands, in which idiom
    listed: frozenset[tuple[str, ...]]  # what stands between the members of a list
    odds: frozenset[tuple[str, ...]]  # and between the two numbers of odds

    def is_idiom(self, atoms: Atoms, i: int) -> bool:
        """Whether atom `i` is part of an idiom ("on the one hand", "24/7")."""
        for offset, parts in self.idioms.get(atoms.words[i], ()):
            start = i - offset
            if (
                start >= 0
                and atoms.row[start] == parts[0]
                and atoms.words[start : start + len(parts)] == parts
            ):
                return True
        return False


@cache
def type_words(lexicon: Lexicon) -> TypeWords:
    """The compiled word classes of `lexicon`."""
    s: Mapping[str, Any] = lexicon["quantities"]
    found = TypeWords((k, frozenset(words)) for k, words in s.items() if isinstance(words, list))
    found["ordinals"] = frozenset(lexicon["numbers"]["ordinals"]) - frozenset(["second"])
    known = lexicon["phrases"]
    finite = frozenset(known["irregular_pasts"]) - frozenset(known["adjectival_pasts"])
    finite |= frozenset(known["third_persons"])
    found["finite"] = finite - frozenset(known["auxiliaries"])
    idioms: dict[str, list[tuple[int, list[str]]]] = {}
    for parts in map(phrase, s["idioms"]):
        for offset, word in enumerate(parts):
            idioms.setdefault(word, []).append((offset, list(parts)))
    found.idioms, found.listed = idioms, frozenset(map(phrase, s["listed"]))
    found.odds = frozenset(map(phrase, s["odds_joiners"]))
    return found


@dataclass(slots=True, eq=False)
class Setting:
    """One amount between its neighbours in the sentence."""

    atoms: Atoms
    words: TypeWords
    a: Amount
    previous: Amount | None
    following: Amount | None

    def word(self, i: int) -> str:
        return self.atoms.row[i]

    @property
    def before(self) -> str:
        """The word before the whole amount."""
        return self.atoms.row[self.a.first - 1]

    @property
    def after(self) -> str:
        """The word after the whole amount, its unit included."""
        return self.atoms.row[self.a.stop]

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

    def is_finite(self, i: int) -> bool:
        """Whether the word at `i` can be nothing but a verb with a tense, by its form."""
        word = self.word(i)
        return word in self.words["finite"] or (len(word) > 4 and word.endswith("ed"))

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
