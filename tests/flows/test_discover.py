"""Every kind of list an outlet may have leads to its articles: against a real server."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows import ingest, runs
from flows.ingest import Sources
from flows.settings import Settings
from tests.flows.test_fetch import HTML, Server

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
XML = {"Content-Type": "application/xml"}
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
RDF = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
DATE = "2026-03-02T09:30:00Z"


def address(kind: str) -> str:
    return f"http://{kind}.example/2026/03/02/nine-new-bridges-{kind}.html"


# What the outlet of each kind lists, with LINK for the address of its one article.
LISTS = {
    "rss091": '<rss version="0.91"><channel><item><title>A</title><link>LINK</link></item>'
    "</channel></rss>",
    "rss2": '<rss version="2.0"><channel><item><link>LINK?utm_source=rss</link>'
    "<pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate></item></channel></rss>",
    "rdf": f'<rdf:RDF {RDF}><channel/><item rdf:about="LINK"><link>LINK</link>'
    f"<dc:date>{DATE}</dc:date></item></rdf:RDF>",
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="LINK"/><id>x</id>'
    f"<updated>{DATE}</updated></entry></feed>",
    "json": '{"version": "https://jsonfeed.org/version/1.1", "title": "C", "items": '
    f'[{{"id": "1", "url": "LINK", "date_published": "{DATE}"}}]}}',
    "news": f"<urlset {SITEMAP} {NEWS}><url><loc>LINK</loc><news:news><news:publication_date>{DATE}"
    "</news:publication_date><news:title>A</news:title></news:news></url></urlset>",
    "index": f"<sitemapindex {SITEMAP}><sitemap><loc>http://index.example/month.xml.gz</loc>"
    "</sitemap></sitemapindex>",
    "home": '<html><body><a href="/about">About the outlet and its people</a>'
    '<h2><a href="LINK#top">Nine new bridges for the invented town</a></h2>'
    '<a href="http://other.example/2026/03/02/another-story-elsewhere">A story elsewhere</a>'
    "</body></html>",
}
MONTH = f"<urlset {SITEMAP}><url><loc>LINK</loc><lastmod>{DATE}</lastmod></url></urlset>"
TYPES = {"json": {"Content-Type": "application/feed+json"}, "home": HTML}


def lists(kind: str) -> dict[str, tuple[dict[str, str], bytes]]:
    """What the outlet of a kind serves beside its one article, by path."""
    link, encoding = address(kind), "utf-16" if kind == "rss2" else "utf-8"
    served = {"/list": (TYPES.get(kind, XML), LISTS[kind].replace("LINK", link).encode(encoding))}
    if kind == "index":
        month = gzip.compress(MONTH.replace("LINK", link).encode())
        served["/month.xml.gz"] = ({"Content-Type": "application/gzip"}, month)
    return served


KINDS = {
    "rss091": "feeds", "rss2": "feeds", "rdf": "feeds", "atom": "feeds", "json": "feeds",
    "news": "sitemaps", "index": "sitemaps", "home": "home",
}  # fmt: skip


@pytest.fixture
def servers() -> Iterator[dict[str, Server]]:
    running = {kind: Server() for kind in KINDS}
    yield running
    for server in running.values():
        server.http.shutdown()
        server.http.server_close()


def outlet(kind: str) -> str:
    home = f"http://{kind}.example/list"
    listed = "watch_homepage = true" if kind == "home" else f'{KINDS[kind]} = ["{home}"]'
    return (
        f'[[outlet]]\nkey = "{kind}"\nname = "{kind}"\nhomepage = "{home}"\ncountry = "XV"\n'
        f'language = "en"\n{listed}\n'
    )


def test_every_kind_of_list_leads_to_the_article(
    servers: dict[str, Server], tmp_path: Path
) -> None:
    body = "<p>The invented council said it would build 9 bridges over the river.</p>" * 3
    for kind, server in servers.items():
        for path, (headers, content) in lists(kind).items():
            server.answers[path] = (200, headers, content)
        page = f"<html><body><article><h1>Nine bridges</h1>{body}</article></body></html>"
        server.answers["/" + address(kind).split("/", 3)[3]] = (200, HTML, page.encode())
    (tmp_path / "outlets.toml").write_text("\n".join(map(outlet, KINDS)))
    settings = Settings(
        data_dir=tmp_path / "data", host_delay=0.0, processes=1, retries=0,
        resolve={f"{kind}.example": f"127.0.0.1:{s.port}" for kind, s in servers.items()},
    )  # fmt: skip
    with runs.opened(settings, "ingest", now=lambda: NOW) as run:
        ingest.ingest(run, Sources(watchlist=tmp_path / "outlets.toml"))
    with duckdb.connect(str(settings.data_dir / "warehouse.duckdb"), read_only=True) as con:
        assert con.sql("SELECT * FROM raw.failures").fetchall() == []
        found = dict(con.sql("SELECT outlet, url FROM core.articles").fetchall())
        dated = con.sql("SELECT count(*) FROM core.revisions WHERE published_at IS NULL").fetchall()
    assert found == {kind: address(kind) for kind in KINDS}
    assert dated == [(0,)]
