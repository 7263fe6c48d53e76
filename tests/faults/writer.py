"""Loads numbered batches and tells each when it is committed: `python -m tests.faults.writer DATA`.

A batch is 40 rows in each of three tables; after every fifth a snapshot is published.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.records import digest
from warehouse import database, loading, publishing
from warehouse.database import Warehouse

ROWS = 40
AT = datetime(2026, 3, 1, tzinfo=UTC)


def batch(number: int) -> dict[str, dict[str, list[Any]]]:
    """The rows of batch `number`, the same each time."""
    names = [f"{number}/{n}" for n in range(ROWS)]
    run = [digest("run")] * ROWS
    return {
        "raw.pages": {
            "page_id": [digest("page", n) for n in names],
            "url": [f"https://a.example/{n}" for n in names],
            "content_digest": [digest("bytes", n) for n in names],
            "bytes": [number] * ROWS,
            "seen_at": [AT] * ROWS,
            "run_id": run,
        },
        "core.articles": {
            "article_id": [digest("article", n) for n in names],
            "url": [f"https://a.example/{n}" for n in names],
            "first_seen_at": [AT] * ROWS,
            "run_id": run,
        },
        "core.revisions": {
            "revision_id": [digest("revision", n) for n in names],
            "article_id": [digest("article", n) for n in names],
            "text": [f"Text {n}. " * 200 for n in names],
            "text_digest": [digest("text", n) for n in names],
            "seen_at": [AT] * ROWS,
            "run_id": run,
        },
    }


def write(warehouse: Warehouse, number: int) -> int:
    """Load one batch; returns the rows that were not there."""
    with loading.batch(warehouse.con) as one:
        return sum(one.load(table, rows) for table, rows in batch(number).items())


def work(data: Path) -> None:
    """Load batch after batch, from the first one not there, until killed."""
    with database.open(data, wait=30) as warehouse:
        ((number,),) = warehouse.con.execute(
            "SELECT coalesce(max(bytes) + 1, 0) FROM raw.pages"
        ).fetchall()
        print("ready", flush=True)
        while True:
            if number:
                assert write(warehouse, number - 1) == 0  # once more changes nothing
            write(warehouse, number)
            print(number, flush=True)
            if number % 5 == 4:
                publishing.publish(warehouse)
            number += 1


if __name__ == "__main__":
    work(Path(sys.argv[1]))
