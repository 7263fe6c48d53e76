"""Loading twice equals loading once; a batch is written whole or not; what changed is noted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.records import digest
from warehouse import database, loading
from warehouse.database import Warehouse

RUN, OTHER_RUN = digest("run"), digest("other run")
AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with database.open(tmp_path) as one:
        yield one


def outlets(*names: str, run: str = RUN, **columns: Any) -> dict[str, list[Any]]:
    rows = {"outlet": list(names), "is_watched": [True] * len(names), "run_id": [run] * len(names)}
    return rows | {name: [value] * len(names) for name, value in columns.items()}


def links(*pairs: tuple[str, str], run: str = RUN) -> dict[str, list[Any]]:
    return {
        "claim_id": [digest(claim) for claim, _ in pairs],
        "extractor_version": ["1"] * len(pairs),
        "figure_id": [digest(figure) for _, figure in pairs],
        "score": [0.9] * len(pairs),
        "reasons": [["same head"]] * len(pairs),
        "basis": ["rule"] * len(pairs),
        "linked_at": [AT] * len(pairs),
        "run_id": [run] * len(pairs),
    }


def touched(warehouse: Warehouse) -> set[tuple[str, str]]:
    found = warehouse.con.execute("SELECT kind, thing FROM main.touched").fetchall()
    warehouse.con.execute("DELETE FROM main.touched")
    return {(kind, str(thing)) for kind, thing in found}


def content(warehouse: Warehouse, table: str) -> list[Any]:
    return sorted(warehouse.con.sql(f"FROM {table}").fetchall(), key=repr)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.text(min_size=1, max_size=4), max_size=20), cut=st.integers(0, 20))
def test_any_order_and_number_of_times_gives_the_same_rows(
    warehouse: Warehouse, names: list[str], cut: int
) -> None:
    names = [name.replace("\x00", "0") for name in names]
    loading.load(warehouse.con, "core.outlets", outlets(*names))
    assert loading.load(warehouse.con, "core.outlets", outlets(*names)) == 0
    assert loading.load(warehouse.con, "core.outlets", outlets(*names[cut:], *names[:cut])) == 0
    rows = warehouse.con.execute("SELECT outlet FROM core.outlets").fetchall()
    assert set(names) <= {outlet for (outlet,) in rows}
    assert len(rows) == len(set(rows))


def test_one_key_twice_in_a_batch_is_written_once(warehouse: Warehouse) -> None:
    assert loading.load(warehouse.con, "core.outlets", outlets("a", "a", "b")) == 2
    assert loading.merge(warehouse.con, "core.outlets", outlets("c", "c")) == 1


def test_arrow_and_plain_columns_are_the_same(warehouse: Warehouse) -> None:
    assert loading.load(warehouse.con, "core.outlets", pa.table(outlets("a"))) == 1
    assert loading.load(warehouse.con, "core.outlets", outlets("a")) == 0
    assert loading.load(warehouse.con, "core.outlets", outlets()) == 0
    assert loading.load(warehouse.con, "core.outlets", {}) == 0


def test_loading_leaves_rows_that_are_there_as_they_are(warehouse: Warehouse) -> None:
    loading.load(warehouse.con, "core.outlets", outlets("a", name="The A"))
    assert loading.load(warehouse.con, "core.outlets", outlets("a", name="Another")) == 0
    assert warehouse.con.execute("SELECT name FROM core.outlets").fetchall() == [("The A",)]


def test_merging_changes_what_differs_and_nothing_else(warehouse: Warehouse) -> None:
    loading.merge(warehouse.con, "core.outlets", outlets("a", "b", name="X", country="NL"))
    before = content(warehouse, "core.outlets")
    again = outlets("a", "b", name="X", run=OTHER_RUN)
    assert loading.merge(warehouse.con, "core.outlets", again) == 0
    assert content(warehouse, "core.outlets") == before
    assert loading.merge(warehouse.con, "core.outlets", outlets("a", name="Y", run=OTHER_RUN)) == 1
    told = warehouse.con.execute(
        "SELECT outlet, name, country, run_id FROM core.outlets ORDER BY outlet"
    ).fetchall()
    assert [(o, n, c, str(r)) for o, n, c, r in told] == [
        ("a", "Y", "NL", OTHER_RUN),
        ("b", "X", "NL", RUN),
    ]


def test_changing_some_columns_leaves_the_others_and_adds_nothing(warehouse: Warehouse) -> None:
    loading.load(warehouse.con, "core.links", links(("c1", "f1"), ("c2", "f2")))
    before = dict(warehouse.con.execute("SELECT claim_id, reasons FROM core.links").fetchall())
    touched(warehouse)
    given = {
        "claim_id": [digest("c1"), digest("c2"), digest("c3")],
        "extractor_version": ["1"] * 3,
        "score": [0.5, 0.9, 0.5],
    }
    with loading.batch(warehouse.con) as one:
        assert one.merge("core.links", given, adds=False) == 1
    assert touched(warehouse) == {("figure", digest("f1"))}
    rows = warehouse.con.execute("SELECT claim_id, reasons, score FROM core.links").fetchall()
    assert {c: r for c, r, _ in rows} == before
    assert sorted(score for _, _, score in rows) == [0.5, 0.9]


def test_replacing_takes_out_what_is_no_more(warehouse: Warehouse) -> None:
    figures = [digest("f1"), digest("f2")]
    loading.merge(
        warehouse.con, "core.links", links(("c1", "f1"), ("c2", "f1"), ("c3", "f2"), ("c4", "f3"))
    )
    now = links(("c1", "f1"), ("c3", "f1"), run=OTHER_RUN)
    changed = loading.replace(warehouse.con, "core.links", now, over="figure_id", among=figures)
    assert changed == 2  # c2 is gone, c3 has moved
    told = warehouse.con.execute("SELECT claim_id, figure_id FROM core.links").fetchall()
    assert {(str(c), str(f)) for c, f in told} == {
        (digest("c1"), digest("f1")), (digest("c3"), digest("f1")), (digest("c4"), digest("f3")),
    }  # fmt: skip
    again = loading.replace(warehouse.con, "core.links", now, over="figure_id", among=figures)
    assert again == 0
    gone = loading.replace(warehouse.con, "core.links", {}, over="figure_id", among=figures)
    assert gone == 2


def test_the_figures_touched_are_noted_and_no_others(warehouse: Warehouse) -> None:
    con = warehouse.con
    loading.merge(con, "core.links", links(("c1", "f1"), ("c2", "f2")))
    assert touched(warehouse) == {("figure", digest("f1")), ("figure", digest("f2"))}
    loading.merge(con, "core.links", links(("c1", "f1"), ("c2", "f2"), run=OTHER_RUN))
    assert touched(warehouse) == set()
    loading.merge(con, "core.links", links(("c2", "f3")))
    assert touched(warehouse) == {("figure", digest("f2")), ("figure", digest("f3"))}
    loading.replace(con, "core.links", {}, over="figure_id", among=[digest("f1")])
    assert touched(warehouse) == {("figure", digest("f1"))}


def test_rows_of_merged_figures_follow_them_to_the_end(warehouse: Warehouse) -> None:
    merges = {
        "from_figure_id": [digest("f1"), digest("f2"), digest("r1"), digest("r2")],
        "into_figure_id": [digest("f2"), digest("f3"), digest("r2"), digest("r1")],
        "score": [0.9] * 4,
        "run_id": [RUN] * 4,
    }
    with loading.batch(warehouse.con) as batch:
        batch.merge("core.links", links(("c1", "f1"), ("c2", "f3"), ("c3", "f9"), ("c4", "r1")))
        batch.load("core.merges", merges)
    touched(warehouse)
    with loading.batch(warehouse.con) as batch:
        assert batch.follow_merges() == 2
    told = warehouse.con.execute("SELECT claim_id, figure_id FROM core.links").fetchall()
    assert {(str(c), str(f)) for c, f in told if str(c) != digest("c4")} == {
        (digest("c1"), digest("f3")), (digest("c2"), digest("f3")), (digest("c3"), digest("f9")),
    }  # fmt: skip
    assert {digest("f1"), digest("f3")} <= {thing for _, thing in touched(warehouse)}


def test_a_batch_is_written_whole_or_not_at_all(warehouse: Warehouse) -> None:
    def fail() -> None:
        with loading.batch(warehouse.con) as batch:
            batch.load("core.outlets", outlets("a"))
            batch.merge("core.links", links(("c1", "f1")))
            raise RuntimeError("stopped in between")

    with pytest.raises(RuntimeError, match="stopped"):
        fail()
    assert content(warehouse, "core.outlets") == content(warehouse, "core.links") == []
    assert touched(warehouse) == set()
    assert loading.load(warehouse.con, "core.outlets", outlets("a")) == 1


def test_a_row_without_what_it_must_have_stops_the_batch(warehouse: Warehouse) -> None:
    with pytest.raises(duckdb.ConstraintException):
        loading.load(warehouse.con, "core.outlets", {"outlet": ["a"]})
    with pytest.raises(KeyError, match=r"core\.outlets has no column nmae"):
        loading.load(warehouse.con, "core.outlets", outlets("a", nmae="A"))


def test_two_threads_loading_one_batch_write_it_once(warehouse: Warehouse) -> None:
    names = [f"outlet {n}" for n in range(500)]
    for attempt in range(5):
        mine = outlets(*(f"{name} of {attempt}" for name in names))
        barrier = threading.Barrier(2)
        conflicts: list[Exception] = []

        def work(cursor: duckdb.DuckDBPyConnection) -> None:
            barrier.wait()  # noqa: B023
            try:
                loading.load(cursor, "core.outlets", mine)  # noqa: B023
            except duckdb.TransactionException as error:
                conflicts.append(error)  # noqa: B023

        threads = [threading.Thread(target=work, args=(warehouse.con.cursor(),)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(conflicts) <= 1
        ((rows, keys),) = warehouse.con.execute(
            "SELECT count(*), count(DISTINCT outlet) FROM core.outlets"
        ).fetchall()
        assert rows == keys == 500 * (attempt + 1)


def test_every_table_has_its_key(warehouse: Warehouse) -> None:
    tables = {
        f"{schema}.{name}"
        for schema, name in warehouse.con.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() "
            "WHERE schema_name IN ('raw', 'core')"
        ).fetchall()
    }
    assert tables == set(loading.KEYS)
    for table, key in loading.KEYS.items():
        assert set(key) <= set(loading.shapes()[table].names)


def test_memory_is_bounded_and_more_only_where_it_is_needed(warehouse: Warehouse) -> None:
    def limit() -> str:
        ((told,),) = warehouse.con.execute("SELECT current_setting('memory_limit')").fetchall()
        return str(told)

    little = limit()
    with warehouse.more_memory():
        much = limit()
        warehouse.close()  # as publishing does
        assert limit() == much
    assert limit() == little
    assert (little, much) == ("244.1 MiB", "953.6 MiB")
