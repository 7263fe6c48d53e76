"""Puts the readers together: an article in, its numeric claims out."""

from __future__ import annotations

from extractors import (
    attributions,
    measured,
    measures,
    periods,
    places,
    polarities,
    quantities,
    sentences,
)
from extractors import (
    lexicon as lexicons,
)
from extractors.lexicon import Lexicon
from extractors.records import Article, Claim, Span
from extractors.sentences import Passage


def extract(article: Article, lexicon: Lexicon | None = None) -> tuple[Claim, ...]:
    """Every numeric claim of `article` in text order; never raises on any text."""
    words = lexicon or lexicons.choose(article.language, article.text)
    passage = Passage(
        article.text,
        sentences.split(article.text, article.zones, words),
        article.published_at,
        article.outlet,
        article.title,
    )
    found = quantities.read(passage, words, claims_only=True)
    if not found:
        return ()
    things = measured.read(passage, found, words)
    times = periods.read(passage, found, words)
    kinds = measures.read(passage, found, things, times, words)
    chains = attributions.read(passage, found, words)
    stances = polarities.read(passage, found, words)
    spots = places.read(passage, found, words)
    claims: list[Claim] = []
    for k, quantity in enumerate(found):
        sentence = passage.sentences[quantity.sentence]
        polarity, cue = stances[k]
        claims.append(
            Claim(
                start=quantity.start,
                end=quantity.end,
                surface=quantity.surface,
                zone=sentence.zone,
                sentence=Span(sentence.start, sentence.end),
                quantity=quantity,
                measured=things[k],
                measure=kinds[k],
                period=times[k],
                place=spots[k],
                chain=chains[k],
                polarity=polarity,
                polarity_cue=cue,
                confidence=quantity.confidence,
                doubt=quantity.doubt,
            )
        )
    return tuple(claims)
