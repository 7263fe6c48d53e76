"""The fetcher against real sockets: manners, limits, retries, addresses it must never reach."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import httpcore
import pytest
import zstandard

from flows import decoding, network, robots
from flows.demonstration.server import Listener
from flows.failures import Failure
from flows.fetch import Fetched, Fetcher, Request, Validators
from flows.settings import Settings

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html"}


class Server:
    """Answers by a table of path -> answer or function of how often it was asked before."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[int], Answer]] = {
            "/robots.txt": (404, HTML, b"")
        }
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.peers: set[Any] = set()  # one for each connection
        self.drips: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                path = self.path
                outer.peers.add(self.client_address)
                if path in outer.drips:
                    return self.drip()
                before = sum(p == path for _, p, _ in outer.asked)
                outer.asked.append((time.monotonic(), path, dict(self.headers.items())))
                found = outer.answers.get(path, (404, HTML, b"none"))
                status, headers, body = found(before) if callable(found) else found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def drip(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", "1000")
                self.end_headers()
                with contextlib.suppress(OSError):
                    for _ in range(1000):
                        self.wfile.write(b"x")
                        time.sleep(0.25)

        self.http = Listener(("127.0.0.1", 0), Handler)
        self.port = self.http.server_port
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def count(self, path: str) -> int:
        return sum(p == path for _, p, _ in self.asked)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.http.shutdown()
    running.http.server_close()


def settings(folder: Path, server: Server, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "data_dir": folder, "host_delay": 0.0, "retry_wait": 0.02, "retries": 2,
        "read_timeout": 1.0,
        "body_timeout": 2.0, "largest_page": 100_000, "contact": "desk@courier.example",
        "resolve": {"*.example": f"127.0.0.1:{server.port}"},
    }  # fmt: skip
    return Settings(**{**given, **more})


def fetch(
    set_: Settings, *paths: str, memory: dict[str, Validators] | None = None
) -> list[Fetched | Failure]:
    requests = [Request(p if "//" in p else f"http://a.example{p}") for p in paths]
    with Fetcher(set_, memory) as fetcher:
        return list(fetcher.fetch_all(requests))


def reasons(found: list[Fetched | Failure]) -> list[str]:
    return [f.reason if isinstance(f, Failure) else "ok" for f in found]


def test_an_answer_and_an_honest_name(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = (200, {**HTML, "ETag": '"1"'}, b"<p>hello")
    (found,) = fetch(settings(tmp_path, server), "/a")
    assert isinstance(found, Fetched)
    assert (found.status, found.body, found.validators.etag) == (200, b"<p>hello", '"1"')
    agent = server.asked[-1][2]["User-Agent"]
    assert agent.startswith("figuredrift/")
    assert "desk@courier.example" in agent


def test_names_that_lead_home_are_refused_by_their_address(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a name resolves to, also one private address among public ones, or in IPv6."""
    names = {
        "home.test": ["127.0.0.1"], "both.test": ["93.184.216.34", "10.0.0.7"],
        "mapped.test": ["::ffff:192.168.0.1"], "six.test": ["fe80::1"], "cloud.test":
        ["169.254.169.254"],
    }  # fmt: skip

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port))
            for a in names[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    addresses = [f"http://{name}:{server.port}/" for name in names]
    found = fetch(settings(tmp_path, server), *addresses)
    assert reasons(found) == ["forbidden_address"] * len(names)
    assert not server.asked


def test_what_has_not_changed_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = (304, {"ETag": '"1"'}, b"")
    memory = {"http://a.example/a": Validators('"1"', "Mon, 02 Mar 2026 09:30:00 GMT")}
    (found,) = fetch(settings(tmp_path, server), "/a", memory=memory)
    assert isinstance(found, Fetched)
    assert found.is_not_modified
    sent = server.asked[-1][2]
    assert sent["If-None-Match"] == '"1"'
    assert sent["If-Modified-Since"] == "Mon, 02 Mar 2026 09:30:00 GMT"


def test_no_cookie_goes_back(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = server.answers["/b"] = (200, {**HTML, "Set-Cookie": "id=1"}, b"<p>x")
    fetch(settings(tmp_path, server), "/a", "/b")
    assert not any("Cookie" in headers for _, _, headers in server.asked)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
def test_compressed_answers_and_bombs(server: Server, tmp_path: Path, encoding: str) -> None:
    small, bomb = b"<p>hello" * 100, b"\0" * 50_000_000
    kind = {**HTML, "Content-Encoding": encoding}
    server.answers["/small"] = (200, kind, PACKERS[encoding](small))
    server.answers["/bomb"] = (200, kind, PACKERS[encoding](bomb))
    server.answers["/cut"] = (200, kind, PACKERS[encoding](small)[:-5])
    server.answers["/lie"] = (200, kind, small)
    found = fetch(settings(tmp_path, server, retries=0), "/small", "/bomb", "/cut", "/lie")
    assert isinstance(found[0], Fetched)
    assert found[0].body == small
    assert reasons(found)[1] == "too_large"
    assert reasons(found)[3] == "bad_body"
    assert reasons(found)[2] in ("bad_body", "ok")  # zstd keeps no length to tell by


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_bomb_costs_no_more_than_the_limit(encoding: str) -> None:
    bomb = PACKERS[encoding](b"\0" * 100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(decoding.TooLargeError):
            decoding.gather([bomb], [encoding], 1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_passing_failures_are_tried_again_and_lasting_ones_are_not(
    server: Server, tmp_path: Path
) -> None:
    server.answers["/ill-once"] = lambda n: (500 if n == 0 else 200, HTML, b"<p>well")
    server.answers["/ill"] = (503, HTML, b"")
    server.answers["/gone"] = (410, HTML, b"")
    server.answers["/shut"] = (403, HTML, b"")
    server.answers["/odd"] = (418, HTML, b"")
    server.answers["/pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    found = fetch(settings(tmp_path, server), "/ill-once", "/ill", "/gone", "/shut", "/odd", "/pdf")
    told = {f.thing[17:]: f.reason for f in found if isinstance(f, Failure)}
    assert told == {
        "ill": "server_error", "gone": "not_found", "shut": "forbidden", "odd": "client_error",
        "pdf": "not_a_page",
    }  # fmt: skip
    asked = {path: server.count(path) for path in ("/ill-once", "/ill", "/gone", "/shut")}
    assert asked == {"/ill-once": 2, "/ill": 3, "/gone": 1, "/shut": 1}
    assert all(f.remedy and f.detail for f in found if isinstance(f, Failure))


def test_retry_after_is_kept_for_the_whole_host(server: Server, tmp_path: Path) -> None:
    busy = {"Retry-After": "1", **HTML}
    server.answers["/busy"] = lambda n: (429, busy, b"") if n == 0 else (200, HTML, b"<p>now")
    server.answers["/other"] = (200, HTML, b"<p>other")
    found = fetch(settings(tmp_path, server), "/busy", "/other")
    assert reasons(found) == ["ok", "ok"]
    times = [at for at, path, _ in server.asked if path != "/robots.txt"]
    assert times[1] - times[0] >= 1.0


def test_a_host_that_asks_for_too_much_is_left(server: Server, tmp_path: Path) -> None:
    server.answers["/busy"] = (429, {"Retry-After": "9000", **HTML}, b"")
    assert reasons(fetch(settings(tmp_path, server), "/busy")) == ["rate_limited"]


def test_redirects(server: Server, tmp_path: Path) -> None:
    def to(where: str) -> Answer:
        return (302, {"Location": where, **HTML}, b"")

    server.answers.update({f"/{n}": to(f"/{n + 1}") for n in range(9)})
    server.answers["/9"] = (200, HTML, b"<p>end")
    server.answers["/circle"] = to("/circle2")
    server.answers["/circle2"] = to("/circle")
    server.answers["/file"] = to("file:///etc/passwd")
    server.answers["/home"] = to(f"http://127.0.0.1:{server.port}/9")
    server.answers["/other"] = to("http://b.example/9")
    found = fetch(settings(tmp_path, server), "/4", "/3", "/circle", "/file", "/home", "/other")
    by_url = {f.thing if isinstance(f, Failure) else f.url: f for f in found}
    told = {u[17:]: f.reason if isinstance(f, Failure) else f.final_url for u, f in by_url.items()}
    assert told == {
        "4": "http://a.example/9", "3": "redirects", "circle": "redirects", "file": "redirects",
        "home": "forbidden_address", "other": "http://b.example/9",
    }  # fmt: skip


def test_a_lasting_refusal_keeps_its_status(server: Server, tmp_path: Path) -> None:
    """Blocked outlets are told by it."""
    server.answers["/busy"] = (429, HTML, b"")
    server.answers["/ill"] = (502, HTML, b"")
    found = fetch(settings(tmp_path, server, retries=1), "/busy", "/ill")
    assert {f.status for f in found if isinstance(f, Failure)} == {429, 502}


def test_a_server_that_never_takes_the_connection_is_left(tmp_path: Path) -> None:
    with socket.socket() as full, contextlib.ExitStack() as held:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # more than it queues: the next waits for ever
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        set_ = Settings(
            data_dir=tmp_path, connect_timeout=0.4, retries=0, obey_robots=False,
            resolve={"*.example": f"127.0.0.1:{full.getsockname()[1]}"},
        )  # fmt: skip
        began = time.monotonic()
        (found,) = fetch(set_, "/a")
        assert isinstance(found, Failure)
        assert (found.reason, "ConnectTimeout" in found.detail) == ("timeout", True)
        assert 0.3 < time.monotonic() - began < 3.0


def test_a_body_that_drips_ends_with_the_whole_time_limit(server: Server, tmp_path: Path) -> None:
    """Each byte comes within the read limit; the whole would take four minutes."""
    server.drips.add("/drip")
    began = time.monotonic()
    (found,) = fetch(settings(tmp_path, server, read_timeout=1.0, body_timeout=0.8), "/drip")
    assert isinstance(found, Failure)
    assert (found.reason, "not whole after 0.8 s" in found.detail) == ("timeout", True)
    assert time.monotonic() - began < 4.0


def test_one_connection_serves_a_host(server: Server, tmp_path: Path) -> None:
    for n in range(6):
        server.answers[f"/{n}"] = (200, HTML, b"<p>x")
    fetch(settings(tmp_path, server), *(f"/{n}" for n in range(6)))
    assert len(server.asked) == 7
    assert len(server.peers) == 1


def test_slow_answers_end(server: Server, tmp_path: Path) -> None:
    def slow(_: int) -> Answer:
        time.sleep(1.5)
        return (200, HTML, b"<p>late")

    server.answers["/slow"] = slow
    assert reasons(fetch(settings(tmp_path, server, retries=0), "/slow")) == ["timeout"]


def test_one_at_a_time_with_the_delay_between(server: Server, tmp_path: Path) -> None:
    for n in range(4):
        server.answers[f"/{n}"] = (200, HTML, b"<p>x")
    fetch(settings(tmp_path, server, host_delay=0.15), *(f"/{n}" for n in range(4)))
    times = [at for at, _, _ in server.asked]
    gaps = [b - a for a, b in pairwise(times)]
    assert len(times) == 5  # robots.txt counts
    assert min(gaps) >= 0.145


def test_hosts_do_not_wait_for_each_other(server: Server, tmp_path: Path) -> None:
    server.answers["/x"] = (200, HTML, b"<p>x")
    began = time.monotonic()
    found = fetch(
        settings(tmp_path, server, host_delay=0.5), *(f"http://h{n}.example/x" for n in range(12))
    )
    assert reasons(found) == ["ok"] * 12
    assert time.monotonic() - began < 3.0


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (200, "User-agent: *\nDisallow: /a", ["robots", "ok"]),
        (200, "User-agent: figuredrift\nDisallow: /\n\nUser-agent: *\nAllow: /", ["robots"] * 2),
        (200, "User-agent: other\nDisallow: /", ["ok", "ok"]),
        (404, "", ["ok", "ok"]),
        (403, "", ["ok", "ok"]),
        (503, "", ["robots_unreachable"] * 2),
        (200, "<html>not robots at all</html>", ["ok", "ok"]),
    ],
)
def test_robots(
    server: Server, tmp_path: Path, status: int, text: str, expected: list[str]
) -> None:
    server.answers["/robots.txt"] = (status, {"Content-Type": "text/plain"}, text.encode())
    server.answers["/a"] = server.answers["/b"] = (200, HTML, b"<p>x")
    assert reasons(fetch(settings(tmp_path, server), "/a", "/b")) == expected


def test_robots_txt_that_moved_is_followed_and_one_in_a_circle_is_none(
    server: Server, tmp_path: Path
) -> None:
    server.answers["/robots.txt"] = (301, {"Location": "/rules.txt", **HTML}, b"")
    server.answers["/rules.txt"] = (
        200,
        {"Content-Type": "text/plain"},
        b"User-agent: *\nDisallow: /a",
    )
    server.answers["/a"] = server.answers["/b"] = (200, HTML, b"<p>x")
    assert reasons(fetch(settings(tmp_path / "moved", server), "/a", "/b")) == ["robots", "ok"]
    server.answers["/rules.txt"] = (302, {"Location": "/robots.txt", **HTML}, b"")
    assert reasons(fetch(settings(tmp_path / "circle", server), "/a", "/b")) == ["ok", "ok"]


def test_of_a_huge_robots_txt_the_first_half_megabyte_counts(
    server: Server, tmp_path: Path
) -> None:
    rules = b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 100_000 + b"Disallow: /b\n"
    server.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules)
    server.answers["/a"] = server.answers["/b"] = (200, HTML, b"<p>x")
    assert reasons(fetch(settings(tmp_path, server), "/a", "/b")) == ["robots", "ok"]


def test_robots_txt_that_fails_and_then_answers_is_believed(server: Server, tmp_path: Path) -> None:
    text = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /a")
    server.answers["/robots.txt"] = lambda n: (503, HTML, b"") if n == 0 else text
    server.answers["/a"] = server.answers["/b"] = (200, HTML, b"<p>x")
    assert sorted(reasons(fetch(settings(tmp_path, server), "/a", "/b"))) == ["ok", "robots"]


def test_crawl_delay_is_kept(server: Server, tmp_path: Path) -> None:
    text = b"User-agent: *\nCrawl-delay: 0.3"
    server.answers["/robots.txt"] = (200, {"Content-Type": "text/plain"}, text)
    server.answers["/a"] = server.answers["/b"] = (200, HTML, b"<p>x")
    fetch(settings(tmp_path, server), "/a", "/b")
    times = [at for at, _, _ in server.asked]
    assert min(b - a for a, b in pairwise(times)) >= 0.29


def test_robots_are_remembered_between_runs(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = (200, HTML, b"<p>x")
    set_ = settings(tmp_path, server)
    fetch(set_, "/a")
    fetch(set_, "/a")
    assert server.count("/robots.txt") == 1
    cache = robots.Cache(tmp_path / "robots", timedelta(seconds=1))
    now = datetime.now(UTC)
    assert cache.get("http://a.example", now + timedelta(seconds=5)) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data", "http://2130706433/", "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_private_addresses_are_never_reached(server: Server, tmp_path: Path, url: str) -> None:
    (found,) = fetch(settings(tmp_path, server), url)
    assert isinstance(found, Failure)
    assert found.reason in ("forbidden_address", "dns")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("::1", False),
        ("192.168.1.1", False), ("100.64.0.1", False), ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
        ("fd00::1", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert network.is_public(address) is public


def test_a_name_that_turns_private_is_refused_at_connect(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address checked is the address connected to: the name is asked for once only."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    lookups: list[str] = []
    connected: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        lookups.append(host)
        addresses = answers[min(len(lookups), 2) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", connect)
    backend = network.PublicBackend(allow_private=False, resolve={})
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("rebind.example", 80, timeout=1.0)
    with pytest.raises(network.ForbiddenAddress):
        backend.connect_tcp("rebind.example", 80, timeout=1.0)
    assert connected == ["93.184.216.34"]


def test_a_run_ends_in_time_and_tells_what_is_left(server: Server, tmp_path: Path) -> None:
    server.answers.update({f"/{n}": (200, HTML, b"<p>x") for n in range(20)})
    set_ = settings(tmp_path, server, host_delay=0.2, fetch_limit=0.7)
    found = fetch(set_, *(f"/{n}" for n in range(20)))
    assert len(found) == 20
    assert set(reasons(found)) == {"ok", "out_of_time"}


def test_a_dead_host_is_given_up(server: Server, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    set_ = settings(tmp_path, server, resolve={"*.example": f"127.0.0.1:{port}"})
    found = fetch(set_, *(f"/{n}" for n in range(30)))
    assert set(reasons(found)) == {"robots_unreachable"}
    assert reasons(fetch(set_, "ftp://a.example/", "http://nowhere.invalid/")) == ["bad_url", "dns"]
