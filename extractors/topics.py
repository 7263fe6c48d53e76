"""Finds the terms that tell what an article is about, from its own text alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extractors import lemmas, lexicon
from extractors.records import Article

COUNT = 24  # terms kept an article
_READ = 6000  # characters read: news puts what matters first
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?:;\n“”\"]")
_TITLE_WEIGHT = 3.0
_NAME_WEIGHT = 2.0


def terms(article: Article, count: int = COUNT) -> tuple[str, ...]:
    """Lower-case lemmas of the telling words, most telling first; at most `count`.

    A word weighs by how often it stands in the text, more in the title and as a name (a capital
    letter where no sentence begins). Rarity is judged later, over many articles.
    """
    language = (article.language or "en").split("-")[0].lower()
    try:
        stop = stop_words(language)
    except LookupError:
        stop, language = stop_words("en"), "en"
    weight: defaultdict[str, float] = defaultdict(float)
    named: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    text = article.text[:_READ]
    fresh = True
    at = 0
    # Capitals of a headline tell no names.
    headline = max((z.end for z in article.zones if z.zone == "headline"), default=0)
    for m in _WORD.finditer(text):
        if _BREAK.search(text, at, m.start()):
            fresh = True
        at = m.end()
        surface = re.sub(r"['’]s$", "", m.group())
        lower = surface.lower()
        is_name = m.start() >= headline and (
            (len(surface) > 1 and surface.isupper()) or (surface[0].isupper() and not fresh)
        )
        fresh = False
        if len(lower) < 3 or lower in stop:
            continue
        term = lower if is_name else lemmas.of(lower, language)
        if term in stop:
            continue
        seen[term] += 1
        named[term] += is_name
        weight[term] += 1.0
    for m in _WORD.finditer(article.title or ""):
        lower = re.sub(r"['’]s$", "", m.group()).lower()
        term = lower if lower in weight else lemmas.of(lower, language)
        if len(term) > 2 and term not in stop:
            weight[term] += _TITLE_WEIGHT
            seen[term] += 1
    for term in weight:
        if named[term] * 2 >= seen[term]:
            weight[term] *= _NAME_WEIGHT
    ranked = sorted(weight.items(), key=lambda row: (-row[1], row[0]))
    return tuple(term for term, _ in ranked[:count])


def stop_words(language: str = "en") -> frozenset[str]:
    """Words that tell no topic: function words and the words every news text is made of."""
    section = lexicon.load(language)["topics"]
    return frozenset(section["stop"]) | frozenset(section["newsroom"])
