"""Where a figure applies, with its path from the country down where known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from tests.unit.reading import TEXTS, cases, expected, read


@pytest.mark.parametrize("case", cases("places"), ids=lambda c: c["text"][:60])
def test_golden(case: Mapping[str, Any]) -> None:
    for figure, reading in expected(case):
        place = figure.place
        if place is None:
            assert reading == "-"
        else:
            assert f"{place.surface} = {'/'.join(place.path)}".rstrip() == reading.rstrip()


@given(TEXTS)
def test_spans_are_exact(text: str) -> None:
    for figure in read(text):
        if figure.place is not None:
            assert figure.place.span.of(text) == figure.place.surface
            assert figure.place.surface
