"""Sitemap bytes (plain, news, index, text, gzip) -> the pages and further sitemaps they name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from extractors import timestamps, urls

LARGEST = 50_000_000  # bytes uncompressed: the protocol's own limit


class BadSitemapError(Exception):
    """The bytes are no sitemap."""


@dataclass(frozen=True, slots=True)
class Place:
    """One address a sitemap names; `published_at` and `title` come from news sitemaps."""

    link: str
    is_sitemap: bool = False
    modified_at: datetime | None = None
    published_at: datetime | None = None
    title: str | None = None


def parse(content: bytes, url: str) -> list[Place]:
    """Addresses named by the sitemap in `content`, fetched from `url`. Raises BadSitemapError."""
    content = _inflate(content)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise BadSitemapError("the answer is empty")
    if not start.startswith(b"<"):
        return list(_lines(content, url))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise BadSitemapError(str(error)) from None
    kind = _local(root) if root is not None else ""
    if kind not in ("urlset", "sitemapindex"):
        raise BadSitemapError(f"the document is <{kind}>, not <urlset> or <sitemapindex>")
    return [
        place
        for element in root
        if _local(element) in ("url", "sitemap")
        and (place := _place(element, url, is_sitemap=_local(element) == "sitemap"))
    ]


def _inflate(content: bytes) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        stream = zlib.decompressobj(31)
        inflated = stream.decompress(content, LARGEST + 1)
    except zlib.error as error:
        raise BadSitemapError(f"broken gzip: {error}") from None
    if len(inflated) > LARGEST:
        raise BadSitemapError(f"more than {LARGEST} bytes uncompressed")
    return inflated


def _lines(content: bytes, url: str) -> Iterator[Place]:
    for line in content.decode("utf-8", "replace").splitlines():
        text = line.strip("\ufeff \t")
        link = urls.canonical(text) if text.startswith(("http://", "https://")) else None
        if link:
            yield Place(link)


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def _place(element: etree._Element, url: str, *, is_sitemap: bool) -> Place | None:
    link = modified = published = title = None
    for child in element:
        name, value = _local(child), (child.text or "").strip()
        if name == "loc":
            link = urls.canonical(value, base=url) if value else None
        elif name == "lastmod":
            modified = timestamps.parse(value)
        elif name == "news":
            for part in child:
                inner = (part.text or "").strip()
                if _local(part) == "publication_date":
                    published = timestamps.parse(inner)
                elif _local(part) == "title":
                    title = " ".join(inner.split()) or None
    return Place(link, is_sitemap, modified, published, title) if link else None
