"""Reads when each figure applies and resolves it against the publication date."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.lexicon import Lexicon
from extractors.records import Period, Quantity
from extractors.sentences import Passage


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Period | None]:
    """One Period or None for each of `quantities` (text order), aligned with them; never raises."""
    return [None for _ in quantities]
