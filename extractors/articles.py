"""HTML page -> Article: the text that readers see, with its zones, and what the page says of itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import trafilatura
from htmldate import find_date
from lxml.etree import ParserError, _Element, strip_elements
from lxml.html import HtmlElement, HTMLParser, fromstring
from trafilatura.settings import Extractor

from extractors import encodings, metadata, timestamps
from extractors.records import Article, Zone, ZoneSpan, digest

VERSION = "1"  # stored with every revision; raise it when the same page gives another text
Reason = Literal["empty", "not_html", "no_text", "too_short"]
SHORTEST = 60  # characters of body: below it no sentence with a figure and its context fits


class NoArticle(Exception):
    """The page holds no article; `reason` is one of `Reason`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SELF_CLOSED_HTML = re.compile(r"(<html[^>]*?)\s*/>", re.I)
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_FOOTNOTE = re.compile(r"ref|note|fn|cite", re.I)


def parse(
    page: bytes | str,
    url: str,
    *,
    headers_charset: str | None = None,
    fallback_published_at: datetime | None = None,
    seen_at: datetime | None = None,
) -> Article:
    """The article on `page`, fetched from `url`.

    `headers_charset` is the transport's word on the encoding, `fallback_published_at` the feed's
    date, used where the page has none; `seen_at` bounds the dates believed. The same arguments
    always give the same article. Raises NoArticle, and nothing else, for any bytes.
    """
    tree = _tree(page, headers_charset)
    said = metadata.read(tree, url, latest=seen_at)
    _prepare(tree)
    paragraphs = list(_paragraphs(tree, url))
    if sum(len(text) for text, _ in paragraphs) < SHORTEST and said.body:
        paragraphs = [(text, "body") for line in said.body.splitlines() if (text := _line(line))]
    size = sum(len(text) for text, _ in paragraphs)
    if size < SHORTEST:
        raise NoArticle("too_short" if size else "no_text", f"{size} characters of text")
    if said.published_at is None and fallback_published_at is not None:
        said.published_at, said.published_from = fallback_published_at, "feed"
    if said.published_at is None:
        said.published_at, said.published_from = _guess_date(tree, url, seen_at)

    text, zones = _assemble(said.title, paragraphs)
    return Article(
        url=said.url or url,
        text=text,
        title=said.title,
        outlet=said.site,
        published_at=said.published_at,
        published_from=said.published_from,
        modified_at=said.modified_at,
        modified_from=said.modified_from,
        authors=said.authors,
        section=said.section,
        language=said.language,
        zones=zones,
    )


def from_text(content: bytes, url: str, *, published_at: datetime | None = None) -> Article:
    """The article in a plain text file: its paragraphs, and no headline, for none is marked."""
    text = encodings.decode(content)
    paragraphs = [line for raw in text.splitlines() if (line := _line(raw))]
    if not paragraphs:
        raise NoArticle("empty")
    return Article(
        url=url, text="\n\n".join(paragraphs), published_at=published_at,
        published_from="given" if published_at else None,
    )  # fmt: skip


_MEANING = re.compile(r"[^\w%$£€¥₹₽¢‰.,+\-−–/:]+")
_LOOSE_MARK = re.compile(r"(?<!\d)[.,:/]|[.,:/](?!\d)|(?<=\w)[-–−](?=[^\W\d])")


def meaning(text: str) -> str:
    """Digest of what `text` says: white space, quotes, case and furniture of print do not count.

    Digits, points and commas inside numbers, signs and currency do: "1.5 million" and
    "15 million" differ, "$5" and "€5" differ, "-3" and "3" differ.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = " ".join(_MEANING.sub(" ", _LOOSE_MARK.sub(" ", folded)).split())
    return digest("meaning", words)


def same_meaning(old: str, new: str) -> bool:
    """Whether two texts of an article say the same, so that no new revision is due."""
    return old == new or meaning(old) == meaning(new)


# Reading the page


def _tree(page: bytes | str, charset: str | None) -> HtmlElement:
    text = encodings.decode(page, charset) if isinstance(page, bytes) else page
    text = _CONTROL.sub("", text)
    if not text.strip():
        raise NoArticle("empty")
    head = text[:4096]
    if "<" not in head:
        raise NoArticle("not_html", "no markup in the first 4096 characters")
    text = _SELF_CLOSED_HTML.sub(r"\1>", head, count=1) + text[4096:]
    # A parser of its own for each page: lxml parsers are not shared between threads.
    parser = HTMLParser(
        collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = fromstring(text.encode("utf-8"), parser=parser)
    except (ParserError, ValueError) as error:
        raise NoArticle("not_html", str(error)) from None
    if not isinstance(tree, HtmlElement) or len(tree) == 0:
        raise NoArticle("not_html", "no elements")
    return tree


def _prepare(tree: HtmlElement) -> None:
    """Takes out what no reader sees and what would join to a number ("500" and its footnote)."""
    strip_elements(tree, "script", "style", "template", "del", "s", "strike", with_tail=False)
    for element in list(tree.iter("sup")):
        mark = "".join(element.itertext()).strip().strip("[]()*†‡")
        if not mark.lstrip("+-−").isdigit():
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_note = element.find(".//a") is not None or _FOOTNOTE.search(names)
        for child in list(element):
            element.remove(child)
        element.text = "" if is_note else mark.replace("−", "-").translate(_SUPERSCRIPT)


_OPTIONS = Extractor(
    output_format="python", fast=True, recall=True, comments=False, formatting=False,
    links=False, images=False, tables=True, dedup=False, with_metadata=False,
)  # fmt: skip


def _paragraphs(tree: HtmlElement, url: str) -> Iterator[tuple[str, Zone]]:
    try:
        found = trafilatura.bare_extraction(tree, url=url, options=_OPTIONS)
    except Exception as error:  # trafilatura promises nothing about hostile pages
        raise NoArticle("no_text", f"{type(error).__name__}: {error}") from None
    if found is None or isinstance(found, dict) or found.body is None:
        return
    yield from _blocks(found.body)


_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "list", "table", "body", "div", "main", "fw", "ab"})


def _blocks(element: _Element) -> Iterator[tuple[str, Zone]]:
    """Paragraphs of a trafilatura body in reading order; a table row is one paragraph."""
    run: list[str] = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag == "table":
            yield from _flush(run)
            for row in child.iter("row"):
                cells = (_line(" ".join(cell.itertext())) for cell in row.iter("cell"))
                if line := " | ".join(cell for cell in cells if cell):
                    yield line, "table"
            run = [child.tail or ""]
        elif tag in _BLOCKS:
            yield from _flush(run)
            yield from _blocks(child)
            run = [child.tail or ""]
        elif tag == "lb":
            run.append("\n" + (child.tail or ""))
        else:
            run.append("".join(child.itertext()))
            run.append(child.tail or "")
    yield from _flush(run)


def _flush(run: list[str]) -> Iterator[tuple[str, Zone]]:
    for line in "".join(run).split("\n"):
        if text := _line(line):
            yield text, "body"


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _assemble(title: str | None, paragraphs: list[tuple[str, Zone]]) -> tuple[str, tuple[ZoneSpan, ...]]:
    parts: list[tuple[str, Zone]] = []
    if title:
        parts.append((_line(title), "headline"))
        folded = _line(title).casefold()
        # The heading often stands again at the top of the body.
        if paragraphs and paragraphs[0][0].casefold() == folded:
            paragraphs = paragraphs[1:]
    parts.extend(paragraphs)
    zones: list[ZoneSpan] = []
    at = 0
    for text, zone in parts:
        if zone != "body":
            zones.append(ZoneSpan(at, at + len(text), zone))
        at += len(text) + 2
    return "\n\n".join(text for text, _ in parts), tuple(zones)


def _guess_date(tree: HtmlElement, url: str, latest: datetime | None) -> tuple[datetime | None, str | None]:
    """htmldate's reading of the visible page: dear, so only where the page's own word is missing."""
    try:
        found = find_date(
            tree, url=url, original_date=True, extensive_search=True,
            max_date=latest.strftime("%Y-%m-%d") if latest else None,
        )  # fmt: skip
    except Exception:  # htmldate promises nothing about hostile pages
        found = None
    moment = timestamps.parse(found) if found else None
    return moment, ("page text" if moment else None)


