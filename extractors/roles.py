"""Says how a number stands among those of its sentence: as a part, an extreme or a stage."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors import lexicon, things
from extractors.records import Report

_CLAUSE = re.compile(r"[;:]|\bbut\b|\bwhile\b|\bwhereas\b", re.IGNORECASE)
_NEXT = re.compile(r"(?:, (?:and )?| and | or | & )[A-Z]")
_BEFORE = re.compile(r"[A-Z][^\W_]+(?:, (?:and )?| and | or | & )$")
_BESIDE = 40  # characters between a number and the word that says it is a low or a high
_AFTER = 70  # characters in which a predicate may follow its number


@dataclass(frozen=True, slots=True)
class Role:
    """What the words around one number say of it.

    `is_part`: it is part of a number before it in the sentence ("260 hurt, including 20 children").
    `extreme`: "low" or "high" of a series ("a low of 298p"), or "before" of a state that is told to
    have been another before something ("650p before the fire"). `is_of_several`: its place is one
    of several named together ("in Lume and Tarn"). `stays`: the outcome that those counted are
    still in ("15 of the injured remained hospitalized").
    """

    is_part: bool = False
    extreme: str | None = None
    is_of_several: bool = False
    stays: str | None = None


@dataclass(frozen=True, slots=True)
class _Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    extreme_before: re.Pattern[str]
    extreme_after: re.Pattern[str]
    extremes: Mapping[str, str]
    earlier: re.Pattern[str]
    stays: re.Pattern[str]
    stages: re.Pattern[str]
    ends: re.Pattern[str]


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def _cues(language: str = "en") -> _Cues:
    section = lexicon.load(language)["figures"]["roles"]
    extremes = {word: name for name in ("low", "high") for word in section[name]}
    listed, of = _any(list(extremes)), _any(section["extreme_of"])
    ends = _any(section["extreme_ends"])
    return _Cues(
        before=re.compile(rf"\b(?:{_any(section['part_before'])})\b", re.IGNORECASE),
        after=re.compile(rf"\W*(?:\w+\W+)?(?:{_any(section['part_after'])})\b", re.IGNORECASE),
        extreme_before=re.compile(rf"\b({listed})(?:\W+\w+)?\W+(?:{of})\W+(?:\w+\W+)?$", re.I),
        extreme_after=re.compile(rf"\W*(?:\w+\W+)?({listed})(?:\W*$|[,.;]|\W+(?:{ends})\b)", re.I),
        extremes=extremes,
        earlier=re.compile(rf"\W*(?:\w+\W+)?(?:{_any(section['earlier'])})\b", re.IGNORECASE),
        stays=re.compile(rf"\b(?:{_any(section['stays'])})\W+(?:in\W+)?(\w+)", re.IGNORECASE),
        stages=re.compile(rf"\b(?:{_any(section['stages'])})\b", re.IGNORECASE),
        ends=re.compile(
            rf"(?<!up )\b(?:{_any(section['stage_ends'])})\W+(?:\w+\W+){{0,2}}$", re.IGNORECASE
        ),
    )


def of(reports: Sequence[Report], outcomes: Sequence[str | None]) -> list[Role]:
    """Roles aligned with `reports`; `outcomes` is what happened to what each of them counts."""
    by_sentence: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, report in enumerate(reports):
        by_sentence[report.revision_id, report.claim.sentence.start].append(i)
    cues, roles = _cues(), [Role()] * len(reports)
    for indices in by_sentence.values():
        indices.sort(key=lambda i: reports[i].claim.start)
        parts: set[str | None] = set()
        told: set[str | None] = set()
        end = 0
        for n, i in enumerate(indices):
            report = reports[i]
            start, stop = _place(report)
            following = reports[indices[n + 1]] if n + 1 < len(indices) else None
            limit = _place(following)[0] if following else len(report.sentence)
            between, after = report.sentence[end:start], report.sentence[stop:limit]
            if _CLAUSE.search(between):
                parts, told = set(), set()
            if (
                n
                and outcomes[i] in told
                and (cues.before.search(between) or cues.after.match(after))
            ):
                parts.add(outcomes[i])
            roles[i] = Role(
                outcomes[i] in parts,
                _extreme(report, between, after),
                _is_of_several(report),
                _stays(after),
            )
            told.add(outcomes[i])
            end = stop
    return roles


def are_ends(a: Report, b: Report) -> bool:
    """Whether two numbers of one sentence are what one thing changed from and to."""
    p, q = a.claim.quantity, b.claim.quantity
    if {p.change, q.change} == {"from", "to"}:
        return True
    return _follows_end(a) and _follows_end(b)


def are_stages(a: Report, b: Report) -> bool:
    """Whether two numbers of one sentence are told as one that changed or was put otherwise."""
    first, second = sorted((a, b), key=lambda r: r.claim.start)
    between = (_place(first)[1], _place(second)[0])
    return are_ends(a, b) or _cues().stages.search(first.sentence, *between) is not None


def _follows_end(report: Report) -> bool:
    """Whether words for an end of a change stand right before the number."""
    at, _ = _place(report)
    return _cues().ends.search(report.sentence, max(0, at - _BESIDE), at) is not None


def _place(report: Report) -> tuple[int, int]:
    """Where the number stands in its sentence."""
    start = report.claim.start - report.claim.sentence.start
    return start, start + report.claim.end - report.claim.start


def _extreme(report: Report, before: str, after: str) -> str | None:
    cues, after = _cues(), after[:_BESIDE]
    found = cues.extreme_before.search(before[-_BESIDE:]) or cues.extreme_after.match(after)
    if found:
        return cues.extremes[found.group(1).lower()]
    is_state = report.claim.measure.kind == "level"
    return "before" if is_state and cues.earlier.match(after) else None


def _is_of_several(report: Report) -> bool:
    place, told = report.claim.place, report.sentence
    if place is None:
        return False
    start = place.span.start - report.claim.sentence.start
    if not 0 <= start < len(told):
        return False
    end = start + place.span.end - place.span.start
    return bool(_NEXT.match(told, end) or _BEFORE.search(told, max(0, start - _BESIDE), start))


def _stays(after: str) -> str | None:
    """The outcome named behind "remain" or "still"; None for any other word."""
    found = _cues().stays.search(after[:_AFTER])
    word = things.folded(found.group(1)) if found else None
    return word if word and things.is_outcome(word) else None
