"""Chooses, for every report of a figure, the report it is compared with, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from extractors import conversion, drift, names, values
from extractors.records import Comparison, Hop, Relation, Report

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
# Codes that show a number to be made from another one, and not a later stand of its own.
_KIN = frozenset(
    {"ROUNDED", "ROUNDED_COARSE", "ROUNDED_UP", "ROUNDED_DOWN", "REFINED", "MAGNITUDE_SLIP",
     "DIGIT_SWAP", "RANGE_TO_MAX", "RANGE_TO_MIN", "RANGE_TO_MID", "POINT_TO_RANGE"}
)  # fmt: skip


def choose(reports: Iterable[Report], figure_id: str | None = None) -> list[Comparison]:
    """Comparisons of one figure's reports, in the order they were said.

    The parent of a report is the one it cites (an outlet named in its chain that reported the
    figure before), else the earliest with the same root, else the first of the figure; where a
    figure has had several stands, the earliest with the stand the report repeats. A report
    without any earlier one has no comparison. Each article speaks once, by the most precise
    mention in the text of its first revision: headlines are compared with their own text
    (`headlines.compare`), later revisions with the one before (`revisions.compare`).
    """
    spoken = sorted(speaking(reports), key=when)
    found: list[Comparison] = []
    for at, child in enumerate(spoken):
        parent = _parent(child, [r for r in spoken[:at] if r.article_id != child.article_id])
        if parent is not None:
            relation, reason, report = parent
            found.append(drift.comparison(report, child, relation, reason, figure_id))
    return found


def root(report: Report) -> str | None:
    """The name at the root of a report's chain; None where nobody is named."""
    named = [hop for hop in report.claim.chain if hop.kind != "vague" and hop.name.strip()]
    return named[-1].name if named else None


def when(report: Report) -> tuple[datetime, str]:
    """Sort key: when it was said; a later revision when it was first seen."""
    at = report.seen_at if report.revision_number > 1 and report.seen_at else report.at
    return at or _LONG_AGO, report.claim_id


def precision(report: Report) -> int:
    """How much a report says: its significant figures, and its bound, hedge, source and period."""
    q, claim = report.claim.quantity, report.claim
    middle = values.of(q).middle
    figures = 0 if q.is_vague or middle is None else values.figures(middle)
    return 2 * figures + sum(
        (q.hedge != "none", q.bound != "exact", bool(claim.chain), claim.period is not None)
    )


def speaking(reports: Iterable[Report], *, latest: bool = False) -> list[Report]:
    """The most precise mention in the text of one revision of each article: first or latest."""
    by_article: dict[str, dict[int, list[Report]]] = {}
    for r in reports:
        if r.claim.zone != "headline":
            by_article.setdefault(r.article_id, {}).setdefault(r.revision_number, []).append(r)
    found = []
    for revisions in by_article.values():
        said = revisions[max(revisions) if latest else min(revisions)]
        found.append(min(said, key=lambda r: (-precision(r), r.claim.start, r.claim_id)))
    return found


def stand(parent: Report, child: Report) -> int:
    """0 the same number, 1 a number made from it, 2 another number."""
    p, q = parent.claim.quantity, child.claim.quantity
    factor = conversion.ratio(p.unit, q.unit)
    if factor is None:
        return 0 if (p.low, p.high) == (q.low, q.high) else 2
    a, b = values.of(p, factor), values.of(q)
    if a.point is not None and a.point == b.point:
        return 0
    code = values.compare(a, b)
    return 0 if code is None else 1 if code in _KIN else 2


def _cited(hops: Sequence[Hop], outlet: str | None) -> bool:
    return bool(outlet) and any(
        h.kind != "vague" and names.same(h.name, outlet or "") for h in hops
    )


def _of_the_stand(child: Report, candidates: Sequence[Report]) -> Report:
    """The earliest candidate with the child's number, or one it was made from; else the first."""
    in_order = sorted(candidates, key=when)
    return next((r for r in in_order if stand(r, child) != 2), in_order[0])


def _parent(child: Report, earlier: Sequence[Report]) -> tuple[Relation, str, Report] | None:
    if not earlier:
        return None
    hops = [h for h in child.claim.chain if not (child.outlet and names.same(h.name, child.outlet))]
    cited = [r for r in earlier if r.outlet != child.outlet and _cited(hops, r.outlet)]
    if cited:
        report = _of_the_stand(child, cited)
        return "cites", f"cites {report.outlet}", report
    source = root(child)
    if source is not None:
        same = [r for r in earlier if (name := root(r)) is not None and names.same(name, source)]
        if same:
            report = _of_the_stand(child, same)
            return "root", f"earliest report by {root(report)}", report
    report = _of_the_stand(child, earlier)
    return "first", "first report of the figure", report
