"""Bad input at the command line: one message naming the thing and the remedy, exit code 1."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from flows import publish, runs
from flows.cli import app, link_app
from flows.settings import Settings
from tests.flows.service import free_port
from warehouse import database


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


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("RETRIES", "many", "FIGUREDRIFT_RETRIES: Input should be a valid integer"),
        ("RESOLVE", "a=b", "FIGUREDRIFT_RESOLVE: 'a=b' is not JSON like"),
        ("PROXY", "proxy:3128", "FIGUREDRIFT_PROXY: 'proxy:3128' is not an address that begins"),
        ("LAKE", "x", "wrong: FIGUREDRIFT_LAKE and FIGUREDRIFT_LAKE_DATA go together"),
        ("TASK_RUNNER", "spark", "FIGUREDRIFT_TASK_RUNNER: Input should be 'threads', 'dask'"),
    ],
)
def test_a_bad_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"FIGUREDRIFT_{name}", value)
    result = figuredrift("sql", "SELECT 1")
    assert result.exit_code == 1
    assert message in said(result)
    assert "docs/settings.md" in said(result)


def test_the_doctor_names_a_misspelt_setting(
    published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIGUREDRIFT_LOCK_WAITT", "3")
    (tmp_path / ".env").write_text("FIGUREDRIFT_CONTAKT=x@y.example\n", encoding="utf-8")
    told = said(figuredrift("doctor", "--data", published))
    assert "did you mean FIGUREDRIFT_LOCK_WAIT?" in told
    assert "did you mean FIGUREDRIFT_CONTACT?" in told


@pytest.mark.parametrize("command", ["publish", "reprocess", "rebuild", "link reject a b"])
def test_what_works_on_a_warehouse_makes_none(tmp_path: Path, command: str) -> None:
    missing = tmp_path / "nowhere"
    result = figuredrift(*command.split(), "--data", str(missing))
    assert result.exit_code == 1
    assert f"{missing}: no such folder" in said(result)
    assert not missing.exists()


def test_nothing_is_set_aside_where_the_watchlist_is_missing(tmp_path: Path) -> None:
    (tmp_path / database.WORKING_FILE).write_bytes(b"damaged")
    watchlist = tmp_path / "nowhere.toml"
    result = figuredrift("rebuild", "--data", str(tmp_path), "--watchlist", str(watchlist))
    assert result.exit_code == 1
    assert f"{watchlist}: no such file" in said(result)
    assert (tmp_path / database.WORKING_FILE).read_bytes() == b"damaged"


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    text, lines = tmp_path / "a.txt", tmp_path / "a.jsonl"
    text.write_bytes(b"40 \xff people")
    lines.write_bytes(b'{"id": "a", "text": "40 \xff people"}\n')
    result = figuredrift("claims", "--text", str(text))
    assert result.exit_code == 1
    assert f"{text}: not UTF-8 at byte 3" in said(result)
    result = figuredrift("claims", "--articles", str(lines))
    assert result.exit_code == 1
    assert f"{lines}:1: not UTF-8 at byte 24" in said(result)


def test_parquet_never_takes_the_place_of_something_else(published: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("keep me", encoding="utf-8")
    for place in (tmp_path, letter):
        result = figuredrift("publish", "--data", published, "--parquet", str(place))
        assert result.exit_code == 1
        assert f"{place} holds more than Parquet files" in said(result)
    assert letter.read_text(encoding="utf-8") == "keep me"


def test_a_taken_port_is_named(published: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = figuredrift("dashboard", "--data", published, "--port", str(port))
    assert result.exit_code == 1
    assert f"port {port}: address already in use; give another with --port" in said(result)


def test_a_damaged_snapshot_is_named_before_anything_is_served(tmp_path: Path) -> None:
    with runs.opened(Settings(data_dir=tmp_path), "publish") as run:
        snapshot = publish.publish(run)
    snapshot.chmod(0o644)
    snapshot.write_bytes(b"\0" * 4096 + snapshot.read_bytes()[4096:])
    result = figuredrift("dashboard", "--data", str(tmp_path), "--port", str(free_port()))
    assert result.exit_code == 1
    assert f"{snapshot} cannot be read: publish anew" in said(result)


GROUPS = {(): app, ("link",): link_app}


@pytest.mark.parametrize(
    "words",
    [
        (*group, command.name or command.callback.__name__.replace("_", "-"))
        for group, commands in GROUPS.items()
        for command in commands.registered_commands
        if command.callback is not None
    ],
)
def test_help_says_what_every_word_means(words: tuple[str, ...]) -> None:
    told: Any = typer.main.get_command(app)
    for word in words:
        told = told.commands[word]
    assert told.help
    for given in told.params:
        assert given.help, given.name
        assert "[" not in given.help, "the help's markup takes it out"
