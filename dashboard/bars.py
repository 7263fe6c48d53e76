"""Draws one outlet's days as bars: articles got, and days on which something was missed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.snapshot import Row
from dashboard.svg import drawing, element


def days(rows: Sequence[Row], most: int, *, key: str, title: str) -> str:
    """One bar a day, as high as its articles; a gap is a cross on the ground line."""
    if not rows:
        return ""
    wide, height = 8.0, 34.0
    parts = []
    for n, row in enumerate(rows):
        x = n * wide + 1
        tall = (height - 10) * row["articles"] / max(1, most)
        told = element(
            "title", f"{row['seen_on']}: {row['articles']} articles, {row['failed']} failed"
        )
        if row["is_gap"]:
            cross = f"M{x + 1} {height - 8}l4 6m0 -6l-4 6"
            parts.append(element("path", told, class_="head", d=cross))
        elif tall:
            bar = element("rect", told, class_="gap", x=x, y=height - tall, width=6, height=tall)
            parts.append(bar)
    ground = element("path", class_="axis", d=f"M0 {height}H{len(rows) * wide}")
    return drawing(
        key, len(rows) * wide, height + 1, title, "One bar a day; a cross is a gap of ours.",
        ground, *parts, class_="days",
    )  # fmt: skip
