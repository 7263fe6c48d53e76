"""Decides the kind of measure of each figure: level, period, cumulative, rate or change."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import Lexicon
from extractors.records import Measure, Measured, Period, Quantity
from extractors.sentences import Passage


def read(
    passage: Passage,
    quantities: Sequence[Quantity],
    measured: Sequence[Measured],
    periods: Sequence[Period | None],
    lexicon: Lexicon,
) -> list[Measure]:
    """One Measure for each of `quantities` (text order), aligned with them; never raises."""
    return [Measure("rate" if q.per else "level", q.per, q.per_span) for q in quantities]
