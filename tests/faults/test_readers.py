"""Eight readers while runs publish: no error, nothing torn, news within two seconds."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults import writer
from tests.faults.environments import READERS, python_of
from tests.faults.writer import ROWS
from warehouse import database, publishing

ROOT = Path(__file__).parents[2]
MODULE = "tests.faults.watcher"
WATCHER = ROOT / "tests" / "faults" / "watcher.py"
SOON = 2.0  # seconds from the swap to being seen by who opens the file again
OURS = ("python", "hardened", "dashboard")
THEIRS = ("sqlalchemy", "shell", "harlequin")


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that looks again and again; a file takes what it says, which no pipe could hold."""

    kind: str
    process: subprocess.Popen[bytes]
    said: Path

    @property
    def looks(self) -> list[list[str]]:
        """Every look: when it began, `saw` or `error`, what."""
        lines = self.said.read_text(encoding="utf-8").splitlines()
        return [line.split(" ") for line in lines if line != "ready"]


@contextmanager
def started(said: Path, *command: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process that writes to the file `said`, ended when the test is."""
    with said.open("wb") as out:
        process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


def until(what: str, holds: Callable[[], bool], limit: float = 60) -> None:
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, f"not within {limit:.0f} s: {what}"
        time.sleep(0.1)


@contextmanager
def dashboard(data: Path) -> Iterator[str]:
    """The dashboard as a person starts it; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def is_up() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    command = (sys.executable, "-m", "flows.cli", "dashboard", "--port", port, "--data", data)
    with started(data / "dashboard.log", *command):
        until("the dashboard answers", is_up)
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("seconds", "kinds"),
    [
        pytest.param(4, [*OURS, *OURS, "python", "hardened"], marks=pytest.mark.slow, id="short"),
        pytest.param(300, [*OURS, *THEIRS, "python", "dashboard"], marks=pytest.mark.full, id="5m"),
    ],
)
def test_readers_are_never_blocked_and_never_see_half(
    tmp_path: Path, seconds: int, kinds: list[str]
) -> None:
    theirs = python_of("readers", *READERS) if set(kinds) & set(THEIRS) else None
    with database.open(tmp_path) as warehouse:
        writer.write(warehouse, 0)
        publishing.publish(warehouse)  # so that there is something to open from the start
    current, stop = tmp_path / "published" / "current.duckdb", tmp_path / "stop"
    with ExitStack() as stack:
        address = stack.enter_context(dashboard(tmp_path))
        where = {"hardened": tmp_path, "dashboard": address}
        readers = []
        for number, kind in enumerate(kinds):
            python = [theirs, WATCHER] if kind in THEIRS else [sys.executable, "-m", MODULE]
            said = tmp_path / f"reader-{number}.log"
            command = (*python, kind, where.get(kind, current), stop)
            readers.append(Reader(kind, stack.enter_context(started(said, *command)), said))
        for reader in readers:
            until(f"{reader.kind} has looked once", lambda r=reader: len(r.looks) > 0)  # type: ignore[misc]
        out = subprocess.run(
            [sys.executable, "-m", "tests.faults.publisher", tmp_path, str(seconds)],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        end = time.time()
        for reader in readers:
            until(
                f"{reader.kind} has looked once more",
                lambda r=reader: float(r.looks[-1][0]) > end,  # type: ignore[misc]
                limit=180,
            )
        stop.touch()
        for reader in readers:
            assert reader.process.wait(60) == 0, reader.said.read_text()
    published = [(float(at), int(n)) for at, n in map(str.split, out.splitlines())]
    print(f"{len(published)} times published in {seconds} s")
    assert [number for _, number in published] == list(range(1, len(published) + 1))
    for reader in readers:
        judge(reader, published)


def judge(reader: Reader, published: list[tuple[float, int]]) -> None:
    """No error, nothing torn, never back to an older state, and news soon."""
    assert [look for look in reader.looks if look[1] != "saw"] == [], reader.kind
    seen = [(float(at), int(batch)) for at, _, batch, *_ in reader.looks]
    for _, _, batch, *rows, figures in reader.looks:
        assert {int(n) for n in rows} == {(int(batch) + 1) * ROWS}, reader.kind
        assert int(figures) == int(batch) + 1, reader.kind
    assert seen == sorted(seen), reader.kind
    longest = 0.0
    for at, number in published:
        late = [t for t, batch in seen if t > at and batch < number]
        longest = max(longest, *(t - at for t in late), 0.0)
    states = len({batch for _, batch in seen})
    print(f"{reader.kind}: {len(seen)} looks, {states} states, news after {longest:.2f} s at most")
    assert longest < SOON, reader.kind
    assert seen[-1][1] == published[-1][1], reader.kind
