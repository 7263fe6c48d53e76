"""The import contracts hold, and breaking one fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("extractors", "warehouse", "flows", "dashboard")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.toml")
        )
    return tmp_path


def test_contracts_hold(copied: Path) -> None:
    told = lint(copied)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("extractors/claims.py", "import warehouse.loading"),
        ("extractors/claims.py", "import httpx"),
        ("warehouse/loading.py", "from extractors import records"),
        ("dashboard/__init__.py", "import flows.settings"),
    ],
)
def test_breaking_a_contract_fails(copied: Path, module: str, line: str) -> None:
    broken = copied / module
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    told = lint(copied)
    assert told.returncode != 0
    assert "BROKEN" in told.stdout
