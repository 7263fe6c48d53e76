"""Finds per what an amount is told: a day, each barrel, 100,000 people."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import numbers, units
from extractors.amounts import Amount, AmountWords
from extractors.numbers import Atoms

Rate = tuple[str, int, int]  # per what, and the atoms that say so


def read(atoms: Atoms, amounts: Sequence[Amount], words: AmountWords) -> None:
    """Sets per what on the `amounts` of one sentence: right after the amount or in its phrase.

    Conversions ("80 km (50 miles)") become partners here, for they share one rate.
    """
    size = len(atoms.words)
    for k, a in enumerate(amounts):
        if a.per is not None or a.low is None or a.form == "ordinal":
            continue
        limit = amounts[k + 1].first if k + 1 < len(amounts) else size
        found = None
        if atoms.row[a.stop] in words.rate_openers:
            found = _per_at(atoms, a.stop, words, a, True)
        limit = min(limit, a.stop + 9)
        if found is None and not words.rate_words.isdisjoint(atoms.words[a.stop : limit]):
            j = a.stop
            while j < limit:
                word = atoms.words[j]
                if word not in words.rate_marks:
                    j += 1
                    continue
                if word in words.breaks:
                    break
                if word in words.per_articles and atoms.words[j - 1] in words.prepositions:
                    j += 1
                    continue
                if word in words.per_words or word in words.per_articles or word in words.per_each:
                    found = _per_at(atoms, j, words, a, False)
                    if found is not None:
                        break
                j += 1
        if found is not None:
            a.per, first, last = found
            a.per_at = (first, last)
    for k in range(len(amounts) - 2, -1, -1):
        a, b = amounts[k], amounts[k + 1]
        if a.per is not None or b.per is None or a.low is None:
            continue
        gap = atoms.words[a.stop : b.first]
        if (gap == ["("] and b.per_at is not None and b.unit.kind == a.unit.kind) or (
            a.unit.kind == b.unit.kind
            and a.unit.kind not in ("count", "share", "duration")
            and not words.range_and.isdisjoint(gap)
            and len(gap) <= 5
            and not a.is_bare
        ):
            a.per, a.per_at = b.per, b.per_at
    # a conversion in brackets shares the rate that stands after the bracket or before it
    for k in range(1, len(amounts)):
        a, b = amounts[k - 1], amounts[k]
        if _is_conversion(atoms, a, b, words):
            b.partner = a
            close = _closing(atoms, b.stop)
            if close is not None and a.per is None and b.per is None:
                found = _per_at(atoms, close, words, a, True)
                if found is not None:
                    a.per, first, last = found
                    a.per_at = (first, last)
            if a.per is not None and b.per is None:
                b.per, b.per_at = a.per, a.per_at
            elif b.per is not None and a.per is None:
                a.per, a.per_at = b.per, b.per_at
    told = {i for a in amounts if a.per_at is not None for i in range(*a.per_at)}
    for a in amounts if told else ():
        a.is_base = a.first in told  # "per 100,000 people": the number is part of the rate


def _closing(atoms: Atoms, i: int) -> int | None:
    for j in range(i, min(i + 8, len(atoms.words))):
        if atoms.words[j] == ")":
            return j + 1
    return None


def _is_conversion(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> bool:
    """Whether `b` gives `a` again in another unit, in brackets or after a slash."""
    if a.unit.kind != b.unit.kind or a.unit.code == b.unit.code:
        return False
    if a.unit.kind in ("count", "share", "multiple", "duration", "point"):
        return False
    gap = atoms.words[a.stop : b.first]
    return 0 < len(gap) <= 6 and (
        "(" in gap or gap == ["/"] or gap[-1] == "/" or tuple(gap) in words.restated
    )


def _per_at(atoms: Atoms, i: int, words: AmountWords, a: Amount, is_near: bool) -> Rate | None:
    """The "per X" that starts at atom `i`; `is_near` where the amount ends right before it."""
    hyphen = atoms.row[i] == "-" and atoms.is_glued(i)
    first = i + 1 if hyphen else i
    word = atoms.row[first]
    if word in words.per_adverbs:
        told = is_near and not atoms.row[first + 1].isalpha()
        return (words.per_adverbs[word], first, first + 1) if told else None
    if word in words.per_for and atoms.row[first + 1] in words.per_each:
        return _each(atoms, first + 1, words, a, True) if a.unit.kind == "money" else None
    if word in words.per_articles:
        return _article(atoms, first, words, a, is_near)
    if word in words.per_each:
        return (
            _each(atoms, first, words, a, False) if is_near else _each_time(atoms, first, words, a)
        )
    if word == "/" and is_near and atoms.is_glued(first):
        after = units.match(atoms, first + 1, words.units)
        return None if after is None else (after.unit.code, first, after.last)
    return _per(atoms, first, words, hyphen) if word in words.per_words else None


def _article(atoms: Atoms, i: int, words: AmountWords, a: Amount, is_near: bool) -> Rate | None:
    """ "a day", "an ounce", "a-year": a unit of time, or after money one of `per_nouns`."""
    if a.form in ("few", "adjective", "multiple") or a.unit.kind == "duration":
        return None
    j = i + 2 if atoms.row[i + 1] == "-" else i + 1
    noun, after = atoms.row[j], units.match(atoms, j, words.units)
    is_time = after is not None and after.unit.kind == "duration" and not noun.endswith("s")
    if not is_time and not (is_near and a.unit.kind == "money" and noun in words.per_nouns):
        return None
    last = after.last if after is not None else j + 1
    if atoms.row[last] in words.not_per_after:
        return None
    return (after.unit.code if after is not None else noun), i, last


def _each_time(atoms: Atoms, i: int, words: AmountWords, a: Amount) -> Rate | None:
    """ "each year", "every month"."""
    after = units.match(atoms, i + 1, words.units)
    if after is None or after.unit.kind != "duration" or a.unit.kind == "duration":
        return None
    return after.unit.code, i, after.last


def _each(atoms: Atoms, i: int, words: AmountWords, a: Amount, is_for: bool) -> Rate | None:
    """ "each year", and after money "each share", "for each relief well"."""
    time = _each_time(atoms, i, words, a)
    noun = atoms.row[i + 1]
    if time is not None or a.unit.kind != "money" or not noun.isalpha() or noun in words.small:
        return time
    after = units.match(atoms, i + 1, words.units)
    if after is not None:
        return after.unit.code, i, after.last
    second = atoms.row[i + 2]
    if is_for and second.isalpha() and second not in words.small:
        return f"{noun} {second}", i, i + 3
    return noun, i, i + 2


def _per(atoms: Atoms, i: int, words: AmountWords, hyphen: bool) -> Rate | None:
    """ "per day", "per 100,000 residents", "per square foot", "-per-day"."""
    j = i + 2 if hyphen and atoms.row[i + 1] == "-" else i + 1
    noun = atoms.row[j]
    count = ""
    parsed = numbers.parse_digits(noun) if noun[:1].isdigit() else None
    if parsed is not None:
        value, j = parsed[0], j + 1
        scale = words.numbers.scales.get(atoms.row[j])
        count = f"{value * scale:f}" if scale else f"{value:f}"
        j += bool(scale)
    elif noun in words.numbers.scales:
        count, j = str(words.numbers.scales[noun]), j + 1
    after = units.match(atoms, j, words.units)
    noun = after.unit.code if after is not None else atoms.row[j]
    last = after.last if after is not None else j + 1
    if not noun[:1].isalpha():
        return (count, i, j) if count else None
    return f"{count} {noun}".strip(), i, last
