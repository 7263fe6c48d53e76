"""Decodes a page's bytes to text the way a browser would, and repairs what browsers get wrong."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

# WHATWG label -> Python codec where the web's meaning of a label differs from Python's.
_WEB_MEANING = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "x-cp1252": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "windows-949": "cp949",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "dos-874": "cp874",
    "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "cp1252",
    # A page that can say "utf-16" in readable ASCII is not UTF-16.
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TAG = re.compile(rb"</?([a-zA-Z][^\t\n\f\r />]*)")
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*([^\t\n\f\r />=][^\t\n\f\r />=]*)"
    rb"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >\"'][^\t\n\f\r >]*)))?"
)
_CONTENT = re.compile(
    rb"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]+)\"|'([^']+)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))",
    re.I,
)
_XML = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_PRESCAN = 8192  # browsers look at 1024 bytes; pages that put the charset later exist
_GUESS_WINDOW = 16_384
_ACCIDENTS = 8


def codec(label: str | None) -> str | None:
    """The Python codec for a charset label as the web means it, or None if there is none."""
    if not label:
        return None
    name = label.strip().strip("\"'").lower()
    name = _WEB_MEANING.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Python also knows codecs that are no charsets ("zip", "rot13", "idna", "utf-7").
    text_codec = getattr(info, "_is_text_encoding", True)
    return name if text_codec and info.name not in _NOT_CHARSETS else None


_NOT_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7"})


def declared(page: bytes) -> str | None:
    """The codec a page declares for itself in its first bytes, as browsers look for it.

    After the HTML standard's "prescan a byte stream": comments and attribute values are skipped
    as such, a meta counts with charset, or with http-equiv content-type and content; the first
    charset that exists wins. An XML declaration counts where no meta does.
    """
    head = page[:_PRESCAN]
    at = 0
    while (at := head.find(b"<", at)) >= 0:
        if head.startswith(b"<!--", at):
            end = head.find(b"-->", at + 2)
            at = end + 3 if end >= 0 else len(head)
        elif match := _TAG.match(head, at):
            attributes, at = _attributes(head, match.end())
            if match.group(1).lower() == b"meta" and (found := _meta_codec(attributes)):
                return found
        elif head[at + 1 : at + 2] in (b"!", b"/", b"?"):
            end = head.find(b">", at)
            at = end + 1 if end >= 0 else len(head)
        else:
            at += 1
    stated = _XML.match(head)
    return codec(stated.group(1).decode("ascii", "replace")) if stated else None


def _attributes(head: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of the tag whose name ends at `at` (the first of each name), and its end."""
    found: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(head, at):
        name, *values = match.groups()
        found.setdefault(name.lower(), next((v for v in values if v is not None), b""))
        at = match.end()
    return found, at


def _meta_codec(attributes: dict[bytes, bytes]) -> str | None:
    label = attributes.get(b"charset")
    if label is None and attributes.get(b"http-equiv", b"").lower() == b"content-type":
        stated = _CONTENT.search(attributes.get(b"content", b""))
        label = next((part for part in stated.groups() if part), b"") if stated else b""
    return codec(label.decode("ascii", "replace")) if label else None


def decode(page: bytes, charset: str | None = None) -> str:
    """Text of `page`; `charset` is what the transport said (HTTP header), if anything.

    Order: byte order mark, valid non-ASCII UTF-8, transport, declaration, guess, windows-1252.
    Valid UTF-8 goes before the declarations: a page that is valid UTF-8 and says otherwise
    is one whose outlet changed the server and not the template. Never raises.
    """
    for mark, name in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    try:
        text = page.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        is_iso_2022 = text.isascii() and b"\x1b$" in page
        if not is_iso_2022 and "\x00" not in text[:256]:
            return text
    if page[:4].count(0) == 2 and len(page) > 3:  # UTF-16 without a mark: "<\0" or "\0<"
        return page.decode("utf-16-le" if page[1] == 0 else "utf-16-be", "replace")
    for stated in (codec(charset), declared(page)):
        if stated is None:
            continue
        text = page.decode(stated, "replace")
        # A few broken characters are an accident; many mean that the statement is wrong.
        if text.count("\ufffd") <= max(_ACCIDENTS, len(text) // 200):
            return text
    guess = from_bytes(page[:_GUESS_WINDOW]).best()
    return page.decode(guess.encoding if guess else "cp1252", "replace")
