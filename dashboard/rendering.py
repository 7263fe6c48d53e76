"""Turns a page's content into HTML: templates that escape everything, and the words they use."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dashboard import wording
from dashboard.links import Links, outward
from dashboard.snapshot import Snapshot
from dashboard.svg import clean
from dashboard.wording import Habit

_HERE = Path(__file__).parent
_CODES = re.compile(r" \(([A-Z_]+(?:, [A-Z_]+)*)\)\.?$")


@cache
def codes() -> dict[str, dict[str, str]]:
    """Every code of drift and findings in a reader's words."""
    return tomllib.loads((_HERE / "codes.toml").read_text(encoding="utf-8"))


@cache
def environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["clean"] = clean
    found.filters["outward"] = outward
    found.filters["titled"] = wording.titled
    found.filters["told"] = _told
    found.filters["explained"] = _explained
    found.filters["without"] = lambda pairs, name: tuple(p for p in pairs if p[0] != name)
    found.filters["drawn"] = (
        Markup  # only for what this package drew: svg.py escapes all it is given
    )
    found.globals["codes"] = codes()
    found.globals["wording"] = wording
    return found


def _told(code: str) -> str:
    """A code in words; the code itself where a newer reader wrote one we have no words for."""
    known = codes()
    return known["drift"].get(code) or known["finding"].get(code) or code


def _explained(detail: str | None) -> str:
    """A finding's detail with the codes at its end in words."""
    found = _CODES.search(detail or "")
    if found is None:
        return detail or ""
    told = ", ".join(_told(code) for code in found[1].split(", "))
    return f"{(detail or '')[: found.start()].rstrip()}: it {told}."


def page(
    template: str, context: dict[str, Any], *, links: Links, habit: Habit,
    snapshot: Snapshot | None, here: str, asked: tuple[tuple[str, str], ...] = (), key: str = "",
) -> str:  # fmt: skip
    """The page as HTML. `here` is the kind of page, `asked` its filters without the page number."""

    def at(moment: datetime | date | None, *, year: bool = True) -> Markup:
        if moment is None:
            return Markup("–")
        if isinstance(moment, datetime):
            moment = moment.astimezone(UTC)
            shown, exact = habit.moment(moment, year=year), moment.isoformat(timespec="seconds")
        else:
            shown, exact = habit.day(moment, year=year), moment.isoformat()
        return Markup('<time datetime="{}">{}</time>').format(exact, shown)

    def quoted(sentence: str | None, start: int, end: int) -> Markup:
        """A sentence with its claim marked; cut around it where it is long."""
        text = sentence or ""
        if not 0 <= start < end <= len(text):
            return escape(clean(text, 300))
        before, after = text[max(0, start - 160) : start], text[end : end + 160]
        lead = "… " if start > 160 else ""
        tail = " …" if end + 160 < len(text) else ""
        parts = Markup("{}{}<mark>{}</mark>{}{}")
        return parts.format(lead, _line(before), clean(text[start:end]), _line(after), tail)

    content = environment().get_template(template)
    return content.render(
        **context, links=links, habit=habit, at=at, quoted=quoted, here=here, key=key, asked=asked,
        built_at=snapshot.built_at if snapshot else None,
    )  # fmt: skip


def _line(text: str) -> str:
    """One line that keeps the blank at either end, so that words do not run together."""
    kept = clean(text)
    lead = " " if text[:1].isspace() and kept else ""
    return lead + kept + (" " if text[-1:].isspace() else "")
