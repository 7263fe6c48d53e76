"""Worker processes for parsing and reading: one that crashes or hangs is given up, not fatal."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """One item whose worker had to be given up: `reason` is "hang" or "crash"."""

    item: Item
    reason: str
    detail: str


class Workers:
    """`processes` worker processes, started when first needed; 1 works in this process."""

    def __init__(self, processes: int, limit_seconds: float = 120.0) -> None:
        self.processes = processes
        self.limit_seconds = limit_seconds
        self._pool: ProcessPool | None = None

    def run(
        self, function: Callable[[Sequence[Item]], Result], batch: Sequence[Item]
    ) -> list[Result | Lost[Item]]:
        """`[function(batch)]`; where that hangs or kills its worker, one entry an item.

        An item that fails alone, too, comes back as Lost. Exceptions of `function` are raised
        here: they are defects, not bad input. Safe to call from several threads at once.
        """
        if self.processes == 1:
            return [function(batch)]
        future = self._started().schedule(function, [batch], timeout=self.limit_seconds)
        try:
            return [future.result()]
        except FutureTimeout:
            lost = ("hang", f"took longer than {self.limit_seconds:g} s")
        except ProcessExpired as error:
            lost = ("crash", f"the worker ended with exit code {error.exitcode}")
        if len(batch) == 1:
            return [Lost(batch[0], *lost)]
        return [outcome for item in batch for outcome in self.run(function, [item])]

    def _started(self) -> ProcessPool:
        if self._pool is None:
            # From a clean server process: forking one with Prefect's threads can deadlock.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["flows.readied"])
            self._pool = ProcessPool(max_workers=self.processes, context=context)
        return self._pool

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if kind is None:
            self._pool.close()  # type: ignore[no-untyped-call]
        else:
            self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        self._pool = None
