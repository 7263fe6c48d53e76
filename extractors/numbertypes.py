"""Tells claims from dates, times, ages, ordinals, scores, identifiers, pronouns and idioms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractors.amounts import PERCENT, Amount, AmountWords, phrase
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms
from extractors.records import NumberType


@dataclass(frozen=True, slots=True, eq=False)
class TypeWords:
    """The closed classes of [quantities] that tell what a number is, by name."""

    sets: Mapping[str, frozenset[str]]
    idioms: Mapping[str, tuple[tuple[str, ...], ...]]  # by first atom, longest first

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def type_words(lexicon: Lexicon) -> TypeWords:
    """The compiled word classes of `lexicon`."""
    s: Mapping[str, Any] = lexicon["quantities"]
    sets = {
        name: frozenset(words)
        for name, words in s.items()
        if isinstance(words, list) and name != "idioms"
    }
    number_words: Mapping[str, Any] = lexicon["numbers"]
    sets["ordinals"] = frozenset(number_words["ordinals"]) - frozenset(["second"])
    idioms: dict[str, list[tuple[str, ...]]] = {}
    for text in s["idioms"]:
        parts = phrase(text)
        idioms.setdefault(parts[0], []).append(parts)
    ordered = {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in idioms.items()}
    return TypeWords(sets, ordered)


def read(
    atoms: Atoms, amounts: list[Amount], words: TypeWords, amount_words: AmountWords
) -> list[Amount]:
    """Sets the type of each amount of one sentence; scores are joined into one. Linear time."""
    covered = _idioms(atoms, words)
    score = not words["score_words"].isdisjoint(atoms.words)
    found: list[Amount] = []
    for k, a in enumerate(amounts):
        previous = amounts[k - 1] if k else None
        following = amounts[k + 1] if k + 1 < len(amounts) else None
        if found and found[-1].type == "score" and found[-1].last >= a.last:
            continue
        a.type = _type(atoms, a, previous, following, words, covered, score)
        if a.type == "claim":
            _doubt(atoms, a, words)
        found.append(a)
    return found


def _doubt(atoms: Atoms, a: Amount, words: TypeWords) -> None:
    """Lowers the confidence of claims of a sort that is often none, or often misread."""
    if a.form == "adjective":
        a.doubted("adjective", 0.8)
    if a.unit.kind == "duration" and a.bound_cue is not None and (
        atoms.words[a.bound_cue[0]] in words["frame_prepositions"]
    ):
        a.doubted("deadline or length", 0.8)
    if a.unit.kind != "count":
        return
    if atoms.word(a.last) in words["abstract"] or atoms.word(a.last + 1) in words["abstract"]:
        a.doubted("abstract noun", 0.85)
    if a.form == "digits" and a.is_bare and not a.numeral.is_grouped and a.numeral.scale == 1:
        if len(atoms.words[a.numeral.first]) == 4 and (a.high or 0) < 2200:
            a.doubted("year or count", 0.8)
        elif atoms.is_upper(a.first - 1) and a.first > 1 and not _has_plural(atoms, a, words):
            a.doubted("name before the number", 0.8)
        elif a.bound_cue is None and a.hedge_cue is None and not _has_noun(atoms, a, words) and (
            atoms.is_upper(a.last) or not atoms.word(a.last).isalpha()
        ):
            a.doubted("nothing counted", 0.85)


def _idioms(atoms: Atoms, words: TypeWords) -> set[int]:
    covered: set[int] = set()
    known = words.idioms
    for i, word in enumerate(atoms.words):
        for parts in known.get(word, ()):
            if tuple(atoms.words[i : i + len(parts)]) == parts:
                covered.update(range(i, i + len(parts)))
                break
    return covered


def _type(
    atoms: Atoms, a: Amount, previous: Amount | None, following: Amount | None,
    words: TypeWords, covered: set[int], is_score: bool,
) -> NumberType:  # fmt: skip
    if a.low is None:
        return "identifier"
    if a.first in covered and a.unit is not PERCENT and a.unit.kind not in ("money",):
        return "idiom"
    if a.form == "ordinal":
        return "ordinal"
    if a.is_base:
        return "other"
    if a.unit.kind == "money":
        return "claim"
    if a.form == "digits":
        found = _digit_type(atoms, a, previous, following, words, is_score)
        if found is not None:
            return found
    if a.unit.kind in ("share", "point", "multiple"):
        return _share_type(atoms, a, words)
    if a.unit.kind == "duration":
        return _duration_type(atoms, a, words)
    if a.unit.kind != "count":
        return "claim"
    if a.bound_cue is not None and a.is_bare and atoms.word(a.bound_cue[0] - 1) in words["aged"] and (
        atoms.words[a.bound_cue[0]] in words["age_bounds"] and (a.high or 0) <= 100
    ):
        return "age"
    return _count_type(atoms, a, previous, words)


# digits ---------------------------------------------------------------------------------------


def _digit_type(
    atoms: Atoms, a: Amount, previous: Amount | None, following: Amount | None,
    words: TypeWords, is_score: bool,
) -> NumberType | None:  # fmt: skip
    i, stop = a.numeral.first, a.numeral.last
    before, after = atoms.word(i - 1), atoms.word(stop)
    surface = atoms.words[i]
    glued_before, glued_after = atoms.is_glued(i), atoms.is_glued(stop)
    # times of day
    if _is_clock(atoms, a, words):
        return "time"
    found = _date_type(atoms, a, previous, following, words)
    if found is not None:
        return found
    if a.is_bare or not a.unit.kind == "share":
        # letters that touch the number: "A320", "3M", "F-16", "20th"
        if glued_before and before and (before[-1].isalpha() or before == "_"):
            return "identifier"
        if glued_after and after and after[0].isalpha() and a.last == stop and a.unit_at is None:
            if after in ("st", "nd", "rd", "th"):
                return "ordinal"
            return "identifier"
        if before == "." and glued_before and atoms.is_glued(i - 1) and atoms.word(i - 2).isalpha():
            return "identifier"
        if (
            before == "-" and glued_before and i > 1 and not a.is_negative
            and atoms.is_glued(i - 1) and atoms.words[i - 2][-1].isalnum()
            and a.unit_at is None
        ):
            left = atoms.words[i - 2]
            if left[0].isdigit():
                if previous is not None and previous.type in ("identifier", "date", "time"):
                    return previous.type
            elif left not in ("sub", "mid", "pre", "non", "another", "up", "plus", "over", "under", "minus"):
                return "identifier"
        if (
            after == "-" and glued_after and atoms.is_glued(stop + 1) and a.unit_at is None
            and atoms.is_upper(stop + 1) and atoms.word(stop + 1) not in words["months"]
            and not a.numeral.is_grouped
        ):
            return "identifier"
    if a.is_bare and (after in words["calibres"] or (after == "-" and atoms.word(stop + 1) in words["calibres"])):
        return "identifier"
    if a.is_bare and surface in words["model_numbers"] and (
        atoms.is_upper(stop)
        or after in words["craft"]
        or (before in ("the", "a") and not _has_noun(atoms, a, words))
    ):
        return "identifier"
    if a.is_bare and before == "minus" and atoms.word(i - 2) == "or":
        return "other"
    if a.is_bare:
        if surface[0] == "0" and len(surface) > 1 and surface.isdecimal():
            return "identifier"
        if _is_phone(atoms, a) or _is_address(atoms, a, words):
            return "identifier"
        if previous is not None and previous.type == "identifier" and (
            atoms.words[previous.last : i] == ["of"]
        ):
            return "identifier"  # "Image 3 of 6"
        score = _score(atoms, a, following, words, is_score)
        if score is not None:
            return score
        if _is_label(atoms, a, words):
            return "identifier"
        if (before == "/" and glued_before) or (after == "/" and glued_after and atoms.is_glued(stop + 1) and atoms.word(stop + 1)[:1].isdigit()):
            return "identifier"
        if _is_list_mark(atoms, a):
            return "identifier"
        if before == ":" and glued_before and atoms.is_glued(i - 1) and atoms.words[i - 2][-1].isdigit():
            return "time"
        if after == ":" and glued_after and atoms.is_glued(stop + 1) and atoms.word(stop + 1)[:1].isdigit():
            return "time"
    if after in words["ordinals"]:
        return "ordinal"
    if (
        a.is_bare and previous is not None and previous.type == "age"
        and tuple(atoms.words[previous.stop : a.first]) in _LISTED and (a.high or 0) <= 130
    ):  # fmt: skip
        return "age"
    age = _age(atoms, a, words)
    if age is not None:
        return age
    if a.is_bare and _is_name(atoms, a, previous, words):
        return "identifier"
    return None


_LISTED = ((",",), ("and",), (",", "and"), ("or",), ("to",), ("-",))


def _is_clock(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    i, stop = a.numeral.first, a.numeral.last
    if a.low is None or a.numeral.scale != 1:
        return False
    after = atoms.word(stop)
    clock = words["clock_after"]
    if after in clock and a.unit_at is None and not (after in ("ist", "ct", "et", "pt") and not atoms.surface(stop).isupper()):
        return after not in ("am",) or True
    if after in ("a", "p") and atoms.word(stop + 1) == "." and atoms.word(stop + 2) == "m":
        return True
    surface = atoms.words[i]
    if after == ":" and atoms.is_glued(stop) and atoms.is_glued(stop + 1):
        minutes = atoms.word(stop + 1)
        return minutes.replace(".", "").isdecimal() and len(minutes.split(".")[0]) == 2 and surface.isdecimal()
    before = atoms.word(i - 1)
    if before == ":" and atoms.is_glued(i) and atoms.is_glued(i - 1):
        return len(surface.split(".")[0]) == 2 and atoms.word(i - 2)[:1].isdigit()
    if after == "h" and atoms.is_glued(stop) and surface.isdecimal() and len(surface) == 4:
        return True
    return False


def _date_type(
    atoms: Atoms, a: Amount, previous: Amount | None, following: Amount | None, words: TypeWords
) -> NumberType | None:
    i, stop = a.numeral.first, a.numeral.last
    surface, low = atoms.words[i], a.numeral.low
    if low is None or a.numeral.scale != 1 or stop != i + 1:
        return None
    before, after = atoms.word(i - 1), atoms.word(stop)
    months = words["months"]
    plain = surface.isdecimal()
    prior = i - 1
    if before == "." and i > 1:
        prior = i - 2
    month_before = atoms.word(prior) in months and (
        atoms.word(prior) != "may" or atoms.is_upper(prior)
    ) and (atoms.word(prior) != "march" or atoms.is_upper(prior)) and (
        atoms.word(prior) not in ("mar", "sat", "dec") or atoms.is_upper(prior)
    )
    if plain and month_before and (1 <= low <= 31 or 1000 <= low <= 2100):
        return "date"
    if plain and 1 <= low <= 31:
        j = stop + 1 if after in ("st", "nd", "rd", "th") else stop
        if atoms.word(j) == "of":
            j += 1
        if atoms.word(j) in months and atoms.is_upper(j) and (atoms.word(j) != "may" or atoms.is_upper(j)):
            return "date"
        if after in ("st", "nd", "rd", "th") and atoms.is_glued(stop):
            return "ordinal"
        # "April 1-3", "between 3 and 5 May"
        if previous is not None and previous.type == "date" and a.is_bare:
            gap = atoms.words[previous.numeral.last : i]
            if gap in (["-"], ["and"], ["to"], ["/"]) and (previous.low or 0) <= 31 and not (
                _has_noun(atoms, a, words)
            ):
                return "date"
        if following is not None and a.is_bare and atoms.words[stop : following.numeral.first] in (
            ["-"], ["and"], ["to"], ["/"],
        ):  # fmt: skip
            j = following.numeral.last
            if atoms.word(j) in months and atoms.is_upper(j) and (following.numeral.low or 99) <= 31:
                return "date"
        if before in words["weekdays"] and atoms.is_upper(i - 1) and a.is_bare and not _has_noun(atoms, a, words):
            return "date"
    if _is_numeric_date(atoms, i):
        return "date"
    if after in ("ad", "bc", "bce", "ce") and atoms.surface(stop).isupper():
        return "date"
    if before in ("ad", "ce") and atoms.surface(i - 1).isupper():
        return "date"
    if before == "." and atoms.word(i - 2) == "d" and atoms.word(i - 4) == "a":
        return "date"
    if not plain:
        return None
    if after == "s" and atoms.is_glued(stop) and (len(surface) in (2, 4)) and low % 10 == 0:
        return "date"
    if len(surface) == 4 and 1000 <= low <= 2200 and (a.is_bare or a.unit_at is None or a.is_hyphened):
        return _year(atoms, a, previous, words)
    if before in ("'", "‘", "’") and len(surface) == 2 and atoms.is_glued(i) and not atoms.is_glued(i - 1):
        return "date"
    if previous is not None and previous.type == "date" and (previous.numeral.low or 0) > 1000:
        gap = atoms.words[previous.numeral.last : i]
        if gap in (["-"], ["/"]) and len(surface) in (1, 2, 4) and atoms.is_glued(i):
            return "date"
        if before == "-" and len(surface) == 2 and gap[-1:] == ["-"] and atoms.is_glued(i):
            return "date"
    if following is not None and after in ("-", "/") and len(surface) == 2 and False:
        return "date"
    return None


def _year(
    atoms: Atoms, a: Amount, previous: Amount | None, words: TypeWords
) -> NumberType | None:
    i, stop = a.numeral.first, a.numeral.last
    low = a.numeral.low or Decimal(0)
    before, after = atoms.word(i - 1), atoms.word(stop)
    if before in ("about", "than", "least", "some", "nearly", "almost", "roughly", "approximately", "over", "additional", "of") and (
        _has_plural(atoms, a, words) and not (before in ("of", "over") and 1950 <= low <= 2035)
    ):
        return None
    if before in words["labels"] and before not in ("year", "no", "a", "m", "g", "i", "war", "world", "euro", "season") and not (1900 <= low <= 2035):
        return None
    if 1900 <= low <= 2035:
        if _has_plural(atoms, a, words) and before not in words["year_before"] and before != ",":
            counted = low % 50 == 0 or i == 0 or before[-2:] in ("ed", "ng")
            if counted and before not in words["months"] and not atoms.is_upper(i - 1):
                return None
        return "date"
    if before in words["year_prepositions"] and not _has_plural(atoms, a, words) and low <= 2200:
        if before in ("of", "from", "before", "after", "between") and low > 2035:
            return None
        if low > 2035 and _has_noun(atoms, a, words):
            return None
        return "date"
    if previous is not None and previous.type == "date" and atoms.words[previous.last : i] in (["and"], ["-"], ["to"]):
        return "date"
    return None


def _is_numeric_date(atoms: Atoms, i: int) -> bool:
    """ "2010-05-05", "10/06/2024", "10.06.2024" with atom `i` one of its parts."""
    surface = atoms.words[i]
    parts = surface.split(".")
    if len(parts) == 3 and all(p.isdecimal() for p in parts):
        return len(parts[2]) == 4 and int(parts[0]) <= 31 and int(parts[1]) <= 12
    for mark in ("-", "/"):
        for first in (i, i - 2, i - 4):
            if first < 0 or first + 4 >= len(atoms.words):
                continue
            if atoms.words[first + 1] != mark or atoms.words[first + 3] != mark:
                continue
            group = [atoms.words[first], atoms.words[first + 2], atoms.words[first + 4]]
            if all(g.isdecimal() and len(g) in (1, 2, 4) for g in group) and all(
                atoms.is_glued(first + k) for k in range(1, 5)
            ):
                lengths = [len(g) for g in group]
                if (lengths[0] == 4 or lengths[2] in (2, 4)) and max(len(g) for g in group) <= 4:
                    return True
    return False


def _is_phone(atoms: Atoms, a: Amount) -> bool:
    """Three or more digit groups in a row with a hyphen or space between, none a thousands group."""
    i = a.numeral.first
    if a.is_range or not atoms.words[i].isdecimal():
        if a.is_range:
            pass
        else:
            return False
    start = i
    groups = 2 if a.is_range else 1
    while start - 1 >= 0:
        step = 2 if atoms.words[start - 1] in ("-", ".", ")") else 1
        k = start - step
        if k < 0 or not atoms.words[k].isdecimal() or atoms.starts[start] - atoms.ends[k] > 2:
            break
        start = k
        groups += 1
        if groups > 4:
            break
    end = a.last - 1
    while end + 1 < len(atoms.words):
        step = 2 if atoms.words[end + 1] in ("-", ".") else 1
        k = end + step
        if k >= len(atoms.words) or atoms.starts[k] - atoms.ends[end] > 1:
            break
        if not atoms.words[k].isdecimal():
            if (
                groups >= 2 and step == 2 and atoms.words[end + 1] == "-"
                and atoms.surface(k).isupper()
            ):
                groups += 1
            break
        end = k
        groups += 1
        if groups > 6:
            break
    if (groups >= 3 and "-" in atoms.words[start:end]) or (groups >= 3 and not a.is_range):
        return True
    if groups == 2:
        first = atoms.words[start]
        return len(first) == 3 and len(atoms.words[end]) == 4 and atoms.words[start + 1] == "-"
    return False


def _is_address(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    j = a.last
    if a.form != "digits" or a.numeral.is_grouped:
        return False
    if atoms.word(j) in words["after_zip"]:
        return True
    if atoms.word(j) in words["streets"] and atoms.is_upper(j) and atoms.is_upper(j + 1):
        return True
    for k in range(6):
        word = atoms.word(j + k)
        if word == "." and atoms.word(j + k - 1) in words["compass"]:
            continue
        if k > 0 and word in words["streets"]:
            return True
        if word == "" or not (atoms.is_upper(j + k) or word[0].isdigit() or word in words["street_links"]):
            return False
    return False


def _score(
    atoms: Atoms, a: Amount, following: Amount | None, words: TypeWords, is_score: bool
) -> NumberType | None:
    """ "3-1", "10-2": two small whole numbers with a glued hyphen that are no range."""
    if a.is_range:
        gap = "-" in atoms.words[a.first : a.last]
        if (
            gap and is_score and a.low is not None and a.high is not None and a.high < 200
            and a.unit_at is None and a.last - a.first == 3 and not _has_plural(atoms, a, words)
            and atoms.is_glued(a.first + 1) and atoms.is_glued(a.first + 2)
        ):
            return "score"
        return None
    if following is None or not following.is_bare or following.form != "digits":
        return None
    if atoms.words[a.last : following.first] != ["-"] or a.low is None or following.low is None:
        return None
    if not (atoms.is_glued(a.last) and atoms.is_glued(following.first)):
        return None
    if a.low >= 200 or following.low >= 200 or a.numeral.is_grouped or following.numeral.is_grouped:
        return None
    if following.unit_at is not None:
        return None
    after = following.last
    if atoms.word(after) == "-" and atoms.is_glued(after) and atoms.word(after + 1)[:1].isdigit():
        return None
    a.high = following.low
    a.last = a.stop = following.last
    return "score"


def _is_label(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    """A number that names: "No. 5", "Section 427", "gate 14", "Resolution 1701"."""
    i = a.first
    j = i - 1
    word = atoms.word(j)
    if word == "." and j > 0 and atoms.word(j - 1) in ("no", "nos", "vol", "fig", "op", "pp", "prop"):
        return True
    if word in ("#", "№"):
        return True
    if word not in words["labels"]:
        if word in ("and", ",", "or", "-", "to") and j > 0:
            return False
        return False
    if word in words["labels_any_case"]:
        return not (word in ("no", "number") and not (atoms.is_upper(j) or word == "number"))
    return (atoms.is_upper(j) and (j > 0 or not _has_noun(atoms, a, words)) and not _has_plural(atoms, a, words)) or (
        word in ("page", "chapter", "section", "gate", "room", "phase", "level", "stage", "type", "game", "week", "day")
        and not _has_noun(atoms, a, words) and not a.numeral.is_grouped
    )


def _is_name(atoms: Atoms, a: Amount, previous: Amount | None, words: TypeWords) -> bool:
    """ "Boeing 737", "Windows 11", "the S&P 500": a number right after a name, with no noun of its own."""
    i = a.first
    if a.numeral.is_grouped or a.numeral.scale > 1 or a.is_range or i == 0:
        return False
    named = atoms.surface(i - 1)
    if named.islower() or not named[0].isalpha():
        return False
    word = atoms.words[i - 1]
    if previous is not None and previous.type == "claim" and previous.unit.kind == "count" and (
        atoms.word(i - 2) in (",", "and", ";", "but") and not atoms.is_upper(a.last)
    ):
        return False  # "France sent 6 planes, Italy 4 and Spain 2"
    if word in words["months"] or word in words["weekdays"] or word in words["year_prepositions"]:
        return False
    if i == 1 and word not in words["labels"]:
        # the first word of a sentence is capital anyway
        return False
    if _has_plural(atoms, a, words) or _has_verb(atoms, a, words):
        return False
    after = atoms.word(a.last)
    if after in (",", ".", "", ";", ")", "?", "!", '"', "”", "'", ":") or atoms.is_upper(a.last):
        return True
    return after in words["small"] or not _has_noun(atoms, a, words) or not after.endswith("s")


def _is_list_mark(atoms: Atoms, a: Amount) -> bool:
    """ "1." or "(1)" or "1)" at the head of a sentence."""
    i, stop = a.numeral.first, a.numeral.last
    if a.low is None or a.low > 99 or not atoms.words[i].isdecimal():
        return False
    if i == 0 and atoms.word(stop) in (".", ")") and atoms.is_glued(stop):
        return atoms.word(stop) == ")" or atoms.is_upper(stop + 1) or stop + 1 >= len(atoms.words)
    if atoms.word(i - 1) == "(" and atoms.word(stop) == ")" and atoms.is_glued(i) and atoms.is_glued(stop):
        return i == 1 or not atoms.word(i - 2).isalpha() or a.low < 20
    return False


def _age(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType | None:
    i, stop = a.first, a.stop
    if a.low is None or a.unit.kind not in ("count", "duration"):
        return None
    before = atoms.word(i - 1)
    if a.unit.kind == "duration":
        return "age" if before in words["age_labels"] else None
    if a.is_bare and before in words["age_labels"] and (a.high or 0) <= 130:
        return "age"
    if before == "of" and atoms.word(i - 2) in ("age", "ages") and (a.high or 0) <= 130:
        if atoms.word(i - 3) in words["age_figures"]:
            return "claim"
        return "age"
    if not a.is_bare or a.numeral.scale > 1 or a.numeral.is_grouped or a.low > 115 or a.is_range:
        return None
    after = atoms.word(a.last)
    if before == "," and after in (",", ".", ";", "", ")", "—", "-", ":") and i > 1:
        # "Smith, 34, of Leeds" but not "in 1, 2 or 3"
        name = atoms.word(i - 2)
        if atoms.is_upper(i - 2) and name[0].isalpha() and a.low >= 1:
            if after == "," or after in (".", ";", ")", "", ":", "—", "-"):
                return "age"
    if before == "(" and after == ")" and atoms.is_upper(i - 2):
        return "age"
    if before.isalpha() and atoms.is_upper(i - 1) and i > 1 and a.low >= 10 and after == "," and False:
        return "age"
    return None


# words and shares -----------------------------------------------------------------------------


def _share_type(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType:
    if a.form == "fraction" and a.unit is PERCENT:
        before, after = atoms.word(a.first - 1), atoms.word(a.last)
        word = atoms.words[a.numeral.last - 1]
        if word == "half" or word == "halves":
            if word == "halves":
                return "idiom"
            if after == "-" and atoms.is_glued(a.last):
                return "idiom"
            if before in words["half_not_before"] or before in ("nd", "st"):
                return "idiom"
            if after in words["half_after"] or before in words["half_before"]:
                return "claim"
            return "claim" if a.numeral.last - a.numeral.first > 1 else "idiom"
        if a.numeral.has_article:
            if word in ("quarter",):
                sure = after in words["quarter_after"] or before in words["half_before"]
                return "claim" if sure else "other"
            if after in words["fraction_after"] or not (after.isalpha() or after == "-"):
                return "claim"
            return "ordinal"
        if a.numeral.last - a.numeral.first == 1 and word in ("quarter", "quarters"):
            return "other"
        if word == "quarters" and after not in words["fraction_after"]:
            return "other"
        return "claim"
    if a.form == "multiple":
        word, after = atoms.words[a.first], atoms.word(a.last)
        if word in ("twice", "thrice"):
            return "claim" if after in words["multiple_after"] else "idiom"
        if word in ("halves",):
            return "idiom"
        return "claim"
    return "claim"


def _duration_type(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType:
    before, after = atoms.word(a.first - 1), atoms.word(a.stop)
    if a.stop < len(atoms.words) and after == "-" and atoms.word(a.stop + 1) in words["after_number_old"]:
        return _year_old(atoms, a, a.stop + 2, words)
    if after in words["after_number_old"]:
        return "age" if a.unit.code in ("year", "month", "week", "day") and _is_person_before(atoms, a) else "claim"
    if a.form == "article":
        return "claim"
    if after in words["frame_after"]:
        measured = before in words["measuring"] and after not in ("ago", "earlier", "later", "hence")
        if after == "since" and atoms.word(a.stop + 1) != "":
            return "time"
        if measured and (before in ("for", "was") or after in ("before", "after")):
            return "claim" if before != "than" else "time"
        if after in ("on", "into", "early", "since"):
            return "time" if atoms.word(a.stop + 1) in ("from",) else _frame_before(atoms, a, words)
        return "time"
    if after == "from" and atoms.word(a.stop + 1) == "now":
        return "time"
    return _frame_before(atoms, a, words)


def _frame_before(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType:
    j = a.first - 1
    before = atoms.word(j)
    if before in words["frame_before"]:
        if before == "last" and atoms.word(j - 1) in words["modals"]:
            return "claim"  # "will last 100 years"
        if a.bound != "exact" and a.bound != "between":
            return "claim"
        return "time"
    if before in words["frame_prepositions"] and before != "within":
        if a.unit.code in ("second", "minute", "hour", "millisecond"):
            return "claim"
        if before == "over" or before == "in":
            return "time" if before == "in" else "claim"
        return "time"
    if before in words["demonstrative"] and a.form == "words" and not a.is_hyphened:
        if before == "the" and atoms.word(j - 1) in ("in", "during", "over") and atoms.word(a.stop) != "from":
            return "time"
        if before != "the":
            return "other"
    return "claim"


def _year_old(atoms: Atoms, a: Amount, j: int, words: TypeWords) -> NumberType:
    """ "19-year-old": an age that identifies a person, else the age of a thing."""
    if a.low is None or (a.high is not None and a.high > 130):
        return "claim"
    plural = atoms.word(j - 1) == "olds"
    if plural:
        return "claim"
    for k in range(j, j + 4):
        word = atoms.word(k)
        if word == "-":
            continue
        if word in words["people"] or word == "" or not word[0].isalpha():
            return "age"
        if k == j and word in words["told_of"]:
            return "age"
        if atoms.is_upper(k):
            return "age"
        if k == j + 1 or k == j:
            if any(len(word) > 4 and word.endswith(end) for end in words["people_ends"]):
                return "age"
    return "claim"


def _is_person_before(atoms: Atoms, a: Amount) -> bool:
    return True


def _count_type(
    atoms: Atoms, a: Amount, previous: Amount | None, words: TypeWords
) -> NumberType:
    before, after = atoms.word(a.first - 1), atoms.word(a.last)
    if a.form == "adjective":
        return _adjective_type(atoms, a, words)
    if a.form == "few":
        if after in words["frame_after"]:
            return "time"
        return "claim"
    if a.form == "vague":
        lone = a.last - a.first == 1
        if lone and atoms.words[a.first] in ("scores", "tens") and after != "of":
            return "other"
        return "claim"
    if before in words["pointing"] and not _has_noun(atoms, a, words):
        return "other"
    if a.form != "words":
        return "claim"
    if a.numeral.scale > 1:
        return "claim"
    word = atoms.words[a.first]
    if before == "or" and atoms.word(a.first - 3) in words["one_word"] and not after.isalpha():
        return "idiom"  # "a word or two"
    if before == "are" and atoms.word(a.first - 2) == "here":
        return "other"
    if word == "one" and a.last - a.first == 1 and not a.is_range:
        return _one_type(atoms, a, words)
    if word in words["list_openers"] and a.first == 0 and after in (",", ":"):
        return "idiom"
    if atoms.is_upper(a.first) and a.first > 0 and atoms.is_upper(a.last) and after.isalpha() and (
        atoms.is_upper(a.first - 1) or before == "the"
    ) and not _is_title_case(atoms):
        return "identifier"
    if before in ("no", "number") and word != "one":
        return "identifier"
    if (
        a.first > 1 and atoms.is_upper(a.first) and atoms.is_upper(a.first - 1)
        and before.isalpha() and atoms.is_upper(a.first - 2) | (before not in words["small"])
        and not _is_title_case(atoms)
    ):
        return "identifier"
    if before in words["demonstrative"] and not a.is_hyphened and (a.low or 0) <= 20:
        if atoms.word(a.first - 2) in ("of", "all", "between", "than", "least") and before == "the" and (
            atoms.word(a.first - 3) in ("one", "two", "three", "four", "five", "some", "most", "any", "each", "both", "all", "none")
            or atoms.word(a.first - 2) in ("than", "least")
        ):
            return "claim"
        return "other"
    return "claim"


def _adjective_type(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType:
    word, before, after = atoms.words[a.first], atoms.word(a.first - 1), atoms.word(a.last)
    if word == "single":
        if before in words["single_before"] and after.isalpha() and after not in words["single_not_after"] and before == "a":
            a.doubted("single", 0.75)
            return "claim"
        return "idiom"
    if word == "twin":
        return "claim" if after.endswith("s") and after.isalpha() and len(after) > 3 else "idiom"
    if word == "double" and after in words["multiple_after"]:
        from extractors.amounts import TIMES

        a.unit, a.form, a.change, a.direction = TIMES, "multiple", "times", "up"
        return "claim"
    if word in ("triple", "quadruple") and after in ("the", "its", "their", "that"):
        from extractors.amounts import TIMES

        a.unit, a.form, a.change, a.direction = TIMES, "multiple", "times", "up"
        return "claim"
    if after not in words["adjective_nouns"]:
        return "idiom"
    return "other" if before in words["demonstrative"] else "claim"


def _one_type(atoms: Atoms, a: Amount, words: TypeWords) -> NumberType:
    before, after = atoms.word(a.first - 1), atoms.word(a.last)
    if a.is_hyphened:
        return "claim"
    if atoms.word(a.last) == "-" or before == "no":
        return "idiom" if before != "no" else "pronoun"
    if before in words["one_claim_before"] and after not in ("another",):
        if before == "another" or (after == "of" and before not in ("least", "than")):
            return "pronoun"
        return "claim"
    if not after.isalpha() or after in words["one_pronoun_after"]:
        if after == "more" and atoms.word(a.last + 1).isalpha():
            return "claim"
        return "pronoun"
    if before in words["one_pronoun_before"]:
        return "pronoun"
    if after in words["one_claim_after_nouns"]:
        return "claim"
    if a.first == 0 or not before.isalpha():
        return "pronoun"
    a.doubted("one before a noun", 0.7)
    return "claim"


def _has_plural(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    """Whether a plural noun in lower case follows within two words."""
    for k in (a.stop, a.stop + 1):
        word = atoms.word(k)
        if not word.isalpha() or word in words["small"]:
            return False
        if atoms.is_upper(k):
            continue
        if (len(word) > 3 and word[-1] == "s" and word[-2:] not in ("ss", "us", "is")) or word in (
            "people", "men", "women", "children", "police", "troops", "percent",
        ):  # fmt: skip
            return True
    return False


def _has_noun(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    word = atoms.word(a.stop)
    return word.isalpha() and word not in words["small"] and not atoms.is_upper(a.stop)


def _has_verb(atoms: Atoms, a: Amount, words: TypeWords) -> bool:
    return atoms.word(a.stop) in ("were", "died", "are", "have", "injured", "killed", "wounded", "dead")


def _is_title_case(atoms: Atoms) -> bool:
    """Whether nearly all longer words of the sentence are capital, as in a headline."""
    found = atoms.memo.get("title case")
    if found is None:
        letters = [i for i, w in enumerate(atoms.words) if w[0].isalpha() and len(w) > 3]
        capital = sum(atoms.is_upper(i) for i in letters)
        found = atoms.memo["title case"] = bool(letters) and capital * 10 >= len(letters) * 8
    return bool(found)
