"""Tells what is new: bytes an address did not give last, and texts an article did not say last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import NamedTuple

import duckdb

from extractors import articles
from extractors.records import Article
from flows import rows
from flows.archive import Kept
from warehouse import asking


class Sight(NamedTuple):
    """One page as it came: `digest` of its bytes, and where it lies if it is archived already."""

    url: str
    digest: str
    seen_at: datetime
    place: Kept | None = None


@dataclass(frozen=True, slots=True)
class _Last:
    page_id: str
    digest: str
    seen_at: datetime


@dataclass(slots=True)
class Pages:
    """Gives every page its id; knows what is on its way into the warehouse and not there yet.

    Bytes met for the first time at an address have the digest of both for their id. Bytes that
    come back after others get an id of their own, which tells the page they follow.
    """

    con: duckdb.DuckDBPyConnection
    _ids: set[str] = field(default_factory=set)
    _last: dict[str, _Last] = field(default_factory=dict)

    def ids(self, sights: Sequence[Sight]) -> list[str | None]:
        """The id of each page that is new; None for what its address gave last, or gave before.

        Pages that lie in the archive where the warehouse says keep the id they have there.
        """
        first = [rows.page_id(sight.url, sight.digest) for sight in sights]
        known = {p for (p,) in asking.read(self.con, "known_pages", pages=first).fetchall()}
        there = self._there(sights)
        again = [s.url for s, page in zip(sights, first, strict=True) if page in known]
        last = self._stored(again)
        found: list[str | None] = []
        for sight, page in zip(sights, first, strict=True):
            now: str | None = there.get(sight.place) if sight.place else None
            if now is None:
                now = page
                if page in known or page in self._ids:
                    now = self._returned(sight, last)
            found.append(now)
            if now is not None:
                self._ids.add(now)
                held = self._last.get(sight.url)
                if held is None or held.seen_at <= sight.seen_at:
                    self._last[sight.url] = _Last(now, sight.digest, sight.seen_at)
        return found

    def written(self, pages: Iterable[tuple[str, str]]) -> None:
        """These pages, by address and id, are in the warehouse now."""
        for url, page in pages:
            self._ids.discard(page)
            held = self._last.get(url)
            if held is not None and held.page_id == page:
                del self._last[url]

    def _returned(self, sight: Sight, stored: dict[str, _Last]) -> str | None:
        """The id of bytes known already, if they come back after others."""
        both = [x for x in (stored.get(sight.url), self._last.get(sight.url)) if x is not None]
        last = max(both, key=lambda one: one.seen_at)
        if last.digest == sight.digest or sight.seen_at <= last.seen_at:
            return None
        return rows.page_id(sight.url, sight.digest, after=last.page_id)

    def _stored(self, addresses: list[str]) -> dict[str, _Last]:
        if not addresses:
            return {}
        read = asking.read(self.con, "latest_pages", urls=addresses).fetchall()
        return {
            url: _Last(str(page), str(content), seen_at.replace(tzinfo=UTC))
            for url, page, content, seen_at in read
        }

    def _there(self, sights: Sequence[Sight]) -> dict[Kept, str]:
        places = [sight.place for sight in sights if sight.place]
        if not places:
            return {}
        read = asking.read(
            self.con, "pages_at", files=sorted({p.file for p in places}),
            offsets=[p.offset for p in places],
        ).fetchall()  # fmt: skip
        return {Kept(file, offset): str(page) for page, file, offset in read}


@dataclass(frozen=True, slots=True)
class _Said:
    meaning: str | None
    text: str | None  # in place of its meaning, which is then worked out only where it is needed
    revision_id: str
    seen_at: datetime

    def says(self, text: str) -> bool:
        if self.text is not None:
            return articles.same_meaning(self.text, text)
        return self.meaning == articles.meaning(text)


@dataclass(slots=True)
class Texts:
    """Tells which texts are revisions: what an article did not say when it was last seen.

    A text that stood before and comes back after another is a revision as well; its id tells the
    one it follows. `afresh` starts from nothing, whatever the warehouse holds, and remembers.
    """

    con: duckdb.DuckDBPyConnection
    afresh: bool = False
    _said: dict[str, _Said] = field(default_factory=dict)
    _made: set[str] = field(default_factory=set)

    def made(self, revision_id: str) -> bool:
        """Whether this pass made that revision."""
        return revision_id in self._made

    def news(self, states: Sequence[tuple[Article, datetime]]) -> list[Article | None]:
        """Each article with the time it was seen: as it is to be kept, or None if it is no news."""
        if not self.afresh:
            self._recall([article for article, _ in states])
        return [self._news(article, seen_at) for article, seen_at in states]

    def _news(self, article: Article, seen_at: datetime) -> Article | None:
        before = self._said.get(article.article_id)
        if before is not None and before.says(article.text):
            return None
        if article.revision_id in self._made:
            if before is None or seen_at <= before.seen_at:
                return None  # an old text that comes late
            article = replace(article, follows=before.revision_id)
        self._made.add(article.revision_id)
        if before is None or seen_at >= before.seen_at:
            meaning = articles.meaning(article.text) if self.afresh else None
            text = None if self.afresh else article.text
            self._said[article.article_id] = _Said(meaning, text, article.revision_id, seen_at)
        return article

    def _recall(self, some: Sequence[Article]) -> None:
        """What the warehouse holds of these articles."""
        ids = [article.article_id for article in some]
        self._said = {
            str(article): _Said(None, text, str(revision), seen_at.replace(tzinfo=UTC))
            for article, text, revision, seen_at in asking.read(
                self.con, "last_texts", articles=ids
            ).fetchall()
        }
        self._made = set()
        if self._said:
            told = [a.revision_id for a in some if a.article_id in self._said]
            found = asking.read(self.con, "known_revisions", revisions=told).fetchall()
            self._made = {str(revision) for (revision,) in found}
