"""Whether a figure is asserted, denied, questioned or hypothetical, and by which cue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from tests.unit.reading import TEXTS, cases, expected, read


@pytest.mark.parametrize("case", cases("polarities"), ids=lambda c: c["text"][:60])
def test_golden(case: Mapping[str, Any]) -> None:
    for figure, reading in expected(case):
        polarity, _, cue = reading.partition(": ")
        assert figure.polarity == polarity
        if cue:
            assert figure.cue is not None
            assert figure.cue.of(case["text"]) == cue


@given(TEXTS)
def test_every_stance_but_asserted_has_a_cue(text: str) -> None:
    for figure in read(text):
        assert (figure.polarity == "asserted") == (figure.cue is None)
        if figure.cue is not None:
            assert figure.cue.of(text).strip()
