"""Reads what is published again and again: `python watcher.py HOW WHERE STOP`.

HOW names the program of a reader, WHERE what it opens: the published file, the data folder
(hardened) or the address of the dashboard. Stops when the file STOP is there. Prints, for every
look, the time at which it began and the numbers it saw, or the error. Stands alone, so that it
runs in an environment that has nothing but the reader's program.
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

# Number of the last batch, then what has one row for each article, then the figures.
QUERY = """
SELECT max(bytes) AS batch, count(*) AS pages,
    (SELECT count(*) FROM core.revisions) AS revisions,
    (SELECT count(*) FROM mart.revision) AS shown,
    (SELECT count(*) FROM mart.mention) AS mentions,
    (SELECT CAST(sum(mentions) AS BIGINT) FROM mart.figure) AS told,
    (SELECT count(*) FROM mart.figure) AS figures
FROM raw.pages
"""


def python(where: str) -> list[int]:
    import duckdb

    with duckdb.connect(where, read_only=True) as con:
        return list(con.execute(QUERY).fetchall()[0])


def hardened(where: str) -> list[int]:
    from warehouse import publishing

    with publishing.read(where) as con:
        return list(con.execute(QUERY).fetchall()[0])


def sqlalchemy(where: str) -> list[int]:
    from sqlalchemy import create_engine, text

    engine = create_engine(f"duckdb:///{where}", connect_args={"read_only": True})
    try:
        with engine.connect() as con:
            return list(con.execute(text(QUERY)).fetchall()[0])
    finally:
        engine.dispose()


def shell(where: str) -> list[int]:
    duckdb = Path(sys.executable).with_name("duckdb")
    done = subprocess.run(
        [duckdb, "-readonly", "-csv", "-noheader", where, QUERY],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [int(number) for number in done.stdout.strip().split(",")]


def harlequin(where: str) -> list[int]:
    """The program itself without a terminal: starts, runs the query typed into it, shows a row."""
    from harlequin import Harlequin
    from harlequin_duckdb import DuckDbAdapter
    from textual_fastdatatable import DataTable

    rows: list[list[int]] = []

    async def look() -> None:
        app = Harlequin(DuckDbAdapter((where,), read_only=True))
        async with app.run_test(size=(160, 48)) as pilot:
            until = time.monotonic() + 120
            while app.connection is None or app.editor is None:
                assert time.monotonic() < until, "not started within two minutes"
                await pilot.pause(0.05)
            app.editor.text = QUERY
            app.editor.focus()
            await pilot.press("ctrl+a", "ctrl+j")
            while not rows:
                assert time.monotonic() < until, "no answer within two minutes"
                await pilot.pause(0.05)
                rows.extend(
                    [int(number) for number in table.get_row_at(0)]
                    for table in app.query(DataTable)
                    if table.row_count
                )
            await pilot.pause(0.5)

    try:
        asyncio.run(look())
    except Exception:
        if not rows:  # with the answer shown, only its own closing in mid-drawing can go wrong
            raise
    return rows[0]


def dashboard(where: str) -> list[int]:
    """What the page on the data says; it shows no pages and no batch."""
    with urllib.request.urlopen(f"{where}/about", timeout=30) as answer:
        page = answer.read().decode()
    said = re.search(r"([\d,]+) statements? on ([\d,]+) figures?, from ([\d,]+)", page)
    if said is None:
        raise ValueError(page[:500])
    told, figures, revisions = (int(number.replace(",", "")) for number in said.groups())
    return [figures - 1, revisions, revisions, revisions, told, told, figures]


# Seconds between looks, and at least three times what one took: eight readers share the machine
# with the runs that publish.
PAUSE = 0.4

LOOKS: dict[str, Callable[[str], list[int]]] = {
    one.__name__: one for one in (python, hardened, sqlalchemy, shell, harlequin, dashboard)
}


def watch(how: str, where: str, stop: Path) -> None:
    look = LOOKS[how]
    print("ready", flush=True)
    while not stop.exists():
        began = time.time()
        try:
            told = ["saw", *look(where)]
        except Exception as error:
            told = ["error", repr(error), getattr(error, "stderr", None) or ""]
        print(began, *told, flush=True)
        time.sleep(max(PAUSE, 3 * (time.time() - began)))


if __name__ == "__main__":
    watch(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
