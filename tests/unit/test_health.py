"""The health file and the log: what a run leaves for a monitor, and what it never tells."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import health, logs, runs, summary
from flows.failures import Failure
from flows.settings import Settings
from warehouse import database

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def end(settings: Settings, flow: str, error: Exception | None = None) -> None:
    with runs.opened(settings, flow, now=lambda: NOW) as run:
        run.counts["claims"] += 3
        if error:
            raise error


def test_each_flow_keeps_how_it_last_ended(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    end(settings, "ingest")
    assert health.read(tmp_path)["status"] == "ok"
    with pytest.raises(RuntimeError):
        end(settings, "extract", RuntimeError("at http://me:secret@feeds.example/rss"))
    told = health.read(tmp_path)
    assert told["status"] == "failing"
    assert told["flows"]["ingest"]["status"] == "completed"
    assert told["flows"]["ingest"]["counts"] == {"claims": 3}
    assert told["flows"]["extract"]["error"] == "RuntimeError: at http://***@feeds.example/rss"
    end(settings, "extract")
    assert health.read(tmp_path)["status"] == "ok"


def test_a_service_is_well_while_its_rounds_end_well() -> None:
    told = {"status": "ok", "written_at": NOW.isoformat(), "flows": {}}
    assert health.judge(told, 15, NOW + timedelta(minutes=59)) == (True, "ok")
    is_well, why = health.judge(told, 15, NOW + timedelta(minutes=61))
    assert not is_well
    assert "61 minutes" in why
    assert health.judge({}, 15, NOW) == (False, "no run has ended yet")
    failed = {**told, "status": "failing", "flows": {"publish": {"status": "failed"}}}
    assert "publish" in health.judge(failed, 15, NOW)[1]


def test_a_torn_or_absent_file_is_nothing(tmp_path: Path) -> None:
    assert health.read(tmp_path) == {}
    (tmp_path / health.HEALTH_FILE).write_text('{"status": ')
    assert health.read(tmp_path) == {}


def test_log_lines_tell_runs_and_failures_without_secrets(tmp_path: Path) -> None:
    with runs.opened(Settings(data_dir=tmp_path), "ingest", now=lambda: NOW) as run:
        url = "https://feeds.example/rss?api_key=abc123&page=2"
        run.fail(Failure("fetch", "timeout", url, "read at https://me:pw@feeds.example/"))
    text = (tmp_path / logs.LOG_FILE).read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines] == ["running", "failure", "completed"]
    assert {line["run_id"] for line in lines} == {run.run_id}
    assert lines[1]["thing"] == "https://feeds.example/rss?api_key=***&page=2"
    assert "abc123" not in text
    assert "pw" not in text
    left = logging.getLogger("figuredrift").handlers
    assert not [h for h in left if isinstance(h, logging.FileHandler)]


def test_files_of_the_log_are_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 500)
    with logs.kept(tmp_path):
        for n in range(100):
            logs.tell("line", n=n)
    folder = (tmp_path / logs.LOG_FILE).parent
    assert len(list(folder.iterdir())) == 1 + logs.KEPT
    assert all(file.stat().st_size <= 500 for file in folder.iterdir())


def test_a_run_that_was_killed_is_told_as_crashed_by_the_next(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    killed = runs.opened(settings, "ingest", now=lambda: NOW)
    run = killed.__enter__()
    run.warehouse.con.execute("CHECKPOINT")
    copy = tmp_path / "copy"
    copy.mkdir()
    working = tmp_path / database.WORKING_FILE
    killed_bytes = working.read_bytes()
    killed.__exit__(None, None, None)
    (copy / database.WORKING_FILE).write_bytes(killed_bytes)
    with runs.opened(Settings(data_dir=copy), "ingest", now=lambda: NOW) as later:
        found = later.warehouse.con.execute(
            "SELECT CAST(run_id AS VARCHAR), status FROM raw.runs"
        ).fetchall()
    assert dict(found) == {run.run_id: "crashed", later.run_id: "running"}


def test_the_summary_shows_no_markup_of_others() -> None:
    failed = [
        {"stage": "fetch", "reason": "timeout", "n": 2,
         "last_thing": "http://a.example/|<b>[x](javascript:y)", "remedy": "wait\nor ask"}
    ]  # fmt: skip
    page = summary.markdown({"claims": 1200, "odd_count": 1, "drift": 0}, failed)
    assert "| claims | 1,200 |" in page
    assert "| odd count | 1 |" in page
    assert "drift" not in page
    assert r"\|\<b\>\[x\](javascript:y)" in page
    assert "| wait or ask |" in page
