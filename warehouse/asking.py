"""Answers a shipped question: runs queries/<name>.sql with named parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

QUERIES = Path(__file__).parent / "queries"  # for people
READS = Path(__file__).parent / "reads"  # for the stages of the pipeline


@dataclass(frozen=True, slots=True)
class Question:
    """One shipped query: what it answers and which parameters it takes.

    `parameters` maps each name to its default as text; None where a value must be given.
    """

    name: str
    about: str
    parameters: dict[str, str | None]
    sql: str


@cache
def questions(folder: Path = QUERIES) -> dict[str, Question]:
    """All shipped queries by name."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.sql"))}


def ask(con: duckdb.DuckDBPyConnection, name: str, **given: Any) -> duckdb.DuckDBPyRelation:
    """The answer to the query `name`: columns by `.columns`, rows by `.fetchall()`.

    Raises LookupError naming the queries there are, or the parameters it takes.
    """
    return _answer(con, QUERIES, name, given)


def read(con: duckdb.DuckDBPyConnection, name: str, **given: Any) -> duckdb.DuckDBPyRelation:
    """The answer to reads/<name>.sql, as `ask` gives it: what a stage needs of earlier runs."""
    return _answer(con, READS, name, given)


def _answer(
    con: duckdb.DuckDBPyConnection, folder: Path, name: str, given: dict[str, Any]
) -> duckdb.DuckDBPyRelation:
    known = questions(folder)
    if name not in known:
        raise LookupError(f"no query {name!r}; there are: {', '.join(known)}")
    question = known[name]
    if wrong := sorted(set(given) - set(question.parameters)):
        takes = ", ".join(question.parameters) or "none"
        raise LookupError(f"query {name} takes no {', '.join(wrong)}; it takes: {takes}")
    values = {key: given.get(key, default) for key, default in question.parameters.items()}
    if missing := [key for key, value in values.items() if value is None]:
        raise LookupError(f"query {name} needs {', '.join(missing)}")
    return con.sql(question.sql, params=values)


def _read(path: Path) -> Question:
    """First comment line: what it answers. `-- $name` or `-- $name = default`: a parameter."""
    sql = path.read_text(encoding="utf-8")
    parameters = {
        m[1]: m[2].strip() if m[2] else None
        for m in re.finditer(r"^-- \$(\w+)(?: = ([^:\n]*))?(?:: .*)?$", sql, re.MULTILINE)
    }
    return Question(path.stem, sql.splitlines()[0].removeprefix("--").strip(), parameters, sql)
