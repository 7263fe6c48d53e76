"""Bad input at the command line: one message naming the thing and the remedy, exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows import publish, runs
from flows.cli import app
from flows.settings import Settings


def figuredrift(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def said(result: Result) -> str:
    return " ".join((result.output + (result.stderr or "")).split())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A data folder with a published, empty warehouse."""
    folder = tmp_path_factory.mktemp("published")
    with runs.opened(Settings(data_dir=folder), "publish") as run:
        publish.publish(run)
    return str(folder)


def test_a_wrong_key_in_the_watchlist_is_named_with_its_line(tmp_path: Path) -> None:
    watchlist = tmp_path / "outlets.toml"
    watchlist.write_text('[[outlet]]\nkey = "herald"\nnmae = "The Herald"\n', encoding="utf-8")
    result = figuredrift("run", "--watchlist", str(watchlist), "--data", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert f"{watchlist}:3" in said(result)
    assert "did you mean 'name'?" in said(result)


@pytest.mark.parametrize("option", ["--folder", "--warc", "--urls", "--watchlist"])
def test_a_missing_input_is_named(tmp_path: Path, option: str) -> None:
    missing = tmp_path / "nowhere"
    result = figuredrift("run", option, str(missing), "--data", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert f"{missing}: no such file" in said(result)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sql", "selec 1"], "syntax error"),
        (["sql", "CREATE TABLE x (a INT)"], "read-only"),
        (["sql", "SELECT * FROM read_text('/etc/hostname')"], "disabled"),
        (["ask", "nonsense"], "there are:"),
        (["ask", "history"], "needs figure"),
        (["ask", "runs", "least=3"], "takes no least"),
        (["figure", "no such thing"], "ask figures"),
        (["evidence", "0000"], "no claim with that id"),
        (["link", "accept", "0000", "0000"], "no claim '0000'"),
        (["report", "--format", "pdf"], "md, html, json"),
    ],
)
def test_a_wrong_question_gets_an_answer(
    published: str, arguments: list[str], message: str
) -> None:
    result = figuredrift(*arguments, "--data", published)
    assert result.exit_code == 1
    assert message in said(result)


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    result = figuredrift("sql", "SELECT 1", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert "figuredrift run" in said(result)


def test_a_run_that_finds_another_at_work_names_it(
    published: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGUREDRIFT_LOCK_WAIT", "0")
    with runs.opened(Settings(data_dir=Path(published)), "ingest"):
        result = figuredrift("publish", "--data", published)
    assert result.exit_code == 1
    assert "another run (process" in said(result)


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGUREDRIFT_RETRIES", "many")
    result = figuredrift("sql", "SELECT 1")
    assert result.exit_code == 1
    assert "retries" in said(result)


def test_a_bad_line_of_a_claims_file_is_named(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    good = json.dumps({"id": "a", "text": "Forty people died.", "published": "2026-03-02"})
    articles.write_text(good + "\n{not json\n", encoding="utf-8")
    out = tmp_path / "claims.jsonl"
    result = figuredrift("claims", "--articles", str(articles), "--out", str(out))
    assert result.exit_code == 1
    assert f"{articles}:2" in said(result)


def test_claims_of_a_text_are_printed(tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("Police said around 40 people were hurt in January.", encoding="utf-8")
    result = figuredrift("claims", "--text", str(text), "--published", "2026-03-02")
    assert result.exit_code == 0
    assert "approximate" in result.output


def test_answers_come_as_json_and_csv(published: str) -> None:
    told = figuredrift("sql", "SELECT 1.5 AS a, 'b' AS c", "--as", "json", "--data", published)
    assert json.loads(told.output) == {"a": 1.5, "c": "b"}
    told = figuredrift("sql", "SELECT 1 AS a", "--as", "csv", "--data", published)
    assert told.output.split() == ["a", "1"]


def test_the_doctor_examines_everything(published: str, tmp_path: Path) -> None:
    result = figuredrift("doctor", "--data", published)
    for thing in ("settings", "watchlist", "disk", "lock", "snapshot", "versions", "audits"):
        assert thing in result.output
    assert figuredrift("doctor", "--data", str(tmp_path)).exit_code == 1
