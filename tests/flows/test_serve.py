"""A served deployment really gets its runs, one at a time, tells what it did, and stops at once."""

from __future__ import annotations

import json
import re
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
READY_WITHIN = 15.0  # seconds of CPU: what a person waits for where nothing else is at work
STOP_WITHIN = 5.0
# All that a person sees in the terminal.
WORDS = (
    "following ", "runs and schedules: http://127.0.0.1:", "ready; Ctrl-C stops",
    "left from before: ", "stopping; every batch finished before is kept", "stopped",
)  # fmt: skip


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


def require_ui(address: str) -> None:
    """The page at the printed address comes with all its parts, and calls the API that is there."""
    page = httpx.get(address, follow_redirects=True)
    assert page.status_code == 200
    assert "<html" in page.text.lower()
    parts = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', page.text)
    assert parts
    for part in parts:
        assert httpx.get(address + part).status_code == 200, part
    api = httpx.get(f"{address}/ui-settings").json()["api_url"]
    assert api.startswith(address)
    assert httpx.get(f"{api}/health").json() is True


def require_told(service: Service, address: str) -> None:
    """Artifacts, health file and endpoint, log and metrics say what a run did."""
    told = json.loads((service.data / "health.json").read_text())
    assert told["status"] == "ok"
    assert {"ingest", "extract", "resolve", "publish"} <= set(told["flows"])
    assert httpx.get(f"{address}/health").json()["is_well"] is True
    artifacts = httpx.post(f"{address}/api/artifacts/filter", json={}).json()
    assert any(a["key"] == "round" and "| claims |" in a["data"] for a in artifacts)
    tables = [json.loads(a["data"]) for a in artifacts if a["key"] == "round-by-outlet"]
    assert {"outlet", "fetched", "claims"} <= set(tables[0][0])
    lines = (service.data / "logs" / "runs.jsonl").read_text().splitlines()
    assert {"running", "completed"} <= {json.loads(line)["event"] for line in lines}
    with publishing.read(service.data) as con:
        ((stages,),) = con.execute(
            "SELECT count(DISTINCT flow) FROM raw.runs WHERE summary <> '{}'"
        ).fetchall()
        ((outlets,),) = con.execute(
            "SELECT count(DISTINCT outlet) FROM mart.coverage WHERE claims > 0"
        ).fetchall()
    assert stages >= 4
    assert outlets > 2


def test_a_year_in_short(service: Service) -> None:
    """Started, told, killed, started again, stopped: one life, since each start takes a while."""
    # Rounds follow faster than one takes, so that most would overlap.
    service.environment["FIGUREDRIFT_EVERY_MINUTES"] = "0.1"
    service.start()
    assert service.cpu_seconds() < READY_WITHIN
    found = re.search(r"http://127\.0\.0\.1:\d+", service.log.read_text())
    assert found
    address = found[0]
    require_ui(address)
    until("two scheduled runs are completed", lambda: len(service.runs("COMPLETED")) > 1)
    require_told(service, address)

    service.kill()
    time.sleep(13)  # two rounds are missed
    started = datetime.now(UTC)
    service.start()
    before = {run["id"] for run in service.runs("COMPLETED", "FAILED", "CRASHED")}
    until("it goes on", lambda: len(service.runs("COMPLETED")) > len(before))
    ended = service.runs("COMPLETED", "FAILED")
    assert is_apart(ended), "two rounds at once"
    fresh = [r for r in ended if r["id"] not in before]
    assert all(moment(r["expected_start_time"]) > started for r in fresh), "a missed round is run"

    until("a run is at work", lambda: service.runs("RUNNING") and service.flows())
    took = service.stop(signal.SIGINT)
    assert took < STOP_WITHIN, f"stopping took {took:.1f} s"
    said = service.log.read_text().splitlines()
    assert [line for line in said if not line.startswith(WORDS)] == []
