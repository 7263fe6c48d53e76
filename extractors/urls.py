"""Canonical URLs: one address per article, without tracking, and the domain that owns it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from tld import get_tld
from tld.utils import Result

_TRACKING = re.compile(
    r"(?:utm_|pk_|piwik_|matomo_|mtm_|hsa_|at_(?:medium|campaign|custom|link|bbc)|ns_(?:source|mchannel|campaign|"
    r"linkname|fee)|mc_(?:cid|eid)|xtor|fb_|_hs|wt[._]|tblci|oly_|vero_|trk|itm_|cmp(?:id)?$|CMP$|"
    r"(?:fb|g|dcl|gb|wb|msc|y|tt|tw|l)clid$|igsh(?:id)?$|mkt_tok$|ocid$|ncid$|smid$|smtyp$|sref$|"
    r"spm$|ref(?:errer|_src|_url|src)?$|source$|src$|partner$|traffic_source$|taid$|guccounter$|guce_|"
    r"amp$|amp_js_v$|outputType$|output$|share$|shared$|share_id$|sh$|s_cid$|ito$|ftag$|intcid$|"
    r"mod$|cid$|wprss$|rss$|feed$|from$|leadsource$|dicbo$|wickedid$|yptr$|soc_(?:src|trk)$|"
    r"__twitter_impression$|gaa_|gad_source$|srsltid$|campaign_id$|emc$|mbid$|icid$|int_|via$)",
    re.I,
)
# What these parameters mean differs between sites: dropped only with a value that says tracking.
_PERHAPS = {"source", "src", "output", "from", "feed", "share", "cid", "mod", "via", "sh", "amp"}
_TRACKING_VALUE = re.compile(
    r"(?:rss|feed|atom|twitter|facebook|whatsapp|telegram|linkedin|reddit|email|newsletter|social|"
    r"share|amp|mobile|app|home|google|hp|fb|tw|1|true)\b|.*(?:rss|feed|share|social)|$",
    re.I,
)
_DEFAULT_PORT = {"http": 80, "https": 443}
_TWIN_HOST = re.compile(r"^(?:m|mobile|amp|wap|touch)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp(?=\.html?$)|\.amp/?)$|^/amp(?=/)", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.I)
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"


# Lower-case host without port, a path of plain characters, no query: canonical as it is.
_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9]\.)+[a-z]{2,}/[\w/.~+,;=:@-]*", re.ASCII
)
_ABSOLUTE = re.compile(r"https?://", re.I)


def canonical(url: str, base: str | None = None) -> str | None:
    """The address under which the article at `url` is kept, or None if it is no web address.

    Lower-case scheme and host (IDNA), no default port, fragment, user name or tracking
    parameters, sorted query, percent-encoding normalised. `base` resolves relative links.
    """
    if _PLAIN.fullmatch(url):
        return url  # nine in ten addresses: nothing to change
    try:
        text = url.strip().replace("\n", "").replace("\r", "").replace("\t", "")
        parts = urlsplit(urljoin(base, text) if base and not _ABSOLUTE.match(text) else text)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _DEFAULT_PORT or not host:
        return None
    host = host.rstrip(".")
    if not host:
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if " " in host or len(host) > 253:
        return None
    location = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORT[scheme]:
        location = f"{location}:{port}"
    path = _recode(parts.path) or "/"
    return urlunsplit((scheme, location, path, _query(parts.query), ""))


def join(link: str, base: str) -> str | None:
    """`link` made absolute, as it stands but for the fragment; None if it is no web address."""
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        if parts.scheme.lower() not in _DEFAULT_PORT or not parts.hostname:
            return None
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc, _recode(parts.path) or "/", parts.query, "")
    )


def same_article(url: str) -> str:
    """Key shared by the twins of one article: http and https, www, mobile and AMP, index pages."""
    parts = urlsplit(canonical(url) or url)
    host = parts.netloc.removeprefix("www.")
    host = _TWIN_HOST.sub("", host).removeprefix("www.")
    path = _INDEX.sub("/", _AMP_PATH.sub("", parts.path)).rstrip("/") or "/"
    return urlunsplit(("", host, path, parts.query, ""))


_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _recode(path: str) -> str:
    def one(match: re.Match[str]) -> str:
        char = chr(int(match.group(1), 16))
        return char if char in _UNRESERVED else "%" + match.group(1).upper()

    return quote(_ESCAPED.sub(one, path), _PATH_SAFE, errors="replace")


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in pairs if not _is_tracking(name, value))
    return urlencode(kept, errors="surrogateescape")


def _is_tracking(name: str, value: str) -> bool:
    if not _TRACKING.match(name):
        return False
    return name.lower() not in _PERHAPS or bool(_TRACKING_VALUE.match(value))


def twins(url: str) -> tuple[str, ...]:
    """Addresses under which the same article may have been met before, `url` itself first."""
    parts = urlsplit(url)
    bare = _TWIN_HOST.sub("", parts.netloc.removeprefix("www.")).removeprefix("www.")
    path = _AMP_PATH.sub("", parts.path) or "/"
    paths = dict.fromkeys((parts.path, path, path.rstrip("/") or "/", path.rstrip("/") + "/"))
    found = [
        urlunsplit((scheme, host, one, parts.query, ""))
        for scheme in (parts.scheme, "https" if parts.scheme == "http" else "http")
        for host in dict.fromkeys((parts.netloc, bare, f"www.{bare}", f"m.{bare}", f"amp.{bare}"))
        for one in paths
    ]
    return tuple(dict.fromkeys([url, *found]))


@lru_cache(maxsize=8192)
def domain(host_or_url: str) -> str:
    """The registrable domain ("bbc.co.uk") by the public suffix list, else the host."""
    url = host_or_url if "//" in host_or_url else f"http://{host_or_url}"
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    found = get_tld(f"http://{host}", as_object=True, fail_silently=True)
    if isinstance(found, Result):
        return found.fld
    labels = host.split(".")
    if len(labels) <= 2 or labels[-1].isdigit() or ":" in host:
        return host
    return ".".join(labels[-2:])


def outlet(url: str, owners: Mapping[str, str] | None = None) -> str:
    """The outlet a URL belongs to: the owner of its longest known domain, else its own domain.

    `owners` maps domain -> outlet name, as in the watchlist.
    """
    host = (urlsplit(url).hostname or "").lower()
    if owners:
        labels = host.split(".")
        for first in range(len(labels)):
            owner = owners.get(".".join(labels[first:]))
            if owner:
                return owner
    return domain(host)
