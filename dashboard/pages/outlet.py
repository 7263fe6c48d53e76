"""Outlets: how each attributes, hedges, edits and lags, with n and interval."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dashboard import wording
from dashboard.asked import Asked, Paging
from dashboard.snapshot import Row, Snapshot
from dashboard.wording import Habit

ROWS = 50
SHARES = {
    "share_attributed": ("names a source", "mentions"),
    "share_vague": ("of these, a source without a name", "share_vague_n"),
    "share_hedged": ("hedges", "mentions"),
    "share_faithful": ("passes numbers on unchanged", "share_faithful_n"),
    "share_hedges_kept": ("keeps a hedge it was given", "share_hedges_kept_n"),
    "share_roots_kept": ("keeps the source it was given", "share_roots_kept_n"),
}


def context(snapshot: Snapshot, key: str, asked: Asked, habit: Habit) -> dict[str, Any] | None:
    """What the page of one outlet shows; None for no outlet of that key."""
    card = snapshot.row("outlet", outlet=key)
    if card is None:
        return None
    figures = snapshot.rows("outlet_figures", outlet=key, rows=ROWS, skip=(asked.page - 1) * ROWS)
    lag = card["median_lag_seconds"]
    return {
        "card": card,
        "name": card["name"] or key,
        "shares": shares(card, SHARES),
        "lag": wording.lag(timedelta(seconds=lag)) if lag is not None else None,
        "figures": [
            {
                **row,
                "value": habit.statement(
                    row["low"], row["high"], row["bound"], row["hedge"], row["unit"]
                ),
                "range": habit.statement(
                    row["standing_low"], row["standing_high"], unit=row["unit"]
                ),
            }
            for row in figures
        ],
        "paging": Paging(asked.page, ROWS, figures[0]["total"] if figures else 0),
        "codes": snapshot.rows("outlet_codes", outlet=key),
        "edits": snapshot.rows("outlet_edits", outlet=key, rows=50),
    }


def shares(card: Row, names: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Shares of a card with their interval and how many they rest on; those without n left out."""
    return [
        {
            "about": about,
            "share": card[name],
            "low": card[f"{name}_low"],
            "high": card[f"{name}_high"],
            "n": card[n],
        }
        for name, (about, n) in names.items()
        if card.get(name) is not None
    ]


def every(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """The list of all outlets."""
    rows = snapshot.rows("outlets", rows=ROWS, skip=(asked.page - 1) * ROWS)
    return {"cards": rows, "paging": Paging(asked.page, ROWS, rows[0]["total"] if rows else 0)}
