"""Prints answers on a terminal: tables, CSV or JSON, and the closing summary of a run."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from extractors.records import Claim
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
        ("not_modified", "pages not modified"),
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
    if counts.get("failures"):
        console.print("what failed and what to do: figuredrift ask failures", style="yellow")


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
            print(json.dumps(dict(zip(columns, map(plain_value, row), strict=True)), ensure_ascii=False))  # noqa: T201
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


def number(value: Decimal) -> str:
    """A decimal without trailing zeros, thousands grouped."""
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value():,f}" if whole else f"{value.normalize():,f}"


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """A claim's value: a point, a range, or an open side."""
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return f"≥ {number(low)}"
    return f"≤ {number(high)}" if high is not None else "?"


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


def rows_of(pairs: Iterable[tuple[str, Any]]) -> Table:
    """A two-column table of names and values."""
    table = Table(show_header=False, box=None, padding=(0, 2))
    for key, value in pairs:
        table.add_row(key, cell(value))
    return table
