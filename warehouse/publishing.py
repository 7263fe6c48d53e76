"""Publishes a read-only snapshot for readers: built aside, whole on disk, then swapped in."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse import database, marts
from warehouse.database import Warehouse
from warehouse.errors import Damaged, Unpublished

FOLDER = "published"
CURRENT = "current.duckdb"
KEEP = 4

# A file with this share of free blocks is written anew before it is published.
SLACK = 1 / 3
SLACK_FLOOR_BYTES = 64 * 1024 * 1024


def publish(warehouse: Warehouse, *, keep: int = KEEP, whole: bool = False) -> Path:
    """Build the marts, copy the file and make the copy what readers get; returns the snapshot.

    The working file is closed while it is copied (a second handle in one process drops its lock);
    `warehouse.con` opens it again. The last `keep` snapshots stay: they are the backups.
    """
    marts.build(warehouse.con, whole=whole)
    if _slack(warehouse.con) > SLACK:
        compact(warehouse)
    warehouse.con.execute("CHECKPOINT")
    warehouse.close()
    folder = warehouse.data_dir / FOLDER
    folder.mkdir(exist_ok=True)
    database.require_space(warehouse.path)
    number = max(map(_number, snapshots(warehouse.data_dir)), default=0) + 1
    snapshot = folder / f"snap-{number:010d}.duckdb"
    database.copy_whole(warehouse.path, snapshot)
    snapshot.chmod(0o444)
    _point(folder, snapshot)
    for old in snapshots(warehouse.data_dir)[:-keep]:
        old.unlink()
    return snapshot


def snapshots(data_dir: Path | str) -> list[Path]:
    """All snapshots kept, oldest first."""
    folder = Path(data_dir) / FOLDER
    return sorted(path for path in folder.glob("snap-*.duckdb") if _number(path) >= 0)


def current(data_dir: Path | str) -> Path:
    """The snapshot that readers get now. Raises Unpublished."""
    link = Path(data_dir) / FOLDER / CURRENT
    if not link.exists():
        raise Unpublished(
            f"nothing is published in {data_dir} yet: run `figuredrift run`, or set the data folder"
        )
    return link.resolve()


def read(data_dir: Path | str) -> duckdb.DuckDBPyConnection:
    """A hardened connection to the current snapshot of `data_dir`. Raises Unpublished, Damaged."""
    return open_snapshot(current(data_dir))


def open_snapshot(
    path: Path | str, *, memory_limit: str | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that can read the snapshot at `path` and nothing else, and change nothing."""
    con = duckdb.connect(":memory:")
    if memory_limit:
        con.execute("SET memory_limit = $1", [memory_limit])
    if threads:
        con.execute(f"SET threads = {int(threads)}")
    try:
        con.execute(f"ATTACH {_text(path)} AS figuredrift (READ_ONLY)")
        con.execute("USE figuredrift")
    except duckdb.Error as error:
        con.close()
        first = str(error).splitlines()[0]
        raise Damaged(
            f"{path} cannot be read: publish anew with `figuredrift publish` ({first})"
        ) from error
    for setting in (
        "SET temp_directory = ''",
        "SET enable_external_access = false",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET lock_configuration = true",
    ):
        con.execute(setting)
    return con


def restore(data_dir: Path | str) -> Path | None:
    """Make the newest snapshot that opens the working file, where there is none; returns it.

    Used after `database.set_aside`; later batches come back by running again from the archive.
    """
    target = Path(data_dir) / database.WORKING_FILE
    if target.exists():
        raise FileExistsError(f"{target} is there: set it aside first")
    for snapshot in reversed(snapshots(data_dir)):
        try:
            open_snapshot(snapshot).close()
        except Damaged:
            continue
        database.copy_whole(snapshot, target)
        target.chmod(0o644)
        return snapshot
    return None


def write_parquet(snapshot: Path | str, folder: Path | str) -> list[Path]:
    """Write every relation of schema mart to `folder`/<name>.parquet; returns the files.

    The folder is made anew and swapped in whole, so that its files always belong together. Raises
    FileExistsError where it holds anything else, which would be lost.
    """
    folder = Path(folder)
    if folder.exists() and (
        not folder.is_dir() or any(one.suffix != ".parquet" for one in folder.iterdir())
    ):
        raise FileExistsError(
            f"{folder} holds more than Parquet files, and is made anew whole: give another folder"
        )
    fresh = folder.with_name(folder.name + ".new")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(parents=True)
    with duckdb.connect(":memory:") as con:
        con.execute(f"ATTACH {_text(snapshot)} AS figuredrift (READ_ONLY)")
        con.execute("USE figuredrift")
        names = con.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_catalog = 'figuredrift' AND table_schema = 'mart' ORDER BY table_name"
        ).fetchall()
        for (name,) in names:
            con.execute(
                f"COPY (FROM mart.{name}) TO {_text(fresh / f'{name}.parquet')} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
    if folder.exists():
        old = folder.with_name(folder.name + ".old")
        if old.exists():
            shutil.rmtree(old)
        folder.rename(old)
        fresh.rename(folder)
        shutil.rmtree(old)
    else:
        fresh.rename(folder)
    return [folder / f"{name}.parquet" for (name,) in names]


def compact(warehouse: Warehouse) -> None:
    """Write the working file anew without its free blocks, and put it in the old one's place."""
    fresh = warehouse.path.with_name("compact.duckdb.part")
    fresh.unlink(missing_ok=True)
    con = warehouse.con
    con.execute("CHECKPOINT")
    con.execute(f"ATTACH {_text(fresh)} AS fresh (STORAGE_VERSION '{database.STORAGE_VERSION}')")
    try:
        con.execute(f"COPY FROM DATABASE {warehouse.path.stem} TO fresh")
    finally:
        con.execute("DETACH fresh")
    warehouse.close()
    database.sync(fresh)
    fresh.replace(warehouse.path)
    database.sync(warehouse.path.parent)


def _slack(con: duckdb.DuckDBPyConnection) -> float:
    """Share of the file that is free blocks; 0 for small files."""
    size, free, total = con.execute(
        "SELECT block_size * total_blocks, free_blocks, total_blocks FROM pragma_database_size() "
        "WHERE database_name = current_database()"
    ).fetchall()[0]
    return free / total if size > SLACK_FLOOR_BYTES else 0.0


def _point(folder: Path, snapshot: Path) -> None:
    """Swap the symlink that readers open, in one step."""
    link = folder / CURRENT
    fresh = folder / (CURRENT + ".new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    fresh.symlink_to(snapshot.name)
    fresh.replace(link)
    database.sync(folder)


def _number(path: Path) -> int:
    found = re.fullmatch(r"snap-(\d+)\.duckdb", path.name)
    return int(found[1]) if found else -1


def _text(path: Path | str) -> str:
    """A path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
