"""Plays many outlets on one loopback port, well and badly behaved, and watches our manners.

Every host `outlet-<n>.example` has a robots.txt, a feed and articles; what an article's address
does is told by its kind. Run as a program it prints its port; `GET /__seen` on any host gives
what it saw as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType
from typing import Any, Self

# What an article does when asked for, and how often among a thousand.
KINDS = {
    "plain": 700,
    "gzip": 150,
    "declared-wrong": 20,  # windows-1251 under a header that says utf-8
    "busy-once": 20,  # 429 with Retry-After, then the page
    "ill-once": 20,  # 500, then the page
    "reset-once": 10,  # connection reset, then the page
    "moved": 20,  # 301 to the page
    "slow": 10,  # a delay before the answer
    "ill": 10,  # 500 for ever
    "reset": 5,  # reset for ever
    "cut": 10,  # fewer bytes than declared, for ever
    "gone": 10,  # 404
    "circle": 5,  # redirects in a circle
    "bomb": 3,  # a small gzip that holds more than the limit
    "drip": 2,  # a byte now and then, longer than anyone waits
    "forbidden": 5,  # robots.txt says no
}
FETCHABLE = (
    "plain", "gzip", "declared-wrong", "busy-once", "ill-once", "reset-once", "moved", "slow",
)  # fmt: skip
REASONS = {  # of the failure each of the others must end in
    "ill": "server_error", "reset": "connection", "cut": "bad_body", "gone": "not_found",
    "circle": "redirects", "bomb": "too_large", "drip": "timeout", "forbidden": "robots",
}  # fmt: skip
BOMB_SIZE = 30_000_000


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the play."""

    host: str
    number: int
    kind: str

    @property
    def path(self) -> str:
        folder = "private" if self.kind == "forbidden" else "news"
        return f"/{folder}/2026/03/02/{self.kind}-story-number-{self.number}.html"

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


@dataclass(slots=True)
class World:
    """`outlets` hosts with `articles` each; `edits` changes a figure in every article.

    `moods` tells what has come over a host: "blocks" (403 for its pages), "short" (a redesign: of
    each article only the beginning), "wordy" (no numbers any more) or "bare" (no article at all);
    `stopped` how many articles a host has that publishes no more.
    """

    outlets: int = 5
    articles: int = 20
    seed: int = 1
    edits: int = 0
    kinds: dict[str, int] = field(default_factory=lambda: dict(KINDS))
    moods: dict[str, str] = field(default_factory=dict)
    stopped: dict[str, int] = field(default_factory=dict)
    news: int = 0  # raises the feeds' validators alone

    def hosts(self) -> list[str]:
        return [f"outlet-{number:03}.example" for number in range(self.outlets)]

    def stories(self, host: str) -> list[Story]:
        draw = random.Random(f"{self.seed} {host}")
        names, weights = list(self.kinds), list(self.kinds.values())
        picked = draw.choices(names, weights, k=self.stopped.get(host, self.articles))
        return [Story(host, number, kind) for number, kind in enumerate(picked)]

    def feed(self, host: str) -> bytes:
        items = "".join(
            f"<item><title>Story {story.number} of {host}</title><link>{story.url}</link>"
            f"<pubDate>Mon, 02 Mar 2026 0{story.number % 10}:15:00 +0000</pubDate></item>"
            for story in self.stories(host)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{host}</title><link>http://{host}/</link>{items}</channel></rss>"
        ).encode()

    def page(self, host: str, path: str) -> bytes:
        number = int("".join(c for c in path.rsplit("-", 1)[-1] if c.isdigit()) or 0)
        count = 1000 + 17 * number + self.edits
        russian = "declared-wrong" in path
        sentences = (
            [f"По словам ведомства, {count} человек покинули город {number}."] * 1
            if russian
            else [
                f"The invented ministry said {count} people left town {number} last month.",
                f"An estimated {count + 40} others stayed, according to a made-up charity.",
                "The roads stayed open for most of the week, and the schools did not.",
            ]
        )
        filler = (
            "Дороги оставались открытыми большую часть недели, школы были закрыты."
            if russian
            else "Nobody outside this test has ever heard of the town or of its people."
        )
        mood = self.moods.get(host)
        text = "".join(f"<p>{sentence} {filler}</p>" for sentence in sentences * 4)
        if mood == "short":
            text = f"<p>{sentences[0]}</p>"
        elif mood == "wordy":
            text = "".join(c for c in text if not c.isdigit())
        elif mood == "bare":
            text = "<div id='app'></div>"
        hour = f"{number % 10:02}"
        head = (
            f'<meta property="article:published_time" content="2026-03-02T{hour}:15:00Z">'
            f'<link rel="canonical" href="http://{host}{path}">'
        )
        html = (
            f"<!DOCTYPE html><html lang='{'ru' if russian else 'en'}'><head>"
            f"<title>Story {number} of {host}</title>{head}</head><body><nav><a href='/'>Home</a>"
            f"</nav><article><h1>Story {number} of {host}</h1>{text}</article>"
            f"<footer>Read {time.monotonic_ns() % 1000} times</footer></body></html>"
        )
        return html.encode("cp1251" if russian else "utf-8")


@lru_cache(maxsize=1)
def bomb() -> bytes:
    return gzip.compress(b"<p>0</p>" * (BOMB_SIZE // 8), 9)


@dataclass(slots=True)
class Seen:
    """What the server saw of one host."""

    asked: int = 0
    at_once: int = 0
    most_at_once: int = 0
    answered_at: float | None = None
    least_gap: float = 1e9
    paths: Counter[str] = field(default_factory=Counter)


class OutletServer:
    """The play on a loopback port, in a thread of its own; use it in a `with`.

    `settings_resolve()` is what the setting `resolve` must be to reach it.
    """

    def __init__(self, world: World, *, port: int = 0, feed_delay: float = 0.0) -> None:
        self.world, self.port, self.feed_delay = world, port, feed_delay
        self.seen: dict[str, Seen] = {}
        # When each answer began to be written: the asker may have it long before a busy server
        # comes to note its end.
        self.written_at: dict[asyncio.StreamWriter, float] = {}
        self._hosts = world.hosts()
        self._kinds: dict[str, dict[str, str]] = {}  # of each article, as long as `_counts` holds
        self._counts: tuple[int, dict[str, int]] | None = None
        self.robots = "User-agent: *\nDisallow: /private/\n"
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def resolve(self) -> dict[str, str]:
        return {"*.example": f"127.0.0.1:{self.port}"}

    def report(self) -> dict[str, dict[str, float]]:
        return {
            host: {"asked": s.asked, "most_at_once": s.most_at_once, "least_gap": s.least_gap}
            for host, s in self.seen.items()
        }

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        start = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        server = self._loop.run_until_complete(start)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = request.split(" ", 2)[1]
        lines = (line.partition(": ") for line in request.split("\r\n")[1:])
        headers = {name.lower(): value for name, _, value in lines}
        host = headers.get("host", "").split(":")[0]
        if path == "/__seen":
            await _answer(writer, 200, json.dumps(self.report()).encode(), "application/json")
            return True
        seen = self.seen.setdefault(host, Seen())
        now = time.monotonic()
        if seen.answered_at is not None and seen.at_once == 0:
            seen.least_gap = min(seen.least_gap, now - seen.answered_at)
        seen.asked += 1
        seen.at_once += 1
        seen.most_at_once = max(seen.most_at_once, seen.at_once)
        seen.paths[path.partition("?")[0]] += 1
        try:
            goes_on = await self._play(host, path, headers, seen, reader, writer)
            seen.answered_at = self.written_at.pop(writer, now)
            return goes_on
        finally:
            seen.at_once -= 1

    async def _play(
        self,
        host: str,
        path: str,
        headers: dict[str, str],
        seen: Seen,
        reader: asyncio.StreamReader,
        out: asyncio.StreamWriter,
    ) -> bool:
        world = self.world
        if path == "/robots.txt":
            await self._answer(out, 200, self.robots.encode(), "text/plain")
            return True
        if path == "/feed.xml":
            await asyncio.sleep(self.feed_delay)
            tag = f'"{world.articles}-{world.news}"'
            await self._tagged(out, headers, world.feed(host), "application/rss+xml", tag=tag)
            return True
        if world.moods.get(host) == "blocks":
            await self._answer(out, 403, b"<p>go away</p>", "text/html")
            return True
        path, _, query = path.partition("?")
        kind = self._kind(host, path)
        first = seen.paths[path] == 1
        if kind is None or kind == "gone":
            await self._answer(out, 404, b"<p>no such page</p>", "text/html")
        elif kind == "ill" or (kind == "ill-once" and first):
            await self._answer(out, 500, b"", "text/html")
        elif kind == "busy-once" and first:
            await self._answer(out, 429, b"", "text/html", {"Retry-After": "1"})
        elif kind == "reset" or (kind == "reset-once" and first):
            out.transport.abort()
            return False
        elif kind == "circle":
            await self._answer(out, 302, b"", "text/html", {"Location": path})
        elif kind == "moved" and not query:
            await self._answer(out, 301, b"", "text/html", {"Location": path + "?moved=1"})
        elif kind == "bomb":
            more = {"Content-Encoding": "gzip"}
            await self._answer(out, 200, bomb(), "text/html", more)
        elif kind == "cut":
            body = world.page(host, path)
            await self._answer(out, 200, body, "text/html", length=len(body) + 500)
            return False
        elif kind == "drip":
            out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
            gone = asyncio.ensure_future(reader.read(1))  # ends when the asker hangs up
            while not (await asyncio.wait({gone}, timeout=0.2))[0]:
                out.write(b"x")
                await out.drain()
            raise ConnectionAbortedError
        elif kind == "gzip":
            body = gzip.compress(world.page(host, path), 1)
            await self._tagged(
                out, headers, body, "text/html; charset=utf-8", {"Content-Encoding": "gzip"},
                tag=f'"{world.edits}"',
            )  # fmt: skip
        else:
            if kind == "slow":
                await asyncio.sleep(0.5)
            body = world.page(host, path)
            await self._tagged(
                out, headers, body, "text/html; charset=utf-8", tag=f'"{world.edits}"'
            )
        return True

    def _kind(self, host: str, path: str) -> str | None:
        """What the article at `path` does; None where there is none."""
        if host not in self._kinds or self._counts != (self.world.articles, self.world.stopped):
            self._kinds = {h: {s.path: s.kind for s in self.world.stories(h)} for h in self._hosts}
            self._counts = (self.world.articles, dict(self.world.stopped))
        return self._kinds.get(host, {}).get(path)

    async def _answer(self, out: asyncio.StreamWriter, *args: Any, **more: Any) -> None:
        self.written_at[out] = time.monotonic()
        await _answer(out, *args, **more)

    async def _tagged(self, out: asyncio.StreamWriter, *args: Any, **more: Any) -> None:
        self.written_at[out] = time.monotonic()
        await _tagged(out, *args, **more)


async def _tagged(
    out: asyncio.StreamWriter,
    headers: dict[str, str],
    body: bytes,
    kind: str,
    more: dict[str, str] | None = None,
    *,
    tag: str = '"1"',
) -> None:
    """An answer with a validator, or 304 where the asker has it already."""
    if headers.get("if-none-match") == tag:
        await _answer(out, 304, b"", kind, {"ETag": tag})
    else:
        await _answer(out, 200, body, kind, {"ETag": tag, **(more or {})})


async def _answer(
    out: asyncio.StreamWriter,
    status: int,
    body: bytes,
    kind: str,
    more: dict[str, str] | None = None,
    *,
    length: int | None = None,
) -> None:
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}"]
    if status != 304:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    lines += [f"{name}: {value}" for name, value in (more or {}).items()]
    out.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
    await out.drain()


def watchlist(world: World) -> str:
    """The play's outlets as a watchlist file."""
    return "\n".join(
        f'[[outlet]]\nkey = "{host.split(".")[0]}"\nname = "{host}"\nhomepage = "http://{host}/"\n'
        f'country = "XV"\nlanguage = "en"\nfeeds = ["http://{host}/feed.xml"]\n'
        for host in world.hosts()
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--outlets", type=int, default=200)
    options.add_argument("--articles", type=int, default=100)
    given = options.parse_args()
    with OutletServer(World(given.outlets, given.articles)) as server:
        print(server.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
