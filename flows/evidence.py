"""Proves one claim: from its sentence back to the archived bytes, which are read and compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from flows import archive
from flows.failures import Failure
from flows.spelling import interval
from warehouse import asking

# What is told of a claim, in the order of the way back.
PARTS = {
    "claim": (
        "claim_id", "value", "unit", "hedge", "measured", "measure", "period", "polarity", "citing",
        "confidence", "doubt",
    ),
    "figure": ("label", "figure_id", "link_score", "link_reasons", "link_basis"),
    "article": (
        "outlet", "title", "url", "published_at", "revision", "revision_id", "seen_at", "zone",
        "span",
    ),
    "reading": (
        "extractor_version", "counts", "read_at", "run_id", "flow", "run_started_at",
        "parser_version", "parsed_by_run_id",
    ),
    "page": ("page_id", "page_url", "page_seen_at", "record", "content_digest", "bytes"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """One reading of one claim. `facts` by part and name; `body` the archived bytes, if there."""

    marked: str
    facts: dict[str, dict[str, Any]]
    body: bytes | None
    check: str  # what reading the archive said
    holds: bool


def prove(con: duckdb.DuckDBPyConnection, claim: str, archive_dir: Path) -> list[Proof]:
    """Every reading of the claim whose id begins with `claim`, the latest first.

    Raises LookupError where there is none, or more than one claim.
    """
    start = claim.strip().lower()
    found = [str(one) for (one,) in asking.read(con, "claim_ids", start=start).fetchall()]
    if not start or not found:
        raise LookupError(
            f"no claim with that id ({claim!r}); ids stand in `figuredrift ask review` "
            "and in the column claim_id of every relation"
        )
    if len(found) > 1:
        raise LookupError(f"{claim!r} begins the ids of several claims; give more of it")
    answer = asking.ask(con, "evidence", claim=found[0])
    columns = answer.columns
    return [_proof(dict(zip(columns, row, strict=True)), archive_dir) for row in answer.fetchall()]


def _proof(row: dict[str, Any], archive_dir: Path) -> Proof:
    told = row | {
        "value": _value(row["low"], row["high"], row["bound"]),
        "measured": " · ".join(part for part in (row["measured"], row["event"]) if part),
        "measure": row["measure"] + (f" per {row['per']}" if row["per"] else ""),
        "period": " to ".join(
            f"{day:%Y-%m-%d}" for day in (row["period_start_on"], row["period_end_on"]) if day
        ),
        "revision": f"{row['revision_number']} of {row['revisions']}",
        "span": f"characters {row['span_start']} to {row['span_end']} of the revision's text",
        "counts": "yes" if row["counts"] else "no: a later version has read this revision",
        "record": (
            f"{archive_dir / row['warc_file']} at byte {row['warc_offset']}"
            if row["warc_file"]
            else None
        ),
    }
    facts = {
        part: {name: told[name] for name in names if told[name] not in (None, "", "none")}
        for part, names in PARTS.items()
    }
    body, check = _archived(row, archive_dir)
    return Proof(row["marked"] or "", facts, body, check, body is not None)


def _archived(row: dict[str, Any], archive_dir: Path) -> tuple[bytes | None, str]:
    """The bytes the claim was read from, and whether they are what was recorded."""
    if not row["warc_file"]:
        return None, "no archived page is known for this revision"
    page = archive.read_at(archive_dir, row["warc_file"], row["warc_offset"])
    if isinstance(page, Failure):
        return None, f"the archived page cannot be read ({page.detail}): {page.remedy}"
    if archive.content_digest(page.body) != str(row["content_digest"]):
        return None, "the archived bytes are not those that were recorded"
    return page.body, f"read again from the archive: {len(page.body):,} bytes, digest as recorded"


def _value(low: Decimal | None, high: Decimal | None, bound: str) -> str:
    """The value with its bound in words."""
    words = "" if bound in ("exact", "between") else f" ({bound.replace('_', ' ')})"
    return interval(low, high) + words
