"""Finds counts that no number word writes: "no one was hurt", "no reports of", "about an hour"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractors import units
from extractors.amounts import COUNT, Amount, AmountWords
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms, Numeral


@dataclass(frozen=True, slots=True, eq=False)
class ZeroWords:
    """The words of [zeros], compiled."""

    starters: frozenset[str]
    triggers: frozenset[str]
    no: frozenset[str]
    none: frozenset[str]
    nouns: frozenset[str]
    fillers: frozenset[str]
    people: frozenset[str]
    happenings: frozenset[str]
    article_cues: frozenset[str]
    articles: frozenset[str]
    long_units: Mapping[str, str]
    no_length: frozenset[str]  # units that are other words as well
    lasting: frozenset[str]  # verbs that make "for a year" a length


@cache
def zero_words(lexicon: Lexicon) -> ZeroWords:
    """The compiled [zeros] section of `lexicon`."""
    s: Mapping[str, Any] = lexicon["zeros"]
    long_units = {f"{unit}long": code for unit, code in s["long_units"].items()}
    return ZeroWords(
        starters=frozenset([*s["no"], *s["none"], *s["people"]]),
        triggers=frozenset([*s["no"], *s["none"], *s["people"], *long_units, *s["article_cues"]]),
        no=frozenset(s["no"]),
        none=frozenset(s["none"]),
        nouns=frozenset(s["nouns"]),
        fillers=frozenset(s["fillers"]),
        people=frozenset(s["people"]),
        happenings=frozenset(s["happenings"]),
        article_cues=frozenset(s["article_cues"]),
        articles=frozenset(s["articles"]),
        long_units=long_units,
        lasting=frozenset(s["lasting"]),
        no_length=frozenset(s["no_length"]),
    )


def read(
    atoms: Atoms, amounts: list[Amount], words: ZeroWords, joined: AmountWords
) -> list[Amount]:
    """`amounts` with the zeros and the "an hour" lengths of the sentence put in their places."""
    extra: list[Amount] = []
    if not atoms.has_any(words.triggers):
        return amounts
    for i, word in enumerate(atoms.words):
        if word in words.no:
            amount = _no(atoms, i, words)
        elif word in words.people:
            amount = _zero(i, i + 1) if _happens(atoms, i + 1, words) else None
        elif word in words.none:
            amount = _zero(i, i + 1) if _happens(atoms, i + 1, words, 8) else None
        elif word in words.articles and i > 0 and atoms.words[i - 1] in words.article_cues:
            amount = _length(atoms, i, words, joined)
        elif word in words.long_units:
            amount = _long(atoms, i, words)
        else:
            continue
        if amount is not None:
            extra.append(amount)
    if not extra:
        return amounts
    taken = {i for a in extra for i in range(a.first, a.last)}
    kept = [a for a in amounts if a.first not in taken]
    starts = {a.first for a in kept}
    merged = kept + [a for a in extra if a.first not in starts]
    return sorted(merged, key=lambda a: a.first)


def _zero(first: int, last: int) -> Amount:
    zero = Decimal(0)
    n = Numeral(first, last, zero, zero, Decimal(1), "words")
    return Amount(first, last, last, zero, zero, Decimal(1), "words", n, COUNT)


def _no(atoms: Atoms, i: int, words: ZeroWords) -> Amount | None:
    """ "no one else was hurt", "no reports of", "no other suspects": a count of zero."""
    following = atoms.row[i + 1]
    if following == "-" or following == ".":
        return None
    if following == "one":
        return _zero(i, i + 1) if _happens(atoms, i + 2, words) else None
    for k in range(i + 1, i + 4):
        word = atoms.row[k]
        if word in words.nouns or (word.endswith("s") and word[:-1] in words.nouns):
            return _zero(i, i + 1)
        if word not in words.fillers:
            return None
    return None


def _happens(atoms: Atoms, i: int, words: ZeroWords, reach: int = 4) -> bool:
    """Whether the words from `i` say that something happened to people ("else was killed")."""
    for k in range(i, i + reach):
        word = atoms.row[k]
        if word in words.happenings:
            return True
        if word and word in ",.;:":
            return False
    return False


def _length(atoms: Atoms, i: int, words: ZeroWords, joined: AmountWords) -> Amount | None:
    """ "about an hour", "more than a week": an article that counts one unit."""
    found = units.match(atoms, i + 1, joined.units)
    if found is None or found.unit.kind in ("share", "point", "multiple", "money"):
        return None
    if found.is_symbol or atoms.words[i + 1].endswith("s") or found.unit.code in words.no_length:
        return None
    if atoms.words[i - 1] == "for" and words.lasting.isdisjoint(atoms.words[max(0, i - 4) : i - 1]):
        return None
    one = Decimal(1)
    value = found.unit.times
    unit = units.table()[found.unit.written_as] if found.unit.written_as else found.unit
    n = Numeral(i, i + 1, one, one, one, "words")
    amount = Amount(i, i + 1, found.last, value, value, value, "words", n, unit)
    amount.unit_at, amount.is_bare = (found.first, found.last), False
    return amount


def _long(atoms: Atoms, i: int, words: ZeroWords) -> Amount | None:
    """ "a more than hourlong call": one unit, only where a bound stands before it."""
    if atoms.row[i - 1] not in words.article_cues:
        return None
    one = Decimal(1)
    n = Numeral(i, i + 1, one, one, one, "words")
    amount = Amount(
        i, i + 1, i + 1, one, one, one, "words", n, units.table()[words.long_units[atoms.words[i]]]
    )
    amount.is_bare = False
    return amount
