"""Weighs whether two reports speak of one figure: a score in log-odds, or a refusal."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors import conversion, names, places, roles, things, topics, values
from extractors.records import Measured, Period, Report
from extractors.roles import Role
from extractors.things import Thing

# In log-odds that two reports speak of one figure; fitted on annotated events, then rounded.
# docs/figures.md says what each piece of evidence is.
WEIGHTS: Mapping[str, float] = {
    "prior": -9.6,
    "class": 4.0,
    "other class": -2.2,
    "words": 2.0,
    "sentence": 1.6,
    "topic": 4.5,
    "strangers": -4.0,
    "other names": -1.0,
    "place": 1.2,
    "other place": -1.5,
    "long after": -2.0,
    "unit": 1.4,
    "period": 2.7,
    "other period": -1.8,
    "measure": 1.5,
    "change or not": -0.3,
    "value": 3.0,
    "far value": -2.5,
    "another value": -0.6,
    "running": 0.3,
    "root": 2.4,
    "polarity": -1.2,
    "one article": -0.5,
    "close": 1.6,
    "one that changed": 3.0,
    "elsewhere": -1.5,
    "fell": -2.0,
    "bounds apart": -2.5,
    "other predicate": -1.5,
}
REFUSED = -8.0
_NEAR, _FAR, _WORLDS_APART = 0.03, 10.0, 100.0
_EQUAL, _ABOUT = 0.001, 0.4  # how much two near numbers say that are no rounding of each other
_CLOSE = 1.5  # of two numbers of one figure at two times, or by two who count
_GROWN = 0.3  # of a far number in a toll or total, which may have grown or be disputed
_FEW, _FEW_WEIGHT = 12, 2.5  # so few are counted, not estimated: another number, another count
_SIZES, _FIXED_WEIGHT = frozenset({"length", "duration", "area", "mass", "speed"}), 2.5
_LONG = 60  # days after which another count of the same kind is likely of another event
_FALLEN = 0.5  # of an earlier toll that a later one of the same thing does not fall under
_APART = 7  # days between two stretches that still may be one, since relative dates are misread
_UNITS = {"count": 0.0, "share": 0.3, "money": 0.5, "duration": 0.2, "multiple": 0.2}
_RATE, _RARE_RATE = 0.5, 1.6  # what a rate adds: barrels a day are rarer still
FAMILY = {"point": "share"}
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "quarter", "year"})
_PRIOR_COUNT = 5000  # as if so many unrelated texts had been seen: keeps weights calm in small runs
# Cosine of topics up to which two articles are strangers, and what it rises by within one story.
_STRANGERS, _SAME_STORY = 0.07, 0.2
_EQUAL_PERIOD = 1.3  # against 1 for two periods that only meet
_SIDE_CLASS = 0.6  # of a class in common that is not the noun's or the predicate's own
_NEAR_CLASS = 0.35  # of one that only the sentence names
_KEY_TOPICS, _KEY_NAMES = 8, 6
_OF_TOLLS = ("period", "cumulative", "level")
_STRETCH_AND_TOTAL = (("period", "cumulative"), ("cumulative", "period"))
_NAME = re.compile(r"(?<![.!?“\"] )(?<!\w)[A-Z][^\W\d_]{2,}")
_NEAR_WEIGHT = 0.6  # of a word of the claim's own sentence in the topic


@dataclass(frozen=True, slots=True, eq=False)
class _Vector:
    """Weights of words, and their length."""

    weights: dict[str, float]
    length: float

    def cosine(self, other: _Vector) -> float:
        a, b = self.weights, other.weights
        if not a or not b:
            return 0.0
        if len(a) > len(b):
            a, b = b, a
        dot = 0.0
        for word, weight in a.items():  # in their order, so that sums do not hang on hash seeds
            if word in b:
                dot += weight * b[word]
        return dot / (self.length * other.length) if dot else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One report, taken apart for comparison."""

    report: Report
    thing: Thing
    family: str
    is_rate: bool
    classes: frozenset[str]
    near_classes: frozenset[str]  # of the sentence
    words: _Vector
    near: _Vector
    topic: _Vector
    names: frozenset[str]  # of the sentence
    value: values.Value
    middle: float | None
    telling: float  # how much it says that two numbers are equal, 0..1
    place: tuple[frozenset[str], ...]
    root: str | None  # the name at the root of its chain
    role: Role  # among the numbers of its sentence
    about: frozenset[str]  # words of its sentence, title and topic: what it is known to be about

    @property
    def claim_id(self) -> str:
        return self.report.claim_id


def family(report: Report) -> str:
    """The kind of unit, with per cent and percentage points as one."""
    kind = report.claim.quantity.unit_kind
    return FAMILY.get(kind, kind)


def is_rate(report: Report) -> bool:
    """Whether the number is per stretch of time."""
    return (report.claim.measure.per or report.claim.quantity.per) in _TIMES


def restated_rates(reports: Sequence[Report]) -> dict[int, int]:
    """Claims that leave out per what, each with the claim that says it, by index.

    "5,000 barrels" in a headline, "5,000 barrels a day" in the text: the number must be an end of
    a rate told in the same revision and in the same rare unit.
    """
    ends: dict[tuple[str, str, Decimal], int] = {}
    for i, r in enumerate(reports):
        q = r.claim.quantity
        if family(r) not in _UNITS and is_rate(r):
            for number in (q.low, q.high):
                if number:
                    ends.setdefault((r.revision_id, q.unit, number), i)
    found: dict[int, int] = {}
    for i, r in enumerate(reports if ends else ()):
        q = r.claim.quantity
        is_point = q.low is not None and q.low == q.high and q.change is None
        if is_point and q.low is not None and not is_rate(r) and r.claim.measure.kind == "level":
            rate = ends.get((r.revision_id, q.unit, q.low))
            if rate is not None:
                found[i] = rate
    return found


def keys(report: Report) -> tuple[str, ...]:
    """Blocking keys: two reports without a common one are never compared."""
    return _keys(report, _thing(report), is_rate(report))


def keys_of(mention: Mention) -> tuple[str, ...]:
    """The keys of a report among the others of its article, which may say that it is a rate."""
    return _keys(mention.report, mention.thing, mention.is_rate)


def _keys(report: Report, thing: Thing, rate: bool) -> tuple[str, ...]:
    kind = family(report)
    base = f"{kind}/time" if rate else kind
    tokens = set(thing.classes) if thing.outcome else {*thing.classes, *thing.words}
    if kind not in _UNITS or (rate and kind != "count"):
        tokens.add("*")  # a rare unit is a key of its own
    return tuple(sorted(f"{base}|{token}" for token in tokens))


def _names(report: Report) -> list[str]:
    return [m.group().lower() for m in _NAME.finditer(report.sentence, 1)]


def _telling(number: Decimal | None) -> float:
    """Three dead are many things; 21,602 cases are one."""
    if not number:
        return 0.0
    size = math.log10(max(1.0, abs(float(number))))
    return min(1.0, (values.figures(number) + size / 3) / 3)


def terms(report: Report) -> tuple[str, ...]:
    """What the report is about, for blocking: the article's first terms, the sentence's names."""
    found = dict.fromkeys([*report.topic[:_KEY_TOPICS], *_names(report)])
    return tuple(found)[: _KEY_TOPICS + _KEY_NAMES] or ("",)


def _rarity(count: Counter[str], total: int, words: Iterable[str]) -> _Vector:
    return _vector({w: math.log((total + _PRIOR_COUNT) / (count[w] + 1)) for w in words})


_NOTHING = Measured(None, None, None)


def _thing(report: Report, language: str = "en") -> Thing:
    """What is counted; nothing where people are said to be measured in barrels, or their source."""
    measured = report.claim.measured
    if measured.surface and any(
        h.name.casefold().endswith(measured.surface.casefold()) for h in report.claim.chain
    ):
        return things.of(_NOTHING, language)
    thing = things.of(measured, language)
    if thing.kind == "person" and family(report) not in _UNITS:
        return things.of(_NOTHING, language)
    return thing


def mentions(reports: Sequence[Report], language: str = "en") -> list[Mention]:
    """Mentions aligned with `reports`; words weigh by their rarity among these."""
    stop = topics.stop_words(language)
    restated = restated_rates(reports)
    # What leaves out per what is told by the words of the claim that says it.
    tellers = [reports[restated.get(i, i)] for i in range(len(reports))]
    found = [_thing(r, language) for r in tellers]
    role = roles.of(reports, [t.outcome for t in found])
    found = [
        things.with_outcome(t, r.stays) if r.stays and t.outcome else t
        for t, r in zip(found, role, strict=True)
    ]
    around = [
        frozenset(lemma for _, lemma in things.lemmatized(r.sentence, language)) - stop - t.lemmas
        for r, t in zip(tellers, found, strict=True)
    ]
    thing_count = Counter(w for t in found for w in t.words)
    near_count = Counter(w for words in around for w in words)
    by_article = {r.article_id: r.topic for r in reports}
    topic_count = Counter(term for terms in by_article.values() for term in terms)
    rarity = {
        t: math.log((len(by_article) + _PRIOR_COUNT) / (n + 1)) for t, n in topic_count.items()
    }
    new_word = math.log(len(by_article) + _PRIOR_COUNT)
    topic_of = {
        a: {t: rarity[t] * (1 - rank / 40) for rank, t in enumerate(terms[:40])}
        for a, terms in by_article.items()
    }
    made = []
    for report, teller, thing, words, part in zip(
        reports, tellers, found, around, role, strict=True
    ):
        quantity = report.claim.quantity
        value = values.of(quantity)
        middle = None if quantity.is_vague else value.middle
        place = report.claim.place
        path = (*place.path, place.surface) if place else ()
        made.append(
            Mention(
                report=report,
                thing=thing,
                family=family(report),
                is_rate=is_rate(teller),
                classes=thing.classes,
                near_classes=frozenset(
                    w
                    for w in things.words(teller.sentence, language)
                    if things.is_class(w, language)
                ),
                words=_rarity(thing_count, len(reports), thing.words),
                near=_rarity(near_count, len(reports), words),
                topic=_vector(
                    {w: _NEAR_WEIGHT * rarity.get(w, new_word) for w in words}
                    | topic_of[report.article_id]
                ),
                names=frozenset(_names(teller)),
                value=value,
                middle=float(middle) if middle is not None else None,
                telling=_telling(middle),
                place=tuple(frozenset(names.words(p)) for p in path),
                root=next(
                    (h.name for h in reversed(report.claim.chain) if h.kind != "vague" and h.name),
                    None,
                ),
                role=part,
                about=_about(report),
            )
        )
    return made


def _about(report: Report) -> frozenset[str]:
    said = f"{report.sentence} {report.title or ''}"
    return frozenset(names.words(said)) | frozenset(report.topic)


def _vector(weights: dict[str, float]) -> _Vector:
    return _Vector(weights, math.sqrt(sum(w * w for w in weights.values())))


def _ratio(a: Mention, b: Mention) -> float | None:
    if not a.middle or not b.middle or a.middle * b.middle < 0:
        return None
    unit, other = a.report.claim.quantity.unit, b.report.claim.quantity.unit
    if unit == other:
        return b.middle / a.middle
    factor = conversion.ratio(unit, other)
    return None if factor is None else b.middle / (a.middle * float(factor))


def _gap(a: Mention, b: Mention) -> int | None:
    """Days between two resolved periods, 0 where they meet; None where one is not resolved."""
    p, q = a.report.claim.period, b.report.claim.period
    if p is None or q is None:
        return None
    kinds = (a.report.claim.measure.kind, b.report.claim.measure.kind)
    if "level" in kinds or "rate" in kinds:
        return None  # a state is one figure at any time
    if "cumulative" in kinds:
        if p.start is None or q.start is None:
            return None
        return abs((p.start - q.start).days)
    start, end = p.start or p.end, p.end or p.start
    other_start, other_end = q.start or q.end, q.end or q.start
    if not (start and end and other_start and other_end):
        return None
    return max(0, (other_start - end).days, (start - other_end).days)


def _equal_periods(p: Period | None, q: Period | None) -> bool:
    return bool(p and q and p.start and p.end and (p.start, p.end) == (q.start, q.end))


def _starts_apart(a: Mention, b: Mention) -> bool:
    p, q = a.report.claim.period, b.report.claim.period
    return bool(p and q and p.start and q.start and abs((p.start - q.start).days) > _APART)


def _long_after(a: Mention, b: Mention) -> float:
    """0..1: how far apart counts of what happened, or changes, were said; no period tells."""
    p, q = a.report, b.report
    kind = p.claim.measure.kind
    if kind not in ("period", "change") or kind != q.claim.measure.kind or not p.at or not q.at:
        return 0.0
    day, other = _day(p), _day(q)
    apart = abs((day - other).days) if day and other else 0
    return 0.0 if apart <= _APART else min(1.0, apart / _LONG)


def _day(report: Report) -> date | None:
    period = report.claim.period
    return (period and (period.start or period.end)) or (report.at.date() if report.at else None)


def _countries_differ(a: Mention, b: Mention) -> bool:
    x, y = a.report.claim.place, b.report.claim.place
    if not (x and y and x.path and y.path) or a.role.is_of_several or b.role.is_of_several:
        return False
    if x.path[0] in places.regions() or y.path[0] in places.regions():
        return False  # which may hold the other
    return x.path[0].casefold() != y.path[0].casefold() and not _name_each_other(a, b)


def _name_each_other(a: Mention, b: Mention) -> bool:
    """Whether the sentence of one names the place of the other: a list of places."""
    return any(
        bool(one.place) and one.place[-1] <= frozenset(names.words(other.report.sentence))
        for one, other in ((a, b), (b, a))
    )


def _is_elsewhere(a: Mention, b: Mention) -> bool:
    """Whether one tells of a known place that nothing around the other names."""
    return any(
        one.report.claim.place is not None
        and not one.role.is_of_several
        and bool(one.report.claim.place.path)
        and not any(words <= other.about for words in one.place)
        for one, other in ((a, b), (b, a))
    )


def _places_differ(a: Mention, b: Mention) -> bool:
    """Both name a place known to the gazetteer, and neither lies on the other's path."""
    x, y = a.report.claim.place, b.report.claim.place
    if not (x and y and x.path and y.path):
        return False
    if a.role.is_of_several or b.role.is_of_several:
        return False
    apart = not (frozenset().union(*a.place) & frozenset().union(*b.place))
    return apart and not _name_each_other(a, b)


def refusal(a: Mention, b: Mention, ratio: float | None, gap: int | None = None) -> str | None:
    """Why the two cannot be one figure, or None."""
    x, y = a.thing, b.thing
    if a.family != b.family or a.is_rate != b.is_rate:
        return "another kind of unit"
    if x.outcome and y.outcome and x.outcome != y.outcome:
        return f"{x.outcome} against {y.outcome}"
    if x.kind and y.kind and x.kind != y.kind and not (x.outcome and x.outcome == y.outcome):
        return f"{x.kind} against {y.kind}"
    for who, other in ((x, y), (y, x)):
        if (
            who.kind == "person"
            and not who.outcome
            and other.kind != "person"
            and things.is_class_noun(other.head)
        ):
            return f"{who.head} against {other.head}"
    if _is_vaguely_far(a, b):
        return "worlds apart"
    near = ratio is not None and abs(ratio - 1) <= _NEAR
    if 0.0 in (a.middle, b.middle) and a.middle != b.middle and not _is_of_change(a, b):
        return "none against some"
    one = a.family == "count" and a.middle and b.middle and 1 in (a.middle, b.middle)
    if one and a.middle != b.middle and not (x.outcome and y.outcome):
        return "one of them against all"
    p, q = a.report, b.report
    unit_kind, other_kind = p.claim.quantity.unit_kind, q.claim.quantity.unit_kind
    if unit_kind != other_kind and a.family == "share" and a.middle != b.middle:
        return "per cent against points"
    if x.part != y.part:
        if x.part and y.part:
            return f"{x.part} against {y.part}"
        if x.outcome and y.outcome and not near:
            return f"part ({x.part or y.part}) against whole"
    if a.role.is_part != b.role.is_part and not near and not (x.part and x.part == y.part):
        return "part against whole"
    if a.role.extreme != b.role.extreme and not near:
        return f"{a.role.extreme or b.role.extreme} against another"
    if are_of_one_sentence(a, b) and _are_two_things(a, b, near):
        return "two numbers of one sentence"
    if _countries_differ(a, b):
        return "another country"
    if near:
        return None
    kinds = (p.claim.measure.kind, q.claim.measure.kind)
    if kinds in _STRETCH_AND_TOTAL and _starts_apart(a, b):
        return "another stretch"
    if gap is not None and gap > _APART and kinds == ("period", "period"):
        return "another period"
    return None


def are_of_one_sentence(a: Mention, b: Mention) -> bool:
    """Whether both stand in one sentence of one text."""
    p, q = a.report, b.report
    return p.revision_id == q.revision_id and p.claim.sentence == q.claim.sentence


def _are_two_things(a: Mention, b: Mention, near: bool) -> bool:
    """Whether two numbers of one sentence are two things, not one told twice or as it changed.

    One source does not give two numbers of one thing in one breath, unless it tells how the one
    became the other.
    """
    if near:
        heads = {a.thing.head, b.thing.head}
        return (
            a.thing.kind == b.thing.kind == "person"
            and not any(head is None or things.is_anyone(head) for head in heads)
            and len(heads) > 1
        )
    if a.root and b.root and not names.same(a.root, b.root):
        return False
    p, q = a.report.claim.quantity, b.report.claim.quantity
    if p.unit != q.unit:
        return False  # told in two units, each end of a range perhaps for itself
    x, y = a.value, b.value
    if (x.is_low_bound and y.is_high_bound) or (x.is_high_bound and y.is_low_bound):
        return False  # the two ends of a range
    return not roles.are_stages(a.report, b.report)


def _has_fallen(a: Mention, b: Mention) -> bool:
    """Whether a toll is far lower than one told before: the dead do not get fewer."""
    outcome = a.thing.outcome
    if outcome is None or outcome != b.thing.outcome or things.is_state(outcome):
        return False
    if a.report.at is None or b.report.at is None or not a.middle or not b.middle:
        return False
    if a.root and b.root and not names.same(a.root, b.root):
        return False
    first, second = (a, b) if a.report.at <= b.report.at else (b, a)
    apart = first.report.at.date() != second.report.at.date()  # type: ignore[union-attr]
    return apart and (second.middle or 0) < _FALLEN * (first.middle or 0)


def _bounds_part(a: Mention, b: Mention) -> bool:
    """Whether one is at most what the other is at least, by sources that are not the same."""
    p, q = a.value, b.value
    if p.bound == "exact" or q.bound == "exact":
        return False
    if a.root and b.root and names.same(a.root, b.root):
        return False
    for low, high in ((p, q), (q, p)):
        if high.is_low_bound and low.is_high_bound and high.low is not None:
            return low.high is not None and low.high <= high.low
    return False


def _say_other_things(a: Mention, b: Mention, near: bool) -> bool:
    """Whether two shares of people are told of other doings: of voters who back, who oppose."""
    if near or a.family != "share" or {a.thing.kind, b.thing.kind} != {"person"}:
        return False
    x, y = (m.report.claim.measured.event for m in (a, b))
    if not x or not y or not things.is_telling(x) or not things.is_telling(y):
        return False
    return things.folded(x) != things.folded(y)


def score(a: Mention, b: Mention) -> tuple[float, dict[str, float]]:
    """(log-odds, its parts); a refused pair gives REFUSED and the reason as its only part."""
    ratio, gap = _ratio(a, b), _gap(a, b)
    why = refusal(a, b, ratio, gap)
    if why:
        return REFUSED, {f"refused: {why}": REFUSED}
    p, q = a.report.claim, b.report.claim
    amount: dict[str, float] = {}
    if a.classes and b.classes:
        common = len(a.classes & b.classes)
        if a.thing.core & b.thing.core:
            amount["class"] = 1.0
        elif common:
            amount["class"] = _SIDE_CLASS * common / max(len(a.classes), len(b.classes))
        else:
            amount["other class"] = 1.0
    elif (a.classes | a.near_classes) & (b.classes | b.near_classes):
        amount["class"] = _NEAR_CLASS
    elif (a.thing.is_bare or b.thing.is_bare) and a.is_rate and a.family not in _UNITS:
        amount["class"] = _NEAR_CLASS  # barrels a day without a word: those of the story
    amount["words"] = a.words.cosine(b.words)
    amount["sentence"] = a.near.cosine(b.near)
    if a.report.article_id == b.report.article_id:
        amount["topic"] = 0.6
        if a.family in _UNITS:
            amount["one article"] = 1.0
    else:
        likeness = (a.topic.cosine(b.topic) - _STRANGERS) / _SAME_STORY
        amount["topic" if likeness > 0 else "strangers"] = (
            min(1.0, likeness) if likeness > 0 else -likeness * _SAME_STORY / _STRANGERS
        )
        if likeness < 0.5 and a.names and b.names and not a.names & b.names:
            amount["other names"] = 1.0
    rate = (_RARE_RATE if a.family not in _UNITS else _RATE) if a.is_rate else 0.0
    amount["unit"] = _UNITS.get(a.family, 1.0) + rate
    amount["long after"] = _long_after(a, b)
    same_number = ratio is not None and abs(ratio - 1) <= _NEAR
    if gap and same_number and gap <= _APART and _are_tolls(a, b):
        pass  # a day misread, or told of another day of the same event
    elif gap:
        amount["other period"] = 1 - 0.6 * min(a.telling, b.telling) if same_number else 1.0
    elif gap == 0:
        amount["period"] = _EQUAL_PERIOD if _equal_periods(p.period, q.period) else 1.0
    if _places_differ(a, b):
        amount["other place"] = 1.0
    elif p.place and q.place and p.place.path and p.place.path == q.place.path:
        amount["place"] = 1.0
    elif not same_number and _is_elsewhere(a, b):
        amount["elsewhere"] = 1.0
    if p.measure.kind == q.measure.kind or (a.is_rate and b.is_rate) or _are_tolls(a, b):
        amount["measure"] = 1.0
    if a.root and b.root and names.same(a.root, b.root):
        # Every event has its police; a ministry or an agency by name is one source.
        amount["root"] = 1.0 if len(names.words(a.root)) > 1 else 0.2
    if p.measure.kind == q.measure.kind == "cumulative" and "class" in amount:
        amount["running"] = 1.0
    if (p.measure.kind == "change") != (q.measure.kind == "change"):
        amount["change or not"] = 1.0
    if ratio is not None:
        if abs(ratio - 1) <= _NEAR:
            sameness = 1.0 if _is_one_number(a, b, ratio) else _ABOUT
            amount["value"] = sameness * min(a.telling, b.telling)
        elif 1 / _CLOSE < ratio < _CLOSE and a.family == "count" and _are_tolls(a, b):
            amount["close"] = min(1.0, math.log10(max(1.0, abs(a.middle or 0.0))) / 2)
        elif not 1 / _FAR < ratio < _FAR:
            if not _is_slip(ratio):
                is_near_enough = 1 / _WORLDS_APART < ratio < _WORLDS_APART
                amount["far value"] = _GROWN if is_near_enough and _may_differ(a, b) else 1.0
        elif _are_fixed(a, b):
            amount["another value"] = _FIXED_WEIGHT
        elif not _may_differ(a, b):
            few = max(abs(a.middle or 0), abs(b.middle or 0)) <= _FEW and a.family == "count"
            amount["another value"] = _FEW_WEIGHT if few else 1.0
    if are_of_one_sentence(a, b) and roles.are_ends(a.report, b.report):
        amount["one that changed"] = 1.0
    elif _has_fallen(a, b):
        amount["fell"] = 1.0
    if _bounds_part(a, b):
        amount["bounds apart"] = 1.0
    if _say_other_things(a, b, same_number):
        amount["other predicate"] = 1.0
    if (p.polarity == "hypothetical") != (q.polarity == "hypothetical"):
        amount["polarity"] = 1.0
    parts = {name: WEIGHTS[name] * x for name, x in amount.items() if x}
    return WEIGHTS["prior"] + sum(parts.values()), parts


def _is_one_number(a: Mention, b: Mention, ratio: float) -> bool:
    """Whether two numbers that lie near each other are one: equal, rounded, loose or converted."""
    if abs(ratio - 1) < _EQUAL or a.value.is_loose or b.value.is_loose:
        return True
    x, y = a.value.point, b.value.point
    if x is None or y is None or a.report.claim.quantity.unit != b.report.claim.quantity.unit:
        return True
    return bool(values.rounding(x, y) or values.rounding(y, x))


def _is_slip(ratio: float) -> bool:
    """Ten or a thousand times the same number: more likely a misprint than another figure."""
    power = math.log10(abs(ratio))
    return abs(power - round(power)) < 0.004


def _is_of_change(a: Mention, b: Mention) -> bool:
    return "change" in (a.report.claim.measure.kind, b.report.claim.measure.kind)


def _are_tolls(a: Mention, b: Mention) -> bool:
    """Counts of those killed, missing, ... are told as of a day, so far or of the event alike."""
    outcome = a.thing.outcome
    return (
        outcome is not None
        and outcome == b.thing.outcome
        and a.report.claim.measure.kind in _OF_TOLLS
        and b.report.claim.measure.kind in _OF_TOLLS
    )


def _is_vaguely_far(a: Mention, b: Mention) -> bool:
    """Whether a vague word and the other number are worlds apart: thousands, and two million."""
    p, q = a.report.claim.quantity, b.report.claim.quantity
    if not p.is_vague and not q.is_vague:
        return False
    factor = conversion.ratio(p.unit, q.unit)
    x, y = a.value.middle, b.value.middle
    if factor is None or not x or not y or x * y < 0:
        return False
    ratio = float(y) / float(x * factor)
    return not 1 / _WORLDS_APART < ratio < _WORLDS_APART


def _are_fixed(a: Mention, b: Mention) -> bool:
    """Whether both are what does not change: how far, how deep, how long; a sum agreed once."""
    is_agreed = a.family == "money" and not a.classes & b.classes
    return all(
        (m.family in _SIZES or is_agreed)
        and not m.is_rate
        and m.report.claim.quantity.bound == "exact"
        and m.report.claim.measure.kind in ("level", "period")
        for m in (a, b)
    )


def _may_differ(a: Mention, b: Mention) -> bool:
    """Whether two numbers of one figure may differ: running totals, states, bounds, tolls."""
    p, q = a.report.claim, b.report.claim
    if p.measure.kind == q.measure.kind and p.measure.kind in ("cumulative", "level"):
        return True
    if p.quantity.bound != "exact" or q.quantity.bound != "exact":
        return True
    return a.thing.outcome is not None and a.thing.outcome == b.thing.outcome


def reasons(parts: Mapping[str, float]) -> tuple[str, ...]:
    """The parts in words, weightiest first: "words +1.20"."""
    # By what is shown: sums taken in another order differ behind the last digit that is.
    ranked = sorted(parts.items(), key=lambda row: (-round(abs(row[1]), 2), row[0]))
    return tuple(f"{name} {value:+.2f}" for name, value in ranked if abs(value) >= 0.05)
