"""Names a figure for people, from its reports' words: "people killed · Lume flood"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractors import lexicon, names, things, topics
from extractors.evidence import Mention

_DETERMINERS = ("the ", "a ", "an ", "its ", "their ", "his ", "her ", "our ")
_SHORT = 5  # words of a noun phrase that can stand in a name
_SHARED = 0.3  # of the articles that must use a name before the figure is called by it
_TELLING = 6  # terms of the figure whose nouns may end a name: "Lume flood"
_NOT_TOPIC = 0.3  # what the use of a name counts in an article that is not about it
_NAME = re.compile(
    r"(?<![\w'’-])[A-Z][^\W_]+(?:[ -](?:of the |of )?[A-Z][^\W_]+){0,2}(?:['’]s)?(?: [a-z]+)?"
)
_START = re.compile(r"(?:^|[.!?:–—\n“”\"] ?)$")


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
    """The name: what is counted and what happened to it, and the event, or else the place."""
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
        is_named = event is not None and things.is_class(things.folded(event))
        if noun and event and is_named and not things.words(event) <= things.words(noun):
            thing = f"{noun} ({event})"
    unit = most(m.report.claim.quantity.unit for m in mentions)
    per = most(m.report.claim.measure.per or m.report.claim.quantity.per for m in mentions)
    if unit and unit != "count":
        thing = f"{thing}, {unit.replace('_', ' ')}"
    if per:
        thing = f"{thing} per {per}"
    event_name = _event(mentions, frozenset(topic[:_TELLING]), thing.lower()) or place
    return f"{thing} · {event_name}" if event_name else thing


def _event(mentions: Sequence[Mention], topic: frozenset[str], told: str) -> str | None:
    """The name most of the articles use, with the noun behind it: "Lume flood".

    A longer name that holds it and is shared as well tells more: "Boston Marathon" for "Boston".
    Never a source, an outlet, an agency, a body ("Energy Ministry") or a day; None where the
    articles share no name.
    """
    bodies, outlets = _sources(mentions)
    texts = {m.report.article_id: [_sentence_case(m.report.title or "")] for m in mentions}
    for m in mentions:
        texts[m.report.article_id].append(m.report.sentence)
    # Titles put into lower case say nothing of how a word is written.
    everything = " ".join(
        text
        for m in mentions
        for text in (m.report.sentence, m.report.title or "")
        if text == _sentence_case(text) or text is m.report.sentence
    )
    common = frozenset(re.findall(r"\b[^\W\d_A-Z]+\b", everything))
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for article, read in texts.items():
        for name in (n for text in read for n in _names(text, topic, common)):
            words = frozenset(names.words(name))
            is_teller = words <= bodies or (len(words) > 1 and words <= outlets)
            if not is_teller and name.lower() not in told:
                articles[name].add(article)
    titles = {article: read[0].casefold() for article, read in texts.items()}
    about = {m.report.article_id: frozenset(m.report.topic) for m in mentions}
    rank = {m.report.article_id: {t: n for n, t in enumerate(m.report.topic)} for m in mentions}
    shared: dict[str, float] = {}
    for name, used in articles.items():
        words = frozenset(name.lower().split(" "))
        used |= {a for a, title in titles.items() if name.casefold() in title or words <= about[a]}
        if len(used) >= max(2, _SHARED * len(titles)) or (
            len(titles) == 1 and all(name.casefold() in title for title in titles.values())
        ):
            shared[name] = sum(_weight(words, rank[a]) for a in used)
    if not shared:
        return None
    best = ""
    while wider := [n for n in shared if n != best and (not best or f" {best} " in f" {n} ")]:
        best = min(wider, key=lambda n: (-shared[n], n))
    return best


def _weight(words: frozenset[str], rank: dict[str, int]) -> float:
    """How much one article is about a name: its first terms are what it is about most."""
    if not words <= rank.keys():
        return _NOT_TOPIC
    return 1 - max(rank[w] for w in words) / (2 * topics.COUNT)


def _names(text: str, topic: frozenset[str], common: frozenset[str]) -> Iterator[str]:
    """Names of a sentence or title, alone and with a noun of the story that follows.

    A word that begins a sentence is a name where a noun of the story follows ("Lume flood") and
    nobody writes it in lower case.
    """
    for m in _NAME.finditer(text):
        *found, last = m.group().split(" ")
        noun = last if last[0].islower() else None
        found += [] if noun else [last]
        lower = [word.lower() for word in found]
        is_first = _START.search(text, 0, m.start()) is not None
        if not _no_names().isdisjoint(lower) or (is_first and lower[0] in common):
            continue
        if len(found) == 1 and (lower[0] in common or (is_first and noun not in topic)):
            continue
        name = re.sub(r"['’]s$", "", " ".join(found))
        yield name
        if noun in topic and name == " ".join(found):
            yield f"{name} {noun}"


def _sentence_case(title: str) -> str:
    """The title, without capitals where all of its words have one: they tell no names."""
    words = [word for word in title.split() if word[0].isalpha()]
    return title.lower() if 2 * sum(w[0].isupper() for w in words) > len(words) > 3 else title


@cache
def _no_names(language: str = "en") -> frozenset[str]:
    """Words whose capital letter makes no name of an event: months, days, titles and bodies."""
    words = lexicon.load(language)
    dates, sources = words["quantities"], words["sources"]
    listed = [*dates["months"], *dates["weekdays"], *sources["bodies"], *sources["titles"]]
    return frozenset(listed) | topics.stop_words(language)


def _sources(mentions: Sequence[Mention]) -> tuple[frozenset[str], frozenset[str]]:
    """Words of the names of those who tell: agencies and other sources, and outlets."""
    bodies: set[str] = set()
    outlets: set[str] = set()
    for m in mentions:
        outlets.update(names.words(m.report.outlet or ""))
        bodies.update(names.words(m.report.agency or ""))
        for hop in m.report.claim.chain:
            (outlets if hop.kind == "outlet" else bodies).update(names.words(hop.name))
    return frozenset(bodies), frozenset(outlets)


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
