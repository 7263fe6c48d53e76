"""Opens the published file again and again: `python -m tests.faults.watcher DATA HOW`.

Stops when DATA/stop is there.

HOW is `plain` (duckdb.connect) or `hardened` (publishing.read). Prints, for every look, the time
and the number of the last batch seen, or the error; a snapshot whose tables disagree is torn.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb

from tests.faults.writer import ROWS
from warehouse import publishing

QUERY = (
    "SELECT max(bytes), count(*), (SELECT count(*) FROM core.revisions), "
    "(SELECT count(*) FROM mart.revision) FROM raw.pages"
)


def watch(data: Path, how: str) -> None:
    current = data / "published" / "current.duckdb"
    while not (data / "stop").exists():
        if not current.exists():
            time.sleep(0.05)
            continue
        began = time.time()
        try:
            with (
                publishing.read(data)
                if how == "hardened"
                else duckdb.connect(str(current), read_only=True)
            ) as con:
                ((number, pages, revisions, shown),) = con.execute(QUERY).fetchall()
        except Exception as error:
            print(began, "error", repr(error), flush=True)
            continue
        whole = pages == revisions == shown == (number + 1) * ROWS
        print(began, "saw" if whole else "torn", number, flush=True)
        time.sleep(0.05)


if __name__ == "__main__":
    watch(Path(sys.argv[1]), sys.argv[2])
