"""Outlets: how each attributes, hedges, edits and lags, with n and interval."""

from __future__ import annotations

from typing import Any

from dashboard.asked import Asked, Paging
from dashboard.records import lag_line, share_line, share_lines
from dashboard.snapshot import Snapshot
from dashboard.wording import Habit

ROWS = 50
_SHARES = {
    "share_attributed": ("names a source", "mentions", "statements"),
    "share_vague": ("names it only vaguely", "share_vague_n", "attributed statements"),
    "share_hedged": ("hedges the number", "mentions", "statements"),
    "share_faithful": ("passes a number on unchanged", "share_faithful_n", "compared reports"),
    "share_hedges_kept": ("keeps a hedge it was given", "share_hedges_kept_n", "hedged reports"),
    "share_roots_kept": ("keeps the source it was given", "share_roots_kept_n", "sourced reports"),
}


def context(snapshot: Snapshot, key: str, asked: Asked, habit: Habit) -> dict[str, Any] | None:
    """What the page of one outlet shows; None for no outlet of that key."""
    card = snapshot.row("outlet", outlet=key)
    if card is None:
        return None
    figures = snapshot.rows("outlet_figures", outlet=key, rows=ROWS, skip=(asked.page - 1) * ROWS)
    edited = (snapshot.row("outlet_edited", outlet=key) or {"articles": 0})["articles"]
    lags = [row["lag_seconds"] for row in snapshot.rows("outlet_lags", outlet=key)]
    return {
        "card": card,
        "name": card["name"] or key,
        "record": [
            *share_lines(card, _SHARES, habit),
            *share_line(
                "changes a number in an article without notice",
                edited, card["articles"], "articles", habit,
            ),
            *lag_line("tells a figure after the first report (median)", lags, "figures"),
        ],
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
    }  # fmt: skip


def every(snapshot: Snapshot, asked: Asked, habit: Habit) -> dict[str, Any]:
    """The list of all outlets."""
    rows = snapshot.rows("outlets", rows=ROWS, skip=(asked.page - 1) * ROWS)
    return {"cards": rows, "paging": Paging(asked.page, ROWS, rows[0]["total"] if rows else 0)}
