"""Drift between two reports: golden pairs as data, and what must hold for any pair."""

from __future__ import annotations

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import codes_page, drift, values
from tests.building import report

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "golden" / "drift_cases.toml").read_text(encoding="utf-8")
)["case"]
DIMENSION = {code: dim for dim, codes in drift.codes().items() for code in codes}
PAIRWISE = {
    c for dim, codes in drift.codes().items() if dim not in {"figure", "revision"} for c in codes
}
MAGNITUDE = {"MAGNITUDE_SLIP"}


def _vector(case: dict[str, Any]) -> list[str]:
    both = case.get("both", {})
    parent = report(**{"id": "parent", "outlet": "First Wire", **both, **case["p"]})
    child = report(**{"id": "child", **both, **case["c"]})
    found = drift.compare(parent, child, case.get("relation", "first"))
    assert all(DIMENSION[d.code] == d.dimension for d in found)
    assert len({d.dimension for d in found}) == len(found), "one code a dimension"
    return sorted(d.code for d in found)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda c: c.get("name") or " ".join(c["v"]) or "faithful"
)
def test_pair(case: dict[str, Any]) -> None:
    assert _vector(case) == sorted(case["v"])


def test_there_are_three_pairs_of_every_code() -> None:
    count = Counter(code for case in CASES for code in case["v"])
    assert not {code: count[code] for code in PAIRWISE if count[code] < 3}
    assert len(CASES) >= 181


def test_every_benign_code_has_three_near_misses() -> None:
    """A near miss is a pair that looks like the code and must not get it."""
    near = [(case["near"], case["v"]) for case in CASES if "near" in case]
    assert not [code for code, vector in near if code in vector]
    benign = {c for d in drift.codes().values() for c, row in d.items() if row["benign"]}
    count = Counter(code for code, _ in near)
    assert count.keys() <= benign
    assert not {code: count[code] for code in benign & PAIRWISE if count[code] < 3}


NUMBERS = st.decimals(
    min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2, allow_nan=False
)
BOUNDS = st.sampled_from(["exact", "at_least", "more_than", "at_most", "less_than"])
HEDGES = st.sampled_from(["none", "approximate", "estimated", "unverified"])
CHAINS = st.lists(
    st.sampled_from(["police", "*Harbour Post", "?officials", "Mira Dole"]), max_size=3
)
DAYS = st.sampled_from([None, "2031-09-01", "2031-10-01", "2031-11-30"])
FIELDS = st.fixed_dictionaries(
    {"n": NUMBERS.map(str).map(lambda s: s.replace("-", "")), "bound": BOUNDS, "hedge": HEDGES,
     "chain": CHAINS, "start": DAYS, "end": DAYS,
     "at": st.sampled_from(["2031-11-09", "2031-12-01"]),
     "measure": st.sampled_from(["level", "period", "cumulative", "rate", "change"]),
     "unit": st.sampled_from(["count", "percent", "USD", "barrel", "gallon"]),
     "head": st.sampled_from(["soldier", "people", "case", "oil"]),
     "polarity": st.sampled_from(["asserted", "denied", "questioned", "hypothetical"]),
     "place": st.sampled_from([None, "East", ["Norland"], ["Norland", "East"]])}
)  # fmt: skip


@given(FIELDS)
def test_a_report_against_itself_is_faithful(fields: dict[str, Any]) -> None:
    one = report(**fields)
    assert drift.compare(one, one) == ()


@given(FIELDS, FIELDS, st.sampled_from(["cites", "root", "first", "revision", "headline"]))
@settings(max_examples=300)
def test_any_two_reports_give_a_vector(a: dict[str, Any], b: dict[str, Any], relation: Any) -> None:
    found = drift.compare(report(**a), report(**b), relation)
    assert len({d.dimension for d in found}) == len(found)
    assert {d.code for d in found} <= PAIRWISE


@given(FIELDS, FIELDS)
def test_swapping_turns_dropped_into_added(a: dict[str, Any], b: dict[str, Any]) -> None:
    there = {d.code: d for d in drift.compare(report(**a), report(**b))}
    back = {d.code: d for d in drift.compare(report(**b), report(**a))}
    if "PERIOD_DROPPED" in there:
        assert "PERIOD_ADDED" in back
    if "HEDGE_DROPPED" in there:
        assert "HEDGE_ADDED" in back
    if "ATTRIBUTION_DROPPED" in there and any(not name.startswith("?") for name in a["chain"]):
        assert "ATTRIBUTION_ADDED" in back
    for code in ("BOUND_FLIPPED", "UNIT_CHANGED", "STATUS_REVERSED", "RATE_BASE_CHANGED"):
        assert (code in there) == (code in back)


@given(NUMBERS, NUMBERS, st.integers(-6, 6))
def test_scaling_both_numbers_changes_no_value_code(a: Decimal, b: Decimal, power: int) -> None:
    scale = Decimal(10) ** power
    one = values.compare(values.Value(a, a), values.Value(b, b))
    other = values.compare(values.Value(a * scale, a * scale), values.Value(b * scale, b * scale))
    assert one == other


@given(NUMBERS, NUMBERS)
def test_inflated_turns_into_lower_and_back(a: Decimal, b: Decimal) -> None:
    there = values.compare(values.Value(a, a), values.Value(b, b))
    back = values.compare(values.Value(b, b), values.Value(a, a))
    if there == "INFLATED":
        assert back in {"DEFLATED", "ROUNDED_DOWN", "ROUNDED_COARSE"}
    if there == "ROUNDED":
        assert back in {"REFINED", "ROUNDED"}
    if there in MAGNITUDE | {"DIGIT_SWAP"}:
        assert back == there


def test_ratio_and_lag_are_kept() -> None:
    parent, child = report(n="20000", at="2031-11-09"), report(n="25000", at="2031-11-11", id="c")
    (found,) = drift.compare(parent, child)
    assert (found.ratio, found.lag_seconds) == (Decimal("1.25"), 2 * 86400)


def test_a_bound_that_keeps_the_statement_true_is_benign() -> None:
    found = {
        d.code: d.is_benign
        for d in drift.compare(report(n="268"), report(n="260", bound="more_than"))
    }
    assert found["ROUNDED_DOWN"] is True
    plain = {d.code: d.is_benign for d in drift.compare(report(n="268"), report(n="260"))}
    assert plain == {"ROUNDED_DOWN": False} or plain == {"ROUNDED": True}


def test_copies_of_one_text_do_not_count() -> None:
    pair = report(n="40", group="g"), report(n="400", group="g", outlet="Harbour Post")
    found = drift.comparison(*pair, "first")
    assert found.is_same_text
    assert found.drifts == ()


def test_the_printed_codes_are_fresh() -> None:
    printed = Path(__file__).parents[2] / "docs" / "drift.md"
    assert printed.read_text(encoding="utf-8") == codes_page.drift(), "run `make docs`"


def test_every_definition_has_its_words() -> None:
    for codes in drift.codes().values():
        for row in codes.values():
            assert row["meaning"].endswith(".")
            assert row["example"]
            assert isinstance(row["benign"], bool)
