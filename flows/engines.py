"""How the batches of a stage are carried out: plainly, as Prefect tasks, or on a cluster."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, cast

from flows.pool import Item, Lost, Result, Workers
from flows.settings import Settings

AHEAD = 2  # batches waiting per worker: enough to keep it busy, few enough to stay small


class EngineMissingError(LookupError):
    """The chosen task runner is not installed; the message says how to get it."""


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


@dataclass(frozen=True, slots=True)
class Tasks:
    """One Prefect task a batch, on the task runner of the flow that is running.

    `is_remote`: that runner has processes of its own, perhaps on other machines. They are sent the
    plain function, and `workers` are not used; what kills one of them is looked for item by item.
    """

    is_remote: bool = False

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

        is_sent = self.is_remote and workers is not None
        work = _unpacking(function) if is_sent else _work(function, workers)
        step = task(name=name, task_run_name=name + " {number}", cache_policy=NO_CACHE)(
            _numbered(work)
        )
        numbers = iter(range(1, 1 << 62))

        def submit(batch: Sequence[Item]) -> Any:
            # Prefect and Dask walk through what they are given in search of futures: `quote`
            # keeps Prefect from it, bytes keep both.
            if is_sent:
                with _reachable_scheduler():
                    future = step.submit(next(numbers), pickle.dumps(batch))
                return _Sent(batch, future, submit)
            return step.submit(next(numbers), quote(batch))

        yield from in_order(batches, submit, window=at_once * AHEAD)


@dataclass(frozen=True, slots=True)
class _Sent(Generic[Item, Result]):
    """A batch on its way through a cluster."""

    batch: Sequence[Item]
    future: Any
    submit: Callable[[Sequence[Item]], Any]

    def result(self) -> list[Result | Lost[Item]]:
        """As `Workers.run`: a batch that kills its worker is tried once more, item by item."""
        try:
            return cast("list[Result | Lost[Item]]", self.future.result())
        except Exception as error:
            if type(error).__name__ not in _WORKER_DIED:
                raise
            if len(self.batch) == 1:
                return [Lost(self.batch[0], "crash", f"the worker died: {type(error).__name__}")]
        return [outcome for item in self.batch for outcome in self.submit([item]).result()]


# By name: the packages they come from are optional.
_WORKER_DIED = frozenset({"KilledWorker", "WorkerCrashedError", "RayTaskError(WorkerCrashedError)"})


def task_runner(settings: Settings) -> Any:
    """The Prefect task runner that `settings` ask for.

    Raises EngineMissingError where its package is not installed.
    """
    chosen, processes, address = settings.task_runner, settings.processes, settings.cluster
    try:
        if chosen == "dask":
            from prefect_dask.task_runners import DaskTaskRunner

            if address:
                return DaskTaskRunner(address=address)
            # One thread a process: reading is work of the interpreter, which threads cannot share.
            local = {"n_workers": processes, "threads_per_worker": 1, "dashboard_address": None}
            return DaskTaskRunner(cluster_kwargs=local)
        if chosen == "ray":
            from prefect_ray import RayTaskRunner

            if address:
                return RayTaskRunner(address=address)
            return RayTaskRunner(init_kwargs={"num_cpus": processes, "include_dashboard": False})
    except ImportError as error:
        raise EngineMissingError(
            f"FIGUREDRIFT_TASK_RUNNER={chosen} needs a package that is not installed "
            f"({error.name}): pip install 'figuredrift[{chosen}]'"
        ) from error
    from prefect.task_runners import ThreadPoolTaskRunner

    return ThreadPoolTaskRunner(max_workers=32)


@contextmanager
def _reachable_scheduler() -> Iterator[None]:
    """Within, what is sent tells its state to this run's own scheduler.

    Else every process of a cluster would start another one, and leave it behind.
    """
    from prefect.settings import PREFECT_API_URL, temporary_settings

    if PREFECT_API_URL.value():
        yield
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    server.start()  # it runs already, for the flow: this one is the same
    with temporary_settings({PREFECT_API_URL: server.api_url}):
        yield


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


def _unpacking(
    function: Callable[[Sequence[Item]], Result],
) -> Callable[[bytes], list[Result | Lost[Item]]]:
    return lambda packed: [function(pickle.loads(packed))]


def _numbered(work: Callable[[Any], Any]) -> Callable[[int, Any], Any]:
    def step(number: int, batch: Any) -> Any:
        return work(batch)

    return step
