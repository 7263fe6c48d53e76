"""Draws days as bars: articles got, and days on which something was missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.svg import drawing, element, number, text


@dataclass(frozen=True, slots=True)
class Day:
    """What one day brought: articles got, requests that failed, and whether we missed some."""

    on: date
    articles: int
    failed: int = 0
    is_gap: bool = False


def days(
    found: Sequence[Day], first: date, last: date, most: int, *, key: str, title: str,
    width: float = 300.0, height: float = 30.0, label: Callable[[date], str] | None = None,
) -> str:  # fmt: skip
    """One bar a day from `first` to `last`, as high as its articles; a gap is a cross.

    All drawings of one span stand day under day. `most` articles fill the height; `label`, where
    given, writes days under the axis.
    """
    count = (last - first).days + 1
    step = width / max(count, 1)
    thick = max(1.0, min(0.75 * step, 28.0))
    foot = 18.0 if label else 0.0
    parts = []
    for day in found:
        x = (day.on - first).days * step + (step - thick) / 2
        tall = (height - 4) * day.articles / max(1, most)
        told = element("title", f"{day.on}: {day.articles} articles, {day.failed} failed")
        if tall:
            y = height - tall
            bar = element("rect", told, class_="day", x=x, y=y, width=thick, height=tall)
            parts.append(bar)
        if day.is_gap:
            middle = number(x + thick / 2)
            cross = f"M{middle} {number(height - 9)}m-3 0l6 6m0 -6l-6 6"
            parts.append(element("path", told, class_="head", d=cross))
    if label:
        apart = max(1, -(-count // 10))  # at most ten of them
        for n in range(0, count, apart):
            on = date.fromordinal(first.toordinal() + n)
            parts.append(
                text(label(on), class_="tick", x=(n + 0.5) * step, y=height + 14,
                     text_anchor="start" if n == 0 and step < 40 else "middle")
            )  # fmt: skip
    ground = element("path", class_="axis", d=f"M0 {number(height)}H{number(width)}")
    return drawing(
        key, width, height + 1 + foot, title, "One bar a day; a cross is a gap of ours.",
        ground, *parts, class_="days wide-days" if label else "days",
    )  # fmt: skip
