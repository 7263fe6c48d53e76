"""HTML page -> Article: the text readers see, with its zones, and what the page says of itself."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from typing import Literal

import trafilatura
from htmldate import find_date
from lxml.etree import ElementDefaultClassLookup, ParserError, XPath, _Element, strip_elements
from lxml.html import HtmlElement, HTMLParser, fromstring
from trafilatura.settings import Extractor

from extractors import datelines, encodings, furniture, metadata, searches, timestamps, urls
from extractors.records import Article, Zone, ZoneSpan, digest

VERSION = "2"  # stored with every revision; raise it when the same page gives another text
Reason = Literal["empty", "not_html", "too_large", "no_text", "too_short"]
SHORTEST = 60  # characters of body: below it no sentence with a figure and its context fits

searches.quicken()


class NoArticle(Exception):  # noqa: N818
    """The page holds no article; `reason` is one of `Reason`."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


_CONTROLS = bytes({*range(32)} - {9, 10, 13})
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
    earliest: datetime = metadata.EARLIEST,
) -> Article:
    """The article on `page`, fetched from `url`.

    `headers_charset` is the transport's word on the encoding, `fallback_published_at` the feed's
    date, used where the page has none; `seen_at` and `earliest`, when the outlet began, bound the
    dates believed. The same arguments always give the same article. Raises NoArticle, and nothing
    else, for any bytes.
    """
    tree = _tree(page, headers_charset)
    said = metadata.read(tree, url, latest=seen_at, earliest=earliest)
    _prepare(tree)
    paragraphs = _paragraphs(tree, url, said.body)
    size = _size(paragraphs)
    if size < SHORTEST:
        raise NoArticle("too_short" if size else "no_text", f"{size} characters of text")
    fallback = fallback_published_at
    if said.published_at is None and fallback and fallback >= earliest:
        said.published_at, said.published_from = fallback, "feed"
    if said.published_at is None:
        said.published_at, said.published_from = _visible_date(tree, url, seen_at, earliest)

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
        agency=said.agency,
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


_DASH = re.compile(r"[-‐‑‒–—−]+")
_KEPT = re.compile(r"[^\w%‰$£€¥₹₽₩₴¢.,:/+<>≤≥±~≈-]+")
# Points, commas and signs count beside a digit only.
_LOOSE = re.compile(r"(?<!\d)[.,:/]|[.,:/](?!\d)|[-+<>≤≥±~≈](?![$£€¥₹₽₩₴]?\s?\d)")


def meaning(text: str) -> str:
    """Digest of what `text` says: white space, quotes, case and furniture of print do not count.

    Digits, points and commas inside numbers, signs and currency do: "1.5 million" and
    "15 million" differ, "$5" and "€5" differ, "-3" and "3" differ.
    """
    folded = _DASH.sub("-", unicodedata.normalize("NFC", text).casefold())
    words = " ".join(_KEPT.sub(" ", _LOOSE.sub(" ", folded)).split())
    return digest("meaning", words)


def same_meaning(old: str, new: str) -> bool:
    """Whether two texts of an article say the same, so that no new revision is due."""
    return old == new or meaning(old) == meaning(new)


# Reading the page


_SIZE = XPath("count(descendant::*)")
_MOST_ELEMENTS = 40_000  # eight times the largest of six hundred real pages
# Every element of one class: lxml would ask Python for the class of each, a million times an hour.
_ELEMENTS = ElementDefaultClassLookup(element=HtmlElement)
_DEEP_TABLES = XPath("descendant::table[count(ancestor::table) > 5]")


def _tree(page: bytes | str, charset: str | None) -> HtmlElement:
    text = encodings.decode(page, charset) if isinstance(page, bytes) else page
    if not text or text.isspace():
        raise NoArticle("empty")
    head = text[:4096]
    if "<" not in head:
        raise NoArticle("not_html", "no markup in the first 4096 characters")
    if _SELF_CLOSED_HTML.search(head):
        text = _SELF_CLOSED_HTML.sub(r"\1>", head, count=1) + text[4096:]
    # A parser of its own for each page: lxml parsers are not shared between threads.
    parser = HTMLParser(
        collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = fromstring(_plain(text), parser=parser)
    except (ParserError, ValueError) as error:
        raise NoArticle("not_html", str(error)) from None
    if not isinstance(tree, HtmlElement) or len(tree) == 0:
        raise NoArticle("not_html", "no elements")
    size = int(_SIZE(tree))
    if size > _MOST_ELEMENTS:
        raise NoArticle("too_large", f"{size} elements; the most read are {_MOST_ELEMENTS}")
    for table in _DEEP_TABLES(tree):
        table.tag = "div"  # layout gone wild: reading tables within tables costs by the square
    return tree


def _plain(text: str) -> bytes:
    """UTF-8 of `text` without what no parser takes: controls, surrogates, two non-characters."""
    for stray in "\ufffe\uffff":
        if stray in text:
            text = text.replace(stray, "")
    return text.encode("utf-8", "ignore").translate(None, _CONTROLS)


# Taken out before trafilatura copies and searches the tree several times over: what it would take
# out anyway, what is struck through, and what lies around the article.
_UNSEEN = (
    "script", "style", "template", "noscript", "svg", "math", "canvas", "iframe", "object", "embed",
    "audio", "video", "picture", "source", "track", "map", "link", "meta", "input", "select",
    "datalist", "textarea", "button", "dialog", "nav", "footer", "menu", "del", "s", "strike",
)  # fmt: skip


def _prepare(tree: HtmlElement) -> None:
    """Takes out what no reader sees and what would join to a number ("500" and its footnote)."""
    strip_elements(tree, *_UNSEEN, with_tail=False)
    _drop_comments(tree)
    for element in list(tree.iter("sup")):
        mark = "".join(element.itertext()).strip().strip("[]()*†‡")
        if not mark.lstrip("+-−").isdigit():
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_note = element.find(".//a") is not None or _FOOTNOTE.search(names)
        for child in list(element):
            element.remove(child)
        element.text = "" if is_note else mark.replace("−", "-").translate(_SUPERSCRIPT)


_COMMENTED = XPath(
    "descendant::*[@class[contains(.,'omment')] or @id[contains(.,'omment')]]"
    "[not(self::body or descendant-or-self::h1 or descendant-or-self::*[@itemprop='articleBody'])]"
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])comment(?:s|list|-?text|-?body|-?area)?(?:[\s_-]|$)", re.IGNORECASE
)


def _drop_comments(tree: HtmlElement) -> None:
    """Takes out what readers wrote: it may be longer than the article and look like one."""
    for element in _COMMENTED(tree):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        is_whole = element.getparent() is None or element.tag in ("p", "article", "main")
        if not is_whole and _COMMENTS.search(names):
            element.drop_tree()


_OPTIONS = Extractor(
    output_format="python", fast=True, recall=True, comments=False, formatting=False,
    links=False, images=False, tables=True, dedup=False, with_metadata=False,
)  # fmt: skip

# Where the reading holds less than this share of the page's long paragraphs, the article often lies
# in several containers of one kind, which trafilatura takes for one article and its neighbours.
_SUSPICIOUS = 0.6
_LONG = 100  # characters: furniture is seldom longer
_CLEARLY_MORE = 1.3

Paragraphs = list[tuple[str, Zone]]


def _paragraphs(tree: HtmlElement, url: str, stated: str | None) -> Paragraphs:
    """The article's paragraphs, without furniture.

    `stated` is the articleBody the page itself gives, if it gives one: taken where it holds what
    was found and clearly more.
    """
    found = _tidy(_read(tree, url))
    size = _size(found)
    if size < _SUSPICIOUS * _long_text(tree) and _join_containers(tree):
        joined = _tidy(_read(tree, url))
        if _size(joined) > _CLEARLY_MORE * size:
            found, size = joined, _size(joined)
    lines = _tidy(_stated(stated)) if stated and len(stated) > _CLEARLY_MORE * size else []
    if _size(lines) > _CLEARLY_MORE * size:
        whole = " ".join(text for text, _ in lines)
        shared = sum(len(text) for text, _ in found if text[:80] in whole)
        if size < SHORTEST or shared > _SUSPICIOUS * size:
            return lines
    return found


_BREAK = re.compile(r"<(?:/?p|br|/?div|/?li|/?h\d)\b[^>]*>", re.I)
_TAG = re.compile(r"<[a-z/!][^>]*>", re.I)


def _stated(body: str) -> Paragraphs:
    """An articleBody's paragraphs; some are given as HTML."""
    plain = unescape(_TAG.sub(" ", _BREAK.sub("\n", body))) if "<" in body else unescape(body)
    return [(text, "body") for line in plain.splitlines() if (text := _line(line))]


def _tidy(paragraphs: Paragraphs) -> Paragraphs:
    """The paragraphs without furniture, repetitions and the teasers behind the article."""
    kept: Paragraphs = []
    seen: set[str] = set()
    in_teasers = False
    for place, (text, zone) in enumerate(paragraphs):
        if zone != "table":
            if furniture.is_furniture(text) or (text in seen and len(text) > 20):
                continue
            if furniture.ends_article(text):
                if not _goes_on(paragraphs, place):
                    break
                in_teasers = True
                continue
            if in_teasers and len(text) < furniture.SHORT and text[-1] not in '.!?”"':
                continue
            in_teasers = False
            seen.add(text)
        kept.append((text, zone))
    return kept


_FULL = 180  # characters of a paragraph that is more than a teaser's title


def _goes_on(paragraphs: Paragraphs, place: int) -> bool:
    """Whether the article goes on behind the teasers at `place`: two full paragraphs in a row.

    Teasers come as title and abstract in turn.
    """
    full = [len(text) >= _FULL for text, _ in paragraphs[place + 1 :]]
    return any(one and other for one, other in pairwise(full))


_OTHER = re.compile(r"comment|teaser|related|promo|footer|newsletter|widget", re.I)
_BLOCK_SIZE = 400  # characters of long paragraphs a container of the article holds at least


def _join_containers(tree: HtmlElement) -> bool:
    """Joins an article that is cut into several containers of one kind; whether there were any."""
    sizes: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        length = len("".join(paragraph.itertext()).strip())
        parent = paragraph.getparent()
        if length >= _LONG and parent is not None:
            sizes[parent] = sizes.get(parent, 0) + length
    kinds: dict[tuple[str, str], list[HtmlElement]] = {}
    for parent, size in sizes.items():
        name = parent.get("class") or ""
        if size >= _BLOCK_SIZE and name and not _OTHER.search(name):
            kinds.setdefault((parent.tag, name), []).append(parent)
    joined = False
    for first, *others in kinds.values():
        for other in others:
            if first not in other.iterancestors() and other not in first.iterancestors():
                first.extend(list(other))
                joined = True
    return joined


def _size(paragraphs: Paragraphs) -> int:
    return sum(len(text) for text, _ in paragraphs)


def _long_text(tree: HtmlElement) -> int:
    """Characters of the page's long paragraphs, wherever they stand."""
    lengths = (len("".join(p.itertext()).strip()) for p in tree.iter("p"))
    return sum(length for length in lengths if length >= _LONG)


def _read(tree: HtmlElement, url: str) -> Paragraphs:
    try:
        found = trafilatura.bare_extraction(tree, url=url, options=_OPTIONS)
    except Exception as error:  # trafilatura promises nothing about hostile pages
        raise NoArticle("no_text", f"{type(error).__name__}: {error}") from None
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    return list(_blocks(found.body))


_BLOCKS = frozenset(
    {"p", "head", "item", "quote", "code", "list", "table", "body", "div", "main", "fw", "ab"}
)


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


def _assemble(title: str | None, paragraphs: Paragraphs) -> tuple[str, tuple[ZoneSpan, ...]]:
    parts: Paragraphs = []
    if title:
        parts.append((_line(title), "headline"))
        paragraphs = paragraphs[_again(_line(title), paragraphs) :]
    parts.extend(paragraphs)
    zones: list[ZoneSpan] = []
    at = 0
    for text, zone in parts:
        if zone != "body":
            zones.append(ZoneSpan(at, at + len(text), zone))
        at += len(text) + 2
    return "\n\n".join(text for text, _ in parts), tuple(zones)


_KICKER = 60  # characters of a line above a heading: a section, a path, a player's label
_KICKERS = 4


def _again(title: str, paragraphs: Paragraphs) -> int:
    """How many paragraphs at the top only lead to the heading, which stands there once more."""
    folded, found = title.casefold(), 0
    for place, (text, zone) in enumerate(paragraphs[: _KICKERS + 1], 1):
        if text.casefold() == folded:
            found = place
        elif zone != "body" or len(text) > max(_KICKER, len(title) + 20):
            break
    return found


# Each attribute is taken up once: half the time of asking for it with every word.
_DATE_PLACE = XPath(
    "descendant::*[not(*[2])][@class[contains(.,'date') or contains(.,'Date')"
    " or contains(.,'time') or contains(.,'publish') or contains(.,'posted')"
    " or contains(.,'byline')"
    " or contains(.,'meta') or contains(.,'datum') or contains(.,'fecha')]"
    " or @id[contains(.,'date') or contains(.,'Date') or contains(.,'publish')]]"
)
_DIGIT = re.compile(r"\d")
_LINE = 90  # characters of a line that tells a date and little else


_MOST_MARKED = 60
_NEAR = 40  # lines behind the heading among which the page's date is looked for
_ALONE = 20  # characters of a line that can hold a date and nothing else: as good as marked
_ABOVE = 6  # lines before it, the nearest first


def _visible_date(
    tree: HtmlElement, url: str, latest: datetime | None, earliest: datetime
) -> tuple[datetime | None, str | None]:
    """The date a reader sees: in a line marked as one, near the heading, else by htmldate.

    htmldate's search through all text is left out: it costs as much as reading the article, and
    more often gives a date the article is about.
    """
    day_first = not urls.domain(url).endswith((".com", ".us", ".org", ".net"))
    for line in _date_lines(tree):
        found = datelines.find(line, day_first=day_first) if len(line) <= _LINE else None
        if found is not None:
            moment = datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC)
            if metadata.is_believable(moment, latest, earliest):
                return moment, "dateline"
    try:
        text = find_date(
            tree, url=url, original_date=True, extensive_search=False,
            min_date=earliest.strftime("%Y-%m-%d"),
            max_date=latest.strftime("%Y-%m-%d") if latest else None,
        )  # fmt: skip
    except Exception:  # htmldate promises nothing about hostile pages
        text = None
    read = timestamps.parse(text) if text else None
    return read, ("page text" if read else None)


def _date_lines(tree: HtmlElement) -> Iterator[str]:
    """Lines that may tell the page's date: marked ones behind the heading, then any near it.

    On a page without heading any of the first lines is near.
    """
    marked = set(_DATE_PLACE(tree)[:_MOST_MARKED])
    body = tree.find(".//body")
    near: list[str] = []
    before: list[str] = []
    above: deque[str] = deque(maxlen=_ABOVE)
    # Where there are several, the longest is the article's: the others are names of the site.
    headings = {h: len("".join(h.itertext()).strip()) for h in tree.iter("h1")}
    heading = max(headings, key=lambda h: headings[h], default=None)
    behind = heading is None
    for element in (body if body is not None else tree).iter("*"):
        behind = behind or element is heading
        if element in marked:
            marked.discard(element)
            line = " ".join("".join(element.itertext()).split())
            if behind:
                yield line
            else:
                before.append(line)
        if len(near) < _NEAR:
            for piece in (element.text, element.tail):
                if piece and _DIGIT.search(piece):
                    line = " ".join(piece.split())
                    if behind and heading is not None and len(line) <= _ALONE:
                        yield line
                    else:
                        (near if behind else above).append(line)
        if not marked and len(near) >= _NEAR:
            break
    yield from before
    yield from near
    yield from reversed(above)
