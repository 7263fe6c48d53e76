"""Reads what a page says about itself (head, JSON-LD, microdata, <time>) in one pass."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from html import unescape
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors import timestamps, urls

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web no page was published
_WEST, _EAST = -8, 13  # hours from UTC to the clocks of nearly all readers
CLOCK_SKEW = timedelta(hours=26)  # the date line, and outlets that print local time as UTC


@dataclass(slots=True)
class Metadata:
    """What the page says about itself; times in UTC, `*_from` names the place they were read."""

    title: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_from: str | None = None
    modified_at: datetime | None = None
    modified_from: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    site: str | None = None
    body: str | None = None  # articleBody from JSON-LD: last resort for the text
    agency: str | None = None  # the source organisation, where it is not the outlet itself
    kind: str | None = None  # og:type or the JSON-LD type


# Each mark lists its names best first; the position in the list is the rank.
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time",
    "article:published", "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.issued", "dc.date.created", "dcterms.created", "pubdate", "publishdate",
    "publish-date", "published_at", "publish_date", "publication_date", "publicationdate",
    "published-date", "date.published", "dcsext.articlefirstpublished",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "cse-publication-date", "article.published", "article.created",
    "artikel:published", "vr:published_time", "bt:pubdate", "hdl_p", "originalpublicationdate",
    "last-published", "rnews:datepublished", "citation_publication_date", "eomportal-lastupdate",
    "created", "dc.date", "dcterms.date", "date", "article_date_original", "displaydate",
)  # fmt: skip
_OWN_MARKS = 5  # the first of each are agreed names; behind them stand those of single vendors
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "article:modified",
    "article:updated", "datemodified", "dateupdated", "dcterms.modified", "dc.date.modified",
    "dcsext.articlelastmodified", "lastmod", "last-modified", "modified", "updated",
    "revision_date", "article.updated", "cxenseparse:recs:modifiedtime", "revised",
)  # fmt: skip
_TITLE = (
    "og:title",
    "headline",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "title",
)
_AUTHOR = ("author", "parsely-author", "sailthru.author", "dc.creator", "article:author", "byl",
           "dcsext.author", "citation_author", "twitter:creator_name")  # fmt: skip
_SECTION = ("article:section", "parsely-section", "og:section", "cxenseparse:recs:category",
            "section",
            "dc.subject", "category")  # fmt: skip
_LANGUAGE = ("og:locale", "content-language", "language", "dc.language", "dcterms.language")
_SITE = ("og:site_name", "application-name", "dc.publisher")
_MARKS = {
    name: (part, rank)
    for part, names in (
        ("published", _PUBLISHED),
        ("modified", _MODIFIED),
        ("title", _TITLE),
        ("author", _AUTHOR),
        ("section", _SECTION),
        ("language", _LANGUAGE),
        ("site", _SITE),
        ("kind", ("og:type",)),
        ("og_url", ("og:url",)),
    )
    for rank, name in enumerate(names)
}

_ARTICLE_TYPES = {
    "newsarticle": 0, "reportagenewsarticle": 0, "analysisnewsarticle": 0, "opinionnewsarticle": 0,
    "backgroundnewsarticle": 0, "reviewnewsarticle": 0, "asknewsarticle": 0,
    "askpublicnewsarticle": 0, "liveblogposting": 0, "advertisercontentarticle": 0,
    "satiricalarticle": 0, "article": 1, "blogposting": 1, "report": 1, "techarticle": 1,
    "scholarlyarticle": 1, "socialmediaposting": 2, "creativework": 3, "videoobject": 4,
    "webpage": 5, "itempage": 5,
}  # fmt: skip
_MAX_JSON = 4_000_000  # characters of JSON-LD read; a page with more has its dates in its meta tags
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
_DATE_FIELD = re.compile(r'"(datePublished|dateModified)"\s*:\s*"([^"]{6,60})"')
_COMMENT_MARKS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_URL_DATE = re.compile(
    r"/((?:19|20)\d\d)(?:/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])|-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|/([a-z]{3})/(0?[1-9]|[12]\d|3[01]))(?![\da-z])",
    re.I,
)
_ITEMS = XPath("descendant::*[@itemprop]")
_DATES = ("datePublished", "dateModified", "dateCreated")
_WITHIN_OTHER = XPath(
    "boolean(ancestor::aside|ancestor::nav|ancestor::footer|ancestor::*[contains(@class,'related')])"
)
_BYLINE_FURNITURE = re.compile(r"^\s*(?:by|von|par|por|di|av|af|door)\s+(?=\S)", re.I)


@dataclass(slots=True)
class _Found:
    best: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    canonical: str | None = None
    title_tag: str | None = None
    headings: list[str] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)

    def offer(self, part: str, rank: int, value: str, place: str) -> None:
        held = self.best.get(part)
        if held is None or rank < held[0]:
            self.best[part] = (rank, value, place)

    def value(self, part: str) -> str | None:
        held = self.best.get(part)
        return held[1] if held else None


def read(
    tree: HtmlElement,
    url: str,
    *,
    latest: datetime | None = None,
    earliest: datetime = EARLIEST,
) -> Metadata:
    """Metadata of the page in `tree`, fetched from `url`.

    Dates after `latest` (the time the page was seen) or before `earliest` (when the outlet began)
    are refused.
    """
    found, items = _collect(tree), _ITEMS(tree)
    language = _language(tree, found)
    day_first = language != "en" or not urls.domain(url).endswith((".com", ".us", ".org", ".net"))
    dates = _Dates(latest, earliest, day_first)

    nodes = [node for script in found.scripts for node in _nodes(script)]
    article = _choose(nodes, url, found)
    meta = Metadata(language=language)
    publishers: set[str] = set()
    if article is not None:
        dates.offer("published", article.get("datePublished"), "json-ld")
        dates.offer("modified", article.get("dateModified"), "json-ld")
        meta.authors = tuple(_names(article.get("author")))
        meta.section = _text(article.get("articleSection"))
        meta.title = _text(article.get("headline")) or _text(article.get("name"))
        meta.body = _text(article.get("articleBody"))
        meta.kind = _kind(article)
        meta.agency = next(_names(article.get("sourceOrganization")), None)
        publishers = set(map(_fold, _names(article.get("publisher"))))
        dates.offer("published_late", article.get("dateCreated"), "json-ld")
        dates.offer("published_late", article.get("uploadDate"), "json-ld")
    elif found.scripts:
        for script in found.scripts:
            for name, value in _DATE_FIELD.findall(script[:_MAX_JSON]):
                dates.offer(name.removeprefix("date").lower(), value, "json-ld")
    held = {part: found.best[part] for part in ("published", "modified") if part in found.best}
    for part, (rank, value, place) in held.items():
        if rank < _OWN_MARKS:
            dates.offer(part, value, place)
    if "published" not in dates.read or "modified" not in dates.read:
        _microdata(items, dates)
    for part, (_, value, place) in held.items():
        dates.offer(part, value, place)
    if "published" not in dates.read:
        _times(found.times, dates)
        dates.offer("published", _url_date(url), "url")
    published, meta.published_from = dates.read.get(
        "published", dates.read.get("published_late", (None, None))
    )
    meta.published_at = published and dates.by_its_clock(published, _url_date(url))
    meta.modified_at, meta.modified_from = dates.read.get("modified", (None, None))

    meta.site = _clean(found.value("site"))
    if meta.agency is None:
        credit = next((e for e in items if e.get("itemprop") == "sourceOrganization"), None)
        said = "" if credit is None else " ".join("".join(credit.itertext()).split())
        meta.agency = said or None
    if meta.agency and _fold(meta.agency) in {*publishers, _fold(meta.site or "")}:
        meta.agency = None
    meta.title = _title(meta.title, found, meta.site)
    meta.authors = meta.authors or _authors(found.authors)
    meta.section = _clean(meta.section or found.value("section"))
    meta.kind = meta.kind or found.value("kind")
    meta.url = _own_url(found, url)
    return meta


def is_believable(
    moment: datetime, seen_at: datetime | None, earliest: datetime = EARLIEST
) -> bool:
    """Whether a page seen at `seen_at`, of an outlet begun `earliest`, can be published then."""
    return moment >= earliest and (seen_at is None or moment <= seen_at + CLOCK_SKEW)


def _collect(tree: HtmlElement) -> _Found:
    found = _Found()
    for element in tree.iter("meta", "link", "title", "script", "time", "h1"):
        tag = element.tag
        if tag == "meta":
            content = element.get("content")
            name = element.get("property") or element.get("name") or element.get("itemprop")
            name = name or element.get("http-equiv")
            if not content or not name:
                continue
            mark = _MARKS.get(name.strip().lower())
            if mark is None:
                continue
            part, rank = mark
            if part == "author":
                found.authors.append(content)
            else:
                found.offer(part, rank, content, f"meta {name.strip().lower()}")
        elif tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
                found.canonical = found.canonical or element.get("href")
        elif tag == "script":
            kind = (element.get("type") or "").strip().lower()
            if kind.startswith("application/ld+json") and element.text:
                found.scripts.append(element.text)
        elif tag == "title":
            if found.title_tag is None and element.text:
                found.title_tag = element.text
        elif tag == "h1":
            if len(found.headings) < 8:
                found.headings.append(" ".join("".join(element.itertext()).split()))
        elif len(found.times) < 40:
            found.times.append(element)
    return found


# JSON-LD


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD script that may describe the page, outermost first."""
    stack: list[tuple[Any, int]] = [(_load(script), 0)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, list):
            stack.extend((item, depth) for item in reversed(value[:500]))
        elif isinstance(value, dict):
            yield value
            if depth < 4:
                for holder in _HOLDERS:
                    inner = value.get(holder)
                    if isinstance(inner, (dict, list)):
                        stack.append((inner, depth + 1))


def _load(script: str) -> Any:
    if len(script) > _MAX_JSON:
        return None
    text = _COMMENT_MARKS.sub("", script).strip().rstrip(";")
    for attempt in (str, _repair, unescape):
        try:
            return json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _repair(text: str) -> str:
    return _TRAILING_COMMA.sub("", text)


def _types(node: dict[str, Any]) -> Iterator[str]:
    kinds = node.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str):
            yield kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _rank(node: dict[str, Any]) -> int:
    return min((_ARTICLE_TYPES.get(kind.lower(), 99) for kind in _types(node)), default=99)


def _kind(node: dict[str, Any]) -> str | None:
    return next(iter(_types(node)), None)


def _choose(nodes: list[dict[str, Any]], url: str, found: _Found) -> dict[str, Any] | None:
    """The node that describes this page: by type, own address, headline, then order."""
    ranked = [(rank, node) for node in nodes if (rank := _rank(node)) < 99]
    if not ranked:
        return None
    own = {
        urls.same_article(address)
        for address in (url, found.canonical or "", found.value("og_url") or "")
        if address
    }
    titles = {_fold(title) for title in (found.value("title"), *found.headings) if title}

    def key(item: tuple[int, tuple[int, dict[str, Any]]]) -> tuple[int, int, int, int]:
        order, (rank, node) = item
        addresses = (node.get("url"), node.get("@id"), node.get("mainEntityOfPage"))
        is_own = any(
            urls.same_article(address.split("#")[0]) in own
            for value in addresses
            if (address := value.get("@id") if isinstance(value, dict) else value)
            and isinstance(address, str)
            and address.startswith("http")
        )
        headline = _fold(_text(node.get("headline")) or "")
        return (rank // 2, not is_own, headline not in titles, order)

    return min(enumerate(ranked), key=key)[1][1]


def _names(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name")
        if isinstance(item, list):
            yield from _names(item)
        elif isinstance(item, str) and (name := _author(item)):
            yield name


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return value if isinstance(value, str) and value.strip() else None


# Dates


class _Dates:
    """Keeps the first acceptable reading offered for each date."""

    def __init__(self, latest: datetime | None, earliest: datetime, day_first: bool) -> None:
        self.latest, self.earliest, self.day_first = latest, earliest, day_first
        self.read: dict[str, tuple[datetime, str]] = {}
        self.offset: tzinfo | None = None  # of the first date that tells one

    def offer(self, part: str, value: object, place: str) -> None:
        if not value or (part in self.read and self.offset is not None):
            return
        moment = timestamps.parse(value, day_first=self.day_first)
        if moment and is_believable(moment, self.latest, self.earliest):
            self.read.setdefault(part, (moment, place))
            if moment.utcoffset():
                self.offset = self.offset or moment.tzinfo

    def by_its_clock(self, moment: datetime, url_date: str | None) -> datetime:
        """`moment` by the clock of the page's readers, where it is told in UTC and the page tells.

        What tells is another date of the page; or the day in its address, which is the readers':
        then the least shift in whole hours that leads to that day.
        """
        if moment.utcoffset() or moment.time() == time():
            return moment
        if self.offset is not None:
            return moment.astimezone(self.offset)
        named = timestamps.parse(url_date)
        days = (named.date() - moment.date()).days if named else 0
        hours = -(moment.hour + 1) if days == -1 else 24 - moment.hour
        if abs(days) != 1 or not _WEST <= hours <= _EAST:
            return moment
        return moment.astimezone(timezone(timedelta(hours=hours)))


def _microdata(items: list[HtmlElement], dates: _Dates) -> None:
    for element in [item for item in items if item.get("itemprop") in _DATES][:20]:
        value = element.get("content") or element.get("datetime")
        if not value:
            value = "".join(element.itertext())
        name = element.get("itemprop")
        part = "modified" if name == "dateModified" else "published"
        dates.offer(part, value.strip(), "microdata")


def _times(times: list[HtmlElement], dates: _Dates) -> None:
    usable = [(element, element.get("datetime") or "") for element in times]
    for wanted in (True, False):
        for element, value in usable:
            words = f"{element.get('class') or ''} {element.get('pubdate') or ''}".lower()
            says_published = (
                "publish" in words or "pubdate" in words or element.get("pubdate") is not None
            )
            if says_published is wanted and value and not _WITHIN_OTHER(element):
                dates.offer("published", value, "time")


def _url_date(url: str) -> str | None:
    match = _URL_DATE.search(url)
    if not match:
        return None
    year, month, day = (part for part in match.groups() if part)
    return f"{year}-{month}-{day}" if month.isdigit() else f"{day} {month} {year}"


# Words


def _clean(value: str | None) -> str | None:
    return (" ".join(unescape(value).split()) or None) if value else None


def _fold(value: str) -> str:
    return re.sub(r"\W+", "", unescape(value)).casefold()


def _title(from_json: str | None, found: _Found, site: str | None) -> str | None:
    """The headline as readers see it: the heading that agrees with what the head says."""
    said = _clean(from_json) or _clean(found.value("title")) or _clean(found.title_tag)
    headings = [heading for heading in found.headings if heading]
    if said is None:
        return headings[0] if headings else None
    folded = _fold(said)
    for heading in headings:
        own = _fold(heading)
        if (
            own
            and len(own) > 8
            and (own == folded or folded.startswith(own) or own.startswith(folded))
        ):
            tail = said[len(heading) :] if said.startswith(heading) else ""
            is_site = len(tail.split()) <= _SITE_WORDS and _SITE_JOINT.match(tail)
            whole = len(own) >= len(folded) or not from_json or is_site
            return heading if whole else _without_site(said, site)
    for candidate in (from_json, found.value("title"), found.title_tag):
        if text := _clean(candidate):
            return _without_site(text, site)
    return None


_SITE_WORDS = 7  # of a site's name behind a title, with the joint
_SITE_JOINT = re.compile(r"\s+[|·•–—»-]\s+|\s*\|\s*")


def _without_site(title: str, site: str | None) -> str:
    joints = list(_SITE_JOINT.finditer(title))
    if not joints:
        return title
    last = title[joints[-1].end() :]
    if (site and _fold(last) in (_fold(site), _fold(site.split(".")[0]))) or (
        "|" in joints[-1].group() and len(last.split()) <= 4
    ):
        return title[: joints[-1].start()].strip() or title
    return title


def _author(value: str) -> str | None:
    name = _BYLINE_FURNITURE.sub("", _clean(value) or "").strip(" ,;|")
    if not name or len(name) > 120 or name.startswith(("http:", "https:", "@", "www.")):
        return None
    return name


def _authors(values: list[str]) -> tuple[str, ...]:
    names = (
        _author(part)
        for value in values
        for part in re.split(r"\s*[;|]\s*|, (?=[A-Z]\w+ [A-Z])", value)
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _language(tree: HtmlElement, found: _Found) -> str | None:
    root = tree.getroottree().getroot()
    value = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
    )
    value = value or found.value("language")
    match = re.match(r"\s*([a-zA-Z]{2,3})(?![a-zA-Z])", value or "")
    return match.group(1).lower() if match else None


def _own_url(found: _Found, url: str) -> str | None:
    """The page's canonical address if believable: the outlet's own, and not its front page."""
    here = urls.canonical(url)
    if here is None:  # a file: the page's own word is all there is
        links = (urls.canonical(link) for link in (found.canonical, found.value("og_url")) if link)
        return next((link for link in links if link), None)
    for link in (found.canonical, found.value("og_url")):
        there = urls.canonical(link, base=url) if link else None
        if there is None or urls.domain(there) != urls.domain(url):
            continue
        if _is_front(there) and not _is_front(here):
            continue
        return there
    return here


def _is_front(url: str) -> bool:
    return "/" not in url.split("://", 1)[1].strip("/") and "?" not in url
