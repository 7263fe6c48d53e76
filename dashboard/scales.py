"""Maps values and times to places on a drawing, with ticks a reader finds round."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.standing import LEAST


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values from `low` to `high` on pixels from `bottom` up to `top`; `is_log` where asked."""

    low: float
    high: float
    bottom: float
    top: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        if self.is_log:
            value = max(value, self.low)
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.bottom + share * (self.top - self.bottom)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values inside the scale, at most about `most` of them."""
        if self.is_log:
            return _log_ticks(self.low, self.high, most)
        step = round_step((self.high - self.low) / most)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(n * step, 12) for n in range(first, last + 1)]


def value_scale(
    low: float, high: float, bottom: float, top: float, *, is_log: bool = False
) -> ValueScale:
    """A scale that holds `low` to `high`: from zero where that does not squeeze the data flat.

    A logarithmic one needs values well above zero; a linear one is given where they are not.
    """
    if low > high:
        low, high = high, low
    if is_log and low >= LEAST:
        if high / low < 1.2:
            low, high = low / 1.1, high * 1.1
        return ValueScale(low / 1.05, high * 1.05, bottom, top, is_log=True)
    if low == high:
        low, high = (low - 1, high + 1) if low == 0 else sorted((0.0, 2.0 * low))
    room = high - low
    if low > 0 and (low < 4 * room or low < 0.5 * high):
        low = 0.0
    elif high < 0 and -high < 4 * room:
        high = 0.0
    else:
        low -= 0.05 * room
    return ValueScale(low, high + 0.05 * (high - low), bottom, top)


def round_step(raw: float) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that is not under `raw`."""
    if raw <= 0 or not math.isfinite(raw):
        return 1.0
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= raw * (1 - 1e-9))


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for steps in ((1, 2, 3, 5), (1, 2, 5), (1, 3), (1,)):
        ticks = [
            round(n * 10.0**power, 12)
            for power in range(first, last + 1)
            for n in steps
            if low <= n * 10.0**power <= high
        ]
        if len(ticks) <= most + 2:
            return ticks if len(ticks) > 1 else [low, high]
    return ticks[:: math.ceil(len(ticks) / most)]


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Times from `start` to `end` on pixels from `left` to `right`."""

    start: datetime
    end: datetime
    left: float
    right: float

    def __call__(self, at: datetime) -> float:
        share = (at - self.start) / (self.end - self.start)
        return self.left + share * (self.right - self.left)

    def ticks(
        self, most: int = 8, day: Callable[[datetime], str] | None = None
    ) -> list[tuple[datetime, str]]:
        """Round times inside the scale with their label, at most `most` of them.

        `day` writes a day as the reader is used to; by default "10 Mar".
        """
        span, day = self.end - self.start, day or _day
        for step in _STEPS:
            if span / step <= most:
                return [
                    (at, f"{at:%H:%M}" if at.hour or at.minute else day(at))
                    for at in _hours(self.start, self.end, step)
                ]
        for months in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200):
            if span / timedelta(days=30.44 * months) <= most:
                form = _year if months >= 12 else _month
                return [(at, form(at)) for at in _months(self.start, self.end, months)]
        return [(self.start, _year(self.start)), (self.end, _year(self.end))]


def time_scale(start: datetime, end: datetime, left: float, right: float) -> TimeScale:
    """A scale that holds `start` to `end`; one moment alone is given a day around it."""
    if end - start < timedelta(minutes=10):
        start, end = start - timedelta(hours=12), end + timedelta(hours=12)
    return TimeScale(start, end, left, right)


def _hours(start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    at = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while at <= end:
        if at >= start:
            yield at
        at += step


def _months(start: datetime, end: datetime, step: int) -> Iterator[datetime]:
    month = (start.year * 12 + start.month - 1) // step * step
    while month // 12 <= min(end.year, 9998):
        at = datetime(max(month // 12, 1), month % 12 + 1, 1, tzinfo=start.tzinfo)
        if at > end:
            return
        if at >= start:
            yield at
        month += step


def _day(at: datetime) -> str:
    return f"{at.day} {at:%b}"


def _month(at: datetime) -> str:
    return f"{at:%b} {at.year}"


def _year(at: datetime) -> str:
    return str(at.year)


_STEPS = tuple(timedelta(hours=hours) for hours in (1, 3, 6, 12, 24, 48, 72, 120, 168, 336))
