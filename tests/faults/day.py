"""One demonstration day without Prefect: `python -m tests.faults.day DATA PORT DAY`.

Prints `ready` when its imports are done, the name of each stage as it begins, the run's counts
whenever a batch is acknowledged, and `done` at the end, so that a killer knows the moment and what
must have stayed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows import demonstration, extract, ingest, publish, resolve, runs
from flows.ingest import Sources
from flows.runs import Run
from flows.settings import Settings

STAGES = ("ingest", "extract", "resolve", "publish")


class Aloud:
    """Tells the run's counts after each step: what they hold by then is committed."""

    run: Run

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Callable[[int], None]]:
        yield lambda _steps: print(json.dumps(self.run.counts), flush=True)


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
    show = Aloud()
    with runs.opened(settings, "pipeline", now=lambda: demonstration.moment(day), show=show) as run:
        show.run = run
        stages: dict[str, Callable[[], object]] = {
            "ingest": lambda: ingest.ingest(run, Sources(watchlist=watchlist)),
            "extract": lambda: extract.extract(run),
            "resolve": lambda: resolve.resolve(run),
            "publish": lambda: publish.publish(run),
        }
        for name in STAGES:
            print(name, flush=True)
            stages[name]()


if __name__ == "__main__":
    print("ready", flush=True)
    live(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print("done", flush=True)
