"""The invented coverage: complete, consistent with its planted truth, served as the web serves."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest

from extractors import articles, claims
from flows import demonstration, watchlist
from flows.demonstration import DAYS, Item, coverage, moment, truth
from flows.demonstration.server import Server
from flows.demonstration.site import NOTICE, answer

ITEMS = {item.id: item for item in coverage().on(DAYS)}
FIRST = {item.id: item for item in coverage().items}
FIGURES = {figure["id"]: figure for figure in truth()["figure"]}
PLANTED = truth()["planted"]
CLIENT = httpx.Client()


def state(figure: dict[str, Any], day: int) -> dict[str, Any]:
    """What a faithful report of `figure` says on `day`."""
    return [s for s in figure["states"] if s["day"] <= day][-1]  # type: ignore[no-any-return]


def text(item: Item) -> str:
    return "\n".join((item.headline, *item.paragraphs))


def mentions(surface: str, item: Item, body: bool = False) -> int:
    told = "\n".join(item.paragraphs) if body else text(item)
    return len(re.findall(rf"(?<![\d,.]){re.escape(surface)}(?!\d|[,.]\d)", told, re.I))


# The size and the variety asked for


def test_there_is_enough_of_everything() -> None:
    outlets = coverage().outlets
    assert len(outlets) >= 8
    assert len(ITEMS) == len(coverage().items) >= 60
    assert {i.day for i in ITEMS.values()} == set(range(1, DAYS + 1))
    assert all(o.host.endswith(".example") for o in outlets)
    assert len({o.layout for o in outlets}) == len(outlets)
    kinds = Counter(o.feed for o in outlets)
    assert kinds["rss"] >= 4
    assert kinds["atom"] >= 2
    assert kinds["news-sitemap"] >= 1
    assert any(o.charset == "windows-1252" for o in outlets)
    assert all(4 <= len(i.paragraphs) <= 10 for i in ITEMS.values())
    assert len({i.url for i in ITEMS.values()}) == len(ITEMS)


def test_every_article_is_out_by_the_evening_of_its_day() -> None:
    for item in coverage().items:
        assert timedelta() < moment(item.day) - item.published_at < timedelta(days=1)
    assert [len(coverage().on(day)) for day in (1, DAYS)] == [8, 80]


# The planted truth is complete and agrees with the texts


def expected(article: str, figure: str) -> dict[str, Any]:
    """The claim that `article` makes about `figure` in its first revision."""
    told = dict(state(FIGURES[figure], FIRST[article].day))
    for row in PLANTED:
        if (row["article"], row["figure"]) == (article, figure):
            told |= row
    return told


@pytest.mark.parametrize("article", sorted(truth()["reports"]))
def test_articles_say_what_the_truth_lists(article: str) -> None:
    for figure in truth()["reports"][article]:
        assert mentions(expected(article, figure)["says"], FIRST[article], body=True) == 1, figure


@pytest.mark.parametrize("figure", sorted(FIGURES))
def test_no_unlisted_article_reports_a_followed_figure(figure: str) -> None:
    says = {s["says"] for s in FIGURES[figure]["states"]}
    says |= {row["says"] for row in PLANTED if row["figure"] == figure and "says" in row}
    listed = {article for article, figures in truth()["reports"].items() if figure in figures}
    for item in (*FIRST.values(), *ITEMS.values()):
        if item.event == FIGURES[figure]["event"] and item.id not in listed:
            assert not any(mentions(surface, item) for surface in says), item.id


@pytest.mark.parametrize("article", sorted(truth()["reports"]))
def test_faithful_reports_name_the_source(article: str) -> None:
    told = text(ITEMS[article])
    for figure in truth()["reports"][article]:
        chain = expected(article, figure).get("chain", FIGURES[figure]["chain"])
        for name in chain:
            assert name.lower() in told.lower(), (figure, name)
        if not chain:
            assert not re.search(r"\b(said|according to|reported|showed)\b", told, re.I)


def test_planted_drift_stands_on_listed_articles_and_known_codes() -> None:
    codes = {code for row in PLANTED for code in row["codes"].values()}
    assert {
        "ROUNDED", "HEDGE_DROPPED", "ATTRIBUTION_DROPPED", "RANGE_TO_MAX", "CUMULATIVE_TO_PERIOD",
        "ZOMBIE", "BOUND_DROPPED",
    } <= codes  # fmt: skip
    for row in PLANTED:
        assert row["figure"] in truth()["reports"][row["article"]]
        assert row["figure"] in truth()["reports"][row["parent"]]
        assert FIRST[row["parent"]].published_at < FIRST[row["article"]].published_at


def test_edits_change_one_figure_and_only_the_noted_one_says_so() -> None:
    for row in truth()["edited"]:
        before, after = FIRST[row["article"]], ITEMS[row["article"]]
        assert before.paragraphs != after.paragraphs
        assert (after.modified_at is not None) == (row["code"] == "NOTED_CORRECTION")
        day_before = {i.id: i for i in coverage().on(row["day"] - 1)}[row["article"]]
        assert day_before.paragraphs == before.paragraphs
        figures = re.findall(r"\d[\d,]*", "\n".join(before.paragraphs))
        changed = re.findall(r"\d[\d,]*", "\n".join(after.paragraphs))
        [pair] = [(a, b) for a, b in zip(figures, changed, strict=True) if a != b]
        assert pair == (row["before"], row["after"])
    assert sum(row["code"] == "SILENT_EDIT" for row in truth()["edited"]) >= 2


def test_one_headline_outruns_its_body() -> None:
    for row in truth()["headlined"]:
        item = FIRST[row["article"]]
        assert row["says"] in item.headline
        assert row["figure"] in truth()["reports"][row["article"]]


def test_the_wire_story_is_one_text_in_three_outlets() -> None:
    for group in truth()["syndicated"]:
        items = [ITEMS[article] for article in group["articles"]]
        assert len({i.outlet for i in items}) == len(items) >= 3
        shortest = min(items, key=lambda i: len(text(i)))
        for item in items:
            assert item.agency == group["origin"]
            assert item.paragraphs[:2] == shortest.paragraphs[:2]


# The server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(day=1) as playing:
        yield playing


def get(server: Server, url: str, **headers: str) -> httpx.Response:
    address = httpx.URL(url)
    plain = f"http://127.0.0.1:{server.port}{address.raw_path.decode()}"
    headers = {"accept-encoding": "identity", **headers, "host": address.host}
    return CLIENT.get(plain, headers=headers)


def test_articles_appear_on_their_day_with_their_notice(server: Server) -> None:
    for day in range(1, DAYS + 1):
        server.set_day(day)
        for item in coverage().on(DAYS):
            if item.day not in (day, day + 1):
                continue
            response = get(server, item.url)
            assert response.status_code == (200 if item.day == day else 404), item.id
            if item.day == day:
                assert NOTICE in response.text
                assert '<meta name="demonstration"' in response.text
                assert f"charset={item.outlet.charset}" in response.headers["content-type"]


def test_feeds_list_what_is_out(server: Server) -> None:
    for day in (1, 4, DAYS):
        server.set_day(day)
        for outlet in coverage().outlets:
            body = get(server, outlet.root + outlet.feed_path).content
            out = {i.url for i in coverage().on(day) if i.outlet is outlet}
            if outlet.feed == "news-sitemap":
                listed = set(re.findall(r"<loc>(.*?)</loc>", body.decode()))
            else:
                feed = feedparser.parse(body)
                assert not feed.bozo
                listed = {entry.link for entry in feed.entries}
            assert out == {url for url in listed if "/sponsored/" not in url}
            robots = get(server, outlet.root + "/robots.txt").text
            assert f"Disallow: {outlet.disallow}" in robots


def test_unchanged_pages_answer_304_and_edited_ones_do_not(server: Server) -> None:
    edit = next(e for e in coverage().edits if FIRST[e.article].outlet.validators)
    item = FIRST[edit.article]
    server.set_day(edit.day - 1)
    first = get(server, item.url)
    by_tag = {"if-none-match": first.headers["etag"]}
    by_time = {"if-modified-since": first.headers["last-modified"]}
    for validators in (by_tag, by_time, by_tag | {"if-modified-since": "nonsense"}):
        again = get(server, item.url, **validators)
        assert (again.status_code, again.content) == (304, b"")
    server.set_day(edit.day)
    for validators in (by_tag, by_time, by_tag | by_time):
        assert get(server, item.url, **validators).status_code == 200


def test_counters_change_the_page_and_not_its_tag(server: Server) -> None:
    for item in coverage().on(1):
        one, two = get(server, item.url), get(server, item.url)
        assert one.headers.get("etag") == two.headers.get("etag")
        assert ("etag" in one.headers) == item.outlet.validators
    assert get(server, item.url).text != get(server, item.url).text


def test_gzip_head_unknown_pages_and_the_record_of_visits(server: Server) -> None:
    item = coverage().on(1)[0]
    with httpx.stream(
        "GET",
        f"http://127.0.0.1:{server.port}{item.path}",
        headers={"host": item.outlet.host, "accept-encoding": "gzip"},
    ) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert item.paragraphs[0].encode(item.outlet.charset) in gzip.decompress(raw)
    assert get(server, item.outlet.root + "/no-such-page").status_code == 404
    assert get(server, "http://nowhere.example/").status_code == 404
    assert [v.status for v in server.visits] == [200, 404, 404]
    with pytest.raises(ValueError, match="1 to 10"):
        server.set_day(11)


# The watchlist


def test_the_outlets_are_a_good_watchlist(tmp_path: Path) -> None:
    path = tmp_path / "outlets.toml"
    path.write_text(demonstration.outlets(), encoding="utf-8")
    listed = watchlist.load(path)
    assert [o.key for o in listed.outlets] == [o.id for o in coverage().outlets]
    assert set(listed.owners) == {o.host for o in coverage().outlets}


# The reader reads what was written


@pytest.mark.parametrize("article", sorted(truth()["reports"]))
def test_the_reported_figures_are_read_as_planted(article: str) -> None:
    item = FIRST[article]
    page = answer(coverage(), item.day, item.outlet.host, item.path, visit=1)
    assert page is not None
    read = articles.parse(page.body, item.url, fallback_published_at=item.published_at)
    found = claims.extract(read)
    for name in truth()["reports"][article]:
        told = FIGURES[name] | expected(article, name)
        ends = tuple(Decimal(told[end]) if told.get(end) else None for end in ("low", "high"))
        matching = [
            claim
            for claim in found
            if (claim.quantity.low, claim.quantity.high) == ends
            and claim.quantity.unit == told["unit"]
            and claim.zone != "headline"
        ]
        assert len(matching) == 1, (name, ends, [c.surface for c in found])
        claim = matching[0]
        assert claim.quantity.bound == told.get("bound", "exact"), name
        if told["unit"] != "USD" and name != "commuters":  # "estimates suggest" is a source
            assert claim.quantity.hedge == told.get("hedge", "none"), name
        assert claim.measured.head == told["measured"], name
        assert [h.name.lower() for h in claim.chain] == [n.lower() for n in told["chain"]], name
        if "measure" in told:
            assert claim.measure.kind == told["measure"], name
        if "start" in told:
            assert claim.period is not None, name
            assert claim.period.start == told["start"], name
            assert claim.period.end == told.get("end", claim.period.end), name
        else:
            assert claim.period is None, name
