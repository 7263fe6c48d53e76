"""The records of what came in: exchanges with servers, pages kept, revisions parsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extractors.records import Article, digest


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request for an address and how it ended: a row of raw.fetches.

    `status` is None where no answer came. Times in UTC, `size` in bytes.
    """

    kind: str  # page, feed, sitemap, home, robots
    url: str
    fetched_at: datetime
    final_url: str | None = None
    outlet: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    content_digest: str | None = None
    size: int | None = None
    duration_seconds: float | None = None
    is_not_modified: bool = False
    warc_file: str | None = None
    warc_offset: int | None = None

    def fetch_id(self, run_id: str) -> str:
        return digest("fetch", run_id, self.url, self.fetched_at.isoformat())


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page's bytes and where they lie: a row of raw.pages."""

    url: str  # the address that answered, after redirects
    content_digest: str
    size: int
    seen_at: datetime
    outlet: str | None = None
    content_type: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None

    @property
    def page_id(self) -> str:
        """Natural key: address and bytes."""
        return digest("page", self.url, self.content_digest)


@dataclass(frozen=True, slots=True)
class Revision:
    """One text state of an article as first seen: a row of core.revisions, and of core.articles."""

    article: Article
    page_id: str | None
    seen_at: datetime
    parser_version: str
