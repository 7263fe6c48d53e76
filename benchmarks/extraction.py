"""Measures how fast claims are read: `python -m benchmarks.extraction`.

Beside it, in the same run: the peer quantulum3, and trafilatura parsing the same pages.
All figures are CPU time of one process each, taken in one run in turns, so that a busy machine
slows every side alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from extractors import compiled
from extractors.claims import extract
from extractors.records import Article
from extractors.sentences import split

SHARED = Path(__file__).resolve().parents[2] / "shared"
EVENTS = (
    "events/timeline17/bp_oil_spill_2010.jsonl.gz",
    "events/allsides_abp/boston_bombing_2013.jsonl.gz",
    "events/allsides_abp/ebola_2014.jsonl.gz",
)
FLOOR_SENTENCES, FLOOR_RATIO, MOST_SHARE = 5_000, 15, 0.05

_FORMS = {
    "pure": "pure Python (`make fast` compiles it)",
    "compiled": "compiled",
    "stale": "pure Python: the compiled form is of other sources (`make fast` makes it anew)",
}

# Runs in the peer's own environment; reads one JSON list of sentences a line and answers with
# the CPU seconds it took to read them and how many quantities it found.
_PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from quantulum3 import parser
parser.parse("It weighs 5 kg.")
print("ready", flush=True)
for line in sys.stdin:
    found, failed, start = 0, 0, time.process_time()
    for sentence in json.loads(line):
        try:
            found += len(parser.parse(sentence))
        except Exception:
            failed += 1
    print(json.dumps([time.process_time() - start, found, failed]), flush=True)
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    add = parser.add_argument
    add("--shared", type=Path, default=SHARED, help="folder with the corpora")
    add("--articles", type=int, default=300, help="articles of the event corpora to read")
    add("--pages", type=int, default=80, help="real pages to parse beside reading them")
    add("--peer-sentences", type=int, default=1_000, help="sentences given to the peer")
    add("--peer-python", help="a Python with quantulum3 (pip install quantulum3 there)")
    options = parser.parse_args(arguments)
    if not (options.shared / "corpora").is_dir():
        print(f"no corpora in {options.shared}: nothing to measure", file=sys.stderr)
        return 1
    print(f"form: {_FORMS[compiled.form()]}")
    articles = list(_articles(options.shared / "corpora", options.articles))
    _speed(articles)
    if options.peer_python:
        _beside_peer(articles, options.peer_python, options.peer_sentences)
    else:
        print("peer: not measured (give --peer-python a Python that has quantulum3)")
    _beside_parsing(options.shared / "corpora", options.pages)
    return 0


def _articles(corpora: Path, most: int) -> Iterator[Article]:
    """Articles from several events in turns, so that no topic sets the pace."""
    sources = [_event(corpora / path) for path in EVENTS]
    given = 0
    while sources and given < most:
        for source in list(sources):
            article = next(source, None)
            if article is None:
                sources.remove(source)
            elif given < most:
                given += 1
                yield article


def _event(path: Path) -> Iterator[Article]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            if record.get("text"):
                yield Article(
                    url=str(record.get("url") or record.get("id")),
                    text=record["text"],
                    title=record.get("title"),
                    outlet=record.get("outlet"),
                    published_at=_moment(record.get("published")),
                )


def _moment(written: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(written)[:10]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _speed(articles: Sequence[Article]) -> None:
    extract(articles[0])  # words are loaded once
    sentences = sum(len(split(article.text)) for article in articles)
    claims = 0
    rounds = []
    for _ in range(3):
        claims = 0
        start = time.process_time()
        for article in articles:
            claims += len(extract(article))
        rounds.append(time.process_time() - start)
    pace = sentences / min(rounds)
    print(
        f"reading: {len(articles)} articles, {sentences} sentences, {claims} claims, all fields:"
        f" {pace:,.0f} sentences a CPU second (floor {FLOOR_SENTENCES:,}),"
        f" {1e6 * min(rounds) / sentences:.0f} µs a sentence"
    )


def _beside_peer(articles: Sequence[Article], python: str, most: int) -> None:
    """Both read the same sentences, one by one, in alternating portions."""
    sentences = [
        article.text[s.start : s.end] for article in articles for s in split(article.text)
    ][:: max(1, sum(len(split(a.text)) for a in articles) // most)][:most]
    peer = subprocess.Popen(
        [python, "-c", _PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert peer.stdin is not None
        assert peer.stdout is not None
        if not peer.stdout.readline():
            print("peer: not measured (that Python cannot import quantulum3)")
            return
        ours, theirs, failed = 0.0, 0.0, 0
        for first in range(0, len(sentences), 100):
            portion = sentences[first : first + 100]
            ours += _cpu(lambda portion=portion: [_read(sentence) for sentence in portion])  # type: ignore[misc]
            seconds, _, errors = _ask(peer.stdin, peer.stdout, portion)
            theirs, failed = theirs + seconds, failed + errors
    finally:
        peer.terminate()
        peer.wait()
    print(
        f"peer: quantulum3 {len(sentences) / theirs:,.0f} sentences a CPU second"
        f" ({failed} sentences failed), figuredrift {len(sentences) / ours:,.0f} on the same"
        f" {len(sentences)} sentences: {theirs / ours:.1f} times as fast (floor {FLOOR_RATIO})"
    )


def _read(sentence: str) -> object:
    # The peer reads English only and need not find out; nor need we.
    return extract(Article(url="", text=sentence, language="en"))


def _ask(to: IO[str], answers: IO[str], portion: Sequence[str]) -> tuple[float, int, int]:
    to.write(json.dumps(portion) + "\n")
    to.flush()
    seconds, found, failed = json.loads(answers.readline())
    return seconds, found, failed


def _beside_parsing(corpora: Path, most: int) -> None:
    from trafilatura import bare_extraction

    parsing, reading, pages = 0.0, 0.0, 0
    index = (corpora / "index_html.jsonl").read_text(encoding="utf-8").splitlines()
    english = [row for line in index if (row := json.loads(line)).get("language") == "en"]
    for row in english[:: max(1, len(english) // most)][:most]:
        markup = gzip.decompress((corpora / row["path"]).read_bytes()).decode("utf-8", "replace")
        start = time.process_time()
        document = bare_extraction(markup, with_metadata=True)
        parsing += time.process_time() - start
        text = getattr(document, "text", None)
        if not text:
            continue
        article = Article(url=row["url"] or "", text=text, published_at=_moment(row["published"]))
        extract(article)  # the words of its language are loaded once a process
        reading += _cpu(lambda article=article: extract(article))  # type: ignore[misc]
        pages += 1
    print(
        f"beside parsing: {pages} real pages: parsing {1e3 * parsing / pages:.1f} ms a page,"
        f" reading claims {1e3 * reading / pages:.2f} ms: {reading / parsing:.3f} of it"
        f" (at most {MOST_SHARE})"
    )


if __name__ == "__main__":
    sys.exit(main())
