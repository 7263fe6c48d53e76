"""A DuckLake on Postgres and Parquet, chosen by settings alone: row for row the snapshot's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.demonstration.server import Server
from tests.faults import day as one_day
from tests.flows import postgres
from warehouse import lake, publishing

EXTENSIONS = os.environ.get("FIGUREDRIFT_LAKE_EXTENSIONS")

needs_extensions = pytest.mark.skipif(
    EXTENSIONS is None,
    reason="FIGUREDRIFT_LAKE_EXTENSIONS names no folder with DuckDB's extensions ducklake and "
    "postgres_scanner (docs/scale.md)",
)


@pytest.fixture
def where(tmp_path: Path) -> Iterator[lake.Lake]:
    if name := postgres.missing():
        pytest.skip(f"{name} of Postgres is not installed")
    with postgres.running(tmp_path / "postgres", "lake") as server:
        user, _, address = server.partition("@")
        host, _, port = address.partition(":")
        assert EXTENSIONS is not None
        yield lake.Lake(
            f"postgres:dbname=lake host={host} port={port} user={user}",
            str(tmp_path / "objects"),
            Path(EXTENSIONS),
        )


def content(con: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, list[Any]]:
    tables = con.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_catalog = ? AND table_schema IN ('raw', 'core', 'mart')",
        [catalog],
    ).fetchall()
    return {
        name: sorted(con.execute(f"FROM {catalog}.{name}").fetchall(), key=repr)
        for (name,) in tables
    }


@needs_extensions
@pytest.mark.slow
def test_every_day_the_lake_holds_the_rows_of_the_snapshot(
    tmp_path: Path, where: lake.Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGUREDRIFT_LAKE", where.catalog)
    monkeypatch.setenv("FIGUREDRIFT_LAKE_DATA", where.data)
    data = tmp_path / "data"
    with Server(day=1) as site:
        for day in (2, 5, 6):  # 5 and 6 bring edits, so that rows change and go
            site.set_day(day)
            one_day.live(data, site.port, day)
            snapshot = publishing.current(data)
            with closing(lake._connect(where)) as con:
                con.execute(f"ATTACH '{snapshot}' AS snapshot (READ_ONLY)")
                wanted, found = content(con, "snapshot"), content(con, "lake")
            assert wanted["core.claims"]
            assert wanted["mart.mention"]
            assert found.keys() == wanted.keys()
            for table, rows in wanted.items():
                assert found[table] == rows, table
            assert lake.put(snapshot, where) == {}, "twice is once"
    assert list(Path(where.data).rglob("*.parquet"))


@needs_extensions
def test_rows_told_twice_and_columns_that_changed(tmp_path: Path, where: lake.Lake) -> None:
    def snapshot(number: int, *statements: str) -> Path:
        path = tmp_path / f"{number}.duckdb"
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE SCHEMA core")
            for statement in statements:
                con.execute(statement)
        return path

    first = snapshot(
        1, "CREATE TABLE core.t AS FROM (VALUES (1, 'a'), (1, 'a'), (2, NULL)) v(n, s)"
    )
    fewer = snapshot(2, "CREATE TABLE core.t AS FROM (VALUES (1, 'a'), (3, NULL)) v(n, s)")
    wider = snapshot(3, "CREATE TABLE core.t AS FROM (VALUES (1, 'a', 0.5)) v(n, s, share)")
    for path in (first, fewer, wider, first):
        lake.put(path, where)
        with closing(lake._connect(where)) as con, duckdb.connect(str(path), read_only=True) as own:
            wanted = sorted(own.execute("FROM core.t").fetchall(), key=repr)
            assert sorted(con.execute("FROM lake.core.t").fetchall(), key=repr) == wanted


def test_a_lake_that_cannot_be_had_says_so(tmp_path: Path) -> None:
    with pytest.raises(lake.LakeError, match="FIGUREDRIFT_LAKE"):
        lake.put(
            tmp_path / "none.duckdb",
            lake.Lake("postgres:host=127.0.0.1 port=1", str(tmp_path), tmp_path / "empty"),
        )
