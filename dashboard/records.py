"""Writes shares and delays of a record with how much they rest on: share, interval, n."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard import wording
from dashboard.snapshot import Row
from dashboard.wording import Habit

FEW = 20  # shares of fewer cases than this rank nobody
_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record: what, how much, its 95 % interval, and out of how many of what."""

    about: str
    share: str
    interval: str
    n: int
    of: str

    @property
    def is_few(self) -> bool:
        return self.n < FEW


def share_lines(card: Row, names: dict[str, tuple[str, str, str]], habit: Habit) -> list[Line]:
    """Shares that a card holds; `names` gives words, column of n, and what is counted.

    Those without a case are left out.
    """
    return [
        Line(
            about,
            habit.share(card[name]),
            f"{habit.share(card[f'{name}_low'])} to {habit.share(card[f'{name}_high'])}",
            card[n],
            of,
        )
        for name, (about, n, of) in names.items()
        if card.get(name) is not None
    ]


def share_line(about: str, part: int, whole: int, of: str, habit: Habit) -> list[Line]:
    """`part` of `whole` as a line; none where there is no whole."""
    if whole <= 0:
        return []
    low, high = wilson(part, whole)
    interval = f"{habit.share(low)} to {habit.share(high)}"
    return [Line(about, habit.share(part / whole), interval, whole, of)]


def lag_line(about: str, seconds: Sequence[int], of: str) -> list[Line]:
    """The median of delays (in order) as a line; none where there are none."""
    if not seconds:
        return []
    low, middle, high = (wording.lag(timedelta(seconds=s)) for s in median_interval(seconds))
    return [Line(about, middle, f"{low} to {high}", len(seconds), of)]


def wilson(part: int, whole: int) -> tuple[float, float]:
    """95 % interval of a share after Wilson (1927), as `build.wilson_low` of the warehouse."""
    share, z2 = part / whole, _Z**2
    middle = share + z2 / (2 * whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    low, high = (middle - half) / (1 + z2 / whole), (middle + half) / (1 + z2 / whole)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def median_interval(ordered: Sequence[float]) -> tuple[float, float, float]:
    """Low end, median and high end: a 95 % interval from the order of the values alone.

    The ranks are the normal approximation of the binomial's; few values give their extremes.
    """
    n = len(ordered)
    reach = _Z * math.sqrt(n) / 2
    low = ordered[max(0, math.floor(n / 2 - reach) - 1)]
    high = ordered[min(n - 1, math.ceil(n / 2 + reach))]
    return low, (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, high
