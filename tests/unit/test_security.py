"""docs/security.md names tests that are there; secrets, permissions and privileges are as told."""

from __future__ import annotations

import ast
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from flows import logs, serve
from flows.demonstration.server import Server
from flows.settings import Settings
from tests.faults import day as one_day
from warehouse import lake, publishing

ROOT = Path(__file__).parents[2]
SECRET = "open-sesame-4711"
NAMED = sorted(
    set(
        re.findall(
            r"`(tests/[\w/]+\.py)(?:::(\w+))?`",
            (ROOT / "docs" / "security.md").read_text(encoding="utf-8"),
        )
    )
)


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda part: part)
def test_every_test_named_is_there(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert not name or name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


def test_every_threat_names_its_test() -> None:
    table = (ROOT / "docs" / "security.md").read_text(encoding="utf-8").split("\n## ")[1]
    threats = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(threats) > 15
    assert all("::test_" in line.split("|")[3] for line in threats)


def test_secrets_of_settings_are_never_shown(tmp_path: Path) -> None:
    hook = f"https://hooks.example/{SECRET}"
    catalog = f"postgres:host=127.0.0.1 port=1 user=x password={SECRET}"
    settings = Settings.model_validate(
        {"data_dir": tmp_path, "alert_url": hook, "lake": catalog, "lake_data": "lake"}
    )
    assert SECRET not in repr(settings)
    assert SECRET not in settings.model_dump_json()
    assert SECRET not in logs.hide_secrets(f"{catalog} {hook}?token={SECRET}").replace(hook, "")
    with pytest.raises(lake.LakeError) as raised:
        lake.put(tmp_path / "none.duckdb", lake.Lake(catalog, "lake", tmp_path))
    assert SECRET not in str(raised.value)


@pytest.mark.slow
def test_files_are_written_with_sane_permissions(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = os.umask(0o022)
    try:
        with Server(day=1) as site:
            one_day.live(data, site.port, 1)
    finally:
        os.umask(before)
    modes = {path: path.lstat().st_mode for path in data.rglob("*") if not path.is_symlink()}
    assert len(modes) > 5
    for path, mode in modes.items():
        assert not mode & (stat.S_IWGRP | stat.S_IWOTH), path
        assert not mode & (stat.S_ISUID | stat.S_ISGID), path
        assert path.is_dir() or not mode & 0o111, path
    assert stat.S_IMODE(publishing.current(data).stat().st_mode) == 0o444


def test_the_home_of_the_scheduler_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    serve.prepare(Settings(data_dir=tmp_path))
    assert stat.S_IMODE((tmp_path / "served").stat().st_mode) == 0o700


@pytest.mark.slow
def test_a_whole_round_needs_no_privilege(tmp_path: Path) -> None:
    """As it is where the suite has no privilege itself; else as nobody, or as a root of nothing."""
    command: list[str | Path] = [sys.executable, "-m", "tests.faults.day", tmp_path / "data"]
    user = None
    if os.geteuid() == 0:
        try:
            # Root's own folder may be where Python lies: then nobody cannot start it.
            subprocess.run([sys.executable, "-c", ""], user="nobody", check=True)
            user = "nobody"
            shutil.chown(tmp_path, user)
        except (OSError, subprocess.SubprocessError):
            if shutil.which("setpriv") is None:
                pytest.skip("runs as root, and there is no setpriv to give its power up")
            none = ("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")
            command[:0] = ["setpriv", *none]
    with Server(day=1) as site:
        done = subprocess.run(
            [*command, str(site.port), "1"], cwd=ROOT, user=user, capture_output=True, text=True,
            timeout=180, check=False,
        )  # fmt: skip
    assert done.stdout.endswith("done\n"), done.stderr
