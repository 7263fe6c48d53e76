"""Measures parsing on real pages with truth: text, numbers, dates, and CPU beside trafilatura."""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura
from trafilatura.settings import Document

from extractors import articles, timestamps
from extractors.records import Article

CORPORA = Path("../shared/corpora")
FLOORS = {
    "text F1 scrapinghub_aeb": 0.955,
    "text F1 fundus": 0.94,
    "numbers recall": 0.965,
    "numbers precision": 0.93,
    "published": 0.985,
}
CEILINGS = {"CPU ratio": 0.55, "worst page / median": 100.0}
DATED = ("fundus", "mediacloud2020_dates")  # dates of news pages, checked by their makers
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the corpus with its truth (fields as in the corpus)."""

    id: str
    corpus: str
    url: str
    content: bytes
    truth: dict[str, Any]


def pages(root: Path = CORPORA) -> Iterator[Page]:
    """Pages with truth. Raises FileNotFoundError where the corpora are absent."""
    with (root / "index_html.jsonl").open(encoding="utf-8") as index:
        for line in index:
            row = json.loads(line)
            if row["truth"]:
                truth = json.loads(gzip.decompress((root / row["truth"]).read_bytes()))
                content = gzip.decompress((root / row["path"]).read_bytes())
                url = row["url"] or f"http://{row['outlet'] or 'unknown.example'}/"
                yield Page(row["id"], row["corpus"], url, content, truth)


def body(article: Article) -> str:
    """The article's text without its headline: what the truths hold."""
    skip = max((zone.end for zone in article.zones if zone.zone == "headline"), default=0)
    return article.text[skip:].strip()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """4-grams of words, as article-extraction-benchmark counts them."""
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def overlap(true: Counter[Any], found: Counter[Any]) -> tuple[float, float]:
    """Precision and recall of one multiset against another."""
    both = sum((true & found).values())
    extra, missed = sum((found - true).values()), sum((true - found).values())
    if not extra and not missed:
        return 1.0, 1.0
    return (both / (both + extra) if both + extra else 0.0), (
        both / (both + missed) if both + missed else 0.0
    )


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def true_date(page: Page) -> datetime | None:
    """When the page was published by the truth, by the clock the truth tells it by."""
    told = page.truth.get("date" if page.corpus == "trafilatura_eval" else "published")
    return timestamps.parse(told)


def measure(corpus: list[Page], *, verbose: bool = False) -> dict[str, float]:
    """All figures of one run over `corpus`; prints misses with `verbose`."""
    figures: dict[str, float] = {}
    scores: dict[str, list[tuple[float, float]]] = {}
    numbers: Counter[str] = Counter()
    dates: Counter[str] = Counter()
    ours: list[float] = []
    theirs: list[float] = []
    utc = 0
    for page in corpus:
        began = time.process_time()
        try:
            article = articles.parse(page.content, page.url)
        except articles.NoArticle:
            article = Article(page.url, "")
        between = time.process_time()
        peer = trafilatura.bare_extraction(page.content, url=page.url, with_metadata=True)
        ended = time.process_time()
        ours.append(between - began)
        theirs.append(ended - between)

        text = page.truth.get("text")
        if text and page.corpus in ("scrapinghub_aeb", "fundus", "newspaper_2013", "newspaper4k"):
            found = body(article)
            score = overlap(shingles(text), shingles(found))
            scores.setdefault(page.corpus, []).append(score)
            theirs_text = (peer.text or "") if isinstance(peer, Document) else ""
            scores.setdefault(f"{page.corpus} (trafilatura)", []).append(
                overlap(shingles(text), shingles(theirs_text))
            )
            if page.corpus in ("scrapinghub_aeb", "fundus"):
                told, seen = Counter(_NUMBER.findall(text)), Counter(_NUMBER.findall(found))
                numbers["both"] += sum((told & seen).values())
                numbers["extra"] += sum((seen - told).values())
                numbers["missed"] += sum((told - seen).values())
            if verbose and f1(*score) < 0.9:
                print(f"  text  {page.id}: precision {score[0]:.2f} recall {score[1]:.2f}")
        true = true_date(page)
        if true:
            read = article.published_at
            right = read is not None and read.date() == true.date()
            dates[f"{page.corpus} of"] += 1
            dates[page.corpus] += right
            if page.corpus in DATED:
                utc += read is not None and read.astimezone(UTC).date() == true.date()
            peer_date = timestamps.parse(peer.date) if isinstance(peer, Document) else None
            dates["peer"] += peer_date is not None and peer_date.date() == true.date()
            dates["peer of"] += 1
            if verbose and not right:
                print(f"  date  {page.id}: {true} read as {read} from {article.published_from}")
    for corpus_name, pairs in scores.items():
        precision = statistics.mean(p for p, _ in pairs)
        recall = statistics.mean(r for _, r in pairs)
        figures[f"text F1 {corpus_name}"] = f1(precision, recall)
    figures["numbers recall"] = numbers["both"] / (numbers["both"] + numbers["missed"])
    figures["numbers precision"] = numbers["both"] / (numbers["both"] + numbers["extra"])
    figures["published (trafilatura, all)"] = dates.pop("peer") / dates.pop("peer of")
    names = [name for name in dates if not name.endswith(" of")]
    for name in names:
        figures[f"published {name}"] = dates[name] / dates[f"{name} of"]
    dated = sum(dates[f"{name} of"] for name in DATED)
    figures["published"] = sum(dates[name] for name in DATED) / dated
    figures["published (day in UTC)"] = utc / dated
    figures["CPU ms a page"] = 1000 * sum(ours) / len(ours)
    figures["CPU ratio"] = sum(ours) / sum(theirs)
    figures["worst page / median"] = max(ours) / statistics.median(ours)
    figures["pages"] = len(corpus)
    return figures


def main() -> int:
    """Prints every figure with its floor or ceiling; exit code 1 where one is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("--only", help="one corpus")
    options.add_argument("-v", "--verbose", action="store_true")
    given = options.parse_args()
    logging.disable(logging.CRITICAL)
    try:
        corpus = [p for p in pages(given.corpora) if not given.only or p.corpus == given.only]
    except FileNotFoundError as error:
        print(
            f"{error.filename}: no such file; the corpora lie beside the project", file=sys.stderr
        )
        return 2
    figures = measure(corpus, verbose=given.verbose)
    broken = False
    for name, value in figures.items():
        mark = ""
        if name in FLOORS:
            mark = f"  floor {FLOORS[name]}" + ("" if value >= FLOORS[name] else "  BROKEN")
        elif name in CEILINGS:
            mark = f"  ceiling {CEILINGS[name]}" + ("" if value <= CEILINGS[name] else "  BROKEN")
        broken = broken or mark.endswith("BROKEN")
        print(f"{name:<40}{value:>10.4f}{mark}")
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main())
