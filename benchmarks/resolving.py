"""Measures a day's linking in a full warehouse: `python -m benchmarks.resolving [--claims N]`.

An archive of invented claims, all of them linked, most to a figure of their own; on top of it two
days of stories that go on from one to the next, loaded as a run would load them and resolved as a
run would. Told of the second day: CPU seconds (every thread), the most memory held, and how well
its figures are found. With `--archives` the same day is resolved over archives of several sizes:
what it costs must follow the day.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

import extractors
from benchmarks import figures as stories
from benchmarks import invented, synthetic
from extractors import figures, syndication
from extractors.records import Article, Claim, Report, Span
from flows import resolve, rows, runs
from flows.settings import Settings
from warehouse import database, loading

SECONDS, MEMORY = 600, 4000  # CPU s and MB for 100,000 claims on 10 million
MARGIN = 1.5  # a day over ten times the archive costs less than so many times as much
_CACHE = "1500MB"  # that the database may hold
_WIDTH = 200  # characters of one sentence, so that spans are known beforehand
_WORDS = 20_000  # of the archive

# The archive's claims are `synthetic`'s, which links every tenth; what linking meets in a real
# archive besides: sketches, topics, resolutions, and a figure of its own for every other claim.
# One figure in ten counts what the stories count. `said` tells of worn words, as any text does.
_ARCHIVE = """
CREATE OR REPLACE TEMP TABLE words AS
    SELECT unnest($words) AS word, unnest(range(len($words))) AS n;
CREATE OR REPLACE TEMP TABLE said AS
SELECT r.revision_id, r.article_id, r.published_at, list(w.word ORDER BY k.k) AS terms
FROM core.revisions AS r, range(12) AS k (k)
JOIN words AS w
    ON w.n = CAST(pow(len($words), hash(r.revision_id, k.k) / 18446744073709551616.0) - 1 AS BIGINT)
GROUP BY r.revision_id, r.article_id, r.published_at;
"""
_FILLED = """
INSERT INTO core.topics BY NAME SELECT revision_id, terms, $run AS run_id FROM said;
INSERT INTO core.resolutions BY NAME
SELECT revision_id, '1' AS extractor_version, $resolver AS resolver_version,
    published_at + INTERVAL 1 HOUR AS resolved_at, $run AS run_id
FROM said;
INSERT INTO core.sketches BY NAME
SELECT revision_id, article_id, published_at, 300 AS words, $run AS run_id,
    [CAST(hash(article_id, k) >> 1 AS BIGINT) FOR k IN range(40)] AS shingles
FROM said;
CREATE OR REPLACE TEMP TABLE alone AS
SELECT c.claim_id, CAST(md5('alone' || c.claim_id) AS UUID) AS figure_id, s.published_at, s.terms,
    CASE hash(c.claim_id) % 10
        WHEN 0 THEN
            'count|' || ['killed', 'injured', 'missing', 'arrested']
            [CAST(1 + hash(s.terms) % 4 AS BIGINT)]
        ELSE 'count|' || s.terms[12]
    END AS key
FROM core.claims AS c
JOIN said AS s ON s.revision_id = c.revision_id
WHERE c.claim_id NOT IN (SELECT claim_id FROM core.links);
INSERT INTO core.figures BY NAME
SELECT figure_id, 'boats' AS label, 'boat' AS measured_head, 'count' AS unit,
    'count' AS unit_kind, 'level' AS measure, terms AS topic, [key] AS keys, 1 AS reports,
    claim_id AS founder_claim_id, published_at AS first_reported_at,
    published_at AS last_reported_at, $run AS run_id
FROM alone;
INSERT INTO core.links BY NAME
SELECT claim_id, '1' AS extractor_version, figure_id, 1.0 AS score, ['first report'] AS reasons,
    'rule' AS basis, $run AS run_id
FROM alone;
"""


def archive(con: duckdb.DuckDBPyConnection) -> None:
    """Give the synthetic claims of a warehouse what resolving leaves behind, up to the first day.

    Their last day is moved to the day before the stories begin.
    """
    end = invented.START.replace(tzinfo=None)
    for table, column in (("core.revisions", "published_at"), ("core.revisions", "seen_at")):
        con.execute(
            f"UPDATE {table} SET {column} = {column} + (SELECT $end - max({column}) FROM {table})",
            {"end": end},
        )
    words = invented.vocabulary(random.Random(3), _WORDS)
    run = con.execute("SELECT min(run_id) FROM raw.runs").fetchall()[0][0]
    given = {"words": words, "run": run, "resolver": figures.VERSION}
    for statement in (_ARCHIVE + _FILLED).split(";\n"):
        if statement.strip():
            asked = {k: v for k, v in given.items() if f"${k}" in statement}
            con.execute(statement, asked)
    con.execute("TRUNCATE main.touched")
    con.execute("CHECKPOINT")


def load(warehouse: database.Warehouse, day: int, count: int) -> dict[str, str]:
    """Load a day of claims as ingest and extract would; returns the true figure of each."""
    truth: dict[str, str] = {}
    told: dict[str, list[tuple[str, Report]]] = defaultdict(list)
    for name, report in stories.reports(count, day):
        told[report.url].append((name, report))
    articles: list[tuple[Article, str | None, datetime]] = []
    found, terms = [], []
    for url, said in told.items():
        first = said[0][1]
        text = "".join(report.sentence.ljust(_WIDTH) for _, report in said)
        article = Article(url, text, url, first.outlet, first.published_at, language="en")
        articles.append((article, None, first.published_at or invented.START))
        claims = tuple(_placed(report.claim) for _, report in said)
        found.append((article.revision_id, claims))
        terms.append((article.revision_id, first.topic))
        for (name, _), claim in zip(said, claims, strict=True):
            truth[claim.claim_id(article.revision_id)] = name
    run_id = str(warehouse.run_id)
    at = invented.START + timedelta(days=day + 1)
    with loading.batch(warehouse.con) as batch:
        for table, arrow in rows.article_tables(articles, run_id=run_id).items():
            batch.load(table, arrow)
        sketches = [syndication.sketch(article) for article, _, _ in articles]
        batch.load("core.sketches", rows.sketch_rows(sketches, run_id=run_id))
        read = rows.reading_tables(
            found, terms, version=extractors.VERSION, run_id=run_id, extracted_at=at
        )
        for table, arrow in read.items():
            batch.load(table, arrow)
    return truth


def _placed(claim: Claim) -> Claim:
    """The claim with its sentence as wide as it stands in the text."""
    start = claim.sentence.start
    return replace(claim, sentence=Span(start, start + _WIDTH))


def days(data: Path, count: int) -> tuple[float, float, float]:
    """Resolve two days on top of the archive in `data`: CPU s of the second, precision, recall."""
    nobody = data / "figures.toml"
    nobody.touch()
    settings = Settings(data_dir=data, figures=nobody)
    truth: dict[str, str] = {}
    took = 0.0
    for day in range(2):
        now = invented.START + timedelta(days=day + 1, hours=1)
        with runs.opened(settings, "resolve", now=lambda now=now: now) as run:  # type: ignore[misc]
            run.warehouse.run_id = run.run_id
            run.warehouse.con.execute(f"SET memory_limit = '{_CACHE}'")
            truth.update(load(run.warehouse, day, count))
            began = time.process_time()
            resolve.resolve(run)
            took = time.process_time() - began
            print(f"  day {day + 1}: {took:,.1f} CPU s, {dict(run.counts)}", flush=True)
    with database.open(data) as warehouse:
        linked = warehouse.con.execute(
            "SELECT claim_id, figure_id FROM core.links WHERE claim_id IN "
            "(SELECT unnest(CAST($claims AS UUID[])))",
            {"claims": list(truth)},
        ).fetchall()
    precision, recall = stories.quality(truth, {str(claim): str(f) for claim, f in linked})
    return took, precision, recall


def measure(claims: int, count: int, data: Path | None = None) -> float:
    """CPU seconds of a day of `count` claims over an archive of `claims`, told with the rest."""
    with tempfile.TemporaryDirectory(dir=data) as folder:
        began = time.process_time()
        if claims:
            with database.open(folder, memory_limit=_CACHE) as warehouse:
                synthetic.fill(warehouse, claims)
                archive(warehouse.con)
        filled = time.process_time() - began
        print(f"archive of {claims:,} claims, made in {filled:,.0f} CPU s", flush=True)
        took, precision, recall = days(Path(folder), count)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{count:,} claims over {claims:,}: {took:,.1f} CPU s ({count / took:,.0f} a second), "
        f"{memory:,.0f} MB at most; pairs: precision {precision:.3f}, recall {recall:.3f}",
        flush=True,
    )
    return took


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 where a ceiling is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=10_000_000, help="in the archive")
    options.add_argument("--day", type=int, default=100_000, help="claims a day")
    options.add_argument(
        "--archives", action="store_true", help="also over a tenth of the archive, and compare"
    )
    options.add_argument("--data", type=Path, help="folder to make the warehouse in")
    given = options.parse_args(arguments)
    small = measure(given.claims // 10, given.day, given.data) if given.archives else None
    took = measure(given.claims, given.day, given.data)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    share = given.day / 100_000
    holds = took <= SECONDS * max(share, 0.1) and memory <= MEMORY
    print(f"at most {SECONDS * max(share, 0.1):,.0f} CPU s and {MEMORY:,} MB: {holds}")
    if small is not None:
        print(f"ten times the archive costs {took / small:.2f} times as much (at most {MARGIN})")
        holds = holds and took <= MARGIN * small
    return int(not holds)


if __name__ == "__main__":
    sys.exit(main())
