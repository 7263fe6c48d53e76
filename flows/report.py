"""Writes the finding list of a period as a newsroom wants it: Markdown, HTML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows import terminal
from warehouse import asking

Form = Literal["md", "html", "json"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of finding: its heading, what it means, and the shipped query that lists it."""

    key: str
    heading: str
    about: str
    query: str


SECTIONS = (
    Section(
        "contested", "Contested figures",
        "Outlets give the same period numbers that cannot both be right.", "report_contested",
    ),
    Section(
        "silent_edits", "Silent edits",
        "A number in an article changed, and the article does not say so.", "silent_edits",
    ),
    Section(
        "lost_hedges", "Lost hedges and bounds",
        "The earlier report said “around” or “more than”; the later one does not.", "lost_hedges",
    ),
    Section(
        "lost_sources", "Lost sources",
        "The earlier report says who counted; the later one does not.", "lost_sources",
    ),
    Section(
        "zombies", "Overtaken figures still in use",
        "A newer figure had been out for a week or more.", "report_zombies",
    ),
)  # fmt: skip


def report(con: duckdb.DuckDBPyConnection, since: date, form: Form = "md") -> str:
    """The findings since `since` in the published snapshot behind `con`, as text.

    Every finding carries the words as written, the address, and the id for `figuredrift evidence`.
    """
    found = {section.key: _rows(con, section, since) for section in SECTIONS}
    if form == "json":
        told = {"since": since.isoformat(), **found}
        return json.dumps(told, ensure_ascii=False, indent=2, default=_plain) + "\n"
    page = _environment(escape=form == "html").get_template(f"report.{form}")
    return page.render(since=since, sections=SECTIONS, found=found)


def _rows(con: duckdb.DuckDBPyConnection, section: Section, since: date) -> list[Row]:
    answer = asking.ask(con, section.query, since=since.isoformat())
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]


@cache
def _environment(*, escape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    one_line: Callable[[Any], str] = lambda value: " ".join(terminal.plain(value).split())  # noqa: E731
    environment.filters["told"] = one_line
    environment.filters["md"] = lambda value: _markdown(one_line(value))
    environment.filters["day"] = lambda at: f"{at:%-d %B %Y}" if at else "day unknown"
    environment.filters["words"] = lambda codes: one_line(codes).replace("_", " ").lower()
    environment.filters["web"] = lambda url: url if _ADDRESS.fullmatch(str(url)) else ""
    return environment


# Nothing that could end an address early: no blank, quote or angle bracket.
_ADDRESS = re.compile(r"""https?://[^\s<>"'`]+""")
_MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]<>|#"})


def _markdown(text: str) -> str:
    """Text of a page as text: nothing in it becomes markup."""
    return text.translate(_MARKS)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return terminal.plain_value(value)
