"""Fills a warehouse with invented coverage of any size and publishes it."""

from __future__ import annotations

import re
from pathlib import Path

from warehouse import database, publishing

SQL = Path(__file__).with_name("coverage.sql")


def publish(
    data_dir: Path, *, figures: int = 6, largest: int = 120, each: int = 24, more: str = ""
) -> Path:
    """A snapshot in `data_dir` with `figures` figures; `more` is SQL run before publishing."""
    sizes = {"figures": figures, "largest": largest, "each": each}
    sql = re.sub(r"\$(\w+)", lambda m: str(sizes[m[1]]), SQL.read_text(encoding="utf-8"))
    with database.open(data_dir) as warehouse:
        if not warehouse.con.execute("SELECT count(*) FROM core.figures").fetchall()[0][0]:
            warehouse.con.execute(sql.split("\n\n", 1)[1])
        if more:
            warehouse.con.execute(more)
        with warehouse.more_memory():
            return publishing.publish(warehouse, whole=True)
