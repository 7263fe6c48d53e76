"""Tells what a round did: counts, failures by reason with what to do, and outlets by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import duckdb

from warehouse import asking

Row = dict[str, Any]
# In the order in which a page becomes a finding.
STEPS = (
    "candidates", "fetched", "unchanged", "pages", "articles", "revisions", "read", "claims",
    "resolved", "figures", "comparisons", "drift", "findings", "published", "troubled", "failures",
)  # fmt: skip


def failures(con: duckdb.DuckDBPyConnection, since: datetime) -> list[Row]:
    """Failures since then by stage and reason, the most frequent first."""
    return _rows(asking.ask(con, "failures", since=since.astimezone(UTC).replace(tzinfo=None)))


def outlets(con: duckdb.DuckDBPyConnection, since: datetime) -> list[Row]:
    """Per outlet what was asked for, got and read on the day of `since`."""
    return _rows(asking.read(con, "outlets_of_day", day=since.astimezone(UTC).date().isoformat()))


def markdown(counts: Mapping[str, int], failed: Iterable[Row]) -> str:
    """One page: the counts in the order of the stages, then the failures."""
    told = [name for name in STEPS if counts.get(name)]
    told += sorted(name for name, n in counts.items() if n and name not in STEPS)
    lines = ["| what | how many |", "|---|---:|"]
    lines += [f"| {name.replace('_', ' ')} | {counts[name]:,} |" for name in told]
    if rows := list(failed):
        lines += ["", "| did not go through | n | last | what to do |", "|---|---:|---|---|"]
        lines += [
            f"| {row['stage']}: {row['reason']} | {row['n']:,} | {_cell(row['last_thing'])} "
            f"| {_cell(row['remedy'])} |"
            for row in rows
        ]
    return "\n".join(lines) + "\n"


def _rows(relation: duckdb.DuckDBPyRelation) -> list[Row]:
    return [
        {c: _plain(v) for c, v in zip(relation.columns, row, strict=True)}
        for row in relation.fetchall()
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str | None) else str(value)


def _cell(value: Any) -> str:
    """Text of others for a cell: no markup of theirs."""
    text = " ".join(str(value or "").split())
    return "".join("\\" + c if c in "|\\`*_[]<>!" else c for c in text)
