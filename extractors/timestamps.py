"""Reads machine-written dates and times (ISO 8601, RFC 822, epochs, vendors' mixtures)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

from dateutil import parser as dateutil_parser

from extractors import datelines

# Abbreviations met in feeds and pages; ambiguous ones as the outlets that print them mean them.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "IST": 5.5, "CET": 1,
    "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2, "WAT": 1, "CAT": 2,
    "EAT": 3, "PKT": 5, "WIB": 7, "ICT": 7, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "JST": 9,
    "KST": 9, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "ET": -5, "PT": -8,
    "AKST": -9, "HST": -10, "ART": -3, "BRT": -3, "CLT": -4,
}  # fmt: skip
_TZINFOS = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z)?$")
_HAS_DAY = re.compile(r"\d")
_TIME = re.compile(r"[\s,T]+\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:[+-]\d\d:?\d\d|[A-Z]{1,5}\b))?")
_FRACTION = re.compile(r"(\.\d{6})\d+")


_DEFAULTS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2004, 2, 2, tzinfo=UTC))


def parse(value: object, *, day_first: bool = False) -> datetime | None:
    """The instant `value` names, by the clock it is told by, or None if it names none.

    Its date is the day as written. A time without zone is taken as UTC; a date without time as
    midnight UTC.
    `day_first` reads "03/05/2024" as 3 May. Never raises.
    """
    text = str(value).strip() if value is not None else ""
    if not 6 <= len(text) <= 80 or not _HAS_DAY.search(text):
        return None
    try:
        return _aware(_parse(text, day_first))
    except (ValueError, OverflowError, OSError, TypeError, AttributeError):
        return None


def _parse(text: str, day_first: bool) -> datetime:
    try:
        return datetime.fromisoformat(_FRACTION.sub(r"\1", text))
    except ValueError:
        pass
    if _EPOCH.match(text):
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    if compact := _COMPACT.match(text):
        parts = [int(part) for part in compact.groups()[:6] if part]
        return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]
    # Two defaults: a part the text does not give shows as a difference between the readings.
    try:
        first, other = (
            dateutil_parser.parse(text, default=default, tzinfos=_TZINFOS, dayfirst=day_first)
            for default in _DEFAULTS
        )
    except ValueError:
        return _named(text)
    if first.date() != other.date():
        raise ValueError(f"no full date in {text!r}")
    return cast(datetime, first)


def _named(text: str) -> datetime:
    """A date with the name of a month in another language ("Seg, 24 Set 2018 19:42:40 -0300")."""
    found = datelines.find(text)
    if found is None:
        raise ValueError(f"no date in {text!r}")
    hour = _TIME.match(text, found.end)
    if hour is None:
        return datetime(found.day.year, found.day.month, found.day.day, tzinfo=UTC)
    return cast(datetime, dateutil_parser.parse(f"{found.day} {hour.group()}", tzinfos=_TZINFOS))


def _aware(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    if not offset:
        return moment.replace(tzinfo=UTC)
    moment.astimezone(UTC)  # OverflowError where that is no time at all
    return moment.replace(tzinfo=timezone(offset))
