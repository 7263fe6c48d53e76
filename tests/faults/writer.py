"""Loads numbered batches and tells each when it is committed: `python -m tests.faults.writer DATA`.

A batch is 40 articles, each with its page, its text and one claim, all of them reports of one
figure of the batch; after every fifth a snapshot is published.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.records import digest
from warehouse import database, loading, publishing
from warehouse.database import Warehouse

ROWS = 40
AT = datetime(2026, 3, 1, tzinfo=UTC)
SENTENCE = "Officials counted {} boats in the bay. "


def batch(number: int) -> dict[str, dict[str, list[Any]]]:
    """The rows of batch `number`, the same each time."""
    names = [f"{number}/{n}" for n in range(ROWS)]
    values = [1000 + n for n in range(ROWS)]

    def each(value: Any) -> list[Any]:
        return [value] * ROWS

    run, version = each(digest("run")), each("1")
    articles = [digest("article", n) for n in names]
    revisions = [digest("revision", n) for n in names]
    claims = [digest("claim", n) for n in names]
    urls = [f"https://a.example/{n}" for n in names]
    start, end = len("Officials counted "), len("Officials counted 1000")
    return {
        "raw.pages": {
            "page_id": [digest("page", n) for n in names],
            "url": urls,
            "content_digest": [digest("bytes", n) for n in names],
            "bytes": each(number),
            "seen_at": each(AT),
            "run_id": run,
        },
        "core.articles": {
            "article_id": articles,
            "url": urls,
            "outlet": each("a.example"),
            "first_seen_at": each(AT),
            "run_id": run,
        },
        "core.revisions": {
            "revision_id": revisions,
            "article_id": articles,
            "text": [
                SENTENCE.format(v) + f"Text {n}. " * 200 for v, n in zip(values, names, strict=True)
            ],
            "text_digest": [digest("text", n) for n in names],
            "seen_at": each(AT),
            "run_id": run,
        },
        "core.extractions": {
            "revision_id": revisions,
            "extractor_version": version,
            "claims": each(1),
            "extracted_at": each(AT),
            "run_id": run,
        },
        "core.claims": {
            "claim_id": claims,
            "extractor_version": version,
            "revision_id": revisions,
            "run_id": run,
            "span_start": each(start),
            "span_end": each(end),
            "surface": list(map(str, values)),
            "zone": each("body"),
            "sentence_start": each(0),
            "sentence_end": each(len(SENTENCE.format(1000).rstrip())),
            "sentence_index": each(0),
            "quantity_start": each(start),
            "quantity_end": each(end),
            "quantity_surface": list(map(str, values)),
            "number_type": each("claim"),
            "low": values,
            "high": values,
            "precision_value": each(1),
            "unit": each("count"),
            "unit_kind": each("count"),
            "bound": each("exact"),
            "hedge": each("none"),
            "is_vague": each(False),
            "direction": each("none"),
            "quantity_confidence": each(1.0),
            "measured": each("boats"),
            "measured_head": each("boat"),
            "event": each("count"),
            "measure": each("level"),
            "has_period": each(False),
            "hops": each(0),
            "is_direct_quote": each(False),
            "polarity": each("asserted"),
            "confidence": each(0.95),
        },
        "core.figures": {
            "figure_id": [digest("figure", number)],
            "label": [f"boats counted, {number}"],
            "unit": ["count"],
            "unit_kind": ["count"],
            "measure": ["level"],
            "reports": [ROWS],
            "run_id": run[:1],
        },
        "core.links": {
            "claim_id": claims,
            "extractor_version": version,
            "figure_id": each(digest("figure", number)),
            "score": each(0.9),
            "reasons": each(["same head"]),
            "basis": each("rule"),
            "run_id": run,
        },
    }


def write(warehouse: Warehouse, number: int) -> int:
    """Load one batch; returns the rows that were not there."""
    with loading.batch(warehouse.con) as one:
        return sum(one.load(table, rows) for table, rows in batch(number).items())


def work(data: Path) -> None:
    """Load batch after batch, from the first one not there, until killed."""
    with database.open(data, wait=30) as warehouse:
        ((number,),) = warehouse.con.execute(
            "SELECT coalesce(max(bytes) + 1, 0) FROM raw.pages"
        ).fetchall()
        print("ready", flush=True)
        while True:
            if number:
                assert write(warehouse, number - 1) == 0  # once more changes nothing
            write(warehouse, number)
            print(number, flush=True)
            if number % 5 == 4:
                publishing.publish(warehouse)
            number += 1


if __name__ == "__main__":
    work(Path(sys.argv[1]))
