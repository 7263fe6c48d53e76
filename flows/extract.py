"""Reads every revision not yet read by this version of the extractor: text -> claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

import extractors
from extractors import claims, syndication, topics
from extractors.records import Article, Claim, Sketch
from flows import rows
from flows.failures import Failure
from flows.pool import Lost, Workers
from warehouse import loading

if TYPE_CHECKING:  # worker processes import this module and need it not
    from flows.runs import Run

Unread = tuple[str, Article]  # revision_id and what to read


@dataclass(frozen=True, slots=True)
class Readings:
    """What one batch gave, ready to load: Arrow tables, cheap to send between processes."""

    tables: dict[str, pa.Table]
    revisions: int
    claims: int
    failures: tuple[Failure, ...]


def read(batch: Sequence[Unread], run_id: str, seen: str) -> Readings:
    """Claims of a batch of revisions as rows. Runs in a worker; a bad text becomes a failure.

    `seen` is the time of reading as ISO text, the same for all batches of a run.
    """
    version = extractors.VERSION
    failures: list[Failure] = []
    found: list[tuple[str, tuple[Claim, ...]]] = []
    terms: list[tuple[str, tuple[str, ...]]] = []
    sketches: list[Sketch] = []
    for revision_id, article in batch:
        try:
            found.append((revision_id, claims.extract(article)))
            terms.append((revision_id, topics.terms(article)))
            sketches.append(syndication.sketch(article))
        except Exception as error:
            failures.append(
                Failure(
                    "extract",
                    "defect",
                    article.url,
                    f"{type(error).__name__}: {error}",
                    "please report this page; the rest of the run went on",
                    article.outlet,
                )
            )
            found.append((revision_id, ()))
    tables = rows.reading_tables(found, terms, version=version, run_id=run_id, extracted_at=seen)
    tables["core.sketches"] = rows.sketch_rows(sketches, run_id=run_id)
    return Readings(tables, len(batch), sum(len(c) for _, c in found), tuple(failures))


@dataclass(frozen=True, slots=True)
class _Reader:
    """`read` with its run bound, so that the pool can send it."""

    run_id: str
    seen: str

    def __call__(self, batch: Sequence[Unread]) -> Readings:
        return read(batch, self.run_id, self.seen)


def extract(run: Run) -> None:
    """Read all unread revisions of the warehouse, a batch a transaction.

    Counts `read` (revisions) and `claims`. A revision whose reading crashes or hangs becomes a
    failure, is marked as read with no claims, and the rest goes on.
    """
    version = extractors.VERSION
    settings = run.settings
    con = run.warehouse.con
    waiting = rows.count_unread(con, version)
    if not waiting:
        return
    reader = _Reader(run.run_id, run.now().isoformat())
    # Worker processes take a second to start: not worth it for a handful of articles.
    processes = settings.processes if waiting > settings.batch else 1
    with (
        run.show.stage("extract", waiting) as advance,
        Workers(processes, settings.batch_limit) as workers,
    ):
        batches = rows.unread(con, version, size=settings.batch)
        for outcome in run.engine.each("read", reader, batches, at_once=processes, workers=workers):
            readings = _given_up(outcome, reader) if isinstance(outcome, Lost) else outcome
            with loading.batch(con) as batch:
                for table, arrow in readings.tables.items():
                    batch.load(table, arrow)
            for failure in readings.failures:
                run.fail(failure)
            run.counts["read"] += readings.revisions
            run.counts["claims"] += readings.claims
            advance(readings.revisions)


def _given_up(lost: Lost[Unread], reader: _Reader) -> Readings:
    """A text that kills or hangs its worker: told, and marked as read so as not to be met again."""
    revision_id, article = lost.item
    tables = rows.reading_tables(
        [(revision_id, ())],
        [],
        version=extractors.VERSION,
        run_id=reader.run_id,
        extracted_at=reader.seen,
    )
    failure = Failure(
        "extract",
        lost.reason,
        article.url,
        lost.detail,
        "please report this page; the rest of the run went on",
        article.outlet,
    )
    return Readings(tables, 1, 0, (failure,))
