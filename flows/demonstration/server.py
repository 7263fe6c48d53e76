"""Plays the invented outlets on one loopback port, by Host header, at successive days."""

from __future__ import annotations

import gzip
import sys
import threading
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from flows.demonstration import DAYS, Coverage, coverage
from flows.demonstration.site import Answer, answer


class Visit(NamedTuple):
    """One request as it was answered."""

    day: int
    host: str
    path: str
    status: int


class Listener(ThreadingHTTPServer):
    """Threads that answer HTTP, and are silent about clients that hang up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news; anything else is a defect of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """A web server for the invented outlets; `start` gives its port, `set_day` moves time on.

    Use as a context manager, or call `stop` when done. `visits` lists every request answered.
    """

    def __init__(self, day: int = 1, shown: Coverage | None = None) -> None:
        self.coverage = shown or coverage()
        self.visits: list[Visit] = []
        self.set_day(day)
        self._http: Listener | None = None
        self._thread: threading.Thread | None = None

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(outlet.host for outlet in self.coverage.outlets)

    def set_day(self, day: int) -> None:
        """Move to the evening of `day`; ValueError outside 1 to 10."""
        if not 1 <= day <= DAYS:
            raise ValueError(f"day must be 1 to {DAYS}, not {day}")
        self.day = day

    def start(self) -> int:
        """Listen on a free loopback port and give its number."""
        self._http = Listener(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()
        return int(self._http.server_address[1])

    def stop(self) -> None:
        if self._http is not None and self._thread is not None:
            self._http.shutdown()
            self._http.server_close()
            self._thread.join()
            self._http = self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port listened on; RuntimeError before `start`."""
        if self._http is None:
            raise RuntimeError("the demonstration server is not started")
        return int(self._http.server_address[1])


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "demonstration"
        # Head and body in one packet: apart, each answer would wait 40 ms for the other's receipt.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._reply(with_body=True)

        def do_HEAD(self) -> None:
            self._reply(with_body=False)

        def _reply(self, with_body: bool) -> None:
            host = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
            path = urlsplit(self.path).path
            day = server.day
            found = answer(server.coverage, day, host, path, len(server.visits))
            if found is None:
                status, headers, body = 404, {"Content-Type": "text/plain"}, b"No such page.\n"
            else:
                headers = self._headers_of(found, host)
                status = 304 if self._is_unchanged(headers) else 200
                body = found.body
                if "gzip" in (self.headers.get("Accept-Encoding") or "").lower():
                    body = gzip.compress(body, mtime=0)
                    headers["Content-Encoding"] = "gzip"
                headers["Vary"] = "Accept-Encoding"
            if status == 304:
                body = b""
                headers.pop("Content-Encoding", None)
                headers.pop("Content-Type", None)
            else:
                headers["Content-Length"] = str(len(body))
            server.visits.append(Visit(day, host, path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body and body:
                self.wfile.write(body)

        def _headers_of(self, found: Answer, host: str) -> dict[str, str]:
            headers = {"Content-Type": found.content_type}
            if next(o for o in server.coverage.outlets if o.host == host).validators:
                headers["ETag"] = found.tag
                headers["Last-Modified"] = format_datetime(
                    found.changed_at.astimezone(UTC), usegmt=True
                )
            return headers

        def _is_unchanged(self, headers: dict[str, str]) -> bool:
            tags = self.headers.get("If-None-Match")
            if "ETag" not in headers:
                return False
            if tags is not None:  # RFC 9110: If-None-Match wins over If-Modified-Since
                known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
                return "*" in known or headers["ETag"].removeprefix("W/") in known
            since = self.headers.get("If-Modified-Since")
            if since is None:
                return False
            try:
                return parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(
                    since
                )
            except (TypeError, ValueError):
                return False

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent: the terminal belongs to the pipeline."""

    return Handler
