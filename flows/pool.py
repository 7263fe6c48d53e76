"""Runs a function over batches on all cores; a batch that crashes or hangs is told, not fatal."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 3  # batches under way per worker: enough to keep them busy, few enough to stay small


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """One item whose worker had to be given up, and why ("hang" or "crash")."""

    item: Item
    reason: str
    detail: str


def run_batches(
    function: Callable[[Sequence[Item]], Result],
    batches: Iterable[Sequence[Item]],
    *,
    workers: int,
    limit_seconds: float = 60.0,
) -> Iterator[Result | Lost[Item]]:
    """`function(batch)` for every batch, in order; `workers` = 1 runs in this process.

    A batch over `limit_seconds`, or whose worker dies, is run again item by item, each in its own
    turn with the same limit; an item that fails alone comes back as Lost and the rest goes on.
    Exceptions of `function` itself are raised here: they are defects, not bad input.
    """
    if workers <= 1:
        for batch in batches:
            yield function(batch)
        return
    # Spawned from a clean server process: forking one with Prefect's threads can deadlock.
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPool(max_workers=workers, max_tasks=0, context=context)
    try:
        under_way: deque[tuple[Sequence[Item], object]] = deque()
        source = iter(batches)
        exhausted = False
        while under_way or not exhausted:
            while not exhausted and len(under_way) < workers * AHEAD:
                batch = next(source, None)
                if batch is None:
                    exhausted = True
                    break
                under_way.append((batch, pool.schedule(function, [batch], timeout=limit_seconds)))
            if not under_way:
                break
            batch, future = under_way.popleft()
            yield from _outcome(pool, function, batch, future, limit_seconds)
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def _outcome(  # type: ignore[no-untyped-def]
    pool: ProcessPool,
    function: Callable[[Sequence[Item]], Result],
    batch: Sequence[Item],
    future,
    limit_seconds: float,
) -> Iterator[Result | Lost[Item]]:
    try:
        yield future.result()
        return
    except FutureTimeout:
        reason, detail = "hang", f"took longer than {limit_seconds:g} s"
    except ProcessExpired as error:
        reason, detail = "crash", f"the worker ended with exit code {error.exitcode}"
    if len(batch) == 1:
        yield Lost(batch[0], reason, detail)
        return
    for item in batch:
        alone = pool.schedule(function, [[item]], timeout=limit_seconds)
        yield from _outcome(pool, function, [item], alone, limit_seconds)
