"""Holds the published snapshot open for reading, and moves on when a newer one is published."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse import publishing
from warehouse.errors import Unpublished

_QUERIES = Path(__file__).with_name("queries")
# One page needs 70 MB at most at 500,000 statements; together with Python and two of the largest
# pages being written, the process stays under 400 MB.
_MEMORY, _THREADS = "160MB", 2
AT_ONCE = 2  # pages that are worked out at the same time; more readers wait their turn
_SOME = 1_000  # rows fetched together

Row = dict[str, Any]


@cache
def _sql(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state of the warehouse; every answer of one page comes from the same one."""

    con: duckdb.DuckDBPyConnection
    path: Path
    built_at: datetime

    def rows(self, query: str, **parameters: Any) -> list[Row]:
        """The answer to queries/<query>.sql, times as aware UTC."""
        return list(self.each(query, **parameters))

    def each(self, query: str, **parameters: Any) -> Iterator[Row]:
        """The same row by row, for long answers; to be used up before the next query."""
        answer = self.con.execute(_sql(query), parameters)
        columns = answer.description or ()
        names = [column[0] for column in columns]
        times = [name for name, kind, *_ in columns if str(kind).startswith("TIMESTAMP")]
        while some := answer.fetchmany(_SOME):
            for values in some:
                row = dict(zip(names, values, strict=True))
                for name in times:
                    if row[name] is not None:
                        row[name] = row[name].replace(tzinfo=UTC)
                yield row

    def row(self, query: str, **parameters: Any) -> Row | None:
        """The first row of the answer, or None."""
        return next(iter(self.rows(query, **parameters)), None)


def chosen(data_dir: Path | str) -> Path:
    """The folder to read: `data_dir`, or the demonstration in it where only that has been run.

    Raises Unpublished where neither has a snapshot.
    """
    demonstration = Path(data_dir) / "demonstration"
    try:
        publishing.current(data_dir)
    except Unpublished:
        with suppress(Unpublished):
            publishing.current(demonstration)
            return demonstration
        raise
    return Path(data_dir)


class Snapshots:
    """The newest snapshot of a data folder, reopened when the published one changes."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._open: Snapshot | None = None

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """A connection of one's own to the newest snapshot. Raises Unpublished, Damaged."""
        with self._turns:
            newest = self._newest()
            con = newest.con.cursor()
            try:
                con.execute("USE figuredrift")
                yield Snapshot(con, newest.path, newest.built_at)
            finally:
                con.close()

    def _newest(self) -> Snapshot:
        with self._lock:
            path = publishing.current(self.data_dir)
            if self._open is None or self._open.path != path:
                con = publishing.open_snapshot(path, memory_limit=_MEMORY, threads=_THREADS)
                built = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                # Readers of the old one keep it alive until they are done.
                self._open = Snapshot(con, path, built)
            return self._open

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.con.close()
                self._open = None
