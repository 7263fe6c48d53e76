"""Writes and publishes, at most once a second: `python -m tests.faults.publisher DATA SECONDS`.

Batch 0 is there already. Prints the time and the number of each batch once it is published.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.faults import writer
from warehouse import database, publishing

LEAST = 3  # however slow the machine


def work(data: Path, seconds: float) -> None:
    end, number = time.time() + seconds, 0
    while (began := time.time()) < end or number < LEAST:
        number += 1
        with database.open(data, wait=30) as warehouse:  # as each run would
            writer.write(warehouse, number)
            publishing.publish(warehouse)
        print(time.time(), number, flush=True)
        time.sleep(max(0.0, began + 1 - time.time()))


if __name__ == "__main__":
    work(Path(sys.argv[1]), float(sys.argv[2]))
