"""Pages made to hurt: no crash, no hang, little memory, and the right text where there is one."""

from __future__ import annotations

import codecs
import resource
import tarfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from extractors import articles, encodings
from flows import feeds, sitemaps

URL = "http://courier.example/a"
TEXT = b"The invented council said that 12 boats sank in the river last year. " * 4
LD = b'<script type="application/ld+json">'

PAGES: dict[str, bytes] = {
    "deep divs": b"<div>" * 100_000 + TEXT,
    "deep spans": b"<p>" + b"<span>" * 50_000 + TEXT,
    "misnested": b"<b><p>" * 20_000 + TEXT,
    "many paragraphs": b"<p>12</p>" * 200_000,
    "long word": b"<p>" + b"a" * 5_000_000,
    "many attributes": b"<p " + b"a=1 " * 200_000 + b">" + TEXT,
    "nested tables": b"<table><tr><td>" * 5_000 + TEXT + b"</td></tr></table>" * 5_000,
    "unclosed tables": b"<table><tr><td>" * 20_000 + TEXT,
    "nested lists": b"<ul><li>" * 20_000 + TEXT,
    "entities": b"<p>" + b"&amp;" * 500_000 + TEXT,
    "numbers": b"<p>" + b"1,234.5 " * 500_000,
    "deep JSON": LD + b"[" * 100_000 + b"</script><p>" + TEXT,
    "broken JSON": LD + b'{"datePublished":"' + b" " * 400_000 + b"</script><p>" + TEXT,
    "live blog": LD + b'{"@type":"LiveBlogPosting","liveBlogUpdate":['
    + b",".join(b'{"@type":"BlogPosting","headline":"x%d"}' % n for n in range(20_000))
    + b'],"datePublished":"2026-03-02"}</script><p>' + TEXT,
    "open comments": b"<!--" * 100_000 + TEXT,
    "spaces": b"<p>" + b" " * 5_000_000 + TEXT,
    "nulls": b"\0" * 1_000_000 + TEXT,
    "brackets": b"<" * 500_000 + TEXT,
    "open quotes": b'<p a="' * 100_000 + TEXT,
    "dates": b"".join(b"<p class=date>%d Mar 12</p>" % n for n in range(15_000)) + TEXT,
    "headings": b"<h1>x</h1>" * 30_000 + TEXT,
    "notes": b"<p>" + b"5<sup>2</sup>" * 30_000 + TEXT,
    "titles": b"<title>" + b"a | " * 200_000 + b"</title>" + TEXT,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_no_page_hangs(name: str) -> None:
    began = time.process_time()
    with suppress(articles.NoArticle):
        articles.parse(PAGES[name], URL)
    assert time.process_time() - began < 8.0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000  # kB


HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "hostile"
absent = pytest.mark.skipif(not HOSTILE.exists(), reason="the corpora lie beside the project")


def members(name: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(HOSTILE / name) as tar:
        for member in tar:
            if member.isfile():
                stream = tar.extractfile(member)
                assert stream is not None
                yield member.name, stream.read()


@absent
def test_entity_bombs_and_outside_entities_do_nothing() -> None:
    for _, content in members("defusedxml.tar.gz"):
        with suppress(feeds.BadFeedError):
            feeds.parse(content, URL)
        with suppress(sitemaps.BadSitemapError):
            sitemaps.parse(content, URL)
        with suppress(articles.NoArticle):
            articles.parse(content, URL)


@absent
def test_real_pages_in_old_encodings_are_read_right() -> None:
    wrong = []
    for name, content in members("chardet_dev.tar.gz"):
        folder = name.split("/")[-2].lower()
        label = "-".join(folder.split("-")[:3]) if folder.startswith("iso-8859") else folder
        label = "-".join(label.split("-")[:2]) if label.startswith("windows") else label
        label = {"maccyrillic": "x-mac-cyrillic"}.get(label, label)
        codec = label if label.startswith("utf") else encodings.codec(label)
        if codec is None or not name.endswith((".html", ".xml")):
            continue
        expected, found = content.decode(codec, "replace"), encodings.decode(content)
        if sum(a != b for a, b in zip(expected, found, strict=False)) > len(expected) // 200:
            wrong.append(name)
    assert not wrong


def same(label: str, other: str) -> bool:
    one, two = (encodings.codec(name) for name in (label, other))
    return bool(one and two and codecs.lookup(one).name == codecs.lookup(two).name)


@absent
def test_charsets_are_found_as_the_standard_says() -> None:
    right, wrong = 0, []
    for name, content in members("html5lib-tests.tar.gz"):
        if "/encoding/" not in name or not name.endswith(".dat"):
            continue
        for case in content.split(b"#data\n")[1:]:
            page, marked, label = case.partition(b"\n#encoding\n")
            if not marked or page.startswith(b"\xef\xbb\xbf"):
                continue  # marks are looked at before declarations
            expected = label.decode("ascii").split("\n")[0].strip()
            if same(encodings.declared(page) or "windows-1252", expected):
                right += 1
            else:
                wrong.append(page[:60])
    assert right >= 75
    assert len(wrong) <= 6, wrong
