"""How the batches of a stage are carried out: plainly, or each as a Prefect task."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from flows.pool import Item, Lost, Result, Workers

Step = TypeVar("Step")
AHEAD = 2  # batches waiting per worker: enough to keep it busy, few enough to stay small


class Engine(Protocol):
    """Carries a stage's work out; results come in the order of the batches."""

    def each(
        self,
        name: str,
        function: Callable[[Sequence[Item]], Result],
        batches: Iterable[Sequence[Item]],
        *,
        at_once: int,
        workers: Workers | None = None,
    ) -> Iterator[Result | Lost[Item]]:
        """`function(batch)` for every batch, `at_once` at a time.

        With `workers` in those processes (`function` must then be picklable), else in threads.
        `batches` is drawn from in the caller's thread, a few ahead.
        """
        ...


class Plain:
    """Threads of this process, without Prefect: for tests, benchmarks and single commands."""

    def each(
        self,
        name: str,
        function: Callable[[Sequence[Item]], Result],
        batches: Iterable[Sequence[Item]],
        *,
        at_once: int,
        workers: Workers | None = None,
    ) -> Iterator[Result | Lost[Item]]:
        work = _work(function, workers)
        if at_once == 1:
            for batch in batches:
                yield from work(batch)
            return
        with ThreadPoolExecutor(at_once, thread_name_prefix=name) as threads:
            window = at_once * AHEAD
            yield from in_order(batches, lambda b: threads.submit(work, b), window=window)


class Tasks:
    """One Prefect task a batch, on the task runner of the flow that is running."""

    def each(
        self,
        name: str,
        function: Callable[[Sequence[Item]], Result],
        batches: Iterable[Sequence[Item]],
        *,
        at_once: int,
        workers: Workers | None = None,
    ) -> Iterator[Result | Lost[Item]]:
        from prefect import task
        from prefect.cache_policies import NO_CACHE
        from prefect.utilities.annotations import quote

        step = task(name=name, task_run_name=name + " {number}", cache_policy=NO_CACHE)(
            _numbered(_work(function, workers))
        )
        numbers = iter(range(1, 1 << 62))
        # `quote` keeps Prefect from walking through every article in search of futures.
        yield from in_order(
            batches,
            lambda b: step.submit(next(numbers), quote(b)),
            window=at_once * AHEAD,
        )


def in_order(
    batches: Iterable[Sequence[Item]],
    submit: Callable[[Sequence[Item]], Any],
    *,
    window: int,
) -> Iterator[Any]:
    """Results of the futures `submit` gives, in order, at most `window` of them under way."""
    under_way: deque[Any] = deque()
    for batch in batches:
        under_way.append(submit(batch))
        if len(under_way) >= window:
            yield from under_way.popleft().result()
    while under_way:
        yield from under_way.popleft().result()


def _work(
    function: Callable[[Sequence[Item]], Result], workers: Workers | None
) -> Callable[[Sequence[Item]], list[Result | Lost[Item]]]:
    if workers is None:
        return lambda batch: [function(batch)]
    return lambda batch: workers.run(function, batch)


def _numbered(work: Callable[[Any], Any]) -> Callable[[int, Any], Any]:
    def step(number: int, batch: Any) -> Any:
        return work(batch)

    return step
