"""Ingest against a real server, real files and a real warehouse: nothing lost, nothing twice."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors import articles
from extractors.records import Article
from flows import ingest, recheck, runs
from flows.ingest import Sources
from flows.settings import Settings
from flows.watchlist import BadWatchlist
from tests.flows.outlet_server import FETCHABLE, REASONS, OutletServer, World, watchlist

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = dict.fromkeys((*FETCHABLE, *REASONS), 1)


@pytest.fixture
def server() -> Iterator[OutletServer]:
    world = World(outlets=4, articles=24, kinds={k: v for k, v in KINDS.items() if k != "drip"})
    with OutletServer(world) as running:
        yield running


def settings(folder: Path, server: OutletServer | None = None, **more: object) -> Settings:
    given: dict[str, object] = {
        "data_dir": folder / "data", "host_delay": 0.02, "retry_wait": 0.05, "retries": 2,
        "largest_page": 1_000_000, "body_timeout": 3.0, "processes": 1, "lock_wait": 1.0,
        "resolve": server.resolve() if server else {},
    }  # fmt: skip
    return Settings(**{**given, **more})  # type: ignore[arg-type]


def bring(set_: Settings, sources: Sources, now: datetime = NOW) -> dict[str, int]:
    with runs.opened(set_, "ingest", now=lambda: now) as run:
        ingest.ingest(run, sources)
        return dict(run.counts)


def ask(set_: Settings, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(set_.data_dir / "warehouse.duckdb"), read_only=True) as con:
        return con.sql(sql).fetchall()


def watched(folder: Path, world: World) -> Sources:
    path = folder / "outlets.toml"
    path.write_text(watchlist(world))
    return Sources(watchlist=path)


def test_everything_fetchable_is_in_and_the_rest_is_told(
    server: OutletServer, tmp_path: Path
) -> None:
    world, set_ = server.world, settings(tmp_path, server)
    bring(set_, watched(tmp_path, world))
    stories = [story for host in world.hosts() for story in world.stories(host)]
    wanted = {s.url for s in stories if s.kind in FETCHABLE}
    assert {url for (url,) in ask(set_, "SELECT url FROM core.articles")} == wanted
    told = dict(ask(set_, "SELECT thing, reason FROM raw.failures"))
    assert told == {s.url: REASONS[s.kind] for s in stories if s.kind not in FETCHABLE}
    for host, seen in server.report().items():
        assert seen["most_at_once"] == 1, host
        assert seen["least_gap"] >= 0.018, host
    outlets = ask(set_, "SELECT DISTINCT outlet FROM core.articles ORDER BY 1")
    assert outlets == [(host.split(".")[0],) for host in world.hosts()]
    wrong = ask(set_, "SELECT text FROM core.revisions WHERE text LIKE '%ведомства%'")
    assert len(wrong) == sum(s.kind == "declared-wrong" for s in stories)


def test_again_writes_nothing_new(server: OutletServer, tmp_path: Path) -> None:
    set_, sources = settings(tmp_path, server), watched(tmp_path, server.world)
    first = bring(set_, sources)
    pages = ask(set_, "SELECT * FROM raw.pages ORDER BY ALL")
    again = bring(set_, sources, NOW + timedelta(seconds=5))
    assert first["revisions"] > 0
    assert not any(again.get(name) for name in ("revisions", "articles", "pages"))
    assert ask(set_, "SELECT * FROM raw.pages ORDER BY ALL") == pages


def test_an_edit_is_a_revision_and_a_counter_is_none(server: OutletServer, tmp_path: Path) -> None:
    set_, sources = settings(tmp_path, server), watched(tmp_path, server.world)
    first = bring(set_, sources)
    later = bring(set_, sources, NOW + timedelta(hours=13))
    assert later.get("revisions", 0) == 0  # the footer counts readers; that is no news
    server.world.edits = 9000
    edited = bring(set_, sources, NOW + timedelta(hours=30))
    plain = sum(
        s.kind in FETCHABLE and s.kind not in ("moved",)
        for host in server.world.hosts()
        for s in server.world.stories(host)
    )
    assert plain <= edited["revisions"] <= first["revisions"]


def test_an_edit_taken_back_is_a_third_revision(server: OutletServer, tmp_path: Path) -> None:
    set_, sources = settings(tmp_path, server), watched(tmp_path, server.world)
    moments = [NOW + timedelta(hours=hours) for hours in (0, 30, 60, 90)]
    counts = []
    for edits, now in zip((0, 9000, 0, 9000), moments, strict=True):
        server.world.edits = edits
        counts.append(bring(set_, sources, now)["revisions"])
        again = bring(set_, sources, now + timedelta(minutes=1))
        assert not any(again.get(name) for name in ("revisions", "articles", "pages"))
    assert counts[0] == counts[1] == counts[2] == counts[3] > 0
    states = ask(
        set_,
        "SELECT list(text ORDER BY seen_at), list(DISTINCT revision_id), list(DISTINCT page_id) "
        "FROM core.revisions GROUP BY article_id",
    )
    for (first, second, third, fourth), revisions, pages in states:
        assert first == third != second == fourth
        assert len(revisions) == len(pages) == 4
    assert_the_archive_gives_the_same(set_, tmp_path, sources)


def test_bytes_that_come_back_are_told_from_bytes_read_again(tmp_path: Path) -> None:
    """The same file with its old content is news; the same archive read twice is none."""
    set_, folder = settings(tmp_path), tmp_path / "pages"
    folder.mkdir()
    for hours, number in enumerate(("9", "19", "9", "19")):
        (folder / "a.html").write_text(page("New bridges", number))
        for minutes in (0, 1):
            bring(set_, Sources(folder=folder), NOW + timedelta(hours=hours, minutes=minutes))
    query = "SELECT count(*), count(DISTINCT text_digest) FROM core.revisions"
    assert ask(set_, query) == [(4, 2)]
    other = settings(tmp_path / "other")
    for _ in range(2):
        bring(other, Sources(warc=(set_.archive_dir,)), NOW + timedelta(days=1))
        assert ask(other, query) == [(4, 2)]
        assert ask(other, "SELECT count(*) FROM raw.pages") == [(4,)]
    assert_the_archive_gives_the_same(set_, tmp_path)
    assert_the_archive_gives_the_same(other, tmp_path)


def assert_the_archive_gives_the_same(
    set_: Settings, folder: Path, sources: Sources | None = None
) -> None:
    """From nothing and on top of what is there."""
    tables = ("raw.pages", "core.articles", "core.revisions")
    queries = [f"SELECT * EXCLUDE (run_id) FROM {table} ORDER BY ALL" for table in tables]
    before = [ask(set_, query) for query in queries]
    offline = settings(folder, data_dir=set_.data_dir)
    for _ in range(2):
        with runs.opened(offline, "reprocess") as run:
            ingest.reprocess(run, sources.watchlist if sources else None)
        assert [ask(offline, query) for query in queries] == before
        (set_.data_dir / "warehouse.duckdb").unlink(missing_ok=True)
    with runs.opened(offline, "reprocess") as run:
        ingest.reprocess(run, sources.watchlist if sources else None)
    assert [ask(offline, query) for query in queries] == before


def test_leftovers_of_a_short_run_come_with_the_next(server: OutletServer, tmp_path: Path) -> None:
    sources = watched(tmp_path, server.world)
    short = settings(tmp_path, server, fetch_limit=0.25)
    bring(short, sources)
    assert ask(short, "SELECT count(*) FROM raw.failures WHERE reason = 'out_of_time'") > [(0,)]
    bring(settings(tmp_path, server), sources, NOW + timedelta(minutes=1))
    stories = [s for host in server.world.hosts() for s in server.world.stories(host)]
    wanted = {s.url for s in stories if s.kind in FETCHABLE}
    found = {url for (url,) in ask(short, "SELECT url FROM core.articles")}
    assert found == wanted


def test_reprocessing_gives_the_same_rows(server: OutletServer, tmp_path: Path) -> None:
    set_, sources = settings(tmp_path, server), watched(tmp_path, server.world)
    bring(set_, sources)
    server.world.edits = 9000
    bring(set_, sources, NOW + timedelta(hours=4))
    tables = ("raw.pages", "core.articles", "core.revisions")
    queries = [f"SELECT * EXCLUDE (run_id) FROM {table} ORDER BY ALL" for table in tables]
    before = [ask(set_, query) for query in queries]
    (set_.data_dir / "warehouse.duckdb").unlink()
    offline = settings(tmp_path)
    with runs.opened(offline, "reprocess") as run:
        ingest.reprocess(run, sources.watchlist)
    assert [ask(offline, query) for query in queries] == before


def test_reprocessing_drops_what_another_parser_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_ = settings(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(page("Nine new bridges", "9"))
    bring(set_, Sources(folder=tmp_path / "pages"))
    parse = articles.parse
    monkeypatch.setattr(articles, "parse", lambda *a, **k: _shouted(parse(*a, **k)))
    with runs.opened(set_, "reprocess") as run:
        ingest.reprocess(run)
    texts = ask(set_, "SELECT text FROM core.revisions")
    assert len(texts) == 1
    assert str(texts[0][0]).isupper()


def _shouted(article: Article) -> Article:
    from dataclasses import replace

    return replace(article, text=article.text.upper())


def page(title: str, number: str) -> str:
    body = f"<p>The invented council said it would build {number} bridges over the river.</p>" * 3
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
        "<p>Work is to begin in the spring, and nobody could say when it would end.</p>"
        "</article></body></html>"
    )


def test_twins_of_one_article_are_one_article(tmp_path: Path) -> None:
    set_ = settings(tmp_path)
    addresses = (
        "https://www.courier.example/news/bridges", "http://courier.example/news/bridges",
        "https://m.courier.example/news/bridges", "https://www.courier.example/news/bridges/amp",
        "https://www.courier.example/news/bridges?utm_source=feed",
        "https://www.courier.example/news/ferries",
    )  # fmt: skip
    for number, url in enumerate(addresses):
        folder = tmp_path / str(number)
        folder.mkdir()
        head = f'<link rel="canonical" href="{url}"></head>'
        text = page("Nine new bridges", "9").replace("</head>", head)
        (folder / "a.html").write_text(text)
        bring(set_, Sources(folder=folder), NOW + timedelta(minutes=number))
    assert ask(set_, "SELECT url FROM core.articles ORDER BY first_seen_at") == [
        (addresses[0],), (addresses[-1],),
    ]  # fmt: skip
    assert ask(set_, "SELECT count(*) FROM core.revisions") == [(2,)]


def test_bad_files_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "good.html").write_text(page("Nine new bridges", "9"))
    (folder / "packed.html.gz").write_bytes(gzip.compress(page("Ten ferries", "10").encode()))
    (folder / "note.txt").write_text("An invented note.\n\nIt says 12 boats sank last month.\n")
    (folder / "empty.html").write_text("")
    (folder / "cut.html.gz").write_bytes(gzip.compress(page("x", "1").encode())[:40])
    (folder / "menu.html").write_text("<html><body><nav>Home</nav></body></html>")
    (tmp_path / "cut.warc.gz").write_bytes(b"\x1f\x8b\x08\x00 not a gzip member")
    (tmp_path / "urls.txt").write_text("# a comment\nnothing\nhttp://a.example/x y\n")
    set_ = settings(tmp_path)
    sources = Sources(
        folder=folder, warc=(tmp_path / "cut.warc.gz", tmp_path / "none.warc"),
        urls=tmp_path / "urls.txt", published_at=datetime(2025, 11, 10, tzinfo=UTC),
    )  # fmt: skip
    counts = bring(set_, sources)
    assert counts["articles"] == 3
    told = {str(thing).rsplit("/", 1)[-1]: reason for thing, reason in ask(
        set_, "SELECT thing, reason FROM raw.failures"
    )}  # fmt: skip
    assert told == {
        "empty.html": "empty", "cut.html.gz": "unreadable", "menu.html": "no_text",
        "cut.warc.gz@0": "broken_archive", "none.warc": "missing", "urls.txt:2": "bad_url",
        "urls.txt:3": "bad_url",
        "urls.txt": "empty",
    }  # fmt: skip
    assert not ask(set_, "SELECT 1 FROM raw.failures WHERE coalesce(detail, '') = ''")
    dates = ask(set_, "SELECT DISTINCT published_at FROM core.revisions")
    assert dates == [(datetime(2025, 11, 10),)]  # noqa: DTZ001


def test_dates_before_an_outlet_began_are_refused(server: OutletServer, tmp_path: Path) -> None:
    set_, sources = settings(tmp_path, server), watched(tmp_path, server.world)
    first, *_ = server.world.hosts()
    path = tmp_path / "outlets.toml"
    name = f'name = "{first}"'
    path.write_text(path.read_text().replace(name, f"{name}\nsince = 2026-03-02"))
    bring(set_, sources)
    early = "SELECT count(*) FROM core.revisions WHERE published_at IS NULL"
    assert ask(set_, early) == [(0,)]
    path.write_text(path.read_text().replace("since = 2026-03-02", "since = 2026-03-03"))
    offline = settings(tmp_path)
    (set_.data_dir / "warehouse.duckdb").unlink()
    with runs.opened(offline, "reprocess") as run:
        ingest.reprocess(run, path)
    undated = "SELECT DISTINCT outlet FROM core.articles AS a JOIN core.revisions AS r USING "
    undated += "(article_id) WHERE r.published_at IS NULL"
    assert ask(set_, undated) == [(first.split(".")[0],)]


def test_a_bad_watchlist_stops_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "outlets.toml").write_text('[[outlet]]\nkey = "a"\n')
    with pytest.raises(BadWatchlist, match=r"outlets\.toml:1: outlet 'a': 'name' is missing"):
        bring(settings(tmp_path), Sources(watchlist=tmp_path / "outlets.toml"))


def test_what_robots_txt_forbids_is_told_once_and_then_counted(tmp_path: Path) -> None:
    world = World(outlets=1, articles=12, kinds={"plain": 1, "forbidden": 1})
    with OutletServer(world) as server:
        set_, sources = settings(tmp_path, server), watched(tmp_path, world)
        forbidden = sorted(s.url for s in world.stories(world.hosts()[0]) if s.kind == "forbidden")
        first = bring(set_, sources)
        assert "told_before" not in first
        for hours in (1, 20, 50):
            # The feed has not changed; nothing in it is asked for again.
            again = bring(set_, sources, NOW + timedelta(hours=hours))
            assert not again.get("failures")
        (tmp_path / "data" / "robots").rename(tmp_path / "data" / "robots-before")
        world.news += 1
        again = bring(set_, sources, NOW + timedelta(hours=60))
        assert again["told_before"] == len(forbidden) > 0
        told = ask(set_, "SELECT thing FROM raw.failures WHERE reason = 'robots' ORDER BY thing")
        assert [thing for (thing,) in told] == forbidden
        # The feed itself: once a day.
        server.robots = "User-agent: *\nDisallow: /\n"
        feed = "SELECT count(*) FROM raw.failures WHERE thing LIKE '%/feed.xml'"
        for hours, rows in ((90, 1), (91, 1), (100, 1), (115, 2)):
            bring(set_, sources, NOW + timedelta(hours=hours))
            assert ask(set_, feed) == [(rows,)]


def test_an_outlet_that_goes_quiet_is_named_once_a_day(tmp_path: Path) -> None:
    world = World(outlets=1, articles=30, kinds={"plain": 1})
    with OutletServer(world) as server:
        set_, sources = settings(tmp_path, server), watched(tmp_path, world)
        assert not bring(set_, sources).get("troubled")
        assert not bring(set_, sources, NOW + timedelta(hours=20)).get("troubled")
        late = NOW + timedelta(hours=30)
        assert bring(set_, sources, late).get("troubled") == 1
        assert not bring(set_, sources, late + timedelta(hours=1)).get("troubled")
    told = ask(set_, "SELECT reason, thing, remedy FROM raw.failures")
    assert [(reason, thing) for reason, thing, _ in told] == [("quiet", "outlet-000")]


def test_revisits_follow_the_age_the_warehouse_knows(tmp_path: Path) -> None:
    """By an article published at 00:15: every hour on its first day, then 3 hours, then 3 days."""
    born = datetime(2026, 3, 2, 0, 15, tzinfo=UTC)
    world = World(outlets=1, articles=1, kinds={"plain": 1})
    (story,) = world.stories(world.hosts()[0])
    asked: list[timedelta] = []
    ages = [
        *(timedelta(minutes=m) for m in (5, 12, 21, 30, 37)),  # every 15 minutes: 5, 21, 37
        *(timedelta(hours=h) for h in (4, 4.5, 5, 23.5, 25, 27, 28)),  # 4, 5, 23.5; 27
        *(timedelta(days=d) for d in (6.9, 8, 9, 9.95, 29.9, 30.1, 45)),  # 6.9, 9.95, 29.9
    ]
    with OutletServer(world) as server:
        set_, sources = settings(tmp_path, server, oldest_days=0), watched(tmp_path, world)
        before = 0
        for age in ages:
            bring(set_, sources, born + age)
            now = server.seen[story.host].paths[story.path]
            if now > before:
                asked.append(age)
            before = now
    assert [age / timedelta(hours=1) for age in asked] == pytest.approx([
        5 / 60, 21 / 60, 37 / 60, 4, 5, 23.5, 27, 6.9 * 24, 9.95 * 24, 29.9 * 24,
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("age", "every"),
    [
        (timedelta(minutes=1), timedelta(minutes=15)),
        (timedelta(hours=2, minutes=59), timedelta(minutes=15)),
        (timedelta(hours=3), timedelta(hours=1)),
        (timedelta(days=1), timedelta(hours=3)),
        (timedelta(days=7), timedelta(days=3)),
        (timedelta(days=30), None),
    ],
)
def test_young_pages_are_visited_more_often(age: timedelta, every: timedelta | None) -> None:
    assert recheck.interval(age) == every
    if every:
        assert recheck.is_due(NOW - age, NOW - every, NOW)
        assert not recheck.is_due(NOW - age, NOW - every / 2, NOW)
