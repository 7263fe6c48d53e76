"""Coverage: whether a dip is in the news or ours."""

from __future__ import annotations

from typing import Any

from dashboard.asked import Asked
from dashboard.snapshot import Row, Snapshot
from dashboard.wording import Habit

DAYS = {"7": 7, "14": 14, "30": 30, "90": 90}


def context(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """What the coverage page shows: one row an outlet, one mark a day."""
    days = DAYS[asked.one("days", "30", DAYS)]
    by_outlet: dict[str, list[Row]] = {}
    for row in snapshot.rows("coverage", days=days):
        by_outlet.setdefault(row["outlet"], []).append(row)
    return {
        "days": days,
        "choices": DAYS,
        "names": {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")},
        "outlets": [
            {
                "outlet": outlet,
                "rows": rows,
                "most": max((row["articles"] for row in rows), default=0),
                "articles": sum(row["articles"] for row in rows),
                "claims": sum(row["claims"] for row in rows),
                "failed": sum(row["failed"] for row in rows),
                "gaps": [row["seen_on"] for row in rows if row["is_gap"]],
            }
            for outlet, rows in by_outlet.items()
        ],
    }
