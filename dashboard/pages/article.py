"""An article: its text with every number marked, and its revisions compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from dashboard import wording
from dashboard.asked import Asked
from dashboard.snapshot import Row, Snapshot
from dashboard.wording import Habit

# A number is one word: "24,000" became "27,500", not "24" "27" and "000" "500".
_WORD = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*|\w+|\s+|[^\w\s]+")
_MOST_COMPARED = 1_500


def context(snapshot: Snapshot, key: str, asked: Asked, habit: Habit) -> dict[str, Any] | None:
    """What the page of one article shows: the revision asked for, else the last; None for none."""
    if not _is_id(key):
        return None
    revisions = snapshot.rows("revisions", article=key)
    if not revisions:
        return None
    numbers = {str(r["revision_number"]): n for n, r in enumerate(revisions)}
    at = numbers.get(asked.one("revision"), len(revisions) - 1)
    revision = revisions[at]
    claims = snapshot.rows("revision_claims", revision=revision["revision_id"])
    group = revision["syndication_group"]
    return {
        "revision": revision,
        "revisions": revisions,
        "pieces": marked(revision["text"], claims),
        "claims": [
            {
                **claim,
                "value": habit.statement(
                    claim["low"], claim["high"], claim["bound"], claim["hedge"], claim["unit"]
                ),
                "shows_unit": not wording.is_written(claim["unit"]),
            }
            for claim in claims
        ],
        "before": revisions[at - 1] if at else None,
        "changes": compared(revisions[at - 1]["text"], revision["text"]) if at else [],
        "copies": snapshot.rows("copies", group=group) if group else [],
        "names": {row["outlet"]: row["name"] for row in snapshot.rows("outlet_names")},
    }


def _is_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def marked(text: str, claims: Sequence[Row]) -> list[tuple[str, Row | None]]:
    """`text` in pieces, each with the claim it is, or None; of claims that overlap, the first."""
    pieces: list[tuple[str, Row | None]] = []
    at = 0
    for claim in claims:
        start, end = claim["span_start"], claim["span_end"]
        if not at <= start < end <= len(text):
            continue
        if start > at:
            pieces.append((text[at:start], None))
        pieces.append((text[start:end], claim))
        at = end
    if at < len(text):
        pieces.append((text[at:], None))
    return pieces


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """What became of `before`, as ("kept" | "removed" | "added" | "skipped", words).

    Long stretches that were kept are cut to their ends. What differs is compared by word, where
    it is long by line, where it is very long not at all: the cost stays bounded.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    begin, end = "".join(old[:head]), "".join(old[len(old) - tail :])
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(old), len(new)) > _MOST_COMPARED:
        old = "".join(old).splitlines(keepends=True)
        new = "".join(new).splitlines(keepends=True)
    found = _cut(begin) if begin else []
    if max(len(old), len(new)) > _MOST_COMPARED:
        codes = [("replace", 0, len(old), 0, len(new))]
    else:
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()  # type: ignore[assignment]
    for tag, a, b, c, d in codes:
        if tag == "equal":
            found += _cut("".join(old[a:b]))
            continue
        if a < b:
            found.append(("removed", "".join(old[a:b])))
        if c < d:
            found.append(("added", "".join(new[c:d])))
    return found + (_cut(end) if end else [])


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    """How many items the two begin with in common."""
    for n, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return n
    return min(len(a), len(b))


def _cut(kept: str, room: int = 160) -> list[tuple[str, str]]:
    if len(kept) <= 3 * room:
        return [("kept", kept)]
    return [("kept", kept[:room]), ("skipped", " … "), ("kept", kept[-room:])]
