"""Finds what shows only over all reports of a figure: one root, a ring, a stale number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations

from extractors import conversion, names, parents, things, values
from extractors.records import Finding, Period, Report

STALE = timedelta(days=7)
_SAME_TIME = timedelta(days=2)
_OUTLETS = 3
_TOLERANCE = Decimal("0.025")
_SUM_TOLERANCE = Decimal("0.02")


def of(figure_id: str, reports: Iterable[Report]) -> list[Finding]:
    """Every whole-figure finding of one figure, each with the claims that prove it."""
    asserted = [r for r in reports if r.claim.polarity == "asserted"]
    spoken = sorted(parents.speaking(asserted, latest=True), key=parents.when)
    return [
        *_single_root(figure_id, spoken),
        *_circular(figure_id, spoken),
        *_zombies(figure_id, spoken),
        *_contested(figure_id, spoken),
        *_fell(figure_id, spoken),
        *arithmetic(spoken, figure_id),
    ]


# ------------------------------------------------------------------ roots


def _roots(reports: Sequence[Report]) -> dict[str, list[Report]]:
    """Reports by root; names that are the same name share one, the longest."""
    found: dict[str, list[Report]] = {}
    for report in reports:
        name = parents.root(report)
        if name is None:
            continue
        same = next((known for known in found if names.same(known, name)), None)
        found.setdefault(same or name, []).append(report)
    return found


def _single_root(figure_id: str, reports: Sequence[Report]) -> list[Finding]:
    outlets = {r.outlet for r in reports if r.outlet}
    if len(outlets) < _OUTLETS:
        return []
    texts = {r.syndication_group or r.article_id for r in reports}
    ids = tuple(r.claim_id for r in reports)
    at = reports[-1].at
    if len(texts) == 1:
        detail = f"{len(outlets)} outlets carry one text."
        return [Finding("SINGLE_ROOT", ids, detail, figure_id, at=at)]
    rest = [r for r in reports if not any(_is_outlet_of(r, o) for o in outlets)]
    roots = _roots(rest)
    if len(roots) != 1:
        return []
    ((root, by_root),) = roots.items()
    if len(by_root) < len(rest) or len({r.outlet for r in by_root}) < _OUTLETS:
        return []  # some speak in their own voice: where they have it from is not known
    detail = f"{len(outlets)} outlets report it, and all name {root}."
    return [Finding("SINGLE_ROOT", ids, detail, figure_id, at=at)]


def _is_outlet_of(report: Report, outlet: str) -> bool:
    """Whether the report's root is another outlet of the figure."""
    root = parents.root(report)
    return root is not None and outlet != report.outlet and names.same(root, outlet)


def _circular(figure_id: str, reports: Sequence[Report]) -> list[Finding]:
    cites: dict[str, dict[str, Report]] = defaultdict(dict)
    outlets = sorted({r.outlet for r in reports if r.outlet})
    for report in reports:
        for outlet in outlets:
            if report.outlet and _is_outlet_of(report, outlet):
                cites[report.outlet].setdefault(outlet, report)
    found, seen = [], set()
    for start in sorted(cites):
        ring = _ring(start, cites)
        if ring is None or frozenset(ring) in seen:
            continue
        seen.add(frozenset(ring))
        proof = [cites[a][b] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)]
        detail = "Cited in a ring: " + " → ".join([*ring, ring[0]]) + "."
        found.append(
            Finding(
                "CIRCULAR", tuple(r.claim_id for r in proof), detail, figure_id, at=_latest(*proof)
            )
        )
    return found


def _ring(start: str, cites: dict[str, dict[str, Report]]) -> list[str] | None:
    """The shortest way from an outlet back to itself, each citing the next."""
    ways = [[start]]
    reached: set[str] = set()
    while ways:
        way = ways.pop(0)
        for outlet in sorted(cites.get(way[-1], ())):
            if outlet == start:
                return way
            if outlet not in reached:
                reached.add(outlet)
                ways.append([*way, outlet])
    return None


# ------------------------------------------------------------------ time


def _is_running(report: Report) -> bool:
    """A running total or a state, which a later number overtakes."""
    claim = report.claim
    if claim.measure.kind in ("cumulative", "level"):
        return True
    return claim.measure.kind == "period" and things.of(claim.measured).outcome is not None


def _names_period(report: Report) -> bool:
    period = report.claim.period
    return period is not None and not period.is_carried


def _zombies(figure_id: str, reports: Sequence[Report]) -> list[Finding]:
    found = []
    running = [r for r in reports if _is_running(r)]
    for at, late in enumerate(running):
        if _names_period(late) or late.at is None:
            continue
        earlier = [r for r in running[:at] if r.at is not None]
        repeated = [r for r in earlier if parents.stand(r, late) == 0]
        if not repeated:
            continue
        newer = [
            r
            for r in earlier
            if parents.when(r) > parents.when(repeated[0])
            and late.at - (r.at or late.at) > STALE
            and _overtakes(r, late)
        ]
        current = [r for r in earlier if parents.stand(r, late) == 2]
        if not newer or not current:
            continue
        if _is_current(late, earlier):
            continue
        first = newer[0]
        days = (late.at - (first.at or late.at)).days
        detail = (
            f"{late.outlet or 'An outlet'} gives {late.claim.surface}, {days} days after "
            f"{first.outlet or 'another'} gave {first.claim.surface}."
        )
        # The views read it so: what overtook it, where it was first said, who says it still.
        proof = (first.claim_id, repeated[0].claim_id, late.claim_id)
        found.append(Finding("ZOMBIE", proof, detail, figure_id, at=late.at))
    return found


def _overtakes(newer: Report, late: Report) -> bool:
    if parents.stand(newer, late) != 2:
        return False
    if newer.claim.measure.kind == "level" and things.of(newer.claim.measured).outcome is None:
        return True
    a, b = values.of(newer.claim.quantity).middle, values.of(late.claim.quantity).middle
    return a is not None and b is not None and a > b


def _is_current(late: Report, earlier: Sequence[Report]) -> bool:
    """Whether most of the reports of the last days still gave this number."""
    recent = [r for r in earlier if r.at and late.at and late.at - r.at <= STALE]
    agreeing = sum(parents.stand(r, late) < 2 for r in recent)
    return bool(recent) and agreeing * 2 >= len(recent)


# ------------------------------------------------------------------ disagreement


def _interval(report: Report, unit: str) -> tuple[Decimal | None, Decimal | None] | None:
    """What the report allows the number to be, hedges widening it; in `unit`, None if it cannot."""
    factor = conversion.ratio(report.claim.quantity.unit, unit)
    if factor is None:
        return None
    value = values.of(report.claim.quantity, factor)
    low, high = value.low, value.high
    points = [abs(x) for x in (low, high) if x is not None]
    margin = max(points, default=Decimal(0)) * _TOLERANCE * (2 if value.is_loose else 1)
    return (None if low is None else low - margin), (None if high is None else high + margin)


def _disjoint(a: Report, b: Report) -> bool:
    unit = a.claim.quantity.unit
    x, y = _interval(a, unit), _interval(b, unit)
    if x is None or y is None:
        return False
    return (x[1] is not None and y[0] is not None and x[1] < y[0]) or (
        y[1] is not None and x[0] is not None and y[1] < x[0]
    )


def _same_period(a: Report, b: Report) -> bool:
    p, q = a.claim.period, b.claim.period
    if p and q and p.start and q.start and p.end and q.end and not _is_running(a):
        return (p.start, p.end) == (q.start, q.end)
    if a.at is None or b.at is None:
        return False
    if (p and p.end) or (q and q.end):
        ends = [(r.claim.period and r.claim.period.end) or r.at.date() for r in (a, b) if r.at]
        return abs(ends[0] - ends[1]) <= _SAME_TIME
    return abs(a.at - b.at) <= _SAME_TIME


def _contested(figure_id: str, reports: Sequence[Report]) -> list[Finding]:
    found = []
    outlets = {r.outlet for r in reports if r.outlet}
    own = [r for r in reports if not any(_is_outlet_of(r, o) for o in outlets)]
    for (a_root, by_a), (b_root, by_b) in combinations(sorted(_roots(own).items()), 2):
        pairs = [
            (a, b) for a in by_a for b in by_b
            if a.claim.measure.per == b.claim.measure.per and _same_period(a, b) and _disjoint(a, b)
        ]  # fmt: skip
        if not pairs:
            continue
        a, b = max(
            pairs, key=lambda p: (max(parents.when(p[0]), parents.when(p[1])), p[0].claim_id)
        )
        proof = sorted((a, b), key=parents.when)
        detail = f"{a_root}: {a.claim.surface}; {b_root}: {b.claim.surface}."
        found.append(
            Finding(
                "CONTESTED", tuple(r.claim_id for r in proof), detail, figure_id, at=proof[-1].at
            )
        )
    return found


# ------------------------------------------------------------------ arithmetic


def _stands_on(report: Report) -> date | None:
    period = report.claim.period
    return (period and (period.end or period.as_of)) or (report.at.date() if report.at else None)


def _fell(figure_id: str, reports: Sequence[Report]) -> list[Finding]:
    found = []
    total = [r for r in reports if r.claim.measure.kind == "cumulative" and _stands_on(r)]
    for by_root in _roots(total).values():
        for at, late in enumerate(by_root):
            if any(parents.stand(r, late) < 2 for r in by_root[:at]):
                continue  # an old number repeated, not a new and lower one
            higher = [
                r for r in by_root[:at]
                if (_stands_on(r) or date.max) < (_stands_on(late) or date.min)
                and _same_start(r.claim.period, late.claim.period)
                and _disjoint(r, late) and _is_lower(late, r)
            ]  # fmt: skip
            if higher:
                first = higher[-1]
                detail = f"A running total went from {first.claim.surface} to {late.claim.surface}."
                ids = (first.claim_id, late.claim_id)
                found.append(Finding("CUMULATIVE_FELL", ids, detail, figure_id, at=late.at))
    return found


def _is_lower(a: Report, b: Report) -> bool:
    x, y = values.of(a.claim.quantity).middle, values.of(b.claim.quantity).middle
    return x is not None and y is not None and x < y


def _same_start(p: Period | None, q: Period | None) -> bool:
    return (p.start if p else None) == (q.start if q else None)


def _inside(inner: Report, outer: Report) -> bool:
    p, q = inner.claim.period, outer.claim.period
    if not (p and q and p.start and p.end and q.start):
        return False
    end = q.end or _stands_on(outer)
    return (
        end is not None
        and q.start <= p.start
        and p.end <= end
        and (p.start, p.end) != (q.start, end)
    )


def _is_month(report: Report) -> bool:
    p = report.claim.period
    return bool(
        p and p.start and p.end and p.start.day == 1
        and (p.start.year, p.start.month) == (p.end.year, p.end.month)
        and (p.end + timedelta(days=1)).day == 1
    )  # fmt: skip


def arithmetic(reports: Sequence[Report], figure_id: str | None = None) -> list[Finding]:
    """PART_OVER_WHOLE and MONTHS_DO_NOT_SUM among reports of one thing and one root.

    Also for reports of several figures that count one thing over different stretches.
    """
    found: list[Finding] = []
    counts = [r for r in reports if r.claim.measure.kind in ("period", "cumulative", "level")]
    for root, said in _roots(counts).items():
        wholes = [r for r in said if any(_inside(other, r) for other in said)]
        for whole in wholes:
            parts = [
                r
                for r in said
                if _inside(r, whole)
                and not _is_one_total(r, whole)
                and r.claim.quantity.unit == whole.claim.quantity.unit
            ]
            over = next((r for r in parts if _disjoint(r, whole) and _is_lower(whole, r)), None)
            if over is not None:
                part, all_of = over.claim.surface, whole.claim.surface
                detail = f"By {root}: {part} in a part, {all_of} in the whole."
                ids = (over.claim_id, whole.claim_id)
                at = _latest(over, whole)
                found.append(Finding("PART_OVER_WHOLE", ids, detail, figure_id, at=at))
            found.extend(_months(root, [r for r in parts if _is_month(r)], whole, figure_id))
    unique = {f.finding_id: f for f in found}
    return list(unique.values())


def _months(
    root: str, months: Sequence[Report], whole: Report, figure_id: str | None
) -> list[Finding]:
    period = whole.claim.period
    if not period or not period.start or not period.end:
        return []
    by_start = {r.claim.period.start: r for r in months if r.claim.period and r.claim.period.start}
    at, chosen = period.start, []
    while at in by_start:
        report = by_start[at]
        chosen.append(report)
        end = report.claim.period.end if report.claim.period else None
        if end is None:
            return []
        at = end + timedelta(days=1)
    if len(chosen) < 2 or at != period.end + timedelta(days=1):
        return []
    parts = [values.of(r.claim.quantity).middle for r in chosen]
    total = values.of(whole.claim.quantity).middle
    if total is None or any(x is None for x in parts):
        return []
    summed = sum((x for x in parts if x is not None), Decimal(0))
    if abs(summed - total) <= abs(total) * _SUM_TOLERANCE:
        return []
    detail = (
        f"By {root}: the months add up to {summed}, the whole is given as {whole.claim.surface}."
    )
    ids = tuple(r.claim_id for r in [*chosen, whole])
    said = _latest(*chosen, whole)
    return [Finding("MONTHS_DO_NOT_SUM", ids, detail, figure_id, at=said)]


def _latest(*reports: Report) -> datetime | None:
    return max((r.at for r in reports if r.at), default=None)


def _is_one_total(a: Report, b: Report) -> bool:
    """Two stands of one running total, which are no parts of each other."""
    kinds = {a.claim.measure.kind, b.claim.measure.kind}
    return "period" not in kinds and _same_start(a.claim.period, b.claim.period)
