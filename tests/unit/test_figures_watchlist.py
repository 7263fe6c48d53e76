"""watchlist/figures.toml: what is read, and what is refused with file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from flows.figures_watchlist import load
from flows.watchlist import BadWatchlist

GOOD = """
[[figure]]
name = "lume-flood/killed"
label = "People killed in the Lume flood"
happened = ["killed"]
about = ["lume"]
since = 2031-03-01
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "figures.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_is_no_figures(tmp_path: Path) -> None:
    assert load(tmp_path / "figures.toml") == ()


def test_a_figure_is_read(tmp_path: Path) -> None:
    (figure,) = load(_written(tmp_path, GOOD))
    assert (figure.name, figure.happened, figure.since) == (
        "lume-flood/killed", ("killed",), date(2031, 3, 1),
    )  # fmt: skip
    assert figure.figure().figure_id == figure.figure_id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD + GOOD, r"figures\.toml:9: name 'lume-flood/killed' stands twice"),
        (GOOD.replace("happened", "hapened"), r"figures\.toml:2: hapened"),
        (GOOD.replace('"lume-flood/killed"', '"Lume Flood"'), r"figures\.toml:2: name"),
        (GOOD.replace('about = ["lume"]', ""), "would match too much"),
        (GOOD.replace("[[figure]]", "[[figures]]"), r"write \[\[figure\]\]"),
        (GOOD.replace("= [", "= "), "not TOML"),
        (GOOD + 'unit_kind = "barrels"', r"figures\.toml:2: unit_kind"),
    ],
)
def test_a_bad_file_is_refused_with_a_remedy(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadWatchlist, match=says):
        load(_written(tmp_path, text))


def test_the_example_in_the_shipped_file_works_once_its_marks_are_gone(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "watchlist" / "figures.toml"
    text = shipped.read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    example = text[text.index("# [[figure]]") :]
    assert len(load(_written(tmp_path, re.sub(r"^# ?", "", example, flags=re.M)))) == 2
