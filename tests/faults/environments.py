"""Other Python environments for tests: readers' programs, older DuckDB, each in its own.

`FIGUREDRIFT_ENVIRONMENTS` names a folder that holds them (`<name>/bin/python`); what is missing
there is made with pip where a registry answers, and kept for the next time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[2] / ".pytest_cache" / "environments"
LIMIT = 300  # seconds to install

# The programs docs/dashboards.md has recipes for.
READERS = (
    "duckdb", "duckdb-engine", "sqlalchemy<2.1", "duckdb-cli", "harlequin", "streamlit", "marimo",
    "pandas", "pyarrow",
)  # fmt: skip


def python_of(name: str, *requirements: str) -> Path:
    """The Python of environment `name` with `requirements` in it; skips where none can be had."""
    folder = Path(os.environ.get("FIGUREDRIFT_ENVIRONMENTS") or KEPT) / name
    python = folder / "bin" / "python"
    if python.exists():
        return python
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
    try:
        subprocess.run([sys.executable, "-m", "venv", fresh], check=True, capture_output=True)
        made = fresh / "bin" / "python"
        subprocess.run([made, *install], check=True, capture_output=True, timeout=LIMIT)
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or b""
        reason = told.decode(errors="replace").strip().rpartition("\n")[2] or str(error)
        pytest.skip(f"no environment {folder} and none can be made: {reason}")
    fresh.rename(folder)
    return python
