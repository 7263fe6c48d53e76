"""Measures feed reading beside feedparser: every link and date it finds, and the CPU both take."""

from __future__ import annotations

import argparse
import logging
import sys
import tarfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import feedparser

from extractors import urls
from flows import feeds

CORPORA = Path("../shared/corpora/feeds")
CEILING = 1 / 20  # of feedparser's CPU time on the real feeds
SUITES = ("feedparser.tar.gz", "rss-parser.tar.gz")
_BASE = "http://feeds.example/feed.xml"


@dataclass(slots=True)
class Result:
    """What one suite gave."""

    feeds: int = 0
    links: int = 0
    links_found: int = 0
    dates: int = 0
    dates_found: int = 0
    crashes: int = 0
    refused: int = 0
    ours_seconds: float = 0.0
    theirs_seconds: float = 0.0
    misses: list[str] = field(default_factory=list)


def contents(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every feed in a suite. Raises FileNotFoundError."""
    with tarfile.open(archive) as tar:
        for member in tar:
            name = member.name.lower()
            if member.isfile() and name.endswith((".xml", ".rss", ".atom", ".json", ".rdf")):
                stream = tar.extractfile(member)
                assert stream is not None
                yield member.name, stream.read()


def measure(archive: Path, *, repeat: int = 1) -> Result:
    """Reads every feed of a suite with both; CPU times are sums over `repeat` rounds."""
    result = Result()
    for name, content in contents(archive):
        result.feeds += 1
        began = time.process_time()
        ours: list[feeds.Entry] = []
        try:
            for _ in range(repeat):
                ours = feeds.parse(content, _BASE)
        except feeds.BadFeedError:
            result.refused += 1
        except Exception as error:
            result.crashes += 1
            result.misses.append(f"{name}: {type(error).__name__}: {error}")
        between = time.process_time()
        for _ in range(repeat):
            theirs = feedparser.parse(content, response_headers={"content-location": _BASE})
        ended = time.process_time()
        result.ours_seconds += between - began
        result.theirs_seconds += ended - between
        found: dict[str, list[feeds.Entry]] = {}
        for entry in ours:
            found.setdefault(entry.link, []).append(entry)
        for raw in theirs.entries:
            link = urls.canonical(raw.get("link") or "", base=_BASE) if raw.get("link") else None
            if link is None:
                continue
            others = [
                urls.canonical(one.get("href") or "", base=_BASE) for one in raw.get("links", [])
            ]
            if link not in found:  # where feedparser takes an enclosure, against its own test
                link = next((other for other in others if other in found), link)
            result.links += 1
            entries = found.get(link, [])
            if not entries:
                result.misses.append(f"{name}: link {raw.get('link')}")
            result.links_found += bool(entries)
            stamp = raw.get("published_parsed") or raw.get("updated_parsed")
            if not stamp:
                continue
            result.dates += 1
            moments = [m for e in entries for m in (e.published_at, e.updated_at)]
            true = datetime(*stamp[:6], tzinfo=UTC) if 1 <= stamp[0] <= 9999 else None
            right = any(m and true and abs((m - true).total_seconds()) < 60 for m in moments)
            result.dates_found += right
            if not right and entries:
                written = raw.get("published") or raw.get("updated")
                result.misses.append(f"{name}: date {written!r} {true} read as {moments}")
    return result


def main() -> int:
    """Prints both suites; exit code 1 where something is missed or the CPU ceiling is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("-v", "--verbose", action="store_true")
    given = options.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    broken = False
    for suite in SUITES:
        try:
            result = measure(given.corpora / suite)
        except FileNotFoundError as error:
            print(f"{error.filename}: no such file", file=sys.stderr)
            return 2
        ratio = result.ours_seconds / result.theirs_seconds
        print(
            f"{suite:<20} feeds {result.feeds}  crashes {result.crashes}  "
            f"refused {result.refused}  links {result.links_found}/{result.links}  "
            f"dates {result.dates_found}/{result.dates}  "
            f"CPU {result.ours_seconds:.3f} s, feedparser {result.theirs_seconds:.3f} s, "
            f"ratio {ratio:.4f}"
        )
        if given.verbose:
            print("\n".join(f"  {miss}" for miss in result.misses))
        broken |= bool(result.crashes) or result.links_found < result.links
        broken |= result.dates_found < result.dates
        broken |= suite == SUITES[1] and ratio > CEILING
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main())
