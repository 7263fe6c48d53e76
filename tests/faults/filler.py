"""Fills the warehouse until the disk is full: `python -m tests.faults.filler DATA LIMIT BATCHES`.

LIMIT is the largest file allowed, bytes (0: none). Tells each batch when it is committed; what goes
wrong is told as the command would: one line, exit code 1.
"""

from __future__ import annotations

import random
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from extractors.records import digest
from warehouse import database, loading, publishing
from warehouse.errors import WarehouseError

ROWS = 100
AT = datetime(2026, 3, 1, tzinfo=UTC)


def fill(data: Path, batches: int) -> None:
    """Load `batches` more batches of 2 MB that nothing can compress, then publish."""
    with database.open(data, wait=30) as warehouse:
        ((first,),) = warehouse.con.execute("SELECT count(*) FROM core.revisions").fetchall()
        for number in range(first // ROWS, first // ROWS + batches):
            names = [f"{number}/{n}" for n in range(ROWS)]
            noise = random.Random(number)
            rows = {
                "revision_id": [digest("revision", n) for n in names],
                "article_id": [digest("article", n) for n in names],
                "text": [noise.randbytes(10_000).hex() for _ in names],
                "text_digest": [digest("text", n) for n in names],
                "seen_at": [AT] * ROWS,
                "run_id": [digest("run")] * ROWS,
            }
            loading.load(warehouse.con, "core.revisions", rows)
            print(number, flush=True)
        publishing.publish(warehouse)


if __name__ == "__main__":
    if limit := int(sys.argv[2]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    print("ready", flush=True)
    try:
        fill(Path(sys.argv[1]), int(sys.argv[3]))
    except WarehouseError as error:
        sys.exit(str(error))
    print("done", flush=True)
