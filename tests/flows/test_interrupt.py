"""Ctrl-C in the middle of a run: it stops at once, keeps what is done, and the next goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import logs
from tests.flows.service import until
from warehouse import publishing

pytestmark = pytest.mark.slow
PAGES = 300
STOP_WITHIN = 5.0
PAGE = """<!doctype html><title>Quay {n}</title><article><h1>Quay {n} floods again</h1>
<p>At least {n},{n:03} people were evacuated from quay {n}, the Harbour Authority said.</p>
<p>The repairs will cost around {n} million dollars, according to the Water Board.</p></article>"""


@pytest.mark.parametrize("stage", [pytest.param("ingest", marks=pytest.mark.full), "extract"])
def test_a_run_that_is_interrupted(tmp_path: Path, stage: str) -> None:
    folder, data = tmp_path / "pages", tmp_path / "data"
    folder.mkdir()
    for n in range(1, PAGES + 1):
        (folder / f"{n}.html").write_text(PAGE.format(n=n), encoding="utf-8")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
        "FIGUREDRIFT_BATCH": "10",
    }
    command = [
        Path(sys.executable).with_name("figuredrift"), "run", "--folder", folder, "--data", data,
        "--processes", "2",
    ]  # fmt: skip

    def is_at_work() -> bool:
        log = data / logs.LOG_FILE
        return log.exists() and f'"flow": "{stage}"' in log.read_text(encoding="utf-8")

    def living() -> list[int]:
        found = []
        for one in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = one.read_text().rpartition(") ")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == process.pid and fields[0] != "Z":
                found.append(int(one.parent.name))
        return found

    process = subprocess.Popen(
        command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, process_group=0,
    )  # fmt: skip
    until("the stage has begun", is_at_work, 200)
    time.sleep(0.5)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group
    _, told = process.communicate(timeout=60)
    took = time.monotonic() - began
    assert process.returncode == 130, told
    assert "stopped; every batch finished before is kept" in told
    assert "Traceback" not in told
    until("no process is left", lambda: not living(), 10)
    assert took < STOP_WITHIN, f"stopping took {took:.1f} s"

    done = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
        timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with publishing.read(data) as con:
        counts = con.execute(
            "SELECT (SELECT count(*) FROM core.articles), "
            "(SELECT count(DISTINCT claim_id) FROM core.claims), (SELECT count(*) FROM core.claims)"
        ).fetchall()[0]
    assert counts[0] == PAGES
    assert counts[1] == counts[2] >= PAGES
