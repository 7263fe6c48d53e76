"""The watchlist: what is read, and what is refused with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import watchlist
from flows.watchlist import BadWatchlist

GOOD = """\
[[outlet]]
key = "courier"
name = "The Courier"
homepage = "http://www.courier.example/"
country = "XV"
language = "en"
hosts = ["courier-news.example"]
feeds = ["http://www.courier.example/feed.xml"]
skip = "/video/"
"""


def load(folder: Path, text: str) -> watchlist.Watchlist:
    path = folder / "outlets.toml"
    path.write_text(text, encoding="utf-8")
    return watchlist.load(path)


def test_a_good_watchlist(tmp_path: Path) -> None:
    watch = load(tmp_path, GOOD)
    assert watch.owners == {"courier.example": "courier", "courier-news.example": "courier"}
    assert watch.by_key["courier"].wants("http://www.courier.example/a")
    assert not watch.by_key["courier"].wants("http://www.courier.example/video/a")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("skip", "skipp"), ":9: outlet 'courier': unknown key 'skipp'; did you mean"),
        (GOOD.replace('"XV"', '"xv"'), "outlets.toml:5: outlet 'courier': 'country'"),
        (GOOD.replace("name = ", "# name = "), ":1: outlet 'courier': 'name' is missing; add it"),
        (GOOD.replace("/video/", "("), ":9: outlet 'courier': 'skip': '(' is not a"),
        (GOOD.replace("http://www.courier.example/feed.xml", "f"), ":8: outlet 'courier': 'feeds'"),
        (GOOD.replace("feeds =", "# feeds ="), "has nothing to watch; give it feeds"),
        (GOOD + GOOD, "outlets.toml:10: outlet key 'courier' is used twice; rename one"),
        (GOOD + "\n[outlets]\n", "outlets.toml:11: unknown table or key 'outlets'"),
        ("", "no [[outlet]] table"),
        ("[[outlet]\n", "not valid TOML"),
    ],
)  # fmt: skip
def test_a_bad_one_names_file_line_and_remedy(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadWatchlist) as caught:
        load(tmp_path, text)
    assert told in str(caught.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    second = GOOD.replace("courier", "herald").replace("skip", "skipp")
    with pytest.raises(BadWatchlist) as caught:
        load(tmp_path, GOOD.replace('"XV"', '"xv"') + second)
    assert len(str(caught.value).splitlines()) == 2


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadWatchlist, match="no such file; name another with --watchlist"):
        watchlist.load(tmp_path / "none.toml")


def test_a_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(BadWatchlist) as caught:
        watchlist.load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a directory; it should be a file that you may read"


def test_the_shipped_watchlist_is_good() -> None:
    watch = watchlist.load(Path(__file__).resolve().parents[2] / "watchlist" / "outlets.toml")
    assert len(watch.outlets) >= 12
    assert len({outlet.country for outlet in watch.outlets}) >= 8
