"""Records go into the warehouse and come back the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.records import (
    Article,
    Claim,
    Comparison,
    Drift,
    Figure,
    Hop,
    Link,
    Measure,
    Measured,
    Membership,
    Period,
    Place,
    Quantity,
    Sketch,
    Span,
    SyndicationGroup,
    ZoneSpan,
    digest,
)
from flows import rows
from warehouse import database, loading
from warehouse.database import Warehouse

RUN = "00000000-0000-0000-0000-000000000001"
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

small = st.integers(0, 10**9)
spans = st.builds(Span, small, small)
words = st.text(max_size=12).filter(lambda t: "\x00" not in t)
values = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12),
    st.integers(-(10**40), 10**40).map(Decimal),
    st.just(Decimal("0.00000000000123")),
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
hops = st.builds(
    Hop,
    name=words,
    role=st.sampled_from(["speaker", "cited", "medium"]),
    kind=st.sampled_from(["person", "outlet", "vague"]),
    span=st.none() | spans,
    cue=st.none() | spans,
    is_direct_quote=st.booleans(),
    mention=st.none() | spans,
)
claims = st.builds(
    Claim,
    start=small,
    end=small,
    surface=words,
    zone=st.sampled_from(["headline", "body"]),
    sentence=spans,
    quantity=st.builds(
        Quantity,
        start=small,
        end=small,
        surface=words,
        sentence=small,
        type=st.just("claim"),
        low=values,
        high=values,
        unit=words,
        unit_kind=st.just("count"),
        unit_span=st.none() | spans,
        bound=st.just("at_least"),
        bound_cue=st.none() | spans,
        hedge=st.just("approximate"),
        hedge_cue=st.none() | spans,
        precision=values,
        is_vague=st.booleans(),
        direction=st.just("up"),
        change=st.none() | st.just("by"),
        per=st.none() | words,
        per_span=st.none() | spans,
        partner=st.none() | small,
        confidence=st.floats(0, 1),
        doubt=st.none() | words,
    ),
    measured=st.builds(
        Measured,
        span=st.none() | spans,
        surface=st.none() | words,
        head=st.none() | words,
        qualifiers=st.lists(words, max_size=3).map(tuple),
        event=st.none() | words,
        event_span=st.none() | spans,
    ),
    measure=st.builds(
        Measure, kind=st.just("rate"), per=st.none() | words, per_span=st.none() | spans
    ),
    period=st.none()
    | st.builds(
        Period,
        span=st.none() | spans,
        surface=st.none() | words,
        start=st.none() | days,
        end=st.none() | days,
        as_of=st.none() | days,
        precision=st.sampled_from(["day", "none"]),
        rule=st.none() | words,
        is_carried=st.booleans(),
    ),
    place=st.none()
    | st.builds(Place, span=spans, surface=words, path=st.lists(words, max_size=3).map(tuple)),
    chain=st.lists(hops, max_size=3).map(tuple),
    polarity=st.just("asserted"),
    polarity_cue=st.none() | spans,
    confidence=st.floats(0, 1),
    doubt=st.none() | words,
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with database.open(tmp_path_factory.mktemp("rows")) as one:
        yield one


def _load(warehouse: Warehouse, *articles: Article) -> None:
    with loading.batch(warehouse.con) as batch:
        given = [(a, None, AT) for a in articles]
        for table, some in rows.article_tables(given, run_id=RUN).items():
            batch.load(table, some)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(found=st.lists(claims, max_size=3, unique_by=lambda c: (c.start, c.end)))
def test_claims_come_back_the_same(warehouse: Warehouse, found: list[Claim]) -> None:
    article = Article(f"https://a.example/{digest(found)}", "Text.", "Title", "a", AT)
    _load(warehouse, article)
    tables = rows.reading_tables(
        [(article.revision_id, found)],
        [(article.revision_id, ("flood", "river"))],
        version="1",
        run_id=RUN,
        extracted_at=AT.isoformat(),
    )
    with loading.batch(warehouse.con) as batch:
        assert batch.load("core.claims", tables["core.claims"]) in (0, len(found))
        for table, some in tables.items():
            batch.load(table, some)
    back = list(rows.reports(warehouse.con, [article.revision_id]))
    by_span = {(r.claim.start, r.claim.end): r for r in back}
    for claim in found:
        report = by_span[claim.start, claim.end]
        assert report.claim == claim
        assert report.claim_id == claim.claim_id(article.revision_id)
        assert report.topic == ("flood", "river")
        assert (report.url, report.outlet, report.at) == (article.url, "a", AT)
    assert len(back) == len(found)


def test_an_article_comes_back_the_same_and_is_unread_until_read(warehouse: Warehouse) -> None:
    article = Article(
        "https://b.example/1",
        "Head\n\nFlood: 1,200 homes 🏠 lost.\x00",
        "Head",
        "b",
        datetime(2026, 2, 28, 23, 30, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
        "json-ld",
        AT,
        "meta",
        ("A. Writer", "B. Writer"),
        "news",
        "en",
        "Example Wire",
        (ZoneSpan(0, 4, "headline"),),
    )
    _load(warehouse, article)
    ((found, back),) = [
        pair for batch in rows.unread(warehouse.con, "9", size=1) for pair in batch
        if pair[1].url == article.url
    ]  # fmt: skip
    assert found == article.revision_id
    assert back == article
    assert back.published_at is not None
    assert back.published_at.date() == date(2026, 2, 28)  # by the page's own clock
    tables = rows.reading_tables([(found, ())], [], version="9", run_id=RUN, extracted_at=AT)
    loading.load(warehouse.con, "core.extractions", tables["core.extractions"])
    left = [a.url for batch in rows.unread(warehouse.con, "9", size=500) for _, a in batch]
    assert article.url not in left


def test_half_a_character_is_kept_as_a_mark_of_the_same_length(warehouse: Warehouse) -> None:
    article = Article("https://b.example/2", "Broken \ud83d here: 7 boats", "b")
    _load(warehouse, article)
    ((_, back),) = rows.articles(warehouse.con, [article.revision_id])
    assert back.text == "Broken ? here: 7 boats"


def test_a_number_too_large_is_never_told_as_an_open_end(warehouse: Warehouse) -> None:
    shape = rows._claim_values  # the one place that decides it
    q = Quantity(0, 1, "x", 0, "claim", Decimal("1E+30"), Decimal("1E+31"), "count", "count")
    claim = Claim(0, 1, "x", "body", Span(0, 1), q, Measured(None, None, None),
                  Measure("level"), None, None, (), "asserted", None, 1.0, None)  # fmt: skip
    told = dict(zip(rows._CLAIM_COLUMNS[4:], shape(claim), strict=True))
    assert (told["low"], told["high"]) == (None, None)
    assert told["exact_values"] == '["1E+30", "1E+31", null]'


def test_sentences_are_cut_by_characters_not_bytes(warehouse: Warehouse) -> None:
    text = "Café 🏠é́ bâteaux. Then 40 boats sank."
    start = text.index("Then")
    article = Article("https://c.example/1", text, "c")
    _load(warehouse, article)
    q = Quantity(start + 5, start + 7, "40", 1, "claim", Decimal(40), Decimal(40), "count", "count")
    claim = Claim(start + 5, start + 7, "40", "body", Span(start, len(text)), q,
                  Measured(None, None, None), Measure("level"), None, None, (), "asserted", None,
                  1.0, None)  # fmt: skip
    tables = rows.reading_tables(
        [(article.revision_id, [claim])], [], version="1", run_id=RUN, extracted_at=AT
    )
    with loading.batch(warehouse.con) as batch:
        for table, some in tables.items():
            batch.load(table, some)
    (report,) = rows.reports(warehouse.con, [article.revision_id])
    assert report.sentence == "Then 40 boats sank."


def test_figures_sketches_and_groups_come_back_the_same(warehouse: Warehouse) -> None:
    figure = Figure(
        digest("figure", 1), "homes lost", "count", "count", "cumulative", "home", "lose", "Delta",
        None, date(2026, 1, 1), None, ("flood",), None, digest("claim", 1), AT, AT, 3,
        ("count:home",),
    )  # fmt: skip
    article = Article("https://d.example/1", "Twelve boats sank.", "d")
    _load(warehouse, article)
    group = SyndicationGroup(digest("group"), article.article_id, "earliest", "Wire", 2)
    member = Membership(article.article_id, group.group_id, 1.0, "founder")
    sketch = Sketch(article.article_id, article.revision_id, (-5, 3, 2**62), 120, AT, None, "a")
    with loading.batch(warehouse.con) as batch:
        assert batch.merge("core.figures", rows.figure_rows([figure], run_id=RUN)) == 1
        batch.load("core.sketches", rows.sketch_rows([sketch], run_id=RUN))
        for table, some in rows.syndication_tables([group], [member], run_id=RUN).items():
            assert batch.merge(table, some) == 1
    with loading.batch(warehouse.con) as batch:
        other = rows.figure_rows([figure], run_id=digest("another run"))
        assert batch.merge("core.figures", other) == 0
    assert rows.figures(warehouse.con, since=AT) == [figure]
    pair = ("count:home", "flood")
    assert rows.figures(warehouse.con, since=AT, matching=[pair]) == [figure]
    assert rows.figures(warehouse.con, since=AT, matching=[("count:home", "fire")]) == []
    assert rows.sketches(warehouse.con, since=AT) == [(sketch, member)]
    assert rows.syndication_groups(warehouse.con, since=AT) == [group]


def test_a_known_figure_is_found_by_one_rare_term_or_two_shared(warehouse: Warehouse) -> None:
    def figure(name: str, *topic: str) -> Figure:
        return Figure(
            digest("figure", name), name, "count", "count", "level", "home", "lose", None, None,
            None, None, topic, None, digest("claim", name), AT, AT, 1, ("count|home",),
        )  # fmt: skip

    kept = [figure("both", "flood", "delta"), figure("one", "flood"), figure("rare", "levee")]
    with loading.batch(warehouse.con) as batch:
        batch.merge("core.figures", rows.figure_rows(kept, run_id=RUN))
    for terms, labels in (
        (("flood",), set()),
        (("flood", "delta"), {"both"}),
        (("levee",), {"rare"}),
    ):
        found = rows.figures(
            warehouse.con, since=AT, matching=[("count|home", t) for t in terms], most=9, rare=1
        )
        assert {f.label for f in found} == labels


def test_links_and_comparisons_have_their_rows() -> None:
    link = rows.link_rows(
        [Link(digest("c"), digest("f"), 0.9, ("same head",))],
        version="1",
        run_id=RUN,
        linked_at=AT,
    )
    assert link.column("reasons").to_pylist() == [["same head"]]
    drift = Drift(digest("p"), digest("c"), "cites", "cites A", "value", "ROUNDED", Decimal("1.5"))
    pair = Comparison(
        digest("p"), digest("c"), "cites", "cites A", digest("f"), False, 60, (drift,)
    )
    tables = rows.comparison_tables([pair], version="1", run_id=RUN)
    assert tables["core.comparisons"].column("codes").to_pylist() == [1]
    assert tables["core.drift"].column("ratio").to_pylist() == [1.5]
