"""Draws what stands at each moment: the band from lowest to highest, and the middle outlet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dashboard.scales import TimeScale, ValueScale
from dashboard.standing import Moment
from dashboard.svg import element, number


def spans(held: Sequence[Moment], end: datetime) -> list[list[tuple[Moment, datetime]]]:
    """Runs of moments with somebody standing, each moment with when it ends."""
    runs: list[list[tuple[Moment, datetime]]] = [[]]
    for n, moment in enumerate(held):
        until = held[n + 1].at if n + 1 < len(held) else end
        if moment.outlets:
            runs[-1].append((moment, until))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def band(held: Sequence[Moment], times: TimeScale, values: ValueScale) -> str:
    """The area between the lowest and the highest value that stand."""
    d = []
    for run in spans(held, times.end):
        over = _steps([(m.at, until, m.highest) for m, until in run], times, values)
        under = [f"V{number(values(m.lowest))}H{number(times(m.at))}" for m, _ in reversed(run)]
        d.append(over + "".join(under) + "Z")
    return element("path", class_="band", d="".join(d)) if d else ""


def median(held: Sequence[Moment], times: TimeScale, values: ValueScale) -> str:
    """The line of the middle outlet."""
    d = [
        _steps([(m.at, until, m.middle) for m, until in run], times, values)
        for run in spans(held, times.end)
    ]
    return element("path", class_="median", d="".join(d)) if d else ""


def _steps(
    levels: Sequence[tuple[datetime, datetime, float]], times: TimeScale, values: ValueScale
) -> str:
    """A path of level stretches, from the first's start."""
    begin = f"M{number(times(levels[0][0]))} {number(values(levels[0][2]))}"
    return begin + "".join(
        f"V{number(values(value))}H{number(times(until))}" for _, until, value in levels
    )
