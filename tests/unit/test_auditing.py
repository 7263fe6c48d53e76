"""Audits find what they are for, say so in words, and are silent on a sound warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.records import digest
from warehouse import asking, auditing, database, documenting, loading, marts
from warehouse.database import Warehouse

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 3, 1, tzinfo=UTC).isoformat()
RUN = digest("run")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with database.open(tmp_path_factory.mktemp("audits")) as one:
        marts.build(one.con)
        yield one


# What breaks each audit: statements that a bug, not the loader, would run.
BREAKS = {
    "bounds_fit_values": ["claims bound=at_least low=1 high=2"],
    "claims_have_readings": ["claims"],
    "copies_do_not_drift": ["comparisons is_same_text=true codes=1"],
    "dates_are_not_in_the_future": ["revisions published_at='2026-04-01' seen_at='2026-03-01'"],
    "drift_has_its_comparison": ["drift"],
    "figures_lie_between_their_extremes": [],
    "findings_have_proof": ["findings"],
    "intervals_are_in_order": ["claims low=2 high=1"],
    "keys_are_unique": ["claims", "claims"],
    "links_have_claims": ["links"],
    "marts_hold_every_link": [],
    "merged_figures_hold_no_links": ["links", "merges"],
    "nothing_is_compared_with_itself": ["comparisons"],
    "pages_are_there": ["revisions"],
    "people_have_the_last_word": ["links", "decisions verdict=reject"],
    "readings_count_their_claims": ["extractions claims=1"],
    "revisions_have_articles": ["revisions"],
    "shares_are_shares": [],
    "spans_lie_in_the_text": ["revisions", "claims span_end=99"],
}
MART_BREAKS = {
    "figures_lie_between_their_extremes": [
        f"INSERT INTO mart.figure (figure_id, lowest, highest) VALUES ('{digest('f')}', 1, 2)",
        "INSERT INTO mart.mention (figure_id, low, is_counted, is_in_unit, is_vague) "
        f"VALUES ('{digest('f')}', 3, true, true, false)",
    ],
    "marts_hold_every_link": ["INSERT INTO mart.mention (figure_id, claim_id) VALUES ('f', 'c')"],
    "shares_are_shares": [
        "INSERT INTO mart.drift_rate (share, share_low, share_high) VALUES (2, 0, 1)"
    ],
}


def test_every_audit_has_a_case_and_a_sentence(warehouse: Warehouse) -> None:
    found = {path.stem: path for path in auditing.AUDITS.glob("*.sql")}
    assert set(found) == set(BREAKS)
    for path in found.values():
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("-- ")
        assert first.endswith(".")
    assert auditing.audit(warehouse.con) == []


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_an_audit_finds_what_it_is_for(warehouse: Warehouse, name: str) -> None:
    con = warehouse.con
    con.execute("BEGIN")
    try:
        for told in BREAKS[name]:
            table, *changes = told.split(" ")
            _put(warehouse, f"core.{table}", dict(c.split("=", 1) for c in changes))
        for statement in MART_BREAKS.get(name, []):
            con.execute(statement)
        (violation,) = [v for v in auditing.audit(con) if v.audit == name]
        assert violation.rows >= 1
        assert str(violation).startswith(f"{name}: {violation.about} ")
    finally:
        con.execute("ROLLBACK")


def _put(warehouse: Warehouse, table: str, changes: dict[str, str]) -> None:
    """A row with something in every column, as the test wants it."""
    columns = warehouse.con.sql(f"SELECT * FROM {table} LIMIT 0")
    values = []
    for column, kind in zip(columns.columns, map(str, columns.types), strict=True):
        if column in changes:
            value = changes[column].strip("'")
            values.append(f"CAST('{value}' AS {kind})")
        elif kind == "UUID":
            values.append(f"CAST('{digest('x')}' AS UUID)")
        elif kind == "UUID[]":
            values.append(f"[CAST('{digest('no claim')}' AS UUID)]")
        elif kind.endswith("]") or column == "exact_values":
            values.append("NULL")
        elif kind == "VARCHAR":
            values.append("'x'")
        elif kind == "BOOLEAN":
            values.append("false")
        elif kind in ("TIMESTAMP", "DATE"):
            values.append(f"CAST('{AT[:10]}' AS {kind})")
        else:
            values.append("0")
    warehouse.con.execute(f"INSERT INTO {table} VALUES ({', '.join(values)})")


@pytest.mark.parametrize("name", sorted(asking.questions()))
def test_every_shipped_query_runs_on_an_empty_warehouse(warehouse: Warehouse, name: str) -> None:
    question = asking.questions()[name]
    assert question.about.endswith(".")
    given = {k: digest("x") for k, v in question.parameters.items() if v is None}
    for key in set(given) & {"since"}:
        given[key] = "2026-01-01"
    answer = asking.ask(warehouse.con, name, **given)
    assert answer.columns
    answer.fetchall()


def test_a_wrong_question_is_told_what_there_is(warehouse: Warehouse) -> None:
    with pytest.raises(LookupError, match=r"no query 'nothing'; there are: .*disputed"):
        asking.ask(warehouse.con, "nothing")
    with pytest.raises(LookupError, match="takes no often; it takes: most"):
        asking.ask(warehouse.con, "disputed", often=3)
    with pytest.raises(LookupError, match="history needs figure"):
        asking.ask(warehouse.con, "history")


def test_parameters_are_bound_not_pasted(warehouse: Warehouse) -> None:
    assert (
        asking.ask(warehouse.con, "history", figure="'; DROP TABLE core.claims; --").fetchall()
        == []
    )
    assert loading.load(warehouse.con, "core.claims", {}) == 0


def test_the_printed_tables_are_fresh() -> None:
    printed = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert printed == documenting.tables(), "run `python -m warehouse.documenting docs/tables.md`"
