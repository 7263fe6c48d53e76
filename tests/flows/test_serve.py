"""A served deployment really gets its runs, finishes them, and goes on after being killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import demonstration
from flows.demonstration.server import Server
from warehouse import publishing

pytestmark = pytest.mark.slow

READY_WITHIN = (
    90.0  # generous: the machine may be busy; the figure itself is measured in benchmarks/
)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: str, check: Callable[[], Any], within: float = READY_WITHIN) -> Any:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(0.3)
    raise AssertionError(f"{what}: not within {within:g} s")


class Service:
    """`figuredrift serve` on the demonstration's third day, in a process group of its own."""

    def __init__(self, folder: Path, site: Server) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log.txt"
        watchlist = folder / "outlets.toml"
        watchlist.write_text(demonstration.outlets(), encoding="utf-8")
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
            "FIGUREDRIFT_WATCHLIST": str(watchlist),
            "FIGUREDRIFT_DATA_DIR": str(folder / "data"),
            "FIGUREDRIFT_RESOLVE": json.dumps({"*.example": f"127.0.0.1:{site.port}"}),
            "FIGUREDRIFT_ALLOW_PRIVATE_ADDRESSES": "true",
            "FIGUREDRIFT_HOST_DELAY": "0",
            "FIGUREDRIFT_OLDEST_DAYS": "0",
            "FIGUREDRIFT_EVERY_MINUTES": "0.2",
            "FIGUREDRIFT_UI_PORT": str(self.port),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("figuredrift"), "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until("the service is ready", lambda: b"ready" in self.log.read_bytes())

    def runs(self, *states: str) -> list[dict[str, Any]]:
        wanted = {"flow_runs": {"state": {"type": {"any_": list(states)}}}}
        answer = httpx.post(f"http://127.0.0.1:{self.port}/api/flow_runs/filter", json=wanted)
        return [run for run in answer.json() if run["deployment_id"]]

    def kill(self) -> None:
        """As a power cut would: server, scheduler and flow at once."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        self.log.write_bytes(b"")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with Server(day=3) as site:
        one = Service(tmp_path, site)
        try:
            yield one
        finally:
            one.kill()


def test_scheduled_runs_come_finish_and_outlive_a_kill(service: Service) -> None:
    service.start()
    ui = httpx.get(f"http://127.0.0.1:{service.port}/", follow_redirects=True)
    assert ui.status_code == 200
    assert "<html" in ui.text.lower()
    until("a scheduled run is completed", lambda: service.runs("COMPLETED"))
    with publishing.read(service.folder / "data") as con:
        before = con.execute("SELECT count(*) FROM core.claims").fetchall()[0][0]
    assert before > 0

    until("a run is at work", lambda: service.runs("RUNNING"))
    service.kill()
    time.sleep(1)
    service.start()
    until("a run after the kill is completed", lambda: len(service.runs("COMPLETED")) > 1)
    ended = {run["id"] for run in service.runs("RUNNING", "PENDING")}
    assert len(ended) <= 1, "only the run of now may be under way"
    with publishing.read(service.folder / "data") as con:
        claims, ids = con.execute(
            "SELECT count(*), count(DISTINCT (claim_id, extractor_version)) FROM core.claims"
        ).fetchall()[0]
    assert claims == ids == before
