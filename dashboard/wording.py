"""Writes names, values, times and gaps as readers are used to: separators, words, signs."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

_SCALES = ((1e12, "trillion", "tn"), (1e9, "billion", "bn"), (1e6, "million", "m"))
_BOUND_SIGNS = {
    "at_least": "≥\u202f",
    "more_than": ">\u202f",
    "at_most": "≤\u202f",
    "less_than": "<\u202f",
}
_BOUND_WORDS = {
    "at_least": "at least ", "more_than": "more than ", "at_most": "at most ",
    "less_than": "less than ", "between": "between ",
}  # fmt: skip
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_SUFFIXES = {
    "percent": "", "percentage_point": "\u202fpoints", "times": "×",
    "celsius": "\u202f°C", "fahrenheit": "\u202f°F",
}  # fmt: skip
_UNIT_NAMES = {"percent": "%", "percentage point": "percentage points"}
# The unit at the end of a figure's name, as the linking writes it.
_UNIT = re.compile(r", (?P<unit>percent|percentage point|[A-Z]{3})(?P<per> per .+)?$")


@dataclass(frozen=True, slots=True)
class Habit:
    """How one reader writes numbers and dates."""

    thousands: str = ","
    decimal: str = "."
    day_month: str = "{day} {month}"
    percent: str = "%"  # what follows the number, blank included

    def number(self, value: float, digits: int | None = None) -> str:
        """`value` with separators; up to `digits` decimals (default: as many as it needs, 2)."""
        written = self.fixed(abs(value), 2 if digits is None else digits)
        if self.decimal in written:
            written = written.rstrip("0").removesuffix(self.decimal)
        return "−" + written if value < 0 and written.strip(f"0{self.decimal}") else written

    def fixed(self, value: float, places: int) -> str:
        """`value` with separators and exactly `places` decimals."""
        marks = str.maketrans({",": self.thousands, ".": self.decimal})
        return f"{value:,.{places}f}".replace("-", "−").translate(marks)

    def share(self, part: float) -> str:
        """A share from 0 to 1 in whole percent."""
        return f"{100 * part:.0f}{self.percent}"

    def gap(self, ratio: float | None) -> str:
        """ "1.83×"; "none" where nothing gapes."""
        if ratio is None or not math.isfinite(ratio):
            return "–"
        return "none" if ratio < 1.005 else self._times(ratio, 2) + "×"

    def change(self, before: float, after: float) -> str:
        """How far `after` is from `before`: "−8%", "×10.7", "÷10.7"; nothing where unchanged."""
        if before <= 0 or after <= 0:
            return "" if before == after else "up" if after > before else "down"
        ratio = after / before
        if abs(ratio - 1) < 0.0005:
            return ""
        if 0.5 < ratio < 2:
            percent = 100 * (ratio - 1)
            written = self.fixed(abs(percent), 0 if abs(percent) >= 0.95 else 1)
            return f"{'−' if percent < 0 else '+'}{written}{self.percent}"
        return f"×{self._times(ratio, 1)}" if ratio >= 1 else f"÷{self._times(1 / ratio, 1)}"

    def _times(self, ratio: float, digits: int) -> str:
        """A factor, with fewer decimals the larger it is."""
        return self.fixed(ratio, 0 if ratio >= 100 else 1 if ratio >= 10 else digits)

    def amount(self, value: float, unit: str = "count", *, short: bool = False) -> str:
        """`value` with its sign or unit; from a million up in scale words: "$2.3 billion".

        `short` is for drawings: "$2.3bn".
        """
        size, word = abs(value), ""
        for scale, name, letters in _SCALES:
            if size >= scale:
                value, word = value / scale, letters if short else "\u202f" + name
                break
        written = self.number(value, 3 if word or 0 < size < 0.1 else 2) + word
        if unit in _SIGNS:
            minus = "−" if written.startswith("−") else ""
            return minus + _SIGNS[unit] + written.removeprefix("−")
        if unit in _SUFFIXES:
            return written + (self.percent if unit == "percent" else _SUFFIXES[unit])
        if _is_currency(unit):
            return f"{unit}\u202f{written}"
        return written

    def statement(
        self,
        low: float | None,
        high: float | None,
        bound: str = "exact",
        hedge: str = "none",
        unit: str = "count",
        *,
        short: bool = False,
    ) -> str:
        """A claim's value: "≥ 3,465", "3,200–4,400", "about 180,000"."""
        about = "about " if hedge in ("approximate", "estimated") else ""
        if low is None and high is None:
            return "–"
        if low is None or high is None:
            value = high if low is None else low
            assert value is not None
            default = "≤\u202f" if low is None else "≥\u202f"
            return _BOUND_SIGNS.get(bound, default) + self.amount(value, unit, short=short)
        if low == high:
            return about + self.amount(low, unit, short=short)
        return (
            about + f"{self.amount(low, unit, short=short)}–{self.amount(high, unit, short=short)}"
        )

    def spoken(
        self,
        low: float | None,
        high: float | None,
        bound: str = "exact",
        hedge: str = "none",
        unit: str = "count",
    ) -> str:
        """The same in words, for those who hear the page: "at least 3,465"."""
        about = "about " if hedge in ("approximate", "estimated") else ""
        if low is not None and high is not None and low != high:
            return f"{about}{self.amount(low, unit)} to {self.amount(high, unit)}"
        value = low if low is not None else high
        if value is None:
            return "no value"
        if low is not None and high is not None:
            return about + self.amount(value, unit)
        return about + _BOUND_WORDS.get(bound, "") + self.amount(value, unit)

    def day(self, at: date, *, year: bool = True) -> str:
        written = self.day_month.format(day=at.day, month=f"{at:%b}")
        return f"{written} {at.year}" if year else written

    def short_day(self, at: date) -> str:
        return self.day(at, year=False)

    def moment(self, at: datetime, *, year: bool = False) -> str:
        return f"{self.day(at, year=year)} {at:%H:%M}"


def lag(apart: timedelta) -> str:
    """A stretch of time in its largest unit: "26 h", "3 days"."""
    minutes = abs(apart.total_seconds()) / 60
    if minutes < 1:
        return "no time"
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 48 * 60:
        return f"{minutes / 60:.0f} h"
    if minutes < 60 * 1440:
        return f"{minutes / 1440:.0f} days"
    if minutes < 730 * 1440:
        return f"{minutes / 1440 / 30.44:.0f} months"
    return f"{minutes / 1440 / 365.25:.0f} years"


def age(apart: timedelta) -> str:
    """How long before the last report: "26 h earlier", "just now"."""
    return "just now" if apart < timedelta(minutes=5) else f"{lag(apart)} earlier"


def titled(label: str) -> str:
    """A figure's name as a heading: "households, percent · Lume" is "Households (%) · Lume"."""
    thing, dot, event = label.partition(" · ")
    found = _UNIT.search(thing)
    if found is not None:
        unit, per = found["unit"], found["per"] or ""
        thing = f"{thing[: found.start()]} ({_UNIT_NAMES.get(unit) or _SIGNS.get(unit, unit)}{per})"
    return thing[:1].upper() + thing[1:] + dot + event


def is_written(unit: str) -> bool:
    """Whether `Habit.amount` shows the unit beside the value."""
    return unit == "count" or unit in _SIGNS or unit in _SUFFIXES or _is_currency(unit)


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def counted(n: int, thing: str, habit: Habit) -> str:
    """ "1 article", "2 articles"."""
    return f"{habit.number(n)} {thing}{'' if n == 1 else 's'}"


@cache
def _habits() -> dict[str, Habit]:
    path = Path(__file__).with_name("habits.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["habits"]
    return {language: Habit(**row) for language, row in rows.items()}


def habit(accept_language: str | None) -> Habit:
    """The habit of the first known language of an Accept-Language header; English otherwise."""
    wanted: list[tuple[float, int, str]] = []
    for position, part in enumerate((accept_language or "")[:200].split(",")):
        tag, _, weight = part.strip().lower().partition(";q=")
        try:
            wanted.append((-float(weight or 1), position, tag))
        except ValueError:
            continue
    for _, _, tag in sorted(wanted):
        found = _habits().get(tag) or _habits().get(tag.partition("-")[0])
        if found is not None:
            return found
    return _habits()["en"]
