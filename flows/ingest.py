"""Discovers, fetches, archives and parses: from a watchlist, a folder, WARC files or a URL list."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic

from extractors import articles, metadata, timestamps, urls
from extractors.records import Article
from flows import archive, coverage, discover, fetch, novelty, recheck, rows, watchlist
from flows.archive import content_digest
from flows.discover import Candidate
from flows.failures import Failure
from flows.fetch import Fetched, Request, Validators
from flows.parse import Arrival, Parsed, parse
from flows.pool import Lost, Workers
from flows.runs import Run
from flows.watchlist import Watchlist
from warehouse import asking, loading

_LIST_TOLD = timedelta(days=1)  # so often it is told that a feed may not be asked for
_BATCH_SECONDS = 60.0  # a slow web must not keep what has come from being saved


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a run's pages come from; any of them together. `published_at` is for undated pages."""

    watchlist: Path | None = None
    folder: Path | None = None
    warc: tuple[Path, ...] = ()
    urls: Path | None = None
    published_at: datetime | None = None

    def __str__(self) -> str:
        named = [path.name for path in (self.watchlist, self.folder, *self.warc, self.urls) if path]
        return ", ".join(named) or "nothing"


def ingest(run: Run, sources: Sources) -> None:
    """Bring in everything `sources` names; every page is archived, every failure is a row.

    Counts `candidates`, `fetched`, `unchanged`, `pages` (new bytes), `articles` (new),
    `revisions` (new texts), `troubled` (outlets). Raises BadWatchlist before anything is done.
    """
    watch = watchlist.load(sources.watchlist) if sources.watchlist else Watchlist(())
    _Ingest(run, sources, watch, novelty.Texts(run.warehouse.con)).work()
    if sources.watchlist:
        coverage.watch(run)


def reprocess(run: Run, watch_file: Path | None = None) -> None:
    """Parse every archived page again, without the network.

    Revisions that today's parser would not make go, with what was read of them; in an empty
    warehouse the same rows arise as when the pages came in. Counts as `ingest` does.
    """
    watch = watchlist.load(watch_file) if watch_file else Watchlist(())
    _Ingest(run, Sources(), watch, novelty.Texts(run.warehouse.con, afresh=True)).work_again()


@dataclass(frozen=True, slots=True)
class _Batch:
    """Arrivals on their way through: new bytes, which are parsed, and bytes kept already."""

    fresh: list[Arrival] = field(default_factory=list)
    known: list[Arrival] = field(default_factory=list)


@dataclass(slots=True)
class _Ingest:
    run: Run
    sources: Sources
    watch: Watchlist
    texts: novelty.Texts
    feeds: list[Fetched] = field(default_factory=list)  # recorded when their pages are through
    postponed: set[str] = field(default_factory=set)  # feeds with candidates not reached
    pages: novelty.Pages = field(init=False)
    told: dict[tuple[str, str], datetime] = field(default_factory=dict)  # failures: when last told

    def __post_init__(self) -> None:
        self.pages = novelty.Pages(self.run.warehouse.con)

    def work(self) -> None:
        run, settings = self.run, self.run.settings
        con = run.warehouse.con
        if self.watch.outlets:
            loading.merge(
                con, "core.outlets", rows.outlet_rows(self.watch.outlets, run_id=run.run_id)
            )
        with archive.Writer(settings.archive_dir, size=settings.warc_size, now=run.now) as keeper:
            arrivals = self._payloads()
            processes = (
                1 if self.sources.folder is None and not self.sources.warc else settings.processes
            )
            self._through(arrivals, keeper, processes)
            if self.sources.watchlist or self.sources.urls:
                memory = {
                    url: Validators(etag, modified)
                    for url, etag, modified in asking.read(con, "validators").fetchall()
                }
                with fetch.Fetcher(settings, memory, now=run.now) as fetcher:
                    wanted = self._wanted(fetcher)
                    self._through(self._fetched(fetcher, wanted), keeper, processes)
            loading.load(con, "raw.fetches", rows.fetch_rows(self._feed_rows(), run_id=run.run_id))

    def work_again(self) -> None:
        settings = self.run.settings
        self._through(self._archived(), None, settings.processes)

    # What there is to read

    def _archived(self) -> Iterator[Arrival]:
        """Every page in the archive, in the order it came in."""
        for page in archive.read(self.run.settings.archive_dir):
            if isinstance(page, Failure):
                self.run.fail(page)
                continue
            remarks = dict(page.remarks)
            yield Arrival(
                page.url, self._outlet(page.url), page.body, page.charset, page.content_type,
                timestamps.parse(remarks.get("published")), page.fetched_at, page.location,
                content_digest(page.body), kept=archive.Kept(page.file, page.offset),
            )  # fmt: skip

    def _payloads(self) -> Iterator[Arrival]:
        """Pages that bring their bytes with them."""
        sources, now = self.sources, self.run.now
        found: list[Iterator[Candidate | Failure]] = []
        if sources.folder:
            found.append(discover.folder(sources.folder))
        found.extend(discover.warc(path) for path in sources.warc)
        for candidates in found:
            for candidate in candidates:
                if isinstance(candidate, Failure):
                    self.run.fail(candidate)
                    continue
                self.run.counts["candidates"] += 1
                assert candidate.payload is not None
                yield Arrival(
                    candidate.url, self._outlet(candidate.url), candidate.payload,
                    candidate.charset, candidate.content_type,
                    candidate.published_at or sources.published_at,
                    candidate.seen_at or now(), candidate.location,
                    content_digest(candidate.payload),
                )  # fmt: skip

    def _wanted(self, fetcher: fetch.Fetcher) -> dict[str, Candidate]:
        """Addresses to fetch: new ones, and known ones whose time has come."""
        run, settings, now = self.run, self.run.settings, self.run.now()
        con = run.warehouse.con
        wanted: dict[str, Candidate] = {}
        if self.sources.urls:
            for found in discover.url_list(self.sources.urls):
                if isinstance(found, Failure):
                    run.fail(found)
                else:
                    wanted.setdefault(found.url, found)
        if self.sources.watchlist:
            fresh: dict[str, Candidate] = {}
            since = now - recheck.LAST
            self.told = {
                (reason, thing): told_at.replace(tzinfo=now.tzinfo)
                for reason, thing, told_at in asking.read(
                    con, "told_of", since=since.isoformat()
                ).fetchall()
            }
            with run.show.stage("discover", len(self.watch.outlets)) as advance:
                for item in discover.watchlist(self.watch, fetcher, settings, now):
                    if isinstance(item, Failure):
                        self._fail(item, once_in=_LIST_TOLD)
                    elif isinstance(item, Fetched):
                        self.feeds.append(item)
                    elif isinstance(item, Candidate):
                        fresh.setdefault(urls.same_article(item.url), item)
                    else:
                        advance(1)
            listed = {c.url: c for c in fresh.values()}
            asked = asking.read(con, "visited", urls=list(listed)).fetchall()
            for (url,) in asked:
                listed.pop(url, None)
            wanted.update(listed)
            for url, outlet, born_at, asked_at in asking.read(
                con, "visits", since=since.isoformat()
            ).fetchall():
                born, last = (t.replace(tzinfo=now.tzinfo) for t in (born_at, asked_at))
                if recheck.is_due(born, last, now):
                    wanted.setdefault(url, Candidate(url, outlet, "list", location="recheck"))
        run.counts["candidates"] += len(wanted)
        return wanted

    def _fetched(self, fetcher: fetch.Fetcher, wanted: dict[str, Candidate]) -> Iterator[Arrival]:
        """The pages of `wanted` as they come; those that did not change are only recorded."""
        run = self.run
        quiet: list[Fetched] = []
        requests = []
        for url, candidate in wanted.items():
            outlet = self._outlet(url) or candidate.outlet
            watched = self.watch.by_key.get(outlet or "")
            requests.append(Request(url, "page", outlet, watched.delay if watched else None))
        by_url = {request.url: request for request in requests}
        with run.show.stage("fetch", len(requests)) as advance:
            for answer in fetcher.fetch_all(requests):
                advance(1)
                if isinstance(answer, Failure):
                    self._fail(answer, once_in=recheck.LAST)
                    if answer.reason == "out_of_time":
                        self.postponed.add(wanted[answer.thing].location)
                    elif answer.was_asked:
                        quiet.append(fetch.unanswered(by_url[answer.thing], answer))
                    continue
                run.counts["fetched"] += 1
                if answer.is_not_modified:
                    run.counts["unchanged"] += 1
                    quiet.append(answer)
                    continue
                candidate = wanted[answer.url]
                yield Arrival(
                    answer.final_url, self._outlet(answer.final_url), answer.body, answer.charset,
                    answer.content_type, candidate.published_at or self.sources.published_at,
                    answer.fetched_at, candidate.location, content_digest(answer.body), answer,
                )  # fmt: skip
        table = rows.fetch_rows(((answer, None) for answer in quiet), run_id=run.run_id)
        loading.load(run.warehouse.con, "raw.fetches", table)

    def _fail(self, failure: Failure, *, once_in: timedelta) -> None:
        """Note a failure; one for which nobody was asked is told once in a while and counted."""
        if self.sources.watchlist and not failure.was_asked:
            told_at = self.told.get((failure.reason, failure.thing))
            if told_at is not None and self.run.now() - told_at < once_in:
                self.run.counts["told_before"] += 1
                return
        self.run.fail(failure)

    def _feed_rows(self) -> Iterator[tuple[Fetched, None]]:
        """Feeds, without validators where some of their pages are still to come."""
        for feed in self.feeds:
            if feed.url in self.postponed:
                feed = replace(feed, headers=())
            yield feed, None

    def _outlet(self, url: str) -> str | None:
        return (urls.outlet(url, self.watch.owners) or None) if url.startswith("http") else None

    # From page to revision

    def _through(
        self, arrivals: Iterator[Arrival], keeper: archive.Writer | None, processes: int
    ) -> None:
        """Archive, parse and load `arrivals`, a batch a transaction."""
        settings = self.run.settings
        batches: deque[_Batch] = deque()

        def unread() -> Iterator[list[Arrival]]:
            for arrived in _batched(arrivals, settings.batch):
                batches.append(self._sorted(arrived))
                yield batches[-1].fresh

        with (
            self.run.show.stage("parse", None) as advance,
            Workers(processes, settings.batch_limit) as workers,
        ):
            outcomes = self.run.engine.each(
                "parse", parse, unread(), at_once=processes, workers=workers
            )
            done: list[Article | Failure] = []
            for outcome in outcomes:
                done.extend(outcome.outcomes if isinstance(outcome, Parsed) else [_lost(outcome)])
                while batches and len(done) >= len(batches[0].fresh):
                    batch = batches.popleft()
                    self._load(batch, done[: len(batch.fresh)], keeper)
                    del done[: len(batch.fresh)]
                    advance(len(batch.fresh) + len(batch.known))

    def _sorted(self, arrived: list[Arrival]) -> _Batch:
        """Splits arrivals into those whose bytes are new and those that are kept already."""
        ids = self.pages.ids([novelty.Sight(a.url, a.digest, a.seen_at, a.kept) for a in arrived])
        batch = _Batch()
        for arrival, page in zip(arrived, ids, strict=True):
            if page is None:
                batch.known.append(arrival)
            else:
                earliest = self._began(arrival.outlet)
                batch.fresh.append(replace(arrival, page_id=page, earliest=earliest))
        return batch

    def _began(self, outlet: str | None) -> datetime:
        watched = self.watch.by_key.get(outlet or "")
        if watched is None or watched.since is None:
            return metadata.EARLIEST
        return datetime.combine(watched.since, time.min, UTC)

    def _load(
        self, batch: _Batch, outcomes: list[Article | Failure], keeper: archive.Writer | None
    ) -> None:
        """Keep the batch's new pages in the archive, then all of it in one transaction."""
        run = self.run
        places = [arrival.kept or _keep(arrival, keeper) for arrival in batch.fresh]
        if keeper is not None:
            keeper.flush()
        pages = [
            rows.page_row(
                page_id=arrival.page_id,
                url=arrival.url,
                outlet=arrival.outlet,
                content_digest=arrival.digest,
                bytes=len(arrival.body),
                content_type=arrival.content_type,
                seen_at=arrival.seen_at,
                warc_file=place.file,
                warc_offset=place.offset,
            )
            for arrival, place in zip(batch.fresh, places, strict=True)
        ]
        fetched: list[tuple[Fetched, archive.Kept | None]] = [
            *(
                (a.fetched, place)
                for a, place in zip(batch.fresh, places, strict=True)
                if a.fetched
            ),
            *((a.fetched, None) for a in batch.known if a.fetched),
        ]
        run.counts["unchanged"] += len(batch.known)
        revisions = self._revisions(list(zip(batch.fresh, outcomes, strict=True)))
        tables = rows.article_tables(revisions, run_id=run.run_id, parser_version=articles.VERSION)
        with loading.batch(run.warehouse.con) as transaction:
            transaction.load("raw.fetches", rows.fetch_rows(fetched, run_id=run.run_id))
            run.counts["pages"] += transaction.load(
                "raw.pages", rows.page_rows(pages, run_id=run.run_id)
            )
            run.counts["articles"] += transaction.load("core.articles", tables["core.articles"])
            run.counts["revisions"] += transaction.load("core.revisions", tables["core.revisions"])
            if self.texts.afresh:
                self._drop_stale(transaction, batch)
        self.pages.written((arrival.url, arrival.page_id) for arrival in batch.fresh)
        run.save_failures()

    def _joined(self, found: list[tuple[Article, Arrival]]) -> list[tuple[Article, Arrival]]:
        """The same articles under the address by which each was first met (AMP, mobile, http)."""
        twins = {a.url: urls.twins(a.url) for a, _ in found if a.url.startswith("http")}
        asked = [url for group in twins.values() for url in group]
        met = {
            url
            for (url,) in asking.read(
                self.run.warehouse.con, "known_articles", urls=asked
            ).fetchall()
        }
        joined = []
        for article, arrival in found:
            first = next((u for u in twins.get(article.url, ()) if u in met), article.url)
            met.add(first)
            joined.append((replace(article, url=first), arrival))
        return joined

    def _drop_stale(self, transaction: loading.Batch, batch: _Batch) -> None:
        """Take out revisions of these pages that were not made this time, and their readings."""
        pages = [arrival.page_id for arrival in batch.fresh]
        old = asking.read(transaction.con, "revisions_of_pages", pages=pages).fetchall()
        stale = [revision for (revision,) in old if not self.texts.made(revision)]
        if not stale:
            return
        for table in (
            "core.claims",
            "core.extractions",
            "core.topics",
            "core.sketches",
            "core.revisions",
        ):
            transaction.replace(table, {}, over="revision_id", among=stale)

    def _revisions(
        self, batch: list[tuple[Arrival, Article | Failure]]
    ) -> list[tuple[Article, str | None, datetime]]:
        """The articles of the batch whose text says something new."""
        found: list[tuple[Article, Arrival]] = []
        for arrival, outcome in batch:
            if isinstance(outcome, Failure):
                self.run.fail(replace(outcome, failed_at=arrival.seen_at))
                continue
            outlet = self._outlet(outcome.url) or outcome.outlet
            found.append((replace(outcome, outlet=outlet), arrival))
        found = self._joined(found)
        news = self.texts.news([(article, arrival.seen_at) for article, arrival in found])
        return [
            (article, arrival.page_id, arrival.seen_at)
            for article, (_, arrival) in zip(news, found, strict=True)
            if article is not None
        ]


def _batched(arrivals: Iterable[Arrival], size: int) -> Iterator[list[Arrival]]:
    batch: list[Arrival] = []
    began = monotonic()
    for arrival in arrivals:
        batch.append(arrival)
        if len(batch) >= size or monotonic() - began > _BATCH_SECONDS:
            yield batch
            batch, began = [], monotonic()
    if batch:
        yield batch


def _keep(arrival: Arrival, keeper: archive.Writer | None) -> archive.Kept:
    assert keeper is not None
    fetched = arrival.fetched
    remarks = []
    if arrival.published_at:  # what a later parse cannot know from the page
        remarks.append(("published", arrival.published_at.isoformat()))
    if fetched is None:
        kind = arrival.content_type or "text/html"
        if arrival.charset and "charset" not in kind:
            kind = f"{kind}; charset={arrival.charset}"
        return keeper.keep(arrival.url, kind, arrival.body, arrival.seen_at, remarks=remarks)
    remarks.append(("fetchTimeMs", f"{fetched.duration_seconds * 1000:.0f}"))
    remarks += [("via", url) for url in fetched.redirects]
    return keeper.write(
        fetched.final_url, 200, fetched.headers, fetched.body, fetched.fetched_at,
        request_headers=fetched.request_headers, remarks=remarks, address=fetched.address,
    )  # fmt: skip


def _lost(lost: Lost[Arrival]) -> Failure:
    return Failure(
        "parse", lost.reason, lost.item.url, lost.detail,
        "please report this page; the rest of the run went on", lost.item.outlet,
    )  # fmt: skip
