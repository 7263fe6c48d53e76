"""Addresses of pages: on the server, or of files that open from disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from dashboard.svg import clean

Query = Iterable[tuple[str, str]]


class Links(Protocol):
    """How pages point at each other; `kind` is "overview", "figures", "outlets" and so on."""

    @property
    def is_static(self) -> bool:
        """Pages are files: nothing can be asked of them."""
        ...

    def to(self, kind: str, key: str = "", query: Query = (), form: str = "") -> str:
        """The page of `kind` for `key`; `form` is "csv" or "json" for the same as data."""
        ...

    def file(self, name: str) -> str:
        """A file of the static folder."""
        ...


@dataclass(frozen=True, slots=True)
class ServerLinks:
    """Addresses under the server's root."""

    is_static: bool = False

    def to(self, kind: str, key: str = "", query: Query = (), form: str = "") -> str:
        path = "/" if kind == "overview" else f"/{kind}"
        if key:
            path += "/" + quote(key, safe="")
        asked = urlencode(list(query))
        return path + (f".{form}" if form else "") + (f"?{asked}" if asked else "")

    def file(self, name: str) -> str:
        return f"/static/{name}"


# What a file can stand for beside its page; all other parts of a query need a server.
FILED = ("sort", "code", "days", "revision")


@dataclass(frozen=True, slots=True)
class FileLinks:
    """Relative addresses of files, seen from a page `depth` folders down."""

    depth: int = 0
    is_static: bool = True

    def to(self, kind: str, key: str = "", query: Query = (), form: str = "") -> str:
        return "../" * self.depth + file_name(kind, key, query, form)

    def file(self, name: str) -> str:
        return "../" * self.depth + f"static/{name}"


def file_name(kind: str, key: str = "", query: Query = (), form: str = "") -> str:
    """Name of the file of a page, safe on every file system: "index-sort-spread-2.html"."""
    name = "index" if kind == "overview" else kind
    if key:
        safe = re.sub(r"[^a-z0-9-]+", "-", key.lower())[:60].strip("-")
        if safe != key:
            safe = f"{safe}-{hashlib.blake2b(key.encode(), digest_size=5).hexdigest()}".strip("-")
        name = f"{kind}/{safe}"
    asked = {part: re.sub(r"[^a-z0-9]+", "-", value.lower()) for part, value in query}
    name += "".join(f"-{part}-{asked[part]}" for part in FILED if asked.get(part))
    page = asked.get("page", "1")
    return f"{name}{'' if page == '1' else f'-{page}'}.{form or 'html'}"


def outward(url: str | None) -> str | None:
    """`url` if it may be offered for following: http or https with a host; None otherwise."""
    if not url or clean(url, len(url)) != url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host else None
