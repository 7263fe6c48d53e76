"""When a figure applies is read from its words and resolved against the publication date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from tests.unit.reading import DATES, TEXTS, cases, expected, read


@pytest.mark.parametrize(
    "case", cases("periods"), ids=lambda c: f"{c.get('published')} {c['text'][:60]}"
)
def test_golden(case: Mapping[str, Any]) -> None:
    for figure, reading in expected(case):
        period = figure.period
        if period is None:
            assert reading == "- = .."
        else:
            days = f"{period.start or ''}..{period.end or ''}"
            assert f"{period.surface} = {days}" == reading, period.rule


@given(TEXTS, DATES)
def test_spans_are_exact_and_days_in_order(text: str, published: date) -> None:
    for figure in read(text, published):
        period = figure.period
        if period is None:
            continue
        assert period.span is not None
        assert period.span.of(text) == period.surface
        assert period.rule
        if period.start is not None and period.end is not None:
            assert period.start <= period.end


@given(TEXTS)
def test_nothing_relative_is_resolved_without_a_publication_date(text: str) -> None:
    for figure in read(text):
        if figure.period is not None and figure.period.start is not None:
            assert any(c.isdigit() for c in figure.period.surface or "")


def test_words_carried_from_elsewhere_are_marked() -> None:
    text = "A blast on June 3 shut the pass. Rain fell. The blast killed 14 people."
    (figure,) = read(text, date(2024, 6, 12))
    assert figure.period is not None
    assert figure.period.is_carried
    assert figure.period.start == figure.period.end == date(2024, 6, 3)


def test_seed_periods_name_their_rule() -> None:
    text = "Since the beginning of the year, 180,000 soldiers have deserted."
    (figure,) = read(text, date(2025, 11, 10))
    assert figure.period is not None
    assert figure.period.rule == "since start of year"
