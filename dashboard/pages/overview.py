"""The overview: figures ranked by how much outlets disagree, with filters and search."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard import miniatures, wording
from dashboard.asked import Asked, Paging
from dashboard.drawing import colours
from dashboard.snapshot import Row, Snapshot
from dashboard.standing import Moment, Statement, conflicts, moment_of
from dashboard.wording import Habit

ROWS = 40
SORTS = {
    "conflict": "most pairs in conflict",
    "spread": "widest spread",
    "drift": "furthest from first report",
    "revisions": "most revised",
    "newest": "newest",
}


def context(snapshot: Snapshot, asked: Asked, habit: Habit, rows: int = ROWS) -> dict[str, Any]:
    """What the overview shows for the filters in `asked`."""
    sort = asked.one("sort", "conflict", SORTS)
    since, until = asked.day("since"), asked.day("until")
    figures = snapshot.rows(
        "overview",
        words=asked.one("words"),
        unit_kind=asked.one("unit_kind"),
        outlet=asked.one("outlet"),
        source=asked.one("source"),
        language=asked.one("language"),
        since=since,
        until=until + timedelta(days=1) if until else None,
        sort=sort,
        rows=rows,
        skip=(asked.page - 1) * rows,
    )
    ids = [figure["figure_id"] for figure in figures]
    held: dict[str, list[Statement]] = defaultdict(list)
    for row in snapshot.rows("standing", figures=ids):
        held[row["figure_id"]].append(statement(row))
    days: dict[str, list[Moment]] = defaultdict(list)
    for row in snapshot.rows("days", figures=ids):
        days[row["figure_id"]].append(_day(row))
    names = {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")}
    colour = colours(sorted({s.outlet for said in held.values() for s in said}))
    shown = [
        _shown(n, figure, held[figure["figure_id"]], days[figure["figure_id"]], colour, habit)
        for n, figure in enumerate(figures)
    ]
    choices: dict[str, list[Row]] = defaultdict(list)
    for row in snapshot.rows("choices"):
        choices[row["kind"]].append(row)
    return {
        "figures": shown,
        "cards": _cards(shown) if asked.page == 1 else [],
        "names": names,
        "choices": choices,
        "sorts": SORTS,
        "sort": sort,
        "paging": Paging(asked.page, rows, figures[0]["total"] if figures else 0),
        "is_filtered": bool(asked.without("sort", "page")),
    }


def statement(row: Row) -> Statement:
    """A row of a query as the Statement that drawing and comparing work on."""
    return Statement(
        row["claim_id"], row["said_at"], row["outlet"], row["low"], row["high"], row["bound"],
        row["hedge"], row["root"], row.get("parent_middle"), row.get("parent_said_at"),
        row["period_end_on"],
    )  # fmt: skip


def _day(row: Row) -> Moment:
    at = datetime(row["told_on"].year, row["told_on"].month, row["told_on"].day, 12, tzinfo=UTC)
    low = float(row["low"]) if row["low"] is not None else row["median"]
    high = float(row["high"]) if row["high"] is not None else row["median"]
    return Moment(at, min(low, high), row["median"], max(low, high), row["outlets"])


def _shown(
    n: int, figure: Row, held: list[Statement], days: list[Moment], colour: dict[str, str],
    habit: Habit,
) -> dict[str, Any]:  # fmt: skip
    unit = figure["unit"]
    now = moment_of(figure["latest_at"], held) if held else None
    pairs = len(held) * (len(held) - 1) // 2
    first, latest = figure["first_value"], now.middle if now else figure["latest"]
    title = f"{figure['label']}: over time"
    return {
        **figure,
        "spark": miniatures.sparkline(days, key=f"s{n}", title=title),
        "strip": miniatures.spread_strip(
            held, colour, key=f"p{n}", title=f"{figure['label']}: where outlets stand now"
        ),
        "range": habit.statement(now.lowest, now.highest, unit=unit, short=True) if now else "–",
        "gap": wording.gap(now.gap) if now else "–",
        "gap_value": (now.gap or 1.0) if now else 1.0,
        "conflicts": len(conflicts(held)),
        "pairs": pairs,
        "first": habit.amount(first, unit, short=True) if first is not None else "–",
        "now": habit.amount(latest, unit, short=True) if latest is not None else "–",
        "change": wording.change(first, latest) if first and latest else "",
        "moved": max(latest / first, first / latest)
        if first and latest and first > 0 and latest > 0
        else 1.0,
    }


def _cards(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The three that stand out among the figures shown."""
    if not shown:
        return []
    widest = max(shown, key=lambda f: f["gap_value"])
    most = max(shown, key=lambda f: f["conflicts"])
    moved = max(shown, key=lambda f: f["moved"])
    told = f"{most['conflicts']} of {most['pairs']} pairs"
    return [
        {"about": "Widest gap now", "big": f"{widest['gap']} apart", "figure": widest},
        {"about": "Most outlet pairs in conflict", "big": told, "figure": most},
        {"about": "Furthest from first report", "big": moved["change"] or "–", "figure": moved},
    ]
