"""Opens the working file for its one writer: lock, space, migrations, views."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import filelock

from warehouse import definitions
from warehouse.errors import Damaged, Locked, Newer, NoSpace, WarehouseError

MIGRATIONS = Path(__file__).parent / "migrations"
WORKING_FILE = "warehouse.duckdb"

# Read by DuckDB 1.1 and all later; the default of 2.0 is refused by 1.5 and every BI driver.
STORAGE_VERSION = "v1.0.0"

# What DuckDB may take while batches are loaded, so that memory stays flat however many they are,
# and while figures are linked, marts worked out and audits run.
MEMORY = "256MB"
MORE_MEMORY = "1GB"
THREADS = min(4, os.cpu_count() or 1)  # each wants its share of that memory

# Room for a copy of the file, its log and a rewrite of the marts.
SPACE_FACTOR = 2.5
SPACE_FLOOR = 64 * 1024 * 1024


@dataclass(slots=True)
class Warehouse:
    """The working file, open for writing by this process alone.

    `con` may be closed and opened again (publishing does); always take it from here anew. A
    `memory_limit` that is given holds all the time, `more_memory` or not.
    """

    data_dir: Path
    run_id: str | None = None
    memory_limit: str | None = None
    threads: int | None = None
    _limit: str = field(default=MEMORY, repr=False)
    _con: duckdb.DuckDBPyConnection | None = field(default=None, repr=False)

    @property
    def path(self) -> Path:
        return self.data_dir / WORKING_FILE

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        if self._con is None:
            limit = self.memory_limit or self._limit
            self._con = connect(self.path, memory_limit=limit, threads=self.threads or THREADS)
        return self._con

    @contextmanager
    def more_memory(self) -> Iterator[None]:
        """Within, DuckDB may take as much as work on many rows at once needs."""
        self._allow(MORE_MEMORY)
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # a dead instance needs none
                self._allow(MEMORY)

    def _allow(self, limit: str) -> None:
        self._limit = limit
        if self._con is not None and self.memory_limit is None:
            self._con.execute(f"SET memory_limit = '{limit}'")

    def close(self) -> None:
        """Close the file; the writer's lock stays held."""
        if self._con is not None:
            self._con.close()
            self._con = None


def connect(
    path: Path, *, memory_limit: str | None = None, threads: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the file at `path`, made if it is not there. Raises Damaged."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if memory_limit:
        config["memory_limit"] = memory_limit
    if threads:
        config["threads"] = threads
    try:
        return duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise explained(error, path) from error


# Errors that tell of the file or the disk, not of a statement; a failed checksum has no class.
_OF_THE_FILE = (
    duckdb.FatalException,
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
)

# What the system says of a write for which there is no room.
_FULL = ("No space left", "File too large", "Disk quota", "Could not write", "exhausted")


def explained(error: duckdb.Error, path: Path) -> WarehouseError:
    """What `error` on the file at `path` means for a person, with the remedy."""
    text = str(error).splitlines()[0]
    if "Could not set lock" in text or "being used by another process" in text:
        return Locked(
            f"{path} is open in another program, which keeps it from being written: close that "
            f"program; readers should open {path.parent / 'published' / 'current.duckdb'} instead "
            f"({text})"
        )
    if any(sign in str(error) for sign in _FULL):
        return NoSpace(
            f"the disk is full, writing {path} stopped: free some space and run again; every "
            f"batch finished before is kept ({text})"
        )
    if isinstance(error, duckdb.FatalException):
        return WarehouseError(
            f"{path} had to be closed: run again; every batch finished before is kept ({text})"
        )
    return Damaged(
        f"{path} is damaged: run `figuredrift rebuild`, which sets it aside and makes it anew "
        f"from the newest published copy and the archived pages ({text})"
    )


@contextmanager
def open(
    data_dir: Path | str,
    *,
    run_id: str | None = None,
    wait: float = 0.0,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> Iterator[Warehouse]:
    """The warehouse of `data_dir`, migrated and with its views, for one writer.

    Waits up to `wait` seconds for another run to end. Raises Locked (naming that run), NoSpace,
    Damaged or Newer; the file is closed and the lock given back at the end, whatever happens.
    """
    data_dir = Path(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    with _lock(data_dir, run_id, wait):
        warehouse = Warehouse(data_dir, run_id, memory_limit, threads)
        require_space(warehouse.path)
        try:
            migrate(warehouse)
            definitions.define(warehouse.con)
            yield warehouse
        except duckdb.Error as error:
            if isinstance(error, _OF_THE_FILE) or "Corrupt" in str(error):
                raise explained(error, warehouse.path) from error
            raise
        finally:
            with suppress(duckdb.Error):
                warehouse.close()


def require_space(path: Path) -> None:
    """Raise NoSpace unless a run that doubles the file at `path` can end."""
    size = path.stat().st_size if path.exists() else 0
    needed = int(SPACE_FACTOR * size) + SPACE_FLOOR
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise NoSpace(
            f"{free / 1e6:,.0f} MB are free on the disk of {path.parent}, and {needed / 1e6:,.0f} "
            "MB are needed to write safely: free some space, or set another data folder"
        )


@contextmanager
def _lock(data_dir: Path, run_id: str | None, wait: float) -> Iterator[None]:
    lock = filelock.FileLock(data_dir / "writer.lock", timeout=wait, thread_local=False)
    holder = data_dir / "writer.json"  # beside the lock, which a waiting run empties on opening
    try:
        lock.acquire()
    except filelock.Timeout:
        raise Locked(_who_holds(data_dir, holder)) from None
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "run_id": run_id}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who_holds(data_dir: Path, holder: Path) -> str:
    """The message for a run that finds another one at work."""
    who = "another run"
    with suppress(OSError, ValueError, KeyError):
        known = json.loads(holder.read_text(encoding="utf-8"))
        since = datetime.fromtimestamp(holder.stat().st_mtime, UTC)
        who = f"another run (process {known['pid']}, since {since:%Y-%m-%d %H:%M:%S} UTC)"
    return (
        f"{who} is writing to {data_dir}: wait until it ends, stop it, or set another data folder"
    )


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the schema."""

    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.blake2b(self.sql.encode(), digest_size=16).hexdigest()


def migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """All steps in order; they are numbered from 1 without a gap."""
    return [
        Migration(int(path.name.split("_")[0]), path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9]*.sql"))
    ]


def applied(con: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Checksums of the steps the file has been through, by version."""
    exists = con.execute(
        "SELECT count(*) FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = 'main' "
        "AND table_name = 'schema_version'"
    ).fetchall()
    if not exists[0][0]:
        return {}
    return dict(con.execute("SELECT version, checksum FROM main.schema_version").fetchall())


def migrate(warehouse: Warehouse, folder: Path = MIGRATIONS) -> list[str]:
    """Bring the file to the newest schema in one transaction, after keeping a copy.

    Returns the names of the steps taken. Raises Newer where the file has steps unknown here.
    """
    steps = migrations(folder)
    done = applied(warehouse.con)
    known = {step.version: step for step in steps}
    if unknown := sorted(set(done) - set(known)):
        raise Newer(
            f"{warehouse.path} was written by a newer version of figuredrift (schema "
            f"{unknown[-1]}; this one knows {max(known)}): update figuredrift, or set another "
            "data folder"
        )
    if altered := [known[v].name for v, checksum in done.items() if known[v].checksum != checksum]:
        raise Newer(
            f"{warehouse.path} was made by another build of figuredrift, whose schema step "
            f"{altered[0]} differs: use that build, or run `figuredrift rebuild`"
        )
    pending = [step for step in steps if step.version not in done]
    if not pending:
        return []
    if done:
        _keep_copy(warehouse, max(done))
    con = warehouse.con
    con.execute("BEGIN")
    try:
        for step in pending:
            con.execute(step.sql)
            con.execute(
                "INSERT INTO main.schema_version VALUES (?, ?, ?)",
                [step.version, step.name, step.checksum],
            )
        con.execute("COMMIT")
    except duckdb.Error:
        con.execute("ROLLBACK")
        raise
    con.execute("CHECKPOINT")
    return [step.name for step in pending]


def _keep_copy(warehouse: Warehouse, version: int) -> None:
    """Copy the file while it is closed: a second handle in this process would drop its lock."""
    warehouse.con.execute("CHECKPOINT")
    warehouse.close()
    copy_whole(warehouse.path, warehouse.path.with_name(f"warehouse-schema-{version}.duckdb"))


def copy_whole(source: Path, target: Path) -> None:
    """Copy a closed file: `target` is then whole and on disk, or not there. Raises NoSpace."""
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, part)
        sync(part)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise NoSpace(
            f"{source} could not be copied to {target.parent}: free some space and run again; "
            f"what was published before stays ({error})"
        ) from error
    part.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until the file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(data_dir: Path | str) -> Path | None:
    """Move a damaged working file and its log out of the way, never deleting either."""
    path = Path(data_dir) / WORKING_FILE
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"damaged-{number}.duckdb")).exists():
        number += 1
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.rename(aside.with_name(aside.name + ".wal"))
    path.rename(aside)
    return aside
