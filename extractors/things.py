"""Says what a claim counts, folded into classes, so that "fatalities" meets "killed"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractors import lemmas, lexicon
from extractors.records import Measured

_SUFFERERS = frozenset(
    {"person", "animal", "household", "building", "vehicle", "case", "job", "weapon"}
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Thing:
    """What is counted. Every field is a class of the lexicon's [figures] section, or a lemma.

    `kind` is the counting unit ("person", "case"), `outcome` what happened to it ("killed"),
    `part` the part of the people ("child"), `classes` the outcome and event classes of the noun
    and its predicate, `words` all other folded words of the phrase, `is_remainder` true for
    "six others".
    """

    head: str | None
    kind: str | None
    outcome: str | None
    part: str | None
    core: frozenset[str]  # those of the head noun itself and of the predicate
    classes: frozenset[str]
    words: frozenset[str]
    lemmas: frozenset[str]  # the words of the phrase before folding
    qualifiers: frozenset[str]
    status: str | None
    is_remainder: bool
    is_bare: bool  # neither phrase nor telling predicate: "killed three", "the toll rose to 40"


@dataclass(frozen=True, slots=True)
class _Classes:
    outcomes: dict[str, str]
    events: dict[str, str]
    kinds: dict[str, str]
    parts: dict[str, str]
    status: dict[str, str]
    neutral_events: frozenset[str]
    neutral_words: frozenset[str]
    remainder: frozenset[str]
    anyone: frozenset[str]
    names: frozenset[str]
    outcome_names: frozenset[str]
    states: frozenset[str]
    of_places: frozenset[str]
    coordinating: frozenset[str]
    after_noun: frozenset[str]


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in table.items():
        for word in words:
            found.setdefault(word, name)
    return found


@cache
def _classes(language: str) -> _Classes:
    section = lexicon.load(language)["figures"]
    return _Classes(
        outcomes=_inverted(section["outcomes"]),
        events=_inverted(section["events"]),
        kinds=_inverted(section["kinds"]),
        parts=_inverted(section["parts"]),
        status=_inverted(section["status"]),
        neutral_events=frozenset(section["neutral_events"])
        | frozenset(lexicon.load(language)["phrases"]["reporting"]),
        neutral_words=frozenset(section["neutral_words"]),
        remainder=frozenset(section["remainder_words"]),
        anyone=frozenset(section["anyone"]),
        states=frozenset(section["states"]),
        of_places=frozenset(section["place_outcomes"]),
        coordinating=frozenset(section["coordinating"]),
        after_noun=frozenset(section["after_noun"]),
        names=frozenset(section["outcomes"]) | frozenset(section["events"]),
        outcome_names=frozenset(section["outcomes"]),
    )


@lru_cache(maxsize=65536)
def folded(word: str, language: str = "en") -> str:
    """The class of a word's event or outcome, else its lemma: "spewed" -> "flow"."""
    classes = _classes(language)
    lower = word.lower()
    for form in (lower, lemmas.of(lower, language)):
        for table in (classes.outcomes, classes.events):
            if form in table:
                return table[form]
    return lemmas.of(lower, language)


def status_of(word: str, language: str = "en") -> str | None:
    """ "alleged" or "confirmed" where the word says how sure a count is."""
    return _classes(language).status.get(word)


def is_class(word: str, language: str = "en") -> bool:
    """Whether a folded word is the name of an outcome or an event class."""
    return word in _classes(language).names


def is_outcome(word: str, language: str = "en") -> bool:
    """Whether a folded word is the name of an outcome."""
    return word in _classes(language).outcome_names


def is_telling(event: str, language: str = "en") -> bool:
    """Whether a predicate says something of the thing: not "stand", "rise", "say"."""
    return event.lower() not in _classes(language).neutral_events


def is_class_noun(head: str | None, language: str = "en") -> bool:
    """Whether a head noun is itself what an event class names: bomb, fund, share."""
    return head is not None and head in _classes(language).events


def is_state(outcome: str, language: str = "en") -> bool:
    """Whether the number of those concerned goes up and down: missing, displaced."""
    return outcome in _classes(language).states


def is_anyone(head: str, language: str = "en") -> bool:
    """Whether the word counts people without saying which: people, person, victim, life."""
    return head in _classes(language).anyone


def lemmatized(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(word, lemma) of the telling words of a phrase, compounds taken apart."""
    neutral = _classes(language).neutral_words
    found = []
    for m in _WORD.finditer(text):
        for part in re.split(r"[-’']", m.group()):
            lower = part.lower()
            if len(lower) > 1 and lower not in neutral:
                lemma = lemmas.of(lower, language)
                if lemma not in neutral:
                    found.append((lower, lemma))
    return found


@lru_cache(maxsize=65536)
def words(text: str, language: str = "en") -> frozenset[str]:
    """The telling words of a phrase, folded into their classes."""
    return frozenset(folded(word, language) for word, _ in lemmatized(text, language))


def _parted(phrase: str, classes: _Classes) -> tuple[str, str]:
    """The noun with what stands before it, and what follows from the first preposition on."""
    for m in _WORD.finditer(phrase):
        if m.start() and m.group().lower() in classes.after_noun:
            return phrase[: m.start()], phrase[m.start() :]
    return phrase, ""


def _outcome(measured: Measured, phrase: list[str], classes: _Classes) -> str | None:
    event = (measured.event or "").lower()
    happened = classes.outcomes.get(event)
    if happened and not classes.coordinating.isdisjoint((measured.surface or "").lower().split()):
        return happened  # "the death of three people and injuries to others"
    for word in (measured.head or "").lower(), *reversed(phrase):
        if word in classes.outcomes:
            return classes.outcomes[word]
    head = phrase[-1] if measured.head is None and phrase else (measured.head or "").lower()
    kind = next((classes.kinds[w] for w in (head, *reversed(phrase)) if w in classes.kinds), None)
    if kind is None and any(w in classes.events for w in (head, *phrase)):
        return None  # "two bombs near the finish line killed three": nor are bombs
    if kind == "place":
        happened = classes.outcomes.get(event)
        return happened if happened in classes.of_places else None
    if kind is not None and kind not in _SUFFERERS:
        return None  # "two blasts killed three": the blasts are not the dead
    if event in classes.outcomes:
        return classes.outcomes[event]
    if head and f"{head} {event}" in classes.outcomes:
        return classes.outcomes[f"{head} {event}"]
    first = event.split(" ")[0]
    return classes.outcomes.get(first) if first not in classes.events else None


def with_outcome(thing: Thing, outcome: str) -> Thing:
    """The same thing with another outcome in place of its own."""
    if outcome == thing.outcome:
        return thing
    old = frozenset({thing.outcome}) if thing.outcome else frozenset()
    new = frozenset({outcome})
    return replace(
        thing, outcome=outcome, core=thing.core - old | new, classes=thing.classes - old | new
    )


@lru_cache(maxsize=65536)
def of(measured: Measured, language: str = "en") -> Thing:
    """The Thing a Measured speaks of; total, never raises."""
    classes = _classes(language)
    raw = [m.group().lower() for m in _WORD.finditer(measured.surface or "")]
    phrase = [lemmas.noun(w, lexicon.load(language)) for w in raw]
    both = list(dict.fromkeys([*raw, *phrase]))
    qualifiers = frozenset(q.lower() for q in measured.qualifiers)
    head = (measured.head or (phrase[-1] if phrase else "")).lower() or None
    event = (measured.event or "").lower()
    telling = event and event not in classes.neutral_events
    noun, rest = _parted(measured.surface or "", classes)
    main = set(words(noun, language)) - classes.anyone
    if not main:  # "the size of the spill": the spill is what is measured
        main, rest = set(words(rest, language)) - classes.anyone, ""
    side = set(words(rest, language)) - classes.anyone
    outcome = _outcome(measured, both, classes)
    if telling and (outcome or folded(event, language) not in classes.outcome_names):
        for word in (event, *event.split(" ")):
            if word not in classes.neutral_words:
                main.add(folded(word, language))
                break
    if outcome:
        main.add(outcome)
    named = frozenset(w for w in main if w in classes.names)
    core = frozenset(
        {folded(w, language) for w in (head, event) if w} | ({outcome} if outcome else set())
    )
    if head in classes.neutral_words:  # "the total cost": the cost
        core |= named
    candidates = [*([head] if head else []), *both, *qualifiers]
    part = next((classes.parts[w] for w in candidates if w in classes.parts), None)
    status = next(
        (classes.status[w] for w in (*qualifiers, *both, event) if w in classes.status), None
    )
    kind = classes.kinds.get(head) if head else None
    return Thing(
        head=head,
        kind=kind,
        outcome=outcome,
        part=part,
        core=core & named,
        classes=named,
        words=frozenset((main | side) - named),
        lemmas=frozenset(lemma for _, lemma in lemmatized(measured.surface or "", language)),
        qualifiers=qualifiers,
        status=status,
        is_remainder=any(w in classes.remainder for w in both),
        is_bare=not main,
    )
