"""A figure's page: the chart, each outlet alone, the table, findings, and who cites whom."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from dashboard import chains, drawing, wording
from dashboard.asked import Asked, Paging
from dashboard.chains import Citing
from dashboard.drawing import NARROW, WIDE, Picture
from dashboard.marks import shape
from dashboard.notes import notes
from dashboard.pages.overview import statement
from dashboard.snapshot import Row, Snapshot
from dashboard.standing import Statement, contradict, moment_of, standing_now
from dashboard.svg import element
from dashboard.wording import Habit

ROWS = 100
MOST_MULTIPLES = 24
MOST_CHOICES = 40  # boxes to tick; the rest is one choice
_ALL = 1_000_000
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def context(
    snapshot: Snapshot, key: str, asked: Asked, habit: Habit, rows: int = ROWS
) -> dict[str, Any] | None:
    """What the page of figure `key` shows under the filters in `asked`; None for no figure."""
    figure = snapshot.row("figure", figure=key)
    if figure is None:
        return None
    every = [statement(row) for row in snapshot.each("statements", figure=key)]
    names = {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")}
    outlets = [outlet for outlet, _ in _ranked(Counter(s.outlet for s in every))]
    sources = [source for source, _ in _ranked(Counter(s.source or "" for s in every))]
    chosen_outlets = _chosen(asked, "outlet", outlets)
    chosen_sources = _chosen(asked, "source", sources)
    said = [s for s in every if s.outlet in chosen_outlets and (s.source or "") in chosen_sources]
    by_source = asked.one("colour", "outlet", ("outlet", "source")) == "source"
    palette = drawing.colours([s for s in sources if s] if by_source else outlets)
    can_log = bool(said) and all(v > 0 for s in said for v in (s.low, s.high) if v is not None)
    label = wording.titled(figure["label"])
    picture = Picture(
        said, names, palette, figure["unit"], label.split(" · ")[0], label,
        by_source, can_log and asked.one("scale", "linear", ("linear", "log")) == "log", habit,
        notes(said, names, habit, figure["unit"]), drawing.standings(said),
    )  # fmt: skip
    held = standing_now(said)
    shown_outlets = [o for o in outlets if o in chosen_outlets]
    mentions = snapshot.rows(
        "mentions",
        rows=rows,
        skip=(asked.page - 1) * rows,
        **_filters(key, asked, outlets, sources),
    )
    return {
        "figure": figure,
        "names": names,
        "headline": _headline(figure, list(held.values()), habit),
        "wide": drawing.figure_chart(picture, WIDE, key="wide"),
        "narrow": drawing.figure_chart(picture, NARROW, key="narrow"),
        "statements": len(said),
        "all_statements": len(every),
        "drawn": len(drawing.thin(said)),
        "legend": _legend(),
        "outlets": _boxes(outlets, chosen_outlets, palette),
        "sources": _boxes(sources, chosen_sources, palette),
        "by_source": by_source,
        "can_log": can_log,
        "is_log": picture.is_log,
        "standing": _standing(held, names, picture, habit),
        "multiples": _multiples(picture, held, shown_outlets, habit),
        "unpictured": max(0, len(shown_outlets) - MOST_MULTIPLES),
        "mentions": mentions,
        "paging": Paging(asked.page, rows, mentions[0]["total"] if mentions else 0),
        "codes": snapshot.rows("figure_codes", figure=key),
        "drifts": snapshot.rows("figure_drifts", figure=key, rows=50),
        "findings": snapshot.rows("figure_findings", figure=key, rows=50),
        "graph": _graph(snapshot.rows("citings", figure=key), names, picture),
    }


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _chosen(asked: Asked, name: str, known: Sequence[str]) -> set[str]:
    """The choices made; all where none was made.

    "-" stands for the outlet's own voice, "*" for all that are not offered one by one.
    """
    wanted = {"" if value == "-" else value for value in asked.every(name)}
    if "*" in wanted:
        wanted |= set(known[MOST_CHOICES:])
    return wanted & set(known) or set(known)


def _boxes(
    known: Sequence[str], chosen: set[str], palette: dict[str, str]
) -> list[tuple[str, bool, str]]:
    boxes = [(k, k in chosen, palette.get(k, drawing.REST)) for k in known[:MOST_CHOICES]]
    if len(known) > MOST_CHOICES:
        boxes.append(("*", bool(chosen & set(known[MOST_CHOICES:])), drawing.REST))
    return boxes


def _filters(
    key: str, asked: Asked, outlets: Sequence[str], sources: Sequence[str]
) -> dict[str, Any]:
    chosen_outlets, chosen_sources = (
        _chosen(asked, "outlet", outlets),
        _chosen(asked, "source", sources),
    )
    return {
        "figure": key,
        "outlets": [] if len(chosen_outlets) == len(outlets) else sorted(chosen_outlets),
        "sources": [] if len(chosen_sources) == len(sources) else sorted(chosen_sources),
    }


def _headline(figure: Row, held: Sequence[Statement], habit: Habit) -> str:
    """What the outlets shown stand by, in one sentence: it obeys the filter and the bounds."""
    label, unit = wording.titled(figure["label"]), figure["unit"]
    if not held:
        return f"{label}: nobody has said anything lately"
    if len(held) == 1:
        s = held[0]
        told = habit.spoken(s.low, s.high, s.bound, s.hedge, unit)
        return f"{label}: one outlet puts it at {told}"
    now = moment_of(max(s.at for s in held), held)
    if now.lowest == now.highest:
        return f"{label}: {len(held)} outlets can all be right at {habit.amount(now.lowest, unit)}"
    between = f"between {habit.amount(now.lowest, unit)} and {habit.amount(now.highest, unit)}"
    apart = f", a {habit.fixed(now.gap, 1)}-fold gap" if now.gap and now.gap >= 1.05 else ""
    return f"{label}: {len(held)} outlets now put it {between}{apart}"


def _standing(
    held: dict[str, Statement], names: dict[str, str], picture: Picture, habit: Habit
) -> list[dict[str, Any]]:
    end = max((s.at for s in picture.statements), default=None)
    return [
        {
            "outlet": s.outlet,
            "name": names.get(s.outlet, s.outlet),
            "colour": picture.colour(s),
            "value": habit.statement(s.low, s.high, s.bound, s.hedge, picture.unit),
            "source": s.source,
            "source_key": s.source_key,
            "at": s.at,
            "age": wording.age(end - s.at) if end else "",
            "conflicts": sum(contradict(s, other) for other in held.values()),
        }
        for s in sorted(held.values(), key=lambda s: (-s.point, s.outlet))
    ]


def _multiples(
    picture: Picture, held: dict[str, Statement], outlets: Sequence[str], habit: Habit
) -> list[dict[str, Any]]:
    """One small chart an outlet, where there is more than one."""
    if len(outlets) < 2:
        return []
    middle = moment_of(picture.statements[-1].at, list(held.values())).middle if held else None
    found = []
    shown = outlets[:MOST_MULTIPLES]
    charts = drawing.small_multiples(picture, shown, key="m")
    for outlet, chart in zip(shown, charts, strict=True):
        s = held.get(outlet)
        apart = ""
        if s is not None and middle and s.point > 0:
            ratio = s.point / middle
            side = "above" if ratio > 1 else "below"
            apart = (
                "at the median outlet"
                if 0.995 < ratio < 1.005
                else f"{habit.share(abs(ratio - 1))} {side} the median outlet"
            )
        value = habit.statement(s.low, s.high, s.bound, s.hedge, picture.unit) if s else "silent"
        found.append(
            {
                "outlet": outlet,
                "name": picture.name(outlet),
                "colour": picture.colours.get(outlet, drawing.REST),
                "value": value,
                "apart": apart,
                "chart": chart,
            }
        )
    return found


def _legend() -> list[tuple[str, str]]:
    def mark(low: float | None, high: float | None, hedge: str = "none", y: float = 10) -> str:
        drawn = shape(Statement("", _EPOCH, "", low, high, hedge=hedge), 10, y)
        group = element("g", drawn, class_="mark k8")
        return element("svg", group, viewBox="0 0 20 20", aria_hidden="true", class_="key")

    def sign(content: str) -> str:
        return element("svg", content, viewBox="0 0 20 20", aria_hidden="true", class_="key")

    diamond = element("path", class_="diamond", d="M10 2l8 8l-8 8l-8 -8Z")
    ring = element("circle", class_="first", cx=10, cy=10, r=8)
    return [
        (mark(1, 1), "stated flat"),
        (mark(1, 1, "approximate"), "about, or hedged"),
        (mark(1, None, y=15), "at least, more than"),
        (mark(None, 1, y=5), "at most, less than"),
        (mark(1, 2), "range"),
        (sign(diamond), "revision of the same article"),
        (sign(ring), "first report"),
    ]


def _graph(citings: Sequence[Row], names: dict[str, str], picture: Picture) -> str:
    found = [
        Citing(
            (
                *reversed(row["citing"].split(" < ")),
                names.get(row["outlet"]) or row["outlet"] or "?",
            ),
            row["times"],
        )
        for row in citings
    ]
    shown = {
        key if picture.by_source else names.get(key, key): colour
        for key, colour in picture.colours.items()
    }
    return chains.chain_graph(found, shown, key="graph", title="Who cites whom for this figure")


def table(snapshot: Snapshot, key: str, asked: Asked) -> Iterator[Row] | None:
    """Exactly the rows the page shows under its filters, all pages of them; None for no figure."""
    if snapshot.row("figure", figure=key) is None:
        return None
    every = [statement(row) for row in snapshot.each("statements", figure=key)]
    outlets = [outlet for outlet, _ in _ranked(Counter(s.outlet for s in every))]
    sources = [source for source, _ in _ranked(Counter(s.source or "" for s in every))]
    return _told(
        snapshot.each("mentions", rows=_ALL, skip=0, **_filters(key, asked, outlets, sources))
    )


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        del row["total"]
        row["said_at"] = row["said_at"].isoformat()
        yield row


def as_csv(rows: Iterable[Row]) -> str:
    """RFC 4180, with a header; cells a spreadsheet would run are defused by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    for n, row in enumerate(rows):
        if not n:
            writer.writerow(row)
        writer.writerow([_defused(value) for value in row.values()])
    return out.getvalue()


def _defused(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def as_json(rows: Iterable[Row]) -> str:
    """An array of objects, one a line."""
    out = io.StringIO()
    for n, row in enumerate(rows):
        out.write(",\n" if n else "[\n")
        out.write(json.dumps(row, ensure_ascii=False, default=str))
    return (out.getvalue() or "[") + "\n]\n"
