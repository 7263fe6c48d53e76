"""Coverage: whether a dip is in the news or ours."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import bars
from dashboard.asked import Asked
from dashboard.bars import Day
from dashboard.snapshot import Row, Snapshot
from dashboard.wording import Habit

DAYS = {"7": 7, "14": 14, "30": 30, "90": 90}
USUAL = "30"


def context(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """What the coverage page shows: all outlets together, then one row an outlet."""
    days = DAYS[asked.one("days", USUAL, DAYS)]
    by_outlet: dict[str, list[Row]] = {}
    together: dict[date, Day] = {}
    for row in snapshot.rows("coverage", days=days):
        by_outlet.setdefault(row["outlet"], []).append(row)
        on, before = row["seen_on"], together.get(row["seen_on"], Day(row["seen_on"], 0))
        is_gap = before.is_gap or row["is_gap"]
        articles, failed = before.articles + row["articles"], before.failed + row["failed"]
        together[on] = Day(on, articles, failed, is_gap)
    first, last = min(together, default=date.min), max(together, default=date.min)
    return {
        "days": days,
        "choices": list(DAYS),
        "names": {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")},
        "first": first,
        "last": last,
        "together": bars.days(
            [together[on] for on in sorted(together)], first, last,
            max((day.articles for day in together.values()), default=0),
            key="all", title="Articles a day, all outlets", width=1180, height=110,
            label=habit.short_day,
        ),
        "outlets": [
            _outlet(n, outlet, rows, first, last)
            for n, (outlet, rows) in enumerate(by_outlet.items())
        ],
    }  # fmt: skip


def _outlet(n: int, outlet: str, rows: list[Row], first: date, last: date) -> dict[str, Any]:
    found = [Day(row["seen_on"], row["articles"], row["failed"], row["is_gap"]) for row in rows]
    return {
        "outlet": outlet,
        "drawn": bars.days(
            found, first, last, max(day.articles for day in found), key=f"d{n}",
            title="Articles a day",
        ),
        "articles": sum(row["articles"] for row in rows),
        "claims": sum(row["claims"] for row in rows),
        "failed": sum(row["failed"] for row in rows),
        "gaps": [row["seen_on"] for row in rows if row["is_gap"]],
    }  # fmt: skip
