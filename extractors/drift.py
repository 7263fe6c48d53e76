"""Compares two reports of one figure and names, dimension by dimension, what differs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from extractors import conversion, names, things, values
from extractors.records import (
    Bound,
    Claim,
    Comparison,
    Drift,
    Hop,
    Period,
    Place,
    Relation,
    Report,
)
from extractors.things import Thing

# Dimensions that a headline is held to; source, period and place are not expected there.
_HEADLINE = frozenset({"value", "bound", "hedge", "status", "unit"})
_CONVERSION_TOLERANCE = Decimal("0.025")
_DERIVED_TOLERANCE = Decimal("0.02")
_SPECIFIC_FIGURES = 3
_RATIO = Context(prec=12, traps=[])
_HEDGES = {"none": 0, "approximate": 1, "estimated": 2, "unverified": 3}
_DAYS_PER = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_ROUNDINGS = frozenset({"ROUNDED", "ROUNDED_COARSE", "ROUNDED_UP", "ROUNDED_DOWN", "REFINED"})


@dataclass(frozen=True, slots=True)
class _Change:
    dimension: str
    code: str
    ratio: Decimal | None = None
    is_benign: bool | None = None  # None: as the code's definition says


@cache
def codes() -> dict[str, dict[str, Any]]:
    """Dimension -> code -> its definition, as lexicons/drift.toml writes it."""
    raw = tomllib.loads((files("extractors") / "lexicons" / "drift.toml").read_text("utf-8"))
    return {dimension: table["codes"] for dimension, table in raw.items()}


def compare(
    parent: Report, child: Report, relation: Relation = "first", reason: str = ""
) -> tuple[Drift, ...]:
    """What differs in `child` from `parent`, one Drift a dimension; empty is faithful reporting.

    Pure and total: any two reports give a vector, and nothing is raised. Values are compared
    exactly, after conversion where the units are of one kind. For relation "headline" only what a
    headline is held to is compared, and a difference that is not benign adds HEADLINE_BODY.
    """
    changes = list(_changes(parent, child, relation))
    if relation == "headline":
        changes = [c for c in changes if c.dimension in _HEADLINE]
        if any(not _is_benign(c) for c in changes):
            changes.append(_Change("zone", "HEADLINE_BODY"))
    lag = _lag(parent, child)
    return tuple(
        Drift(
            parent_claim_id=parent.claim_id,
            child_claim_id=child.claim_id,
            relation=relation,
            reason=reason,
            dimension=c.dimension,
            code=c.code,
            ratio=c.ratio,
            lag_seconds=lag,
            is_benign=_is_benign(c),
        )
        for c in changes
    )


def comparison(
    parent: Report,
    child: Report,
    relation: Relation,
    reason: str = "",
    figure_id: str | None = None,
) -> Comparison:
    """The pair with its vector; copies of one text are kept without one, as they do not count."""
    same_text = (
        relation not in ("revision", "headline")
        and parent.syndication_group is not None
        and parent.syndication_group == child.syndication_group
    )
    return Comparison(
        parent_claim_id=parent.claim_id,
        child_claim_id=child.claim_id,
        relation=relation,
        reason=reason,
        figure_id=figure_id,
        is_same_text=same_text,
        lag_seconds=_lag(parent, child),
        drifts=() if same_text else compare(parent, child, relation, reason),
    )


def _is_benign(change: _Change) -> bool:
    if change.is_benign is not None:
        return change.is_benign
    return bool(codes()[change.dimension][change.code]["benign"])


def _lag(parent: Report, child: Report) -> int | None:
    if parent.at is None or child.at is None:
        return None
    if (parent.at.tzinfo is None) != (child.at.tzinfo is None):
        return None
    return int((child.at - parent.at).total_seconds())


def _changes(parent: Report, child: Report, relation: Relation) -> Iterator[_Change]:
    a, b = parent.claim, child.claim
    x, y = things.of(a.measured), things.of(b.measured)
    unit = _unit(a, b, x, y)
    measure = _measure(a, b)
    series = _series(parent, child, relation)
    value = _value(a, b, series, unit, measure)
    period = _period(a, b, series, value)
    if period is not None and period.code == "SERIES_UPDATE" and not _is_total(a, b):
        value = None  # a later month, or a later state, is another number by right
    if value is not None:
        yield value
    number = value.code if value else None
    bound = _bound(a, b, number)
    if bound:
        yield _Change("bound", bound)
    status = _status(a, b, x, y)
    hedge = None if status else _hedge(a, b, number)
    if hedge:
        yield _Change("hedge", hedge)
    if status:
        yield _Change("status", status)
    if unit is not None and unit.code:
        yield _Change("unit", unit.code)
    item = None if unit is not None and unit.code else _item(x, y)
    if item:
        yield _Change("item", item)
    if measure:
        yield _Change("measure", measure)
    if period is not None:
        yield period
    place = _place(a.place, b.place)
    if place:
        yield _Change("place", place)
    attribution = _attribution(parent, child, relation, number)
    if attribution:
        yield _Change("attribution", attribution)


# ------------------------------------------------------------------ units


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str | None  # UNIT_CHANGED, or None
    factor: Decimal | None  # parent's unit in child's units; None: numbers are not comparable


def _number(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    return claim.quantity.low, claim.quantity.high


def _unit(a: Claim, b: Claim, x: Thing, y: Thing) -> _Unit | None:
    """None where both count in one unit."""
    p, q = a.quantity, b.quantity
    if p.unit == q.unit:
        if p.unit == "count" and x.kind and y.kind and x.kind != y.kind:
            return _Unit("UNIT_CHANGED", Decimal(1) if _number(a) == _number(b) else None)
        return None
    same_number = _number(a) == _number(b)
    factor = conversion.ratio(p.unit, q.unit)
    if factor is not None and factor != 1:
        return _Unit("UNIT_CHANGED", None) if same_number else _Unit(None, factor)
    if p.unit_kind == q.unit_kind and p.unit_kind == "money" and not same_number:
        return _Unit(None, None)  # a conversion at a rate we do not know
    return _Unit("UNIT_CHANGED", None)


# ------------------------------------------------------------------ values


def _ratio(parent: values.Value, child: values.Value) -> Decimal | None:
    x, y = parent.middle, child.middle
    if x is None or y is None or not x:
        return None
    return _RATIO.divide(y, x)


def _value(
    a: Claim, b: Claim, series: values.Series | None, unit: _Unit | None, measure: str | None
) -> _Change | None:
    if unit is not None and unit.factor is None:
        return None
    factor = unit.factor if unit is not None and unit.factor is not None else Decimal(1)
    parent, child = values.of(a.quantity, factor), values.of(b.quantity)
    ratio = _ratio(parent, child)
    if measure == "EXTRAPOLATED":
        return _Change("value", "DERIVED", ratio)
    if factor != 1 and ratio is not None and abs(ratio - 1) <= _CONVERSION_TOLERANCE:
        return None
    if measure == "TOTAL_TO_RATE" and _is_derived(b, a):
        return _Change("value", "DERIVED", ratio)
    code = values.compare(parent, child, series)
    if code is None or (measure and code not in _ROUNDINGS and not code.startswith("RANGE_TO")):
        return None  # a total and a rate, or two stretches, have no common number
    still_true = (code == "ROUNDED_UP" and child.is_high_bound) or (
        code == "ROUNDED_DOWN" and child.is_low_bound
    )
    return _Change("value", code, ratio, True if still_true else None)


_ONE_SIDED: dict[Bound, int] = {"at_least": 1, "more_than": 1, "at_most": -1, "less_than": -1}


def _bound(a: Claim, b: Claim, number: str | None) -> str | None:
    p, q = a.quantity, b.quantity
    if p.is_vague or q.is_vague:
        return None
    x, y = _ONE_SIDED.get(p.bound, 0), _ONE_SIDED.get(q.bound, 0)
    if x == y:
        return "BOUND_SOFTENED" if p.bound == "between" and q.bound == "exact" else None
    if p.bound == "between":
        return "BOUND_SOFTENED"
    if q.bound == "between" or not x:
        return "BOUND_ADDED"
    if not y:
        # "over 200", then 264: the bound is resolved, not lost.
        return None if number in ("REFINED", "SERIES_GROWTH") else "BOUND_DROPPED"
    return "BOUND_FLIPPED"


def _hedge(a: Claim, b: Claim, number: str | None) -> str | None:
    x, y = _HEDGES.get(a.quantity.hedge, 0), _HEDGES.get(b.quantity.hedge, 0)
    if x == y:
        return None
    if y > x:
        return "HEDGE_ADDED"
    if x == 1 and number == "REFINED":
        return None  # "about 22,000", then 21,602: nothing is left to hedge
    return "HEDGE_WEAKENED" if y else "HEDGE_DROPPED"


_PUT_FORWARD = frozenset({"asserted"})
_HELD_BACK = frozenset({"hypothetical", "questioned"})


def _status(a: Claim, b: Claim, x: Thing, y: Thing) -> str | None:
    if (a.polarity == "denied") != (b.polarity == "denied"):
        return "STATUS_REVERSED"
    if a.polarity in _HELD_BACK and b.polarity in _PUT_FORWARD:
        return "STATUS_UPGRADED"
    if a.polarity in _PUT_FORWARD and b.polarity in _HELD_BACK:
        return "STATUS_DOWNGRADED"
    before = "alleged" if x.status is None and a.quantity.hedge == "unverified" else x.status
    after = "alleged" if y.status is None and b.quantity.hedge == "unverified" else y.status
    if (before, after) == ("alleged", "confirmed"):
        return "STATUS_UPGRADED"
    if (before, after) == ("confirmed", "alleged"):
        return "STATUS_DOWNGRADED"
    return None


# ------------------------------------------------------------------ what is counted


def _restrictions(thing: Thing) -> frozenset[str]:
    """The words that narrow what is counted, without those that only say how sure it is."""
    return frozenset(
        lemma
        for qualifier in thing.qualifiers
        for word, lemma in things.lemmatized(qualifier)
        if things.status_of(word) is None
        and lemma != thing.head
        and not (thing.kind == "person" and things.folded(word) == thing.outcome)
    )


def _item(x: Thing, y: Thing) -> str | None:
    if x.outcome and y.outcome and x.outcome != y.outcome:
        return "ITEM_SWAPPED"
    if x.head is None or y.head is None or x.is_remainder != y.is_remainder:
        return None
    if x.part and y.part and x.part != y.part:
        return "ITEM_SWAPPED"
    if x.outcome and x.outcome == y.outcome and x.part == y.part and "case" not in (x.kind, y.kind):
        return None  # "the death toll", "people killed", "lives lost" count the same
    same_head = things.folded(x.head) == things.folded(y.head)
    if not same_head and not (x.kind and x.kind == y.kind) and not (x.words & y.words):
        return "ITEM_SWAPPED"
    if x.part and not y.part and not same_head:
        return "SCOPE_BROADENED"
    if y.part and not x.part and not same_head:
        return "SCOPE_NARROWED"
    if not same_head and x.kind == "person" and not x.part and not y.part:
        broad = things.is_anyone
        if broad(x.head) != broad(y.head) and not x.outcome:
            return "SCOPE_NARROWED" if broad(x.head) else "SCOPE_BROADENED"
        if not broad(x.head) and not broad(y.head) and not x.outcome:
            return "ITEM_SWAPPED"
    p, q = _restrictions(x), _restrictions(y)
    lost, gained = p - q - y.lemmas, q - p - x.lemmas
    if lost and gained:
        return "ITEM_SWAPPED" if same_head else None
    if lost:
        return "SCOPE_BROADENED"
    return "SCOPE_NARROWED" if gained else None


# ------------------------------------------------------------------ measure and period

_TOTALS = frozenset({"period", "cumulative", "level"})


def _is_total(a: Claim, b: Claim) -> bool:
    return a.measure.kind == "cumulative" and b.measure.kind == "cumulative"


def _days(period: Period | None) -> int | None:
    if period is None or period.start is None or period.end is None:
        return None
    return (period.end - period.start).days + 1


def _periods_in(per: str, period: Period | None) -> Decimal | None:
    """How many of `per` fit into the period, whole where they nearly do."""
    days, length = _days(period), _DAYS_PER.get(per)
    if days is None or length is None:
        return None
    if per == "month" and period is not None and period.start and period.end:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
        if period.start.day == 1 and (period.end.toordinal() + 1) and _is_month_end(period.end):
            return Decimal(months + 1)
    return _RATIO.divide(Decimal(days), Decimal(length))


def _is_month_end(day: date) -> bool:
    return day.toordinal() == date.max.toordinal() or date.fromordinal(day.toordinal() + 1).day == 1


def _is_derived(rate: Claim, total: Claim) -> bool:
    per = rate.measure.per or rate.quantity.per
    count = _periods_in(per, total.period) if per else None
    x, y = values.of(rate.quantity).middle, values.of(total.quantity).middle
    if count is None or x is None or y is None or not y or count <= 1:
        return False
    product = _RATIO.multiply(x, count)
    return abs(product - y) <= abs(y) * _DERIVED_TOLERANCE


def _measure(a: Claim, b: Claim) -> str | None:
    x, y = a.measure.kind, b.measure.kind
    if x == "rate" and y == "rate":
        p, q = a.measure.per or a.quantity.per, b.measure.per or b.quantity.per
        return "RATE_BASE_CHANGED" if p and q and p != q else None
    if x == "rate" and y in _TOTALS:
        return "EXTRAPOLATED" if _is_derived(a, b) else "RATE_TO_TOTAL"
    if x in _TOTALS and y == "rate":
        return "TOTAL_TO_RATE"
    if x == "cumulative" and y == "period" and b.period and _starts_differ(a.period, b.period):
        return "CUMULATIVE_TO_PERIOD"
    if x == "period" and y == "cumulative" and a.period and _starts_differ(a.period, b.period):
        return "PERIOD_TO_CUMULATIVE"
    return None


def _starts_differ(a: Period | None, b: Period | None) -> bool:
    """True unless both name one and the same start: then the two kinds are one reading."""
    if a is None or b is None:
        return False if a is None and b is None else (a or b) is not None and _days(a or b) != 1
    if a.start is None or b.start is None:
        return bool(a.surface and b.surface and a.surface.lower() != b.surface.lower())
    return a.start != b.start


def _end(period: Period | None) -> date | None:
    return None if period is None else period.end or period.as_of


def _running(claim: Claim, outcome: str | None) -> str | None:
    """ "total" for what can only grow (a toll so far), "state" for what may go up and down."""
    if outcome and things.is_state(outcome) and (_days(claim.period) or 1) == 1:
        return "state"
    if claim.measure.kind == "cumulative":
        return "total"
    if claim.measure.kind == "level":
        return "state"
    if claim.measure.kind == "period" and outcome and (_days(claim.period) or 1) == 1:
        return "total"  # the killed of an event are counted on, whatever day is named
    return None


def _series(parent: Report, child: Report, relation: Relation) -> values.Series | None:
    """Whether both are one running total (or state) and the child's stand is the later one.

    A state is a later one by the dates named; where none are, by the dates of publication, but
    not within one article: a sentence that gives another share for the same time was edited.
    """
    a, b = parent.claim, child.claim
    x, y = (_running(c, things.of(c.measured).outcome) for c in (a, b))
    if x is None or x != y:
        return None
    p, q = a.period, b.period
    if p is not None and q is not None:
        if p.start and q.start and p.start != q.start and x == "total":
            return None
        ended, ends = _end(p), _end(q)
        is_dated = x == "state" or a.measure.kind == b.measure.kind != "period"
        if ended and ends and is_dated:
            return "dated" if ends > ended else None
    lag = _lag(parent, child)
    if lag is None or lag <= 0:
        return None
    if x == "state" and (relation == "revision" or not _same_root(a, b)):
        return None
    return "published"


def _same_root(a: Claim, b: Claim) -> bool:
    p, q = _named(a.chain), _named(b.chain)
    return (not p and not q) or bool(p and q and names.same(p[-1].name, q[-1].name))


def _period(
    a: Claim, b: Claim, series: values.Series | None, value: _Change | None
) -> _Change | None:
    p, q = a.period, b.period
    if series == "dated":
        return _Change("period", "SERIES_UPDATE")
    if (
        series
        and _running(a, things.of(a.measured).outcome) == "state"
        and value
        and value.code in ("INFLATED", "DEFLATED", "SERIES_GROWTH")
    ):
        return _Change("period", "SERIES_UPDATE")
    if p is None and q is None:
        return None
    if q is None:
        return _Change("period", "PERIOD_DROPPED")
    if p is None:
        return _Change("period", "PERIOD_ADDED")
    if series == "published":
        return None
    if p.start is None or p.end is None or q.start is None or q.end is None:
        x, y = _end(p), _end(q)
        if x and y and x != y and p.start == q.start:
            return _Change("period", "PERIOD_SHRUNK" if y < x else "PERIOD_STRETCHED")
        return None
    if (p.start, p.end) == (q.start, q.end):
        return None
    if q.start <= p.start and p.end <= q.end:
        return _Change("period", "PERIOD_STRETCHED", is_benign=_days(p) == 1 or None)
    if p.start <= q.start and q.end <= p.end:
        return _Change("period", "PERIOD_SHRUNK", is_benign=_days(q) == 1 or None)
    moved = value is not None and value.code not in _ROUNDINGS
    same_length = abs((_days(p) or 0) - (_days(q) or 0)) <= 3
    if moved and same_length and q.start > p.start:
        return _Change("period", "SERIES_UPDATE")
    return _Change("period", "PERIOD_SHIFTED")


# ------------------------------------------------------------------ place


def _path(place: Place) -> tuple[str, ...]:
    return tuple(part.casefold() for part in place.path)


def _place(p: Place | None, q: Place | None) -> str | None:
    if p is None and q is None:
        return None
    if q is None:
        return "PLACE_DROPPED"
    if p is None:
        return "PLACE_NARROWED"
    x, y = _path(p), _path(q)
    if x and y and x != y:
        if x[: len(y)] == y:
            return "PLACE_BROADENED"
        return "PLACE_NARROWED" if y[: len(x)] == x else "PLACE_SWAPPED"
    if x and x == y:
        return None
    u, v = set(names.words(p.surface)), set(names.words(q.surface))
    if u == v:
        return None
    if x and v <= {w for part in x for w in names.words(part)}:
        return "PLACE_BROADENED"
    if y and u <= {w for part in y for w in names.words(part)}:
        return "PLACE_NARROWED"
    return "PLACE_SWAPPED"


# ------------------------------------------------------------------ attribution


def _named(chain: tuple[Hop, ...]) -> tuple[Hop, ...]:
    return tuple(hop for hop in chain if hop.kind != "vague" and hop.name.strip())


def _attribution(
    parent: Report, child: Report, relation: Relation, number: str | None
) -> str | None:
    a, b = parent.claim.chain, child.claim.chain
    if not a and not b:
        return None
    if not b:
        return "ATTRIBUTION_DROPPED"
    p, q = _named(a), _named(b)
    if parent.outlet and (not p or not _cites(p, parent.outlet)):
        # To cite the outlet one has the number from is faithful; the rest of the chain counts.
        rest = tuple(hop for hop in q if not names.same(hop.name, parent.outlet))
        if not a and not rest and q:
            return None
    if not p:
        return "ATTRIBUTION_ADDED" if q else None
    root = p[-1].name
    if any(names.same(hop.name, root) for hop in q):
        if len(q) == len(p):
            return None
        return "CHAIN_SHORTENED" if len(q) < len(p) else "CHAIN_LENGTHENED"
    if not q:
        return "ROOT_LOST"
    kept = any(names.same(x.name, y.name) for x in p[:-1] for y in q)
    if any(hop.kind == "outlet" for hop in q) and not _cites(p, q[-1].name):
        return "LAUNDERED"
    if kept:
        return "ROOT_LOST"
    point = values.of(child.claim.quantity).middle
    specific = point is not None and values.figures(point) >= _SPECIFIC_FIGURES
    if number is None and (specific or relation == "cites"):
        return "MISATTRIBUTED"
    return "ROOT_CHANGED"


def _cites(chain: tuple[Hop, ...], name: str) -> bool:
    return any(names.same(hop.name, name) for hop in chain)
