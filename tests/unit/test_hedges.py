"""Every cue of the lexicon does what its row says, on the side of the number it is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from extractors import lexicon, quantities
from extractors.records import Quantity
from extractors.sentences import Passage, split

EN = lexicon.load("en")
ROWS: list[Mapping[str, Any]] = [*EN["bounds"]["rows"], *EN["hedges"]["rows"]]


def read(text: str) -> Quantity:
    (found,) = [
        q for q in quantities.read(Passage(text, split(text)), EN) if q.surface.endswith("40")
    ]
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['cue']} {r['direction']}")
def test_cue(row: Mapping[str, Any]) -> None:
    cue, glue = row["cue"], "" if row["cue"][0] in "-+" else " "
    if row["direction"] == "before":
        gap = "" if cue[-1] in "~≈<>≤≥-" else " "
        text = f"The crews saw {cue}{gap}40 boats."
    else:
        text = f"The crews saw 40{glue}{cue} boats."
    found = read(text)
    assert found.bound == row.get("bound", found.bound)
    assert found.hedge == row.get("hedge", found.hedge)
    assert found.type == "claim"
    cue_span = found.bound_cue if "bound" in row else found.hedge_cue
    assert cue_span is not None
    assert cue_span.of(text) == cue


@pytest.mark.parametrize(
    ("text", "bound", "hedge"),
    [
        ("They hope to free at least the next 40 men.", "at_least", "none"),
        ("Asked about the 40 men, she wept.", "exact", "none"),
        ("Officials estimate that the flood hit 40 towns.", "exact", "estimated"),
        ("He is accused of shooting 40 deer.", "exact", "unverified"),
        ("The rule limits boats to 40 men.", "at_most", "none"),
        ("At least about 40 men came.", "at_least", "approximate"),
        ("40 men reportedly came.", "exact", "unverified"),
        ("Some 40 men came.", "exact", "approximate"),
        ("It may run for over 40 days.", "more_than", "none"),
        ("It fell over 40 days.", "exact", "none"),
    ],
)
def test_in_the_clause(text: str, bound: str, hedge: str) -> None:
    found = read(text)
    assert (found.bound, found.hedge) == (bound, hedge)
