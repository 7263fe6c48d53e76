"""Measures edits on observed ones: `python -m benchmarks.versions [--list]`.

Each pair is two texts (headline and teaser) seen under one address. Its flag says whether a digit
changed, and was set by a program: findings in pairs without the flag are worth reading, since a
hedge, a number in words or a source may have changed. Exit code 2 without the data.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from extractors import articles, claims, revisions
from extractors.records import Report

OBSERVED = Path(__file__).parents[2] / "shared/corpora/versions/article_versions.jsonl.gz"
ALLOWED = (
    0.1  # share of such pairs; on 25 November 2026 all 11 of 161 were real, in words or sources
)


def reports(record: dict[str, Any], state: dict[str, str], number: int) -> tuple[list[Report], str]:
    """The reports of one observed text, and the text."""
    told = (state.get(part) or "" for part in ("title", "blurb", "text"))
    text = "\n\n".join(filter(None, told))
    article = articles.from_text(text.encode(), record["url"])
    seen = datetime(2026, 1, 1, number % 24, tzinfo=UTC)
    return [
        Report(
            c.claim_id(article.revision_id), c, article.article_id, article.revision_id,
            record["outlet"], record["url"], None, seen, number,
            sentence=c.sentence.of(article.text),
        )
        for c in claims.extract(article)
    ], article.text  # fmt: skip


def main() -> int:
    """Prints how many pairs of each flag have findings; 1 where too many of the unchanged do."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--list", action="store_true", help="print every finding")
    given = options.parse_args()
    if not OBSERVED.exists():
        print(f"{OBSERVED} is not there", file=sys.stderr)
        return 2
    pairs: Counter[bool] = Counter()
    with_findings: Counter[bool] = Counter()
    codes: Counter[str] = Counter()
    began = time.process_time()
    with gzip.open(OBSERVED, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        if record["language"] != "en" or record["shopping_noise"]:
            continue
        for number, (before, after) in enumerate(pairwise(record["versions"]), start=1):
            first, text_first = reports(record, before, number)
            second, text_second = reports(record, after, number + 1)
            found = revisions.compare(first, second, text_first, text_second).findings
            flag = bool(record["numeric_change"])
            pairs[flag] += 1
            with_findings[flag] += bool(found)
            codes.update(f.code for f in found if not flag)
            if given.list:
                for one in found:
                    print(f"{'changed' if flag else 'UNCHANGED'} {one.code}: {one.detail}")
    for flag, name in ((True, "flagged as changed"), (False, "flagged as unchanged")):
        print(f"{name:22} {with_findings[flag]} of {pairs[flag]} pairs have findings")
    print(f"{time.process_time() - began:.1f} CPU s; in unchanged ones: {dict(codes)}")
    return int(with_findings[False] > ALLOWED * pairs[False])


if __name__ == "__main__":
    raise SystemExit(main())
