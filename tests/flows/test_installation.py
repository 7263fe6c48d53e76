"""The bigger form for real: Postgres, a Prefect server, `prefect.yaml` deployed, a worker."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from flows.demonstration.server import Server
from tests.flows import postgres
from tests.flows.service import Installation, until
from warehouse import publishing

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        postgres.missing() is not None, reason=f"{postgres.missing()} of Postgres is not installed"
    ),
]


@pytest.fixture
def told() -> Iterator[tuple[str, list[Any]]]:
    """An address to tell, and what it was told."""
    heard: list[Any] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/secret-path", heard
        server.shutdown()


def test_a_deployed_run_is_carried_out_and_a_killed_one_is_told(
    tmp_path: Path, told: tuple[str, list[Any]]
) -> None:
    address, heard = told
    with Server(day=3) as site, postgres.running(tmp_path / "postgres", "prefect") as database:
        one = Installation(tmp_path, site, database=f"postgresql+asyncpg://{database}/prefect")
        one.environment["FIGUREDRIFT_ALERT_URL"] = address
        try:
            one.start()
            one.ask_for_a_run()
            until("a run is completed", lambda: one.runs("COMPLETED"), 180)
            with publishing.read(one.data) as con:
                ((claims,),) = con.execute("SELECT count(*) FROM core.claims").fetchall()
            assert claims > 0
            one.ask_for_a_run()
            until("a run is at work", lambda: one.runs("RUNNING") and one.flows())
            one.kill("flow")
            until("the run is told as crashed", lambda: one.runs("CRASHED", "FAILED"), 150)
            until("a person is told", lambda: heard, 60)
            assert "did not complete" in heard[0]["subject"]
            assert "follow" in heard[0]["text"]
            done = len(one.runs("COMPLETED"))
            one.ask_for_a_run()
            until("the next one is carried out", lambda: len(one.runs("COMPLETED")) > done, 180)
            assert "secret-path" not in one.log.read_text()
        finally:
            one.kill()
