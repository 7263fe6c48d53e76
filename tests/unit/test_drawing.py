"""What is drawn: who stands where, scales, words for values, and SVG that holds nothing else."""

from __future__ import annotations

import math
import random
import re
import statistics
import tomllib
import xml.etree.ElementTree as ElementTree
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard import bars, chains, drawing, miniatures, records, standing, svg, wording
from dashboard.asked import Asked
from dashboard.chains import Citing
from dashboard.drawing import NARROW, WIDE, Picture
from dashboard.links import FileLinks, ServerLinks, file_name, outward
from dashboard.notes import notes
from dashboard.pages.article import compared, marked
from dashboard.pages.figure import as_csv
from dashboard.rendering import environment
from dashboard.scales import time_scale, value_scale
from dashboard.standing import Statement, contradict, moment_of, moments
from dashboard.wording import Habit

T0 = datetime(2026, 3, 10, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script><svg onload=alert(1)> \" ' & ]]> \u202e\x00"


def said(
    hours: float, outlet: str, low: float | None, high: float | None = -1, **more: object
) -> Statement:
    """One statement; `high` left out is a point."""
    top = low if high == -1 else high
    at = T0 + timedelta(hours=hours)
    return Statement(f"{outlet}-{hours}", at, outlet, low, top, **more)  # type: ignore[arg-type]


# --- standing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "against"),
    [
        (said(0, "a", 100), said(0, "b", 101), False),  # rounding of 100
        (said(0, "a", 100), said(0, "b", 140), True),
        (said(0, "a", 100, None), said(0, "b", 5000), False),  # at least 100
        (said(0, "a", 100, None), said(0, "b", 80), True),
        (said(0, "a", None, 100), said(0, "b", 80), False),  # at most 100
        (said(0, "a", 3200, 4400), said(0, "b", 2408), True),
        (said(0, "a", 1043, hedge="approximate"), said(0, "b", 1081), False),
        (said(0, "a", 1043), said(0, "b", 1081), True),
        (said(0, "a", 0), said(0, "b", 0), False),
    ],
)
def test_contradiction_honours_bounds_ranges_and_hedges(
    a: Statement, b: Statement, against: bool
) -> None:
    assert contradict(a, b) is contradict(b, a) is against
    assert len(standing.conflicts([a, b])) == int(against)


def test_numbers_of_different_days_do_not_contradict() -> None:
    a, b = said(0, "a", 38, period_end=T0.date()), said(0, "b", 2, period_end=date(2026, 3, 17))
    assert not contradict(a, b)
    assert contradict(a, said(0, "b", 2))
    board: dict[str, Any] = {"source": "the Board", "source_key": "board"}
    earlier, later = said(0, "a", 41, **board), said(30, "b", 5, **board)
    assert not contradict(earlier, later)  # the board has counted again
    assert contradict(earlier, said(20, "b", 5, **board))
    assert contradict(earlier, said(30, "b", 5, source="Police", source_key="police"))


def test_bounds_do_not_widen_the_gap_as_if_flat() -> None:
    agree = moment_of(T0, [said(0, "a", 1000, None), said(0, "b", 3000)])
    assert (agree.lowest, agree.highest, agree.gap) == (3000, 3000, 1)
    differ = moment_of(T0, [said(0, "a", 3465, None), said(0, "b", 2408)])
    assert (differ.lowest, differ.highest) == (2408, 3465)
    ranges = moment_of(T0, [said(0, "a", 3200, 4400), said(0, "b", 2408)])
    assert (ranges.lowest, ranges.highest) == (2408, 3200)


def test_a_statement_stands_until_the_outlet_says_something_new_or_it_lapses() -> None:
    found = moments([said(0, "a", 10), said(24, "b", 20), said(24 * 40, "a", 30)])
    assert [(m.lowest, m.highest, m.outlets) for m in found] == [
        (10, 10, 1),
        (10, 20, 2),
        (20, 20, 1),  # the first lapses after 30 days
        (0, 0, 0),  # and the second a day later
        (30, 30, 1),
    ]


values = st.floats(0, 1e12, allow_nan=False)
statements = st.lists(
    st.builds(
        lambda hour, outlet, low, high: said(
            hour, outlet, *sorted((low, high)) if high is not None else (low, None)
        ),
        st.integers(0, 2000),
        st.sampled_from("abcde"),
        values,
        st.one_of(st.none(), values),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda s: s.claim_id,
)


@given(statements)
def test_moments_are_in_order_and_hold_their_median(found: list[Statement]) -> None:
    held = moments(found)
    assert [m.at for m in held] == sorted({m.at for m in held})
    for m in held:
        assert m.lowest <= m.highest
    assert standing.standing_now(found) == {
        s.outlet: s for s in standing.standing_now(list(reversed(found))).values()
    }


def test_tolerance_conflict_and_interval_are_those_of_the_warehouse(tmp_path: Path) -> None:
    from warehouse import database

    days = (None, T0.date(), date(2026, 3, 17))
    told = [
        said(hours, "a", low, high, period_end=day, source_key=source)
        for hours in (0, 24.9, 49)
        for low, high in ((41, 41), (5, None), (None, 60), (43, 90))
        for day in days
        for source in (None, "board", "police")
    ]
    sql = "SELECT build.is_conflict(" + ", ".join("?" * 10) + ")"
    with database.open(tmp_path) as warehouse:
        for a, b in zip(told, random.Random(5).sample(told, len(told)), strict=True):
            asked = [
                part
                for s in (a, b)
                for part in (
                    *(None if math.isinf(end) else end for end in s.interval),
                    s.period_end, s.source_key, s.at.replace(tzinfo=None),
                )
            ]  # fmt: skip
            ((expected,),) = warehouse.con.execute(sql, asked).fetchall()
            assert contradict(a, b) is bool(expected), (a, b)
        for part, whole in ((0, 3), (2, 7), (9, 9), (500, 1000)):
            sql_ends = "SELECT build.wilson_low($1, $2), build.wilson_high($1, $2)"
            ((low, high),) = warehouse.con.execute(sql_ends, [part, whole]).fetchall()
            assert records.wilson(part, whole) == pytest.approx((low, high), abs=1e-4)
        for value in (0, 1, 12, 100, 21_602, 22_000, 3.5, 0.25, 1_200_000, 99.9):
            for hedge in ("none", "approximate", "estimated", "unverified"):
                sql = "SELECT build.tolerance(CAST(? AS DECIMAL(38, 9)), ?)"
                expected = warehouse.con.execute(sql, [value, hedge]).fetchall()[0][0]
                assert standing.tolerance(value, hedge) == pytest.approx(float(expected))


# --- scales -----------------------------------------------------------------------------------


# The warehouse keeps nine decimals.
VALUES = st.floats(-1e15, 1e15).map(lambda value: round(value, 9))


@given(VALUES, VALUES, st.booleans())
@example(1e-9, 1e-9, False)
def test_value_scales_hold_their_ends_and_have_few_ticks(a: float, b: float, log: bool) -> None:
    scale = value_scale(a, b, 400, 20, is_log=log)
    assert scale.low <= min(a, b) <= max(a, b) <= scale.high
    assert 1 <= len(scale.ticks()) <= 12
    assert all(19 < scale(tick) < 401 for tick in scale.ticks())


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (timedelta(0), ["9 Mar", "12:00"]),
        (timedelta(days=10), ["10 Mar", "11 Mar"]),
        (timedelta(days=400), ["Apr 2026", "Jul 2026"]),
        (timedelta(days=9000), ["2030", "2035"]),
    ],
)
def test_time_ticks_fit_the_span(span: timedelta, labels: list[str]) -> None:
    ticks = time_scale(T0, T0 + span, 0, 800).ticks(11)
    assert 1 < len(ticks) <= 13
    assert set(labels) & {label for _, label in ticks}


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ((3465.0, None, "at_least"), "≥\u202f3,465"),
        ((230_000.0, None, "more_than"), ">\u202f230,000"),
        ((None, 200.0, "at_most"), "≤\u202f200"),
        ((3200.0, 4400.0, "between"), "3,200–4,400"),
        ((180_000.0, 180_000.0, "exact", "approximate"), "about 180,000"),
        ((2.3e9, 2.3e9, "exact", "none", "USD"), "$2.3\u202fbillion"),
        ((33.33, 33.33, "exact", "none", "percent"), "33.33%"),
        ((-4.5, -4.5, "exact", "none", "celsius"), "−4.5\u202f°C"),
        ((12.0, 12.0, "exact", "none", "UAH"), "UAH\u202f12"),
        ((None, None), "–"),
    ],
)
def test_statements_in_words(given_: tuple[object, ...], told: str) -> None:
    assert Habit().statement(*given_) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        (None, "1,234.5", "5 Mar 2026"),
        ("en-US,en;q=0.9", "1,234.5", "Mar 5 2026"),
        ("de-AT,de;q=0.9", "1.234,5", "5 Mar 2026"),
        ("xx,fr;q=0.5,de;q=0.1", "1\u202f234,5", "5 Mar 2026"),
        ("*;q=x,\x00,de;q=nan", "1,234.5", "5 Mar 2026"),
    ],
)
def test_numbers_and_dates_in_the_readers_habit(
    language: str | None, number: str, day: str
) -> None:
    habit = wording.habit(language)
    if "nan" not in (language or ""):
        assert habit.number(1234.5) == number
        assert habit.day(datetime(2026, 3, 5, tzinfo=UTC)) == day


def test_changes_gaps_and_lags() -> None:
    pairs = ((2760, 2533), (100, 1070), (1070, 100), (0, 5), (7, 7), (200, 201))
    assert [Habit().change(a, b) for a, b in pairs] == ["−8%", "×10.7", "÷10.7", "up", "", "+0.5%"]
    assert wording.age(timedelta(hours=26)) == "26 h earlier"
    gaps = [Habit().gap(ratio) for ratio in (1.0, 1.83, 19.04, 1234.0, None)]
    assert gaps == ["none", "1.83×", "19.0×", "1,234×", "–"]
    german = wording.habit("de")
    assert (german.gap(1.83), german.change(1070, 100)) == ("1,83×", "÷10,7")
    assert (german.share(0.5), german.amount(33.3, "percent")) == ("50\u00a0%", "33,3\u00a0%")
    assert (Habit().share(0.5), wording.habit("fr").change(100, 92)) == ("50%", "−8\u202f%")


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("people killed · Lume flood", "People killed · Lume flood"),
        ("households, percent · Lume", "Households (%) · Lume"),
        ("repairs (cost), EUR", "Repairs (cost) (€)"),
        ("wages, UAH per month · Kyiv", "Wages (UAH per month) · Kyiv"),
        ("Tarn reservoir, percentage point", "Tarn reservoir (percentage points)"),
        ("Deaths in Senn, 2026", "Deaths in Senn, 2026"),
        ("", ""),
    ],
)
def test_a_figures_name_as_a_heading(label: str, title: str) -> None:
    assert wording.titled(label) == title


def test_a_findings_codes_are_told_in_words() -> None:
    explained = environment().filters["explained"]
    assert explained("“3,462” became “3,642” (DIGIT_SWAP).") == (
        "“3,462” became “3,642”: it has two digits swapped."
    )
    told = explained("“9” became “8” (DEFLATED, HEDGE_DROPPED).")
    assert told.endswith("lower, and not by rounding, drops “about”, “estimated” or “reportedly”.")
    for plain in ("Civil Defence (Senn): 40.", "", "(CIA) said so"):
        assert explained(plain) == plain
    assert explained(None) == ""


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(case: tuple[int, int]) -> None:
    low, high = records.wilson(*case)
    assert 0 <= low <= case[0] / case[1] <= high <= 1


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=300).map(sorted))
def test_an_interval_holds_its_median(lags: list[int]) -> None:
    low, middle, high = records.median_interval(lags)
    assert low <= middle <= high
    assert middle == statistics.median(lags)
    assert records.lag_line("late", lags, "figures")[0].n == len(lags)


def test_a_record_says_how_much_it_rests_on() -> None:
    card = {"seen": 13, "share": 0.25, "share_low": 0.1, "share_high": 0.5, "none": None}
    names = {"share": ("hedges", "seen", "statements"), "none": ("never", "seen", "statements")}
    (line,) = records.share_lines(card, names, Habit())
    assert (line.share, line.interval, line.n, line.is_few) == ("25%", "10% to 50%", 13, True)
    assert records.share_line("edits", 0, 0, "articles", Habit()) == []
    assert records.lag_line("late", [], "figures") == []


def test_every_code_has_a_readers_words() -> None:
    root = Path(__file__).parents[2]
    known = tomllib.loads((root / "dashboard" / "codes.toml").read_text(encoding="utf-8"))
    drift = tomllib.loads((root / "extractors/lexicons/drift.toml").read_text(encoding="utf-8"))
    words = {**known["drift"], **known["finding"]}
    told = {code for part in drift.values() for code in part.get("codes", {})}
    assert told - set(words) == set()


# --- drawings ---------------------------------------------------------------------------------


def picture(found: list[Statement], **more: object) -> Picture:
    outlets = sorted({s.outlet for s in found})
    names = {o: f"Outlet {o}" for o in outlets}
    return Picture(found, names, drawing.colours(outlets), measured="people", **more)  # type: ignore[arg-type]


FOUND = [
    said(0, "a", 300),
    said(5, "b", 310, hedge="approximate", source="ministry"),
    said(9, "a", 400, None, bound="at_least"),
    said(20, "c", None, 500, bound="at_most"),
    said(30, "b", 350, 450, bound="between"),
    said(40, "a", 380, before=400.0, before_at=T0 + timedelta(hours=9)),
    said(50, "d", 390, source="ministry"),
]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("log", [False, True])
def test_a_chart_shows_each_kind_of_mark(layout: drawing.Layout, log: bool) -> None:
    tree = ElementTree.fromstring(
        with_space(drawing.figure_chart(picture(FOUND, is_log=log), layout))
    )
    classes = [e.get("class") for e in tree.iter()]
    for name in ("dot", "ring", "arrow", "range", "diamond", "first", "band", "median"):
        assert name in classes, name
    assert len([e for e in tree.iter() if e.get("data-c")]) == len(FOUND)
    titles = [e.text or "" for e in tree.iter(f"{SVG}title")]
    assert any("at least 400" in title for title in titles)
    assert tree.get("role") == "img"
    assert_plain(tree)


def test_names_and_sources_cannot_leave_the_drawing() -> None:
    found = [
        said(n, f"{HOSTILE}{n % 3}", 10 + n, source=HOSTILE, before=5.0 if n == 3 else None)
        for n in range(6)
    ]
    shown = picture(found, title=HOSTILE, notes=notes(found, {}, Habit(), "count"))
    outlet = found[0].outlet
    held = list(standing.standing_now(found).values())
    for drawn in (
        drawing.figure_chart(shown, WIDE),
        drawing.figure_chart(shown, NARROW),
        *drawing.small_multiples(shown, [outlet, "nobody"], key="s"),
        miniatures.sparkline(moments(found), key="k", title=HOSTILE),
        miniatures.spread_strip(held, shown.colours, key="z", title=HOSTILE),
        chains.chain_graph([Citing((HOSTILE, "Outlet"), 3)], key="g", title=HOSTILE),
    ):
        tree = ElementTree.fromstring(with_space(drawn))
        assert_plain(tree)
        assert "\u202e" not in drawn


def with_space(drawn: str) -> str:
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def assert_plain(tree: ElementTree.Element) -> None:
    """No script, no style, no link and no handler anywhere."""
    for e in tree.iter():
        assert e.tag.removeprefix(SVG) in {
            "svg", "title", "desc", "g", "path", "circle", "rect", "text", "tspan",
        }  # fmt: skip
        assert not {name for name in e.attrib if name.startswith("on") or name == "style"}
        assert not {"href", "{http://www.w3.org/1999/xlink}href", "src"} & set(e.attrib)


@given(statements, st.booleans())
def test_any_statements_can_be_drawn(found: list[Statement], log: bool) -> None:
    found = sorted(found, key=lambda s: (s.at, s.claim_id))
    drawn = drawing.figure_chart(picture(found, is_log=log))
    assert "nan" not in drawn
    assert "inf" not in drawn
    ElementTree.fromstring(with_space(drawn))


def test_thinning_keeps_what_a_reader_must_not_miss() -> None:
    many = [said(n / 10, "abcdefgh"[n % 8], 1000 + n % 500) for n in range(5000)]
    many[777] = said(77.7, "b", 9000)
    many[1234] = said(123.4, "c", 700, before=600.0)
    kept = drawing.thin(many, 600)
    assert 550 <= len(kept) <= 610
    assert kept == sorted(kept, key=lambda s: s.at)
    for must in (many[0], many[777], many[1234], *standing.latest(many).values()):
        assert must in kept


@given(st.lists(st.floats(0, 500), max_size=12).map(sorted))
def test_labels_never_touch(wanted: list[float]) -> None:
    places = drawing.spread(wanted, 27, 0, 500)
    assert len(places) == len(wanted)
    assert all(b - a >= 26.9 for a, b in pairwise(places))


def test_small_outlets_share_grey() -> None:
    keys = [f"o{n}" for n in range(12)]
    found = [said(n, key, 100 + n) for n, key in enumerate(keys)]
    shown = Picture(found, {}, drawing.colours(keys))
    drawn = drawing.figure_chart(shown)
    assert "mark rest" in drawn
    assert "and 4 more, in grey" in drawn


def test_loops_in_chains_are_drawn_once() -> None:
    drawn = chains.chain_graph(
        [Citing(("a", "b", "a"), 2), Citing(("b", "a"), 1)], key="g", title="t"
    )
    ElementTree.fromstring(with_space(drawn))
    assert drawn.count("node-name") == 2


def test_days_stand_under_each_other() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 11)
    found = [bars.Day(first, 4), bars.Day(date(2026, 3, 4), 0, 3, is_gap=True), bars.Day(last, 2)]
    drawn = bars.days(found, first, last, 4, key="d", title=HOSTILE, label=Habit().short_day)
    tree = ElementTree.fromstring(with_space(drawn))
    assert_plain(tree)
    assert [e.get("class") for e in tree.iter()].count("day") == 2
    crosses = [e for e in tree.iter() if e.get("class") == "head"]
    assert "3 failed" in "".join(crosses[0].itertext())
    assert "2 Mar" in "".join(tree.itertext())
    alone = ElementTree.fromstring(
        with_space(bars.days(found[2:], first, last, 4, key="d", title=""))
    )
    places = [
        float(e.get("x", 0)) for t in (tree, alone) for e in t.iter() if e.get("class") == "day"
    ]
    assert places[1] == places[2]  # the last day, whatever else is drawn


def test_a_figure_nobody_changed_runs_through_the_middle() -> None:
    drawn = miniatures.sparkline(moments([said(0, "a", 5), said(9, "b", 5)]), key="k", title="t")
    dot = next(e for e in ElementTree.fromstring(with_space(drawn)) if e.get("class") == "now")
    assert dot.get("cy") == "15"


def test_svg_texts_are_cut_and_attributes_are_not() -> None:
    assert svg.clean("a\n b\u202e\x00 c" + "d" * 500, 10) == "a b cdddd…"
    assert "M" * 900 in svg.element("path", d="M" * 900)


# --- pages' parts -----------------------------------------------------------------------------


def test_asked_is_cut_to_size_and_odd_values_are_none() -> None:
    asked = Asked.of([("page", "x"), ("outlet", "a\x00b"), ("sort", "no"), ("since", "2026-02-30")])
    assert (asked.page, asked.every("outlet"), asked.day("since")) == (1, ["ab"], None)
    assert asked.one("sort", "conflict", ("conflict",)) == "conflict"
    assert Asked.of([("page", "99999999999")]).page == 100_000
    assert Asked.of([("page", "²")]).page == 1
    assert len(Asked.of([("outlet", "x" * 10_000)] * 10_000).pairs) < 1000


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://ledger.example/a?b=1#c", True),
        ("http://ledger.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" https://ledger.example", False),
        ("https://", False),
        ("//ledger.example/a", False),
        ("data:text/html,x", False),
        ("https://[", False),
        ("java\nscript:alert(1)", False),
        ("", False),
        (None, False),
    ],
)
def test_only_http_addresses_are_offered(url: str | None, allowed: bool) -> None:
    assert (outward(url) == url and url is not None) is allowed


def test_addresses_hold_any_key() -> None:
    assert ServerLinks().to("outlets", "a/../b?c") == "/outlets/a%2F..%2Fb%3Fc"
    assert (
        ServerLinks().to("figures", "x", [("outlet", "a&b")], "csv")
        == "/figures/x.csv?outlet=a%26b"
    )
    assert FileLinks(1).to("figures", "x", [("page", "2")]) == "../figures/x-2.html"
    asked = [("page", "2"), ("sort", "spread"), ("words", "x")]
    assert FileLinks().to("overview", query=asked) == "index-sort-spread-2.html"
    assert file_name("findings", query=[("code", "../SILENT_EDIT")]) == (
        "findings-code--silent-edit.html"
    )
    odd = file_name("outlets", "../../etc/passwd")
    assert odd.startswith("outlets/")
    assert ".." not in odd
    assert file_name("outlets", "A") != file_name("outlets", "a")


def test_text_is_marked_without_losing_a_character() -> None:
    text = "About 40 people, 12 of them children."
    claims = [
        {"span_start": 6, "span_end": 8},
        {"span_start": 7, "span_end": 10},  # overlaps
        {"span_start": 17, "span_end": 19},
        {"span_start": 90, "span_end": 95},  # outside
    ]
    pieces = marked(text, claims)
    assert "".join(words for words, _ in pieces) == text
    assert [words for words, claim in pieces if claim] == ["40", "12"]


def test_a_changed_number_is_one_change() -> None:
    changes = compared("some 24,000 people", "some 27,500 people")
    assert ("removed", "24,000") in changes
    assert ("added", "27,500") in changes


@given(st.text("ab \n1,", max_size=60), st.text("ab \n1,", max_size=60))
def test_comparing_gives_both_texts_back(before: str, after: str) -> None:
    changes = compared(before, after)
    assert "".join(w for kind, w in changes if kind != "added") == before
    assert "".join(w for kind, w in changes if kind != "removed") == after


def test_comparing_long_different_texts_stays_quick() -> None:
    import time

    start = time.process_time()
    compared("a b " * 20_000, "b c " * 20_000)
    compared("a\nb\n" * 5_000, "b\nc\n" * 5_000)
    assert time.process_time() - start < 3


def test_cells_that_a_spreadsheet_would_run_are_defused() -> None:
    assert as_csv([{"a": "=1+1", "b": "@x", "c": 3}]).splitlines() == ["a,b,c", "'=1+1,'@x,3"]
    assert as_csv([]).strip() == ""


# --- colours ----------------------------------------------------------------------------------


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark page, by name."""
    sheet = (Path(__file__).parents[2] / "dashboard/static/style.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks[:2])
    return {"light": light, "dark": {**light, **dark}}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_can_be_read(theme: str) -> None:
    colours = themes()[theme]
    texts = ["ink", "soft", "link", "accent", "rest", *(f"k{n}" for n in range(1, 9))]
    poor = {n: round(contrast(colours[n], colours["paper"]), 2) for n in texts}
    assert {n: c for n, c in poor.items() if c < 4.5} == {}
    for ground in ("panel", "marked", "added", "removed", "band"):
        assert contrast(colours["ink"], colours[ground]) >= 4.5, ground
    assert contrast(colours["soft"], colours["panel"]) >= 4.5
    assert contrast(colours["link"], colours["marked"]) >= 4.5
