"""Decides whether each figure is asserted, denied, questioned or hypothetical."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

from extractors import phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import Polarity, Quantity, Span
from extractors.sentences import Passage

_Reading = tuple[Polarity, Span | None]
_ASSERTED: _Reading = ("asserted", None)
_STATIC = frozenset({"length", "area", "mass", "speed", "temperature"})
_REACH = 30  # tokens a cue may stand from the number


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    modals: frozenset[str]
    conditions: frozenset[str]
    plans: frozenset[str]
    need_link: frozenset[str]
    rules: frozenset[str]
    imposing: frozenset[str]
    facing: frozenset[str]
    negations: frozenset[str]
    after_not: frozenset[str]
    denials: frozenset[str]
    statements: frozenset[str]
    doubts: frozenset[str]
    askers: frozenset[str]
    after_doubt: frozenset[str]

    def denying(self, words: Sequence[str]) -> bool:
        """Whether a word of denial or negation is among `words`."""
        return not (self.denials.isdisjoint(words) and self.negations.isdisjoint(words))


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = lexicon["polarities"]
    return _Words(*(frozenset(section[field.name]) for field in fields(_Words)))


@cache
def _false_phrases(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(lexicon["polarities"]["false_phrases"])


def read(
    passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon
) -> list[tuple[Polarity, Span | None]]:
    """Polarity and the cue that gave it, one for each of `quantities`; never raises."""
    known = _words(lexicon)
    found: list[_Reading] = []
    for i, quantity in enumerate(quantities):
        phrasing = phrases.of(passage, quantity.sentence, lexicon)
        earlier = quantities[i - 1] if i else None
        if earlier is not None and earlier.sentence == quantity.sentence:
            if found[-1][0] != "asserted" and _goes_on(phrasing, earlier, quantity):
                found.append(found[-1])
                continue
        else:
            earlier = None
        found.append(_polarity(passage, phrasing, quantity, earlier, known))
    return found


def _goes_on(phrasing: Phrasing, earlier: Quantity, quantity: Quantity) -> bool:
    """ "to 53,000 by June and to 80,000 by July", "$20bn (£13bn)": one statement, two numbers."""
    if earlier.unit_kind != quantity.unit_kind:
        return False
    between = range(phrasing.at(earlier.end), phrasing.at(quantity.start))
    if len(between) > 10 or any(phrasing.tags[j] in "vegs" for j in between):
        return False
    words = [phrasing.lower(j) for j in between]
    return ("(" in words and ")" not in words) or (
        earlier.unit == quantity.unit
        and bool(words and words[-1] in ("to", "from", "about", "around"))
    )


def _polarity(
    passage: Passage, phrasing: Phrasing, quantity: Quantity, earlier: Quantity | None,
    known: _Words,
) -> _Reading:  # fmt: skip
    at = phrasing.at(quantity.start)
    end = phrasing.at(quantity.end)
    first = _clause_start(phrasing, at)
    before = phrasing.tokens.lowers[max(0, at - _REACH) : at]
    return (
        (_denied(phrasing, quantity, at, first, known) if known.denying(before) else None)
        or _called_false(passage, phrasing, quantity, first)
        or (_doubted(phrasing, at, known) if not known.doubts.isdisjoint(before) else None)
        or _hypothetical(phrasing, quantity, at, end, first, earlier, known)
        or _questioned(passage, phrasing, quantity, known)
        or _ASSERTED
    )


def _cue(phrasing: Phrasing, index: int, polarity: Polarity) -> _Reading:
    return polarity, phrasing.span(index)


def _clause_start(phrasing: Phrasing, at: int) -> int:
    """First token of the clause around token `at`, looking back over no relative or new subject."""
    tags, lower = phrasing.tags, phrasing.lower
    for j in range(at - 1, max(-1, at - _REACH), -1):
        word, tag = lower(j), tags[j]
        if word in (";", ":", "—", "–", "."):
            return j + 1
        if tag == "s" and word not in ("if", "unless", "whether", "so"):
            return j + 1
        if (
            word == ","
            and j + 1 < at
            and (
                tags[j + 1] == "o"
                or (tags[j + 1] == "c" and any(tags[k] in "vxeo" for k in range(j + 2, at)))
            )
        ):
            return j + 1
        if word == "but":
            return j + 1
    return max(0, at - _REACH)


def _denied(
    phrasing: Phrasing, quantity: Quantity, at: int, first: int, known: _Words
) -> _Reading | None:
    lower, tags = phrasing.lower, phrasing.tags
    for j in range(at - 1, max(-1, at - _REACH), -1):
        word = lower(j)
        if word in (";", "."):
            break
        if word in known.denials:
            following = {lower(k) for k in range(j + 1, min(j + 4, at))}
            gerund = j + 1 < at and tags[j + 1] == "g" and word != "despite"
            if (following & known.statements or gerund) and "fact" not in following:
                return _cue(phrasing, j, "denied")
        if word in known.negations and j >= first and quantity.unit_kind != "duration":
            if lower(j + 1) in known.after_not or (j + 1 == at and lower(j + 1) in known.after_not):
                continue
            if at - j <= 5 and not any(tags[k] in ",s" for k in range(j + 1, at)):
                return _cue(phrasing, j, "denied")
    return None


def _called_false(
    passage: Passage, phrasing: Phrasing, quantity: Quantity, first: int
) -> _Reading | None:
    """ "It is not true that 40 died"."""
    reach = max(phrasing.tokens.starts[first], quantity.start - 40)
    before = passage.text[reach : quantity.start].lower()
    for phrase in _false_phrases(phrasing.lexicon):
        place = before.rfind(phrase)
        if place >= 0 and len(before) - place - len(phrase) <= 5:
            start = quantity.start - len(before) + place
            return "denied", Span(start, start + len(phrase))
    return None


def _hypothetical(
    phrasing: Phrasing, quantity: Quantity, at: int, end: int, first: int,
    earlier: Quantity | None, known: _Words,
) -> _Reading | None:  # fmt: skip
    lower, tags, n = phrasing.lower, phrasing.tags, len(phrasing.tags)
    is_static = quantity.unit_kind in _STATIC and lower(at - 1) == ","
    # "less than the $20bn": a definite amount exists, whatever is planned with it
    is_definite = lower(at - 1) == "the" or (lower(at - 2) == "the" and tags[at - 1] in "ne")
    if quantity.unit_kind == "count" and _speaks(phrasing, end):
        return None
    between = phrasing.at(earlier.start) if earlier is not None else -1
    for j in range(at - 1, first - 1, -1):
        if is_definite or is_static:
            break
        word = lower(j)
        if word in known.modals and (tags[j] == "x" or word[0] in "'’"):
            if _is_epistemic(phrasing, j):
                return None
            if at - j > 9 and "," in tags[j:at] and not (set("c") & set(tags[at - 3 : at])):
                continue  # an apposition, no part of what may be
            return _cue(phrasing, j, "hypothetical")
        if word in known.conditions and ("," not in tags[j:at] or at - j <= 4):
            return _cue(phrasing, j, "hypothetical")
        is_term = quantity.unit_kind == "duration" or (
            quantity.unit_kind == "money" and _has_rule(phrasing, end, known)
        )
        if word in known.facing and at - j <= 10 and is_term:
            return _cue(phrasing, j, "hypothetical")
        if word in known.plans and _leads_on(phrasing, j, at, known):
            if between > j and lower(at - 1) in ("a", "an"):
                continue
            return _cue(phrasing, j, "hypothetical")
    # beside the number: "a $75m cap", "a fine of up to $500"
    for j in range(end, min(end + 3, n)):
        if lower(j) in known.rules and tags[j] == "n":
            verb = phrasing.verb_before(at)
            if (
                verb >= first
                and tags[verb] == "e"
                and (phrasing.verb_lemma(verb) in known.imposing)
            ):
                break
            return _cue(phrasing, j, "hypothetical")
        if tags[j] not in "nJu":
            break
    for j in range(at - 1, max(first, at - 6) - 1, -1):
        if (
            lower(j) in known.rules
            and tags[j] == "n"
            and any(lower(k) in ("of", "at", "to", "is") for k in range(j + 1, at))
        ):
            return _cue(phrasing, j, "hypothetical")
        if tags[j] in "veg,s":
            break
    # behind it, where the number is in the subject: "some 200 people could die"
    if any(tags[j] in "vegx" for j in range(first, at)):
        return None
    for j in range(end, min(end + 12, n)):
        if tags[j] in "veg,s":
            break
        if tags[j] == "x":
            if lower(j) in known.modals and not _is_epistemic(phrasing, j):
                return _cue(phrasing, j, "hypothetical")
            if (
                lower(j) in phrasing.words.be
                and lower(j + 1) in known.plans
                and lower(j + 2) == "to"
            ):
                return _cue(phrasing, j + 1, "hypothetical")
            break
    return None


def _speaks(phrasing: Phrasing, end: int) -> bool:
    """ "two sources told": the counted are the speakers."""
    for j in range(end, min(end + 6, len(phrasing.tags))):
        if phrasing.tags[j] in "ve":
            return phrasing.verb_lemma(j) in ("say", "tell")
        if phrasing.tags[j] in "x,s":
            break
    return False


def _has_rule(phrasing: Phrasing, end: int, known: _Words) -> bool:
    return any(phrasing.lower(j) in known.rules for j in range(end, end + 3))


def _is_epistemic(phrasing: Phrasing, j: int) -> bool:
    """ "may have killed 20" guesses at what happened; it plans nothing."""
    return phrasing.lower(j + 1) in ("have", "not") and (
        phrasing.lower(j + 1) == "have" or phrasing.lower(j + 2) == "have"
    )


def _leads_on(phrasing: Phrasing, j: int, at: int, known: _Words) -> bool:
    """The planning word at `j` governs the number: "plans to send 300", "goal of raising $1bn"."""
    lower, tags = phrasing.lower, phrasing.tags
    for k in range(j + 1, min(j + 7, at)):
        word = lower(k)
        if word == "to" and k + 1 <= at and (tags[k + 1] in "vnxrJ" or k + 1 == at):
            # an infinitive, not "set to" a place; "rose from its target to 12" stays out
            return k + 1 < at or word == "to"
        if word in ("of", "for") and (tags[k + 1] == "g" or k + 1 == at or k == j + 1):
            return True
        if tags[k] in ",s":
            return False
    return at - j <= 2 and lower(j) not in known.need_link


def _doubted(phrasing: Phrasing, at: int, known: _Words) -> _Reading | None:
    """ "unclear whether 40 died", "doubts that 40 died"."""
    for j in range(at - 1, max(-1, at - 12), -1):
        if phrasing.lower(j) in known.doubts and phrasing.lower(j + 1) in known.after_doubt:
            return _cue(phrasing, j, "questioned")
    return None


def _questioned(
    passage: Passage, phrasing: Phrasing, quantity: Quantity, known: _Words
) -> _Reading | None:
    """A question that asks for yes or no; "how many" takes its number for granted."""
    sentence = passage.sentences[quantity.sentence]
    closing = passage.text[max(sentence.start, sentence.end - 3) : sentence.end]
    if "?" in closing and phrasing.tags:
        first = 0
        while first < len(phrasing.tokens.texts) - 1 and phrasing.tags[first] == ",":
            first += 1
        if phrasing.lower(first) in known.askers:
            return _cue(phrasing, first, "questioned")
    return None
