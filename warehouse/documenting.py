"""Prints what every table and column holds, from the comments in the definitions themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse import database

SCHEMAS = {
    "mart": "What readers use: plain types, worked out when a snapshot is published.",
    "core": "What was read and what was made of it.",
    "raw": "What came in; rows are only added.",
}

_HEAD = """\
# Tables

Printed from the comments in `warehouse/migrations` and `warehouse/views` by
`python -m warehouse.documenting docs/tables.md`; do not edit by hand.

All times are UTC. Ids are digests of natural keys: UUID in schemas `raw` and `core`, text in
`mart`. Shares come with their n and a 95 % Wilson interval.
"""


def tables() -> str:
    """The document, as Markdown."""
    with TemporaryDirectory() as folder, database.open(Path(folder)) as warehouse:
        parts = [_HEAD]
        for schema, about in SCHEMAS.items():
            parts.append(f"## Schema {schema}\n\n{about}\n")
            parts.extend(
                _relation(warehouse.con, schema, *row) for row in _relations(warehouse.con, schema)
            )
    return "\n".join(parts)


def _relations(con: duckdb.DuckDBPyConnection, schema: str) -> list[tuple[str, str]]:
    return con.execute(
        "SELECT table_name, comment FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = $1 "
        "UNION ALL SELECT view_name, comment FROM duckdb_views() "
        "WHERE database_name = current_database() AND schema_name = $1 ORDER BY 1",
        [schema],
    ).fetchall()


def _relation(con: duckdb.DuckDBPyConnection, schema: str, name: str, about: str) -> str:
    columns = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = ? AND table_name = ? "
        "ORDER BY column_index",
        [schema, name],
    ).fetchall()
    lines = [f"### {schema}.{name}\n", f"{about}\n", "| column | type | holds |", "|---|---|---|"]
    lines += [f"| {c} | {kind.lower()} | {_cell(holds)} |" for c, kind, holds in columns]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(tables(), encoding="utf-8")
