"""Copies of one text: what must be found on seeded edits, in any order, day by day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.syndication import Text, scores, texts
from extractors import syndication
from extractors.records import Article, Sketch

MADE = texts(900)
AT = datetime(2031, 3, 1, 6, tzinfo=UTC)


def _sketch(one: Text) -> Sketch:
    return syndication.of_text(
        one.text, article_id=one.article_id, published_at=one.at, outlet=one.outlet
    )


SKETCHES = [_sketch(one) for one in MADE]


def test_edits_and_abridged_copies_are_found_and_own_texts_are_not() -> None:
    found = scores(MADE, syndication.group(SKETCHES).memberships)
    assert found["edits"] >= 0.99
    assert found["abridged"] >= 0.90
    assert found["precision"] >= 0.99


def test_order_does_not_matter() -> None:
    shuffled = list(SKETCHES)
    random.Random(3).shuffle(shuffled)
    assert syndication.group(shuffled) == syndication.group(SKETCHES)


def test_two_runs_find_what_one_run_finds() -> None:
    ordered = sorted(SKETCHES, key=lambda s: (s.published_at or AT, s.article_id))
    half = len(ordered) // 2
    first = syndication.group(ordered[:half])
    home = {m.article_id: m.group_id for m in first.memberships}
    second = syndication.group(ordered[half:], ordered[:half], home, first.groups)
    home.update((m.article_id, m.group_id) for m in second.memberships)
    whole = {m.article_id: m.group_id for m in syndication.group(ordered).memberships}
    assert home == whole


def test_a_later_copy_keeps_the_group_and_its_origin() -> None:
    rows = [one for one in MADE if one.wire == 1 and one.kind in ("wire", "light", "cut")]
    first = syndication.group([_sketch(one) for one in rows[:2]])
    home = {m.article_id: m.group_id for m in first.memberships}
    later = syndication.group(
        [_sketch(rows[2])], [_sketch(one) for one in rows[:2]], home, first.groups
    )
    (group,) = later.groups
    assert group.group_id == first.groups[0].group_id
    assert group.size == 3
    assert group.origin_article_id == rows[0].article_id
    assert group.origin_reason == "earliest"


def test_the_credited_copy_is_the_origin() -> None:
    rows = [_sketch(one) for one in MADE if one.wire == 2 and one.kind in ("wire", "light", "cut")]
    rows[1] = replace(rows[1], agency="Meridian News Agency")
    (group,) = syndication.group(rows).groups
    assert (group.origin_article_id, group.origin_reason) == (rows[1].article_id, "agency credit")
    assert group.agency == "Meridian News Agency"


def test_without_dates_the_longest_is_the_origin() -> None:
    rows = [one for one in MADE if one.wire == 3 and one.kind in ("wire", "lead")]
    undated = [replace(_sketch(one), published_at=None) for one in rows]
    (group,) = syndication.group(undated).groups
    longest = max(undated, key=lambda s: s.words)
    assert (group.origin_article_id, group.origin_reason) == (longest.article_id, "longest")


def test_a_text_printed_again_weeks_later_is_no_wire_copy() -> None:
    one = _sketch(MADE[0])
    late = replace(one, article_id="late", published_at=AT + timedelta(days=60))
    assert syndication.group([one, late]).memberships == ()


def test_pages_of_one_outlet_share_furniture() -> None:
    words = [one for one in MADE if one.wire == 4 and one.kind in ("wire", "abridged")]
    pair = [replace(_sketch(one), outlet="Harbour Post") for one in words]
    assert syndication.group(pair).memberships == ()


@pytest.mark.parametrize("text", ["", " ", "one", "one two", "— — —", "a" * 10_000, "é " * 5_000])
def test_any_text_has_a_sketch(text: str) -> None:
    sketch = syndication.of_text(text, article_id="a")
    assert list(sketch.shingles) == sorted(set(sketch.shingles))
    syndication.group([sketch, replace(sketch, article_id="b")])


@pytest.mark.parametrize(
    ("text", "authors", "agency"),
    [
        ("HARBOURTOWN (Reuters) - Two ferries met in fog on Monday.", (), "Reuters"),
        ("NORTHGATE (AP) — The council voted to keep its clock.", (), "AP"),
        ("SENN (Meridian News Agency) - The Lume rose again.", (), "Meridian News Agency"),
        ("The council voted to keep its clock.\n\nReporting by Reuters", (), "Reuters"),
        ("The council voted to keep its clock.", ("Associated Press",), "Associated Press"),
        ("The council voted to keep its clock.", ("Greta Sund",), None),
        ("She reads Reuters in the morning and the Post at night.", (), None),
    ],
)
def test_agency_credits(text: str, authors: tuple[str, ...], agency: str | None) -> None:
    found = syndication.agency(Article(url="https://x.example/1", text=text, authors=authors))
    assert found == agency
