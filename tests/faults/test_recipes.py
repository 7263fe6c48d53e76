"""The recipes of docs/dashboards.md, as they are printed there, run with the programs they name."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.dashboard import coverage
from tests.faults.environments import READERS, python_of
from warehouse import publishing

DOCUMENT = Path(__file__).parents[2] / "docs" / "dashboards.md"
pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def python() -> Path:
    return python_of("readers", *READERS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a person stands: `data/published/current.duckdb` lies below."""
    here = tmp_path_factory.mktemp("recipes")
    coverage.publish(here / "data")
    return here


def recipe(name: str) -> str:
    """The first block of code under **name**."""
    text = DOCUMENT.read_text(encoding="utf-8")
    found = re.search(rf"\*\*{name}\*\*.*?```\w*\n(.*?)```", text, re.DOTALL)
    assert found, name
    return found[1]


def run(folder: Path, *command: object) -> str:
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_shell(python: Path, folder: Path) -> None:
    command = recipe("Command line").strip().replace("duckdb ", f"{python.with_name('duckdb')} ", 1)
    assert "figure_id" in run(folder, "sh", "-c", command)


def test_python(python: Path, folder: Path) -> None:
    code = recipe("Python").replace(
        "daily =",
        "figure_id = con.execute('SELECT min(figure_id) FROM mart.figure_daily').fetchone()[0]\n"
        "daily =",
    )
    assert int(run(folder, python, "-c", code + "\nprint(len(daily))")) > 0


def test_streamlit(python: Path, folder: Path) -> None:
    (folder / "page.py").write_text(recipe("Streamlit"), encoding="utf-8")
    look = (
        "from streamlit.testing.v1 import AppTest\n"
        "page = AppTest.from_file('page.py', default_timeout=120).run()\n"
        "assert not page.exception, page.exception\n"
        "page.selectbox[0].select_index(1).run()\n"
        "assert not page.exception, page.exception\n"
        "print(len(page.selectbox[0].options), len(page.get('vega_lite_chart')))"
    )
    options, charts = map(int, run(folder, python, "-c", look).split())
    assert options > 1
    assert charts == 1


def test_marimo(python: Path, folder: Path) -> None:
    (folder / "notebook.py").write_text(recipe("marimo"), encoding="utf-8")
    run(folder, python.with_name("marimo"), "export", "html", "notebook.py", "-o", "page.html")
    with publishing.read(folder / "data") as con:
        ((label,),) = con.execute(
            "SELECT label FROM mart.figure ORDER BY mentions DESC LIMIT 1"
        ).fetchall()
    words = label.partition(" · ")[0]  # the page escapes what is not ASCII
    assert words in (folder / "page.html").read_text(encoding="utf-8")


def test_sqlalchemy(python: Path, folder: Path) -> None:
    code = recipe("SQLAlchemy").replace("/srv/figuredrift", str(folder))
    look = (
        "\nfrom sqlalchemy import inspect, text\n"
        "with engine.connect() as con:\n"
        "    print(con.execute(text('SELECT count(*) FROM mart.figure')).scalar())\n"
        "print(len(inspect(engine).get_columns('figure', schema='mart')))\n"
    )
    figures, columns = map(int, run(folder, python, "-c", code + look).split())
    assert figures > 0
    assert columns > 20
