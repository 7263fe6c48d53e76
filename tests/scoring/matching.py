"""One-to-one matching of predicted to gold items, and precision, recall and F1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one field and the rates made from them; 1.0 where nothing was to be found."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else float(self.gold == 0)

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else float(self.predicted == 0)

    @property
    def f1(self) -> float:
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )


def pair(
    predicted: Sequence[A], gold: Sequence[B], fits: Callable[[A, B], bool]
) -> list[tuple[int, int]]:
    """A largest one-to-one pairing (predicted, gold index) under `fits`, by augmenting paths."""
    options = [[g for g, b in enumerate(gold) if fits(a, b)] for a in predicted]
    owner: dict[int, int] = {}

    def place(p: int, tried: set[int]) -> bool:
        for g in options[p]:
            if g in tried:
                continue
            tried.add(g)
            if g not in owner or place(owner[g], tried):
                owner[g] = p
                return True
        return False

    for p in range(len(predicted)):
        place(p, set())
    return sorted((p, g) for g, p in owner.items())
