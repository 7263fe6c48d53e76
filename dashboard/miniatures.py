"""Draws the small pictures of the overview: a sparkline, and where outlets stand now."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboard.bands import band, median
from dashboard.marks import lying
from dashboard.scales import ValueScale, time_scale
from dashboard.standing import Moment, Statement
from dashboard.svg import drawing, element, number


def sparkline(held: Sequence[Moment], *, key: str, title: str) -> str:
    """Median and band over time, small, for a row of the overview."""
    standing = [m for m in held if m.outlets]
    if not standing:
        return ""
    width, height = 130.0, 30.0
    span = standing[-1].at - standing[0].at
    times = time_scale(standing[0].at, standing[-1].at + span / 20, 2, width - 6)
    ends = [v for m in standing for v in (m.lowest, m.highest, m.middle)]
    low, high = min(ends), max(ends)
    if high == low:
        low, high = low - 1, high + 1  # a figure nobody changed runs through the middle
    values = ValueScale(low, high, height - 4, 4)
    last = standing[-1]
    dot = element("circle", class_="now", cx=times(times.end), cy=values(last.middle), r=2.4)
    return drawing(
        key, width, height, title, "Median and lowest to highest over time.",
        band(held, times, values), median(held, times, values), dot, class_="spark",
    )  # fmt: skip


def spread_strip(
    held: Sequence[Statement], colour: Mapping[str, str], *, key: str, title: str
) -> str:
    """Where outlets stand now around the median, every statement as its mark, on a log scale.

    The scale reaches as far as the farthest statement, at least ÷1.25 to ×1.25.
    """
    points = sorted(s.point for s in held)
    if not points or points[0] <= 0:
        return ""
    middle = points[len(points) // 2]
    ends = [v for s in held for v in (s.low, s.high) if v is not None and v > 0]
    reach = max(1.25, max(ends) / middle, middle / min(ends)) * 1.04
    width, height, y = 200.0, 26.0, 13.0

    def x(value: float) -> float:
        return width / 2 + (width / 2 - 10) * math.log(value / middle) / math.log(reach)

    parts = [element("path", class_="middle", d=f"M{number(width / 2)} 2V{number(height - 2)}")]
    lowest, highest = x(min(ends)), x(max(ends))
    bar = f"M{number(lowest)} {number(y)}H{number(highest)}"
    parts.insert(0, element("path", class_="bar", d=bar))
    for s in sorted(held, key=lambda s: s.outlet):
        mark = lying(s, x, y)
        parts.append(element("g", mark, class_=f"mark {colour.get(s.outlet, 'rest')}"))
    return drawing(
        key, width, height, title, f"From ÷{reach:.2g} to ×{reach:.2g} of the median outlet.",
        *parts, class_="strip",
    )  # fmt: skip
