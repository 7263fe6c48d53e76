"""Scores the extractor on the hard sentences: value, unit and bound, and false values."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scoring.matching import Score, pair
from tests.scoring.reading import CONVENTIONS, Reading, ends, readings, unit_name, words

FLOOR, MOST_FALSE = 0.90, 3


@dataclass(frozen=True, slots=True)
class Result:
    """F1 by value, and by value, unit and bound; how many values were false; the errors."""

    value: Score
    whole: Score
    false: int
    errors: list[str]


def score(path: Path) -> Result:
    """Scores the sentences of `path`; values listed in `opt` count neither for nor against."""
    value, whole, false = Score(0, 0, 0), Score(0, 0, 0), 0
    errors: list[str] = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        got = [r for r in readings(item["text"]) if r.claim is not None]
        gold = item["claims"]
        by_value = pair(got, gold, _same_value)
        used = {p for p, _ in by_value}
        wrong = [
            r
            for n, r in enumerate(got)
            if n not in used and not any(_has_value(r, one) for one in item["opt"])
        ]
        full = pair(got, gold, _same_whole)
        predicted = len(used) + len(wrong)
        value += Score(len(by_value), predicted, len(gold))
        whole += Score(len(full), predicted, len(gold))
        false += len(wrong)
        if len(full) < len(gold) or wrong:
            missed = [
                f"{c['bound']} {c['value']} {c['unit']}"
                for n, c in enumerate(gold)
                if n not in {g for _, g in full}
            ]
            read = [_show(r) for n, r in enumerate(got) if n not in {p for p, _ in full}]
            errors.append(
                f"{item['phen']}: {item['text']}\n    gold      {missed}\n    predicted {read}"
            )
    return Result(value, whole, false, errors)


def _show(reading: Reading) -> str:
    q = reading.quantity
    return (
        f"{_symbol(reading)} {q.low}..{q.high} {q.unit} of {reading.measured!r} per {reading.per}"
    )


def _same_value(reading: Reading, gold: Mapping[str, Any]) -> bool:
    written = gold["value"]
    return any(
        _has_value(reading, one) for one in (written if isinstance(written, list) else [written])
    )


def _has_value(reading: Reading, written: float | str) -> bool:
    q = reading.quantity
    if (interval := ends(q)) is None:
        return False
    low, high = interval
    if isinstance(written, str):
        a, b = map(float, written.split(".."))
        if q.is_vague:  # "dozens" ends below 100 or at it, "hundreds" begins at 100 or 200
            return a / 2 <= low <= 2 * a and b / 2 <= high <= 2 * b
        return _close(low, a) and _close(high, b)
    if q.is_vague:
        return low <= written <= high
    scale = 0.01 if q.unit == "percent" and written < 1 else 1  # a half is 0.5 there
    return _close(low * scale, written) and _close(high * scale, written)


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-12)


def _same_whole(reading: Reading, gold: Mapping[str, Any]) -> bool:
    return (
        _same_value(reading, gold)
        and _same_bound(reading, gold["bound"])
        and _same_unit(reading, gold["unit"])
    )


def _symbol(reading: Reading) -> str:
    q = reading.quantity
    if q.is_vague:
        return "~"
    match q.bound:
        case "more_than" | "at_least":
            return ">"
        case "less_than" | "at_most":
            return "<"
    if any(cue in reading.cue for cue in CONVENTIONS["under_hedges"]):
        return "<"
    return "~" if q.hedge in ("approximate", "estimated") else "="


def _same_bound(reading: Reading, gold: str) -> bool:
    """The list does not tell "more than" from "at least" the same way throughout: both are ">";
    and it has no mark for an estimate ("are believed to be six")."""
    if reading.quantity.hedge == "estimated" and gold == "=":
        return reading.quantity.bound in ("exact", "between")
    return _symbol(reading) == gold.rstrip("=") or _symbol(reading) == gold


def _same_unit(reading: Reading, unit: str) -> bool:
    q = reading.quantity
    if unit == "-":
        return True
    gold = set(words(unit))
    if q.unit in ("count", "percent"):
        # A share of people is named by the people; a bare count of victims is "people".
        got = set(words(reading.measured)) | set(words(reading.per))
        if q.unit == "percent":
            got.add(*words("percentage"))
        if q.unit == "count" and reading.measured is None:
            got.add("people")
        return bool(gold & got)
    got = set(words(unit_name(q.unit))) | (
        set(words("per " + reading.per)) if reading.per else set()
    )
    if q.unit == "GBP" and gold == {"penny"}:
        return True
    return gold == got
