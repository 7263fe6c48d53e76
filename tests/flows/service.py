"""`figuredrift serve` on the demonstration, as a process group that can be watched and killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from flows import demonstration
from flows.demonstration.server import Server

READY_WITHIN = 90.0  # generous: the machine may be busy


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: str, check: Callable[[], Any], within: float = READY_WITHIN) -> Any:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(0.2)
    raise AssertionError(f"{what}: not within {within:g} s")


class Service:
    """One service and its data folder; `start` after `kill` goes on in the same folder."""

    def __init__(self, folder: Path, site: Server, *, every_minutes: float = 0.2) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log.txt"
        self.data = folder / "data"
        watchlist = folder / "outlets.toml"
        watchlist.write_text(demonstration.outlets(), encoding="utf-8")
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
            "FIGUREDRIFT_WATCHLIST": str(watchlist),
            "FIGUREDRIFT_DATA_DIR": str(self.data),
            "FIGUREDRIFT_RESOLVE": json.dumps({"*.example": f"127.0.0.1:{site.port}"}),
            "FIGUREDRIFT_ALLOW_PRIVATE_ADDRESSES": "true",
            "FIGUREDRIFT_HOST_DELAY": "0",
            "FIGUREDRIFT_OLDEST_DAYS": "0",
            "FIGUREDRIFT_EVERY_MINUTES": str(every_minutes),
            "FIGUREDRIFT_UI_PORT": str(self.port),
            "FIGUREDRIFT_BATCH": "8",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.log.write_bytes(b"")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).with_name("figuredrift"), "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until("the service is ready", self._is_ready)

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        return b"ready" in self.log.read_bytes()

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """Scheduled runs in these states, the newest first."""
        asked = {
            "flow_runs": {"state": {"type": {"any_": list(states)}}},
            "sort": "EXPECTED_START_TIME_DESC",
        }
        url = f"http://127.0.0.1:{self.port}/api/flow_runs/filter"
        answer = httpx.post(url, json=asked, timeout=30)
        return [run for run in answer.json() if run["deployment_id"]]

    def processes(self) -> dict[int, str]:
        """Every living process of the service's session, with its command line."""
        assert self.process is not None
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                after_name = (folder / "stat").read_text().rpartition(") ")[2].split()
                if int(after_name[3]) == self.process.pid and after_name[0] != "Z":
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(folder.name)] = command
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    def flows(self) -> list[int]:
        """Processes that carry a flow out."""
        return [pid for pid, command in self.processes().items() if "prefect.engine" in command]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Ask only the service's own process to stop; returns the seconds until all is gone."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        until("every process of the service is gone", lambda: not self.processes(), 30)
        return time.monotonic() - began

    def kill(self) -> None:
        """As a power cut would: server, scheduler and flow at once."""
        if self.process is None:
            return
        for pid in (self.process.pid, *self.processes()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(10)
