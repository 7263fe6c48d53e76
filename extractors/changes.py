"""Reads the role of each amount in a change (by, from, to, times) and which way it goes."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.amounts import Amount, AmountWords
from extractors.numbers import Atoms
from extractors.records import ChangeRole, Direction

_PRICED = frozenset(["share", "point", "money"])


def read(atoms: Atoms, amounts: Sequence[Amount], words: AmountWords) -> None:
    """Sets role and direction on the `amounts` of one sentence, and makes roles partners."""
    last: Amount | None = None
    has_moves = atoms.has_any(words.moves)
    for k, a in enumerate(amounts):
        if a.low is None or a.form in ("ordinal", "adjective"):
            continue
        if a.form == "multiple":
            a.change = "times" if a.low is not None else None
            a.direction = "down" if a.low is not None and a.low < 1 else "up"
            if atoms.row[a.first] in words.adverb_multiples:
                a.change, a.direction = None, "none"
            continue
        if not has_moves and not a.is_negative:
            continue
        floor = amounts[k - 1].stop if k else 0
        direction, role = _role(atoms, a, words, floor, last)
        if role is None and k and amounts[k - 1].change == "by":
            gap = atoms.words[amounts[k - 1].stop : a.first]
            if tuple(gap) in words.restated or tuple(gap[1:]) in words.restated:
                direction, role = amounts[k - 1].direction, "by"
        if role is None:
            direction, role = _noun_role(atoms, a, words)
        if role is None:
            continue
        a.direction, a.change = direction, role
        if last is not None and last.change is not None and role != last.change:
            gap = atoms.words[last.stop : a.first]
            if len(gap) <= 10 and ";" not in gap:
                a.partner = last
                if a.direction == "none":
                    a.direction = last.direction if role == "to" else "none"
                if last.partner is None:
                    last.partner = a
        last = a


def way(word: str, words: AmountWords) -> Direction | None:
    """Which way a word of change goes; None for any other word."""
    if word in words.up:
        return "up"
    if word in words.down:
        return "down"
    if word in words.sideways:
        return "none"
    return None


def is_moved(atoms: Atoms, j: int, words: AmountWords) -> bool:
    """Whether "up" or "down" at `j` says where a figure went, and is no part of "gave up"."""
    return (
        atoms.row[j] in words.risen
        and atoms.row[j + 1] not in words.targets
        and atoms.row[j - 1] not in words.phrasal
    )


def _role(
    atoms: Atoms, a: Amount, words: AmountWords, floor: int, last: Amount | None
) -> tuple[Direction, ChangeRole | None]:
    """The role by the words before the amount."""
    j = a.first - 1
    if a.is_range and atoms.row[j] in words.sources:
        j -= 1
    if j >= 0 and atoms.words[j] == "+" and a.unit.kind in ("share", "money", "count", "point"):
        return "up", "by"
    if a.is_negative and a.unit.kind == "share":
        return "down", "by"
    while j >= floor and atoms.words[j] in words.between:
        if atoms.words[j] in words.at and atoms.row[j + 1] not in words.extremes:
            return "none", None
        j -= 1
    if j < 0:
        return "none", None
    word = atoms.words[j]
    course = way(word, words)
    if j >= floor and course is not None and course != "none":
        if word in words.risen:
            settles = atoms.row[j - 1] in words.settling and a.unit.kind in _PRICED
            return (course, "by") if settles or is_moved(atoms, j, words) else ("none", None)
        if word in words.change_nouns or (
            word in words.acting
            and a.unit.kind in ("money", "count", "mass", "duration")
            and not (a.unit.kind == "money" and _moves_on(atoms, a, words))
        ):
            return "none", None
        return course, "by"
    role: ChangeRole | None = None
    if word in words.by:
        role = "by"
    elif word in words.sources:
        role = "from"
    elif word in words.targets:
        role = "to"
    if role is None or j < floor:
        return "none", None
    if role == "to" and atoms.word(j - 1) in words.other_to:
        return "none", None  # "led to 40 arrests", "added to the $3bn"
    for i in range(j - 1, max(-1, j - 12), -1):
        w = atoms.words[i]
        if w in (";", "—", "?", "!"):
            break
        if w in words.range_verbs:
            break
        course = way(w, words)
        if w in words.risen and not is_moved(atoms, i, words):
            if course is not None and way(atoms.word(i - 1), words) is not None:
                return course, role  # "edged down to 3.8%"
            continue
        if course is not None:
            if role == "to" and w in words.other_to and atoms.word(j + 1) in words.possessives:
                return "none", None  # "added 12 boats to the $3bn fleet"
            return course, role
    if role == "from" and last is not None and last.change == "to":
        return "none", "from"
    return "none", None


def _moves_on(atoms: Atoms, a: Amount, words: AmountWords) -> bool:
    """ "gained $5 to settle at $20", "lost 40 cents, or 2%": a price that moved."""
    word, then = atoms.word(a.stop), atoms.word(a.stop + 1)
    if word in words.targets:
        return then in words.settling or not then.isalpha()
    return (word, then) in words.restated


def _noun_role(atoms: Atoms, a: Amount, words: AmountWords) -> tuple[Direction, ChangeRole | None]:
    """ "a 12% increase", "a 60 basis point improvement", "5% lower", "9 points down"."""
    if a.unit.kind not in ("share", "point", "money", "multiple", "count"):
        return "none", None
    j = a.stop
    if atoms.row[j] == "-":
        j += 1
    for i in (j, j + 1):
        word = atoms.row[i]
        if word in words.role_stops:
            break
        course = way(word, words)
        if (
            course is not None
            and course != "none"
            and word not in words.risen
            and word not in words.not_behind
        ):
            if word in ("fell", "rose", "rise", "fall", "gained") and a.unit.kind == "count":
                break
            if a.unit.kind == "count":
                break
            return course, "by"
        if not word.isalpha():
            break
    return "none", None


def stands_before(atoms: Atoms, i: int, words: AmountWords, reach: int = 9) -> bool:
    """Whether a word of change stands before `i` in the clause, nearer than a range verb."""
    for j in range(i - 1, max(-1, i - reach), -1):
        word = atoms.words[j]
        if word in words.range_verbs:
            return False
        if word in words.up or word in words.down or word in words.sideways:
            return True
        if word in (";", ":", "—"):
            return False
    return False
