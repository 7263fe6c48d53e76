"""The published file is for every DuckDB there is: 1.3 to 2.0 read the same rows from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard import coverage
from tests.faults.environments import python_of
from warehouse import definitions, publishing

OPENER = Path(__file__).with_name("opener.py")
PLAIN = {
    "VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "DECIMAL(38,9)",
}  # fmt: skip


def opened(python: Path | str, file: Path) -> dict[str, Any]:
    done = subprocess.run(
        [python, OPENER, file], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("versions")
    coverage.publish(data)
    return data / publishing.FOLDER / publishing.CURRENT


@pytest.fixture(scope="module")
def here(file: Path) -> dict[str, Any]:
    return opened(sys.executable, file)


def test_types_are_plain_and_everything_is_explained(here: dict[str, Any]) -> None:
    relations = here["relations"]
    assert set(relations) >= {one.name for one in definitions.definitions() if one.is_table}
    for name, told in relations.items():
        assert told["comment"], name
        for column, kind, comment in told["columns"]:
            assert kind in PLAIN, (name, column)
            assert comment, (name, column)
    filled = [name for name, told in relations.items() if told["rows"]]
    assert len(filled) > 15


@pytest.mark.full
@pytest.mark.parametrize("version", ["1.3.2", "1.4.4", "1.5.6", "2.0.1"])
def test_every_version_reads_the_same(file: Path, here: dict[str, Any], version: str) -> None:
    there = opened(python_of(f"duckdb-{version}", f"duckdb=={version}"), file)
    assert there["version"] == version
    assert there["relations"] == here["relations"]
