"""Finds a written calendar day in a line of any of the common languages ("3 de mayo de 2022")."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Day:
    """A day and where it is written: `line[start:end]`."""

    day: date
    start: int
    end: int


@cache
def _months() -> dict[str, int]:
    text = (files("extractors") / "months.toml").read_text(encoding="utf-8")
    named: dict[str, int] = {}
    for number, names in enumerate(tomllib.loads(text)["names"], 1):
        for name in names:
            named.setdefault(name.casefold(), number)
    return named


@cache
def _pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    ordinal = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    of = r"[\s,.\-–/]*(?:de|del|d’|of|von|ta’)?[\s,.\-–/]*"
    return re.compile(
        rf"(?<!\d)(?:"
        rf"(?P<y1>{year})[-/.](?P<m1>0?[1-9]|1[0-2])[-/.](?P<d1>{day})(?!\d)"
        rf"|(?P<d2>{day})(?P<sep>[-/.])(?P<m2>{day})(?P=sep)(?P<y2>{year})(?!\d)"
        rf"|(?P<d3>{day}){ordinal}{of}(?P<w3>{month})(?!\w){of}(?P<y3>{year})(?!\d)"
        rf"|(?<!\w)(?P<w4>{month})(?!\w)[.\s]*(?P<d4>{day}){ordinal}[\s,]+(?P<y4>{year})(?!\d)"
        rf"|(?P<y5>{year})\s*[年년]\s*(?P<m5>\d{{1,2}})\s*[月월]\s*(?P<d5>\d{{1,2}})\s*[日일]"
        rf")",
        re.IGNORECASE,
    )


def find(line: str, *, day_first: bool = True) -> Day | None:
    """The first whole date in `line`; `day_first` reads 03/05/2024 as 3 May."""
    match = _pattern().search(line)
    if match is None:
        return None
    part = match.groupdict()
    if part["y1"]:
        year, month, day = part["y1"], int(part["m1"]), part["d1"]
    elif part["y2"]:
        year, month, day = part["y2"], int(part["m2"]), part["d2"]
        if (not day_first and part["sep"] == "/" and int(day) <= 12) or month > 12:
            month, day = int(day), str(month)
    elif part["y3"]:
        year, month, day = part["y3"], _months()[part["w3"].casefold()], part["d3"]
    elif part["y4"]:
        year, month, day = part["y4"], _months()[part["w4"].casefold()], part["d4"]
    else:
        year, month, day = part["y5"], int(part["m5"]), part["d5"]
    try:
        return Day(date(int(year), month, int(day)), match.start(), match.end())
    except ValueError:
        return None
