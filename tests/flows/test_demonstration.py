"""The ten days of the demonstration coverage, lived through by the ordinary pipeline."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from rich.console import Console

from flows.demonstration import changes, coverage, picture, play, truth
from flows.settings import Settings
from tests.flows.judging import differences_in, findings_in, judge
from warehouse import publishing


def live(data_dir: Path, days: int = 10) -> Counter[str]:
    return play.play(Settings(data_dir=data_dir), Console(file=io.StringIO()), days=days)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[str]]:
    """The data folder after ten days, and what the run counted."""
    data_dir = tmp_path_factory.mktemp("demonstration")
    return data_dir, live(data_dir)


@pytest.fixture
def con(lived: tuple[Path, Counter[str]]) -> Iterator[duckdb.DuckDBPyConnection]:
    with publishing.read(lived[0]) as con:
        yield con


def one(con: duckdb.DuckDBPyConnection, query: str) -> object:
    row = con.execute(query).fetchone()
    assert row is not None
    return row[0]


def sizes(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of every table that holds what was read or made of it."""
    tables = con.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
        " WHERE table_schema IN ('core', 'mart') AND table_type = 'BASE TABLE' ORDER BY 1"
    ).fetchall()
    return {name: int(str(one(con, f"SELECT count(*) FROM {name}"))) for (name,) in tables}


def test_every_article_and_every_edit_is_in(con: duckdb.DuckDBPyConnection) -> None:
    listed = {item.url for item in coverage().items}
    assert {url for (url,) in con.execute("SELECT url FROM core.articles").fetchall()} == listed
    revisions = len(listed) + len(coverage().edits)
    assert one(con, "SELECT count(*) FROM core.revisions") == revisions


def test_unchanged_pages_are_asked_for_conditionally(con: duckdb.DuckDBPyConnection) -> None:
    not_modified = one(con, "SELECT count(*) FROM raw.fetches WHERE is_not_modified")
    assert int(str(not_modified)) > 100


def test_what_robots_forbid_is_never_fetched(con: duckdb.DuckDBPyConnection) -> None:
    fetched = "SELECT count(*) FROM raw.fetches WHERE url LIKE '%/sponsored/%' AND status = 200"
    assert one(con, fetched) == 0
    reasons = con.execute("SELECT DISTINCT reason, thing FROM raw.failures").fetchall()
    assert {reason for reason, _ in reasons} <= {"robots"}
    assert all("/sponsored/" in thing for _, thing in reasons)


def test_the_wire_story_is_one_group(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT g.agency, list(a.url) FROM core.syndication_groups AS g"
        " JOIN core.syndication AS s USING (group_id) JOIN core.articles AS a USING (article_id)"
        " GROUP BY g.group_id, g.agency"
    ).fetchall()
    expected = [
        (group["origin"], {coverage().url(article) for article in group["articles"]})
        for group in truth()["syndicated"]
    ]
    assert [(agency, set(urls)) for agency, urls in rows] == expected


def test_planted_drift_is_found_and_nothing_else(con: duckdb.DuckDBPyConnection) -> None:
    verdict = judge(differences_in(con), findings_in(con))
    print(f"\n{verdict}")
    assert (verdict.precision, verdict.recall) == (1.0, 1.0), str(verdict)


def test_living_through_it_again_changes_no_row(
    lived: tuple[Path, Counter[str]],
) -> None:
    data_dir, _ = lived
    with publishing.read(data_dir) as con:
        before = sizes(con)
    again = live(data_dir)
    with publishing.read(data_dir) as con:
        after = sizes(con)
    assert after == before
    assert (again["articles"], again["revisions"], again["claims"]) == (0, 0, 0)


def test_what_changed_is_told_in_a_table_and_a_picture(
    lived: tuple[Path, Counter[str]],
) -> None:
    told = changes.changes(lived[0])
    due = {
        code
        for row in (*truth()["planted"], *truth()["edited"])
        for code in (*row["codes"].values(), row.get("code"))
        if code
    } | {"HEADLINE_BODY"}
    benign = {"ROUNDED", "HEDGE_ADDED", "DIGIT_SWAP", "NOTED_CORRECTION"}  # or of an edit
    assert {code for change in told for code in change.codes} == due - benign
    assert [(c.says, c.against) for c in told if c.codes == ("ZOMBIE",)] == [("12", "19")]
    assert changes.as_markdown(told).count("\n") == len(told) + 2
    label, marks = picture.marks(lived[0], "cable thefts in velmora")
    assert label == "Cable thefts in Velmora in February 2026"
    drawn = ElementTree.fromstring(picture.draw(label, marks))
    chips = [e for e in drawn.iter() if "chip" in e.get("class", "")]
    assert len(chips) == len(marks) > 15
