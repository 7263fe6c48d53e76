"""Tells dates, years and times of day from numbers that count."""

from __future__ import annotations

from decimal import Decimal

from extractors.records import NumberType
from extractors.typewords import Setting

_MARKS = ("-", "/")


def read(at: Setting) -> NumberType | None:
    """ "date", "time" or "ordinal" for a number in digits that is one of these; else None."""
    if at.a.numeral.low is None or at.a.numeral.scale != 1:
        return None
    if _is_clock(at):
        return "time"
    if at.a.numeral.last != at.a.numeral.first + 1:
        return None
    return _date(at)


def _is_clock(at: Setting) -> bool:
    """ "3 p.m.", "5.30am", "14:00", "0401 GMT", "at 1500h"."""
    atoms, words = at.atoms, at.words
    i, stop = at.a.numeral.first, at.a.numeral.last
    surface, after = atoms.words[i], atoms.row[stop]
    if at.a.unit_at is None and _looks_clock(surface) and _is_zoned(at):
        return True
    if after in words["clock_after"] and at.a.unit_at is None:
        return after not in words["zones_short"] or atoms.surface(stop).isupper()
    if after in words["clock_letters"] and atoms.words[stop + 1 : stop + 3] == [".", "m"]:
        return True
    if after == ":" and atoms.is_glued(stop) and atoms.is_glued(stop + 1):
        minutes = atoms.row[stop + 1]
        plain = minutes.replace(".", "").isdecimal() and surface.isdecimal()
        return plain and len(minutes.split(".")[0]) == 2
    if at.word(i - 1) == ":" and atoms.is_glued(i) and atoms.is_glued(i - 1):
        return len(surface.split(".")[0]) == 2 and at.word(i - 2)[:1].isdigit()
    return after == "h" and atoms.is_glued(stop) and surface.isdecimal() and len(surface) == 4


def _looks_clock(surface: str) -> bool:
    """ "9.30", "14.00": an hour and two digits of minutes after a stop."""
    hour, stop, minute = surface.partition(".")
    return bool(stop) and len(minute) == 2 and len(hour) <= 2 and int(hour) < 24 and minute < "60"


def _is_zoned(at: Setting) -> bool:
    """A zone behind the number, or behind the range it opens: "9.30 to 11.00 local time"."""
    for k in range(at.a.last, at.a.last + 3):
        word = at.word(k)
        if word in at.words["clock_after"] or word in at.words["clock_words"]:
            return True
        if not word.isalpha() or word in at.words["small"]:
            return False
    return False


def _is_month(at: Setting, i: int) -> bool:
    """Whether a month stands at `i`; "may" and "march" only with a capital."""
    return at.word(i) in at.words["months"] and (
        at.atoms.is_upper(i) or at.word(i) not in at.words["months_too"]
    )


def _date(at: Setting) -> NumberType | None:
    atoms, words = at.atoms, at.words
    i, stop = at.a.numeral.first, at.a.numeral.last
    surface, low = atoms.words[i], at.a.numeral.low or Decimal(0)
    before, after = atoms.row[i - 1], atoms.row[stop]
    plain = surface.isdecimal()
    dated = plain and (1 <= low <= 31 or 1000 <= low <= 2100)
    if dated and _is_month(at, i - 2 if before == "." and i > 1 else i - 1):
        return "date"
    if plain and 1 <= low <= 31:
        found = _day(at, low)
        if found is not None:
            return found
    if _is_numeric(at):
        return "date"
    if (after in words["eras"] and atoms.surface(stop).isupper()) or (
        before in words["eras"] and atoms.surface(i - 1).isupper()
    ):
        return "date"
    if before == "." and atoms.words[max(0, i - 4) : i - 1] == ["a", ".", "d"]:
        return "date"
    if not plain:
        return None
    size = len(surface)
    if after == "s" and atoms.is_glued(stop) and size in (2, 4) and low % 10 == 0:
        return "date"  # "the 1990s", "the '80s"
    if size == 4 and 1000 <= low <= 2200 and (at.a.unit_at is None or at.a.is_hyphened):
        return _year(at, low)
    if before in ("'", "‘") and size == 2 and atoms.is_glued(i) and not atoms.is_glued(i - 1):
        return "date"
    previous = at.previous
    if previous is not None and previous.type == "date" and (previous.numeral.low or 0) > 1000:
        gap = atoms.words[previous.numeral.last : i]
        if gap in (["-"], ["/"]) and size in (1, 2, 4) and atoms.is_glued(i):
            return "date"  # "2023-24"
    return None


def _day(at: Setting, low: Decimal) -> NumberType | None:
    """ "3 May", "the 3rd of May", "April 1-3", "between 3 and 5 May", "Tuesday 3"."""
    atoms, words, a = at.atoms, at.words, at.a
    i, stop = a.numeral.first, a.numeral.last
    is_ordinal = atoms.row[stop] in words["ordinal_ends"] and atoms.is_glued(stop)
    j = stop + 1 if is_ordinal else stop
    if atoms.row[j] in words["of"]:
        j += 1
    if _is_month(at, j) and atoms.is_upper(j):
        return "date"
    if is_ordinal:
        return "ordinal"
    if not a.is_bare:
        return None
    previous, following = at.previous, at.following
    if previous is not None and previous.type == "date" and (previous.low or 0) <= 31:
        gap = tuple(atoms.words[previous.numeral.last : i])
        if gap in words.listed and gap != (",",) and not at.has_noun():
            return "date"
    if following is not None and (following.numeral.low or 99) <= 31:
        gap = tuple(atoms.words[stop : following.numeral.first])
        j = following.numeral.last
        if gap in words.listed and gap != (",",) and _is_month(at, j) and atoms.is_upper(j):
            return "date"
    if at.word(i - 1) in words["weekdays"] and atoms.is_upper(i - 1) and not at.has_noun():
        return "date"
    return None


def _year(at: Setting, low: Decimal) -> NumberType | None:
    """A number of four digits: a year where the words before it or its sort say so."""
    words, i = at.words, at.a.numeral.first
    before = at.word(i - 1)
    recent = 1900 <= low <= 2035
    if before in words["counting_before"] and at.has_plural():
        return None
    if recent:
        if at.has_plural() and before not in words["year_before"] and before != ",":
            counted = low % 50 == 0 or i == 0 or before[-2:] in ("ed", "ng")
            if counted and before not in words["months"] and not at.atoms.is_upper(i - 1):
                return None
        return "date"
    if before in words["year_prepositions"] and not at.has_plural():
        if low > 2035 and (before in words["not_future"] or at.has_noun()):
            return None
        return "date"
    if at.previous is not None and at.previous.type == "date" and at.gap() in words.listed:
        return "date"
    return None


def _is_numeric(at: Setting) -> bool:
    """ "2010-05-05", "10/06/2024", "10.06.2024" with the number one of its parts."""
    atoms, i = at.atoms, at.a.numeral.first
    parts = atoms.words[i].split(".")
    if len(parts) == 3 and all(p.isdecimal() for p in parts):
        return len(parts[2]) == 4 and len(parts[0]) <= 2 and len(parts[1]) <= 2
    if atoms.row[i - 1] not in _MARKS and atoms.row[i + 1] not in _MARKS:
        return False
    for first in (i, i - 2, i - 4):
        if first < 0 or first + 4 >= len(atoms.words):
            continue
        group = atoms.words[first : first + 5 : 2]
        if atoms.words[first + 1] not in _MARKS or atoms.words[first + 3] not in _MARKS:
            continue
        sizes = [len(part) for part in group]
        if (
            all(part.isdecimal() for part in group)
            and all(size in (1, 2, 4) for size in sizes)
            and all(atoms.is_glued(first + k) for k in range(1, 5))
            and (sizes[0] == 4 or sizes[2] in (2, 4))
        ):
            return True
    return False
