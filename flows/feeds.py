"""Feed bytes (RSS, RDF, Atom, JSON Feed) -> entries; feedparser where the fast parser fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import fastfeedparser.main
import feedparser

from extractors import timestamps, urls


class BadFeedError(Exception):
    """The bytes are no feed that any of the parsers can read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed; times in UTC, `summary` as the feed has it (may be HTML)."""

    link: str
    title: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    summary: str | None = None


def parse(content: bytes, url: str) -> list[Entry]:
    """Entries of the feed in `content`, fetched from `url`, in the feed's order.

    Entries without any link are left out. Raises BadFeedError.
    """
    if not content.strip():
        raise BadFeedError("the answer is empty")
    try:
        found = fastfeedparser.parse(
            _BARE_LINK.sub(_escape, content), include_content=False, include_tags=False,
            include_media=False, include_enclosures=False,
        )  # fmt: skip
        entries = [entry for raw in found.entries if (entry := _entry(raw, url))]
        if entries or not found.entries:
            return entries
    except Exception as error:  # the fast parser promises ValueError and raises others too
        reason = str(error)
    else:
        reason = "no entry has a link"
    slow = feedparser.parse(content, response_headers={"content-location": url})
    entries = [entry for raw in slow.entries if (entry := _slow_entry(raw, url))]
    if not entries and not slow.version:
        raise BadFeedError(reason.splitlines()[0][:200] if reason else "not a feed")
    return entries


# For a date it cannot read itself the fast parser asks a library that costs more than all feeds of
# a run and knows English months only; ours know the months of many languages.
fastfeedparser.main._slow_dateparser = timestamps.parse

# Addresses with a bare "&" in them are common; a repairing XML parser cuts them at it.
_BARE_LINK = re.compile(rb"<link>[^<&]*&[^<]*</")
_BARE = re.compile(rb"&(?!(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);)")


def _escape(link: re.Match[bytes]) -> bytes:
    return _BARE.sub(b"&amp;", link.group())


def _entry(raw: Mapping[str, Any], url: str) -> Entry | None:
    link = raw.get("link") or _first_link(raw)
    address = urls.canonical(link, base=url) if link else None
    if address is None:
        return None
    return Entry(
        address,
        _words(raw.get("title")),
        timestamps.parse(raw.get("published")),
        timestamps.parse(raw.get("updated")),
        raw.get("description") or raw.get("summary"),
    )


def _first_link(raw: Mapping[str, Any]) -> str | None:
    links = raw.get("links") or []
    for link in links:
        if link.get("rel") in (None, "alternate") and link.get("href"):
            return str(link["href"])
    for link in links:
        if link.get("href"):
            return str(link["href"])
    identity = raw.get("id") or raw.get("guid")
    return identity if isinstance(identity, str) and identity.startswith("http") else None


def _slow_entry(raw: Mapping[str, Any], url: str) -> Entry | None:
    link = raw.get("link") or _first_link(raw)
    address = urls.canonical(link, base=url) if link else None
    if address is None:
        return None
    return Entry(
        address,
        _words(raw.get("title")),
        _moment(raw.get("published_parsed")),
        _moment(raw.get("updated_parsed")),
        raw.get("summary"),
    )


def _moment(parsed: Any) -> datetime | None:
    try:
        return datetime(*parsed[:6]).replace(tzinfo=UTC) if parsed else None  # noqa: DTZ001
    except (ValueError, TypeError):
        return None


def _words(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
