"""Runs everything on a schedule in one process: Prefect's server, its UI, and the deployments."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn, cast

from flows import alerts, figures_watchlist, health, logs, parting, watchlist
from flows.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from prefect.deployments.runner import RunnerDeployment

READY_WITHIN = 60.0  # seconds; a first start also makes Prefect's tables
STOP_WITHIN = 1.5  # seconds for the scheduler's last words


class CannotServeError(Exception):
    """The service cannot start; the message says why and what to do."""


def prepare(settings: Settings) -> str:
    """Sets Prefect's environment for a served instance; returns the address of its UI.

    Call before Prefect is imported. The home lies under the data folder, so that two data folders
    never share a scheduler.
    """
    home = (settings.data_dir / "served").absolute()
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)  # its database holds the address to alert, and the key to it
    origin = f"http://127.0.0.1:{settings.ui_port}"
    os.environ.update(
        {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": f"{origin}/api",
            "PREFECT_SERVER_API_HOST": "127.0.0.1",
            # Also what the UI is told to call.
            "PREFECT_SERVER_API_PORT": str(settings.ui_port),
            "PREFECT_SERVER_UI_API_URL": f"{origin}/api",
            # The UI's files are built at the start; site-packages may be read-only.
            "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
            "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            # The scheduler's complaints, most of which mend themselves, and what flows print.
            "PREFECT_LOGGING_CONFIG_PATH": str(logs.configure_service(settings.data_dir, home)),
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            # A flow that loses its scheduler while it begins asks for it 14 s a request; with
            # Prefect's 5 times it is a minute, in which the next scheduler may start it again.
            "PREFECT_CLIENT_MAX_RETRIES": "3",
            # Who holds a slot outlives the process that gave it.
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
                "prefect.server.concurrency.lease_storage.filesystem"
            ),
            # Marks late runs, which are dropped at the start, and would write at the same moment.
            "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
            "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "200",
            # Other files of a person's Prefect (profiles, a cloud login) must not steer this one.
            "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
            "DO_NOT_TRACK": "1",
            parting.SERVICE: str(os.getpid()),
        }
    )
    return origin


def serve(settings: Settings, tell: Callable[[str], None]) -> NoReturn:
    """Serves until SIGINT or SIGTERM, then ends this process; `tell` is given lines to read.

    Raises CannotServeError where the port is taken or the server does not come up, BadWatchlist
    where the first round could not read whom or what to follow.
    """
    watchlist.load(settings.watchlist)
    figures_watchlist.of(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    origin = prepare(settings)
    _require_free(settings.ui_port)
    deployments = _deployments(settings)
    server = _start_server(settings)
    _wait_ready(origin, stop)
    crashed, late = reconcile()
    if crashed or late:
        tell(f"left from before: {crashed} runs marked as crashed, {late} missed runs dropped")
    alerts.put(settings)
    broken = _carry_out(deployments, stop)
    tell(f"following {settings.watchlist} every {settings.every_minutes:g} minutes")
    tell(f"runs and schedules: {origin}")
    tell("ready; Ctrl-C stops")
    stop.wait()
    if broken:
        raise CannotServeError(f"the scheduler ended: {broken[0]}") from broken[0]
    tell("stopping; every batch finished before is kept")
    # In the background too: a scheduler under load must not keep a person waiting.
    last_words = threading.Thread(target=_last_words, args=(server,), daemon=True)
    last_words.start()
    last_words.join(STOP_WITHIN)
    tell("stopped")
    sys.stdout.flush()
    sys.stderr.flush()
    # Prefect's own way out waits up to half a minute for flows, and for a server just stopped.
    # Flows end themselves when this process is gone (flows/parting.py).
    os._exit(0)


def _last_words(server: uvicorn.Server) -> None:
    with suppress(Exception):
        reconcile()
    server.should_exit = True


def _deployments(settings: Settings) -> list[RunnerDeployment]:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.client.schemas.schedules import CronSchedule
    from prefect.types.entrypoint import EntrypointType

    from flows import scheduled

    try:
        CronSchedule(cron=settings.report_at)
    except ValueError as error:
        raise CannotServeError(
            f"FIGUREDRIFT_REPORT_AT is {settings.report_at!r}, which is no cron expression like "
            "'0 6 * * *'"
        ) from error
    given = {"data_dir": str(settings.data_dir), "watchlist": str(settings.watchlist)}
    # One at a time; a run that would overlap is dropped, since the next one does its work too.
    alone = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    deployments = [
        scheduled.follow.to_deployment(
            "watchlist",
            interval=timedelta(minutes=settings.every_minutes),
            parameters=given,
            concurrency_limit=alone,
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
        scheduled.report.to_deployment(
            "daily",
            cron=settings.report_at,
            parameters={"data_dir": given["data_dir"]},
            concurrency_limit=alone,
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]
    # Outside an event loop these are deployments, never coroutines.
    return cast("list[RunnerDeployment]", deployments)


def _carry_out(deployments: list[RunnerDeployment], stop: threading.Event) -> list[Exception]:
    """Start due runs in the background; where that ends, `stop` is set and the error listed."""
    from prefect.runner import Runner

    runner = Runner(pause_on_shutdown=False, limit=2)
    for deployment in deployments:
        runner.add_deployment(deployment)
    broken: list[Exception] = []

    def work() -> None:
        try:
            asyncio.run(runner.start())
        except Exception as error:
            broken.append(error)
        finally:
            stop.set()

    # Not in the main thread: there Prefect would take the signals, and stop in its own time.
    threading.Thread(target=work, name="prefect-runner", daemon=True).start()
    return broken


def reconcile(flows: tuple[str, ...] = ()) -> tuple[int, int]:
    """Ends what a killed instance left: (runs marked as crashed, missed runs dropped).

    Without it a run stays "Running" for ever and its slot keeps every later run from starting;
    and every run missed while down would be carried out, one after the other. Where `flows` are
    named, only theirs; call before what carries them out is started.
    """
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowFilter, FlowRunFilter
    from prefect.client.schemas.objects import State, StateType
    from prefect.states import Crashed

    ours = FlowFilter.model_validate({"name": {"any_": list(flows)}}) if flows else None
    open_states = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
    crashed = late = 0
    with get_client(sync_client=True) as client:
        while left := client.read_flow_runs(
            flow_filter=ours,
            flow_run_filter=FlowRunFilter.model_validate(
                {"state": {"type": {"any_": open_states}}}
            ),
            limit=200,
        ):
            for one in left:
                state: State[Any] = Crashed(message="figuredrift was stopped while this ran")
                client.set_flow_run_state(one.id, state, force=True)
                crashed += 1
        missed = {
            "state": {"type": {"any_": [StateType.SCHEDULED]}},
            "expected_start_time": {"before_": datetime.now(UTC)},
        }
        while left := client.read_flow_runs(
            flow_filter=ours, flow_run_filter=FlowRunFilter.model_validate(missed), limit=200
        ):
            for one in left:
                client.delete_flow_run(one.id)
                late += 1
    return crashed, late


def _start_server(settings: Settings) -> uvicorn.Server:
    """Prefect's own server in a thread: it ends with this process, whatever ends it."""
    import uvicorn
    from prefect.server.api.server import create_app
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    def well(_request: Any) -> JSONResponse:
        told = health.read(settings.data_dir)
        is_well, why = health.judge(told, settings.every_minutes, datetime.now(UTC))
        return JSONResponse({"is_well": is_well, "why": why, **told}, 200 if is_well else 503)

    app = create_app(final=True)
    app.router.routes.insert(0, Route("/health", well))  # before the UI, which takes every path
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=settings.ui_port,
        log_config=None,
        lifespan="on",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    # Signals belong to the main thread, where the service waits for them.
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    threading.Thread(target=server.run, name="prefect-server", daemon=True).start()
    return server


def _wait_ready(origin: str, stop: threading.Event) -> None:
    import httpx

    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if stop.is_set():
            raise KeyboardInterrupt
        try:
            if httpx.get(f"{origin}/api/health", timeout=2.0).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise CannotServeError(
        f"the scheduler did not come up within {READY_WITHIN:g} s; logs/service.log in the data "
        "folder says why"
    )


def _require_free(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotServeError(
                f"port {port} is taken, perhaps by another `figuredrift serve`: stop that one, or "
                "set FIGUREDRIFT_UI_PORT"
            ) from None
