"""figuredrift scheduled on the demonstration, as processes that can be watched and killed."""

from __future__ import annotations

import json
import os
import shutil
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

READY_WITHIN = 240.0  # generous: the machine may be busy


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


ROOT = Path(__file__).parents[2]


class Scheduled:
    """A scheduler's processes, each in a session of its own, and one data folder.

    What is started again after a kill goes on in the same folder.
    """

    parts: tuple[str, ...]  # what can be killed, beside "flow"

    def __init__(self, folder: Path, site: Server, *, every_minutes: float = 0.2) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log.txt"
        self.data = folder / "data"
        self.every_minutes = every_minutes
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
        self.living: dict[str, subprocess.Popen[bytes]] = {}
        self.log.touch()

    def start(self) -> None:
        """Start every part that is not there, and wait until it is at work."""
        raise NotImplementedError

    def pass_time(self) -> None:
        """Let a round come where a schedule would be too slow to wait for."""

    def _spawn(self, part: str, *command: str | Path) -> None:
        with self.log.open("ab") as log:
            self.living[part] = subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _is_answering(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.port}/api/health"
            return httpx.get(url, timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def runs(self, *states: str) -> list[dict[str, Any]]:
        """Scheduled runs in these states, the newest first."""
        asked = {
            "flow_runs": {"state": {"type": {"any_": list(states)}}},
            "sort": "EXPECTED_START_TIME_DESC",
        }
        url = f"http://127.0.0.1:{self.port}/api/flow_runs/filter"
        answer = httpx.post(url, json=asked, timeout=90)
        return [run for run in answer.json() if run["deployment_id"]]

    def processes(self) -> dict[int, str]:
        """Every living process of the sessions started here, with its command line."""
        sessions = {process.pid for process in self.living.values()}
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                after_name = (folder / "stat").read_text().rpartition(") ")[2].split()
                ours = f"FIGUREDRIFT_DATA_DIR={self.data}\0".encode()
                if after_name[0] != "Z" and (
                    int(after_name[3]) in sessions or ours in (folder / "environ").read_bytes()
                ):
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(folder.name)] = command
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return found

    def flows(self) -> list[int]:
        """Processes that carry a flow out."""
        return [pid for pid, command in self.processes().items() if "engine" in command]

    def kill(self, *parts: str) -> None:
        """kill -9 of these parts; of everything, as a power cut would, where none is named."""
        pids = [self.living[part].pid for part in parts if part in self.living]
        if "flow" in parts:
            pids += self.flows()
        for pid in pids if parts else self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for part in parts or list(self.living):
            if process := self.living.pop(part, None):
                process.wait(10)


class Service(Scheduled):
    """`figuredrift serve`: server, scheduler and UI in one process, flows in others."""

    parts = ("service",)

    def start(self) -> None:
        if "service" in self.living:
            return
        self.log.write_bytes(b"")
        self._spawn("service", Path(sys.executable).with_name("figuredrift"), "serve")
        until("the service is ready", self._is_ready)

    def _is_ready(self) -> bool:
        assert self.living["service"].poll() is None, self.log.read_text()
        return b"ready" in self.log.read_bytes()

    def cpu_seconds(self) -> float:
        """What its own process has used so far, user and system."""
        path = Path(f"/proc/{self.living['service'].pid}/stat")
        fields = path.read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Ask only the service's own process to stop; returns the seconds until all is gone."""
        began = time.monotonic()
        service = self.living["service"]
        service.send_signal(how)
        assert service.wait(30) == 0
        until("every process of the service is gone", lambda: not self.processes(), 30)
        return time.monotonic() - began


class Installation(Scheduled):
    """The bigger form: `prefect.yaml` deployed to a Prefect server, a work pool, a worker."""

    parts = ("server", "worker")

    def __init__(
        self, folder: Path, site: Server, *, every_minutes: float = 0.1, database: str | None = None
    ) -> None:
        super().__init__(folder, site, every_minutes=every_minutes)
        self.data.mkdir(exist_ok=True)
        self.environment |= {
            "PREFECT_HOME": str(folder / "home"),
            "PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api",
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
                "prefect.server.concurrency.lease_storage.filesystem"
            ),
            "DO_NOT_TRACK": "1",
        }
        if database is not None:
            self.environment["PREFECT_API_DATABASE_CONNECTION_URL"] = database
        self._is_deployed = False
        self._asked_at = 0.0

    def ask_for_a_run(self) -> None:
        """A round now, beside the schedule; dropped where one is at work."""
        api = f"http://127.0.0.1:{self.port}/api/deployments"
        found = httpx.get(f"{api}/name/follow/watchlist", timeout=90).json()
        httpx.post(f"{api}/{found['id']}/create_flow_run", json={}, timeout=90).raise_for_status()

    def pass_time(self) -> None:
        if time.monotonic() - self._asked_at > self.every_minutes * 60:
            self._asked_at = time.monotonic()
            self.ask_for_a_run()

    def start(self) -> None:
        prefect = Path(sys.executable).with_name("prefect")
        if "server" not in self.living:
            self._spawn("server", prefect, "server", "start", "--host", "127.0.0.1")
            until("the server answers", self._is_answering)
        if not self._is_deployed:
            self._deploy()
        if "worker" not in self.living:
            self._do("figuredrift", "reconcile")
            self._spawn("worker", prefect, "worker", "start", "--pool", "figuredrift")

    def _deploy(self) -> None:
        shutil.copy(ROOT / "prefect.yaml", self.folder)
        self._do("prefect", "work-pool", "create", "figuredrift", "--type", "process")
        self._do("prefect", "--no-prompt", "deploy", "--all")
        self._do("figuredrift", "alerts")
        self._is_deployed = True

    def _do(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [Path(sys.executable).with_name(program), *arguments],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
