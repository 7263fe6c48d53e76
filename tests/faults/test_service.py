"""kill -9 of the server, the worker, the flow, at random: it goes on, and nothing is doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows import demonstration
from flows.demonstration.server import Server
from tests.faults import day as one_day
from tests.flows import postgres
from tests.flows.service import Installation, Scheduled, Service, until
from warehouse import auditing, publishing

LAST_DAY = 6
Kind = Callable[[Path, Server], Scheduled]


def served(folder: Path, site: Server) -> Scheduled:
    return Service(folder, site, every_minutes=0.1)


@pytest.fixture
def site() -> Iterator[Server]:
    with Server(day=1) as server:
        yield server


def strike(scheduled: Scheduled, what: tuple[str, ...], after: float) -> None:
    """Kill `what` so many seconds after a flow has begun; start again what does not by itself."""
    await_(scheduled, "a flow is at work", scheduled.flows, 200)
    time.sleep(after)
    scheduled.kill(*what)
    if scheduled.living.keys() != set(scheduled.parts):
        if {"service", "worker"} & set(what):
            until("the flow has ended with who began it", lambda: not scheduled.flows(), 60)
        scheduled.start()


def await_(scheduled: Scheduled, what: str, check: Callable[[], Any], within: float) -> None:
    def checked() -> Any:
        scheduled.pass_time()
        return check()

    until(what, checked, within)


def survive(scheduled: Scheduled, site: Server, kills: int, seed: int) -> None:
    """Kill each part, the flow, and all at once in turn, while the days of coverage go by."""
    dice = random.Random(seed)
    targets = [(part,) for part in scheduled.parts] + [("flow",), (*scheduled.parts, "flow")]
    scheduled.start()
    for n in range(kills):
        site.set_day(1 + n * LAST_DAY // kills)
        strike(scheduled, targets[n % len(targets)], dice.uniform(0, 8))
    site.set_day(LAST_DAY)

    done = len(scheduled.runs("COMPLETED"))
    await_(
        scheduled, "it goes on by itself", lambda: len(scheduled.runs("COMPLETED")) >= done + 2, 300
    )
    until(
        "no run stays as it was when it was killed: one at most is of now",
        lambda: len(scheduled.runs("RUNNING", "PENDING", "CANCELLING")) <= 1,
        200,
    )
    scheduled.kill()
    one_day.live(scheduled.data, site.port, LAST_DAY)  # goes on, without a scheduler too
    one_day.live(scheduled.folder / "whole", site.port, LAST_DAY)  # never killed
    require_whole(scheduled.data, scheduled.folder / "whole")


def require_whole(killed: Path, whole: Path) -> None:
    """Nothing is lost or doubled: both hold the same articles, and read the same texts alike.

    An article that is edited in the course of the days was met at other moments, so that there
    the texts themselves may differ.
    """
    claims = "SELECT CAST(claim_id AS VARCHAR) FROM core.claims WHERE revision_id = ?"
    with publishing.read(killed) as con, publishing.read(whole) as calm:
        assert auditing.audit(con) == []
        told, wanted = (
            {
                article: {revision for _, revision in group}
                for article, group in grouped(
                    one.execute(
                        "SELECT a.url, r.revision_id FROM core.articles AS a "
                        "JOIN core.revisions AS r USING (article_id)"
                    ).fetchall()
                ).items()
            }
            for one in (con, calm)
        )
        assert wanted.keys() <= told.keys(), "an article is lost"
        otherwise = {url for url, revisions in wanted.items() if not revisions <= told[url]}
        assert len(otherwise) <= len(demonstration.truth()["edited"]), otherwise
        for url, revisions in wanted.items():
            for revision in revisions & told[url]:
                mine, theirs = (
                    sorted(one.execute(claims, [revision]).fetchall()) for one in (con, calm)
                )
                assert mine == theirs, url
        left = con.execute(
            "SELECT count(*) FROM raw.runs WHERE status = 'running' AND flow <> 'pipeline'"
        ).fetchall()
        assert left == [(0,)], "runs that were killed are told as crashed"


def grouped(rows: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


@pytest.mark.slow
def test_three_kills(tmp_path: Path, site: Server) -> None:
    lived_through(served, tmp_path, site, kills=3, seed=7)


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_thirty_kills(tmp_path: Path, site: Server, seed: int) -> None:
    """Ten for each seed."""
    lived_through(served, tmp_path, site, kills=10, seed=seed)


@pytest.mark.full
@pytest.mark.skipif(postgres.missing() is not None, reason="Postgres is not installed")
def test_kills_of_server_and_worker_apart(tmp_path: Path, site: Server) -> None:
    """The bigger form: a server on Postgres, a worker, and flows in processes of their own."""
    with postgres.running(tmp_path / "postgres", "prefect") as server:
        database = f"postgresql+asyncpg://{server}/prefect"
        lived_through(partial(Installation, database=database), tmp_path, site, kills=8, seed=4)


def lived_through(kind: Kind, folder: Path, site: Server, kills: int, seed: int) -> None:
    scheduled = kind(folder, site)
    try:
        survive(scheduled, site, kills, seed)
    finally:
        scheduled.kill()
