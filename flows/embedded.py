"""Prepares Prefect for runs inside one process: quiet, with its own home, no server to start."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

STOP_WITHIN = 2.0  # seconds from Ctrl-C to the end
STOPPED = "stopped; every batch finished before is kept, run again to go on"
INTERRUPTED = 130  # exit code, as shells know it

# Prefect reads its environment when first imported, so these stand before any such import; a
# person's own settings (say, PREFECT_API_URL of a server) always win.
_QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # What fails is told by the command itself, with its remedy, and stands in raw.failures.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "DASK_LOGGING__DISTRIBUTED": "error",  # where a local cluster's parts are, a page of it
    # A run inside one process has nothing to schedule and keeps no history; the recorders' writes
    # would only lock the little database against the run itself (each clash costs it 2 seconds).
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
}


def prepare(data_dir: Path) -> None:
    """Sets Prefect's environment for a run inside this process; call before importing a flow."""
    home = (data_dir / "prefect").absolute()
    home.mkdir(parents=True, exist_ok=True)
    for name, value in {**_QUIET, "PREFECT_HOME": str(home)}.items():
        os.environ.setdefault(name, value)


@contextmanager
def session() -> Iterator[None]:
    """Keeps Prefect fit for flows in a row: no heartbeats, and an end in time on Ctrl-C.

    Nobody listens to heartbeats of a run inside one process, and waiting for their thread costs
    every flow a second.
    """
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    with _interruptible():
        if os.environ.get("PREFECT_API_URL"):
            yield
            return
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield


@contextmanager
def _interruptible() -> Iterator[None]:
    """Within, Ctrl-C ends this process after STOP_WITHIN seconds at the latest.

    A terminal interrupts Prefect's server, too, and its client then asks for a minute who is not
    there any more.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        last = threading.Timer(STOP_WITHIN, _end)
        last.daemon = True
        last.start()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end() -> None:
    """As a power cut would, which transactions outlive; but with a word, and no server left."""
    from prefect.server.api.server import SubprocessASGIServer

    for server in SubprocessASGIServer._instances.values():
        if server.server_process is not None:
            with suppress(OSError):
                server.server_process.kill()
    sys.stderr.write(f"figuredrift: {STOPPED}\n")
    sys.stderr.flush()
    os._exit(INTERRUPTED)
