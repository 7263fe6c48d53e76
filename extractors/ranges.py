"""Joins amounts into shares, ranges and lists that have one unit between them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from extractors import changes, numbers
from extractors.amounts import PERCENT, Amount, AmountWords
from extractors.numbers import Atoms
from extractors.units import Unit


def read(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    """The amounts of one sentence with shares and ranges joined and units lent; linear time."""
    if len(amounts) == 1:
        return amounts
    found = _ratios(atoms, amounts, words)
    _spread_units(atoms, found, words)
    found = _join_ranges(atoms, found, words)
    for a, b in pairwise(found):
        lends = b.is_bare and b.form in ("digits", "words") and b.low is not None
        if lends and not a.is_bare and _forwards(atoms, a, b, words):
            _borrow(b, a)
    _doubt_brackets(atoms, found, words)
    return found


def could_be_year(a: Amount) -> bool:
    """Whether the bare number looks like a year of our time."""
    return (
        a.form == "digits"
        and not a.numeral.is_grouped
        and a.numeral.scale == 1
        and a.low is not None
        and 1900 <= a.low <= 2035
    )


_NO_ENDS = frozenset(["ordinal", "adjective", "multiple", "few", "ratio"])  # of ranges
_ROUND = frozenset(Decimal(n) for n in (5, 10, 20, 100, 1000))  # wholes that shares are told of


def _ratios(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    """Joins "one in five", "7 out of 10" into one share; others stay apart."""
    found: list[Amount] = []
    for a in amounts:
        b = found[-1] if found else None
        if (
            b is not None
            and b.is_bare
            and a.numeral.form in ("digits", "words")
            and b.numeral.form in ("digits", "words")
            and b.low is not None
            and a.low is not None
            and b.low == int(b.low)
            and 0 < b.low < a.low
            and (b.low == 1 or (a.low <= 100_000 and not a.numeral.is_grouped))
            and not b.numeral.is_grouped
        ):
            gap = tuple(atoms.words[b.stop : a.first])
            inside = gap in words.ratio_in and (b.low == 1 or a.low in _ROUND)
            if (gap in words.ratio_of and a.low <= 1000) or (
                inside and a.is_bare and (a.low <= 1000 or b.low == 1) and not could_be_year(a)
            ):
                share = b.low / a.low * 100
                b.low = b.high = share
                b.precision = Decimal(100) / a.low
                b.last = b.stop = a.last
                b.unit, b.form, b.is_bare = PERCENT, "ratio", False
                continue
        found.append(a)
    return found


def _spread_units(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> None:
    """Gives a bare number the unit of the one it is coordinated with.

    Backwards first ("5.4, 6.1 and 6.7 inches", "280 million of the 1.5 billion shekels"), then
    forwards ("from 21 mpg combined to 23", "6.1 inches and 6.7").
    """
    for k in range(len(amounts) - 2, -1, -1):
        a, b = amounts[k], amounts[k + 1]
        if not a.is_bare or b.is_bare or a.low is None or b.unit.kind in ("count", "multiple"):
            continue
        if a.form in ("ordinal", "adjective", "multiple", "few", "fraction", "ratio"):
            continue
        if b.first < b.numeral.first and not b.is_negative:
            continue  # a sign before the second number says nothing of the first
        if could_be_year(a):
            continue
        gap = atoms.words[a.stop : b.first]
        if not gap or len(gap) > 6:
            continue
        if gap == [","] and not (
            (
                k + 2 < len(amounts)
                and tuple(atoms.words[b.stop : amounts[k + 2].first]) in words.list_ends
            )
            or (k > 0 and atoms.words[amounts[k - 1].stop : a.first] == [","])
        ):
            continue
        joined = _is_coordination(gap, words) or (
            gap[0] == "-" and len(gap) <= 3 and gap[-1] in words.links
        )
        if joined or (gap[0] in words.numbers.of and len(gap) <= 2 and b.unit.kind == "money"):
            _borrow(a, b)
            if (
                len(gap) == 1
                and gap[0] in words.targets
                and atoms.row[a.first - 1] in words.sources
                and changes.stands_before(atoms, a.first - 1, words)
            ):
                a.low, _ = _range_ends(a, b)
                a.high = a.low


def _forwards(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> bool:
    """ "from 21 mpg combined to 23", "from 35 to 40 miles": the target takes the source's unit."""
    gap = atoms.words[a.stop : b.first]
    if (
        not gap
        or len(gap) > 4
        or gap[-1] not in words.targets
        or a.unit.kind in ("count", "multiple")
    ):
        return False
    j = a.first - 1
    while j > 0 and atoms.words[j] in words.between:
        j -= 1
    return atoms.row[j] in words.sources and not could_be_year(b)


def _is_coordination(gap: list[str], words: AmountWords) -> bool:
    if tuple(gap) in words.joiners:
        return True
    return tuple(gap) in words.coordinators


def _borrow(a: Amount, b: Amount) -> None:
    """Unit of `b` for the bare `a`."""
    minor = (
        b.unit.kind == "money"
        and b.unit_at is not None
        and b.numeral.low is not None
        and (b.low is not None and b.numeral.low != 0 and b.low * 100 == b.numeral.low)
    )
    if minor and a.low is not None and a.high is not None:
        a.low, a.high = a.low / 100, a.high / 100
    a.unit = b.unit
    if a.form == "fraction":
        return
    a.is_bare = False
    if a.unit_at is None:
        a.unit_at = b.unit_at
    if a.per is None and b.per is not None:
        a.per, a.per_at = b.per, b.per_at


def _join_ranges(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    found: list[Amount] = []
    again: Unit | None = None  # of the range around a bracket that what follows gives again
    for b in amounts:
        a = found[-1] if found else None
        if again is not None and _is_given_again(atoms, again, b):
            b.bound = "at_most"
            found.append(b)
            continue
        again = None
        if _join_around_bracket(atoms, found, b, words):
            again = found[-1].unit
        elif a is not None and (
            _is_range(atoms, a, b, words)
            or (len(found) > 1 and _is_bracketed_range(atoms, found[-2], a, b, words))
        ):
            _merge(atoms, a, b, words)
        else:
            found.append(b)
    return found


def _join_around_bracket(atoms: Atoms, found: list[Amount], b: Amount, words: AmountWords) -> bool:
    """ "from 12 km (7 miles) to 19 km (12 miles)": one range, and its end given again.

    The conversion of its start lies inside of the range and goes with it.
    """
    if not found or ")" not in atoms.words[max(0, b.first - 3) : b.first]:
        return False
    close = max((j for j in range(b.first - 3, b.first) if atoms.row[j] == ")"), default=-1)
    if close < 0:
        return False
    k = len(found)
    while len(found) - 4 < k > 0 and atoms.row[found[k - 1].first - 1] in ("(", "/"):
        k -= 1
    if not 0 < k < len(found) or found[-1].stop != close:
        return False
    a, inside = found[k - 1], found[k:]
    if not 0 < inside[0].first - a.stop <= 4 or not all(
        _is_given_again(atoms, a.unit, c) for c in inside
    ):
        return False
    stop, a.stop = a.stop, close + 1
    if not _is_range(atoms, a, b, words):
        a.stop = stop
        return False
    del found[k:]
    _merge(atoms, a, b, words)
    return True


def _is_given_again(atoms: Atoms, unit: Unit, b: Amount) -> bool:
    """Whether `b` in brackets or after a slash converts what was said in `unit`."""
    is_inside = atoms.row[b.first - 1] in ("(", "/")
    return is_inside and b.unit.kind == unit.kind and b.unit.code != unit.code


def _is_range(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> bool:
    """Whether `a` and `b` are the ends of one range."""
    if a.is_range or a.low is None or b.low is None or a.high is None or b.high is None:
        return False
    if a.form in _NO_ENDS or b.form in _NO_ENDS:
        return False
    if (
        "fraction" in (a.form, b.form)
        and a.form != b.form
        and not (a.unit.code == b.unit.code == PERCENT.code and _is_opened(atoms, a, words))
    ):
        return False
    start = a.stop
    gap = atoms.words[start : b.first]
    if len(gap) > 8:
        return False
    bracket = False
    if gap and gap[0] == "(":
        return False
    before = atoms.row[a.first - 1]
    glued_dash = gap == ["-"]
    joiner = tuple(gap)
    if a.unit_at is not None and a.stop > a.last and not gap:
        return False
    opened = _is_opened(atoms, a, words)
    hedged_and = len(gap) >= 1 and gap[0] in words.range_and and opened and len(gap) <= 3
    is_or = (
        len(gap) == 1
        and gap[0] in words.range_or
        and a.is_bare == b.is_bare | a.is_bare
        and a.low < b.low
        and b.low <= _range_ends(a, b)[0] * 2 + 1
        and a.numeral.form == b.numeral.form
        and a.low >= 1
    )
    hyphen_and = (
        len(gap) == 2
        and gap[0] == "-"
        and gap[1] in words.links
        and (gap[1] == "to" or (b.low == a.low + 1 and b.unit.kind in ("duration", "count")))
    )
    if not (joiner in words.joiners or hedged_and or is_or or hyphen_and or bracket):
        return False
    if a.unit.kind != b.unit.kind and a.unit.kind != "count" and b.unit.kind != "count":
        return False
    if a.is_bare and b.unit.kind == "money" and b.unit_at is None and b.first != b.numeral.first:
        return False  # "the Act of 1990 to $10 billion"
    told = a.unit.kind != "count" and b.unit.kind != "count"
    if told and a.unit.code != b.unit.code and not (opened and _times(b.unit, a.unit)):
        return False
    if could_be_year(a) and len(atoms.words[b.numeral.first]) != 4:
        return False
    low, high = _range_ends(a, b)
    if glued_dash:
        if b.is_negative or low >= high or (b.numeral.first != b.first and b.is_negative):
            return low < high
        if not (atoms.is_glued(a.stop) and atoms.is_glued(b.first)) and not (
            not atoms.is_glued(a.stop) and not atoms.is_glued(b.first)
        ):
            return False
    if low >= high:
        return False
    if joiner and joiner[0] in words.targets and not glued_dash:
        j = a.first - 1
        while j > 0 and atoms.words[j] in words.between:
            j -= 1
        if atoms.row[j] in words.sources:
            return not changes.stands_before(atoms, j, words)
    if joiner and joiner[0] in words.targets and not glued_dash:
        # "raised it 5% to 30 people": a change verb right before the first number
        j = a.first - 1
        while j > 0 and atoms.words[j] in words.between:
            j -= 1
        if a.owns_unit and (
            changes.way(atoms.row[j], words) is not None or changes.is_moved(atoms, j, words)
        ):
            return False
        if before in words.by and b.owns_unit and not a.owns_unit:
            return True  # "by 2 to 9 percent"
        if before in words.by:
            return (
                b.unit.code == a.unit.code
                and b.low < a.low * 3
                and not changes.stands_before(atoms, a.first - 1, words, 6)
            )
    return True


def _is_opened(atoms: Atoms, a: Amount, words: AmountWords) -> bool:
    """Whether a word of ranging stands before: "between 3", "ranges from 10%"."""
    before = atoms.row[a.first - 1]
    return before in words.range_verbs or (
        before in words.sources and atoms.row[a.first - 2] in words.range_verbs
    )


def _times(b: Unit, a: Unit) -> int:
    """How many whole `a` make one `b` (12 months a year); 0 where it is no whole number."""
    if a.kind != b.kind or a.kind not in ("duration", "length", "mass") or not a.factor:
        return 0
    ratio = b.factor / a.factor
    whole = int(ratio.to_integral_value())
    return whole if whole > 1 and abs(ratio - whole) < ratio / 100 else 0


def _is_bracketed_range(
    atoms: Atoms, whole: Amount, a: Amount, b: Amount, words: AmountWords
) -> bool:
    """ "35,000 to 60,000 barrels (1.5 million and 2.5 million gallons)": a range given again."""
    return (
        whole.is_range
        and not a.is_range
        and atoms.row[a.first - 1] in ("(", "/")
        and tuple(atoms.words[a.stop : b.first]) in {(w,) for w in words.range_and}
        and a.low is not None
        and b.low is not None
        and a.low < b.low
        and a.unit.code == b.unit.code
    )


def _range_ends(a: Amount, b: Amount) -> tuple[Decimal, Decimal]:
    """The ends; the first takes over the scale of the last ("15-18,000", "4 to 5 billion")."""
    low, high = a.low or Decimal(0), b.high or Decimal(0)
    if a.unit.code != b.unit.code and (times := _times(b.unit, a.unit)):
        return low, high * times  # "between 18 months and three years"
    if a.numeral.low is None or b.numeral.low is None:
        return low, high
    a_scale, b_scale = a.numeral.scale, b.numeral.scale
    total = b_scale
    if b.unit.kind != "share" and b.numeral.low and b.low and b.unit.kind == "money":
        total = b_scale * (b.low / b.numeral.low) if b.low > b.numeral.low else b_scale
    if b.unit.kind != "money" and b.low and b.numeral.low and b.low > b.numeral.low:
        total = b_scale * (b.low / b.numeral.low)
    if a_scale == 1 and total > 1 and a.low == a.numeral.low and a.form == b.form:
        mantissa = high / total
        if 0 <= low <= mantissa:
            return low * total, high
    if (
        a_scale == 1
        and b_scale == 1
        and not a.numeral.is_grouped
        and b.numeral.is_grouped
        and b.numeral.precision == 1
        and 0 < low < 1000 <= high
        and a.form == "digits"
        and low * 1000 < high
        and high < 1_000_000
        and b.unit.kind in ("count", "money", "volume", "mass")
    ):
        return low * 1000, high
    return low, high


def _merge(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> None:
    """Turns `a` into the range from `a` to `b`."""
    a.low, a.high = _range_ends(a, b)
    a.precision = max(a.precision or numbers.ONE, b.precision or numbers.ONE)
    if a.unit.kind == "count" and b.unit.kind != "count":
        a.unit, a.unit_at = b.unit, b.unit_at
    elif b.unit_at is not None and a.unit.code == b.unit.code:
        a.unit_at = b.unit_at
    a.last, a.stop = b.last, b.stop
    a.is_hyphened = b.is_hyphened
    a.is_range, a.is_bare = True, a.is_bare and b.is_bare
    a.per, a.per_at = b.per or a.per, b.per_at or a.per_at
    a.bound = "between"
    if b.form == "vague":
        a.form = "vague"
    before = atoms.row[a.first - 1]
    if (before,) in words.openers:
        a.first -= 1


def _doubt_brackets(atoms: Atoms, amounts: Sequence[Amount], words: AmountWords) -> None:
    """ "from 12 km (7 miles) to 19 km (12 miles)": read as points, so none of them is sure."""
    for k in range(1, len(amounts) - 1):
        gap = atoms.words[amounts[k].stop : amounts[k + 1].first]
        if len(gap) == 2 and gap[0] == ")" and (gap[1],) in words.joiners:
            for a in amounts[max(0, k - 2) : k + 4]:
                a.doubted("a range around brackets", 0.6)
