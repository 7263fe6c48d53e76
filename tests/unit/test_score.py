"""The scorer itself: matching, fields, conventions, and the files it reads and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.claims_file import BadLineError, number, read, write
from tests.scoring import gold as by_gold
from tests.scoring.matching import Score, pair

TEXT = "Officials said 40 people were killed and about 120 wounded."


def claim(surface: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(surface)
    given = {
        "start": start,
        "end": start + len(surface),
        "surface": surface,
        "low": int(surface),
        "high": int(surface),
        "bound": "exact",
        "hedge": "none",
        "unit": "count",
        "measured": "people",
        "event": "kill",
        "measure": "period",
        "per": None,
        "period": None,
        "period_start": None,
        "period_end": None,
        "source": ["Officials"],
        "polarity": "asserted",
        "figure": None,
    }
    return {**given, **fields}


GOLD = {"a": [claim("40"), claim("120", hedge="approximate")]}


def score(*predicted: dict[str, Any]) -> by_gold.Report:
    return by_gold.score({"a": list(predicted)}, GOLD, {"a": TEXT})


def test_the_gold_itself_scores_one() -> None:
    report = score(*GOLD["a"])
    assert {s.f1 for s in report.f1.values()} == {1.0}
    assert {report.share(name) for name in report.accuracy} == {1.0}
    assert report.mistakes == []


def test_a_wrong_value_is_a_miss_and_a_false_claim_but_no_non_claim() -> None:
    report = score(claim("40", low=4000, high=4000))
    assert report.f1["found"] == Score(0, 1, 2)
    assert report.non_claims == 0
    assert [m.field for m in report.mistakes] == ["found", "found"]


def test_a_claim_where_none_is_counts_as_non_claim() -> None:
    stray = {**claim("40"), "start": 0, "end": 9, "surface": "Officials"}
    report = score(*GOLD["a"], stray)
    assert report.f1["found"] == Score(2, 3, 2)
    assert report.non_claims_per_100 == pytest.approx(100 / 3)


def test_one_prediction_does_not_meet_two_gold_claims() -> None:
    report = score(claim("40"), claim("40"))
    assert report.f1["found"] == Score(1, 2, 2)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"unit": "percent"}, "unit"),
        ({"bound": "at_least"}, "bound"),
        ({"hedge": "estimated"}, "hedge"),
        ({"measured": "houses"}, "measured"),
        ({"measure": "level"}, "measure"),
        ({"polarity": "denied"}, "polarity"),
        ({"period_start": "2026-01-01"}, "period"),
        ({"source": []}, "attributed"),
        ({"source": ["the mayor"]}, "root"),
        ({"source": ["the mayor", "Officials"]}, "chain"),
    ],
)
def test_each_field_can_be_lost(change: dict[str, Any], lost: str) -> None:
    report = score(claim("40", **change), GOLD["a"][1])
    assert report.share(lost) == 0.5
    assert lost in {m.field for m in report.mistakes}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("criminal cases", "case"),
        ("crude leaking from the well", "crude"),
        ("people killed", "people"),
        ("the cap of the Harbour Act", "cap"),
        ("water pumping capacity", "capacity"),
        ("those who had fled", "that"),
        ("", None),
        (None, None),
    ],
)
def test_head(phrase: str | None, expected: str | None) -> None:
    assert by_gold.head(phrase) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Mr. Osei", "Prime Minister Kwame Osei", True),
        ("the Harbour Office", "Harbour Office's", True),
        ("Osei", "Oseis", False),
        ("the ministry", "the police", False),
    ],
)
def test_names(a: str, b: str, same: bool) -> None:
    assert by_gold.same_name(a, b) is same


def test_pairing_is_largest_not_greedy() -> None:
    fits = {(0, 0), (0, 1), (1, 0)}
    assert pair([0, 1], [0, 1], lambda a, b: (a, b) in fits) == [(0, 1), (1, 0)]


def test_trusted_counts_only_confident_claims() -> None:
    assert by_gold.trusted([(0.95, True), (0.9, False), (0.5, False)]) == (2, 0.5)
    rows = by_gold.buckets([(0.95, True), (0.5, False), (1.0, True)])
    assert [(low, n, share) for low, _, n, _, share in rows] == [(0.5, 1, 0.0), (0.95, 2, 1.0)]


def test_articles_are_read_with_their_own_offsets(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        json.dumps({"id": "x", "text": TEXT, "published": "2026-03-01", "title": "Toll rises"})
        + "\n\n"
        + json.dumps({"id": 7, "text": "", "published": "2026-03-01T10:00:00+02:00"}),
        encoding="utf-8",
    )
    first, second = read(path)
    assert (first.id, first.article.text, first.article.zones) == ("x", TEXT, ())
    assert str(first.article.published_at) == "2026-03-01 00:00:00+00:00"
    assert (second.id, str(second.article.published_at)) == ("7", "2026-03-01 08:00:00+00:00")


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"id": "x"}',
        b'{"text": "no id"}',
        b'{"id": "x", "text": "t", "published": "yesterday"}',
        b'{"id": "x", "text": "t", "title": 4}',
        b'{"id": "ok", "text": "the id of the line above"}',
        b'{"id": "x", "text": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "ok", "text": ""}\n' + line + b"\n")
    with pytest.raises(BadLineError, match=r"in\.jsonl:2: "):
        list(read(path))


def test_claims_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"

    def failing() -> Any:
        yield "a", [claim("40")]
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write(path, failing())
    assert not path.exists()
    assert write(path, [("a", GOLD["a"]), ("b", [])]) == 2
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines == [{"id": "a", "claims": GOLD["a"]}, {"id": "b", "claims": []}]


def test_numbers_are_plain_json() -> None:
    from decimal import Decimal

    assert [number(Decimal(x)) for x in ("12", "1.2E+6", "3.50")] == [12, 1_200_000, 3.5]
    assert number(None) is None
    assert isinstance(number(Decimal("1E+300")), float)
