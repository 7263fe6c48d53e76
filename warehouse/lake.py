"""Keeps a DuckLake (a catalog in a database, Parquet on any storage) equal to a snapshot."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

SCHEMAS = ("raw", "core", "mart")
# What DuckDB needs beside `ducklake`, by how a catalog or a data path begins.
_NEEDS = {
    "postgres:": "postgres_scanner",
    "sqlite:": "sqlite_scanner",
    "s3://": "httpfs",
    "gs://": "httpfs",
    "https://": "httpfs",
    "az://": "azure",
}


class LakeError(WarehouseError):
    """The lake cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a lake lies.

    `catalog` is what follows "ducklake:" ("postgres:dbname=lake host=…", "metadata.ducklake");
    `data` a folder or an object store's path; `extensions` a folder with DuckDB's extensions
    where they cannot be fetched.
    """

    catalog: str
    data: str
    extensions: Path | None = None


def put(snapshot: Path, lake: Lake) -> dict[str, int]:
    """Make the lake's tables equal to the snapshot's, row for row, in one transaction.

    Returns rows taken away and added by "schema.table", where any were. Readers of the lake see
    the state before or this one. Views of readers are written out as tables. Raises LakeError.
    """
    with closing(_connect(lake)) as con:
        con.execute(f"ATTACH {_text(str(snapshot))} AS snapshot (READ_ONLY)")
        try:
            con.execute("BEGIN")
            changed = {
                f"{schema}.{table}": rows
                for schema, table in _tables(con, "snapshot")
                if (rows := _level(con, f"{schema}.{table}"))
            }
            con.execute("COMMIT")
        except duckdb.Error as error:
            raise LakeError(
                f"the lake was left as it was, the next round tries again ({_first_line(error)})"
            ) from error
    return changed


def _level(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Make one table of the lake equal; returns how many rows that took."""
    wanted = con.execute(f"DESCRIBE snapshot.{name}").fetchall()
    con.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{name.partition('.')[0]}")
    con.execute(f"CREATE TABLE IF NOT EXISTS lake.{name} AS FROM snapshot.{name} LIMIT 0")
    shape = [(column, kind) for column, kind, *_ in wanted]
    if [(column, kind) for column, kind, *_ in con.execute(f"DESCRIBE lake.{name}").fetchall()] != (
        shape
    ):
        con.execute(f"DROP TABLE lake.{name}")
        con.execute(f"CREATE TABLE lake.{name} AS FROM snapshot.{name} LIMIT 0")
    same = " AND ".join(
        f'mine."{column}" IS NOT DISTINCT FROM gone."{column}"' for column, _ in shape
    )
    # Rows that stand there more often than they should go away whole, and come back below.
    away = _count(
        con,
        f"DELETE FROM lake.{name} WHERE rowid IN ("
        f"SELECT mine.rowid FROM lake.{name} AS mine SEMI JOIN "
        f"(FROM lake.{name} EXCEPT ALL FROM snapshot.{name}) AS gone ON {same})",
    )
    added = _count(
        con, f"INSERT INTO lake.{name} (FROM snapshot.{name} EXCEPT ALL FROM lake.{name})"
    )
    return away + added


def _connect(lake: Lake) -> duckdb.DuckDBPyConnection:
    # Settings of the connection itself: they cannot be set once it is open.
    config: dict[str, str | bool | int | float | list[str]] = {}
    if lake.extensions is not None:
        config["extension_directory"] = str(lake.extensions)
    con = duckdb.connect(":memory:", config=config)
    wanted = {"ducklake"} | {
        extension
        for begins, extension in _NEEDS.items()
        if lake.catalog.startswith(begins) or lake.data.startswith(begins)
    }
    for extension in sorted(wanted):
        try:
            con.execute(f"INSTALL {extension}")
            con.execute(f"LOAD {extension}")
        except duckdb.Error as error:
            con.close()
            raise LakeError(
                f"DuckDB {duckdb.__version__} cannot load its extension {extension}: let it fetch "
                "extensions once, or name a folder that holds them for this very version "
                f"(FIGUREDRIFT_LAKE_EXTENSIONS; {_first_line(error)})"
            ) from error
    try:
        con.execute(
            f"ATTACH {_text('ducklake:' + lake.catalog)} AS lake (DATA_PATH {_text(lake.data)})"
        )
    except duckdb.Error as error:
        con.close()
        raise LakeError(
            "the lake's catalog cannot be opened: check FIGUREDRIFT_LAKE "
            f"({_first_line(error).replace(lake.catalog.partition(':')[2], '***')})"
        ) from error
    return con


def _tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[tuple[str, str]]:
    return con.execute(
        "SELECT table_schema, table_name FROM information_schema.tables "
        "WHERE table_catalog = ? AND list_contains(?, table_schema) ORDER BY ALL",
        [catalog, list(SCHEMAS)],
    ).fetchall()


def _count(con: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(con.execute(statement).fetchall()[0][0])


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
