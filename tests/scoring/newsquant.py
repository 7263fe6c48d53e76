"""Scores the extractor on NewsQuant by that benchmark's own rule and conventions."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.records import Quantity
from tests.scoring.matching import Score, pair
from tests.scoring.reading import CONVENTIONS, Reading, ends, noun_after, readings, unit_name, words

RULES = ("value", "value+unit", "value+change", "value+unit+change")
FLOORS = {"value": 0.94, "value+unit": 0.87, "value+change": 0.89, "value+unit+change": 0.83}

_NOUNS = "|".join(CONVENTIONS["change_nouns"])
_NOUN_AFTER = re.compile(rf"\W*(?:percent|per cent|%)?\s*(?:[\w-]+ ){{0,2}}(?:{_NOUNS})\b")
_NOUN_BEFORE = re.compile(rf"\b(?:{_NOUNS}) (?:of|by) (?:\w+ ){{0,2}}\W*$")
_COIN = re.compile(r"(?<=[\d\s])(c|p|cents?|pence|penny|pennies)$", re.IGNORECASE)
_YEARS_OLD = re.compile(r"[- ]?years?[- ]old")
_POSTMODIFIER = re.compile(r"(?<=\w)\s+(?:of|in|on|at|for|from|to|by|with|bound|who|that)\s")
_PERCENT = re.compile(r"%|per ?cent|\bpct?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A quantity as the benchmark writes it: `low == high` for a point."""

    low: float
    high: float
    unit: tuple[str, ...]
    change: str

    def __str__(self) -> str:
        value = f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"
        return f"{self.change} {value} {' '.join(self.unit)}"


def score(path: Path) -> tuple[dict[str, Score], list[str]]:
    """F1 under each of RULES over the sentences of `path`, and the sentences with an error."""
    totals = {rule: Score(0, 0, 0) for rule in RULES}
    errors = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        gold = [_gold(quantity) for quantity in item["quantities"]]
        got = export(readings(item["text"]))
        for rule in RULES:
            hits = pair(got, gold, lambda a, b, rule=rule: _fits(a, b, rule))  # type: ignore[misc]
            totals[rule] += Score(len(hits), len(got), len(gold))
            if rule == RULES[-1] and not len(hits) == len(got) == len(gold):
                left = [str(g) for n, g in enumerate(gold) if n not in {h[1] for h in hits}]
                over = [str(g) for n, g in enumerate(got) if n not in {h[0] for h in hits}]
                errors.append(f"{item['text']}\n    gold      {left}\n    predicted {over}")
    return totals, errors


def _gold(quantity: Mapping[str, Any]) -> Entry:
    low, high = _interval(quantity["value"])
    unit = quantity["normalized_unit"]
    return Entry(low, high, () if unit == "-" else words(unit), quantity["change"])


def _interval(written: str) -> tuple[float, float]:
    match = re.fullmatch(r"(-?[\d.]+(?:E[+-]?\d+)?)(?:-([\d.]+))?", written, re.IGNORECASE)
    if match is None:
        raise ValueError(f"no value: {written!r}")
    low = float(match[1])
    return low, float(match[2]) if match[2] else low


def _fits(a: Entry, b: Entry, rule: str) -> bool:
    if not (
        math.isclose(a.low, b.low, rel_tol=1e-3) and math.isclose(a.high, b.high, rel_tol=1e-3)
    ):
        return False
    if "unit" in rule and sorted(a.unit) != sorted(b.unit):
        return False
    return "change" not in rule or a.change == b.change


def export(found: Sequence[Reading]) -> list[Entry]:
    """The readings of one sentence as the benchmark would write them."""
    by_start = {r.quantity.start: r for r in found}
    entries: list[Entry] = []
    for reading in found:
        q = reading.quantity
        if not _is_marked(q) or (interval := ends(q)) is None:
            continue
        low, high = interval
        change = _change(reading)
        if q.change in ("from", "to") and q.partner in by_start:
            # "rose from A to B" is one range there, written once.
            other = by_start[q.partner].quantity
            if {q.change, other.change} == {"from", "to"}:
                if q.change == "to":
                    continue
                high, change = (ends(other) or interval)[1], "="
        if q.is_vague:
            low, high = _vague(low, high)
        scale = 100 if _minor(q) else 0.01 if _is_fraction(q) else 1
        entries.append(Entry(low * scale, high * scale, _unit(reading, entries), change))
    return entries


def _is_marked(q: Quantity) -> bool:
    """Ages, uneven scores, "one of the", things told of before ("the two firms") and durations
    that only frame an event count there as well."""
    if q.surface.lower() in CONVENTIONS["unmarked_numbers"]:
        return False
    if q.type == "time":
        return q.unit_kind == "duration"
    if q.type == "score":
        return q.low != q.high
    return q.type in ("claim", "age", "pronoun", "other")


def _vague(low: float, high: float) -> tuple[float, float]:
    """ "Tens of thousands" is 10000-100000 there and "dozens" 12-120: from one unit to ten."""
    if (low, high) == (24, 99):
        return 12, 120
    if high >= 99 and math.log10(high + 1) % 1 < 1e-9:
        return 10 ** (round(math.log10(high + 1)) - 1), high + 1
    return low, high


def _is_fraction(q: Quantity) -> bool:
    """A share written as a fraction ("a third", "1/3", "one in five") is no percentage there."""
    if q.unit != "percent" or _PERCENT.search(q.surface):
        return False
    return not re.search(r"\d", q.surface) or bool(re.search(r"[/⁄½⅓¼¾⅔]|\b(?:in|of)\b", q.surface))


def _minor(q: Quantity) -> str | None:
    """Small coins are units of their own there, and "p" is even a point."""
    found = _COIN.search(q.surface) if q.unit_kind == "money" else None
    return None if found is None else {"c": "cent", "p": "point"}[found[1][0].lower()]


def _change(reading: Reading) -> str:
    q = reading.quantity
    if q.bound in ("more_than", "at_least"):
        return ">"
    if q.bound in ("less_than", "at_most"):
        return "=" if "as many as" in reading.cue or "no more than" in reading.cue else "<"
    is_noun = _NOUN_AFTER.match(reading.after) or _NOUN_BEFORE.search(reading.before)
    if q.change == "by" and q.direction != "none" and not is_noun:
        return q.direction
    marked = q.hedge == "approximate" and reading.cue not in CONVENTIONS["unmarked_hedges"]
    return "~" if marked else "="


def _unit(reading: Reading, before: Sequence[Entry]) -> tuple[str, ...]:
    q = reading.quantity
    # A conversion in brackets is not said to be per anything there.
    is_aside = q.unit_kind == "money" and reading.before.endswith("(")
    per = words("per " + reading.per) if reading.per and not is_aside else ()
    if q.unit_kind == "age" or q.type == "age" or _YEARS_OLD.match(reading.after):
        return words((q.unit if q.unit_kind == "duration" else "year") + " age")
    if (coin := _minor(q)) is not None:
        return (coin, *per)
    if q.unit == "times":
        return ("count", *per)
    if _is_fraction(q):
        return ("%", *(_counted(reading, before) or ("-",)))
    return (_counted(reading, before) if q.unit == "count" else words(unit_name(q.unit))) + per


def _counted(reading: Reading, before: Sequence[Entry]) -> tuple[str, ...]:
    """The noun behind the number, without what follows in "of", "in"; what stands before the
    number is no unit there, unless another number of the sentence has it."""
    q = reading.quantity
    if q.type in ("pronoun", "other"):
        return words(noun_after(reading.text, q.end))
    span = reading.claim.measured.span if reading.claim else None
    phrase = reading.measured or ""
    is_kind = phrase.partition(" ")[0].lower() in CONVENTIONS["kinds"]
    noun = words(phrase if is_kind else _POSTMODIFIER.split(phrase, maxsplit=1)[0])
    if span is not None and span.start >= q.end:
        return noun
    if q.change in ("from", "to") and (own := words(noun_after(reading.text, q.end))):
        return own  # "to 40 lots from 60 lots": the noun is said again with each end
    return noun if any(noun == entry.unit for entry in before) else ()
