"""Feeds and sitemaps of every kind to entries; broken ones to a reason."""

from __future__ import annotations

import gzip
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.feeds import SUITES, measure
from flows import discover, feeds, sitemaps
from flows.discover import Candidate
from flows.failures import Failure

URL = "http://courier.example/feed"
WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LINK = "http://courier.example/a"

RSS = """<rss version="2.0"><channel><title>C</title><item><title>A</title>
<link>http://courier.example/a?utm_source=rss</link>
<pubDate>Mon, 02 Mar 2026 10:30:00 +0100</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><entry><title>A</title>
<link rel="alternate" href="/a"/><id>x</id><published>2026-03-02T09:30:00Z</published>
<updated>2026-03-03T00:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>
<item rdf:about="http://courier.example/a"><title>A</title><link>http://courier.example/a</link>
<dc:date>2026-03-02T09:30:00Z</dc:date></item></rdf:RDF>"""
OLD = """<rss version="0.91"><channel><title>C</title><item><title>A</title>
<link>http://courier.example/a</link></item></channel></rss>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": [{"id": "1",
"url": "http://courier.example/a", "title": "A", "date_published": "2026-03-02T09:30:00Z"}]}"""


@pytest.mark.parametrize("content", [RSS, ATOM, RDF, JSON_FEED])
def test_every_kind_of_feed(content: str) -> None:
    (entry,) = feeds.parse(content.encode(), URL)
    assert (entry.link, entry.title, entry.published_at) == (LINK, "A", WHEN)


def test_a_feed_without_dates() -> None:
    (entry,) = feeds.parse(OLD.encode(), URL)
    assert (entry.link, entry.published_at) == (LINK, None)


def test_dates_in_other_languages_are_read_without_a_slow_library() -> None:
    item = "<item><link>http://courier.example/a</link><pubDate>{}</pubDate></item>"
    dates = (
        "Seg, 02 Mar 2026 06:30:00 -0300",
        "Lu, 2 Märzo 2026",
        "Mo, 02 März 2026 10:30:00 +0100",
    )
    text = "".join(item.format(date) for date in dates)
    before = "dateparser.date" in sys.modules
    found = feeds.parse(f"<rss version='2.0'><channel>{text}</channel></rss>".encode(), LINK)
    assert [entry.published_at for entry in found] == [WHEN, None, WHEN]
    assert ("dateparser.date" in sys.modules) is before


def test_bare_ampersands_in_links_stay() -> None:
    content = RSS.replace("a?utm_source=rss", "a?id=1&b=2&c").encode()
    assert [e.link for e in feeds.parse(content, URL)] == [f"{LINK}?b=2&c=&id=1"]


@pytest.mark.parametrize(
    "content",
    [RSS.replace("</item>", "</item").encode(), RSS.replace("<title>C", "<title>&nbsp;C").encode(),
     b"\n\n" + RSS.encode(), RSS.replace("A<", "\x08Ä<").encode("latin-1")],
)  # fmt: skip
def test_broken_feeds_are_read_all_the_same(content: bytes) -> None:
    assert [e.link for e in feeds.parse(content, URL)][:1] == [LINK]


@pytest.mark.parametrize("content", [b"", b"  ", b"<html><body>hello</body></html>", b"\x00\x01"])
def test_what_is_no_feed_is_a_failure_with_a_remedy(content: bytes) -> None:
    (failure,) = discover.feed(content, URL, "courier")
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.thing, failure.outlet) == ("bad_feed", URL, "courier")
    assert failure.remedy


def test_an_entity_bomb_costs_nothing() -> None:
    layers = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 40}">' for i in range(1, 8))
    content = (
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{layers}]><rss version="2.0"><channel><item>'
        f"<link>{LINK}</link><title>&e7;</title></item></channel></rss>"
    )
    try:
        found = feeds.parse(content.encode(), URL)
    except feeds.BadFeedError:
        return
    assert all(len(entry.title or "") < 10_000 for entry in found)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_none(content: bytes) -> None:
    for parse, error in (
        (feeds.parse, feeds.BadFeedError),
        (sitemaps.parse, sitemaps.BadSitemapError),
    ):
        with suppress(error):
            parse(content, URL)


NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>
http://courier.example/a </loc><lastmod>2026-03-03</lastmod><news:news>
<news:publication_date>2026-03-02T09:30:00Z</news:publication_date><news:title>A  b</news:title>
</news:news></url><url><loc>nonsense</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap>
<loc>http://courier.example/s1.xml</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize("content", [NEWS.encode(), gzip.compress(NEWS.encode())])
def test_news_sitemaps(content: bytes) -> None:
    first = sitemaps.parse(content, URL)[0]
    assert (first.link, first.title, first.published_at) == (LINK, "A b", WHEN)
    assert first.modified_at == datetime(2026, 3, 3, tzinfo=UTC)


def test_sitemap_indexes_and_lists() -> None:
    assert list(discover.sitemap(INDEX.encode(), URL)) == ["http://courier.example/s1.xml"]
    (found,) = sitemaps.parse(f"\ufeff{LINK}\n\nnonsense\n".encode(), URL)
    assert found.link == LINK


@pytest.mark.parametrize(
    "content", [b"", b"<html/>", b"\x1f\x8b\x08broken", gzip.compress(b"<a/>" * 20_000_000)]
)
def test_broken_sitemaps(content: bytes) -> None:
    (failure,) = discover.sitemap(content, URL)
    assert isinstance(failure, Failure)
    assert failure.reason == "bad_sitemap"


def test_front_pages_give_links_that_look_like_articles() -> None:
    html = (
        "<a href='/2026/03/02/nine-bridges'>Nine new bridges for the town</a>"
        "<a href='/about'>About all of us and them</a><a href='/news/four-word-long-slug'>Read</a>"
        "<a href='http://other.example/2026/03/02/nine-bridges'>Nine new bridges for the town</a>"
    )
    found = list(discover.homepage(html.encode(), "http://courier.example/"))
    assert [c.url for c in found] == ["http://courier.example/2026/03/02/nine-bridges"]


def test_recent_keeps_the_newest_and_the_undated() -> None:
    def dated(day: int | None) -> Candidate:
        moment = datetime(2026, 3, day, tzinfo=UTC) if day else None
        return Candidate(f"http://courier.example/{day}", "c", "feed", published_at=moment)

    now = datetime(2026, 3, 20, tzinfo=UTC)
    kept = discover.recent(
        iter([dated(1), dated(14), dated(19), dated(None)]), now, oldest_days=7, most=2
    )
    assert [c.url[-2:] for c in kept] == ["ne", "19"]


CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "feeds"


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora of feeds lie beside the project")
@pytest.mark.parametrize("suite", SUITES)
def test_every_link_and_date_that_feedparser_finds(suite: str) -> None:
    result = measure(CORPORA / suite)
    assert result.crashes == 0
    assert result.links_found == result.links > 0, result.misses
    assert result.dates_found == result.dates > 0, result.misses
