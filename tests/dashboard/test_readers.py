"""Many readers at once, while runs publish: nobody sees an error or an old page."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.dashboard import coverage
from tests.dashboard.serving import served
from warehouse import database, publishing

READERS = 50


@pytest.mark.parametrize("seconds", [2.0, pytest.param(60.0, marks=pytest.mark.full)])
def test_fifty_readers_at_once_see_no_error(tmp_path: Path, seconds: float) -> None:
    coverage.publish(tmp_path, figures=6, largest=600, each=24)
    faults: list[object] = []
    answers: list[int] = []
    with served(tmp_path) as origin:
        with httpx.Client(base_url=origin) as client:
            found = client.get("/").text
            figures = re.findall(r"/figures/[0-9a-f-]{36}", found)
            pages = [
                "/", "/?words=oil", "/?sort=spread", "/findings", "/outlets", "/outlets/observer",
                "/sources", "/coverage", "/about", *dict.fromkeys(figures), f"{figures[0]}.csv",
            ]  # fmt: skip
        until = time.monotonic() + seconds

        def read(first: int) -> None:
            with httpx.Client(base_url=origin, timeout=60) as client:
                n = first
                while n == first or time.monotonic() < until:
                    try:
                        answer = client.get(pages[n % len(pages)])
                        answers.append(answer.status_code)
                        if answer.status_code != 200:
                            faults.append((answer.status_code, pages[n % len(pages)]))
                    except httpx.TransportError as error:
                        faults.append(error)
                    n += 1

        readers = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
        for thread in readers:
            thread.start()
        edition = 0
        while time.monotonic() < until or not edition:  # a run publishes while they read
            with database.open(tmp_path) as warehouse:
                warehouse.con.execute(f"UPDATE core.figures SET label = 'Edition {edition}'")
                publishing.publish(warehouse, whole=True)
            answer = httpx.get(f"{origin}/", timeout=60)
            assert f"Edition {edition}" in answer.text
            edition += 1
            time.sleep(0.2)
        for thread in readers:
            thread.join()
    assert faults == []
    assert len(answers) >= READERS
