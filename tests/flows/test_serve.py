"""A served deployment really gets its runs, one at a time, tells what it did, and stops at once."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.demonstration.server import Server
from tests.flows.service import Service, until
from warehouse import publishing

pytestmark = pytest.mark.slow
STOP_WITHIN = 5.0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with Server(day=3) as site:
        one = Service(tmp_path, site)
        try:
            yield one
        finally:
            one.kill()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def is_apart(runs: list[dict[str, Any]]) -> bool:
    """Whether none of these ended runs began before the one before it had ended."""
    spans = sorted((moment(r["start_time"]), moment(r["end_time"])) for r in runs)
    return all(end <= begin for (_, end), (begin, _) in pairwise(spans))


def test_runs_come_and_finish_are_told_and_stop_at_once(service: Service) -> None:
    service.start()
    address = f"http://127.0.0.1:{service.port}"
    ui = httpx.get(f"{address}/", follow_redirects=True)
    assert ui.status_code == 200
    assert "<html" in ui.text.lower()
    until("a scheduled run is completed", lambda: service.runs("COMPLETED"))

    with publishing.read(service.data) as con:
        (claims,) = con.execute("SELECT count(*) FROM core.claims").fetchall()[0]
    assert claims > 0
    told = json.loads((service.data / "health.json").read_text())
    assert told["status"] == "ok"
    assert {"ingest", "extract", "resolve", "publish"} <= set(told["flows"])
    assert httpx.get(f"{address}/health").json()["is_well"] is True
    asked = httpx.post(f"{address}/api/artifacts/latest/filter", json={}).json()
    artifacts = {one["key"]: one["data"] for one in asked}
    assert "| claims |" in artifacts["round"]
    assert {"outlet", "fetched", "claims"} <= set(json.loads(artifacts["round-by-outlet"])[0])
    lines = (service.data / "logs" / "runs.jsonl").read_text().splitlines()
    assert {"running", "completed"} <= {json.loads(line)["event"] for line in lines}

    until("a run is at work", lambda: service.runs("RUNNING") and service.flows())
    took = service.stop(signal.SIGINT)
    assert took < STOP_WITHIN, f"stopping took {took:.1f} s"
    assert service.process is not None
    assert service.process.returncode == 0
    assert "Traceback" not in service.log.read_text()


@pytest.mark.full
def test_missed_rounds_are_dropped_and_rounds_never_overlap(service: Service) -> None:
    # Rounds follow faster than one takes, so that most would overlap.
    service.environment["FIGUREDRIFT_EVERY_MINUTES"] = "0.05"
    service.start()
    until("a run is completed", lambda: service.runs("COMPLETED"))
    service.kill()
    time.sleep(15)  # five rounds are missed
    started = datetime.now(UTC)
    service.start()
    until("three more are completed", lambda: len(service.runs("COMPLETED")) > 3)
    ended = service.runs("COMPLETED", "FAILED")
    assert is_apart(ended)
    first = [r for r in ended if moment(r["start_time"]) > started]
    assert all(moment(r["expected_start_time"]) > started for r in first), "no missed round is run"
