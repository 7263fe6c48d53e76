"""Finds which numbers an edit changed, took out or put in, and whether the article says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from extractors import drift, lexicon, things
from extractors.records import Comparison, Finding, Report

# What an edit is reported for: the number and the words that qualify it. Rewording around an
# unchanged number is not an edit of the number.
_COUNTED = frozenset({"value", "bound", "hedge", "status", "unit", "measure", "attribution"})
_ALIKE = 0.4  # share of common words from which two sentences are one sentence, edited
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Edit:
    """What one revision changed of the one before."""

    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]


def compare(
    before: Sequence[Report],
    after: Sequence[Report],
    text_before: str,
    text_after: str,
    figure_of: dict[str, str] | None = None,
    language: str = "en",
) -> Edit:
    """Aligns the claims of two revisions of one article and names every change.

    A claim whose sentence stands unchanged in the other revision is unchanged, wherever it moved.
    """
    known = figure_of or {}
    pairs, gone, came = align(before, after)
    is_noted = notices(text_after, language) > notices(text_before, language)
    comparisons: list[Comparison] = []
    findings: list[Finding] = []
    for old, new in pairs:
        if _words(old) == _words(new):
            continue
        figure = known.get(new.claim_id) or known.get(old.claim_id)
        made = drift.comparison(old, new, "revision", "previous revision", figure)
        # A state that is another one now ("20 horses run", then 19) is told of as a later stand.
        moved = _number(old) != _number(new)
        changed = [
            d.code
            for d in made.drifts
            if d.dimension in _COUNTED or (moved and d.code == "SERIES_UPDATE")
        ]
        comparisons.append(made)
        if changed:
            detail = f"“{old.claim.surface}” became “{new.claim.surface}” ({', '.join(changed)})."
            findings.append(
                Finding(
                    "NOTED_CORRECTION" if is_noted else "SILENT_EDIT",
                    (old.claim_id, new.claim_id),
                    detail,
                    figure,
                    new.article_id,
                    new.seen_at or new.at,
                )
            )
    at = next((r.seen_at or r.at for r in after), None)
    for old in gone:
        detail = f"“{old.claim.surface}” was taken out."
        findings.append(
            Finding(
                "WITHDRAWN", (old.claim_id,), detail, known.get(old.claim_id), old.article_id, at
            )
        )
    for new in came:
        detail = f"“{new.claim.surface}” was put in."
        findings.append(
            Finding(
                "INSERTED",
                (new.claim_id,),
                detail,
                known.get(new.claim_id),
                new.article_id,
                new.seen_at,
            )
        )
    return Edit(tuple(comparisons), tuple(findings))


def notices(text: str, language: str = "en") -> int:
    """How many correction cues the text holds."""
    return len(_cues(language).findall(text))


@cache
def _cues(language: str) -> re.Pattern[str]:
    cues = sorted(lexicon.load(language)["corrections"]["cues"], key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(cue)}" for cue in cues), re.IGNORECASE)


def align(
    before: Sequence[Report], after: Sequence[Report]
) -> tuple[list[tuple[Report, Report]], list[Report], list[Report]]:
    """(pairs, only before, only after): equal sentences first, then the most alike."""
    pairs: list[tuple[Report, Report]] = []
    left, right = list(before), list(after)
    # The same words; then the same sentence but for its numbers, each number at its place.
    for key in (_words, _frame):
        found, left, right = _matched(left, right, key)
        pairs += found
    ranked = sorted(
        (-likeness, abs(a.claim.start - b.claim.start), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (likeness := _alike(a, b)) >= _ALIKE
    )
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for _, _, i, j in ranked:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((left[i], right[j]))
    said_before, said_after = {_number(r) for r in before}, {_number(r) for r in after}
    gone = [r for i, r in enumerate(left) if i not in taken_left and _number(r) not in said_after]
    came = [
        r for j, r in enumerate(right) if j not in taken_right and _number(r) not in said_before
    ]
    return pairs, gone, came


def _words(report: Report) -> tuple[object, ...]:
    q = report.claim.quantity
    return (" ".join(_WORD.findall(report.sentence.lower())), report.claim.surface, q.low, q.high)


def _frame(report: Report) -> tuple[object, ...]:
    """The sentence without its figures."""
    return (" ".join(w for w in _WORD.findall(report.sentence.lower()) if not w[0].isdigit()),)


def _matched(
    before: list[Report], after: list[Report], key: Callable[[Report], tuple[object, ...]]
) -> tuple[list[tuple[Report, Report]], list[Report], list[Report]]:
    """Pairs of equal key, in order; with the rest of both sides."""
    waiting: dict[tuple[object, ...], list[Report]] = defaultdict(list)
    for report in after:
        waiting[key(report)].append(report)
    pairs, left = [], []
    for report in before:
        same = waiting.get(key(report)) if report.sentence else None
        if same:
            pairs.append((report, same.pop(0)))
        else:
            left.append(report)
    taken = {new.claim_id for _, new in pairs}
    return pairs, left, [r for r in after if r.claim_id not in taken]


def _alike(a: Report, b: Report) -> float:
    """Share of common words of two sentences that may be one, edited; 0 where they cannot be."""
    if a.claim.quantity.unit_kind != b.claim.quantity.unit_kind:
        return 0.0
    if (a.claim.zone == "headline") != (b.claim.zone == "headline"):
        return 0.0
    x, y = things.of(a.claim.measured), things.of(b.claim.measured)
    if x.outcome and y.outcome and x.outcome != y.outcome:
        return 0.0
    p, q = Counter(_WORD.findall(a.sentence.lower())), Counter(_WORD.findall(b.sentence.lower()))
    total = max(p.total(), q.total())
    likeness = (p & q).total() / total if total else 0.0
    return likeness + (0.1 if x.head == y.head else 0.0)


def _number(report: Report) -> tuple[object, ...]:
    q = report.claim.quantity
    return q.low, q.high, q.unit
