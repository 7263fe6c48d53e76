"""Names a figure for people, from its reports' words: "people killed · Lume · flood, senn"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractors import things
from extractors.evidence import Mention

_DETERMINERS = ("the ", "a ", "an ", "its ", "their ", "his ", "her ", "our ")
_SHORT = 5  # words of a noun phrase that can stand in a name


def most(items: Iterable[str | None]) -> str | None:
    """The commonest of `items`, the alphabetically first among equals; None for none."""
    count = Counter(x for x in items if x)
    return min(count, key=lambda x: (-count[x], x)) if count else None


def outcome_of(mentions: Sequence[Mention]) -> str | None:
    """What happened to the counted, where at least half of the reports say so."""
    found = most(m.thing.outcome for m in mentions)
    agreeing = sum(m.thing.outcome == found for m in mentions)
    return found if 2 * agreeing >= len(mentions) else None


def of(mentions: Sequence[Mention], place: str | None, topic: Sequence[str]) -> str:
    """The name: what is counted and what happened to it, where, and what the story is about."""
    outcome = outcome_of(mentions)
    nouns = [_noun(m.report.claim.measured.surface) for m in mentions]
    short = [n for n in nouns if n and len(n.split()) <= _SHORT]
    if outcome:
        # "fatalities" and "six others" name no one: people were killed.
        who = [n for n in short if outcome not in things.words(n) and not _is_rest(n)]
        things_hurt = [n for n, m in zip(nouns, mentions, strict=True) if n and not m.thing.kind]
        anyone = not who or any(things.is_anyone(n.split()[-1].lower()) for n in who)
        thing = f"{'people' if anyone else most(who)} {outcome}"
        if not who and things_hurt and len(things_hurt) == len(mentions):
            thing = most(things_hurt) or thing
    else:
        noun = most(short) or most(nouns)
        event = most(
            e for m in mentions if (e := m.report.claim.measured.event) and things.is_telling(e)
        )
        thing = noun or event or "number"
        if noun and event and not things.words(event) <= things.words(noun):
            thing = f"{noun} ({event})"
    unit = most(m.report.claim.quantity.unit for m in mentions)
    per = most(m.report.claim.measure.per or m.report.claim.quantity.per for m in mentions)
    if unit and unit != "count":
        thing = f"{thing}, {unit.replace('_', ' ')}"
    if per:
        thing = f"{thing} per {per}"
    about = ", ".join(t for t in topic[:3] if not place or t not in place.lower())
    return " · ".join(part for part in (thing, place, about) if part)


def _noun(surface: str | None) -> str | None:
    if not surface:
        return None
    for determiner in _DETERMINERS:
        if surface.lower().startswith(determiner):
            return surface[len(determiner) :]
    return surface


def _is_rest(noun: str) -> bool:
    """ "others", "more": they do not say of what."""
    return not things.words(noun)
