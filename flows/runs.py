"""One run of a flow: who writes, when, with what settings, and what it counted and could not do."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from uuid import uuid4

from flows import engines, health, logs, progress, rows
from flows.failures import Failure
from flows.settings import Settings
from warehouse import asking, database, loading
from warehouse.database import Warehouse

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Run:
    """What every stage is given. `counts` and `failures` are what it says of itself."""

    run_id: str
    settings: Settings
    warehouse: Warehouse
    now: Clock = utc_now
    show: progress.Progress = field(default_factory=progress.Silent)
    engine: engines.Engine = field(default_factory=engines.Plain)
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def fail(self, failure: Failure) -> None:
        """Note a failure: counted now, a row in raw.failures when `save_failures` is called."""
        self.failures.append(failure)
        self.counts["failures"] += 1
        logs.tell(
            "failure", level=logging.WARNING, run_id=self.run_id, stage=failure.stage,
            reason=failure.reason, thing=failure.thing, detail=failure.detail,
            outlet=failure.outlet,
        )  # fmt: skip

    def save_failures(self) -> None:
        """Write the failures noted so far."""
        if self.failures:
            table = rows.failure_rows(self.failures, run_id=self.run_id, failed_at=self.now())
            loading.load(self.warehouse.con, "raw.failures", table)
            self.failures.clear()


@contextmanager
def opened(
    settings: Settings,
    flow: str,
    *,
    name: str | None = None,
    now: Clock = utc_now,
    show: progress.Progress | None = None,
    engine: engines.Engine | None = None,
) -> Iterator[Run]:
    """A run of `flow` with the warehouse open for it, recorded in raw.runs however it ends.

    Raises the warehouse's own errors (locked by another run, full disk, damaged, newer).
    """
    run_id = str(uuid4())
    started = now()
    with (
        database.open(settings.data_dir, run_id=run_id, wait=settings.lock_wait) as warehouse,
        logs.kept(settings.data_dir),
    ):
        run = Run(
            run_id, settings, warehouse, now, show or progress.Silent(), engine or engines.Plain()
        )

        def record(status: str, ended: datetime | None, error: BaseException | None = None) -> None:
            told = {k: v for k, v in sorted(run.counts.items()) if v}
            level = logging.ERROR if error else logging.INFO
            logs.tell(status, level=level, error=error, flow=flow, run_id=run_id, counts=told)
            row = rows.run_row(
                run_id=run_id,
                flow=flow,
                name=name,
                started_at=started,
                ended_at=ended,
                status=status,
                summary=json.dumps(told),
                figuredrift_version=version("figuredrift"),
            )
            loading.merge(warehouse.con, "raw.runs", row)
            if ended is not None:
                quiet = asking.read(warehouse.con, "quiet_outlets").fetchall()
                health.write(
                    settings.data_dir, flow=flow, run_id=run_id, status=status, started_at=started,
                    ended_at=ended, counts=run.counts, quiet_outlets=[o for o, _ in quiet],
                    error=logs.hide_secrets(f"{type(error).__name__}: {error}") if error else None,
                )  # fmt: skip

        left = asking.read(warehouse.con, "left_running").to_arrow_table()
        loading.merge(warehouse.con, "raw.runs", left)
        record("running", None)
        try:
            yield run
        except BaseException as error:
            # A dead instance (full disk) cannot take the row; the first error is the one to tell.
            with suppress(Exception):
                run.save_failures()
                record("failed", now(), error)
            raise
        run.save_failures()
        record("completed", now())
