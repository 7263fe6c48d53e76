"""Readers get whole snapshots, one after the other, and can change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from extractors.records import digest
from tests.faults import writer
from warehouse import database, definitions, loading, marts, publishing
from warehouse.database import Warehouse
from warehouse.errors import Damaged, Unpublished

RUN = digest("run")


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with database.open(tmp_path) as one:
        yield one


def load(warehouse: Warehouse, *names: str) -> None:
    rows = {"outlet": names, "is_watched": [True] * len(names), "run_id": [RUN] * len(names)}
    loading.load(warehouse.con, "core.outlets", rows)


def outlets(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [o for (o,) in con.execute("SELECT outlet FROM core.outlets ORDER BY outlet").fetchall()]


def test_a_snapshot_is_swapped_in_and_stays_as_it_was(warehouse: Warehouse) -> None:
    with pytest.raises(Unpublished, match="run `figuredrift run`"):
        publishing.read(warehouse.data_dir)
    load(warehouse, "a")
    first = publishing.publish(warehouse)
    reader = publishing.read(warehouse.data_dir)
    load(warehouse, "b")
    assert outlets(reader) == ["a"]
    second = publishing.publish(warehouse)
    assert outlets(reader) == ["a"]
    assert outlets(publishing.read(warehouse.data_dir)) == ["a", "b"]
    assert publishing.current(warehouse.data_dir) == second != first
    link = warehouse.data_dir / "published" / "current.duckdb"
    assert link.readlink() == Path(second.name)  # relative, so that the folder can be moved
    assert second.stat().st_mode & 0o777 == 0o444
    assert outlets(warehouse.con) == ["a", "b"]  # the working file is open again


def test_the_last_four_stay(warehouse: Warehouse) -> None:
    made = [publishing.publish(warehouse) for _ in range(6)]
    assert publishing.snapshots(warehouse.data_dir) == made[2:]
    assert [path.name for path in made[:1]] == ["snap-0000000001.duckdb"]


def test_left_over_pieces_of_a_killed_run_do_not_disturb(warehouse: Warehouse) -> None:
    publishing.publish(warehouse)
    folder = warehouse.data_dir / "published"
    (folder / "snap-0000000002.duckdb.part").write_bytes(b"half")
    (folder / "current.duckdb.new").symlink_to("nowhere")
    path = publishing.publish(warehouse)
    assert path.name == "snap-0000000002.duckdb"
    assert publishing.current(warehouse.data_dir) == path
    assert sorted(p.name for p in folder.iterdir()) == [
        "current.duckdb", "snap-0000000001.duckdb", "snap-0000000002.duckdb",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE core.mine (a INTEGER)",
        "INSERT INTO core.outlets (outlet) VALUES ('x')",
        "DROP TABLE core.outlets",
        "COPY (SELECT 1) TO 'out.csv'",
        "FROM read_text('/etc/hostname')",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '1TB'",
    ],
)
def test_a_reader_can_change_nothing_and_reach_nothing(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.chdir(tmp_path)
    publishing.publish(warehouse)
    with pytest.raises(duckdb.Error):
        publishing.read(warehouse.data_dir).execute(statement).fetchall()


def test_marts_have_plain_types_and_all_are_explained(warehouse: Warehouse) -> None:
    con = publishing.open_snapshot(publishing.publish(warehouse))
    told = con.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'mart'"
    ).fetchall()
    assert len(told) > 300
    plain = {
        "VARCHAR",
        "BIGINT",
        "INTEGER",
        "DOUBLE",
        "BOOLEAN",
        "DATE",
        "TIMESTAMP",
        "DECIMAL(38,9)",
    }
    assert [row for row in told if row[2] not in plain] == []
    assert [row for row in told if not row[3]] == []
    silent = con.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal AND comment IS NULL"
    ).fetchall()
    assert silent == []


def test_a_damaged_snapshot_is_named_and_passed_over_when_restoring(warehouse: Warehouse) -> None:
    load(warehouse, "a")
    good = publishing.publish(warehouse)
    load(warehouse, "b")
    bad = publishing.publish(warehouse)
    bad.chmod(0o644)
    bad.write_bytes(b"x" * 100_000)
    with pytest.raises(Damaged, match="publish anew"):
        publishing.read(warehouse.data_dir)
    with pytest.raises(FileExistsError):
        publishing.restore(warehouse.data_dir)
    warehouse.close()
    database.set_aside(warehouse.data_dir)
    assert publishing.restore(warehouse.data_dir) == good
    assert outlets(warehouse.con) == ["a"]
    load(warehouse, "c")
    assert publishing.publish(warehouse).name > bad.name


def test_nothing_to_restore(tmp_path: Path) -> None:
    assert publishing.restore(tmp_path) is None


def test_compacting_keeps_everything(warehouse: Warehouse) -> None:
    load(warehouse, "a", "b")
    marts.build(warehouse.con)
    shape = (
        "SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal ORDER BY ALL"
    )
    before = warehouse.con.execute(shape).fetchall()
    publishing.compact(warehouse)
    assert warehouse.con.execute(shape).fetchall() == before
    assert outlets(warehouse.con) == ["a", "b"]
    ((tags,),) = warehouse.con.execute(
        "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchall()
    assert tags["storage_version"].startswith("v1.0.0")
    publishing.publish(warehouse)
    database.migrate(warehouse)


def test_parquet_files_hold_the_same_rows(warehouse: Warehouse, tmp_path: Path) -> None:
    load(warehouse, "a")
    snapshot = publishing.publish(warehouse)
    written = publishing.write_parquet(snapshot, tmp_path / "parquet")
    reader = publishing.open_snapshot(snapshot)
    names = {
        name
        for (name,) in reader.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mart'"
        ).fetchall()
    }
    assert {path.stem for path in written} == names
    for path in written:
        ((n,),) = duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()
        assert [(n,)] == reader.execute(f"SELECT count(*) FROM mart.{path.stem}").fetchall()


def in_order(con: duckdb.DuckDBPyConnection, name: str, sorted_by: str) -> bool:
    """Whether the rows of a table lie as they are said to."""
    keys = sorted_by.replace(" DESC", "")
    lying = con.execute(f"SELECT {keys} FROM mart.{name}").fetchall()
    return lying == con.execute(f"SELECT {keys} FROM mart.{name} ORDER BY {sorted_by}").fetchall()


def test_tables_stay_sorted_while_figures_come_and_change(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {one.name: one.sorted_by for one in definitions.definitions() if one.is_table}
    for number in (3, 1, 4, 2):  # the ids of their figures come in no order
        writer.write(warehouse, number)
        con = publishing.open_snapshot(publishing.publish(warehouse))
        assert con.execute("SELECT count(*) FROM mart.mention").fetchall() != [(0,)]
        for name, sorted_by in kept.items():
            assert sorted_by, name
            assert in_order(con, name, sorted_by), name
        con.close()
    # A big table is written anew only when its end out of order has grown long.
    monkeypatch.setattr(marts, "ROW_GROUP", 2 * writer.ROWS)
    lies = []
    for number in (5, 6, 7, 8):
        writer.write(warehouse, number)
        marts.build(warehouse.con)
        lies.append(in_order(warehouse.con, "mention", kept["mention"] or ""))
    assert True in lies
    assert False in lies
