"""Finds the time expressions of a sentence and resolves them against the publication date."""

# ruff: noqa: E501 (a pattern reads best on one line)

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from extractors.lexicon import Lexicon
from extractors.sentences import Tokens

Precision = Literal["day", "week", "month", "quarter", "year", "decade", "none"]
_AHEAD = 45  # a day without a year may lie this many days ahead of publication
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dated:
    """One time expression: `start:end` with its opening word, days inclusive at both ends.

    `opener` is the class of that word: in, since, by, until, before, after, as_of, from, between
    or "" for none. `first`/`last` are None where the words leave that side open or unresolved.
    """

    start: int
    end: int
    core: int  # where the expression begins without its opening word
    first: date | None
    last: date | None
    precision: Precision
    rule: str
    opener: str = ""
    has_year: bool = False


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a match is read against."""

    published: date | None
    is_future: bool


# First day, last day, precision and the rule that resolved them.
_Resolved = tuple[date | None, date | None, Precision, str]
_Reader = Callable[["_Grammar", re.Match[str], _Moment], _Resolved]
_YEAR = r"(?:1[5-9]|20)\d\d"
_DD = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"


class _Grammar:
    """The patterns of one language, compiled once from its lexicon, keyed by their first word."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon["periods"]
        self.months: dict[str, int] = dict(words["months"])
        self.weekdays = {name: i for i, name in enumerate(words["weekdays"])}
        self.units: dict[str, str] = dict(words["units"])
        self.numbers: dict[str, int] = dict(words["numbers"])
        self.ordinals: dict[str, int] = dict(words["ordinals"])
        self.seasons: dict[str, list[int]] = dict(words["seasons"])
        self.named: dict[str, list[int]] = dict(words["named"])
        self.floating: dict[str, list[int]] = dict(words["floating"])
        self.dates = {k: date.fromisoformat(v) for k, v in words["dates"].items()}
        self.last, self.this = frozenset(words["last"]), frozenset(words["this"])
        self.next = frozenset(words["next"])
        self.middles, self.ends = frozenset(words["middles"]), frozenset(words["ends"])
        self.openers: dict[str, str] = dict(words["openers"])
        longest = {n: max((m for m in self.months if self.months[m] == n), key=len)
                   for n in self.months.values()}  # fmt: skip
        self.whole_months = frozenset(longest.values())
        short = [m for m in self.months if any(n != m and n.startswith(m) for n in self.months)]
        mon = f"(?:(?:{_any(short)})\\b\\.|(?:{_any(self.months)})\\b)"
        num = "(?:" + _any(self.numbers) + r"|\d{1,3})"
        unit = "(?:" + _any(self.units) + ")"
        way = "(?:" + _any([*self.last, *self.this, *self.next]) + ")"
        shift = "(?:" + _any([*self.last, *self.this, *self.next]) + r")\s+year"
        part = "(?:" + _any([*words["starts"], *self.middles, *self.ends]) + ")"
        weekday = "(?:" + _any(self.weekdays) + ")"
        season = "(?:" + _any(self.seasons) + ")"
        daypart = "(?:" + _any(words["dayparts"]) + ")"
        of_year = rf"(?:,?\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<shift>{shift})|(?:the|this)\s+year))?"
        period = rf"(?:\s+(?:of|in)\s+(?:(?:the\s+)?(?:fiscal\s+)?(?P<y>{_YEAR})|(?P<shift>{shift})|the\s+(?:fiscal\s+)?year))?"

        table: list[tuple[Sequence[str], str, _Reader]] = [
            (list(self.dates), _any(self.dates), _Grammar.fixed),
            (_firsts(self.named), rf"(?P<name>{_any(self.named)}){of_year}", _Grammar.name),
            (_firsts(self.floating), rf"(?P<name>{_any(self.floating)}){of_year}", _Grammar.holiday),
            (list(self.months), rf"(?P<m>{mon})\s*(?P<d>{_DD})\s*(?:to|through|until|till|-|–|—)\s*(?:(?P<m2>{mon})\s*)?(?P<d2>{_DD})\b(?!\s*,?\d{{3}}|\s+(?:people|percent))(?:,?\s+(?P<y>{_YEAR})\b)?", _Grammar.days),
            (list(self.months), rf"(?P<m>{mon})\s*(?P<d>{_DD})\b(?![,.]?\d|%)(?:,?\s+(?P<y>{_YEAR})\b)?", _Grammar.day),
            (list(self.months), rf"(?P<m>{mon}){of_year}", _Grammar.month),
            ("#", rf"(?P<y>{_YEAR})-(?P<mm>0[1-9]|1[0-2])-(?P<d>[0-3]\d)\b", _Grammar.iso),
            ("#", rf"(?P<d>{_DD})\s*(?:-|–|—|to)\s*(?P<d2>{_DD})\s+(?:of\s+)?(?P<m>{mon})(?:,?\s+(?P<y>{_YEAR})\b)?", _Grammar.days),
            ("#", rf"(?P<d>{_DD})\s+(?:of\s+)?(?P<m>{mon})(?:,?\s+(?P<y>{_YEAR})\b|\s+(?P<shift>{shift}))?", _Grammar.day),
            ("#", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>(?:19|20)\d\d|\d\d)\b", _Grammar.slashed),
            ("#", r"(?P<q>[1-4])Q\s*(?:of\s+)?(?P<y>(?:19|20)\d\d)?", _Grammar.quarter),
            ("#", r"(?P<dec>(?:1[5-9]|20)\d0)['’]?s\b", _Grammar.decade),
            ("#", rf"(?P<y>{_YEAR})\s*[-–/]\s*(?P<y2>{_YEAR}|\d\d)\b(?![\d/-])", _Grammar.years),
            ("#", rf"(?P<y>{_YEAR})\b(?![,.]\d|%|\s*[-–]\s*\d)", _Grammar.year),
            (list(self.weekdays), rf"(?P<w>{weekday})(?:\s+{daypart}|,?\s+(?P<m>{mon})\s*(?P<d>{_DD})\b(?:,?\s+(?P<y>{_YEAR})\b)?|,?\s+(?P<d3>{_DD})\s+(?P<m3>{mon})(?:\s+(?P<y3>{_YEAR})\b)?)?", _Grammar.weekday),
            ([*self.last, *self.this, *self.next], rf"(?P<way>{way})\s+(?P<w>{weekday})(?:\s+{daypart})?", _Grammar.weekday),
            ([*self.last, *self.this, *self.next], rf"(?P<way>{way})\s+(?P<s>{season})\b", _Grammar.season),
            ([*self.last, *self.this, *self.next], rf"(?P<way>{way})\s+(?P<m>{mon})", _Grammar.month),
            ([*self.ordinals, "last", "this", "next", "previous", "current"], rf"(?P<o>{_any(self.ordinals)}|{way})\s+(?:fiscal\s+)?quarter\b{period}", _Grammar.quarter),
            ([*self.ordinals, "last"], rf"(?P<o>{_any(self.ordinals)}|last)\s+half\b{period}", _Grammar.half),
            ([*self.ordinals, *self.numbers, "last"], rf"(?P<o>first|last)\s+(?P<n>{num})\s+months{period}", _Grammar.first_months),
            (["first", "second", "third", "fourth", "last"], rf"(?P<o>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+(?P<m>{mon}){of_year}", _Grammar.week_of),
            (["last", "this", "tomorrow", "yesterday"], rf"(?P<when>last|this|tomorrow|yesterday)\s+(?P<part>{daypart}|lunchtime)\b", _Grammar.daypart),
            ([*self.last, *self.next], rf"(?P<way>{way})\s+(?:(?:few|several)\s+|(?P<n>{num})(?:\s+of)?[\s-]+(?:or\s+so\s+)?)(?P<u>{unit})\b", _Grammar.window),
            ([*self.last, *self.this, *self.next], rf"(?P<way>{way})\s+(?:(?:calendar|fiscal|financial|school)\s+)?(?P<u>{unit})\b", _Grammar.shifted),
            (["q1", "q2", "q3", "q4", "q"], r"Q(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))?", _Grammar.quarter),
            (["h1", "h2", "h"], r"H(?P<h>[12])(?:\s+(?:of\s+)?(?P<y>(?:19|20)\d\d))?", _Grammar.half),
            (["fiscal", "financial", "fy"], rf"(?:fiscal|financial|FY)\s*(?:year\s*)?(?P<y>{_YEAR})", _Grammar.year),
            (list(self.seasons), rf"(?P<s>{season})\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<shift>{shift}))", _Grammar.season),
            ([*words["starts"], *self.middles, *self.ends], rf"(?P<part>{part})\s+of\s+(?:the\s+)?(?:(?P<u>year|month|week|decade|day)\b|(?P<m>{mon}){of_year}|(?P<sh3>{shift})|(?P<sh2>{way})\s+(?P<u2>month|week)|(?P<y2>{_YEAR}))", _Grammar.part),
            (["early", "mid", "late"], rf"(?P<part>early|mid|late)[\s-]+(?:in\s+)?(?:(?P<m>{mon}){of_year}|(?P<y2>{_YEAR})\b)", _Grammar.part),
            (["mid-" + k for k in self.months], rf"(?P<part>mid)-(?P<m>{mon}){of_year}", _Grammar.part),
            (["today", "tonight"], "(?:today|tonight)", _Grammar.today),
            (["yesterday"], "yesterday", _Grammar.yesterday),
            (["tomorrow"], "tomorrow", _Grammar.tomorrow),
            (["overnight"], "overnight", _Grammar.overnight),
            (["year", "month", "week"], r"(?P<u>year|month)[\s-]to[\s-]date", _Grammar.to_date),
            ([*self.numbers, *self.units, "#"], rf"(?:(?P<n>{num})[\s-]+)?(?P<u>{_any(self.units.keys() & _TOLD)})\s+(?:(?:that|which)\s+)?(?:{_any(words['ended'])})\s+(?:(?:on|in)\s+)?(?:(?P<w>{weekday})\b|(?P<m>{mon})(?:\s*(?P<d>{_DD})\b(?![,.]?\d|%))?(?:,?\s+(?P<y>{_YEAR})\b)?|(?P<y4>{_YEAR})(?:-(?P<mm>0[1-9]|1[0-2])-(?P<dd>[0-3]\d))?\b)", _Grammar.ending),
            (["weekend"], r"(?<=the\s)weekend(?!\s+of)", _Grammar.weekend),
            ([*self.numbers, "#"], rf"(?P<n>{num})\s+(?:{_any(self.units)})\s+since(?=\s*,)", _Grammar.since_then),
            ([*self.numbers, "#"], rf"(?P<n>{num})(?:\s+of)?\s+(?P<u>{unit})\s+(?P<ago>ago|earlier)\b", _Grammar.ago),
            (_firsts(words["since_then"]), _any(words["since_then"]), _Grammar.since_then),
            (_firsts(words["so_far"]), rf"(?:{_any(words['so_far'])})(?:\s+this\s+(?P<u>year|month|week|quarter))?", _Grammar.so_far),
            (_firsts(words["now"]), _any(words["now"]), _Grammar.now),
            (_firsts(words["unresolved"]), _any(words["unresolved"]), _Grammar.unresolved),
        ]  # fmt: skip
        self.table: dict[str, list[tuple[re.Pattern[str], _Reader]]] = {}
        every: dict[str, list[str]] = {}
        for triggers, pattern, reader in table:
            compiled = re.compile(rf"(?:{pattern})(?!\w)", re.IGNORECASE)
            for trigger in dict.fromkeys(triggers):
                self.table.setdefault(trigger, []).append((compiled, reader))
                # a number that stands at the trigger begins with it: no other needs to be tried
                own = [number for number in self.numbers if number.startswith(trigger)]
                begun = r"\d{1,3}" if trigger == "#" else f"(?:{_any(own)})" if own else num
                guard = _GROUP.sub("(?:", pattern.replace(num, begun, 1))
                every.setdefault(trigger, []).append(guard)
        # whether any of a trigger's patterns fits, at the cost of one match
        self.guards = {
            trigger: re.compile(rf"(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
            for trigger, patterns in every.items()
            if len(patterns) > 2
        }
        self.opener = re.compile(
            rf"(?:^|(?<=[^\w]))({_any(self.openers)})\s+(?:(?:the|about|around|early|late|mid|on)\s+)*$|(?<!\w)the\s+$",
            re.IGNORECASE,
        )
        self.closer = re.compile(rf"\s+(?:{_any(words['closers'])})\b", re.IGNORECASE)
        self.joint = re.compile(rf"\s*(?:{_any(words['joints'])})\s*(?:the\s+)?$", re.IGNORECASE)
        self.modal_months = frozenset(self.months) & frozenset(lexicon["phrases"]["auxiliaries"])
        self.future = frozenset(words["future"])
        self.told = frozenset(words["told"])
        self.daily = frozenset().union(
            self.months, self.weekdays, self.dates, words["dayparts"], _DAILY,
            *map(_firsts, (self.named, self.floating, words["now"])),
        )  # fmt: skip

    # Each reader gets a match and what to read it against; it returns first, last, precision, rule.

    def fixed(self, m: re.Match[str], at: _Moment) -> _Resolved:
        day = self.dates[m.group().lower()]
        return day, day, "day", "named day"

    def name(self, m: re.Match[str], at: _Moment) -> _Resolved:
        month, day = self.named[m["name"].lower().replace("’", "'")]
        found = self._near(month, day, self._year_of(m, at), at)
        return found, found, "day", "named day"

    def holiday(self, m: re.Match[str], at: _Moment) -> _Resolved:
        month, weekday, nth = self.floating[m["name"].lower().replace("’", "'")]
        year = self._year_of(m, at) or (at.published.year if at.published else None)
        if year is None:
            return None, None, "day", "holiday without a year"
        found = _nth_weekday(year, month, weekday, nth)
        if (
            at.published
            and found > at.published
            and not at.is_future
            and not m.groupdict().get("y")
        ):
            found = _nth_weekday(year - 1, month, weekday, nth)
        return found, found, "day", "holiday"

    def _month(self, written: str) -> int:
        return self.months[written.lower().rstrip(".")]

    def _year_of(self, m: re.Match[str], at: _Moment) -> int | None:
        groups = m.groupdict()
        for name in ("y", "y3"):
            if groups.get(name):
                year = int(groups[name])
                return year if year > 99 else 2000 + year if year < 70 else 1900 + year
        if groups.get("shift") and at.published:
            return at.published.year + self._way(groups["shift"].split()[0])
        if at.published and re.search(r"(?:the|this)\s+year$", m.group(), re.IGNORECASE):
            return at.published.year
        return None

    def _way(self, word: str) -> int:
        word = word.lower()
        return -1 if word in self.last else 1 if word in self.next else 0

    def _near(self, month: int, day: int, year: int | None, at: _Moment) -> date | None:
        """The day of that month in `year`, or nearest to the publication: past unless ahead."""
        if year is None:
            if at.published is None:
                return None
            year = at.published.year
            here = _safe(year, month, day)
            if here is not None and not at.is_future and (here - at.published).days > _AHEAD:
                year -= 1
            elif here is not None and at.is_future and (at.published - here).days > 180:
                year += 1
        return _safe(year, month, day)

    def day(self, m: re.Match[str], at: _Moment) -> _Resolved:
        found = self._near(self._month(m["m"]), _number(m["d"]), self._year_of(m, at), at)
        return found, found, "day", "date"

    def days(self, m: re.Match[str], at: _Moment) -> _Resolved:
        year = self._year_of(m, at)
        month = self._month(m["m"])
        second = self._month(m["m2"]) if m.groupdict().get("m2") else month
        last = self._near(second, _number(m["d2"]), year, at)
        first = last and _safe(last.year - (month > second), month, _number(m["d"]))
        return first, last, "day", "range of dates"

    def iso(self, m: re.Match[str], at: _Moment) -> _Resolved:
        found = _safe(int(m["y"]), int(m["mm"]), int(m["d"]))
        return found, found, "day", "date"

    def slashed(self, m: re.Match[str], at: _Moment) -> _Resolved:
        a, b, year = int(m["a"]), int(m["b"]), self._year_of(m, at) or 0
        found = _safe(year, a, b) if a <= 12 else _safe(year, b, a)
        return found, found, "day", "date"

    def month(self, m: re.Match[str], at: _Moment) -> _Resolved:
        month, year = self._month(m["m"]), self._year_of(m, at)
        if year is None and len(m["m"]) == 3 and m["m"].lower() not in self.whole_months:
            before_name = m.string[m.end() : m.end() + 2]
            if m["m"].isupper() or (before_name[:1] == " " and before_name[1:].isupper()):
                return None, None, "none", "no month but an acronym or a name"
        way = m.groupdict().get("way")
        if year is None:
            if at.published is None:
                return None, None, "month", "month without a year"
            year = at.published.year
            if way is not None and self._way(way) == 0:
                pass
            elif (way is not None and self._way(way) > 0) or at.is_future:
                year += month < at.published.month and (at.is_future or way is not None)
            elif month > at.published.month or (
                way is not None and self._way(way) < 0 and month == at.published.month
            ):
                year -= 1
        return *_month_span(year, month), "month", "month"

    def decade(self, m: re.Match[str], at: _Moment) -> _Resolved:
        year = int(m["dec"])
        return date(year, 1, 1), date(year + (99 if year % 100 == 0 and year < 2000 else 9), 12, 31), "decade", "decade"  # fmt: skip

    def years(self, m: re.Match[str], at: _Moment) -> _Resolved:
        first, second = int(m["y"]), m["y2"]
        last = int(second) if len(second) == 4 else first - first % 100 + int(second)
        if last <= first:
            return None, None, "none", "no range of years"
        return date(first, 1, 1), date(last, 12, 31), "year", "range of years"

    def year(self, m: re.Match[str], at: _Moment) -> _Resolved:
        year = int(m["y"])
        return date(year, 1, 1), date(year, 12, 31), "year", "year"

    def weekday(self, m: re.Match[str], at: _Moment) -> _Resolved:
        groups = m.groupdict()
        for suffix in ("", "3"):
            if groups.get("m" + suffix) and not groups.get("u"):
                year = groups.get("y" + suffix)
                found = self._near(
                    self._month(groups["m" + suffix] or ""), _number(groups["d" + suffix] or "0"),
                    int(year) if year else None, at,
                )  # fmt: skip
                return found, found, "day", "date"
        if at.published is None:
            return None, None, "day", "weekday without a publication date"
        wanted, today = self.weekdays[m["w"].lower()], at.published.weekday()
        way = self._way(groups["way"]) if groups.get("way") else None
        back = (today - wanted) % 7
        if way == 1 or (way is None and at.is_future and back):
            ahead = (wanted - today) % 7 or 7
            found = at.published + ahead * _DAY
        elif way == 0:
            found = at.published + (wanted - today) * _DAY
        else:
            found = at.published - (back or (7 if way == -1 else 0)) * _DAY
        return found, found, "day", "weekday"

    def season(self, m: re.Match[str], at: _Moment) -> _Resolved:
        first, last = self.seasons[m["s"].lower()]
        year, way = self._year_of(m, at), m.groupdict().get("way")
        if year is None:
            if at.published is None:
                return None, None, "quarter", "season without a year"
            year = at.published.year
            began = date(year, first, 1) <= at.published
            ended = first <= last and at.published.month > last
            direction = self._way(way or "this")
            if direction < 0 and not ended:
                year -= 1
            elif direction > 0 and began:
                year += 1
        end_year = year + (last < first)
        return date(year, first, 1), _month_span(end_year, last)[1], "quarter", "season"

    def daypart(self, m: re.Match[str], at: _Moment) -> _Resolved:
        when = m["when"].lower()
        if when == "last" and m["part"].lower() != "night":
            return None, None, "none", "no part of a day"
        shift = {"last": -1, "yesterday": -1, "tomorrow": 1}.get(when, 0)
        return *_shifted_day(at, shift), "day", "part of a day"

    def window(self, m: re.Match[str], at: _Moment) -> _Resolved:
        if at.published is None or not m["n"]:
            return None, None, "none", "stretch of time without a length"
        n, unit, ahead = self._count(m["n"]), self.units[m["u"].lower()], self._way(m["way"]) > 0
        other = _moved(at.published, unit, n if ahead else -n)
        pair = (at.published, other) if ahead else (other, at.published)
        return *pair, _precision(unit), "stretch up to publication" if not ahead else "stretch from publication"  # fmt: skip

    def shifted(self, m: re.Match[str], at: _Moment) -> _Resolved:
        way, unit = self._way(m["way"]), self.units[m["u"].lower()]
        if at.published is None or unit in ("hour", "fortnight", "century"):
            return None, None, "none", "no date in the words"
        plural = m["u"].lower() != unit
        if plural or m["way"].lower() == "past" or (m["way"].lower() == "coming"):
            if plural:
                return None, None, "none", "stretch of time without a length"
            other = _moved(at.published, unit, way or -1)
            first, last = sorted((other, at.published))
            return first, last, _precision(unit), "stretch up to publication"
        return *_unit_span(at.published, unit, way), _precision(unit), f"{m['way'].lower()} {unit}"

    def quarter(self, m: re.Match[str], at: _Moment) -> _Resolved:
        groups = m.groupdict()
        year = self._year_of(m, at)
        word = (groups.get("o") or "").lower()
        if word and word not in self.ordinals:
            if at.published is None:
                return None, None, "quarter", "quarter without a year"
            return (
                *_unit_span(at.published, "quarter", self._way(word)),
                "quarter",
                f"{word} quarter",
            )
        number = int(groups["q"]) if groups.get("q") else self.ordinals[word]
        if year is None:
            if at.published is None:
                return None, None, "quarter", "quarter without a year"
            year = at.published.year
            if date(year, number * 3 - 2, 1) > at.published and not at.is_future:
                year -= 1
        return date(year, number * 3 - 2, 1), _month_span(year, number * 3)[1], "quarter", "quarter"

    def half(self, m: re.Match[str], at: _Moment) -> _Resolved:
        groups = m.groupdict()
        number = int(groups["h"]) if groups.get("h") else min(self.ordinals.get((groups["o"] or "").lower(), 2), 2)  # fmt: skip
        year = self._year_of(m, at)
        if year is None:
            if at.published is None or ("year" not in m.group().lower() and not groups.get("h")):
                return None, None, "none", "half of something else"
            year = at.published.year
        return (
            date(year, number * 6 - 5, 1),
            _month_span(year, number * 6)[1],
            "quarter",
            "half-year",
        )

    def first_months(self, m: re.Match[str], at: _Moment) -> _Resolved:
        n, year = self._count(m["n"]), self._year_of(m, at)
        if year is None and at.published is not None and re.search(r"year$", m.group(), re.I):
            year = at.published.year
        if year is None or not 1 <= n <= 12:
            return None, None, "none", "months of something else"
        if m["o"].lower() == "first":
            return date(year, 1, 1), _month_span(year, n)[1], "month", "first months"
        return date(year, 13 - n, 1), date(year, 12, 31), "month", "last months"

    def ending(self, m: re.Match[str], at: _Moment) -> _Resolved:
        """ "the three months to September", "the year ended June 30", "the week to Sunday"."""
        groups, unit = m.groupdict(), self.units[m["u"].lower()]
        n = self._count(m["n"]) if groups["n"] else 1
        last: date | None
        if groups["w"]:
            _, last, _, _ = self.weekday(m, at)
        elif groups["y4"]:
            month, day = int(groups["mm"] or 12), int(groups["dd"] or 31)
            last = _safe(int(groups["y4"]), month, day)
        elif groups["d"]:
            _, last, _, _ = self.day(m, at)
        else:
            _, last, _, _ = self.month(m, at)
        if last is None or not 1 <= n <= 999:
            return None, None, "none", "stretch up to an unknown day"
        after = last + _DAY if last < date.max else last
        return _moved(after, unit, -n), last, _precision(unit), "stretch up to a day"

    def weekend(self, m: re.Match[str], at: _Moment) -> _Resolved:
        if at.published is None:
            return None, None, "day", "weekend without a publication date"
        shift = 1 if at.is_future else 0 if at.published.weekday() >= 5 else -1
        return *_unit_span(at.published, "weekend", shift), "day", "weekend"

    def week_of(self, m: re.Match[str], at: _Moment) -> _Resolved:
        start, end, _, _ = self.month(m, at)
        if start is None or end is None:
            return None, None, "week", "week of a month"
        word = m["o"].lower()
        if word == "last":
            return end - 6 * _DAY, end, "week", "week of a month"
        first = start + (self.ordinals[word] - 1) * 7 * _DAY
        return first, first + 6 * _DAY, "week", "week of a month"

    def part(self, m: re.Match[str], at: _Moment) -> _Resolved:
        groups, word = m.groupdict(), m["part"].lower()
        unit: str = "month"
        if groups.get("m"):
            first, last, _, _ = self.month(m, at)
        elif groups.get("y2"):
            first, last, unit = date(int(m["y2"]), 1, 1), date(int(m["y2"]), 12, 31), "year"
        elif at.published is None:
            return None, None, "none", "part of a stretch without a publication date"
        elif groups.get("sh3"):
            first, last = _unit_span(at.published, "year", self._way(m["sh3"].split()[0]))
            unit = "year"
        elif groups.get("sh2"):
            unit = m["u2"].lower()
            first, last = _unit_span(at.published, unit, self._way(m["sh2"]))
        else:
            unit = m["u"].lower()
            first, last = _unit_span(at.published, unit, 0)
        if first is None or last is None:
            return None, None, "none", "part of a month without a year"
        if word in self.ends:
            return last, last, "day", f"end of {unit}"
        if word in self.middles:
            middle = first + (last - first) // 2
            return (middle, middle, "day", f"middle of {unit}") if word == "middle" else (
                middle - 5 * _DAY, middle + 5 * _DAY, "week", f"middle of {unit}"
            )  # fmt: skip
        if word in ("early", "late"):
            third = (last - first) // 3
            pair = (first, first + third) if word == "early" else (last - third, last)
            return *pair, "week" if unit == "month" else "quarter", f"{word} in {unit}"
        return first, first, "day", f"start of {unit}"

    def today(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return *_shifted_day(at, 0), "day", "today"

    def yesterday(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return *_shifted_day(at, -1), "day", "yesterday"

    def tomorrow(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return *_shifted_day(at, 1), "day", "tomorrow"

    def overnight(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return _shifted_day(at, -1)[0], at.published, "day", "overnight"

    def to_date(self, m: re.Match[str], at: _Moment) -> _Resolved:
        if at.published is None:
            return None, None, "none", "to date without a publication date"
        return _unit_span(at.published, m["u"].lower(), 0)[0], at.published, "day", "year to date"

    def ago(self, m: re.Match[str], at: _Moment) -> _Resolved:
        unit = self.units[m["u"].lower()]
        if at.published is None or m["ago"].lower() == "earlier" or unit == "hour":
            return None, None, "none", "counted back from another time"
        there = _moved(at.published, unit, -self._count(m["n"]))
        if unit in ("day", "week", "fortnight"):
            return there, there, "day", "ago"
        return *_unit_span(there, "year" if unit in ("year", "decade") else "month", 0), _precision(unit), "ago"  # fmt: skip

    def since_then(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return None, at.published, "none", "since then"

    def so_far(self, m: re.Match[str], at: _Moment) -> _Resolved:
        first = None
        if m.groupdict().get("u") and at.published is not None:
            first = _unit_span(at.published, m["u"].lower(), 0)[0]
        return first, at.published, "day", "so far"

    def now(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return at.published, at.published, "day", "now"

    def unresolved(self, m: re.Match[str], at: _Moment) -> _Resolved:
        return None, None, "none", "no date in the words"

    def _count(self, written: str) -> int:
        written = written.lower()
        return self.numbers[written] if written in self.numbers else int(written)


def _any(words: Iterable[str]) -> str:
    """An alternation of `words`, longest first, blanks as any white space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in ordered)


def _firsts(phrases: Iterable[str]) -> list[str]:
    return [phrase.split()[0].rstrip("'") for phrase in phrases]


def _number(written: str) -> int:
    return int("".join(c for c in written if c.isdigit()))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first, last = _month_span(year, month)
    if nth < 0:
        return last - ((last.weekday() - weekday) % 7) * _DAY
    return first + ((weekday - first.weekday()) % 7 + (nth - 1) * 7) * _DAY


def _shifted_day(at: _Moment, days: int) -> tuple[date | None, date | None]:
    if at.published is None:
        return None, None
    day = at.published + days * _DAY
    return day, day


def _moved(start: date, unit: str, n: int) -> date:
    """`start` moved by `n` units, the day clamped to the month; never leaves the calendar."""
    try:
        if unit in ("day", "week", "fortnight", "weekend", "hour"):
            step = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "hour": 0}[unit]
            days = n * step if unit != "hour" else -(-abs(n) // 24) * (1 if n > 0 else -1)
            return start + days * _DAY
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * n
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return start


def _unit_span(day: date, unit: str, shift: int) -> tuple[date, date]:
    """First and last day of the `unit` around `day`, `shift` units on; weeks run from Sunday."""
    if unit == "day":
        moved = day + shift * _DAY
        return moved, moved
    if unit in ("week", "weekend"):
        sunday = day - ((day.weekday() + 1) % 7) * _DAY + shift * 7 * _DAY
        if unit == "week":
            return sunday, sunday + 6 * _DAY
        saturday = day - ((day.weekday() + 2) % 7) * _DAY
        if shift > 0 or (shift == 0 and day.weekday() < 5):
            saturday += 7 * _DAY
        elif shift < 0 and day.weekday() >= 5:
            saturday -= 7 * _DAY
        return saturday, saturday + _DAY
    moved = _moved(day.replace(day=1), unit, shift)
    if unit == "month":
        return _month_span(moved.year, moved.month)
    if unit == "quarter":
        first = (moved.month - 1) // 3 * 3 + 1
        return date(moved.year, first, 1), _month_span(moved.year, first + 2)[1]
    if unit == "decade":
        first = moved.year - moved.year % 10
        return date(first, 1, 1), date(first + 9, 12, 31)
    return date(moved.year, 1, 1), date(moved.year, 12, 31)


_PRECISIONS: dict[str, Precision] = {
    "day": "day", "hour": "day", "weekend": "day", "week": "week", "fortnight": "week",
    "month": "month", "quarter": "quarter", "year": "year", "decade": "decade", "century": "decade",
}  # fmt: skip


def _precision(unit: str) -> Precision:
    return _PRECISIONS.get(unit, "none")


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(lexicon)


def may_name_day(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a single day may be named among the `words` of a sentence: a first, cheap look."""
    daily = _grammar(lexicon).daily
    return not daily.isdisjoint(words) or any(
        w[-2:] in _GENITIVES and w[:-2] in daily for w in words
    )


def find(text: str, tokens: Tokens, published: date | None, lexicon: Lexicon) -> list[Dated]:
    """The time expressions of one sentence in order, never overlapping; linear time.

    Days without a year are taken before `published`, or after it where the sentence looks ahead.
    """
    grammar = _grammar(lexicon)
    if not tokens.texts:
        return []
    start, end = tokens.starts[0], tokens.ends[-1]
    found: list[Dated] = []
    is_future: bool | None = None
    upto = start
    table, guards = grammar.table, grammar.guards
    for i in [
        i
        for i, w in enumerate(tokens.lowers)
        if w in table or w[0].isdigit() or w.endswith(_GENITIVES)
    ]:
        here, word = tokens.starts[i], tokens.lowers[i]
        if here < upto or (here > start and text[here - 1].isalpha()):
            continue
        if word.endswith(_GENITIVES):
            word = word[:-2]  # "Monday's attack"
        readers = table.get("#" if word[0].isdigit() else word)
        if readers is None:
            continue
        if word in grammar.months and (
            not tokens.texts[i][0].isupper()
            or (word in grammar.modal_months and _NAMED.search(text, max(start, here - 32), here))
        ):
            continue  # "may", "Theresa May"
        if is_future is None:
            is_future = not grammar.future.isdisjoint(tokens.texts)
        if word[0].isdigit():
            if not word.isdecimal():
                continue  # "1,200": no day, month or year
            readers = readers + table.get("9/11", []) if word == "9" else readers
        guard = guards.get("#" if word[0].isdigit() else word)
        if guard is not None and word != "9" and guard.match(text, here, end) is None:
            continue
        for pattern, reader in readers:
            match = pattern.match(text, here, end)
            if match is None or _is_dateline(text, match.end(), end):
                continue
            opened = grammar.opener.search(text, max(start, upto, here - 32), here)
            opener, at = "", here
            if opened is not None:
                at = opened.start(1) if opened.group(1) else opened.start()
                opener = grammar.openers.get(" ".join((opened.group(1) or "").lower().split()), "")
            ahead = is_future and opener not in ("since", "after", "in")
            if opener == "by" and not ahead:
                # "by Tuesday, 40 had died" looks back
                ahead = grammar.told.isdisjoint(tokens.lowers)
            moment = _Moment(published, ahead or (is_future and opener in ("in", "")))
            first, last, precision, rule = reader(grammar, match, moment)
            if rule.startswith("no ") and first is None and rule != "no date in the words":
                continue
            if rule.startswith("last ") and published and _THE.search(text, at, here):
                unit = rule.removeprefix("last ")
                if unit in _STRETCHES:  # "over the last month" is no calendar month
                    first, last = _moved(published, unit, -1), published
                    rule = "stretch up to publication"
            stop = match.end()
            closed = grammar.closer.match(text, stop, end)
            if closed is not None:
                stop = closed.end()
            groups = match.groupdict()
            found.append(
                Dated(at, stop, here, first, last, precision, rule, opener,
                      bool(groups.get("y") or groups.get("shift") or groups.get("y3")))
            )  # fmt: skip
            upto = stop
            break
    return _joined(text, found, grammar)


_NAMED = re.compile(r"(?<=\w )(?!In |By |On |Of |To )[A-Z][a-z]{2,} $")
_GROUP = re.compile(r"\(\?P<\w+>")
_GENITIVES = ("'s", "’s")
# Words and marks of single days beside the lexicon's: "9/11", "2010-05-05", "three days ago".
_DAILY = ("/", "-", "–", "day", "today", "tonight", "yesterday", "tomorrow", "overnight", "ago",
          "lunchtime")  # fmt: skip
_THE = re.compile(r"\w\s+the\s+", re.IGNORECASE)
_STRETCHES = frozenset({"week", "month", "year", "quarter", "decade"})
# Lengths told by the day or month they end with.
_TOLD = frozenset({
    "week", "weeks", "month", "months", "quarter", "quarters", "year", "years",
})  # fmt: skip
_DATELINE = re.compile(r"[^.!?]{0,40}\((?:[A-Z][A-Za-z]+|AP|AFP)\)\s*[-–—]")


def _is_dateline(text: str, start: int, end: int) -> bool:
    """ "LONDON, June 3 (Agency) - ...": the day of writing."""
    return start < 120 and _DATELINE.match(text, start, end) is not None


def _joined(text: str, found: list[Dated], grammar: _Grammar) -> list[Dated]:
    """Makes one range of "from A to B" and "between A and B"."""
    joined: list[Dated] = []
    for item in found:
        before = joined[-1] if joined else None
        if before is not None and item.core - before.end < 16 and _opens_range(before, text, item):
            gap = text[before.end : item.core]
            if grammar.joint.fullmatch(gap) and before.first and item.last:
                first = before.first
                if not before.has_year and (item.has_year or first > item.last):
                    moved = _safe(item.last.year, first.month, first.day)
                    if moved is not None and moved > item.last:
                        moved = _safe(item.last.year - 1, first.month, first.day)
                    first = moved or first
                if first <= item.last:
                    joined[-1] = replace(
                        before, end=item.end, first=first, last=item.last, rule="range",
                        precision=item.precision, opener="in", has_year=item.has_year,
                    )  # fmt: skip
                    continue
        joined.append(item)
    return joined


def _opens_range(before: Dated, text: str, item: Dated) -> bool:
    gap = text[before.end : item.core].strip().split()
    word = gap[0].lower() if gap else ""
    return before.opener in ("from", "between") or word in ("to", "through", "until", "-", "–", "—")
