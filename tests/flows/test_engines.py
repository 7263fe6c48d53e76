"""The same flows on other engines: row for row what threads and processes of one machine give."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import pytest

from flows import engines, pool
from flows.settings import Settings
from tests.faults.test_pipeline_kills import content

ROOT = Path(__file__).parents[2]
WORKERS = 2
DAYS = 2


def installed(package: str) -> Any:
    return pytest.mark.skipif(
        importlib.util.find_spec(package) is None,
        reason=f"{package} is not installed (an extra: pip install -e '.[dask,ray]')",
    )


def live(data: Path, **settings: str) -> dict[str, list[Any]]:
    """Two days of the demonstration in a process of their own; every row they gave."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"FIGUREDRIFT_BATCH": "4", "FIGUREDRIFT_PROCESSES": str(WORKERS), **settings}
    command = [sys.executable, "-m", "flows.cli", "demo", "--days", str(DAYS), "--data", data]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=580, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return content(data)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[dict[str, list[Any]]]]:
    """What the default engine gives; it works beside the engine it is compared with."""
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(live, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def scheduler() -> Iterator[Any]:
    """A Dask cluster of two worker processes."""
    dask = pytest.importorskip("dask")
    distributed = pytest.importorskip("distributed")
    # What kills a worker is given up at once; by default three more have to die.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, dashboard_address=None
        ) as cluster,
    ):
        yield cluster


@installed("prefect_dask")
def test_dask_gives_the_same_rows(
    plain: Future[dict[str, list[Any]]], scheduler: Any, tmp_path: Path
) -> None:
    got = live(
        tmp_path,
        FIGUREDRIFT_TASK_RUNNER="dask",
        FIGUREDRIFT_CLUSTER=scheduler.scheduler_address,
    )
    assert got["core.claims"]
    for table, rows in plain.result().items():
        assert got[table] == rows, table
    with scheduler.get_client() as client:
        ran = client.run(lambda: "extractors.claims" in sys.modules)
        assert all(ran.values()), "every worker has read articles"


@installed("prefect_ray")
def test_ray_gives_the_same_rows(plain: Future[dict[str, list[Any]]], tmp_path: Path) -> None:
    got = live(tmp_path, FIGUREDRIFT_TASK_RUNNER="ray")
    assert got["core.claims"]
    for table, rows in plain.result().items():
        assert got[table] == rows, table


def work(batch: Sequence[str]) -> list[str]:
    if "crash" in batch:
        os._exit(3)
    return [item.upper() for item in batch]


@installed("prefect_dask")
def test_what_kills_a_worker_of_dask_is_given_up_and_the_rest_goes_on(scheduler: Any) -> None:
    from prefect import flow
    from prefect.testing.utilities import prefect_test_harness

    @flow(persist_result=False)
    def sent() -> list[Any]:
        batches = [["a", "b"], ["c", "crash", "d"], ["e"]]
        with pool.Workers(WORKERS) as workers:
            return list(
                engines.Tasks(is_remote=True).each(
                    "work", work, batches, at_once=WORKERS, workers=workers
                )
            )

    chosen = Settings(task_runner="dask", cluster=scheduler.scheduler_address)
    with prefect_test_harness(server_startup_timeout=300):  # the machine may be busy
        got = sent.with_options(task_runner=engines.task_runner(chosen))()
    assert [one for one in got if not isinstance(one, pool.Lost)] == [
        ["A", "B"], ["C"], ["D"], ["E"],
    ]  # fmt: skip
    assert [(one.item, one.reason) for one in got if isinstance(one, pool.Lost)] == [
        ("crash", "crash")
    ]


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_a_missing_engine_is_named_with_its_remedy(
    engine: Literal["dask", "ray"], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (f"prefect_{engine}", f"prefect_{engine}.task_runners"):
        monkeypatch.setitem(sys.modules, module, None)  # as if it were not installed
    with pytest.raises(engines.EngineMissingError, match=rf"figuredrift\[{engine}\]"):
        engines.task_runner(Settings(task_runner=engine))
