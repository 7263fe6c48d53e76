"""Prints answers on a terminal: tables, CSV or JSON, and the closing summary of a run."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.records import Claim
from flows.doctor import Finding
from flows.evidence import Proof
from flows.spelling import interval, number
from warehouse.asking import Question


class As(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


AS_TABLE = As.table
Format = Annotated[As, typer.Option("--as", help="How to print the answer.")]
WIDEST = 60  # characters of one cell on a terminal


def summary(console: Console, counts: Mapping[str, int]) -> None:
    """The closing table of a run."""
    table = Table(
        title="This run", title_justify="left", show_header=False, box=None, padding=(0, 2)
    )
    table.add_column(justify="left")
    table.add_column(justify="right")
    for key, label in (
        ("pages", "pages fetched or read"),
        ("unchanged", "pages unchanged"),
        ("articles", "new articles"),
        ("revisions", "new revisions"),
        ("claims", "claims"),
        ("figures", "figures with new reports"),
        ("comparisons", "reports compared"),
        ("drift", "drifts found"),
        ("findings", "findings on figures and edits"),
        ("failures", "failures"),
    ):
        table.add_row(label, f"{counts.get(key, 0):,}")
    console.print(table)


def failures(console: Console, found: duckdb.DuckDBPyRelation) -> None:
    """What did not go through, by reason, each with an example and what to do about it."""
    columns, rows = found.columns, found.fetchall()
    if not rows:
        return
    console.print("What did not go through:", style="yellow")
    for row in rows:
        one = dict(zip(columns, row, strict=True))
        console.print(
            f"  {one['n']} × {one['stage']}, {one['reason']}: {one['last_thing']}: "
            f"{one['detail'] or ''}" + (f"\n    → {one['remedy']}" if one["remedy"] else ""),
            markup=False,
            highlight=False,
        )


def questions(console: Console, known: Mapping[str, Question]) -> None:
    table = Table(box=None, padding=(0, 2))
    table.add_column("query")
    table.add_column("answers")
    table.add_column("parameters")
    for one in known.values():
        takes = " ".join(k if v is None else f"{k}={v}" for k, v in one.parameters.items())
        table.add_row(one.name, one.about, takes)
    console.print(table)


def relation(
    console: Console, con: duckdb.DuckDBPyConnection, query: str, form: As = AS_TABLE
) -> None:
    """The answer to `query`. Raises LookupError with DuckDB's own words where it is wrong."""
    try:
        found = con.sql(query)
    except duckdb.Error as error:
        raise LookupError(f"the query cannot be run: {error}") from error
    if found is None:
        raise LookupError("the query gives no rows; the snapshot can only be read")
    answer(console, found, form)


def answer(console: Console, found: duckdb.DuckDBPyRelation, form: As = AS_TABLE) -> None:
    try:
        columns, rows = found.columns, found.fetchall()
    except duckdb.Error as error:
        raise LookupError(f"the query cannot be run: {error}") from error
    if form is As.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows(rows)
    elif form is As.json:
        for row in rows:
            told = dict(zip(columns, map(plain_value, row), strict=True))
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        table = Table(box=None, padding=(0, 2), row_styles=["", "dim"])
        for position, name in enumerate(columns):
            numeric = bool(rows) and isinstance(rows[0][position], int | float | Decimal)
            table.add_column(name, justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(cell(value) for value in row))
        console.print(table)
        console.print(f"{len(rows):,} rows", style="dim")


def cell(value: Any) -> str:
    """One value as a person reads it in a table: long text is cut."""
    text = plain(value)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def plain(value: Any) -> str:
    """One value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return str(value)


def claims(console: Console, title: str, found: Sequence[Claim]) -> None:
    """The claims of one article as a table."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1))
    for name in ("as written", "value", "bound", "hedge", "unit", "measured", "event", "kind",
                 "period", "sources", "polarity"):  # fmt: skip
        table.add_column(name, overflow="fold")
    for claim in found:
        q = claim.quantity
        table.add_row(
            claim.surface,
            interval(q.low, q.high),
            q.bound,
            q.hedge,
            q.unit,
            claim.measured.surface or "",
            claim.measured.event or "",
            claim.measure.kind + (f" per {claim.measure.per}" if claim.measure.per else ""),
            _period(claim),
            " ← ".join(hop.name for hop in claim.chain),
            claim.polarity,
        )
    console.print(table)


def _period(claim: Claim) -> str:
    period = claim.period
    if period is None:
        return ""
    if period.start is None and period.end is None:
        return period.surface or ""
    return f"{period.start or ''}..{period.end or ''}"


def plain_value(value: Any) -> Any:
    """One value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    return value if isinstance(value, int | float | bool | type(None)) else str(value)


def history(
    console: Console, name: str, found: duckdb.DuckDBPyRelation, form: As = AS_TABLE
) -> None:
    """Reports of each figure asked for by `name`, and a small chart. Raises LookupError if none.

    Ids are shown by their beginnings: as much as `figuredrift link` needs.
    """
    columns, rows = found.columns, found.fetchall()
    if not rows:
        raise LookupError(f"no figure {name!r}; `figuredrift ask figures` lists them")
    if form is not As.table:
        answer(console, found, form)
        return
    at = {name: position for position, name in enumerate(columns)}
    for figure_id, group in groupby(rows, key=lambda row: row[at["figure_id"]]):
        told = list(group)
        console.print(f"{told[0][at['label']]}  [dim]{figure_id[:_ID]}[/dim]", style="bold")
        _one_history(console, told, at)
    console.print(f"{len(rows):,} reports", style="dim")


_ID = 8  # characters of an id that tell it apart


def _one_history(console: Console, rows: Sequence[tuple[Any, ...]], at: Mapping[str, int]) -> None:
    ends = [v for row in rows for v in (row[at["low"]], row[at["high"]]) if v is not None]
    lowest, highest = (min(ends), max(ends)) if ends else (Decimal(0), Decimal(0))
    table = Table(box=None, padding=(0, 1))
    for name in ("when", "outlet", "as written", "bound", "hedge", "citing", "link", "claim"):
        table.add_column(name, overflow="fold")
    table.add_column(f"{number(lowest)} … {number(highest)}", no_wrap=True)
    for row in rows:
        table.add_row(
            *(cell(row[at[name]]) for name in ("said_at", "outlet", "surface", "bound", "hedge",
                                              "citing", "link_score")),
            str(row[at["claim_id"]])[:_ID],
            _strip(row[at["low"]], row[at["high"]], lowest, highest),
        )  # fmt: skip
    console.print(table)


STRIP = 32  # characters of the chart


def _strip(low: Decimal | None, high: Decimal | None, lowest: Decimal, highest: Decimal) -> str:
    """Where an interval lies between the figure's extremes: ● a point, ├─┤ a range, ▶ ◀ open."""

    def column(value: Decimal) -> int:
        return round(float((value - lowest) / ((highest - lowest) or 1)) * (STRIP - 1))

    cells = [" "] * STRIP
    if low is not None and high is not None:
        a, b = column(low), column(high)
        cells[a : b + 1] = ["├", *"─" * (b - a - 1), "┤"] if b > a else ["●"]
    elif low is not None:
        cells[column(low)] = "▶"
    elif high is not None:
        cells[column(high)] = "◀"
    return "".join(cells)


def evidence(console: Console, proofs: Sequence[Proof]) -> None:
    """One claim's proof, one line a fact, from the sentence back to the archived bytes."""
    for proof in proofs:
        console.print(proof.marked, markup=False, highlight=False, style="bold")
        table = Table(show_header=False, box=None, padding=(0, 2))
        table.add_column(style="dim")
        for _ in range(2):
            table.add_column(overflow="fold")
        for part, facts in proof.facts.items():
            for place, (key, value) in enumerate(facts.items()):
                table.add_row("" if place else part, key.replace("_", " "), Text(plain(value)))
        table.add_row("", "check", Text(proof.check, "green" if proof.holds else "red"))
        console.print(table)


def findings(console: Console, found: Sequence[Finding]) -> None:
    """What the doctor found, one line a check."""
    style = {"good": "green", "look": "yellow", "bad": "red"}
    table = Table(show_header=False, box=None, padding=(0, 1))
    for one in found:
        remedy = f"\n→ {one.remedy}" if one.remedy else ""
        table.add_row(one.thing, Text(one.state, style[one.state]), Text(one.said + remedy))
    console.print(table)
