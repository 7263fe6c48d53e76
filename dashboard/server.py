"""Serves the published snapshot as pages on loopback: reads only, answers GET only."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import anyio.to_thread
import duckdb
import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import rendering, wording
from dashboard.asked import Asked
from dashboard.links import ServerLinks
from dashboard.pages import about, article, coverage, figure, findings, outlet, overview, source
from dashboard.snapshot import AT_ONCE, Snapshots, chosen
from warehouse import publishing
from warehouse.errors import Unpublished, WarehouseError

HOST, PORT = "127.0.0.1", 8765
_STATIC = Path(__file__).with_name("static")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    # A newer snapshot may be published at any moment: nothing shown is ever kept.
    "Cache-Control": "no-store",
}
# kind -> (template, content of one thing or of all)
_LISTS: dict[str, tuple[str, Callable[..., dict[str, Any]]]] = {
    "overview": ("overview.html", overview.context),
    "outlets": ("outlets.html", outlet.every),
    "sources": ("sources.html", source.every),
    "findings": ("findings.html", findings.context),
    "coverage": ("coverage.html", coverage.context),
    "about": ("about.html", about.context),
}
_THINGS: dict[str, tuple[str, Callable[..., dict[str, Any] | None]]] = {
    "figures": ("figure.html", figure.context),
    "outlets": ("outlet.html", outlet.context),
    "sources": ("source.html", source.context),
    "articles": ("article.html", article.context),
}


_FORMS = {"csv": (figure.as_csv, "text/csv"), "json": (figure.as_json, "application/json")}


class Guard:
    """Refuses foreign hosts and everything but reading; adds the headers every answer has.

    A page of another site can make a browser ask loopback under that site's name (DNS
    rebinding); such a request names a foreign host.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refused: Response | None = None
        if _host(Headers(scope=scope).get("host", "")) not in self.hosts:
            refused = PlainTextResponse("This address is not served here.\n", 421)
        elif scope["method"] not in ("GET", "HEAD"):
            refused = PlainTextResponse("Only GET is served.\n", 405, {"Allow": "GET, HEAD"})
        await (refused or self.app)(scope, receive, guarded)


def _host(header: str) -> str:
    """The host of a Host header without its port."""
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0].lower()


def application(data_dir: Path | str, hosts: tuple[str, ...] = ()) -> Starlette:
    """The dashboard over the snapshots of `data_dir`; `hosts` are names allowed beside loopback."""
    snapshots = Snapshots(Path(data_dir))

    def listed(request: Request, kind: str) -> Response:
        template, content = _LISTS[kind]
        asked, habit = _asked(request), _habit(request)
        with snapshots.read() as snapshot:
            shown = content(snapshot, asked, habit)
            return _answer(template, shown, snapshot, habit, kind, asked)

    def thing(request: Request, kind: str) -> Response:
        template, content = _THINGS[kind]
        asked, habit, key = _asked(request), _habit(request), _key(request, kind)
        with snapshots.read() as snapshot:
            shown = content(snapshot, key, asked, habit)
            if shown is None:
                raise HTTPException(404)
            return _answer(template, shown, snapshot, habit, kind, asked, key)

    def download(request: Request, form: str) -> Response:
        key = request.path_params["key"]
        written, kind = _FORMS[form]
        with snapshots.read() as snapshot:
            rows = figure.table(snapshot, key, _asked(request))
            if rows is None:
                raise HTTPException(404)
            body = written(rows)
        name = f'attachment; filename="figure-{key[:8]}.{form}"'
        return Response(body, media_type=kind, headers={"Content-Disposition": name})

    def message(request: Request, status: int, title: str, detail: str) -> Response:
        body = rendering.page(
            "message.html", {"title": title, "detail": detail}, links=ServerLinks(),
            habit=_habit(request), snapshot=None, here="message",
        )  # fmt: skip
        return HTMLResponse(body, status)

    def failed(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            if error.status_code == 404:
                return message(request, 404, "Nothing here", "There is no such page.")
            return message(request, error.status_code, "Not possible", error.detail)
        if isinstance(error, Unpublished):
            return message(request, 503, "Nothing is published yet", str(error))
        if isinstance(error, duckdb.OutOfMemoryException):
            return message(request, 503, "Too much at once", "Please try again in a moment.")
        return message(request, 503, "The data cannot be read now", str(error))

    routes = [
        Route("/", partial(listed, kind="overview")),
        *(Route(f"/{kind}", partial(listed, kind=kind)) for kind in _LISTS if kind != "overview"),
        *(Route(f"/figures/{{key}}.{form}", partial(download, form=form)) for form in _FORMS),
        *(Route(f"/{kind}/{{key:path}}", partial(thing, kind=kind)) for kind in _THINGS),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    allowed = frozenset({"localhost", "127.0.0.1", "[::1]", *hosts})
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=allowed)],
        exception_handlers={
            HTTPException: failed,
            WarehouseError: failed,
            duckdb.OutOfMemoryException: failed,
        },
        lifespan=_few_threads,
    )


@asynccontextmanager
async def _few_threads(_: Starlette) -> AsyncIterator[None]:
    """Readers wait before they get a thread: each thread holds memory of its own for good."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = AT_ONCE + 2
    yield


def _key(request: Request, kind: str) -> str:
    """The thing's key as the address gives it; a slash in it is written %2F."""
    raw: bytes = request.scope.get("raw_path") or b""
    _, _, key = raw.decode("ascii", "replace").partition(f"/{kind}/")
    return unquote(key.partition("?")[0], errors="replace")[:500]


def _asked(request: Request) -> Asked:
    return Asked.of(request.query_params.multi_items())


def _habit(request: Request) -> wording.Habit:
    return wording.habit(request.headers.get("accept-language"))


def _answer(
    template: str, shown: dict[str, Any], snapshot: Any, habit: wording.Habit, kind: str,
    asked: Asked, key: str = "",
) -> Response:  # fmt: skip
    body = rendering.page(
        template, shown, links=ServerLinks(), habit=habit, snapshot=snapshot, here=kind,
        asked=asked.without("page"), key=key,
    )  # fmt: skip
    return HTMLResponse(body, headers={"Vary": "Accept-Language"})


def run(data_dir: Path | str, port: int = PORT, host: str = HOST) -> None:
    """Serve until stopped; prints the address.

    Raises Unpublished where there is nothing yet, Damaged where it cannot be read, OSError where
    the port is taken.
    """
    shown = chosen(data_dir)
    publishing.read(shown).close()
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        why = os.strerror(error.errno or 0).lower()
        raise OSError(f"port {port}: {why}; give another with --port") from None
    of = "" if shown == Path(data_dir) else " of the demonstration coverage"
    sys.stdout.write(f"figuredrift dashboard{of} at http://{host}:{port}/ (stop with Ctrl-C)\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        application(shown), log_level="warning", server_header=False, access_log=False
    )
    uvicorn.Server(config).run(sockets=[listening])
