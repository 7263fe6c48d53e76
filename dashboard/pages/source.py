"""Sources: which figures go back to one, and who repeats it."""

from __future__ import annotations

from typing import Any

from dashboard.asked import Asked, Paging
from dashboard.records import share_lines
from dashboard.snapshot import Snapshot
from dashboard.wording import Habit

ROWS = 50
_SHARES = {
    "share_secondhand": ("is cited through somebody else", "mentions", "statements"),
    "share_hedged": ("is hedged", "mentions", "statements"),
    "share_faithful": ("is passed on unchanged", "share_faithful_n", "compared reports"),
    "share_roots_kept": ("is still named when passed on", "share_roots_kept_n", "compared reports"),
}


def context(snapshot: Snapshot, key: str, asked: Asked, habit: Habit) -> dict[str, Any] | None:
    """What the page of one source shows; None for no source of that key."""
    card = snapshot.row("source", source=key)
    if card is None:
        return None
    figures = snapshot.rows("source_figures", source=key, rows=ROWS, skip=(asked.page - 1) * ROWS)
    return {
        "card": card,
        "record": share_lines(card, _SHARES, habit),
        "outlets": snapshot.rows("source_outlets", source=key),
        "names": {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")},
        "figures": figures,
        "paging": Paging(asked.page, ROWS, figures[0]["total"] if figures else 0),
    }


def every(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """The list of all sources."""
    rows = snapshot.rows("sources", rows=ROWS, skip=(asked.page - 1) * ROWS)
    return {"cards": rows, "paging": Paging(asked.page, ROWS, rows[0]["total"] if rows else 0)}
