"""Finds the terms that tell what an article is about, from its own text alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from extractors import lemmas, lexicon
from extractors.records import Article

COUNT = 24  # terms kept an article
_READ = 6000  # characters read: news puts what matters first
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_WORD_OR_BREAK = re.compile(_WORD.pattern + r"|[.!?:;\n“”\"]")
_BREAKS = frozenset('.!?:;\n“”"')
_POSSESSIVE = ("'s", "’s")
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
    lemma = lemmas.of
    weight: defaultdict[str, float] = defaultdict(float)
    named: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    # Capitals of a headline tell no names.
    headline = max((z.end for z in article.zones if z.zone == "headline"), default=0)
    for text, has_names in ((article.text[:headline], False), (article.text[headline:_READ], True)):
        words = _WORD_OR_BREAK.findall(text)
        inside = Counter(
            word for before, word in zip([".", *words], words, strict=False)
            if word[0].isupper() and before not in _BREAKS
        )  # fmt: skip
        for word, times in Counter(words).items():
            surface = word[:-2] if word.endswith(_POSSESSIVE) else word
            lower = surface.lower()
            if len(lower) < 3 or lower in stop:
                continue
            is_initials = len(surface) > 1 and surface.isupper()
            as_name = (times if is_initials else inside[word]) if has_names else 0
            if as_name:
                seen[lower] += as_name
                named[lower] += as_name
                weight[lower] += as_name
            if as_name < times and (term := lemma(lower, language)) not in stop:
                seen[term] += times - as_name
                weight[term] += times - as_name
    for word in _WORD.findall(article.title or ""):
        lower = (word[:-2] if word.endswith(_POSSESSIVE) else word).lower()
        term = lower if lower in weight else lemma(lower, language)
        if len(term) > 2 and term not in stop:
            weight[term] += _TITLE_WEIGHT
            seen[term] += 1
    for term in weight:
        if named[term] * 2 >= seen[term]:
            weight[term] *= _NAME_WEIGHT
    ranked = sorted(weight.items(), key=lambda row: (-row[1], row[0]))
    return tuple(term for term, _ in ranked[:count])


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Words that tell no topic: function words and the words every news text is made of."""
    section = lexicon.load(language)["topics"]
    return frozenset(section["stop"]) | frozenset(section["newsroom"])
