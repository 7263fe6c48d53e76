"""Whole-figure findings, parents, headlines and edits: golden reports as data, and their limits."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractors import drift, findings, headlines, parents, revisions
from extractors.records import Report
from tests.building import report

GOLDEN = Path(__file__).parents[1] / "golden"
CASES, EDITS = (
    tomllib.loads((GOLDEN / name).read_text(encoding="utf-8"))["case"]
    for name in ("findings.toml", "edits.toml")
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_findings(case: dict[str, Any]) -> None:
    rows = [
        report(id=str(n), **{**case.get("both", {}), **fields})
        for n, fields in enumerate(case["reports"])
    ]
    found = [(f.code, [int(c) for c in f.claim_ids]) for f in findings.of("figure", rows)]
    wanted = [(f["code"], f["claims"]) for f in case["finds"]]
    if not any(code == "SINGLE_ROOT" for code, _ in wanted):
        found = [row for row in found if row[0] != "SINGLE_ROOT"]
    assert sorted(found) == sorted(wanted)


def test_there_are_three_of_every_code() -> None:
    codes = drift.codes()
    count = Counter(find["code"] for case in [*CASES, *EDITS] for find in case["finds"])
    assert not {c: count[c] for c in [*codes["figure"], *codes["revision"]] if count[c] < 3}
    near = Counter(case["near"] for case in EDITS if "near" in case)
    benign = {code for code, row in codes["revision"].items() if row["benign"]}
    assert not {code: near[code] for code in benign if near[code] < 3}


@pytest.mark.parametrize("case", EDITS, ids=lambda c: c["name"])
def test_edits(case: dict[str, Any]) -> None:
    notice = case.get("notice", "")
    found = revisions.compare(
        _state(1, *case["before"]),
        _state(2, *case["after"]),
        f"The valley. {notice}",
        f"The valley. {notice} {case.get('note', '')}",
    )
    wanted = [
        (f["code"], tuple(f"r{n}-{f[at]}" for n, at in ((1, "before"), (2, "after")) if at in f))
        for f in case["finds"]
    ]
    assert sorted((f.code, f.claim_ids) for f in found.findings) == sorted(wanted)
    assert case.get("near") not in {f.code for f in found.findings}


def test_findings_name_their_proof_and_speak_of_text() -> None:
    for case in CASES:
        rows = [
            report(id=str(n), **{**case.get("both", {}), **f})
            for n, f in enumerate(case["reports"])
        ]
        for one in findings.of("figure", rows):
            assert one.figure_id == "figure"
            assert one.detail.endswith(".")
            assert one.at == max(r.at for r in rows if r.claim_id in one.claim_ids and r.at)


# ---------------------------------------------------------------- parents


def _choose(*rows: Report) -> list[tuple[str, str, str]]:
    return [(c.parent_claim_id, c.child_claim_id, c.relation) for c in parents.choose(rows, "f")]


def test_the_cited_report_is_the_parent() -> None:
    first = report(id="first", n="40", outlet="A Post", at="2031-11-01")
    cited = report(id="cited", n="41", outlet="Harbour Post", at="2031-11-02")
    child = report(id="child", n="41", outlet="C Post", at="2031-11-03", chain=["*Harbour Post"])
    assert ("cited", "child", "cites") in _choose(first, cited, child)


def test_else_the_earliest_by_the_same_root() -> None:
    first = report(id="first", n="21602", outlet="A Post", at="2031-11-01", chain=["police"])
    second = report(
        id="second", n="21602", outlet="B Post", at="2031-11-02", chain=["Health Ministry"]
    )
    third = report(
        id="third", n="21600", outlet="C Post", at="2031-11-03", chain=["Health Ministry"]
    )
    assert _choose(third, second, first) == [
        ("first", "second", "first"),
        ("second", "third", "root"),
    ]


def test_a_report_is_held_against_the_stand_it_repeats() -> None:
    rows = [
        report(id=f"d{day}", n=n, outlet=f"{day} Post", at=f"2031-03-0{day}", event="kill",
               bound="at_least", chain=["Civil Protection Agency"])
        for day, n in ((1, "12"), (2, "19"), (4, "31"), (6, "34"))
    ]  # fmt: skip
    late = report(id="late", n="31", outlet="Late Post", at="2031-03-05", event="kill")
    found = {child: parent for parent, child, _ in _choose(*rows, late)}
    assert found["late"] == "d4"
    codes = {c.child_claim_id: [d.code for d in c.drifts] for c in parents.choose([*rows, late])}
    assert codes["late"] == ["BOUND_DROPPED", "ATTRIBUTION_DROPPED"]
    assert codes["d6"] == ["SERIES_GROWTH"]


def test_an_article_is_not_its_own_parent_and_speaks_by_its_most_precise_mention() -> None:
    vague = report(
        id="vague", n="20000-99999", vague=True, url="https://a.example/1", outlet="A Post"
    )
    exact = report(id="exact", n="21602", url="https://a.example/1", outlet="A Post", at_char=500)
    other = report(id="other", n="22000", outlet="B Post", at="2031-11-12")
    assert _choose(vague, exact, other) == [("exact", "other", "first")]


def test_later_revisions_are_left_to_their_own_comparison() -> None:
    first = report(id="first", n="3462", outlet="A Post", at="2031-11-01")
    before = report(
        id="before", n="3462", outlet="B Post", at="2031-11-02", url="https://b.example/1"
    )
    after = report(
        id="after",
        n="3642",
        outlet="B Post",
        at="2031-11-02",
        url="https://b.example/1",
        revision=2,
    )
    assert _choose(first, before, after) == [("first", "before", "first")]


# ---------------------------------------------------------------- headlines


def test_a_headline_is_held_against_its_text() -> None:
    head = report(id="head", n="200", zone="headline", head="people", event="evacuate")
    body = report(id="body", n="200", bound="at_most", head="people", event="evacuate", at_char=400)
    other = report(id="other", n="7", head="goat", event="drown", at_char=600)
    (found,) = headlines.compare([head, body, other])
    assert (found.parent_claim_id, found.child_claim_id) == ("body", "head")
    assert [d.code for d in found.drifts] == ["BOUND_DROPPED", "HEADLINE_BODY"]


def test_a_headline_without_its_number_in_the_text_is_not_compared() -> None:
    head = report(id="head", n="200", zone="headline", head="people", event="evacuate")
    body = report(id="body", n="7", head="goat", event="drown", at_char=400)
    assert headlines.compare([head, body]) == []


# ---------------------------------------------------------------- edits

URL = "https://a.example/1"


def _state(revision: int, *rows: dict[str, Any]) -> list[Report]:
    return [
        report(id=f"r{revision}-{n}", url=URL, revision=revision, at_char=100 * n, **fields)
        for n, fields in enumerate(rows)
    ]


SAID = {"n": "24000", "bound": "more_than", "head": "people", "event": "evacuate",
        "sentence": "More than 24,000 people were evacuated from the valley."}  # fmt: skip
MORE = {**SAID, "n": "27500", "sentence": "More than 27,500 people were evacuated from the valley."}
GOAT = {"n": "7", "head": "goat", "event": "drown", "sentence": "Seven goats drowned at the ford."}


def _edit(
    before: list[Report], after: list[Report], note: str = ""
) -> list[tuple[str, tuple[str, ...]]]:
    found = revisions.compare(before, after, "The valley.", "The valley." + note)
    return [(f.code, f.claim_ids) for f in found.findings]


def test_a_changed_number_is_a_silent_edit() -> None:
    assert _edit(_state(1, SAID, GOAT), _state(2, MORE, GOAT)) == [
        ("SILENT_EDIT", ("r1-0", "r2-0"))
    ]


@pytest.mark.parametrize(
    "note",
    [
        " Correction: an earlier version of this article misstated the number.",
        " This article was amended on 3 March.",
        " Editor's note: the figure has been corrected.",
    ],
)
def test_with_a_notice_it_is_a_correction(note: str) -> None:
    assert _edit(_state(1, SAID), _state(2, MORE), note) == [("NOTED_CORRECTION", ("r1-0", "r2-0"))]


def test_an_old_notice_says_nothing_of_a_new_edit() -> None:
    notice = " Correction: the name of the mayor was misspelt."
    found = revisions.compare(_state(1, SAID), _state(2, MORE), "x" + notice, "x" + notice)
    assert [f.code for f in found.findings] == ["SILENT_EDIT"]


def test_what_went_and_what_came() -> None:
    assert _edit(_state(1, SAID, GOAT), _state(2, SAID)) == [("WITHDRAWN", ("r1-1",))]
    assert _edit(_state(1, SAID), _state(2, SAID, GOAT)) == [("INSERTED", ("r2-1",))]


def test_moved_and_reworded_sentences_are_no_edits_of_numbers() -> None:
    assert _edit(_state(1, SAID, GOAT), _state(2, GOAT, SAID)) == []
    reworded = {
        **SAID,
        "sentence": "By noon more than 24,000 people had been evacuated from the valley.",
    }
    assert _edit(_state(1, SAID, GOAT), _state(2, reworded, GOAT)) == []
    assert _edit(_state(1, SAID, GOAT), _state(2, SAID, GOAT)) == []


def test_a_lost_hedge_is_an_edit() -> None:
    hedged = {**GOAT, "n": "70", "hedge": "approximate", "sentence": "About 70 goats drowned."}
    flat = {**hedged, "hedge": "none", "sentence": "70 goats drowned."}
    found = revisions.compare(_state(1, hedged), _state(2, flat), "x", "x")
    assert [f.code for f in found.findings] == ["SILENT_EDIT"]
    assert [d.code for c in found.comparisons for d in c.drifts] == ["HEDGE_DROPPED"]
