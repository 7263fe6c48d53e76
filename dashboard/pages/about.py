"""About the data: how much there is, how it was read, what the words and marks mean."""

from __future__ import annotations

from typing import Any

from dashboard.asked import Asked
from dashboard.snapshot import Snapshot
from dashboard.wording import Habit


def context(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """What the page about the data shows."""
    return {"totals": snapshot.row("about") or {}, "snapshot": snapshot.path.name}
