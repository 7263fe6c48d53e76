"""Reads the bound and the hedge of an amount from the words on either side of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from extractors.amounts import Amount, phrase
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms
from extractors.records import Bound, HedgeKind


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue as the lexer gives it, with what it says."""

    atoms: tuple[str, ...]
    bound: Bound | None
    hedge: HedgeKind | None
    reach: int = 0


Cues = Mapping[str, tuple[Cue, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class HedgeWords:
    """The cues of [bounds] and [hedges], compiled: by last atom before, by first atom after."""

    before: Cues
    after: Cues
    scopes: Cues
    fillers: frozenset[str]
    frames: frozenset[str]
    light: frozenset[str]  # fillers that every cue may cross
    spans: frozenset[str]  # cues that before a duration are prepositions of time
    before_spans: frozenset[str]
    strict: frozenset[str]  # cues that cross only these
    stops: frozenset[str]  # what a scope never crosses
    scope_openers: frozenset[str]
    charges: frozenset[str]
    passing: frozenset[str]
    articles: frozenset[str]
    limits: frozenset[str]
    limit_links: frozenset[str]
    answers: Cues  # hedges that stand behind the amount
    answer_openers: frozenset[str]


@cache
def hedge_words(lexicon: Lexicon) -> HedgeWords:
    """The compiled [bounds] and [hedges] sections of `lexicon`."""
    before: dict[str, list[Cue]] = {}
    after: dict[str, list[Cue]] = {}
    scopes: dict[str, list[Cue]] = {}
    rows: list[Mapping[str, Any]] = [*lexicon["bounds"]["rows"], *lexicon["hedges"]["rows"]]
    for row in rows:
        parts = phrase(row["cue"])
        cue = Cue(
            parts, cast(Bound | None, row.get("bound")), cast(HedgeKind | None, row.get("hedge"))
        )
        if row["direction"] == "before":
            before.setdefault(parts[-1], []).append(cue)
        else:
            after.setdefault(parts[0], []).append(cue)
    section = lexicon["hedges"]
    answers: dict[str, list[Cue]] = {}
    for row in section["answers"]:
        parts = phrase(row["cue"])
        cue = Cue(parts, None, cast(HedgeKind, row["hedge"]), row["max_scope"])
        answers.setdefault(parts[0], []).append(cue)
    for row in section["scopes"]:
        parts = phrase(row["cue"])
        cue = Cue(parts, None, cast(HedgeKind, row["hedge"]), row["max_scope"])
        scopes.setdefault(parts[0], []).append(cue)
    bounds, quantities = lexicon["bounds"], lexicon["quantities"]
    return HedgeWords(
        before=_longest(before),
        after=_longest(after),
        scopes=_longest(scopes),
        answers=_longest(answers),
        answer_openers=frozenset(answers),
        fillers=frozenset(section["fillers"]),
        frames=frozenset(quantities["frame_before"]),
        light=frozenset(section["light"]),
        spans=frozenset(section["spans"]),
        before_spans=frozenset(section["before_spans"]),
        strict=frozenset(section["strict"]),
        stops=frozenset(section["stops"]),
        scope_openers=frozenset(scopes),
        charges=frozenset(section["charges"]),
        passing=frozenset(bounds["passing"]),
        articles=frozenset(lexicon["numbers"]["articles"]),
        limits=frozenset(bounds["limits"]),
        limit_links=frozenset(bounds["limit_links"]),
    )


def _longest(cues: Mapping[str, list[Cue]]) -> Cues:
    return {k: tuple(sorted(v, key=lambda c: -len(c.atoms))) for k, v in cues.items()}


def read(atoms: Atoms, amounts: Sequence[Amount], words: HedgeWords) -> None:
    """Sets bound, hedge and their cues on the `amounts` of one sentence; linear time."""
    scopes = _scopes(atoms, words)
    has_answers = atoms.has_any(words.answer_openers)
    for k, a in enumerate(amounts):
        if a.low is None:
            continue
        floor = amounts[k - 1].last if k else 0
        _before(atoms, a, words, floor)
        _after(atoms, a, words)
        if a.bound == "exact":
            _limited(atoms, a, words, floor)
        if has_answers and a.hedge == "none":
            _answered(atoms, a, words)
    _inherit(atoms, amounts)
    if scopes:
        _scoped(atoms, amounts, scopes, words)
        _inherit(atoms, amounts)


def _limited(atoms: Atoms, a: Amount, words: HedgeWords, floor: int) -> None:
    """ "limiting magazines to 10 rounds": a verb of limiting and its "to" or "at"."""
    link = a.first - 1
    if link <= floor or atoms.words[link] not in words.limit_links:
        return
    for j in range(link - 1, max(floor, link - 7) - 1, -1):
        if atoms.words[j] in words.limits:
            _bind(a, "at_most", (j, j + 1))
            return
        if not atoms.words[j][0].isalnum():
            return


def _answered(atoms: Atoms, a: Amount, words: HedgeWords) -> None:
    """Hedges behind the amount: "71 reportedly arrived", "a 5,000-barrel estimate"."""
    stop = a.stop if a.per_at is None else max(a.stop, a.per_at[1])
    for i in range(a.last, min(stop + 8, len(atoms.words))):
        word = atoms.words[i]
        for cue in words.answers.get(word, ()):
            end = i + len(cue.atoms)
            if i - stop < cue.reach and tuple(atoms.words[i:end]) == cue.atoms:
                a.hedge, a.hedge_cue = cast(HedgeKind, cue.hedge), (i, end)
                return
        if i >= stop and (word in words.stops or word[0] in ",.;:()"):
            return


def _before(atoms: Atoms, a: Amount, words: HedgeWords, floor: int) -> None:
    j, skipped, framed, light = a.first, 0, False, True
    for _ in range(5):
        cue = None
        if j > floor:
            for candidate in words.before.get(atoms.words[j - 1], ()):
                start = j - len(candidate.atoms)
                if start >= floor and tuple(atoms.words[start:j]) == candidate.atoms:
                    cue = candidate
                    break
        if cue is None:
            if j > floor and skipped < 2 and atoms.words[j - 1] in words.fillers:
                framed = framed or atoms.words[j - 1] in words.frames
                light = light and atoms.words[j - 1] in words.light
                j, skipped = j - 1, skipped + 1
                continue
            return
        if (
            skipped
            and len(cue.atoms) == 1
            and (framed or not light)
            and cue.atoms[0] in words.strict
        ):
            return  # "over the past two years", "about the 200 men"
        if skipped and cue.atoms[-1] in words.passing and atoms.words[j] in words.articles:
            return  # "passed a $9bn bill"
        start = j - len(cue.atoms)
        if (
            a.unit.kind == "duration"
            and cue.atoms[0] in words.spans
            and len(cue.atoms) == 1
            and (a.is_hyphened or atoms.row[start - 1] not in words.before_spans)
        ):
            return  # "over 24 hours" is when, "for over 24 hours" how long
        if cue.bound is not None and a.bound in ("exact", "between"):
            if a.bound == "exact":
                _bind(a, cue.bound, (start, j))
        elif cue.hedge is not None and a.hedge == "none":
            a.hedge, a.hedge_cue = cue.hedge, (start, j)
        j = start


def _bind(a: Amount, bound: Bound, cue: tuple[int, int]) -> None:
    if a.is_range or (a.form in ("vague", "few") and bound in ("at_most", "less_than")):
        return
    a.bound, a.bound_cue = bound, cue


def _after(atoms: Atoms, a: Amount, words: HedgeWords) -> None:
    for start in (a.last, a.stop, a.stop + 1):
        for cue in words.after.get(atoms.row[start], ()):
            end = start + len(cue.atoms)
            if tuple(atoms.words[start:end]) != cue.atoms:
                continue
            if (
                len(cue.atoms) == 1
                and (start != a.last or not cue.atoms[0].isalpha())
                and not (atoms.is_glued(start))
            ):
                continue
            if cue.bound is not None and a.bound == "exact":
                _bind(a, cue.bound, (start, end))
            elif cue.hedge is not None and a.hedge == "none":
                a.hedge, a.hedge_cue = cue.hedge, (start, end)
            return
        if start == a.stop and not atoms.row[a.stop].isalpha():
            return


def _inherit(atoms: Atoms, amounts: Sequence[Amount]) -> None:
    """A conversion in brackets keeps the bound and hedge of what it converts; so does a
    coordinated measure ("about 39 miles west and 20 miles north")."""
    for k in range(1, len(amounts)):
        a, b = amounts[k - 1], amounts[k]
        if b.partner is a and b.change is None:
            if b.hedge == "none":
                b.hedge, b.hedge_cue = a.hedge, a.hedge_cue
            if b.bound == "exact" and a.bound not in ("exact", "between") and a.bound_cue:
                _bind(b, cast(Bound, a.bound), a.bound_cue)
        elif b.bound == "exact" and b.hedge == "none":
            gap = atoms.words[a.stop : b.first]
            if len(gap) > 8 or "and" not in gap:
                continue
            if a.unit is b.unit and a.unit.kind in ("length", "mass", "area", "volume"):
                b.hedge, b.hedge_cue = a.hedge, a.hedge_cue
            elif (
                a.bound == "at_most"
                and a.bound_cue
                and atoms.words[a.bound_cue[0]] in ("a", "maximum")
                and gap[-1] in ("a", "an")
            ):
                _bind(b, "at_most", a.bound_cue)


def _scopes(atoms: Atoms, words: HedgeWords) -> list[tuple[int, int, Cue]]:
    found: list[tuple[int, int, Cue]] = []
    known = words.scopes
    if not atoms.has_any(words.scope_openers):
        return found
    for i, word in enumerate(atoms.words):
        for cue in known.get(word, ()):
            end = i + len(cue.atoms)
            if tuple(atoms.words[i:end]) == cue.atoms:
                found.append((i, end, cue))
                break
    return found


def _scoped(
    atoms: Atoms, amounts: Sequence[Amount], scopes: Sequence[tuple[int, int, Cue]],
    words: HedgeWords,
) -> None:  # fmt: skip
    """Hedges that stand further off in the clause; the nearest before an amount wins."""
    taken = {a.hedge_cue[1] for a in amounts if a.hedge_cue is not None}
    free = [s for s in scopes if s[1] not in taken]
    at, blocked = 0, -1
    for a in amounts:
        while at + 1 < len(free) and free[at + 1][1] <= a.first:
            at += 1
        if a.hedge != "none" or a.precision is None or not free or a.form == "few":
            continue
        start, end, cue = free[at]
        if cue.hedge == "unverified" and atoms.row[a.stop] in words.charges:
            continue  # "charged with nine counts": the counts are sure
        if end > a.first or a.first - end > cue.reach or end <= blocked:
            continue
        if a.unit.kind in ("length", "duration", "age") and a.first - end > 3:
            continue
        if any(
            word in words.stops or word in (";", "—", ":")
            for word in atoms.words[end + 1 : a.first]
        ) or any(
            atoms.words[i] == "-" and not atoms.is_glued(i) and not atoms.is_glued(i + 1)
            for i in range(end, a.first)
        ):
            blocked = end
            continue
        a.hedge, a.hedge_cue = cast(HedgeKind, cue.hedge), (start, end)
