"""Finds per what an amount is told: a day, each barrel, 100,000 people."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import numbers, units
from extractors.amounts import Amount, AmountWords
from extractors.numbers import Atoms


def read(atoms: Atoms, amounts: Sequence[Amount], words: AmountWords) -> None:
    """Sets per what on the `amounts` of one sentence: right after the amount or in its phrase.

    Conversions ("80 km (50 miles)") become partners here, for they share one rate.
    """
    size = len(atoms.words)
    for k, a in enumerate(amounts):
        if a.per is not None or a.low is None or a.form == "ordinal":
            continue
        limit = amounts[k + 1].first if k + 1 < len(amounts) else size
        found = _per_at(atoms, a.stop, words, a, True)
        if found is None:
            j = a.stop
            while j < min(limit, a.stop + 9):
                word = atoms.words[j]
                if word in (";", ":", ",", "(", "—", '"', "”", "and", "but"):
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
            and "and" in gap
            and len(gap) <= 5
            and not a.is_bare
        ):
            a.per, a.per_at = b.per, b.per_at
    # a conversion in brackets shares the rate that stands after the bracket or before it
    for k in range(1, len(amounts)):
        a, b = amounts[k - 1], amounts[k]
        if _is_conversion(atoms, a, b):
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


def _is_conversion(atoms: Atoms, a: Amount, b: Amount) -> bool:
    """Whether `b` gives `a` again in another unit, in brackets or after a slash."""
    if a.unit.kind != b.unit.kind or a.unit.code == b.unit.code:
        return False
    if a.unit.kind in ("count", "share", "multiple", "duration", "point"):
        return False
    gap = atoms.words[a.stop : b.first]
    return 0 < len(gap) <= 6 and (
        "(" in gap or gap == ["/"] or gap[-1] == "/" or gap in ([",", "or"], ["or"])
    )


def _per_at(
    atoms: Atoms, i: int, words: AmountWords, a: Amount, is_near: bool
) -> tuple[str, int, int] | None:
    """The "per X" that starts at atom `i`: its name and atoms."""
    word = atoms.word(i)
    hyphens = False
    if word == "-" and atoms.is_glued(i):
        hyphens, i, word = True, i + 1, atoms.word(i + 1)
    if word == "" or (word in words.per_adverbs and not is_near):
        return None
    if is_near and word in words.per_adverbs and not atoms.word(i + 1).isalpha():
        return words.per_adverbs[word], i, i + 1
    slash = word == "/"
    each = word in words.per_each
    if word == "for" and atoms.word(i + 1) in words.per_each:
        each, i = True, i + 1
        if a.unit.kind != "money":
            return None
    article = word in words.per_articles
    if not (slash or each or article or word in words.per_words):
        return None
    j = i + 1
    if (hyphens or article) and atoms.word(j) == "-":
        j += 1
    if atoms.word(j) == "":
        return None
    after = units.match(atoms, j, words.units)
    noun = atoms.word(j)
    if article:
        if a.form in ("few", "adjective", "multiple"):
            return None
        is_time = after is not None and after.unit.kind == "duration" and not noun.endswith("s")
        is_noun = is_near and a.unit.kind == "money" and noun in words.per_nouns
        if not (is_time or is_noun):
            return None
        last = after.last if after is not None else j + 1
        if atoms.word(last) in words.not_per_after:
            return None
        if a.unit.kind == "duration":
            return None
        return (after.unit.code if after is not None else noun), i, last
    if each:
        if a.unit.kind == "duration":
            return None
        if after is not None and after.unit.kind == "duration":
            return after.unit.code, i, after.last
        if is_near and a.unit.kind == "money" and noun.isalpha() and noun not in ("of", "other"):
            last = j + 1
            name = noun
            if atoms.word(last).isalpha() and after is None and atoms.word(i - 1) == "for":
                if atoms.word(last) not in ("of", "in", "to", "and", "for", "on", "at", "by"):
                    name, last = noun + " " + atoms.word(last), last + 1
            return (after.unit.code if after is not None else name), i, last
        return None
    if slash:
        if after is None or not is_near or not atoms.is_glued(i):
            return None
        return after.unit.code, i, after.last
    if noun[0].isdigit():
        parsed = numbers.parse_digits(noun)
        if parsed is None:
            return None
        count = parsed[0]
        last = j + 1
        scale = words.numbers.scales.get(atoms.word(last))
        if scale:
            count, last = count * scale, last + 1
        after = units.match(atoms, last, words.units)
        name = after.unit.code if after is not None else atoms.word(last)
        if not name.isidentifier():
            return f"{count:f}", i, last
        return f"{count:f} {name}", i, (after.last if after is not None else last + 1)
    if noun in words.numbers.scales:
        name = atoms.word(j + 1)
        return f"{words.numbers.scales[noun]} {name}".strip(), i, j + 1 + bool(name)
    if not noun[0].isalpha():
        return None
    return (
        (after.unit.code if after is not None else noun),
        i,
        (after.last if after is not None else j + 1),
    )
