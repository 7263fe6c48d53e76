"""Checks what must always hold: every audits/*.sql returns the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

AUDITS = Path(__file__).parent / "audits"


@dataclass(frozen=True, slots=True)
class Violation:
    """An audit that returned rows: what should hold, how many rows break it, and the first few."""

    audit: str
    about: str
    rows: int
    columns: tuple[str, ...]
    examples: tuple[tuple[Any, ...], ...]

    def __str__(self) -> str:
        first = ", ".join(f"{c}={v}" for c, v in zip(self.columns, self.examples[0], strict=True))
        return f"{self.audit}: {self.about} {self.rows} rows break it; the first: {first}"


def audit(con: duckdb.DuckDBPyConnection, folder: Path = AUDITS) -> list[Violation]:
    """Run every audit; an empty list is a sound warehouse."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        answer = con.sql(sql)
        if rows := answer.fetchall():
            about = sql.splitlines()[0].removeprefix("--").strip()
            columns = tuple(answer.columns)
            found.append(Violation(path.stem, about, len(rows), columns, tuple(rows[:5])))
    return found
