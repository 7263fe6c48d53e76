"""Renders what an invented outlet would answer: pages, feeds, sitemaps and robots files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, PackageLoader

from flows.demonstration import START, Coverage, Item, Outlet, moment

NOTICE = (
    "Invented demonstration coverage: this outlet, its articles, and the people, places and events"
    " in them are made up."
)
LISTED = 25  # items in a feed


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of one address at one moment, before compression."""

    body: bytes
    content_type: str
    changed_at: datetime
    tag: str  # stands for the meaning of the body: a visitor counter does not change it


@cache
def _layouts() -> Environment:
    return Environment(loader=PackageLoader("flows.demonstration", "layouts"), autoescape=True)


def answer(coverage: Coverage, day: int, host: str, path: str, visit: int) -> Answer | None:
    """What `host` gives for `path` on the evening of `day`; None where there is no such thing.

    `visit` numbers the requests: pages show it in counters, as real pages do.
    """
    outlet = next((o for o in coverage.outlets if o.host == host), None)
    if outlet is None:
        return None
    items = [i for i in reversed(coverage.on(day)) if i.outlet is outlet]
    if path == "/robots.txt":
        return _answer(_robots(outlet), "text/plain", moment(1), outlet)
    changed = max((i.published_at for i in items), default=moment(1))
    if path == outlet.feed_path:
        return _listing(outlet, items[:LISTED], changed)
    if path == "/":
        return _answer(_front(outlet, items), "text/html", changed, outlet)
    if path == outlet.sponsored:
        return _answer(_sponsored(outlet), "text/html", moment(1), outlet)
    for item in items:
        if item.path == path:
            related = [i for i in items if i is not item][:4]
            return _page(item, related, visit)
    return None


def _answer(text: str, kind: str, changed_at: datetime, outlet: Outlet, tag: str = "") -> Answer:
    body = text.encode(outlet.charset if kind == "text/html" else "utf-8", "xmlcharrefreplace")
    charset = outlet.charset if kind == "text/html" else "utf-8"
    digest = hashlib.blake2b((tag or text).encode(), digest_size=8).hexdigest()
    return Answer(body, f"{kind}; charset={charset}", changed_at, f'W/"{digest}"')


def _page(item: Item, related: list[Item], visit: int) -> Answer:
    layout = _layouts().get_template(f"{item.outlet.layout}.html")
    html = layout.render(
        item=item,
        outlet=item.outlet,
        related=related,
        counter=1000 + visit * 7,
        notice=NOTICE,
        ld=_linked_data(item),
    )
    meaning = "\n".join((item.headline, *item.paragraphs, item.note or ""))
    return _answer(html, "text/html", item.changed_at, item.outlet, tag=meaning)


def _linked_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.headline,
        "datePublished": item.published_at.isoformat(),
        "articleSection": item.section,
        "mainEntityOfPage": item.url,
        "publisher": {"@type": "Organization", "name": item.outlet.name},
        "author": [{"@type": "Person", "name": item.byline or item.outlet.name}],
        "inLanguage": "en",
    }
    if item.modified_at:
        data["dateModified"] = item.modified_at.isoformat()
    if item.agency:
        data["sourceOrganization"] = {"@type": "Organization", "name": item.agency}
    return data


def _robots(outlet: Outlet) -> str:
    lines = ["User-agent: *", f"Disallow: {outlet.disallow}", "Crawl-delay: 0"]
    if outlet.feed == "news-sitemap":
        lines += ["", f"Sitemap: {outlet.root}{outlet.feed_path}"]
    return "\n".join(lines) + "\n"


def _front(outlet: Outlet, items: Iterable[Item]) -> str:
    links = "".join(f'<li><a href="{escape(i.path)}">{escape(i.headline)}</a></li>' for i in items)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{escape(outlet.name)}</title></head>'
        f"<body><h1>{escape(outlet.name)}</h1><ul>{links}</ul><p>{NOTICE}</p></body></html>"
    )


def _sponsored(outlet: Outlet) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Spring cruises</title></head><body><article>"
        "<h1>Spring cruises on the Inner Sea</h1><p>Cabins from 499 euros for seven nights, with"
        f" a band on every deck.</p></article><p>{NOTICE}</p></body></html>"
    )


def _listing(outlet: Outlet, items: list[Item], changed: datetime) -> Answer:
    if outlet.feed == "rss":
        return _answer(_rss(outlet, items, changed), "application/rss+xml", changed, outlet)
    if outlet.feed == "atom":
        return _answer(_atom(outlet, items, changed), "application/atom+xml", changed, outlet)
    return _answer(_news_sitemap(outlet, items), "application/xml", changed, outlet)


def _rss(outlet: Outlet, items: list[Item], changed: datetime) -> str:
    rows = [
        f"<item><title>{escape(i.headline)}</title><link>{escape(i.url)}</link>"
        f'<guid isPermaLink="true">{escape(i.url)}</guid>'
        f"<pubDate>{format_datetime(i.published_at)}</pubDate>"
        f"<description>{escape(i.paragraphs[0])}</description></item>"
        for i in items
    ]
    if outlet.sponsored:
        link = outlet.root + outlet.sponsored
        rows.append(
            f"<item><title>Spring cruises (sponsored)</title><link>{link}</link>"
            f"<pubDate>{format_datetime(moment(1))}</pubDate></item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{outlet.root}/</link>"
        f"<description>{NOTICE}</description><language>en</language>"
        f"<lastBuildDate>{format_datetime(changed)}</lastBuildDate>\n"
        + "\n".join(rows)
        + "\n</channel></rss>\n"
    )


def _atom(outlet: Outlet, items: list[Item], changed: datetime) -> str:
    rows = [
        f"<entry><title>{escape(i.headline)}</title><id>{escape(i.url)}</id>"
        f'<link rel="alternate" type="text/html" href="{escape(i.url)}"/>'
        f"<published>{i.published_at.isoformat()}</published>"
        f"<updated>{(i.modified_at or i.published_at).isoformat()}</updated>"
        f"<author><name>{escape(i.byline or outlet.name)}</name></author>"
        f"<summary>{escape(i.paragraphs[0])}</summary></entry>"
        for i in items
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{escape(outlet.name)}'
        f"</title><subtitle>{NOTICE}</subtitle><id>{outlet.root}/</id>"
        f'<link rel="self" href="{outlet.root}{outlet.feed_path}"/>'
        f"<updated>{changed.isoformat()}</updated>\n" + "\n".join(rows) + "\n</feed>\n"
    )


def _news_sitemap(outlet: Outlet, items: list[Item]) -> str:
    rows = [
        f"<url><loc>{escape(i.url)}</loc><news:news><news:publication>"
        f"<news:name>{escape(outlet.name)}</news:name><news:language>en</news:language>"
        "</news:publication>"
        f"<news:publication_date>{i.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(i.headline)}</news:title></news:news></url>"
        for i in items
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<!-- {NOTICE} From {START.isoformat()} on. -->\n"
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
        + "\n".join(rows)
        + "\n</urlset>\n"
    )
