"""A warehouse of any age is brought up to date or refused politely; nothing is lost on the way."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from extractors.records import digest
from warehouse import database, loading
from warehouse.errors import Damaged, Locked, Newer, NoSpace, WarehouseError

ROOT = Path(__file__).parents[2]
OUTLET = {"outlet": ["a"], "is_watched": [True], "run_id": [digest("run")]}


def made(folder: Path) -> Path:
    with database.open(folder) as one:
        loading.load(one.con, "core.outlets", OUTLET)
        return one.path


def test_a_new_file_has_every_step_and_is_read_by_older_versions(tmp_path: Path) -> None:
    with database.open(tmp_path) as one:
        steps = {step.version: step.checksum for step in database.migrations()}
        assert database.applied(one.con) == steps
        assert list(steps) == list(range(1, len(steps) + 1))
        ((tags,),) = one.con.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchall()
        assert tags["storage_version"].startswith("v1.0.0")
        assert database.migrate(one) == []


def test_every_table_and_column_is_explained(tmp_path: Path) -> None:
    with database.open(tmp_path) as one:
        mine = "database_name = current_database() AND NOT internal AND comment IS NULL"
        for of in ("columns", "tables", "views"):
            assert one.con.execute(f"SELECT * FROM duckdb_{of}() WHERE {mine}").fetchall() == []


def test_an_older_file_is_migrated_after_a_copy_is_kept(tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in database.migrations():
        (steps / f"{step.name}.sql").write_text(step.sql, encoding="utf-8")
    path = made(tmp_path)
    newest = len(database.migrations())
    (steps / f"{newest + 1:04}_more.sql").write_text(
        "ALTER TABLE core.outlets ADD COLUMN motto VARCHAR; CREATE TABLE core.mottos (a INTEGER);",
        encoding="utf-8",
    )
    warehouse = database.Warehouse(tmp_path)
    assert database.migrate(warehouse, steps) == [f"{newest + 1:04}_more"]
    assert warehouse.con.execute("SELECT outlet, motto FROM core.outlets").fetchall() == [
        ("a", None)
    ]
    warehouse.close()
    copy = path.with_name(f"warehouse-schema-{newest}.duckdb")
    with duckdb.connect(str(copy), read_only=True) as old:
        assert old.execute("SELECT * EXCLUDE (run_id) FROM core.outlets").fetchall()[0][0] == "a"
        assert (
            max(v for (v,) in old.execute("SELECT version FROM main.schema_version").fetchall())
            == newest
        )


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in database.migrations():
        (steps / f"{step.name}.sql").write_text(step.sql, encoding="utf-8")
    made(tmp_path)
    newest = len(database.migrations())
    (steps / f"{newest + 1:04}_good.sql").write_text(
        "CREATE TABLE core.good (a INTEGER)", encoding="utf-8"
    )
    (steps / f"{newest + 2:04}_bad.sql").write_text(
        "CREATE TABLE core.bad (a NONSENSE)", encoding="utf-8"
    )
    warehouse = database.Warehouse(tmp_path)
    with pytest.raises(duckdb.Error):
        database.migrate(warehouse, steps)
    assert max(database.applied(warehouse.con)) == newest
    with pytest.raises(duckdb.CatalogException):
        warehouse.con.execute("FROM core.good")
    warehouse.close()


def test_a_newer_file_is_refused_and_not_changed(tmp_path: Path) -> None:
    path = made(tmp_path)
    with duckdb.connect(str(path)) as con:
        con.execute("INSERT INTO main.schema_version VALUES (99, '0099_later', 'x')")
    before = path.read_bytes()
    with pytest.raises(
        Newer, match=r"newer version of figuredrift \(schema 99.*update figuredrift"
    ):
        with database.open(tmp_path):
            pass
    assert path.read_bytes() == before


def test_a_file_of_another_build_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path)
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE main.schema_version SET checksum = 'other' WHERE version = 1")
    with pytest.raises(Newer, match=r"another build.*0001_raw"):
        with database.open(tmp_path):
            pass


def test_a_file_that_is_no_warehouse_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / database.WORKING_FILE
    path.write_bytes(b"not a database, but long enough to be read as one" * 400)
    before = path.read_bytes()
    with pytest.raises(Damaged, match=r"warehouse\.duckdb is damaged: run `figuredrift rebuild`"):
        with database.open(tmp_path):
            pass
    assert path.read_bytes() == before


def test_setting_aside_never_deletes(tmp_path: Path) -> None:
    assert database.set_aside(tmp_path) is None
    for number in (1, 2):
        path = tmp_path / database.WORKING_FILE
        path.write_bytes(b"x")
        path.with_name(path.name + ".wal").write_bytes(b"log")
        assert database.set_aside(tmp_path) == tmp_path / f"damaged-{number}.duckdb"
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "damaged-1.duckdb", "damaged-1.duckdb.wal", "damaged-2.duckdb", "damaged-2.duckdb.wal",
    ]  # fmt: skip


def test_a_full_disk_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SPACE_FLOOR", 10**18)
    with pytest.raises(NoSpace, match="free some space, or set another data folder"):
        with database.open(tmp_path):
            pass
    assert not (tmp_path / database.WORKING_FILE).exists()


def test_a_second_run_names_the_first(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from warehouse import database
        with database.open(sys.argv[1]):
            print("open", flush=True)
            sys.stdin.readline()
    """)
    first = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdin
    assert first.stdout
    try:
        assert first.stdout.readline() == "open\n"
        with pytest.raises(
            Locked, match=rf"another run \(process {first.pid}, since \d{{4}}-.*UTC\)"
        ):
            with database.open(tmp_path):
                pass
        first.stdin.write("\n")
        first.stdin.close()
        with database.open(tmp_path, wait=30) as second:  # waits for the first to end
            assert second.con.execute("SELECT 1").fetchall() == [(1,)]
    finally:
        first.wait(30)
    assert not (tmp_path / "writer.json").exists()


def test_a_program_that_holds_the_working_file_is_told_apart(tmp_path: Path) -> None:
    path = made(tmp_path)
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); "
        "print('open', flush=True); sys.stdin.readline()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdin
    assert other.stdout
    try:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(Locked, match=r"readers should open .*current\.duckdb"):
            with database.open(tmp_path):
                pass
    finally:
        other.stdin.close()
        other.wait(30)


def test_errors_are_one_family() -> None:
    assert all(issubclass(e, WarehouseError) for e in (Locked, Newer, Damaged, NoSpace))
