"""Words of no language, from a seed: what the invented stories of the benchmarks are told in."""

from __future__ import annotations

import random
from datetime import UTC, datetime

START = datetime(2031, 3, 1, tzinfo=UTC)
SYLLABLES = [
    "ba", "do", "ke", "lu", "mar", "nel", "or", "pi", "quo", "ras", "sto", "tem", "vi", "wen",
    "zu", "gra", "hin", "jo", "fel", "cy",
]  # fmt: skip
# What most news texts have in common.
COMMON = [
    "the", "of", "and", "to", "in", "a", "that", "was", "on", "for", "with", "as", "by", "at",
    "from", "said", "were", "which", "their", "after",
]  # fmt: skip


def word(rng: random.Random, syllables: int = 4) -> str:
    """One word of so many syllables."""
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables))


def vocabulary(rng: random.Random, size: int) -> list[str]:
    """So many words of two or three syllables."""
    return [word(rng, rng.choice((2, 3))) for _ in range(size)]


def worn(rng: random.Random, words: list[str]) -> str:
    """One of `words`, the first ones far oftener than the last, as in any language."""
    return words[int(len(words) ** rng.random()) - 1]
