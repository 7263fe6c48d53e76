"""Six days of the demonstration in a warehouse, for the tests here that begin with one."""

from __future__ import annotations

import pytest

from flows import demonstration, extract, ingest, publish, resolve, runs
from flows.demonstration.server import Server
from flows.ingest import Sources
from flows.settings import Settings

DAYS = 6


# Of a module, because its tests write to it.
@pytest.fixture(scope="module")
def six_days(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder that lived through them, by the plain stages, without Prefect."""
    folder = tmp_path_factory.mktemp("six_days")
    (folder / "outlets.toml").write_text(demonstration.outlets(), encoding="utf-8")
    settings = Settings(
        data_dir=folder / "data",
        watchlist=folder / "outlets.toml",
        allow_private_addresses=True,
        host_delay=0.0,
        processes=1,
    )
    for day in range(1, DAYS + 1):
        now = demonstration.moment(day)
        with Server(day=day) as site:
            chosen = settings.model_copy(
                update={"resolve": {"*.example": f"127.0.0.1:{site.port}"}}
            )
            with runs.opened(chosen, "pipeline", now=lambda now=now: now) as run:  # type: ignore[misc]
                ingest.ingest(run, Sources(watchlist=settings.watchlist))
                extract.extract(run)
                resolve.resolve(run)
                publish.publish(run)
    return settings
