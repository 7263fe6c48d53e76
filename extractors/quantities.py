"""Reads every number of a text into a typed quantity: unit, interval, bound, hedge and change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import cast

from extractors import (
    amounts,
    changes,
    hedges,
    numbers,
    numbertypes,
    ranges,
    rates,
    typewords,
    zeros,
)
from extractors.amounts import Amount, AmountWords
from extractors.hedges import HedgeWords
from extractors.lexicon import Lexicon, letters, plain
from extractors.numbers import Atoms
from extractors.records import Bound, Quantity, Span
from extractors.sentences import Passage
from extractors.typewords import TypeWords
from extractors.zeros import ZeroWords

_DIGIT = re.compile("[0-9½⅓⅔¼¾⅛⅜⅝⅞]")
# A zero for every digit, a space for all that is neither letter nor question mark.
_ZERO, _OTHER = b"0?"  # as numbers: these are found sooner than bytes
_SHAPE = bytes(
    ord("0" if c.isdigit() else c if c.isalpha() or c == "?" else " ") for c in map(chr, range(256))
)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Everything of the lexicon that reading quantities needs, compiled once."""

    anchors: frozenset[bytes]  # words that make a sentence worth reading
    cues: frozenset[bytes]  # these, and words that do so before an article and a unit
    articles: frozenset[bytes]
    length: re.Pattern[str]  # such a cue with the word behind its article
    amounts: AmountWords
    types: TypeWords
    hedges: HedgeWords
    zeros: ZeroWords

    def may_count(self, sentence: str, shape: bytes) -> bool:
        """Whether a number may stand in `sentence`: most sentences need no closer look."""
        if _OTHER not in shape:
            if _ZERO in shape:
                return True
            words = shape.split()
        elif _DIGIT.search(sentence) is not None:
            return True
        else:
            words = [word.encode() for word in letters(sentence)]
        if self.cues.isdisjoint(words):
            return False
        if not self.anchors.isdisjoint(words):
            return True
        if self.articles.isdisjoint(words):
            return False
        units = self.amounts.units.by_first
        return any(word in units for word in self.length.findall(sentence.lower()))


@cache
def _compiled(lexicon: Lexicon) -> _Words:
    number_words = numbers.number_words(lexicon)
    zero_words = zeros.zero_words(lexicon)
    ordinals = frozenset(number_words.ordinals) - frozenset(number_words.fractions)
    cues, articles = map(_either, (zero_words.article_cues, zero_words.articles))
    anchors = (number_words.starters - ordinals).union(zero_words.starters, zero_words.long_units)
    return _Words(
        _encoded(anchors),
        _encoded(anchors.union(zero_words.article_cues)),
        _encoded(zero_words.articles),
        re.compile(rf"\b(?:{cues})\s+(?:{articles})\s+([^\W\d_]+|\S)"),
        amounts.amount_words(lexicon),
        typewords.type_words(lexicon),
        hedges.hedge_words(lexicon),
        zero_words,
    )


def _shape(text: str) -> bytes:
    """`text` in lower case with a zero for every digit and a space for every mark, as bytes.

    At a third of the cost in characters. "?" stands for what is not ASCII, and for itself.
    """
    lowered = plain(text)
    if len(lowered) != len(text):
        return b"?" * len(text)
    return lowered.encode("ascii", "replace").translate(_SHAPE)


def _encoded(words: Iterable[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words)


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words))) or "(?!)"


def read(passage: Passage, lexicon: Lexicon, *, claims_only: bool = False) -> tuple[Quantity, ...]:
    """Every number of the text in order, typed; those with type "claim" are numeric claims.

    With `claims_only` the others are left out. Quantities never overlap. Never raises; linear in
    the length of the text.
    """
    words = _compiled(lexicon)
    found: list[Quantity] = []
    text = passage.text
    shape = _shape(text)
    previous: tuple[int, Amount] | None = None
    for index, sentence in enumerate(passage.sentences):
        start, end = sentence.start, sentence.end
        if not words.may_count(text[start:end], shape[start:end]):
            continue
        atoms = numbers.of(passage, index)
        read = _amounts(atoms, words)
        if previous is not None and previous[0] == index - 1:
            _continue(atoms, read, previous[1])
        for amount in read:
            if not claims_only or amount.type == "claim":
                found.append(_record(atoms, amount, index))
        previous = (index, read[-1]) if read else None
    return tuple(found)


def _continue(atoms: Atoms, read: Sequence[Amount], last: Amount) -> None:
    """A sentence that is nothing but a number goes on with the unit of the one before."""
    if len(read) != 1 or not read[0].is_bare or read[0].unit.kind != "count":
        return
    a = read[0]
    if a.type != "claim" or a.form not in ("digits", "words"):
        return
    outside = atoms.words[: a.first] + atoms.words[a.last :]
    if last.unit.kind in ("share", "multiple") or any(w[0].isalnum() for w in outside):
        return
    a.unit, a.per, a.is_bare = last.unit, last.per, False
    a.hedge = last.hedge
    a.doubted("unit of the sentence before", 0.8)


def _amounts(atoms: Atoms, words: _Words) -> list[Amount]:
    found = amounts.read(atoms, words.amounts)
    if found:
        found = ranges.read(atoms, found, words.amounts)
        rates.read(atoms, found, words.amounts)
        changes.read(atoms, found, words.amounts)
    found = zeros.read(atoms, found, words.zeros, words.amounts)
    if not found:
        return found
    hedges.read(atoms, found, words.hedges)
    return numbertypes.read(atoms, found, words.types)


def _record(atoms: Atoms, a: Amount, sentence: int) -> Quantity:
    start, end = atoms.starts[a.first], atoms.ends[a.last - 1]
    unit_span = None
    if a.unit_at is not None and a.unit_at[1] > a.last:
        unit_span = _span(atoms, a.unit_at)
    partner = None if a.partner is None else atoms.starts[a.partner.first]
    bound, low, high = a.bound, a.low, a.high
    if bound in ("at_least", "more_than"):
        high = None
    elif bound in ("at_most", "less_than"):
        low = None
    elif low != high:
        bound = "between"
    return Quantity(
        start=start,
        end=end,
        surface=atoms.text[start:end],
        sentence=sentence,
        type=a.type,
        low=(plain_low := _plain(low)),
        high=plain_low if high is low else _plain(high),
        unit=a.unit.code,
        unit_kind=a.unit.kind,
        unit_span=unit_span,
        bound=cast(Bound, bound),
        bound_cue=None if a.bound_cue is None else _span(atoms, a.bound_cue),
        hedge=a.hedge,
        hedge_cue=None if a.hedge_cue is None else _span(atoms, a.hedge_cue),
        precision=_plain(a.precision),
        is_vague=a.form in ("vague", "few") and a.low != a.high,
        direction=a.direction,
        change=a.change,
        per=a.per,
        per_span=None if a.per_at is None else _span(atoms, a.per_at),
        partner=partner,
        confidence=a.confidence,
        doubt=a.doubt,
    )


def _span(atoms: Atoms, at: tuple[int, int]) -> Span:
    return Span(atoms.starts[at[0]], atoms.ends[min(at[1], len(atoms.words)) - 1])


@lru_cache(maxsize=4096)
def _plain(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros or exponent: 1.5E+9 and 1500000000.0 are one value."""
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 28:
        return value.quantize(Decimal(1))
    if 1 < abs(value) < Decimal(10) ** 15:  # beyond, twelve decimals would not fit the context
        return round(value, 12).normalize()
    return value.normalize()
