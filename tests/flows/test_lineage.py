"""From any cell back to the archived bytes, and from an old extractor to a better one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

import extractors
from extractors import claims
from extractors.records import Article, Claim
from flows import archive, demonstration, doctor, evidence, extract, publish, resolve, runs
from flows.settings import Settings
from warehouse import asking, auditing, database, publishing

# Relations that sum over many claims, and the relation whose rows they sum.
SUMS = {
    "caveat_survival": "mart.comparison by caveat and depth",
    "coverage": "mart.revision and mart.claim by outlet and day",
    "drift_rate": "mart.drift by outlet or root, and code",
    "outlet_card": "mart.mention by outlet",
    "source_card": "mart.mention by root_key",
}


def test_every_relation_leads_to_claims(six_days: Settings) -> None:
    with publishing.read(six_days.data_dir) as con:
        columns = con.execute(
            "SELECT table_name, list(column_name) FROM information_schema.columns "
            "WHERE table_schema = 'mart' GROUP BY table_name"
        ).fetchall()
        proven = {
            claim for (claim,) in con.execute("SELECT claim_id FROM mart.evidence").fetchall()
        }
        assert proven
        for relation, names in columns:
            ids = [name for name in names if name.endswith("claim_id")]
            keys = {"figure_id", "article_id", "revision_id"} & set(names)
            assert ids or keys or relation in SUMS, f"mart.{relation} leads nowhere"
            for name in ids:
                told = con.execute(
                    f"SELECT DISTINCT {name} FROM mart.{relation} WHERE {name} IS NOT NULL"
                ).fetchall()
                assert {claim for (claim,) in told} <= proven, f"mart.{relation}.{name}"


def test_every_claim_leads_to_the_bytes_it_was_read_from(six_days: Settings) -> None:
    with publishing.read(six_days.data_dir) as con:
        told = con.execute(
            "SELECT claim_id, surface, marked, warc_file, warc_offset, content_digest "
            "FROM mart.evidence"
        ).fetchall()
        for _, surface, marked, file, offset, digest in told:
            assert f"[{surface}]" in marked
            page = archive.read_at(six_days.archive_dir, file, offset)
            assert isinstance(page, archive.Page)
            assert archive.content_digest(page.body) == digest
        claim, surface = told[0][:2]
        (proof,) = evidence.prove(con, claim[:12], six_days.archive_dir)
    assert proof.holds
    assert proof.body is not None
    assert f"[{surface}]" in proof.marked
    assert proof.facts["claim"]["claim_id"].hex == claim.replace("-", "")
    assert proof.facts["reading"]["counts"] == "yes"
    for part in ("article", "reading", "page"):
        assert {"article": "revision", "reading": "run_id", "page": "record"}[part] in proof.facts[
            part
        ]


def test_a_proof_says_when_the_archive_does_not_hold(six_days: Settings, tmp_path: Path) -> None:
    shutil.copytree(six_days.archive_dir, tmp_path / "archive")
    for file in archive.files(tmp_path / "archive"):
        file.write_bytes(b"\0" * file.stat().st_size)
    with publishing.read(six_days.data_dir) as con:
        ((claim,),) = con.execute("SELECT min(claim_id) FROM mart.claim").fetchall()
        (proof,) = evidence.prove(con, claim, tmp_path / "archive")
        assert not proof.holds
        assert "cannot be read" in proof.check
        for wrong in ("", "zz", claim + "0"):
            with pytest.raises(LookupError, match="no claim with that id"):
                evidence.prove(con, wrong, six_days.archive_dir)


@contextmanager
def better(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An extractor that reads no hedges, finds no claim in a headline, and calls itself 2.0.0."""
    as_it_is = claims.extract

    def read(article: Article) -> tuple[Claim, ...]:
        return tuple(
            replace(claim, quantity=replace(claim.quantity, hedge="none", hedge_cue=None))
            for claim in as_it_is(article)
            if claim.zone != "headline"
        )

    with monkeypatch.context() as patched:
        patched.setattr(extractors, "VERSION", "2.0.0")
        patched.setattr(claims, "extract", read)
        yield


def versions(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, int]:
    return dict(
        con.execute(
            f"SELECT extractor_version, count(*) FROM {relation} GROUP BY extractor_version"
        ).fetchall()
    )


def test_a_better_extractor_reads_beside_the_old_one(
    six_days: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(six_days.data_dir, tmp_path / "data", symlinks=True)
    settings = six_days.model_copy(update={"data_dir": tmp_path / "data"})
    with publishing.read(settings.data_dir) as con:
        before = versions(con, "core.claims")
        shown = con.execute("SELECT * FROM mart.mention ORDER BY ALL").fetchall()
        ((hedged,),) = con.execute(
            "SELECT count(*) FROM core.claims WHERE hedge <> 'none' AND zone <> 'headline'"
        ).fetchall()
        headlines = con.execute(
            "SELECT surface FROM core.claims WHERE zone = 'headline' ORDER BY surface"
        ).fetchall()
    assert list(before) == ["1.0.0"]
    assert hedged
    assert headlines
    with better(monkeypatch), runs.opened(settings, "extract") as run:
        extract.extract(run)
        # Until it is published readers see the old reading, whole.
        with publishing.read(settings.data_dir) as con:
            assert con.execute("SELECT * FROM mart.mention ORDER BY ALL").fetchall() == shown
        resolve.resolve(run)
        publish.publish(run)
        assert auditing.audit(run.warehouse.con) == []
    with publishing.read(settings.data_dir) as con:
        kept = versions(con, "core.claims")
        assert kept["1.0.0"] == before["1.0.0"]
        assert kept["2.0.0"] == before["1.0.0"] - len(headlines)
        for relation in ("mart.mention", "mart.claim", "mart.revision"):
            assert list(versions(con, relation)) == ["2.0.0"], relation
        changes = asking.ask(con, "compare_extractors", a="1.0.0", b="2.0.0").fetchall()
        lost = sorted(change[1] for change in changes if change[0] == "lost")
        assert [(surface,) for surface in lost] == headlines
        assert sum(change[0] == "hedge" for change in changes) == hedged
        assert {change[0] for change in changes} == {"lost", "hedge"}
        ((claim,),) = con.execute("SELECT min(claim_id) FROM mart.claim").fetchall()
        readings = evidence.prove(con, claim, settings.archive_dir)
        assert [one.facts["reading"]["extractor_version"] for one in readings] == ["2.0.0", "1.0.0"]
        assert readings[0].facts["reading"]["counts"] == "yes"
        assert readings[1].facts["reading"]["counts"].startswith("no")


def test_the_doctor_names_what_is_wrong(six_days: Settings, tmp_path: Path) -> None:
    def states(settings: Settings) -> dict[str, doctor.Finding]:
        worst = ("good", "look", "bad")
        found: dict[str, doctor.Finding] = {}
        for one in doctor.examine(settings, demonstration.moment(6)):
            if one.thing not in found or worst.index(one.state) > worst.index(
                found[one.thing].state
            ):
                found[one.thing] = one
        return found

    well = states(six_days)
    assert {thing for thing, one in well.items() if one.state != "good"} == {"settings"}
    assert set(well) == {
        "settings", "watchlist", "disk", "lock", "warehouse", "snapshot", "versions", "audits",
        "last run", "outlets", "archive",
    }  # fmt: skip

    shutil.copytree(six_days.data_dir, tmp_path / "data", symlinks=True)
    (tmp_path / "outlets.toml").write_text("[[outlet]]\nkey = 1\n", encoding="utf-8")
    ill = six_days.model_copy(
        update={"data_dir": tmp_path / "data", "watchlist": tmp_path / "outlets.toml"}
    )
    working = ill.data_dir / database.WORKING_FILE
    working.write_bytes(b"\0" * 4096 + working.read_bytes()[4096:])
    for file in archive.files(ill.archive_dir):
        file.unlink()
    found = states(ill)
    assert {thing for thing, one in found.items() if one.state == "bad"} == {
        "watchlist", "warehouse", "archive",
    }  # fmt: skip
    assert "figuredrift rebuild" in found["warehouse"].said
    with runs.opened(six_days, "extract"):
        assert "writing just now" in states(six_days)["lock"].said
