"""One address per article: canonical URLs, twins, domains, outlets."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractors import urls


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://Courier.Example:80/a", "http://courier.example/a"),
        ("https://courier.example:443", "https://courier.example/"),
        ("https://courier.example:8443/a", "https://courier.example:8443/a"),
        ("https://user:secret@courier.example/a", "https://courier.example/a"),
        ("https://courier.example/a#part", "https://courier.example/a"),
        ("https://courier.example/a?utm_source=x&fbclid=1", "https://courier.example/a"),
        ("https://courier.example/a?b=2&a=1&utm_medium=rss", "https://courier.example/a?a=1&b=2"),
        ("https://courier.example/a?id=7&source=archive", "https://courier.example/a?id=7&source=archive"),
        ("https://courier.example/a?id=7&source=rss", "https://courier.example/a?id=7"),
        ("https://courier.example/%7Eann/%c3%a9t%C3%A9", "https://courier.example/~ann/%C3%A9t%C3%A9"),
        ("https://courier.example/été", "https://courier.example/%C3%A9t%C3%A9"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        (" https://courier.example/a b\n", "https://courier.example/a%20b"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("mailto:a@courier.example", None),
        ("javascript:void(0)", None),
        ("/a/b", None),
        ("https://", None),
        ("http://courier.example:port/", None),
        ("http://[bad/", None),
    ],
)  # fmt: skip
def test_canonical(written: str, expected: str | None) -> None:
    assert urls.canonical(written) == expected


def test_relative_links_need_a_base() -> None:
    assert urls.canonical("../b", base="http://courier.example/a/c") == "http://courier.example/b"


@pytest.mark.parametrize(
    "twin",
    [
        "http://courier.example/news/bridges",
        "https://www.courier.example/news/bridges/",
        "https://m.courier.example/news/bridges",
        "https://amp.courier.example/news/bridges",
        "https://courier.example/news/bridges/amp/",
        "https://courier.example/amp/news/bridges",
        "https://courier.example/news/bridges?utm_source=feed",
    ],
)
def test_twins_share_a_key(twin: str) -> None:
    assert urls.same_article(twin) == urls.same_article("https://courier.example/news/bridges")


@pytest.mark.parametrize(
    "other",
    ["https://courier.example/news/bridges-2", "https://courier.example/news/bridges?page=2",
     "https://ampere.example/news/bridges", "https://courier.example/camp/news/bridges"],
)  # fmt: skip
def test_others_do_not(other: str) -> None:
    assert urls.same_article(other) != urls.same_article("https://courier.example/news/bridges")


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.news.co.uk/a", "news.co.uk"),
        ("http://feeds.courier.com", "courier.com"),
        ("outlet-001.example", "outlet-001.example"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("nonsense", "nonsense"),
    ],
)
def test_domain(address: str, domain: str) -> None:
    assert urls.domain(address) == domain


def test_outlets_are_decided_by_the_longest_known_domain() -> None:
    owners = {"group.com": "group", "courier.group.com": "courier"}
    assert urls.outlet("https://www.courier.group.com/a", owners) == "courier"
    assert urls.outlet("https://www.group.com/a", owners) == "group"
    assert urls.outlet("https://www.other.com/a", owners) == "other.com"


@given(st.text(max_size=60))
@example(".")
def test_any_text_is_an_address_or_none(text: str) -> None:
    for address in (text, f"http://courier.example/{text}", f"https://{text}"):
        once = urls.canonical(address)
        if once is not None:
            assert urls.canonical(once) == once
            urls.same_article(once)
            urls.domain(once)
        urls.join(text, "http://courier.example/")
