"""From the archive alone come the same rows; a damaged file is put aside and made anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from flows import rebuild, runs
from flows.settings import Settings
from warehouse import database, publishing
from warehouse.errors import Damaged

TABLES = (
    "core.articles", "core.revisions", "core.claims", "core.hops", "core.extractions",
    "core.syndication",
)  # fmt: skip
# Who wrote a row and when is not what it says.
STAMPS = {"run_id", "extracted_at"}


def rows(data_dir: Path) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with publishing.read(data_dir) as con:
        for table in TABLES:
            columns = [
                c for c in con.sql(f"SELECT * FROM {table} LIMIT 0").columns if c not in STAMPS
            ]
            listed = ", ".join(columns)
            found[table] = con.execute(f"SELECT {listed} FROM {table} ORDER BY ALL").fetchall()
    return found


def test_the_archive_alone_gives_the_same_rows(six_days: Settings, tmp_path: Path) -> None:
    shutil.copytree(six_days.archive_dir, tmp_path / "archive")
    again = six_days.model_copy(update={"data_dir": tmp_path})
    rebuild.reprocess(again, six_days.watchlist)
    expected, got = rows(six_days.data_dir), rows(tmp_path)
    for table in TABLES:
        assert len(got[table]) == len(expected[table]) > 0, table
        assert got[table] == expected[table], table


def test_reprocessing_what_is_there_changes_nothing(six_days: Settings) -> None:
    before = rows(six_days.data_dir)
    rebuild.reprocess(six_days, six_days.watchlist)
    assert rows(six_days.data_dir) == before


def test_a_damaged_file_is_named_put_aside_and_made_anew(
    six_days: Settings, tmp_path: Path
) -> None:
    shutil.copytree(six_days.data_dir, tmp_path / "data", symlinks=True)
    damaged = six_days.model_copy(update={"data_dir": tmp_path / "data"})
    expected = rows(damaged.data_dir)
    working = damaged.data_dir / database.WORKING_FILE
    working.write_bytes(b"\0" * 4096 + working.read_bytes()[4096:])
    with pytest.raises(Damaged, match="rebuild"), runs.opened(damaged, "extract"):
        pass
    told = list(rebuild.rebuild(damaged, damaged.watchlist))
    assert "set aside" in str(told[0])
    assert (damaged.data_dir / "damaged-1.duckdb").exists()
    assert rows(damaged.data_dir) == expected


def test_a_person_decides_about_a_link(six_days: Settings) -> None:
    from flows import decide

    with publishing.read(six_days.data_dir) as con:
        claim, figure = con.execute(
            "SELECT m.claim_id, m.figure_id FROM mart.mention AS m "
            "JOIN core.figures AS f ON CAST(f.figure_id AS VARCHAR) = m.figure_id "
            "WHERE CAST(f.founder_claim_id AS VARCHAR) <> m.claim_id ORDER BY m.claim_id LIMIT 1"
        ).fetchall()[0]
    with runs.opened(six_days, "decide") as run:
        decide.decide(run, claim[:18], figure, "reject", note="another flood")
        linked = _figure(run.warehouse.con, claim)
        assert _miscounted(run.warehouse.con) == []
    assert linked != figure
    with runs.opened(six_days, "decide") as run:
        decide.decide(run, claim, figure, "accept", note="the same after all")
        assert _figure(run.warehouse.con, claim) == figure
        assert _miscounted(run.warehouse.con) == []


def _figure(con: duckdb.DuckDBPyConnection, claim: str) -> str:
    found = con.execute("SELECT figure_id FROM core.links WHERE claim_id = $1", [claim]).fetchall()
    return str(found[0][0])


def _miscounted(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Figures that tell another number of reports than they have."""
    return con.execute(
        "SELECT label, reports, count(claim_id) AS links FROM core.figures "
        "LEFT JOIN core.links USING (figure_id) GROUP BY figure_id, label, reports "
        "HAVING reports <> links"
    ).fetchall()
