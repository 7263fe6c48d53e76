"""Works out what each outlet stands by at each moment, and who contradicts whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import median

# An outlet that has been silent about a figure for longer is no longer taken to stand by it.
STANDS = timedelta(days=30)
LEAST = 1e-9  # the last place the warehouse keeps


@dataclass(frozen=True, slots=True)
class Statement:
    """One report of a figure by one outlet, as far as drawing and comparing need it.

    `low`/`high` are in base units; None is an open side. Times are aware UTC. `before` is the value
    the same article gave in its previous revision, where this is a revision of it.
    """

    claim_id: str
    at: datetime
    outlet: str
    low: float | None
    high: float | None
    bound: str = "exact"
    hedge: str = "none"
    source: str | None = None
    before: float | None = None
    before_at: datetime | None = None
    period_end: date | None = None  # last day it is about, where the words say so
    source_key: str | None = None  # the source's name for grouping; None for none and vague ones

    @property
    def point(self) -> float:
        """Where the statement is drawn: the stated end of an open side, the middle of a range."""
        if self.low is None:
            return self.high if self.high is not None else 0.0
        return self.low if self.high is None else (self.low + self.high) / 2

    @property
    def interval(self) -> tuple[float, float]:
        """All values the statement allows, honouring bound, range, hedge and rounding."""
        low = -math.inf if self.low is None else self.low - tolerance(self.low, self.hedge)
        high = math.inf if self.high is None else self.high + tolerance(self.high, self.hedge)
        return low, high


def tolerance(value: float, hedge: str) -> float:
    """How far a number written as `value` may honestly lie from what it stands for.

    Half its last place, within 2.5 %; at least 5 % where it is hedged: as `build.tolerance` of
    the warehouse has it.
    """
    half = place(value) / 2
    if hedge in ("approximate", "estimated"):
        return max(min(half, abs(value) * 0.1), abs(value) * 0.05)
    return min(half, abs(value) * 0.025)


def place(value: float) -> float:
    """Place value of the last digit that is not zero: 100 for 21600, 0.1 for 3.5, 1 for 0."""
    if value == 0 or not math.isfinite(value):
        return 1.0
    digits = f"{abs(value):.9f}".rstrip("0")
    whole, _, decimals = digits.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    return float(10.0 ** (len(whole) - len(whole.rstrip("0"))))


def contradict(a: Statement, b: Statement) -> bool:
    """Both cannot be true, each taken at its word, as `build.is_conflict` of the warehouse has it.

    Numbers of different days can both be; where the days are not told, so can two of one source
    told more than a day apart: it has counted again.
    """
    (a_low, a_high), (b_low, b_high) = a.interval, b.interval
    if b_low <= a_high and a_low <= b_high:
        return False
    if a.period_end and b.period_end:
        return a.period_end == b.period_end
    is_one_source = a.source_key is not None and a.source_key == b.source_key
    return not is_one_source or abs(_hour(a.at) - _hour(b.at)) <= 24


def _hour(at: datetime) -> int:
    """Whole hours, counted as SQL counts them: by the turns of the clock between two times."""
    return int(at.timestamp() // 3600)


@dataclass(frozen=True, slots=True)
class Moment:
    """What stands from `at` on: the lowest and highest value given, and the middle outlet's.

    Open sides do not widen it: "at least 3,000" beside "5,000" is 5,000 to 5,000, for the two
    agree. `gap` is highest over lowest, 1 where nobody is contradicted; None where undefined.
    """

    at: datetime
    lowest: float
    middle: float
    highest: float
    outlets: int

    @property
    def gap(self) -> float | None:
        return self.highest / self.lowest if self.lowest >= LEAST else None


def latest(statements: Iterable[Statement]) -> dict[str, Statement]:
    """The last statement of each outlet."""
    return {s.outlet: s for s in sorted(statements, key=_order)}


def standing_now(
    statements: Sequence[Statement], now: datetime | None = None, stands: timedelta = STANDS
) -> dict[str, Statement]:
    """Outlet -> the statement it stands by at `now` (default: the last statement of all)."""
    if not statements:
        return {}
    now = now or max(s.at for s in statements)
    return {
        outlet: s
        for outlet, s in latest(s for s in statements if s.at <= now).items()
        if s.at >= now - stands
    }


def moments(
    statements: Sequence[Statement],
    stands: timedelta = STANDS,
    step: timedelta = timedelta(0),
) -> list[Moment]:
    """One Moment for each time something changes, in order; costs n log n for n statements.

    Changes within one `step` of each other are given as one, as it stood after the last of them:
    what is drawn is no finer than that. A Moment of 0 outlets says that nobody stands any more.
    """
    changes: list[tuple[datetime, int, Statement]] = []
    ordered = sorted(statements, key=_order)
    following: dict[str, Statement] = {}
    for s in reversed(ordered):
        after = following.get(s.outlet)
        if after is None or after.at > s.at + stands:
            changes.append((s.at + stands, 0, s))
        following[s.outlet] = s
        changes.append((s.at, 1, s))
    changes.sort(key=lambda change: (change[0], change[1], _order(change[2])))
    last = ordered[-1].at if ordered else None
    held: dict[str, Statement] = {}
    found: list[Moment] = []
    drawn = changes[0][0] - step if changes else None
    for n, (at, begins, s) in enumerate(changes):
        if last is not None and at > last:
            break
        if begins:
            held[s.outlet] = s
        elif held.get(s.outlet) is s:
            del held[s.outlet]
        following_at = changes[n + 1][0] if n + 1 < len(changes) else None
        if drawn is None or following_at is None or following_at > max(at, drawn + step):
            drawn = at
            nobody = Moment(at, 0.0, 0.0, 0.0, 0)
            found.append(moment_of(at, list(held.values())) if held else nobody)
    return found


def moment_of(at: datetime, held: Sequence[Statement]) -> Moment:
    """The Moment at which exactly `held` (not empty) stand."""
    lows = [s.low for s in held if s.low is not None]
    highs = [s.high for s in held if s.high is not None]
    points = [s.point for s in held]
    # The most that anybody insists on, and the least that anybody allows: where they cross,
    # somebody is contradicted. Where they do not, all can be right, and nothing gapes.
    highest, lowest = max(lows, default=None), min(highs, default=None)
    if highest is None or lowest is None:
        lowest = highest = median(points)
    elif lowest > highest:
        lowest = highest = min(max(median(points), highest), lowest)
    return Moment(at, lowest, median(points), highest, len(held))


def conflicts(held: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """The pairs that contradict each other, in the given order."""
    return [(a, b) for a, b in combinations(held, 2) if contradict(a, b)]


def _order(s: Statement) -> tuple[datetime, str]:
    return s.at, s.claim_id
