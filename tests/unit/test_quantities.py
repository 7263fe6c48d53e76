"""Every number of a sentence is typed and read whole: golden sentences, spans, growth."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import lexicon, quantities
from extractors.records import Quantity
from extractors.sentences import Passage, split

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = {path: tomllib.loads(path.read_text("utf-8")) for path in GOLDEN.glob("quantities*.toml")}
CASES = [
    (file.get("language", "en"), case) for _, file in sorted(FILES.items()) for case in file["case"]
]


def read(text: str, language: str = "en") -> tuple[Quantity, ...]:
    return quantities.read(Passage(text, split(text)), lexicon.load(language))


def line(q: Quantity) -> str:
    """`surface = value unit [per x] [bound] [hedge] [role:direction]`."""
    low = "" if q.low is None else f"{q.low:f}"
    high = "" if q.high is None else f"{q.high:f}"
    parts = [q.surface, "=", low if low == high else f"{low}..{high}", q.unit]
    if q.per:
        parts.append("per " + q.per.replace(" ", "_"))
    parts += [q.bound] if q.bound != "exact" else []
    parts += [q.hedge] if q.hedge != "none" else []
    parts += [f"{q.change}:{q.direction}"] if q.change else []
    return " ".join(parts)


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda c: c["text"][:60] if "text" in c else c
)
def test_golden(language: str, case: Mapping[str, Any]) -> None:
    found = read(case["text"], language)
    assert lexicon.choose(None, case["text"]).language == language
    assert [line(q) for q in found if q.type == "claim"] == case["claims"]
    others = [f"{q.surface}: {q.type}" for q in found if q.type != "claim"]
    assert others == case.get("others", [])


_WORDS = (
    "one two dozen hundred thousand million a an the half third of and or to from by - – — $ £ % "
    "1 12 1,200 3.5 2010 per day week year years old km m bn k at least more than about up down "
    "rose fell no none , . ; : ( ) people killed January Monday May U.S. Boeing # / + ~ ½ °C"
)
_PIECES = st.sampled_from(_WORDS.split(" "))


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=25).map(" ".join)))
def test_spans_hold_and_never_overlap(text: str) -> None:
    end = 0
    for q in read(text):
        assert text[q.start : q.end] == q.surface
        assert end <= q.start < q.end
        end = q.end
        for span in (q.unit_span, q.bound_cue, q.hedge_cue, q.per_span):
            assert span is None or 0 <= span.start < span.end <= len(text)
        if q.low is not None and q.high is not None:
            assert q.low <= q.high
        assert 0 < q.confidence <= 1
        assert (q.confidence < 1) == (q.doubt is not None)


@given(st.lists(_PIECES, max_size=25).map(" ".join))
def test_partners_are_quantities_of_the_text(text: str) -> None:
    found = read(text)
    starts = {q.start for q in found}
    assert all(q.partner is None or q.partner in starts for q in found)


@pytest.mark.parametrize(
    "piece",
    [
        "12 ",
        "one ",
        "1-",
        "(12 ",
        "$5 to ",
        "9",
        "a hundred and ",
        "1,",
        "about ",
        "½",
        "100\u2009",
        "5 pounds ",
        "5 C ",
        "Two Men ",
        "1 per 1 a day ",
        "no cases ",
        "up 5% to 6% ",
        "5 (3) to ",
    ],
)
def test_cost_grows_with_the_length_only(piece: str) -> None:
    def cost(n: int) -> float:
        text = piece * (n // len(piece))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    cost(1000)
    small, large = min(cost(8_000) for _ in range(2)), min(cost(32_000) for _ in range(2))
    assert large < 10 * small + 0.05


def test_a_range_around_brackets_is_one_range() -> None:
    found = read(
        "It holds from 12,000 barrels (504,000 gallons) to 19,000 barrels (798,000 gallons)."
    )
    assert line(found[0]).startswith("12,000 barrels (504,000 gallons) to 19,000 =")
    assert (found[0].low, found[0].high) == (12000, 19000)
    assert [(q.low, q.high, q.bound) for q in found[1:]] == [(None, 798000, "at_most")]


def test_a_change_around_brackets_is_no_range() -> None:
    found = read("The queue grew from 12 km (7 miles) to 19 km (12 miles).")
    assert [q.low for q in found] == [12, 7, 19, 12]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(
            "One man in the crowd told reporters that he ran.", "One = 1 count",
            marks=pytest.mark.xfail(reason="whether one who speaks is counted needs the story"),
        ),
        pytest.param(
            "The ticket costs EC$5 in Castries.", "$5 = 5 USD",
            marks=pytest.mark.xfail(reason="a letter before the dollar sign that no list knows"),
        ),
        pytest.param(
            "The docket number is 22-451.", "22-451 = 22..451 count between",
            marks=pytest.mark.xfail(reason="a number of a case behind a verb reads as a range"),
        ),
    ],
)  # fmt: skip
def test_known_wrong(text: str, wrong: str) -> None:
    assert wrong not in [line(q) for q in read(text) if q.type == "claim"]
