"""The overview: figures ranked by how much outlets disagree, with filters and search."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard import miniatures
from dashboard.asked import Asked, Paging
from dashboard.drawing import colours
from dashboard.snapshot import Row, Snapshot
from dashboard.standing import Moment, Statement, moment_of
from dashboard.wording import Habit, titled

ROWS = 40
# sort -> (its name as a choice, the heading of a page so sorted)
SORTS = {
    "conflict": ("most contested", "Most contested figures"),
    "spread": ("widest gap", "Widest gaps between outlets"),
    "drift": ("furthest from first report", "Furthest from their first report"),
    "revisions": ("most revised", "Most revised figures"),
    "newest": ("newest", "Newest reports"),
}


def context(snapshot: Snapshot, asked: Asked, habit: Habit, rows: int = ROWS) -> dict[str, Any]:
    """What the overview shows for the filters in `asked`."""
    sort = asked.one("sort", "conflict", SORTS)
    since, until = asked.day("since"), asked.day("until")
    skip = (asked.page - 1) * rows
    found = snapshot.rows(
        "overview",
        words=" ".join(asked.one("words").split()),
        unit_kind=asked.one("unit_kind"),
        outlet=asked.one("outlet"),
        source=asked.one("source"),
        language=asked.one("language"),
        since=since,
        until=until + timedelta(days=1) if until else None,
        sort=sort,
        rows=rows,
        skip=skip,
    )
    ids = [figure["figure_id"] for figure in found]
    held: dict[str, list[Statement]] = defaultdict(list)
    for row in snapshot.rows("standing", figures=ids):
        held[row["figure_id"]].append(statement(row))
    days: dict[str, list[Moment]] = defaultdict(list)
    for row in snapshot.rows("days", figures=ids):
        days[row["figure_id"]].append(_day(row))
    names = {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")}
    colour = colours(sorted({s.outlet for said in held.values() for s in said}))
    figures = [
        _shown(n, figure, held[figure["figure_id"]], days[figure["figure_id"]], colour, habit)
        for n, figure in enumerate(found)
    ]
    choices: dict[str, list[Row]] = defaultdict(list)
    for row in snapshot.rows("choices"):
        choices[row["kind"]].append(row)
    total = found[0]["total"] if found else 0
    return {
        "figures": [f for f in figures if skip < f["place"] <= skip + rows],
        "cards": _cards(figures) if asked.page == 1 and total > 2 else [],
        "names": names,
        "choices": choices,
        "sorts": SORTS,
        "sort": sort,
        "paging": Paging(asked.page, rows, total),
        "is_filtered": bool(asked.without("sort", "page")),
    }


def statement(row: Row) -> Statement:
    """A row of a query as the Statement that drawing and comparing work on."""
    return Statement(
        row["claim_id"], row["said_at"], row["outlet"], row["low"], row["high"], row["bound"],
        row["hedge"], row["root"], row.get("parent_middle"), row.get("parent_said_at"),
        row["period_end_on"], row["root_key"],
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
    unit, label = figure["unit"], titled(figure["label"])
    now = moment_of(figure["latest_at"], held) if held else None
    first, middle = figure["first_value"], figure["standing_median"]
    return {
        **figure,
        "spark": miniatures.sparkline(days, key=f"s{n}", title=f"{label}: over time"),
        "strip": miniatures.spread_strip(
            held, colour, key=f"p{n}", title=f"{label}: where outlets stand now"
        ),
        "range": habit.statement(now.lowest, now.highest, unit=unit, short=True) if now else "–",
        "gap": habit.gap(figure["spread"]),
        "pairs": len(held) * (len(held) - 1) // 2,
        "first": habit.amount(first, unit, short=True) if first is not None else "–",
        "now": habit.amount(middle, unit, short=True) if middle is not None else "–",
        "change": habit.change(first, middle) if None not in (first, middle) else "",
    }


def _cards(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The three that stand out among all figures that fit; left out where nothing does."""
    widest = next(f for f in figures if f["by_spread"] == 1)
    most = next(f for f in figures if f["by_conflict"] == 1)
    moved = next(f for f in figures if f["by_drift"] == 1)
    told = f"{most['conflict_pairs']} of {most['pairs']} pairs"
    cards = [
        ("Widest gap now", f"{widest['gap']} apart", widest, (widest["spread"] or 0) > 1),
        ("Most outlet pairs in conflict", told, most, most["conflict_pairs"] > 0),
        ("Furthest from first report", moved["change"], moved, bool(moved["change"])),
    ]
    return [{"about": a, "big": big, "figure": f} for a, big, f, stands_out in cards if stands_out]
