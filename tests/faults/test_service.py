"""kill -9 of the service, the flow, or both, at random: it goes on, and nothing is doubled."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.demonstration.server import Server
from tests.faults import day as one_day
from tests.flows.service import Service, until
from warehouse import auditing, publishing

LAST_DAY = 6


@pytest.fixture
def site() -> Iterator[Server]:
    with Server(day=1) as server:
        yield server


@pytest.fixture
def service(tmp_path: Path, site: Server) -> Iterator[Service]:
    one = Service(tmp_path, site, every_minutes=0.1)
    try:
        yield one
    finally:
        one.kill()


def strike(service: Service, what: str, after: float) -> None:
    """Kill `what` so many seconds after a flow has begun; start again what does not by itself."""
    until("a flow is at work", service.flows)
    time.sleep(after)
    assert service.process is not None
    if what == "flow":
        for pid in service.flows():
            os.kill(pid, signal.SIGKILL)
        return
    if what == "service":
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait(10)
        until("the flow has ended with its service", lambda: not service.processes(), 15)
    else:
        service.kill()
    service.start()


def survive(service: Service, site: Server, kills: int, seed: int) -> None:
    dice = random.Random(seed)
    service.start()
    for n in range(kills):
        site.set_day(1 + n * LAST_DAY // kills)
        strike(service, ("flow", "service", "both")[n % 3], dice.uniform(0, 8))
    site.set_day(LAST_DAY)

    done = len(service.runs("COMPLETED"))
    until("it goes on by itself", lambda: len(service.runs("COMPLETED")) >= done + 2, 180)
    assert len(service.runs("RUNNING", "PENDING", "CANCELLING")) <= 1, "one run is of now"
    service.stop()

    one_day.live(service.folder / "whole", site.port, LAST_DAY)  # never killed
    with publishing.read(service.data) as con, publishing.read(service.folder / "whole") as whole:
        assert auditing.audit(con) == []
        ids = "SELECT claim_id FROM mart.claim_current"
        told = [claim for (claim,) in con.execute(ids).fetchall()]
        assert len(told) == len(set(told))
        assert {claim for (claim,) in whole.execute(ids).fetchall()} <= set(told)
        left = con.execute(
            "SELECT count(*) FROM raw.runs WHERE status = 'running' AND flow <> 'publish'"
        ).fetchall()
        assert left == [(0,)], "runs that were killed are told as crashed"


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_kills(service: Service, site: Server, seed: int) -> None:
    survive(service, site, kills=10, seed=seed)
