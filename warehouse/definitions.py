"""Defines what readers see: every views/*.sql in order, and the tables that hold the heavy ones.

A file defines one relation of its own name. `CREATE VIEW mart.x` is read as it stands;
`CREATE VIEW build.x` is worked out into a table `mart.x` by `marts.build`, sorted and kept up as
the file's head says (`-- sorted by: ...`, `-- kept by: figure_id` or `-- kept by: whole`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class Definition:
    """One relation that readers see, or that others are built from."""

    name: str
    sql: str
    is_table: bool  # worked out into a table
    sorted_by: str | None
    kept_by: str | None  # "figure_id": touched figures only; "whole": made anew each time

    @property
    def about(self) -> str:
        """The question it answers: the first comment line of its file."""
        return self.sql.splitlines()[0].removeprefix("--").strip()


@cache
def definitions(folder: Path = VIEWS) -> tuple[Definition, ...]:
    """All of them in order: each leans on lower numbers only."""
    found = []
    for path in sorted(folder.glob("[0-9]*.sql")):
        sql = path.read_text(encoding="utf-8")
        name = path.stem.split("_", 1)[1]
        kept_by = _head(sql, "kept by")
        found.append(Definition(name, sql, kept_by is not None, _head(sql, "sorted by"), kept_by))
    return tuple(found)


def _head(sql: str, name: str) -> str | None:
    found = re.search(rf"^-- {name}: (.+)$", sql, re.MULTILINE)
    return found[1].strip() if found else None


def checksum() -> str:
    """Changes when any definition does."""
    h = hashlib.blake2b(digest_size=16)
    for one in definitions():
        h.update(one.sql.encode() + b"\0")
    return h.hexdigest()


def define(con: duckdb.DuckDBPyConnection) -> bool:
    """Make all definitions anew if any has changed; the marts are then empty until built.

    Returns whether anything was done.
    """
    now = checksum()
    if con.execute("SELECT checksum FROM main.definition").fetchall() == [(now,)]:
        return False
    con.execute("BEGIN")
    try:
        for schema in ("mart", "build"):
            con.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            con.execute(f"CREATE SCHEMA {schema}")
        for one in definitions():
            con.execute(one.sql)
            _comment(con, one)
            if one.is_table:
                con.execute(
                    f"CREATE TABLE mart.{one.name} AS SELECT * FROM build.{one.name} LIMIT 0"
                )
                _comment_as_built(con, one)
        con.execute("DELETE FROM main.definition")
        con.execute("INSERT INTO main.definition (checksum) VALUES (?)", [now])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise
    return True


# How the comment of `low` becomes that of `parent_low`.
ROLES = {
    "parent": "Of the earlier claim. ",
    "child": "Of the later claim. ",
    "before": "Before the edit. ",
    "after": "After the edit. ",
    "a": "Of the one claim. ",
    "b": "Of the other claim. ",
    "earlier": "Of the earlier claim. ",
    "later": "Of the later claim. ",
    "newer": "Of the newer claim. ",
    "headline": "Of the headline. ",
    "body": "Of the body. ",
    "root": "Of the first claim of the chain. ",
}


def _comment(con: duckdb.DuckDBPyConnection, one: Definition) -> None:
    """Comment what the file left uncommented: the relation by its first line, a column by its name.

    One name means one thing everywhere, so a column takes the comment its name has in a relation
    before it. Raises LookupError for a name that has none.
    """
    known = dict(
        con.execute(
            "SELECT column_name, first(comment ORDER BY schema_name <> 'core', table_oid) "
            "FROM duckdb_columns() WHERE comment IS NOT NULL "
            "AND database_name = current_database() GROUP BY column_name"
        ).fetchall()
    )
    for schema, view, column in con.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name IN ('build', 'mart') "
        "AND comment IS NULL ORDER BY table_oid, column_index"
    ).fetchall():
        role, _, rest = column.partition("_")
        about = known.get(column)
        if about is None and role in ROLES and rest in known:
            about = ROLES[role] + known[rest]
        if about is None:
            raise LookupError(f"views/*{one.name}.sql: column {column} has no comment")
        con.execute(f'COMMENT ON COLUMN {schema}.{view}."{column}" IS {_quoted(about)}')
    for schema, view in con.execute(
        "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal "
        "AND database_name = current_database() AND comment IS NULL"
    ).fetchall():
        con.execute(f"COMMENT ON VIEW {schema}.{view} IS {_quoted(one.about)}")


def _comment_as_built(con: duckdb.DuckDBPyConnection, one: Definition) -> None:
    """Give the table the comments of the view it is worked out from."""
    con.execute(f"COMMENT ON TABLE mart.{one.name} IS {_quoted(one.about)}")
    for column, comment in con.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() "
        "AND schema_name = 'build' AND table_name = ? ORDER BY column_index",
        [one.name],
    ).fetchall():
        con.execute(f'COMMENT ON COLUMN mart.{one.name}."{column}" IS {_quoted(comment)}')


def _quoted(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"
