"""The article the project began from comes out whole: range, bound, hedge, kind, period, chain."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import claims
from extractors.records import Article, Claim


@pytest.fixture(scope="module")
def read(shared: Path) -> list[Claim]:
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    published = datetime(2025, 11, 10, tzinfo=UTC)
    return list(claims.extract(Article("https://seed.example/", text, published_at=published)))


def one(read: list[Claim], low: int) -> Claim:
    (found,) = [c for c in read if c.quantity.low == Decimal(low)]
    return found


def names(claim: Claim) -> list[str]:
    return [hop.name for hop in claim.chain]


def days(claim: Claim) -> tuple[date | None, date | None]:
    assert claim.period is not None
    return claim.period.start, claim.period.end


def test_a_range_by_unnamed_estimates(read: list[Claim]) -> None:
    claim = one(read, 100_000)
    assert claim.quantity.high == 200_000
    assert claim.quantity.bound == "between"
    assert [(hop.name, hop.kind) for hop in claim.chain] == [("Estimates", "vague")]


def test_a_months_count_by_a_papers_correspondent(read: list[Claim]) -> None:
    claim = one(read, 21_600)
    assert (claim.quantity.high, claim.quantity.bound, claim.quantity.hedge) == (
        21_600, "exact", "none",
    )  # fmt: skip
    assert (claim.measured.head, claim.measured.event) == ("soldier", "desert")
    assert claim.measure.kind == "period"
    assert days(claim) == (date(2025, 10, 1), date(2025, 10, 31))
    assert names(claim)[0] == "Die Welt"


def test_a_years_running_count_carried_on(read: list[Claim]) -> None:
    claim = one(read, 180_000)
    assert claim.quantity.hedge == "approximate"
    assert claim.measured.head == "deserter"
    assert claim.measure.kind == "cumulative"
    assert days(claim) == (date(2025, 1, 1), date(2025, 11, 10))
    assert names(claim)[0] == "Die Welt"


def test_a_monthly_range_by_a_spokeswoman_citing_prosecutors(read: list[Claim]) -> None:
    claim = one(read, 15_000)
    assert (claim.quantity.high, claim.quantity.hedge) == (18_000, "approximate")
    assert (claim.measure.kind, claim.measure.per) == ("rate", "month")
    assert names(claim) == ["Maria Zakharova", "Ukraine’s Prosecutor General’s Office"]


def test_more_than_so_many_cases_since_a_month(read: list[Claim]) -> None:
    claim = one(read, 230_000)
    assert (claim.quantity.high, claim.quantity.bound) == (None, "more_than")
    assert claim.measured.surface == "criminal cases"
    assert claim.measured.event == "open"
    assert claim.measure.kind == "cumulative"
    assert days(claim) == (date(2022, 2, 1), date(2025, 11, 10))
    assert names(claim) == ["Zakharova"]
