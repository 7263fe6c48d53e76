"""Findings: silent edits, stale and contested numbers, latest first."""

from __future__ import annotations

from typing import Any

from dashboard.asked import Asked, Paging
from dashboard.snapshot import Snapshot
from dashboard.wording import Habit

ROWS = 50


def context(snapshot: Snapshot, asked: Asked, habit: Habit, rows: int = ROWS) -> dict[str, Any]:
    """What the page of findings shows: of one code, or of all."""
    counts = snapshot.rows("finding_codes")
    code = asked.one("code", "", {row["code"] for row in counts})
    found = snapshot.rows("findings", code=code, rows=rows, skip=(asked.page - 1) * rows)
    return {
        "findings": found,
        "counts": counts,
        "all_count": sum(row["times"] for row in counts),
        "code": code,
        "paging": Paging(asked.page, rows, found[0]["total"] if found else 0),
    }
