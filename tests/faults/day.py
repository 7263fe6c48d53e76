"""One demonstration day without Prefect: `python -m tests.faults.day DATA PORT DAY`.

Prints `ready` when its imports are done and `done` at the end, so that a killer knows the moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flows import demonstration, extract, ingest, publish, resolve, runs
from flows.ingest import Sources
from flows.settings import Settings


def live(data: Path, port: int, day: int) -> None:
    """Ingest, extract, resolve and publish what the outlets show on the evening of `day`."""
    data.mkdir(parents=True, exist_ok=True)
    watchlist = data / "outlets.toml"
    watchlist.write_text(demonstration.outlets(), encoding="utf-8")
    settings = Settings(
        data_dir=data,
        watchlist=watchlist,
        processes=1,
        batch=4,
        lock_wait=30,
        resolve={"*.example": f"127.0.0.1:{port}"},
        allow_private_addresses=True,
        host_delay=0.0,
    )
    with runs.opened(settings, "pipeline", now=lambda: demonstration.moment(day)) as run:
        ingest.ingest(run, Sources(watchlist=watchlist))
        extract.extract(run)
        resolve.resolve(run)
        publish.publish(run)


if __name__ == "__main__":
    print("ready", flush=True)
    live(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print("done", flush=True)
