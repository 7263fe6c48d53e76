"""What the command cannot do anything with, met by a whole process: one message, a code, a row."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.service import free_port
from warehouse import publishing

pytestmark = pytest.mark.slow


def figuredrift(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "FIGUREDRIFT_"))}
    return subprocess.run(
        [Path(sys.executable).with_name("figuredrift"), *arguments],
        env={**kept, **{f"FIGUREDRIFT_{name.upper()}": text for name, text in settings.items()}},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_run_that_can_read_nothing_fails_and_says_why(tmp_path: Path) -> None:
    warc, addresses = tmp_path / "empty.warc", tmp_path / "addresses.txt"
    warc.touch()
    addresses.write_text("# none yet\nhello world\n", encoding="utf-8")
    data = tmp_path / "data"
    done = figuredrift(
        "run", "--warc", str(warc), "--urls", str(addresses), "--data", str(data), processes="1"
    )
    assert done.returncode == 1
    assert done.stderr == ""
    with publishing.read(data) as con:
        rows = con.sql("SELECT thing, detail, remedy FROM raw.failures ORDER BY thing").fetchall()
    told = " ".join(done.stdout.split())
    assert [thing for thing, _, _ in rows] == [str(addresses), f"{addresses}:2", str(warc)]
    for _, detail, remedy in rows:
        assert detail
        assert remedy in told


def test_a_schedule_that_is_none_is_named_before_anything_is_served(tmp_path: Path) -> None:
    done = figuredrift(
        "serve", "--data", str(tmp_path), report_at="sometimes", ui_port=str(free_port())
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("figuredrift: FIGUREDRIFT_REPORT_AT is 'sometimes'")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_file_of_figures_that_is_not_there_is_named_before_anything_is_done(
    tmp_path: Path, command: str
) -> None:
    missing = tmp_path / "figures.toml"
    done = figuredrift(
        command, "--data", str(tmp_path / "data"), figures=str(missing), ui_port=str(free_port())
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"figuredrift: {missing}: no such file; write it, or")
    assert not (tmp_path / "data" / "archive").exists()


def test_a_broken_watchlist_is_named_before_anything_is_served(tmp_path: Path) -> None:
    watchlist = tmp_path / "outlets.toml"
    watchlist.write_text("[[outlet]\n", encoding="utf-8")
    done = figuredrift(
        "serve", "--data", str(tmp_path / "data"), "--watchlist", str(watchlist),
        ui_port=str(free_port()),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"figuredrift: {watchlist}: not valid TOML")
    assert not (tmp_path / "data").exists()
