"""kill -9 of the writer at random moments: nothing acknowledged is lost or there twice."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.faults import writer
from tests.faults.killing import kill, reader, start
from warehouse import database, publishing

EACH = (
    "raw.pages", "core.articles", "core.revisions", "core.extractions", "core.claims", "core.links",
)  # fmt: skip


def look(con: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """How many rows there are of everything that has one for each article."""
    each = (*EACH, "mart.revision", "mart.mention")
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in each)
    return tuple(con.execute(f"SELECT {counts}").fetchall()[0])


@pytest.mark.parametrize(
    "kills",
    [pytest.param(4, marks=pytest.mark.slow), pytest.param(200, marks=pytest.mark.full)],
)
def test_every_acknowledged_batch_is_there_once(tmp_path: Path, kills: int) -> None:
    moments = random.Random(kills)
    acknowledged = -1
    with database.open(tmp_path, wait=30) as warehouse:
        publishing.publish(warehouse)  # so that readers have something from the start
    with reader(tmp_path, look) as seen:
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
                for table in EACH:
                    rows = warehouse.con.execute(f"SELECT count(*) FROM {table}").fetchall()
                    assert rows == [(len(counts) * writer.ROWS,)]
    assert [what for kind, what in seen if kind == "error"] == []
    assert seen
    for _, rows in seen:
        assert len(set(rows)) == 1
        assert rows[0] % writer.ROWS == 0
