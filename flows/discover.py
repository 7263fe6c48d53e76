"""Feeds, sitemaps, homepages, WARC files, folders and URL lists -> candidate pages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from lxml.etree import ParserError
from lxml.html import HTMLParser, fromstring

from extractors import encodings, urls
from flows import archive, feeds, sitemaps
from flows.failures import Failure
from flows.fetch import Fetched, Fetcher, Kind, Request, unanswered
from flows.settings import Settings
from flows.watchlist import Outlet, Watchlist

Source = Literal["feed", "sitemap", "home", "folder", "warc", "list"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One page that may hold an article.

    `payload` holds the page's bytes where the source has them (folder, WARC); otherwise it is to
    be fetched. `location` says where the candidate stood: a feed's URL, file:line, file@offset.
    """

    url: str
    outlet: str | None
    source: Source
    title: str | None = None
    published_at: datetime | None = None
    payload: bytes | None = None
    location: str = ""
    charset: str | None = None  # what the transport said about the payload
    content_type: str | None = None
    seen_at: datetime | None = None  # when the payload was fetched, where known


def feed(content: bytes, url: str, outlet: str | None = None) -> Iterator[Candidate | Failure]:
    """Candidates in the feed `content`, fetched from `url`: one an address, in the feed's order."""
    try:
        entries = feeds.parse(content, url)
    except feeds.BadFeedError as error:
        yield Failure(
            "discover", "bad_feed", url, f"not a readable feed: {error}",
            "open it in a browser; correct its address in the watchlist", outlet,
        )  # fmt: skip
        return
    seen: set[str] = set()
    for entry in entries:
        if entry.link not in seen:
            seen.add(entry.link)
            yield Candidate(
                entry.link,
                outlet,
                "feed",
                entry.title,
                entry.published_at or entry.updated_at,
                None,
                url,
            )


def sitemap(
    content: bytes, url: str, outlet: str | None = None
) -> Iterator[Candidate | str | Failure]:
    """Candidates in the sitemap `content`; a str is the address of a further sitemap it names."""
    try:
        places = sitemaps.parse(content, url)
    except sitemaps.BadSitemapError as error:
        yield Failure(
            "discover", "bad_sitemap", url, f"not a readable sitemap: {error}",
            "open it in a browser; correct its address in the watchlist", outlet,
        )  # fmt: skip
        return
    for place in places:
        if place.is_sitemap:
            yield place.link
        else:
            moment = place.published_at or place.modified_at
            yield Candidate(place.link, outlet, "sitemap", place.title, moment, None, url)


_ARTICLE_PATH = re.compile(r"/(?:19|20)\d\d/|\d{5,}|(?:[a-z0-9]+-){3,}[a-z0-9]+", re.I)


def homepage(content: bytes, url: str, outlet: str | None = None) -> Iterator[Candidate]:
    """Links on a front page that look like articles: the last resort for outlets without feeds."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, collect_ids=False)
    try:
        tree = fromstring(encodings.decode(content).encode("utf-8", "replace"), parser=parser)
    except (ParserError, ValueError):
        return
    own = urls.domain(url)
    seen: set[str] = set()
    for link in tree.iter("a"):
        address = urls.canonical(link.get("href") or "", base=url)
        words = " ".join("".join(link.itertext()).split())
        if (
            address is None
            or address in seen
            or urls.domain(address) != own
            or not _ARTICLE_PATH.search(address.split("://", 1)[1])
            or len(words) < 15
        ):
            continue
        seen.add(address)
        yield Candidate(address, outlet, "home", words, None, None, url)


_PAGE_NAMES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz", ".txt")


def folder(path: Path) -> Iterator[Candidate | Failure]:
    """Every HTML (also gzipped) or text file under `path`, in order of name."""
    if path.is_file():
        found = [path]
    elif path.is_dir():
        found = sorted(
            p for p in path.rglob("*") if p.name.lower().endswith(_PAGE_NAMES) and p.is_file()
        )
    else:
        yield Failure(
            "discover", "missing", str(path), "no such folder", "give a folder of HTML files"
        )
        return
    if not found:
        yield Failure(
            "discover", "empty", str(path), "no HTML files in it",
            f"files are taken by the ends of their names: {', '.join(_PAGE_NAMES)}",
        )  # fmt: skip
    for file in found:
        try:
            content = file.read_bytes()
            if content[:2] == b"\x1f\x8b":
                content = gzip.decompress(content)
        except (OSError, EOFError, ValueError) as error:
            yield Failure(
                "discover", "unreadable", str(file), str(error), "check the file and its rights"
            )
            continue
        if not content.strip():
            yield Failure(
                "discover", "empty", str(file), "the file is empty", "remove it or fetch it again"
            )
            continue
        kind = "text/plain" if file.suffix.lower() == ".txt" else "text/html"
        yield Candidate(
            file.resolve().as_uri(),
            None,
            "folder",
            payload=content,
            location=str(file),
            content_type=kind,
        )


def warc(path: Path) -> Iterator[Candidate | Failure]:
    """Every HTML page in the WARC file or folder of WARC files `path`."""
    for page in archive.read(path):
        if isinstance(page, Failure):
            yield page
        elif not page.body.strip():
            yield Failure("discover", "empty", page.location, f"{page.url}: the body is empty", "")
        else:
            yield Candidate(
                page.url, None, "warc", payload=page.body, location=page.location,
                charset=page.charset, content_type=page.content_type, seen_at=page.fetched_at,
            )  # fmt: skip


def url_list(path: Path) -> Iterator[Candidate | Failure]:
    """The addresses in a text file, one a line; empty lines and lines after # are left out."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        yield Failure(
            "discover", "missing", str(path), error.strerror or str(error),
            "give a text file with one address a line",
        )  # fmt: skip
        return
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        word, *rest = text.split(maxsplit=1)
        address = urls.canonical(word)
        if rest and not rest[0].startswith("#"):
            yield Failure(
                "discover", "bad_url", f"{path}:{number}",
                f"{text[:200]!r} holds more than one address",
                "write one address a line, blanks in it as %20",
            )  # fmt: skip
        elif address is None:
            yield Failure(
                "discover", "bad_url", f"{path}:{number}", f"{text[:200]!r} is not a web address",
                "write the whole address with http:// or https://",
            )  # fmt: skip
        elif address not in seen:
            seen.add(address)
            yield Candidate(address, None, "list", location=f"{path}:{number}")
    if not seen:
        yield Failure(
            "discover", "empty", str(path), "no addresses in it", "write one address a line"
        )


@dataclass(frozen=True, slots=True)
class Through:
    """Says that everything an outlet lists has been looked at."""

    outlet: str


def watchlist(
    watch: Watchlist, fetcher: Fetcher, settings: Settings, now: datetime
) -> Iterator[Candidate | Fetched | Failure | Through]:
    """Candidates from everything the outlets of `watch` list, newest first for each list.

    Also gives every answered exchange, for the record, and says when an outlet is through.
    """
    waiting = {
        outlet.key: len(outlet.feeds) + len(outlet.sitemaps) + outlet.watch_homepage
        for outlet in watch.outlets
    }
    requests = [
        Request(url, kind, outlet.key, outlet.delay)
        for outlet in watch.outlets
        for kind, lists in _lists(outlet)
        for url in lists
    ]
    depth = 0
    seen = {request.url for request in requests}
    while requests:
        further: list[Request] = []
        by_url = {request.url: request for request in requests}
        for answer in fetcher.fetch_all(requests):
            key = answer.outlet if isinstance(answer, Failure) else answer.request.outlet
            assert key is not None
            if isinstance(answer, Failure):
                yield answer
                if answer.was_asked:
                    yield unanswered(by_url[answer.thing], answer)
            else:
                yield answer
                if not answer.is_not_modified:
                    found, failures, maps = _listed(answer, watch.by_key[key])
                    yield from failures
                    yield from recent(
                        found, now, oldest_days=settings.oldest_days, most=settings.newest_first
                    )
                    if depth < _DEEPEST:
                        for url in maps:
                            if url not in seen:
                                seen.add(url)
                                waiting[key] += 1
                                further.append(Request(url, "sitemap", key, answer.request.delay))
            waiting[key] -= 1
            if waiting[key] == 0:
                yield Through(key)
        requests, depth = further, depth + 1


_DEEPEST = 3  # sitemap indexes within indexes
_WIDEST = 20  # sitemaps taken from one index, the newest


def _lists(outlet: Outlet) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    home = (outlet.homepage,) if outlet.watch_homepage else ()
    return ("feed", outlet.feeds), ("sitemap", outlet.sitemaps), ("home", home)


def _listed(answer: Fetched, outlet: Outlet) -> tuple[list[Candidate], list[Failure], list[str]]:
    """Candidates, failures and further sitemaps in one answered list."""
    kind, base = answer.request.kind, answer.final_url
    candidates: list[Candidate] = []
    failures: list[Failure] = []
    maps: list[str] = []
    if kind == "feed":
        found: Iterator[Candidate | str | Failure] = iter(feed(answer.body, base, outlet.key))
    elif kind == "sitemap":
        found = sitemap(answer.body, base, outlet.key)
    else:
        found = iter(homepage(answer.body, base, outlet.key))
    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
        elif isinstance(item, str):
            maps.append(item)
        elif outlet.wants(item.url):
            candidates.append(replace(item, location=answer.url))
    return candidates, failures, maps[:_WIDEST]


def recent(
    candidates: Iterable[Candidate], now: datetime, *, oldest_days: int, most: int
) -> list[Candidate]:
    """The newest `most` candidates not dated before `oldest_days` ago; undated ones stay."""
    floor = now - timedelta(days=oldest_days) if oldest_days else None
    kept = [
        c for c in candidates if floor is None or c.published_at is None or c.published_at >= floor
    ]
    kept.sort(key=lambda c: c.published_at or now, reverse=True)
    return kept[:most]
