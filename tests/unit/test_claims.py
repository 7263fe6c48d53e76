"""Claims: one article in, whole claims out; confidence means what it says."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.claims import extract
from extractors.records import Article, ZoneSpan

TEXT = (
    "Flood toll passes 40\n\n"
    "At least 42 people died and 1,200 homes were lost when the Sund burst its banks on Monday, "
    "the town of Elm said. About a third of the town is under water.\n\n"
    "Ana Brel, 61, lived at 12 Mill Road."
)


def test_an_article_becomes_claims() -> None:
    article = Article(
        url="https://tidings.example/flood",
        text=TEXT,
        published_at=datetime(2024, 5, 7, tzinfo=UTC),
        zones=(ZoneSpan(0, 20, "headline"),),
    )
    found = extract(article)
    assert [(c.surface, c.zone, c.quantity.bound) for c in found] == [
        ("40", "headline", "more_than"),
        ("42", "lead", "at_least"),
        ("1,200", "lead", "exact"),
        ("a third", "lead", "exact"),
    ]
    assert all(c.surface == TEXT[c.start : c.end] for c in found)
    assert all(c.sentence.start <= c.start < c.end <= c.sentence.end for c in found)
    assert len({c.claim_id(article.revision_id) for c in found}) == 4


def test_without_numbers_nothing() -> None:
    assert extract(Article(url="https://tidings.example/calm", text="All is calm.")) == ()


@settings(max_examples=40)
@given(st.text())
def test_never_raises(text: str) -> None:
    for claim in extract(Article(url="https://tidings.example/any", text=text)):
        assert text[claim.start : claim.end] == claim.surface


def test_confidence_is_calibrated(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the claims at 0.9 and above at least 0.97 are right in value, unit and bound."""
    gold = [json.loads(row) for row in (shared / "gold/gold.jsonl").open(encoding="utf-8")]
    texts = [json.loads(row) for row in (shared / "gold/articles.jsonl").open(encoding="utf-8")]
    by_id = {row["id"]: row for row in texts}
    table: dict[float, list[bool]] = {}
    for row in gold:
        wanted = row["claims"]
        for claim in extract(Article(url=row["id"], text=by_id[row["id"]]["text"])):
            q = claim.quantity
            right = any(
                claim.start < w["end"] and w["start"] < claim.end
                and _same(q.low, w["low"]) and _same(q.high, w["high"])
                and q.unit == w["unit"] and q.bound == w["bound"]
                for w in wanted
            )  # fmt: skip
            table.setdefault(int(claim.confidence * 20) / 20, []).append(right)
    with capsys.disabled():
        print("\nconfidence  claims  right")
        for floor, rows in sorted(table.items()):
            print(f"{floor:>10.2f}  {len(rows):>6}  {sum(rows) / len(rows):.3f}")
    sure = [right for floor, rows in table.items() if floor >= 0.9 for right in rows]
    assert sum(sure) / len(sure) >= 0.97


def _same(ours: object, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return float(str(ours)) == pytest.approx(float(theirs), rel=1e-3)
