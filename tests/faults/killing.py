"""Starts processes, kills them, and reads what is published meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse import publishing
from warehouse.errors import Unpublished

ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    """A worker that has told it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    if (line := process.stdout.readline()) != "ready\n":
        raise AssertionError(line + process.communicate()[1])
    return process


def kill(process: subprocess.Popen[str], after: float) -> tuple[str, str]:
    """Let it work for `after` seconds at most, then kill it; returns what it printed."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.communicate(timeout=60)


@contextmanager
def reader(
    data: Path, look: Callable[[duckdb.DuckDBPyConnection], Any]
) -> Iterator[list[tuple[str, Any]]]:
    """A reader that opens the published file again and again; yields what it saw, errors too."""
    seen: list[tuple[str, Any]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.02):
            try:
                con = publishing.read(data)
            except Unpublished:
                continue
            except Exception as error:
                seen.append(("error", repr(error)))
                continue
            try:
                seen.append(("saw", look(con)))
            except Exception as error:
                seen.append(("error", repr(error)))
            con.close()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
