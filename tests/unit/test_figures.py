"""Same figure or not: golden groups, any order, day by day, and a person's word above all."""

from __future__ import annotations

import json
import random
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import figures as invented
from extractors import evidence, figures
from extractors.declared import Declared
from extractors.records import Report
from flows import claims_file, figures_file
from tests.building import report
from tests.scoring import figures as scoring

ROOT = Path(__file__).parents[2]
CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "golden" / "figures.toml").read_text(encoding="utf-8")
)["case"]


def _reports(case: dict[str, Any]) -> list[tuple[str, Report]]:
    both = case.get("both", {})
    rows = []
    for position, fields in enumerate(case["reports"]):
        kept = {**both, **{k: v for k, v in fields.items() if k != "figure"}}
        rows.append((fields["figure"], report(id=f"{case['name']} {position}", **kept)))
    return rows


def _groups(of: dict[str, str]) -> set[frozenset[str]]:
    by: dict[str, set[str]] = {}
    for claim, figure in of.items():
        by.setdefault(figure, set()).add(claim)
    return {frozenset(claims) for claims in by.values()}


def _linked(linking: figures.Linking) -> dict[str, str]:
    return {link.claim_id: link.figure_id for link in linking.links}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_golden_groups(case: dict[str, Any]) -> None:
    rows = _reports(case)
    found = _groups(_linked(figures.link([r for _, r in rows])))
    assert found == _groups({r.claim_id: name for name, r in rows})


def test_links_say_why() -> None:
    rows = _reports(CASES[0])
    linking = figures.link([r for _, r in rows])
    assert all(0 <= link.score <= 1 for link in linking.links)
    assert any(reason.startswith("class ") for link in linking.links for reason in link.reasons)
    labels = {figure.label for figure in linking.figures}
    assert "people killed · Harbourtown ferry" in labels


def test_a_label_names_no_source_and_falls_back_to_the_place() -> None:
    said = {"head": "home", "event": "destroy", "chain": ["Vale Rescue Agency"], "place": "Senn"}
    rows = [
        report(outlet="A Post", sentence="In Senn, Vale Rescue said on Monday.", **said),
        report(outlet="B Post", sentence="Homes fell, the A Post wrote.", **said),
    ]
    assert {f.label for f in figures.link(rows).figures} == {"home destroyed · Senn"}


DAY = [r for _, r in invented.reports(400, day=0, stories=4)]


@pytest.mark.parametrize("seed", range(6))
def test_order_does_not_matter(seed: int) -> None:
    """Whole links, figures and merges, on a first day and on one that follows it."""
    shuffled, second = list(DAY), [r for _, r in invented.reports(300, day=1, stories=4)]
    first = figures.link(DAY)
    known = _known(first, DAY)
    expected = figures.link(second, known)
    mixer = random.Random(seed)
    for rows in (shuffled, second):
        mixer.shuffle(rows)
    turned = figures.Known(
        tuple(mixer.sample(known.figures, len(known.figures))),
        tuple(mixer.sample(known.reports, len(known.reports))),
    )
    assert figures.link(shuffled) == first
    assert figures.link(second, turned) == expected
    assert expected.links


@given(st.permutations(range(len(CASES[1]["reports"]))))
@settings(max_examples=24, deadline=None)
def test_a_series_is_one_figure_in_any_order_of_arrival(order: list[int]) -> None:
    rows = [r for _, r in _reports(CASES[1])]
    known = figures.Known()
    told: list[Report] = []
    home: dict[str, str] = {}
    for position in order:  # each report on a day of its own, late ones first or last
        linking = figures.link([rows[position]], known)
        moved = {m.from_figure_id: m.into_figure_id for m in linking.merges}
        home = {claim: moved.get(figure, figure) for claim, figure in home.items()}
        home |= _linked(linking)
        told.append(rows[position])
        by_id = {f.figure_id: f for f in (*known.figures, *linking.figures)}
        known = figures.Known(
            tuple(by_id[f] for f in sorted(set(home.values()))),
            tuple((home[r.claim_id], r) for r in told),
        )
    assert len(set(home.values())) == 1


def _known(linking: figures.Linking, told: list[Report]) -> figures.Known:
    home = _linked(linking)
    return figures.Known(linking.figures, tuple((home[r.claim_id], r) for r in told))


def test_a_figure_keeps_its_id_as_claims_join() -> None:
    first = figures.link(DAY)
    second = [r for _, r in invented.reports(400, day=1, stories=4)]
    later = figures.link(second, _known(first, DAY))
    old = {figure.figure_id for figure in first.figures}
    joined = [link for link in later.links if link.figure_id in old]
    assert len(joined) > 0.95 * len(second)
    assert {link.claim_id for link in later.links} == {r.claim_id for r in second}
    counts = {f.figure_id: f.reports for f in first.figures}
    for figure in later.figures:
        new = sum(link.figure_id == figure.figure_id for link in later.links)
        assert figure.reports == counts.get(figure.figure_id, 0) + new or later.merges


def test_linking_again_changes_nothing() -> None:
    first = figures.link(DAY)
    again = figures.link(DAY, _known(first, DAY))
    assert _groups(_linked(again)) == _groups(_linked(first))


def test_invented_figures_are_found_again() -> None:
    rows = invented.reports(1500, day=0, stories=12)
    found = _linked(figures.link([r for _, r in rows]))
    precision, recall = invented.quality({r.claim_id: n for n, r in rows}, found)
    assert precision >= 0.97
    assert recall >= 0.97


def test_merges_are_recorded_and_the_older_id_stays() -> None:
    a, b = (r for name, r in _reports(CASES[1])[:2])
    one, other = figures.link([a]), figures.link([b])
    known = figures.Known(
        (*one.figures, *other.figures),
        ((one.figures[0].figure_id, a), (other.figures[0].figure_id, b)),
    )
    third = replace(b, claim_id="third", article_id="third", revision_id="third", outlet="D Post")
    linking = figures.link([third], known)
    (merge,) = linking.merges
    assert merge.into_figure_id == one.figures[0].figure_id
    assert merge.from_figure_id == other.figures[0].figure_id
    assert _linked(linking) == {"third": one.figures[0].figure_id}


def test_a_person_decides() -> None:
    rows = [r for _, r in _reports(CASES[1])]
    first = figures.link(rows)
    (figure,) = {link.figure_id for link in first.links}
    wrong = rows[2]
    rejected = figures.link(rows, decisions=[figures.Decision(wrong.claim_id, figure, "reject")])
    # The figure is new in this run, so its id is known only through its founder's.
    assert figure in set(_linked(rejected).values())
    known = _known(first, rows)
    rejected = figures.link([wrong], known, [figures.Decision(wrong.claim_id, figure, "reject")])
    assert _linked(rejected)[wrong.claim_id] != figure
    lonely = report(n="7", head="goat", id="goat", topic=["goats"])
    accepted = figures.link([lonely], known, [figures.Decision("goat", figure, "accept")])
    assert accepted.links[0].figure_id == figure
    assert accepted.links[0].basis == "accepted"


def test_the_founder_of_a_figure_can_be_taken_out_of_it() -> None:
    rows = [r for _, r in _reports(CASES[1])]
    first = figures.link(rows)
    (figure,) = {link.figure_id for link in first.links}
    (founder,) = [r for r in rows if figures.figure_id(r.claim_id) == figure]
    rest = [r for r in rows if r is not founder]
    said = [figures.Decision(founder.claim_id, figure, "reject")]
    out = figures.link([founder], _known(first, rows), said)
    assert _linked(out)[founder.claim_id] != figure
    again = figures.link([founder], _known(first, rows), said)
    assert again == out
    # The others keep their figure and its id, also where one of them is linked anew.
    after = figures.link(rest[:1], _known(first, rows), said)
    assert set(_linked(after).values()) == {figure}
    # From nothing, the founder stands alone too.
    anew = _linked(figures.link(rows, decisions=said))
    assert len(_groups(anew)) == 2
    assert anew[founder.claim_id] not in {anew[r.claim_id] for r in rest}
    back = figures.Decision(founder.claim_id, figure, "accept")
    accepted = figures.link([founder], _known(first, rows), [back])
    assert _linked(accepted) == {founder.claim_id: figure}


NAMED = Declared(
    "lume/killed", "People killed in the Lume flood", happened=("killed",), about=("lume",)
)


def test_declared_figures_come_first() -> None:
    rows = [r for _, r in _reports(CASES[1])]
    linking = figures.link(rows, declared=[NAMED])
    assert {link.figure_id for link in linking.links} == {NAMED.figure_id}
    assert {link.basis for link in linking.links} == {"declared"}
    (figure,) = linking.figures
    assert (figure.label, figure.declared, figure.reports) == (NAMED.label, NAMED.name, 4)


@pytest.mark.parametrize(
    "change",
    [
        {"happened": ("injured",)},
        {"about": ("harbourtown",)},
        {"about_all": ("lume", "harbourtown")},
        {"never": ("senn",)},
        {"unit_kind": "money"},
        {"place": "Velmora"},
        {"measures": ("rate",)},
        {"since": date(2031, 3, 10)},
        {"until": date(2031, 2, 1)},
        {"counts": ("home",)},
    ],
    ids=str,
)
def test_every_field_of_a_declared_figure_can_refuse(change: dict[str, Any]) -> None:
    rows = [r for _, r in _reports(CASES[1])]
    linking = figures.link(rows, declared=[replace(NAMED, **change)])
    assert all(link.basis == "rule" for link in linking.links)


def test_nothing_to_link() -> None:
    assert figures.link([]) == figures.Linking((), (), ())


FIELDS = st.fixed_dictionaries(
    {"n": st.integers(0, 10**9).map(str), "head": st.sampled_from([None, "people", "child", "oil"]),
     "event": st.sampled_from([None, "kill", "injure", "be", "leak"]),
     "unit": st.sampled_from(["count", "percent", "percentage_point", "USD", "barrel", "made_up"]),
     "measure": st.sampled_from(["level", "period", "cumulative", "rate", "change"]),
     "topic": st.lists(st.sampled_from("abcdefgh"), max_size=5),
     "start": st.sampled_from([None, "2031-01-01"]), "end": st.sampled_from([None, "2031-03-01"]),
     "at": st.sampled_from([None, "2031-11-09", "1999-01-01"]), "vague": st.booleans()}
)  # fmt: skip


@given(st.lists(FIELDS, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_reports_are_linked_each_once(rows: list[dict[str, Any]]) -> None:
    told = [report(id=f"c{n}", outlet=f"o{n}", **fields) for n, fields in enumerate(rows)]
    linking = figures.link(told)
    assert sorted(link.claim_id for link in linking.links) == sorted(r.claim_id for r in told)
    assert {link.figure_id for link in linking.links} == {f.figure_id for f in linking.figures}


@given(FIELDS, FIELDS)
@settings(max_examples=100, deadline=None)
def test_evidence_is_the_same_both_ways(a: dict[str, Any], b: dict[str, Any]) -> None:
    x, y = evidence.mentions([report(id="a", **a), report(id="b", **b)])
    assert evidence.score(x, y)[0] == pytest.approx(evidence.score(y, x)[0])


GOLD = ROOT.parent / "shared" / "gold" / "gold.jsonl"


@pytest.mark.skipif(not GOLD.is_file(), reason="the gold articles are not beside the project")
def test_gold_claims() -> None:
    articles = GOLD.parent / "articles.jsonl"
    entries = list(claims_file.read(articles))
    predicted = dict(figures_file.link(figures_file.said(entries, GOLD)))
    texts = {row["id"]: row for row in map(json.loads, articles.open(encoding="utf-8"))}
    gold = [json.loads(line) for line in GOLD.open(encoding="utf-8")]
    quality = scoring.quality(scoring.items_of(gold, texts, predicted))
    assert quality.pairwise.f1 >= 0.85
    assert quality.b3_f1 >= 0.85
    assert quality.corruption <= 0.05
