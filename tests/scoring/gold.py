"""Scores claims in the gold format against hand-made gold, field by field."""

from __future__ import annotations

import itertools
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simplemma

from tests.scoring.matching import Score, pair

Claim = Mapping[str, Any]

# Fields judged over found claims only, in the order they are printed.
FIELDS = ("measured", "measure", "polarity", "period", "attributed", "root", "chain", "per")
BUCKETS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)

_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_TITLE = frozenset(_WORDS["titles"])
_CUT = frozenset(_WORDS["after_head"])
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error of one field: what was expected and what was read, or None where nothing was."""

    field: str
    article: str
    gold: Claim | None
    predicted: Claim | None
    context: str


@dataclass(slots=True)
class Report:
    """All counts of one run: F1 scores, (right, of) per field, calibration, mistakes."""

    f1: dict[str, Score] = field(default_factory=dict)
    accuracy: dict[str, tuple[int, int]] = field(default_factory=dict)
    predicted: int = 0
    non_claims: int = 0
    calibration: list[tuple[float, bool]] = field(default_factory=list)  # confidence, right
    mistakes: list[Mistake] = field(default_factory=list)

    def count(self, name: str, right: bool) -> None:
        good, of = self.accuracy.get(name, (0, 0))
        self.accuracy[name] = (good + right, of + 1)

    def share(self, name: str) -> float:
        good, of = self.accuracy.get(name, (0, 0))
        return good / of if of else 1.0

    @property
    def non_claims_per_100(self) -> float:
        return 100 * self.non_claims / self.predicted if self.predicted else 0.0


def score(
    predicted: Mapping[str, Sequence[Claim]],
    gold: Mapping[str, Sequence[Claim]],
    texts: Mapping[str, str],
) -> Report:
    """Scores `predicted` claims per article id against `gold`; articles without gold are left."""
    report = Report()
    for article, expected in gold.items():
        _score_article(report, article, predicted.get(article, ()), expected, texts[article])
    return report


def found(predicted: Claim, gold: Claim) -> bool:
    """The span overlaps and both ends of the interval are equal."""
    return overlap(predicted, gold) and same_interval(predicted, gold)


def overlap(a: Claim, b: Claim) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_interval(a: Claim, b: Claim) -> bool:
    return _equal(a["low"], b["low"]) and _equal(a["high"], b["high"])


def _equal(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-9)


def _score_article(
    report: Report, article: str, predicted: Sequence[Claim], gold: Sequence[Claim], text: str
) -> None:
    def miss(name: str, expected: Claim | None, got: Claim | None) -> None:
        at = expected or got or {}
        report.mistakes.append(Mistake(name, article, expected, got, _context(text, at)))

    pairs = pair(predicted, gold, found)
    right = {
        "found": pairs,
        "found+unit": [x for x in pairs if _same(predicted, gold, x, "unit")],
        "found+bound+hedge": [x for x in pairs if _same(predicted, gold, x, "bound", "hedge")],
        "found+unit+bound+hedge": [
            x for x in pairs if _same(predicted, gold, x, "unit", "bound", "hedge")
        ],
    }
    for name, hits in right.items():
        report.f1[name] = report.f1.get(name, Score(0, 0, 0)) + Score(
            len(hits), len(predicted), len(gold)
        )

    met_predicted, met_gold = {p for p, _ in pairs}, {g for _, g in pairs}
    left = [p for p in range(len(predicted)) if p not in met_predicted]
    for g, expected in enumerate(gold):
        if g not in met_gold:
            near = next((p for p in left if overlap(predicted[p], expected)), None)
            if near is not None:
                left.remove(near)
            miss("found", expected, None if near is None else predicted[near])
    for p in left:
        miss("found", None, predicted[p])
    report.predicted += len(predicted)
    for claim in predicted:
        if not any(overlap(claim, expected) for expected in gold):
            report.non_claims += 1
            miss("non_claims", None, claim)

    exact = {p for p, g in pairs if _same(predicted, gold, (p, g), "unit", "bound")}
    report.calibration += [
        (float(claim.get("confidence", 1.0)), p in exact) for p, claim in enumerate(predicted)
    ]

    for p, g in pairs:
        got, expected = predicted[p], gold[g]
        verdicts = {
            "unit": got["unit"] == expected["unit"],
            "bound": got["bound"] == expected["bound"],
            "hedge": got["hedge"] == expected["hedge"],
            "measured": head(got["measured"]) == head(expected["measured"]),
            "measure": got["measure"] == expected["measure"],
            "polarity": got["polarity"] == expected["polarity"],
            "period": (got["period_start"], got["period_end"])
            == (expected["period_start"], expected["period_end"]),
            "attributed": bool(got["source"]) == bool(expected["source"]),
            "root": _same_root(got["source"], expected["source"]),
            "chain": len(got["source"]) == len(expected["source"])
            and all(map(same_name, got["source"], expected["source"])),
            "per": got.get("per") == expected.get("per"),
        }
        for name, is_right in verdicts.items():
            report.count(name, is_right)
            if not is_right:
                miss(name, expected, got)


def _same(
    predicted: Sequence[Claim], gold: Sequence[Claim], at: tuple[int, int], *fields: str
) -> bool:
    return all(predicted[at[0]][name] == gold[at[1]][name] for name in fields)


def _context(text: str, claim: Claim) -> str:
    start, end = claim["start"], claim["end"]
    before = text[max(0, start - 90) : start]
    after = text[end : end + 90]
    return " ".join(f"{before}[[{text[start:end]}]]{after}".split())


def head(phrase: str | None) -> str | None:
    """Lemma of the syntactic head of an English noun phrase: its last word before what modifies it
    from behind; None for no phrase."""
    words = [w.rstrip(".") for w in _WORD.findall(phrase or "")]
    if not words:
        return None
    kept: list[str] = []
    for position, word in enumerate(words):
        lower = word.lower()
        if kept and lower in _CUT:
            break
        follows = position + 1 < len(words)
        if kept and kept[-1].lower() not in _TITLE and lower.endswith(("ing", "ed")):
            # "crude leaking from the well", "people killed" are cut; "federal spending",
            # "oil capturing capacity", "specifically named firearms" are not.
            after = words[position + 1].lower() if follows else None
            if after in _CUT or (after is None and lower.endswith("ed")):
                break
        kept.append(word)
    last = re.sub(r"['’]s$", "", kept[-1]).lower()
    return str(simplemma.lemmatize(last, lang="en")).lower()


def name_words(name: str) -> list[str]:
    """The words of a name that tell it apart: without titles, articles, possessives and case."""
    words = [re.sub(r"['’]s$", "", w).replace(".", "").lower() for w in _WORD.findall(name)]
    return [w for w in words if w and w not in _TITLE] or words


def same_name(a: str, b: str) -> bool:
    """Equal after removing titles and articles, or one contained in the other as whole words."""
    shorter, longer = sorted((name_words(a), name_words(b)), key=len)
    if not shorter:
        return not longer
    size = len(shorter)
    return any(longer[i : i + size] == shorter for i in range(len(longer) - size + 1))


def _same_root(a: Sequence[str], b: Sequence[str]) -> bool:
    if not a or not b:
        return not a and not b
    return same_name(a[-1], b[-1])


Calibration = Iterable[tuple[float, bool]]


def buckets(calibration: Calibration) -> list[tuple[float, float, int, float, float]]:
    """Rows (from, below, n, mean confidence, share right) of the filled confidence buckets."""
    pairs = list(calibration)
    rows = []
    for low, high in itertools.pairwise(BUCKETS):
        inside = [(c, r) for c, r in pairs if low <= c < high]
        if inside:
            n = len(inside)
            mean, right = sum(c for c, _ in inside) / n, sum(r for _, r in inside) / n
            rows.append((low, min(high, 1.0), n, mean, right))
    return rows


def trusted(calibration: Calibration, floor: float = 0.9) -> tuple[int, float]:
    """How many claims have at least `floor` confidence, and which share of them is right."""
    inside = [right for confidence, right in calibration if confidence >= floor]
    return len(inside), sum(inside) / len(inside) if inside else 1.0
