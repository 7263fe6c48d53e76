"""A flow ends itself when its service is gone: while it works, or before it has begun."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import parting

FLOW = (
    "import sys, time; from flows import parting; {0}; print('at work', flush=True); time.sleep(60)"
)
# A service that starts a flow, tells its number, and is gone.
SERVICE = """
import os, subprocess, sys
if {names}: os.environ[{variable!r}] = str(os.getpid())
flow = subprocess.Popen([sys.executable, "-c", {flow!r}], stdout={out})
print(flow.pid, flush=True)
{wait}
os._exit(9)
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("is_early", [False, True])
def test_a_flow_ends_with_its_service(is_early: bool) -> None:
    begin = "parting.end_with_parent()"
    flow = FLOW.format(f"time.sleep(1.0); {begin}" if is_early else begin)
    # It goes at once, or when the flow has said that it is at work.
    service = SERVICE.format(
        names=is_early, variable=parting.SERVICE, flow=flow,
        out="subprocess.DEVNULL" if is_early else "subprocess.PIPE",
        wait="" if is_early else "flow.stdout.readline()",
    )  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if k != parting.SERVICE}
    done = subprocess.run(
        [sys.executable, "-c", service],
        env=environment, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 9
    pid = int(done.stdout)
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_alive(pid)
