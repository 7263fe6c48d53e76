"""Writes batches of rows: each batch in one transaction, and twice is the same as once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa

from warehouse import database

Rows: TypeAlias = pa.Table | Mapping[str, Sequence[Any]]

# What makes a row of each table the same row.
KEYS: Mapping[str, tuple[str, ...]] = {
    "raw.runs": ("run_id",),
    "raw.fetches": ("fetch_id",),
    "raw.pages": ("page_id",),
    "raw.failures": ("failure_id",),
    "core.outlets": ("outlet",),
    "core.articles": ("article_id",),
    "core.revisions": ("revision_id",),
    "core.topics": ("revision_id",),
    "core.sketches": ("revision_id",),
    "core.extractions": ("revision_id", "extractor_version"),
    "core.resolutions": ("revision_id", "extractor_version"),
    "core.claims": ("claim_id", "extractor_version"),
    "core.hops": ("claim_id", "extractor_version", "position"),
    "core.syndication_groups": ("group_id",),
    "core.syndication": ("article_id",),
    "core.figures": ("figure_id",),
    "core.links": ("claim_id", "extractor_version"),
    "core.decisions": ("decision_id",),
    "core.merges": ("from_figure_id",),
    "core.comparisons": ("comparison_id",),
    "core.drift": ("drift_id",),
    "core.findings": ("finding_id",),
}

# Rows of these tables change what readers see: the column names what has to be worked out anew.
TOUCHES: Mapping[str, str] = {
    "core.revisions": "article_id",
    "core.extractions": "revision_id",
    "core.syndication": "article_id",
    "core.figures": "figure_id",
    "core.links": "figure_id",
    "core.comparisons": "figure_id",
    "core.drift": "figure_id",
    "core.findings": "figure_id",
}

# Columns that tell when and by whom a row was written: they alone never make a row differ.
STAMPS = frozenset({"run_id", "linked_at", "merged_at"})


# Where each merged figure's rows end up, however many merges it went through; a ring ends too.
_ENDS_OF_MERGES = """
CREATE OR REPLACE TEMP TABLE ends_of_merges AS
WITH RECURSIVE step AS (
    SELECT from_figure_id, into_figure_id, [from_figure_id, into_figure_id] AS passed
    FROM core.merges
    UNION ALL
    SELECT s.from_figure_id, m.into_figure_id, list_append(s.passed, m.into_figure_id)
    FROM step AS s
    JOIN core.merges AS m ON m.from_figure_id = s.into_figure_id
    WHERE NOT list_contains(s.passed, m.into_figure_id)
)
SELECT from_figure_id, arg_max(into_figure_id, len(passed)) AS into_figure_id
FROM step
GROUP BY from_figure_id
"""


@dataclass(slots=True)
class Batch:
    """One writing transaction; it also notes for the marts what has changed."""

    con: duckdb.DuckDBPyConnection
    _shapes: dict[str, pa.Schema] = field(default_factory=dict)

    def load(self, table: str, rows: Rows) -> int:
        """Add the rows whose key is not there yet; returns how many were."""
        key = KEYS[table]
        with self._staged(table, rows) as columns:
            if not columns:
                return 0
            fresh = (
                f"FROM (SELECT DISTINCT ON ({', '.join(key)}) {_cast(columns)} FROM staged) AS new "
                f"WHERE NOT EXISTS (SELECT 1 FROM {table} AS old "
                f"WHERE {_all('old.{0} = new.{0}', key)})"
            )
            self._touch(table, f"SELECT new.{TOUCHES.get(table)} AS thing {fresh}")
            return self._count(f"INSERT INTO {table} BY NAME SELECT new.* {fresh}")

    def merge(self, table: str, rows: Rows, *, adds: bool = True) -> int:
        """Add new rows and change those that differ; returns how many of both.

        Without `adds` no row is added, so that `rows` may hold the key and a few columns only.
        """
        key = KEYS[table]
        with self._staged(table, rows) as columns:
            if not columns:
                return 0
            values = [c for c in columns if c not in key]
            told = [c for c in values if c not in STAMPS]
            differs = " OR ".join(f"old.{c} IS DISTINCT FROM new.{c}" for c in told) or "false"
            changes = ", ".join(f"{c} = new.{c}" for c in values)
            update = f"WHEN MATCHED AND ({differs}) THEN UPDATE SET {changes} " if values else ""
            new = f"(SELECT DISTINCT ON ({', '.join(key)}) {_cast(columns)} FROM staged) AS new"
            same = _all("old.{0} = new.{0}", key)
            thing = TOUCHES.get(table)
            # The thing may be among the columns that are not given.
            things = [
                f"{row}.{thing}" for row in ("old", "new") if row == "old" or thing in columns
            ]
            self._touch(
                table,
                f"SELECT unnest([{', '.join(things)}]) AS thing FROM {new} "
                f"{'LEFT' if adds else 'INNER'} JOIN {table} AS old ON {same} "
                f"WHERE old.{key[0]} IS NULL OR {differs}",
            )
            add = (
                f"WHEN NOT MATCHED THEN INSERT ({', '.join(columns)}) "
                f"VALUES ({', '.join(f'new.{c}' for c in columns)})"
            )
            return self._count(
                f"MERGE INTO {table} AS old USING {new} ON {same} {update}{add if adds else ''}"
            )

    def follow_merges(self) -> int:
        """Point all rows of merged figures at the ones they were merged into; returns how many."""
        self.con.execute(_ENDS_OF_MERGES)
        moved = 0
        for table in ("core.links", "core.comparisons", "core.drift", "core.findings"):
            self._touch(
                table,
                "SELECT unnest([e.from_figure_id, e.into_figure_id]) AS thing "
                f"FROM ends_of_merges AS e "
                f"SEMI JOIN {table} AS t ON t.figure_id = e.from_figure_id",
            )
            moved += self._count(
                f"UPDATE {table} AS t SET figure_id = e.into_figure_id FROM ends_of_merges AS e "
                "WHERE t.figure_id = e.from_figure_id"
            )
        return moved

    def replace(
        self,
        table: str,
        rows: Rows,
        *,
        over: str,
        among: Sequence[Any],
        only: tuple[str, Sequence[str]] | None = None,
    ) -> int:
        """Make `rows` all there is of `table` where column `over` is in `among`.

        With `only` = (column, values), rows with another value in that column are left alone.
        Rows that stay the same are not touched; returns how many were added, changed or taken out.
        """
        key = KEYS[table]
        gone = 0
        with self._staged(table, rows) as columns:
            kept = (
                f" AND NOT EXISTS (SELECT 1 FROM (SELECT {_cast({k: columns[k] for k in key})} "
                f"FROM staged) AS new WHERE {_all('new.{0} = old.{0}', key)})"
                if columns
                else ""
            )
            kind = self._types(table)[over]
            self.con.register("scope", pa.table({"thing": pa.array(map(str, among), pa.string())}))
            try:
                where = f"old.{over} IN (SELECT CAST(thing AS {kind}) FROM scope){kept}"
                if only is not None:
                    column, values = only
                    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
                    where += f" AND old.{column} IN ({listed})"
                self._touch(
                    table, f"SELECT {TOUCHES.get(table)} AS thing FROM {table} AS old WHERE {where}"
                )
                gone = self._count(f"DELETE FROM {table} AS old WHERE {where}")
            finally:
                _forget(self.con, "scope")
        return gone + self.merge(table, rows)

    def _touch(self, table: str, things: str) -> None:
        """Note what the rows about to be written make stale."""
        if column := TOUCHES.get(table):
            self.con.execute(
                f"INSERT INTO main.touched SELECT DISTINCT '{column.removesuffix('_id')}', thing "
                f"FROM ({things}) WHERE thing IS NOT NULL"
            )

    def _count(self, statement: str) -> int:
        return int(self.con.execute(statement).fetchall()[0][0])

    @contextmanager
    def _staged(self, table: str, rows: Rows) -> Iterator[dict[str, str]]:
        """Show `rows` to SQL as `staged`; yields the types of its columns, {} for no rows."""
        types = self._types(table)
        batch = _arrow(table, rows, types, self._shapes[table])
        if not batch.num_rows:
            yield {}
            return
        self.con.register("staged", batch)
        try:
            yield {name: types[name] for name in batch.column_names}
        finally:
            _forget(self.con, "staged")

    def _types(self, table: str) -> dict[str, str]:
        empty = self.con.sql(f"SELECT * FROM {table} LIMIT 0")
        self._shapes[table] = empty.to_arrow_table().schema
        return dict(zip(empty.columns, map(str, empty.types), strict=True))


@cache
def shapes() -> Mapping[str, pa.Schema]:
    """The columns of every table as Arrow: what a batch made elsewhere should look like."""
    con = duckdb.connect(":memory:")
    for step in database.migrations():
        con.execute(step.sql)
    return {
        table: con.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema for table in KEYS
    }


@contextmanager
def batch(con: duckdb.DuckDBPyConnection) -> Iterator[Batch]:
    """One writing transaction over any number of tables: all of it or nothing.

    The guard makes a second writing thread of this process wait its turn by failing it cleanly,
    before either can have looked for rows that the other is about to write.
    """
    con.execute("BEGIN")
    try:
        con.execute("UPDATE main.write_guard SET n = n + 1")
        yield Batch(con)
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise


def load(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> int:
    """Add the rows whose key is not in `table` yet, in one transaction; returns how many were."""
    with batch(con) as one:
        return one.load(table, rows)


def merge(con: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> int:
    """Add new rows and change those that differ, in one transaction; returns how many."""
    with batch(con) as one:
        return one.merge(table, rows)


def replace(
    con: duckdb.DuckDBPyConnection, table: str, rows: Rows, *, over: str, among: Sequence[Any]
) -> int:
    """Make `rows` all of `table` where `over` is in `among`, in one transaction."""
    with batch(con) as one:
        return one.replace(table, rows, over=over, among=among)


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # a dead instance has undone the transaction by itself
        con.execute("ROLLBACK")
    _forget(con, "staged")
    _forget(con, "scope")


def _forget(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let go of registered rows; after an error that is possible only once it is rolled back."""
    with suppress(duckdb.Error):
        con.unregister(name)


def _arrow(table: str, rows: Rows, types: Mapping[str, str], shape: pa.Schema) -> pa.Table:
    """`rows` as Arrow in the types of `table`. Raises KeyError naming a column it has not."""
    names = rows.column_names if isinstance(rows, pa.Table) else list(rows)
    if unknown := [name for name in names if name not in types]:
        raise KeyError(f"{table} has no column {', '.join(unknown)}")
    if isinstance(rows, pa.Table):
        return rows
    return pa.table({name: pa.array(rows[name], shape.field(name).type) for name in names})


def _cast(columns: Mapping[str, str]) -> str:
    return ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())


def _all(template: str, names: Sequence[str]) -> str:
    return " AND ".join(template.format(name) for name in names)
