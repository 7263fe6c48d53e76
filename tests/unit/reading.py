"""Reads one text with the readers of what, when and where a figure is, for their golden tests."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from extractors import lexicon, measured, measures, periods, places, polarities, quantities
from extractors.records import Measure, Measured, Period, Place, Polarity, Quantity, Span
from extractors.sentences import Passage, split

GOLDEN = Path(__file__).parents[1] / "golden"
EN = lexicon.load("en")


@dataclass(frozen=True)
class Figure:
    """One quantity of a text and what the readers said of it."""

    quantity: Quantity
    measured: Measured
    period: Period | None
    measure: Measure
    polarity: Polarity
    cue: Span | None
    place: Place | None


def read(text: str, published: date | None = None) -> list[Figure]:
    """The claim-typed quantities of `text` with every reading, in text order."""
    at = datetime(published.year, published.month, published.day, tzinfo=UTC) if published else None
    passage = Passage(text, split(text), at)
    found = [q for q in quantities.read(passage, EN) if q.type == "claim"]
    things = measured.read(passage, found, EN)
    times = periods.read(passage, found, EN)
    kinds = measures.read(passage, found, things, times, EN)
    stances = polarities.read(passage, found, EN)
    spots = places.read(passage, found, EN)
    return [
        Figure(q, thing, when, kind, stance[0], stance[1], spot)
        for q, thing, when, kind, stance, spot in zip(
            found, things, times, kinds, stances, spots, strict=True
        )
    ]


def cases(name: str) -> list[Mapping[str, Any]]:
    """The golden cases of one reader: `text`, `claims`, and `published` where it matters."""
    path = GOLDEN / f"{name}.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["case"])


def expected(case: Mapping[str, Any]) -> list[tuple[Figure, str]]:
    """Each "number: reading" of a case with the figure whose surface holds that number."""
    figures = read(case["text"], case.get("published"))
    pairs: list[tuple[Figure, str]] = []
    for line in case["claims"]:
        number, _, reading = line.partition(": ")
        figure = next((f for f in figures if number in f.quantity.surface), None)
        assert figure is not None, f"{number!r} is no claim of {case['text']!r}"
        pairs.append((figure, reading))
    return pairs


_WORDS = """
    the a of in on at to by from and or but which who that were was has had will could not
    people soldiers homes barrels $5 12 3,000 40% million dozens two killed injured rose fell
    said cost since until before last this next Monday May 2010 October year week month day
    ago so far now today Guinea U.S. Kyiv Newtown Conn. , . ; : ( ) " ’ — - ? If plans deny
    cap limit of per each every 1990s Q3 9/11 31 29 Feb. Christmas end early between
"""
TEXTS = st.lists(st.sampled_from(_WORDS.split()), max_size=40).map(" ".join) | st.text(max_size=80)
DATES = st.dates(date(1600, 1, 1), date(2900, 12, 31)) | st.sampled_from(
    [date.min, date.max, date(2024, 2, 29)]
)
