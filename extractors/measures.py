"""Decides the kind of measure of each figure: level, period, cumulative, rate or change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

from extractors import phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import Measure, Measured, MeasureKind, Period, Quantity, Span
from extractors.sentences import Passage

_STATIC = frozenset(
    {"length", "area", "angle", "age", "speed", "temperature", "information", "pressure",
     "frequency", "power"}
)  # fmt: skip
_TOTALLED = frozenset({"count", "money", "volume", "mass"})


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    changing: frozenset[str]
    transitive: frozenset[str]
    change_nouns: frozenset[str]
    happenings: frozenset[str]
    victims: frozenset[str]
    running: frozenset[str]
    tolled: frozenset[str]
    mounting: frozenset[str]
    reaching: frozenset[str]
    passing: frozenset[str]
    flows: frozenset[str]
    stative: frozenset[str]
    spending: frozenset[str]
    running_money: frozenset[str]
    recurring: frozenset[str]
    times: frozenset[str]
    moments: frozenset[str]
    terms: frozenset[str]
    leaving: frozenset[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = {**lexicon["measures"], "victims": lexicon["periods"]["victims"]}
    return _Words(*(frozenset(section[field.name]) for field in fields(_Words)))


def read(
    passage: Passage,
    quantities: Sequence[Quantity],
    measured: Sequence[Measured],
    periods: Sequence[Period | None],
    lexicon: Lexicon,
) -> list[Measure]:
    """One Measure for each of `quantities` (text order), aligned with them; never raises."""
    known = _words(lexicon)
    found: list[Measure] = []
    for i, (quantity, thing, period) in enumerate(zip(quantities, measured, periods, strict=True)):
        phrasing = phrases.of(passage, quantity.sentence, lexicon)
        per, per_span = quantity.per, quantity.per_span
        if per is None and quantity.unit_kind in ("volume", "mass", "count", "money"):
            per, per_span = _implied_rate(phrasing, quantities, i, found, lexicon)
        kind = _kind(phrasing, quantity, thing, period, per, known)
        if kind != "rate":
            per = per_span = None
        found.append(Measure(kind, per, per_span))
    return found


def _implied_rate(
    phrasing: Phrasing, quantities: Sequence[Quantity], i: int, found: Sequence[Measure],
    lexicon: Lexicon,
) -> tuple[str | None, Span | None]:  # fmt: skip
    """A rate said with the unit ("bpd") or only with the figure before ("to 25,000 barrels")."""
    quantity = quantities[i]
    span = quantity.unit_span
    if span is not None:
        at = phrasing.at(span.start)
        per = lexicon["measures"]["rates"].get(phrasing.lower(at))
        if per is not None:
            return per, span
    recurring = _recurs(phrasing, quantity, _words(lexicon))
    if recurring is not None:
        return recurring
    if quantity.unit_kind in ("count", "money"):
        return None, None
    end = phrasing.at(span.end if span is not None else quantity.end)
    after = phrasing.lower(end)
    restates = after in ("is", "was") and i and found[i - 1].kind == "rate"
    if (after in ("of", "in", "from") or phrasing.tag(end) in ("v", "e", "x")) and not restates:
        return None, None
    for j in range(i - 1, max(-1, i - 3), -1):
        other = quantities[j]
        if other.unit != quantity.unit:
            continue
        if found[j].per is None or quantity.sentence - other.sentence > 2:
            return None, None
        here, there = quantity.low or quantity.high, other.low or other.high
        if here and there and here <= there * 8 and there <= here * 8:
            return found[j].per, None
        return None, None
    return None, None


def _recurs(phrasing: Phrasing, quantity: Quantity, known: _Words) -> tuple[str, Span] | None:
    """ "50 million travellers come each year": the rate stands at the end of the clause."""
    end = phrasing.at(quantity.end)
    for j in range(end, min(end + 18, len(phrasing.tags))):
        word = phrasing.lower(j)
        if phrasing.tags[j] in ",cq" or word in (";", "which"):
            return None
        if word in known.recurring and phrasing.lower(j + 1) in known.times:
            if word == "a" and phrasing.lower(j + 2) in known.moments:
                return None
            span = Span(phrasing.tokens.starts[j], phrasing.tokens.ends[j + 1])
            return phrasing.lower(j + 1), span
    return None


def _kind(
    phrasing: Phrasing, quantity: Quantity, thing: Measured, period: Period | None,
    per: str | None, known: _Words,
) -> MeasureKind:  # fmt: skip
    unit_kind = quantity.unit_kind
    verb = phrasing.at(thing.event_span.start) if thing.event_span is not None else -1
    if per is not None:
        return "rate"
    if unit_kind == "duration":
        return _duration(phrasing, quantity, known)
    running = _is_running(phrasing, thing, verb, quantity.start, known)
    rule = period.rule or "" if period is not None else ""
    is_total = any(word in rule for word in ("since", "so far", "to date"))
    if (
        period is not None
        and period.as_of is not None
        and rule != "now"
        and (unit_kind in _TOTALLED and verb >= 0 and thing.event not in known.stative)
    ):
        return "cumulative"
    if is_total and quantity.change in (None, "to") and unit_kind in _TOTALLED:
        return "cumulative"
    grows = running and quantity.change in (None, "to") and unit_kind in ("count", "money")
    if not grows and _is_change(phrasing, quantity, known):
        return "change"
    if unit_kind in _STATIC or quantity.change == "from":
        return "level"
    if is_total or running:
        return "cumulative"
    if verb > 0 and phrasing.tags[verb] not in "vegx":
        left = phrasing.verb_before(phrasing.at(quantity.start))
        if left >= 0 and phrasing.verb_lemma(left) in known.leaving:
            verb = left  # "left 40 people dead"
    perfect, past, ahead = _tense(phrasing, quantity, verb)
    event = thing.event or ""
    is_subject = thing.span is not None and thing.span.end <= quantity.start
    if event in known.passing and unit_kind == "count" and is_subject and not ahead:
        return "cumulative"
    is_bounded = period is not None and period.start is not None and period.end is not None
    if ahead:
        return "period" if is_bounded and rule not in ("today", "now") else "level"
    if unit_kind in ("share", "point"):
        return "level"
    if thing.head in known.happenings and is_bounded and unit_kind == "count":
        return "period"
    if event in known.stative or verb < 0:
        if unit_kind == "money" and period is not None and is_bounded and period.precision != "day":
            return "period"
        return "level"
    if unit_kind == "money":
        if event not in known.spending:
            return "level"
        if event == "cost" and not perfect and not is_bounded:
            return "level"
        if perfect and event in known.running_money and not is_bounded:
            return "cumulative"
        return "period" if past or perfect or is_bounded else "level"
    if perfect:
        return "period" if is_bounded else "cumulative"
    if past:
        vague = event in known.flows and unit_kind in ("volume", "mass") and not is_bounded
        return "cumulative" if vague else "period"
    if phrasing.tags[verb] == "v" and event in known.victims and unit_kind == "count":
        return "period"  # the present of headlines: "Blast kills 12"
    if is_bounded and rule not in ("now", "today") and unit_kind != "multiple":
        return "period"
    return "level"


def _duration(phrasing: Phrasing, quantity: Quantity, known: _Words) -> MeasureKind:
    """How long something went on is a stretch; how old it is or may be at most is a state."""
    at = phrasing.at(quantity.start)
    for j in range(at, min(len(phrasing.tags), at + 4)):
        if phrasing.lower(j).endswith(("old", "olds", "-old", "-olds")):
            return "level"
    before = {phrasing.lower(j) for j in range(max(0, at - 6), at)}
    if before & known.terms:
        return "level"
    return "period"


def _is_running(phrasing: Phrasing, thing: Measured, verb: int, at: int, known: _Words) -> bool:
    """ "The death toll reached 57", "costs have hit $10bn", "the number of dead rose to 40": a
    total told as it stands. `at` is the character where the number begins."""
    last = (thing.surface or "").lower().rpartition(" ")[2]
    is_subject = verb >= 0 and thing.span is not None and thing.span.end <= at
    if is_subject and (thing.head in known.tolled or last in known.tolled):
        return (thing.event or "") in known.mounting and phrasing.lower(verb - 1) not in (
            phrasing.words.modals
        )
    if thing.head not in known.running and (thing.surface or "").lower() not in known.running:
        return False
    if thing.span is not None and at < thing.span.start < at + 60:
        return False  # "passed a $9bn bill"
    if verb < 0:
        return thing.head == "toll"
    return (thing.event or "") in known.reaching and phrasing.lower(verb - 1) not in (
        phrasing.words.modals
    )


def _is_change(phrasing: Phrasing, quantity: Quantity, known: _Words) -> bool:
    at = phrasing.at(quantity.start)
    if quantity.change in ("by", "to", "times") and (
        quantity.unit_kind == "multiple" or _follows_change(phrasing, at, known)
    ):
        return True
    if phrasing.lower(at - 1) == "of" and phrasing.lower(at - 2) in known.change_nouns:
        return True  # "a plunge of 90%"
    if quantity.change == "from" or phrasing.lower(at - 1) == "at":
        return False
    end = phrasing.at(max(quantity.end, quantity.unit_span.end if quantity.unit_span else 0))
    if quantity.unit_kind in ("share", "point", "money", "multiple"):
        if (
            phrasing.lower(end) in known.change_nouns
            or phrasing.lower(end + 1) in known.change_nouns
        ) and (phrasing.tag(end) in ("n", "J", "u") or phrasing.lower(end) in known.change_nouns):
            return True
        if (
            phrasing.lower(end) in ("off", "down", "lower", "higher", "up")
            and phrasing.lower(end + 1) != "to"
        ):
            return True
    verb = phrasing.verb_before(at)
    if verb < 0 or at - verb > (12 if phrasing.lower(at - 1) in ("to", "by") else 6):
        return False
    between = [phrasing.lower(j) for j in range(verb + 1, at)]
    lemma = phrasing.verb_lemma(verb)
    if lemma not in known.changing and not (
        set(between) & {"down", "up"} and lemma in ("be", "close", "end", "finish")
    ):
        return False
    if any(phrasing.tags[j] in "nN" for j in range(verb + 1, at)):
        # an object between: "raise the cap to $10bn", "cut spending by a third"
        return (
            phrasing.lower(at - 1) in ("by", "to")
            or "by" in between[-3:]
            or "to" in between[-4:]
            or (between[:1] == ["at"] and phrasing.lower(at - 1) == "of")  # "grew at a rate of"
        )
    if "from" in between or "short" in between or (lemma == "add" and "up" in between):
        return False
    if (
        lemma in known.transitive
        and quantity.unit_kind in ("count", "money")
        and not {"down", "up"} & set(between)
    ):
        return "by" in between or "to" in between
    return quantity.unit_kind in ("share", "point", "money", "multiple") or bool(
        {"by", "to"} & set(between)
    )


def _follows_change(phrasing: Phrasing, at: int, known: _Words) -> bool:
    """A verb or noun of change stands before: "gunned down 20" has none."""
    for j in range(at - 1, max(-1, at - 12), -1):
        tag = phrasing.tags[j]
        if tag in "vegq" and phrasing.verb_lemma(j) in known.changing:
            return True  # also "doubled to 5,000", a number itself
        word = phrasing.lower(j)
        if word in known.change_nouns:
            return True
        if word in ("up", "down") and tag == "p" and phrasing.tag(j - 1) in ("x", "n", ","):
            return True
        if tag == "v" or tag == "s":
            return False
    return False


def _tense(phrasing: Phrasing, quantity: Quantity, verb: int) -> tuple[bool, bool, bool]:
    """(perfect, past, ahead) of the predicate at token `verb`."""
    if verb < 0:
        return False, False, False
    start = phrasing.group_start(verb)
    group = [phrasing.lower(j) for j in range(start, verb + 1)]
    if any(word in phrasing.words.modals for word in group):
        return False, False, True
    perfect = any(word in phrasing.words.perfects for word in group[:-1])
    tag = phrasing.tags[verb]
    if tag == "g":
        main = phrasing.verb_before(start)
        if main >= 0 and not any(word in phrasing.words.be for word in group):
            words = [phrasing.lower(j) for j in range(phrasing.group_start(main), main + 1)]
            if any(word in phrasing.words.modals for word in words):
                return False, False, True
            return False, phrasing.tags[main] in "e" or "was" in words or "were" in words, False
        return False, bool({"was", "were"} & set(group)), False
    is_present = bool({"is", "are", "being"} & set(group))
    return perfect, tag == "e" and not is_present and not perfect, False
