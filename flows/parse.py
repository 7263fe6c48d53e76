"""Pages as they came in -> articles: what worker processes do, so it asks for few imports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from extractors import articles, metadata
from extractors.records import Article
from flows.failures import Failure

if TYPE_CHECKING:
    from flows.archive import Kept
    from flows.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Arrival:
    """One page as it came in: what parsing needs, and what the warehouse is told of it."""

    url: str  # the address that answered
    outlet: str | None
    body: bytes
    charset: str | None
    content_type: str | None
    published_at: datetime | None  # what the feed or the person says, where the page is silent
    seen_at: datetime
    location: str
    digest: str
    fetched: Fetched | None = None
    kept: Kept | None = None  # where it lies already
    page_id: str = ""  # given once it is known to be new
    earliest: datetime = metadata.EARLIEST  # when its outlet began


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a batch of arrivals gave: the article or the failure of each, in their order."""

    outcomes: tuple[Article | Failure, ...]


def parse(batch: Sequence[Arrival]) -> Parsed:
    """The article of each arrival, or why there is none. Pure; runs in a worker."""
    return Parsed(tuple(_parse(arrival) for arrival in batch))


def _parse(arrival: Arrival) -> Article | Failure:
    try:
        if arrival.content_type == "text/plain" and arrival.url.startswith("file:"):
            return articles.from_text(arrival.body, arrival.url, published_at=arrival.published_at)
        return articles.parse(
            arrival.body,
            arrival.url,
            headers_charset=arrival.charset,
            fallback_published_at=arrival.published_at,
            seen_at=arrival.seen_at,
            earliest=arrival.earliest,
        )
    except articles.NoArticle as error:
        remedy = "nothing to do where it is no article; else please report the page"
        return Failure("parse", error.reason, arrival.url, error.detail, remedy, arrival.outlet)
    except Exception as error:  # one page must never stop the batch
        return Failure(
            "parse", "defect", arrival.url, f"{type(error).__name__}: {error}",
            "please report this page; the rest of the run went on", arrival.outlet,
        )  # fmt: skip
