"""What is counted or measured is found as a short noun phrase with exact spans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from tests.unit.reading import TEXTS, cases, expected, read


@pytest.mark.parametrize("case", cases("measured"), ids=lambda c: c["text"][:60])
def test_golden(case: Mapping[str, Any]) -> None:
    for figure, reading in expected(case):
        thing = figure.measured
        assert f"{thing.surface or '-'} = {thing.head or '-'} / {thing.event or '-'}" == reading


@given(TEXTS)
def test_spans_are_exact(text: str) -> None:
    for figure in read(text):
        thing = figure.measured
        assert (thing.span is None) == (thing.surface is None) == (thing.head is None)
        if thing.span is not None:
            assert thing.span.start < thing.span.end
            assert thing.span.of(text) == thing.surface
        if thing.event_span is not None:
            assert thing.event_span.of(text).strip()


def test_the_other_currency_measures_the_same() -> None:
    pounds, dollars = read("The ferry cost £3m ($4m) to mend.")
    assert pounds.measured.surface == dollars.measured.surface == "The ferry"


def test_a_volume_holds_what_the_text_says_it_holds() -> None:
    text = "The pipe leaked 900 barrels of sludge. The estimate was raised to 2,000 barrels a day."
    assert [figure.measured.surface for figure in read(text)] == ["sludge", "sludge"]
