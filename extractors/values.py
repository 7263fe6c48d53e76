"""Names how one number or range became another: rounded, refined, slipped, swapped, inflated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from functools import lru_cache
from typing import Literal

from extractors.records import Bound, Quantity

Series = Literal["dated", "published"]

# Wide enough for any number a person writes; nothing traps, so nothing raises.
EXACT = Context(prec=400, Emax=999_999, Emin=-999_999, traps=[])
_SLIPS = tuple(Decimal(10) ** n for n in (1, 2, 3, 6))
_PRECISION_LOST = 2  # figures lost that show a rounding, not a total that has grown
_SLIP_TOLERANCE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Value:
    """A number as an interval; None is an open side. `is_loose`: about, an estimated, ..."""

    low: Decimal | None
    high: Decimal | None
    bound: Bound = "exact"
    is_loose: bool = False
    is_vague: bool = False

    @property
    def point(self) -> Decimal | None:
        """The number written, where one was written; None for a range."""
        if self.low is None or self.high is None:
            return self.low if self.high is None else self.high
        return self.low if self.low == self.high else None

    @property
    def middle(self) -> Decimal | None:
        """The number, or the middle of the range."""
        if self.low is None or self.high is None:
            return self.point
        return EXACT.divide(EXACT.add(self.low, self.high), Decimal(2))

    @property
    def is_low_bound(self) -> bool:
        return self.bound in ("at_least", "more_than")

    @property
    def is_high_bound(self) -> bool:
        return self.bound in ("at_most", "less_than")


def of(quantity: Quantity, factor: Decimal = Decimal(1)) -> Value:
    """The Value of a quantity, times `factor`; what is not finite counts as open."""

    def scaled(x: Decimal | None) -> Decimal | None:
        if x is None or not x.is_finite():
            return None
        return x if factor == 1 else EXACT.multiply(x, factor)

    return Value(
        scaled(quantity.low),
        scaled(quantity.high),
        quantity.bound,
        quantity.hedge in ("approximate", "estimated"),
        quantity.is_vague,
    )


def figures(x: Decimal) -> int:
    """Significant figures of a number without its trailing zeros: 21,600 -> 3; 0 -> 1."""
    return len(_digits(x))


def _digits(x: Decimal) -> str:
    return "".join(map(str, x.as_tuple().digits)).strip("0") or "0"


def to_figures(x: Decimal, count: int, rounding: str) -> Decimal:
    """`x` rounded to `count` significant figures."""
    if not x:
        return x
    step = Decimal((0, (1,), x.adjusted() - count + 1))
    return EXACT.multiply(
        EXACT.divide(x, step).to_integral_value(rounding=rounding, context=EXACT), step
    )


@lru_cache(maxsize=65_536)  # numbers recur: a figure's are compared with each other over and over
def rounding(a: Decimal, b: Decimal) -> str | None:
    """ROUNDED or ROUNDED_COARSE where `b` is `a` rounded to the nearest, else None."""
    if a == b or not a:
        return None
    ways = (ROUND_HALF_UP, ROUND_HALF_DOWN)
    count = figures(a)
    if any(to_figures(a, k, way) == b for k in range(2, count) for way in ways):
        return "ROUNDED"
    step = Decimal((0, (5,), a.adjusted() - 2))
    fifths = EXACT.divide(a, step)
    if any(
        EXACT.multiply(fifths.to_integral_value(rounding=way, context=EXACT), step) == b
        for way in ways
    ):
        return "ROUNDED"
    if count > 1 and any(to_figures(a, 1, way) == b for way in ways):
        return "ROUNDED_COARSE"
    return None


def _is_slip(a: Decimal, b: Decimal) -> bool:
    if not a or not b or (a < 0) != (b < 0):
        return False
    big, small = max(abs(a), abs(b)), min(abs(a), abs(b))
    return any(
        abs(big - EXACT.multiply(small, s))
        <= EXACT.multiply(EXACT.multiply(small, s), _SLIP_TOLERANCE)
        for s in _SLIPS
    )


def _is_swap(a: Decimal, b: Decimal) -> bool:
    if a.adjusted() != b.adjusted() or (a < 0) != (b < 0):
        return False
    x, y = _digits(a), _digits(b)
    size = max(len(x), len(y))
    if size < 3:
        return False
    x, y = x.ljust(size, "0"), y.ljust(size, "0")
    wrong = [i for i in range(size) if x[i] != y[i]]
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and x[wrong[0]] == y[wrong[1]]
        and x[wrong[1]] == y[wrong[0]]
    )


def _refined(a: Decimal, b: Decimal, parent: Value) -> bool:
    how = rounding(b, a)
    if how == "ROUNDED":
        return True
    if how == "ROUNDED_COARSE" and (parent.is_loose or figures(b) - figures(a) >= 2):
        return True
    if parent.is_low_bound and b >= a:
        return to_figures(b, figures(a), ROUND_FLOOR) == a
    if parent.is_high_bound and b <= a:
        return to_figures(b, figures(a), ROUND_CEILING) == a
    return False


def _one_sided_rounding(a: Decimal, b: Decimal, child: Value) -> str | None:
    if figures(b) >= figures(a):
        return None
    fewest = 1 if child.is_low_bound or child.is_high_bound else 2
    for count in range(fewest, figures(a)):
        if b > a and not child.is_low_bound and to_figures(a, count, ROUND_CEILING) == b:
            return "ROUNDED_UP" if count > 1 or child.is_high_bound else None
        if b < a and not child.is_high_bound and to_figures(a, count, ROUND_FLOOR) == b:
            return "ROUNDED_DOWN" if count > 1 or child.is_low_bound else None
    return None


def _direction(a: Decimal, b: Decimal) -> str:
    return "INFLATED" if b > a else "DEFLATED"


def _points(
    a: Decimal, b: Decimal, parent: Value, child: Value, series: Series | None
) -> str | None:
    if a == b:
        return None
    if series == "dated" and b > a:
        return "SERIES_GROWTH"
    if _is_slip(a, b):
        return "MAGNITUDE_SLIP"
    how = rounding(a, b)
    if how == "ROUNDED":
        return how
    if _is_swap(a, b):
        return "DIGIT_SWAP"
    if _refined(a, b, parent):
        return "REFINED"
    if series and b > a and not (how and figures(a) - figures(b) >= _PRECISION_LOST):
        return "SERIES_GROWTH"
    return how or _one_sided_rounding(a, b, child) or _direction(a, b)


def _is_or_rounds(a: Decimal, b: Decimal) -> bool:
    return a == b or rounding(a, b) is not None


def _range_to_point(low: Decimal, high: Decimal, b: Decimal) -> str:
    for end, code in ((high, "RANGE_TO_MAX"), (low, "RANGE_TO_MIN")):
        if b == end:
            return code
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
    if _is_or_rounds(middle, b) and low < b < high:
        return "RANGE_TO_MID"
    if low < b < high:
        return "RANGE_INSIDE"
    near = high if b > high else low
    if _is_slip(near, b):
        return "MAGNITUDE_SLIP"
    if rounding(near, b) == "ROUNDED":
        return "RANGE_TO_MAX" if near == high else "RANGE_TO_MIN"
    return _direction(near, b)


def _ranges(a: Value, b: Value, series: Series | None) -> str | None:
    assert a.low is not None
    assert a.high is not None
    assert b.low is not None
    assert b.high is not None
    if (a.low, a.high) == (b.low, b.high):
        return None
    if series and b.low >= a.low and b.high >= a.high:
        return "SERIES_GROWTH"
    if _is_slip(a.low, b.low) and _is_slip(a.high, b.high):
        return "MAGNITUDE_SLIP"
    ends = ((a.low, b.low), (a.high, b.high))
    if all(x == y or rounding(x, y) == "ROUNDED" for x, y in ends):
        return "ROUNDED"
    if all(x == y or rounding(y, x) == "ROUNDED" for x, y in ends):
        return "REFINED"
    if a.low <= b.low and b.high <= a.high:
        return "RANGE_NARROWED"
    if b.low <= a.low and a.high <= b.high:
        return "RANGE_WIDENED"
    return "RANGE_SHIFTED"


def _vague(a: Value, b: Value) -> str | None:
    """One or both are words such as "dozens", whose interval is a convention, not a range."""
    if (a.low, a.high) == (b.low, b.high):
        return None
    x, y = a.middle, b.middle
    if x is None or y is None:
        return None

    def holds(outer: Value, inner: Value) -> bool:
        low = outer.low is None or (inner.low is not None and inner.low >= outer.low)
        return low and (outer.high is None or (inner.high is not None and inner.high <= outer.high))

    if (
        b.is_vague
        and not a.is_vague
        and (holds(b, a) or (a.point is not None and holds(b, Value(x, x))))
    ):
        return "ROUNDED_COARSE"
    if (
        a.is_vague
        and not b.is_vague
        and (holds(a, b) or (b.point is not None and holds(a, Value(y, y))))
    ):
        return "REFINED"
    return _direction(x, y) if x != y else None


def compare(parent: Value, child: Value, series: Series | None = None) -> str | None:
    """The value code of `child` against `parent`, or None where the number is the same.

    `series`: both are running totals of one start and the child's is later, by the dates named
    ("dated") or by the dates of publication only ("published").
    """
    if parent.is_vague or child.is_vague:
        return _vague(parent, child)
    a, b = parent.point, child.point
    if a is not None and b is not None:
        return _points(a, b, parent, child, series)
    if a is None and b is not None:
        if parent.low is None or parent.high is None:
            return None
        return _range_to_point(parent.low, parent.high, b)
    if a is not None and b is None:
        if child.low is None or child.high is None:
            return None
        if child.low <= a <= child.high:
            return "POINT_TO_RANGE"
        if series and child.low > a:
            return "SERIES_GROWTH"
        near = child.low if a < child.low else child.high
        return "MAGNITUDE_SLIP" if _is_slip(a, near) else _direction(a, near)
    if None in (parent.low, parent.high, child.low, child.high):
        return None
    return _ranges(parent, child, series)
