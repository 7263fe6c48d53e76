"""A better extractor: what an older reading took for an edit does not stay as a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import extractors
from extractors import revisions
from flows import demonstration, extract, publish, resolve, runs
from flows.demonstration.server import Server
from flows.settings import Settings
from tests.faults import day as one_day
from warehouse import publishing

pytestmark = pytest.mark.slow
EDITS = (
    "SELECT code, CAST(article_id AS VARCHAR), detail FROM core.findings "
    "WHERE code IN ('SILENT_EDIT', 'NOTED_CORRECTION', 'WITHDRAWN', 'INSERTED') ORDER BY ALL"
)


def edits(data: Path) -> list[Any]:
    with publishing.read(data) as con:
        return con.execute(EDITS).fetchall()


def test_findings_of_edits_follow_the_newest_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(day=3) as site:
        for day in (4, 5, 6):
            site.set_day(day)
            one_day.live(tmp_path, site.port, day)
    right = edits(tmp_path)
    assert {code for code, _, _ in right} >= {"SILENT_EDIT", "NOTED_CORRECTION"}

    # An upgrade that reads a number of every edit otherwise, and then one that reads it well again.
    def reread(version: str) -> list[Any]:
        monkeypatch.setattr(extractors, "VERSION", version)
        settings = Settings(data_dir=tmp_path, processes=1)
        with runs.opened(settings, "reread", now=lambda: demonstration.moment(6)) as run:
            extract.extract(run)
            resolve.resolve(run)
            publish.publish(run)
        return edits(tmp_path)

    whole = revisions.align
    with monkeypatch.context() as blind:
        blind.setattr(revisions, "align", lambda before, after: whole((), after))
        worse = reread("99.1")
    assert {code for code, _, _ in worse} == {"INSERTED"}
    assert reread("99.2") == right
