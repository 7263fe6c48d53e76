"""Finds the noun phrase each quantity counts or measures, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

from extractors import lemmas, phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrase, Phrasing
from extractors.records import Measured, Quantity, Span
from extractors.sentences import Passage

_NOTHING = Measured(None, None, None)


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    counting: frozenset[str]
    changes: frozenset[str]
    spending: frozenset[str]
    not_measured: frozenset[str]
    fillers: frozenset[str]
    placing: frozenset[str]
    stating: frozenset[str]
    hedging: frozenset[str]
    numerals: frozenset[str]
    pronouns: frozenset[str]
    anaphors: frozenset[str]
    guesses: frozenset[str]
    moved: frozenset[str]
    wholes: frozenset[str]
    parts: frozenset[str]
    paces: frozenset[str]
    siding: frozenset[str]  # prepositions that may be adjectives: "outside experts"
    uncounted: frozenset[str]  # plural without a plural's ending
    befalling: frozenset[str]  # what is done to the living only


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = lexicon["measured"]
    return _Words(*(frozenset(section[field.name]) for field in fields(_Words)))


@dataclass(slots=True)
class _Reading:
    """One quantity in its sentence: token index before, after and of its unit's end."""

    quantity: Quantity
    phrasing: Phrasing
    before: int  # last token before the quantity
    after: int  # first token after the quantity and its unit


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Measured]:
    """One Measured for each of `quantities` (text order), aligned with them; never raises."""
    known = _words(lexicon)
    found: list[Measured] = []
    starts: dict[int, int] = {}
    for quantity in quantities:
        phrases.mark(phrases.of(passage, quantity.sentence, lexicon), quantity)
    for i, quantity in enumerate(quantities):
        phrasing = phrases.of(passage, quantity.sentence, lexicon)
        reading = _reading(quantity, phrasing)
        previous = (quantities[i - 1], found[i - 1]) if i else None
        measured = _copied(passage, reading, found, starts, previous, known)
        if measured is None:
            phrase = _phrase(reading, known)
            verb = _event(reading, phrase)
            measured = _hyphened(passage, reading, verb) or _record(passage, reading, phrase, verb)
            if measured.span is None:
                measured = _from_previous(passage, reading, measured, previous, known)
        starts[quantity.start] = i
        found.append(measured)
    _fill_forward(quantities, found, lexicon)
    _fill_partners(quantities, found, starts, known)
    _fill_contents(passage, quantities, found, lexicon)
    return found


def _reading(quantity: Quantity, phrasing: Phrasing) -> _Reading:
    end = quantity.end
    if quantity.unit_span is not None and quantity.unit != "count":
        end = max(end, quantity.unit_span.end)
    after = phrasing.at(end)
    if quantity.per_span is not None and 0 <= quantity.per_span.start - end <= 3:
        after = phrasing.at(quantity.per_span.end)
    return _Reading(quantity, phrasing, phrasing.at(quantity.start) - 1, after)


def _copied(
    passage: Passage, reading: _Reading, found: list[Measured], starts: dict[int, int],
    previous: tuple[Quantity, Measured] | None, known: _Words,
) -> Measured | None:  # fmt: skip
    """The measured thing of the quantity this one restates: "80 km (50 miles)"."""
    quantity = reading.quantity
    partner = starts.get(quantity.partner) if quantity.partner is not None else None
    if partner is not None:
        return found[partner]
    if previous is not None and quantity.unit_kind not in ("count", "share"):
        between = passage.text[previous[0].end : quantity.start]
        if len(between) < 24 and "(" in between and ")" not in between:
            return previous[1]
        if previous[0].unit == quantity.unit and _goes_on(reading, previous[0], known):
            return previous[1]
    if (
        previous is not None
        and previous[1].span is not None
        and quantity.change is not None
        and quantity.sentence == previous[0].sentence
        and _moves_on(reading, *previous, known)
    ):
        return previous[1]
    return None


def _moves_on(reading: _Reading, earlier: Quantity, thing: Measured, known: _Words) -> bool:
    """ "shipped 30 phones, down 12% from 34": of what was counted right before."""
    phrasing, j = reading.phrasing, _past_hedges(reading, known)
    if phrasing.lower(j) not in known.moved:
        return False
    end = max(earlier.end, thing.span.end if thing.span is not None else 0)
    j -= phrasing.lower(j - 1) in known.moved
    if earlier.change is None:
        return phrasing.lower(j - 1) == "," and phrasing.at(end) == j - 1
    return phrasing.at(earlier.end) == j or phrasing.at(end) == j


def _goes_on(reading: _Reading, earlier: Quantity, known: _Words) -> bool:
    """ "to 53,000 by June and to 80,000 by July from about 18,000": one measure, more numbers."""
    phrasing, j = reading.phrasing, _past_hedges(reading, known)
    if earlier.sentence != reading.quantity.sentence or phrasing.lower(j) not in ("to", "from"):
        return False
    start = phrasing.at(earlier.end)
    return j - start < 10 and not any(phrasing.tags[k] in "vexgs" for k in range(start, j))


# --- which phrase ------------------------------------------------------------------------------


def _phrase(reading: _Reading, known: _Words) -> Phrase | None:
    kind = reading.quantity.unit_kind
    if kind == "count":
        return _counted(reading, known)
    if kind == "money":
        return _money(reading, known)
    if kind in ("share", "point"):
        return _share(reading, known)
    if kind == "multiple":
        return _multiplied(reading, known)
    return _measure(reading, known)


def _multiplied(reading: _Reading, known: _Words) -> Phrase | None:
    """ "Exports more than tripled", "ten times as many people"."""
    phrasing, j = reading.phrasing, reading.after
    if phrasing.lower(j) == "as" and phrasing.lower(j + 1) in ("many", "much"):
        return phrasing.phrase_from(j + 2)
    k = _past_hedges(reading, known)
    if k >= 0 and phrasing.tag(k) in ("n", "N"):
        return phrasing.phrase_to(k)
    return _around(reading, known)


def _counted(reading: _Reading, known: _Words) -> Phrase | None:
    phrasing, j = reading.phrasing, _past_fillers(reading, known)
    lower = phrasing.lower
    if lower(j) == "of":
        inner = _after_of(phrasing, j + 1, known)
        return inner and _past_modifiers(reading, inner, known)
    if lower(j) in ("one", "body") and lower(j - 1) == "no":
        return None
    if lower(j) in known.siding and phrasing.tag(j + 1) == "n" and phrasing.is_plural(j + 1):
        j += 1  # "15 outside speakers"
    phrase = phrasing.phrase_from(j) if phrasing.tag(j) not in ("d", "p") else None
    if phrase is not None and not _is_copular(reading, phrase):
        return _past_modifiers(reading, phrase, known)
    if reading.quantity.is_vague and lower(j) == "in":
        behind = _behind(reading, j, known)  # "billions in damages"
        if behind is not None:
            return behind
    return _around(reading, known, is_count=True)


def _past_modifiers(reading: _Reading, phrase: Phrase, known: _Words) -> Phrase:
    """ "50 earthquake and social scientists": a noun that is not plural only modifies one behind
    an "and" that is."""
    phrasing, j = reading.phrasing, phrase.head + 1
    head, more = phrase.head, reading.quantity.low
    if (
        more is None
        or more <= 1
        or phrasing.tag(head) != "n"
        or phrasing.tag(j) not in ("c", ",", "e")
        or phrasing.is_plural(head)
        or phrasing.lower(head) in known.uncounted | phrasing.words.nominals
    ):
        return phrase
    if phrasing.tag(j) == "e":
        is_modified = phrasing.tag(j + 1) == "n" and phrasing.is_plural(j + 1)
        return Phrase(phrase.first, j + 2, j + 1) if is_modified else phrase
    is_joined = False
    for k in range(j, min(j + 9, len(phrasing.tags))):
        tag, word = phrasing.tags[k], phrasing.lower(k)
        if tag == "c" and word in ("and", "or"):
            is_joined = True
        elif tag == "n" and phrasing.is_plural(k):
            follows = phrasing.tag(k + 1)
            return Phrase(phrase.first, k + 1, k) if is_joined and follows != "n" else phrase
        elif tag not in "nNJ" and word != ",":
            break
    return phrase


def _after_of(phrasing: Phrasing, j: int, known: _Words) -> Phrase | None:
    """The noun phrase after "of", past a number with its hedge ("of the more than 6 million")."""
    phrase = phrasing.phrase_from(j)
    if phrase is not None:
        return phrase
    k = j
    while k < j + 7 and (
        phrasing.tag(k) in ("r", "q") or phrasing.lower(k) in known.numerals
        or (phrasing.tag(k) == "d" and k < j + 2)
    ):  # fmt: skip
        k += 1
    return phrasing.phrase_from(k) if k > j and phrasing.tag(k) in ("n", "N", "e", "g") else None


def _past_fillers(reading: _Reading, known: _Words) -> int:
    phrasing, j = reading.phrasing, reading.after
    lower = phrasing.lower
    if lower(j) in ("or", "and") and lower(j + 1) in ("so", "more", "fewer", "less"):
        j += 2
    while lower(j) in ("more", "-", "‑", "‐", "+", "additional") and j < reading.after + 3:
        counted = phrasing.tag(j + 1) in ("n", "N", "e", "g", "J", "r") or lower(j + 1) == "of"
        if lower(j) == "more" and not counted:
            break
        j += 1
    k = j
    while k < j + 6 and (phrasing.tag(k) in ("q", "u") or (k > j and lower(k) == "-")):
        k += 1
    if k > j and phrasing.tag(k - 1) == "u":
        j = k  # "eight million 250ml bottles"
    if lower(j) in known.fillers and phrasing.tag(j + 1) in ("n", "N", "J", "e"):
        j += 1  # "90-plus patients"
    return j


def _is_copular(reading: _Reading, phrase: Phrase) -> bool:
    """ "The toll was 57 Tuesday": what stands behind is no noun that is counted."""
    return (
        reading.phrasing.tag(phrase.head) == "N"
        and phrase.last - phrase.first == 1
        and (reading.phrasing.lower(phrase.head) in ("et", "gmt", "est", "edt"))
    )


def _money(reading: _Reading, known: _Words) -> Phrase | None:
    phrasing, j = reading.phrasing, reading.after
    lower, tag = phrasing.lower, phrasing.tag
    if lower(j) in ("-", "‑"):
        j += 1
    if lower(j) == "or" and lower(j + 1) in ("so", "more", "less"):
        j += 2
    j = _past_bracket(phrasing, j)
    if lower(j) in ("a", "an", "per", "each", "every") and lower(j + 1) in known.not_measured:
        j += 2
    if tag(j) in ("n", "N", "J", "g") or (tag(j) == "e" and tag(j + 1) in ("n",)):
        phrase = phrasing.phrase_from(j)
        if phrase is not None and phrasing.tag(phrase.head) not in "eg":
            if not _is_clause(phrasing, phrase):
                through = _through_change(phrasing, phrase, known)
                if lower(through.head) not in known.counting:
                    return through
                return _around(reading, known) or through
            return _destination(phrasing, phrase.last) or _around(reading, known)
    if tag(j) == "d":
        phrase = phrasing.phrase_from(j)
        if phrase is not None and _is_clause(phrasing, phrase):
            if _is_stating(phrasing, _past_hedges(reading, known), known):
                return _around(reading, known)
            return _destination(phrasing, phrase.last) or _around(reading, known)
    if tag(j) == "e":  # "the $319m paid out in compensation"
        k = j + 1 + (lower(j + 1) in ("out", "up", "over", "off"))
        behind = _behind(reading, k, known)
        if behind is not None:
            return behind
    behind = _behind(reading, j, known)
    if behind is not None:
        return behind
    verb = phrasing.verb_before(reading.before + 1)
    if verb >= 0 and phrasing.verb_lemma(verb) in known.spending:
        for k in range(j, min(j + 4, len(phrasing.tags))):
            if (
                lower(k) in ("on", "for", "into", "toward", "towards", "to")
                and tag(k + 1) in "dnNJ"
            ):
                phrase = phrasing.phrase_from(k + 1)
                if phrase is not None and lower(phrase.head) not in known.not_measured:
                    return phrase
                break
            if tag(k) not in ("d", "n") or k > j + 2:
                break
    return _around(reading, known)


def _past_bracket(phrasing: Phrasing, j: int) -> int:
    """Past a conversion: "the $20bn (£13bn) account"."""
    if phrasing.lower(j) == "(":
        for k in range(j + 1, min(j + 12, len(phrasing.tags))):
            if phrasing.lower(k) == ")":
                return k + 1
    return j


def _is_clause(phrasing: Phrasing, phrase: Phrase) -> bool:
    """ "the $20bn [BP has pledged]": the phrase is the subject of a relative clause."""
    if phrasing.tag(phrase.first) == "n" and phrasing.tag(phrase.head) == "n":
        # "A $40m deal was signed", but "the $40m firms have pledged"
        return phrasing.is_plural(phrase.head) and phrasing.lower(phrase.last) in ("has", "have")
    return phrasing.tag(phrase.last) in ("x", "v") or (
        phrasing.tag(phrase.last) == "e" and phrasing.tag(phrase.head) == "N"
    )


def _destination(phrasing: Phrasing, j: int) -> Phrase | None:
    """What the money of a relative clause was put "in", "into", "for", "on"."""
    for k in range(j, min(j + 8, len(phrasing.tags))):
        if phrasing.lower(k) in ("in", "into", "for", "on"):
            return phrasing.phrase_from(k + 1)
        if phrasing.tag(k) == ",":
            break
    return None


def _behind(reading: _Reading, j: int, known: _Words) -> Phrase | None:
    """What follows in "of", "in", "worth of", "off" and is no time or place."""
    phrasing = reading.phrasing
    word = phrasing.lower(j)
    if word == "worth" and phrasing.lower(j + 1) == "of":
        return phrasing.phrase_from(j + 2)
    if word == "of" or (word == "off" and phrasing.tag(j + 1) in ("d", "n", "N")):
        return phrasing.phrase_from(j + 1)
    if word != "in" or phrasing.tag(j + 1) not in ("n", "N", "e", "J", "g"):
        return None
    phrase = phrasing.phrase_from(j + 1)
    if phrase is None or phrasing.tag(phrase.head) != "n":
        return None
    where_or_when = {phrasing.lower(j + 1), phrasing.lower(phrase.head)} & known.not_measured
    return None if where_or_when else phrase


def _through_change(phrasing: Phrasing, phrase: Phrase, known: _Words) -> Phrase:
    """ "a 10% increase in sales" measures sales."""
    if phrasing.lower(phrase.head) in known.changes:
        k = phrase.head + 1
        if phrasing.lower(k) in ("in", "of", "for"):
            inner = phrasing.phrase_from(k + 1)
            if inner is not None and phrasing.lower(inner.head) not in known.not_measured:
                return inner
    return phrase


def _share(reading: _Reading, known: _Words) -> Phrase | None:
    phrasing, j = reading.phrasing, reading.after
    if phrasing.lower(j) in ("-", "‑"):
        j += 1
    if phrasing.lower(j) == "of":
        if phrasing.lower(j + 1) in known.pronouns:
            return _pronoun_phrase(phrasing, j + 1)
        inner = _after_of(phrasing, j + 1, known)
        if inner is not None and phrasing.lower(inner.head) not in known.counting:
            return inner
    if _is_half_of(reading, j, known):
        return phrasing.phrase_from(j)
    if phrasing.lower(j) == "among":
        return _pronoun_phrase(phrasing, j + 1) or phrasing.phrase_from(j + 1)
    if phrasing.lower(j) in phrasing.words.be:
        complement = phrasing.phrase_from(j + 1)
        if complement is not None and phrasing.tag(j + 1) == "n":
            return complement
        pronoun = _pronoun_phrase(phrasing, j + 1)
        if pronoun is not None:
            return pronoun
    if phrasing.tag(j) in ("n", "g") or (phrasing.tag(j) == "J" and phrasing.tag(j + 1) == "n"):
        phrase = phrasing.phrase_from(j)
        if phrase is not None and phrasing.tag(phrase.head) not in "eg":
            through = _through_change(phrasing, phrase, known)
            head = phrasing.lower(phrase.head)
            if through is not phrase or head not in known.changes | known.not_measured:
                return through
    if phrasing.tag(j) in ("v", "e", "x") and (
        phrasing.tag(reading.before) in ("s", "c")
        or phrasing.lower(reading.before) in (",", "while")
    ):
        return None  # "while 46% said": of whom stands with the share before
    behind = _behind(reading, j, known) if phrasing.lower(j) != "of" else None
    return behind or _around(reading, known)


def _is_half_of(reading: _Reading, j: int, known: _Words) -> bool:
    """ "half the homes": a fraction in words right before a determiner."""
    is_whole = reading.phrasing.lower(j) in known.wholes
    return is_whole and reading.quantity.surface.split()[-1].lower() in known.parts


def _pronoun_phrase(phrasing: Phrasing, j: int) -> Phrase | None:
    """ "those surveyed", "those who had violated state laws": the pronoun with its modifier."""
    if phrasing.lower(j) not in ("those", "these"):
        return None
    last = j + 1
    while phrasing.tag(last) in ("e", "r") and last < j + 3 and phrasing.tag(last - 1) != "e":
        last += 1
    if phrasing.tag(last) == "g" and phrasing.tag(last + 1) == "p":
        inner = phrasing.phrase_from(last + 2, 0)
        last = inner.last if inner is not None else last
    return Phrase(j, last, j)


def _measure(reading: _Reading, known: _Words) -> Phrase | None:
    phrasing, j = reading.phrasing, reading.after
    lower, tag = phrasing.lower, phrasing.tag
    j = _past_bracket(phrasing, j)
    if lower(j) == "of":
        inner = _after_of(phrasing, j + 1, known)
        if inner is not None:
            return inner
    unit = reading.after - 1
    if lower(j) in ("-", "‑"):
        j += 1
    quantity = reading.quantity
    k = reading.before - 1
    if lower(reading.before) == quantity.unit and lower(k) == "of":
        return phrasing.phrase_to(k - 1)  # "a quake of magnitude 6.1"
    hyphened = "-" in phrasing.lower(unit) or lower(unit - 1) in ("-", "‑")
    singular = not phrasing.is_plural(unit) if unit >= 0 else False
    if quantity.unit_kind != "duration" or hyphened or (singular and quantity.low != 1):
        while tag(j) == "J" and tag(j + 1) in ("n", "e", "J"):
            j += 1
        if tag(j) in ("n", "N", "e", "g", "r") and not (tag(j) == "e" and tag(j + 1) not in "nN"):
            phrase = phrasing.phrase_from(j)
            if phrase is not None and lower(phrase.head) not in known.not_measured:
                return phrase
    if quantity.unit_kind == "length":
        k = _past_hedges(reading, known)
        k -= phrasing.lower(k) == ","
        verb = phrasing.verb_before(k)
        placed = verb >= 0 and phrasing.verb_lemma(verb) in known.placing
        if k >= 0 and tag(k) in ("n", "N") and not placed:
            return phrasing.flat_to(k)  # "the well, one mile beneath the waves"
    return _around(reading, known)


# --- what stands before ------------------------------------------------------------------------


def _around(reading: _Reading, known: _Words, is_count: bool = False) -> Phrase | None:
    """The noun phrase that the words before the number say it measures."""
    phrasing = reading.phrasing
    tag, lower = phrasing.tag, phrasing.lower
    # back over hedges and bounds: "at least", "more than", "nearly", "an estimated", "around"
    j = _past_hedges(reading, known)
    if j < 0:
        return None
    if lower(j) == ":" and j == 1:
        return Phrase(0, 1, 0)  # a label: "Killed: 412"
    if lower(j) in (":", "(", "="):
        phrase = phrasing.phrase_to(j - 1)
        return _seen_through(phrasing, phrase, known)
    is_duration = reading.quantity.unit_kind == "duration"
    if tag(j) == "p" and not (is_duration and lower(j) not in ("of", "to", "at")):
        phrase = phrasing.phrase_to(j - 1)
        if is_count and lower(j) not in ("to", "at", "of", "from", "by"):
            return None
        if phrase is not None and lower(j) not in ("after", "before", "since", "until", "within"):
            flat = phrasing.flat_to(j - 1) if lower(j) == "of" and not is_count else None
            if flat is not None and tag(flat.head) == "n":
                phrase = flat  # "expected earnings of 42 cents on revenue of $3bn"
            verb = phrase.first - 1
            head = lower(phrase.head)
            if lower(j) == "of" and (
                (head in known.changes and lower(verb) == ",")
                or (head in known.paces and lower(verb) == "at")
            ):
                # "sales rose to 300, an increase of 40", "grew at a rate of 2%"
                whole = phrasing.verb_before(verb)
                changed = phrasing.subject_of(whole) if whole >= 0 else None
                if changed is not None:
                    return _seen_through(phrasing, changed, known)
            if head not in known.counting and head not in known.not_measured:
                return phrase
            inner = _seen_through(phrasing, phrase, known)
            if inner is not phrase and inner is not None:
                return inner
            if is_count and head in known.counting and phrasing.tag(verb) in ("e", "v"):
                return None  # "officials put the figure at 70,000": of what was said before
            j = verb
    elif is_count and not _is_stating(phrasing, j, known):
        return None
    verb = phrasing.verb_before(j + 1)
    if verb < 0:
        return None
    if any(phrasing.lower(k) == "that" and phrasing.tags[k] == "s" for k in range(verb, j + 1)):
        return None  # "the office estimated that $9bn"
    if is_duration and phrasing.tag(j) in ("p", "d", "n"):
        done = phrasing.phrase_from(verb + 1)
        if done is not None and phrasing.tag(verb) in "veg" and done.last <= j + 1:
            return done
    return _seen_through(phrasing, phrasing.subject_of(verb), known)


def _past_hedges(reading: _Reading, known: _Words) -> int:
    phrasing, j = reading.phrasing, reading.before
    cues = [s for s in (reading.quantity.bound_cue, reading.quantity.hedge_cue) if s is not None]
    for cue in sorted(cues, key=lambda s: -s.start):
        first = phrasing.at(cue.start)
        last = phrasing.at(cue.end)
        holds_verb = any(tag in "vexg" for tag in phrasing.tags[first:last])
        if cue.end <= reading.quantity.start and first <= j < last and not holds_verb:
            j = first - 1
    if phrasing.lower(j) == "to" and phrasing.lower(j - 1) == "up":
        j -= 2
    while j >= 0 and (phrasing.tag(j) == "r" or phrasing.lower(j) in known.hedging):
        if phrasing.lower(j) == "at" and phrasing.lower(j + 1) not in ("least", "most"):
            break
        j -= 1
        if phrasing.lower(j) == "to" and phrasing.lower(j - 1) == "up":
            j -= 2
    return j


def _is_stating(phrasing: Phrasing, j: int, known: _Words) -> bool:
    """The verb before the number says how large its subject is ("the toll reached 57")."""
    verb = phrasing.verb_before(j + 1)
    if verb < 0:
        return False
    # a passive after "were" is an event: "were killed 12"
    return phrasing.verb_lemma(verb) in known.stating and j - verb <= 2


def _seen_through(phrasing: Phrasing, phrase: Phrase | None, known: _Words) -> Phrase | None:
    """ "the total number of deserters" measures deserters."""
    for _ in range(2):
        if phrase is None or phrasing.lower(phrase.head) not in known.counting:
            break
        if phrasing.lower(phrase.head + 1) != "of":
            break
        inner = phrasing.phrase_from(phrase.head + 2)
        if inner is None:
            break
        phrase = inner
    return phrase


# --- what happened -----------------------------------------------------------------------------


def _event(reading: _Reading, phrase: Phrase | None) -> int | None:
    """Token index of the predicate: behind the counted noun, else before the number."""
    phrasing = reading.phrasing
    tag = phrasing.tag
    n = len(phrasing.tags)
    start = reading.after
    is_behind = phrase is None or phrase.first >= reading.before
    if phrase is not None and phrase.first >= reading.after:
        start = phrase.last
    if phrase is not None and is_behind and tag(phrase.head) == "e":
        return phrase.head  # "left 170 injured"
    behind = _verb_from(phrasing, start, n) if is_behind else None
    at = reading.before + 1
    cues = (reading.quantity.bound_cue, reading.quantity.hedge_cue)
    if (
        phrasing.lower(at - 1) == "of"
        and phrasing.tag(at - 2) == "n"
        and reading.quantity.unit_kind == "count"
        and not any(cue is not None and phrasing.at(cue.end) == at for cue in cues)
    ):
        # "the death of two men" has an event in its noun, "the father of two girls" has none
        noun = phrasing.verb_lemma(at - 2)
        return at - 2 if noun != phrasing.noun_lemma(at - 2) and tag(at - 2) == "n" else None
    before = phrasing.verb_before(at)
    if phrase is None and behind is not None and tag(start) in ("x", "v"):
        return behind  # "and at least 264 were injured"
    if phrase is not None and not is_behind and phrase.first <= before < phrase.last:
        before = phrasing.verb_before(phrase.first)  # "put the cost of dealing with it at $4bn"
    if before >= 0 and tag(before) in "veg":
        gap = phrasing.tags[before + 1 : at]
        is_near = "," not in gap and "s" not in gap
        speaks = phrasing.verb_lemma(before) in phrasing.words.reporting
        # "19 were killed and 300 people were evacuated": a clause of its own behind "and"
        is_apart = "c" in gap and behind is not None and tag(start) in ("x", "v")
        if is_near and not is_apart and not (speaks and behind is not None):
            # an object: "killed 32 people", but a participle tells what befell: "left 170 injured"
            if behind == start and (
                tag(start) == "e" or phrasing.lower(start) in phrasing.words.nominals
            ):
                return start
            return before
    if behind is not None:
        return behind
    is_nominal = phrase is not None and phrasing.lower(phrase.head) in phrasing.words.nominals
    if is_nominal and start > reading.after:
        return None  # "kills 4, 20 missing"
    return before if before >= 0 else None


def _verb_from(phrasing: Phrasing, start: int, n: int) -> int | None:
    """The main verb of the group that follows token `start`, past a short prepositional phrase."""
    tags, lower = phrasing.tags, phrasing.lower
    j = start
    steps = 0
    is_parenthesis = False
    if j < n and lower(j) in phrasing.words.nominals:
        return j  # "left one woman dead"
    while j < n and steps < 14:
        tag = tags[j]
        if tag == "g" and (steps > 2 or _finite_after(phrasing, j)):
            pass
        elif tag in "veg":
            return j
        if tag == "x":
            k = last = j
            while k + 1 < n and tags[k + 1] in "xrt":
                k += 1
                last = k if tags[k] == "x" else last
            if k + 1 < n and (tags[k + 1] in "veg"):
                return k + 1
            return last
        if tag == "," and is_parenthesis and lower(j) == ",":
            is_parenthesis = False  # ", including an infant,"
        elif tag == ",":
            if lower(j) != "," or phrasing.tag(j + 1) not in ("p", "n", "N", "d") or steps > 8:
                return None
            is_parenthesis = True
        if tag == "c" and phrasing.tag(j + 1) != "q":
            return None
        if lower(j) == "that":
            return None
        j += 1
        steps += 1
    return None


def _finite_after(phrasing: Phrasing, j: int) -> bool:
    """ "No case of a man carrying it [has] been reported": the -ing form is no main verb."""
    for k in range(j + 1, min(j + 9, len(phrasing.tags))):
        if phrasing.tags[k] == "x":
            return True
        if phrasing.tags[k] in ",sce":
            return False
    return False


def _record(
    passage: Passage, reading: _Reading, phrase: Phrase | None, verb: int | None
) -> Measured:
    phrasing = reading.phrasing
    event = event_span = None
    if verb is not None:
        event, event_span = phrasing.verb_lemma(verb), phrasing.span(verb)
    if phrase is None or phrase.first >= phrase.last:
        return Measured(None, None, None, (), event, event_span)
    tokens, first, last = phrasing.tokens, phrase.first, phrase.last
    start, end = tokens.starts[first], tokens.ends[last - 1]
    qualifiers = tuple(
        tokens.lowers[i] for i in range(first, phrase.head) if phrasing.tags[i] not in "d,c"
    )
    return Measured(
        Span(start, end), passage.text[start:end], phrasing.noun_lemma(phrase.head), qualifiers,
        event, event_span,
    )  # fmt: skip


def _hyphened(passage: Passage, reading: _Reading, verb: int | None) -> Measured | None:
    """ "a three-country trip" counts the countries."""
    quantity, text = reading.quantity, passage.text
    if quantity.unit_kind != "count" or text[quantity.end : quantity.end + 1] not in (
        "-",
        "‑",
        "‐",
    ):
        return None
    start = end = quantity.end + 1
    while end < len(text) and text[end].isalpha():
        end += 1
    if end - start < 2 or text[start].isupper():
        return None
    event = event_span = None
    if verb is not None:
        event, event_span = reading.phrasing.verb_lemma(verb), reading.phrasing.span(verb)
    word = text[start:end]
    if word in _words(reading.phrasing.lexicon).fillers:
        return None
    head = lemmas.noun(word, reading.phrasing.lexicon)
    return Measured(Span(start, end), word, head, (), event, event_span)


# --- ellipsis ----------------------------------------------------------------------------------


def _from_previous(
    passage: Passage, reading: _Reading, measured: Measured,
    previous: tuple[Quantity, Measured] | None, known: _Words,
) -> Measured:  # fmt: skip
    """Supplies the noun that stands only with the quantity before: "12 of them", "and 40 more"."""
    if previous is None or previous[1].span is None:
        return measured
    quantity, phrasing = reading.quantity, reading.phrasing
    earlier, other = previous
    follows, before = phrasing.lower(reading.after), reading.before
    is_pronoun = follows == "of" and phrasing.lower(reading.after + 1) in known.pronouns
    both_counted = {earlier.unit_kind, quantity.unit_kind} <= {"count", "share"}
    if (earlier.unit_kind != quantity.unit_kind and not (is_pronoun and both_counted)) or (
        quantity.unit_kind not in ("count", "share") and earlier.unit != quantity.unit
    ):
        return measured
    is_more = follows == "more" or phrasing.lower(before) in ("another", "further")
    verb = phrasing.verb_before(before + 1)
    subject = phrasing.lower(phrasing.group_start(verb) - 1) if verb >= 0 else ""
    takes = is_pronoun or is_more
    if quantity.unit_kind == "count" and quantity.sentence - earlier.sentence <= 1:
        said = (
            verb >= 0
            and before - verb <= 2
            and (phrasing.verb_lemma(verb) in phrasing.words.reporting)
        )
        named = any(phrasing.lower(j) in known.counting for j in range(max(0, before - 4), before))
        named = named and phrasing.tag(reading.after) not in ("n", "N")
        takes |= named or (said and earlier.sentence == quantity.sentence)
    if earlier.sentence == quantity.sentence:
        between = passage.text[earlier.end : quantity.start]
        listed = len(between) < 80 and (
            between.rstrip().endswith((" and", " or", ",", "–", "—", "including"))
            or " and " in between
        )
        if quantity.unit_kind == "share":
            takes = True
        elif quantity.unit_kind == "count":
            lead = _past_hedges(reading, known)
            if phrasing.lower(0) in ("of", "among") and phrasing.at(earlier.start) <= 4:
                takes = True  # "Of the 102 children, they said four had gone"
            if (
                phrasing.tag(reading.after) in ("x", "e")
                and len(between) < 120
                and (phrasing.tag(lead) == "c" or phrasing.lower(lead) == ",")
            ):
                takes = True  # "Of the 66 people in hospital, 13 were critical"
            gapped = (
                phrasing.tag(before) == "p"
                or phrasing.tag(reading.after) == ","
                or (
                    # "France sent 6 planes, Italy 4 and Spain 2"
                    phrasing.tag(before) in ("c", "N")
                    and (
                        phrasing.tag(reading.after) in ("p", "t", "c", "")
                        or phrasing.lower(reading.after) in (",", ".")
                    )
                )
            )
            same = measured.event is None or measured.event == other.event
            takes |= gapped and (same or (listed and other.event is not None))
        else:
            takes |= listed or subject in known.anaphors
    elif quantity.unit_kind not in ("count", "share"):
        takes |= subject in known.anaphors and quantity.sentence - earlier.sentence == 1
    elif quantity.sentence - earlier.sentence > 1:
        takes = False
    if not takes:
        return measured
    return Measured(
        other.span, other.surface, other.head, other.qualifiers,
        measured.event or other.event, measured.event_span or other.event_span,
    )  # fmt: skip


def _fill_forward(quantities: Sequence[Quantity], found: list[Measured], lexicon: Lexicon) -> None:
    """ "killed three and injured 150 people": the noun stands with the last of the conjuncts."""
    befalling, nominals = _words(lexicon).befalling, phrases.words(lexicon).nominals
    for i in range(len(found) - 2, -1, -1):
        here, then = quantities[i], quantities[i + 1]
        if found[i].span is not None or here.unit_kind != "count" or then.unit_kind != "count":
            continue
        later = found[i + 1]
        event = found[i].event_span
        if event is None or event.start > here.start:
            continue
        if here.sentence != then.sentence or later.span is None or later.head == "other":
            continue
        if later.head in nominals:
            continue  # "killed 4 and left 20 missing"
        if found[i].event in befalling and later.event not in befalling:
            continue  # "killed 4 and destroyed 20 homes"
        if then.start - here.end < 60 and found[i].event and later.span.start >= then.end:
            found[i] = Measured(
                later.span, later.surface, later.head, later.qualifiers,
                found[i].event, found[i].event_span,
            )  # fmt: skip


def _fill_partners(
    quantities: Sequence[Quantity], found: list[Measured], starts: dict[int, int], known: _Words
) -> None:
    """ "raised from 64, a number long doubted, to 3,000": both ends measure one thing."""
    for i, quantity in enumerate(quantities):
        if quantity.partner is None or quantity.change not in ("from", "to"):
            continue
        other = starts.get(quantity.partner)
        if other is None or quantities[other].unit != quantity.unit:
            continue
        if (found[i].head is None or found[i].head in known.counting) and found[other].span:
            found[i] = found[other]


def _fill_contents(
    passage: Passage, quantities: Sequence[Quantity], found: list[Measured], lexicon: Lexicon
) -> None:
    """Says what a volume or mass holds ("5,000 barrels a day") by the other volumes of the text."""
    known = _words(lexicon)
    named: Measured | None = None
    usual: dict[str, Measured | None] = {}
    open_ones: list[int] = []
    for i, quantity in enumerate(quantities):
        if quantity.unit_kind not in ("volume", "mass"):
            continue
        measured = found[i]
        head = measured.head
        if measured.surface is not None and " of " in measured.surface:
            continue  # "flow rate of oil"
        if (
            measured.surface is None
            or head in known.guesses
            or head in known.counting
            or (measured.event is not None and measured.surface.istitle())
        ):
            open_ones.append(i)
        elif named is None and measured.span is not None and measured.span.start > quantity.end:
            named = measured
    for i in open_ones:
        unit = quantities[i].unit
        if named is None and unit not in usual:
            usual[unit] = _usual_contents(passage, quantities[i], lexicon)
        filled = named or usual.get(unit)
        if filled is not None:
            found[i] = Measured(
                filled.span, filled.surface, filled.head, filled.qualifiers, found[i].event,
                found[i].event_span,
            )  # fmt: skip


def _usual_contents(passage: Passage, quantity: Quantity, lexicon: Lexicon) -> Measured | None:
    for word in lexicon["measured"]["contents"].get(quantity.unit, ()):
        at = passage.text.find(f" {word}")
        if at >= 0:
            return Measured(Span(at + 1, at + 1 + len(word)), word, word)
    return None
