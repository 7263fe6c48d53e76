"""kill -9 at random moments: nothing acknowledged is lost or twice, readers see whole files."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.demonstration.server import Server
from tests.faults import writer
from warehouse import auditing, database, publishing
from warehouse.errors import Unpublished

ROOT = Path(__file__).parents[2]
DAYS = 10
COMPARED = (
    "core.outlets", "core.articles", "core.revisions", "core.extractions", "core.claims",
    "core.hops", "core.topics", "core.sketches", "core.syndication", "core.syndication_groups",
    "core.figures", "core.links", "core.merges", "core.comparisons", "core.drift", "core.findings",
)  # fmt: skip


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
def reader(data: Path, query: str) -> Iterator[list[tuple[str, Any]]]:
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
                seen.append(("rows", con.execute(query).fetchall()))
            except duckdb.Error as error:
                seen.append(("error", repr(error)))
            con.close()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    "kills",
    [pytest.param(4, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.full)],
)
def test_every_acknowledged_batch_is_there_once(tmp_path: Path, kills: int) -> None:
    moments = random.Random(kills)
    acknowledged = -1
    whole = (
        "SELECT (SELECT count(*) FROM raw.pages), (SELECT count(*) FROM core.articles), "
        "(SELECT count(*) FROM core.revisions), (SELECT count(*) FROM mart.revision)"
    )
    with database.open(tmp_path, wait=30) as warehouse:
        publishing.publish(warehouse)  # so that readers have something from the start
    with reader(tmp_path, whole) as seen:
        for _ in range(kills):
            process = start("tests.faults.writer", tmp_path)
            out, err = kill(process, moments.uniform(0.0, 1.0))
            assert "Error" not in err, err
            acknowledged = max([acknowledged, *map(int, out.split())])
            with database.open(tmp_path, wait=30) as warehouse:
                counts = warehouse.con.execute(
                    "SELECT bytes, count(*), count(DISTINCT page_id) FROM raw.pages "
                    "GROUP BY bytes ORDER BY bytes"
                ).fetchall()
                assert counts == [(n, writer.ROWS, writer.ROWS) for n in range(len(counts))]
                assert len(counts) >= acknowledged + 1
                for table in ("core.articles", "core.revisions"):
                    rows = warehouse.con.execute(f"SELECT count(*) FROM {table}").fetchall()
                    assert rows == [(len(counts) * writer.ROWS,)]
    assert [what for kind, what in seen if kind == "error"] == []
    assert seen
    for _, ((pages, articles, revisions, shown),) in seen:
        assert pages == articles == revisions == shown
        assert pages % writer.ROWS == 0


@pytest.mark.parametrize(
    ("days", "kills"),
    [
        pytest.param(2, 2, marks=pytest.mark.slow),
        pytest.param(DAYS, 20, marks=pytest.mark.full),
    ],
)
def test_a_pipeline_killed_at_any_moment_ends_with_the_same_rows(
    tmp_path: Path, days: int, kills: int
) -> None:
    """The ten days with and without kills (`kills` a day) give the same rows in every table."""
    moments = random.Random(days)
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    hits = 0
    with Server(day=1) as server:
        for day in range(1, days + 1):
            server.set_day(day)
            out, err = start("tests.faults.day", calm, server.port, day).communicate()
            assert out == "done\n", err
        invariants = (
            "SELECT (SELECT count(*) FROM core.drift) >= (SELECT count(*) FROM mart.drift), "
            "(SELECT count(DISTINCT claim_id) = count(*) FROM mart.mention)"
        )
        with reader(killed, invariants) as seen:
            for day in range(1, days + 1):
                server.set_day(day)
                for _ in range(kills):
                    process = start("tests.faults.day", killed, server.port, day)
                    out, err = kill(process, moments.uniform(0.0, 2.5))
                    hits += out != "done\n"
                    assert "Error" not in err, err
                out, err = start("tests.faults.day", killed, server.port, day).communicate()
                assert out == "done\n", err
    assert hits
    assert [what for kind, what in seen if kind == "error"] == []
    assert {what[0] for _, what in seen} == {(True, True)}
    want, got = content(calm), content(killed)
    for table in COMPARED:
        assert got[table] == want[table], table


def content(data: Path) -> dict[str, list[Any]]:
    """All rows of a warehouse without the columns that tell which run wrote them."""
    found = {}
    with database.open(data) as warehouse:
        assert auditing.audit(warehouse.con) == []
        for table in COMPARED:
            told = warehouse.con.sql(f"SELECT * FROM {table} LIMIT 0").columns
            mine = [c for c in told if c not in ("run_id", "linked_at", "merged_at", "page_id")]
            rows = warehouse.con.execute(f"SELECT {', '.join(mine)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
    return found
