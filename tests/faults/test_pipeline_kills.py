"""kill -9 of the whole pipeline, in each of its stages: it goes on, and ends as if never killed."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import archive
from flows.demonstration.server import Server
from tests.faults.day import STAGES
from tests.faults.killing import reader, start
from warehouse import auditing, database, loading

DAYS = 10
COMPARED = (
    "core.outlets", "core.articles", "core.revisions", "core.extractions", "core.claims",
    "core.hops", "core.topics", "core.sketches", "core.syndication", "core.syndication_groups",
    "core.figures", "core.links", "core.merges", "core.comparisons", "core.drift", "core.findings",
)  # fmt: skip
# What tells which run wrote a row, and which of the fetches of one page came first.
STAMPS = {"run_id", "linked_at", "merged_at", "page_id"}
# Where each count of a run must be found once it is told.
ACKNOWLEDGED = {
    "pages": "raw.pages",
    "revisions": "core.revisions",
    "read": "core.extractions",
    "claims": "core.claims",
    "resolved": "core.resolutions",
}
SHOWN = ("revision", "claim_current", "mention", "figure", "comparison", "drift", "finding")
TRIES = 10  # a run may end before its moment comes; the next moment is then sooner


@dataclass(slots=True)
class Run:
    """What one day's process told before it ended or was killed."""

    stages: dict[str, float] = field(default_factory=dict)  # when each began, seconds
    counts: dict[str, int] = field(default_factory=dict)
    is_done: bool = False
    took: float = 0.0


def follow(process: subprocess.Popen[str], stage: str = "", after: float = 0.0) -> Run:
    """Listen to it; kill it `after` seconds into `stage`."""
    told, began = Run(), time.monotonic()
    assert process.stdout
    for line in process.stdout:
        word = line.strip()
        if word.startswith("{"):
            told.counts = json.loads(word)
        elif word == "done":
            told.is_done = True
        else:
            told.stages[word] = time.monotonic() - began
            if word == stage:
                time.sleep(after)
                process.send_signal(signal.SIGKILL)
    err = process.communicate(timeout=60)[1]
    assert "Error" not in err, err
    told.took = time.monotonic() - began
    return told


def lengths(run: Run) -> dict[str, float]:
    """How long each stage of a run that ended took, seconds."""
    ends = [*list(run.stages.values())[1:], run.took]
    return {name: end - at for (name, at), end in zip(run.stages.items(), ends, strict=True)}


@pytest.mark.parametrize(
    ("days", "kills"),
    [
        pytest.param(2, 4, marks=pytest.mark.slow),
        pytest.param(DAYS, 200, marks=pytest.mark.full),
    ],
)
def test_a_pipeline_killed_at_any_moment_ends_with_the_same_rows(
    tmp_path: Path, days: int, kills: int
) -> None:
    """Ten days with 200 kills, as many in each stage, and without give the same rows."""
    calm, killed = tmp_path / "calm", tmp_path / "killed"
    plan = [STAGES[n % len(STAGES)] for n in range(kills)]
    each = kills // days
    with Server(day=1) as server:
        usual = []
        for day in range(1, days + 1):
            server.set_day(day)
            usual.append(lengths(follow(start("tests.faults.day", calm, server.port, day))))
        with reader(killed, look) as seen:
            struck = Counter[str]()
            for day in range(1, days + 1):
                server.set_day(day)
                today = sorted(plan[(day - 1) * each : day * each], key=STAGES.index)
                struck += live(killed, server.port, day, today, usual[day - 1])
    print(f"{struck.total()} kills: {dict(struck)}; {len(seen)} looks of a reader")
    assert struck.total() == kills
    assert kills < 100 or set(struck) == set(STAGES)
    assert [what for kind, what in seen if kind == "error"] == []
    assert {what for _, what in seen} == {()}
    want, got = content(calm), content(killed)
    for table in want:
        assert got[table] == want[table], table
    in_archive(killed)


def live(data: Path, port: int, day: int, plan: list[str], usual: dict[str, float]) -> Counter[str]:
    """One day, killed once for each stage of the plan and then left to end; what was struck."""
    moments = random.Random(day)
    struck = Counter[str]()
    for stage in plan:
        for sooner in range(1, TRIES + 1):
            before = state(data)
            process = start("tests.faults.day", data, port, day)
            run = follow(process, stage, moments.uniform(0.0, usual[stage]) / sooner)
            after = state(data)
            for count, table in ACKNOWLEDGED.items():
                assert after[table] >= before[table] + run.counts.get(count, 0), (stage, table)
            if not run.is_done:
                struck[list(run.stages)[-1]] += 1
                break
    assert follow(start("tests.faults.day", data, port, day)).is_done
    return struck


def state(data: Path) -> Counter[str]:
    """Rows of each table as the next run will find them; asserts that no key is there twice.

    Looks at a copy with its log: opening the file itself would be the next run already.
    """
    working = data / database.WORKING_FILE
    found = Counter[str]()
    if not working.exists():
        return found
    with tempfile.TemporaryDirectory() as folder:
        for path in (working, working.with_name(working.name + ".wal")):
            if path.exists():
                shutil.copy(path, folder)
        with duckdb.connect(Path(folder, working.name)) as con:
            if not database.applied(con):
                return found
            for table, key in loading.KEYS.items():
                ((rows, keys),) = con.execute(
                    f"SELECT count(*), count(DISTINCT ({', '.join(key)})) FROM {table}"
                ).fetchall()
                assert rows == keys, table
                found[table] = rows
    return found


def look(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """What is wrong with a published file: an audit that finds rows, or a relation not readable."""
    for name in SHOWN:
        con.execute(f"SELECT count(COLUMNS(*)) FROM mart.{name}").fetchall()
    return tuple(map(str, auditing.audit(con)))


def content(data: Path) -> dict[str, list[Any]]:
    """All rows of a warehouse without the columns that tell which run wrote them."""
    found = {}
    with database.open(data) as warehouse:
        assert auditing.audit(warehouse.con) == []
        for table in COMPARED:
            told = warehouse.con.sql(f"SELECT * FROM {table} LIMIT 0").columns
            mine = [c for c in told if c not in STAMPS]
            rows = warehouse.con.execute(f"SELECT {', '.join(mine)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
        found["raw.pages"] = warehouse.con.execute(
            "SELECT DISTINCT url FROM raw.pages ORDER BY url"  # some count their visitors
        ).fetchall()
    return found


def in_archive(data: Path) -> None:
    """Every page of the warehouse lies in the archive where its row says."""
    with database.open(data) as warehouse:
        pages = warehouse.con.execute(
            "SELECT url, CAST(content_digest AS VARCHAR), warc_file, warc_offset FROM raw.pages"
        ).fetchall()
    assert pages
    for url, digest, file, offset in pages:
        page = archive.read_at(data / "archive", file, offset)
        assert isinstance(page, archive.Page), page
        assert (page.url, archive.content_digest(page.body)) == (url, digest)


@pytest.fixture(autouse=True)
def _no_leftovers(tmp_path: Path) -> Iterator[None]:
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)
