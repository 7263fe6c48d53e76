"""The kind of measure: level, period, cumulative, rate or change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from tests.unit.reading import TEXTS, cases, expected, read


@pytest.mark.parametrize("case", cases("measures"), ids=lambda c: c["text"][:60])
def test_golden(case: Mapping[str, Any]) -> None:
    for figure, reading in expected(case):
        kind, per = figure.measure.kind, figure.measure.per
        assert (f"{kind} {per}" if per else kind) == reading


@given(TEXTS)
def test_only_a_rate_is_per_something(text: str) -> None:
    for figure in read(text):
        assert (figure.measure.kind == "rate") == (figure.measure.per is not None)
        if figure.measure.per_span is not None:
            assert figure.measure.per_span.of(text).strip()
