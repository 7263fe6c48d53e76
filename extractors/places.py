"""Finds the place each figure applies to, with its path from the country down where known."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import Lexicon
from extractors.records import Place, Quantity
from extractors.sentences import Passage


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Place | None]:
    """One Place or None for each of `quantities` (text order), aligned with them; never raises."""
    return [None for _ in quantities]
