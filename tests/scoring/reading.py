"""Runs the extractor on single sentences and keeps the typed numbers that are no claims beside."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import simplemma

from extractors import lexicon, phrases, quantities
from extractors.claims import extract
from extractors.records import Article, Claim, Quantity
from extractors.sentences import Passage, split

CONVENTIONS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "conventions.toml").read_text(encoding="utf-8")
)
_STOP = frozenset(CONVENTIONS["stopwords"])
_PUBLISHED = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of a sentence; `claim` is None where the extractor says it is no claim."""

    text: str
    quantity: Quantity
    claim: Claim | None

    @property
    def measured(self) -> str | None:
        return self.claim.measured.surface if self.claim else None

    @property
    def per(self) -> str | None:
        return (self.claim.measure.per if self.claim else None) or self.quantity.per

    @property
    def before(self) -> str:
        return self.text[max(0, self.quantity.start - 60) : self.quantity.start].lower()

    @property
    def after(self) -> str:
        return self.text[self.quantity.end : self.quantity.end + 60].lower()

    @property
    def cue(self) -> str:
        """The words of bound and hedge, lower-case."""
        spans = (self.quantity.bound_cue, self.quantity.hedge_cue)
        return " ".join(span.of(self.text).lower() for span in spans if span)


def readings(text: str) -> list[Reading]:
    """Every number of `text` in order, whatever its type."""
    claims = {c.start: c for c in extract(Article(url="", text=text, published_at=_PUBLISHED))}
    passage = Passage(text, split(text), published_at=_PUBLISHED)
    typed = {q.start: q for q in quantities.read(passage, lexicon.load())}
    typed.update((start, claim.quantity) for start, claim in claims.items())
    return [Reading(text, typed[start], claims.get(start)) for start in sorted(typed)]


def words(phrase: str | None) -> tuple[str, ...]:
    """Lemmas of the telling words of a unit string or noun phrase."""
    found = []
    for word in (phrase or "").replace("_", " ").split():
        word = word.strip(".,;:!?\"'“”‘’()[]").removesuffix("'s").removesuffix("’s")
        if word and word.lower() not in _STOP:
            lemma = str(simplemma.lemmatize(word.lower(), lang="en")).lower()
            if lemma.endswith("s") and not lemma.endswith("ss"):
                lemma = lemma[:-1]  # plurals the dictionary does not know; both sides alike
            found += CONVENTIONS["same_unit"].get(lemma, lemma).split()
    return tuple(found)


def noun_after(text: str, offset: int) -> str:
    """The noun phrase behind `offset`, also behind "of": "one of the best seats", "one man"."""
    passage = Passage(text, split(text))
    index = max(i for i, s in enumerate(passage.sentences) if s.start <= offset)
    phrasing = phrases.of(passage, index, lexicon.load())
    at = phrasing.at(offset)
    phrase = phrasing.phrase_from(at + (phrasing.lower(at) == "of"), of=0)
    if phrase is None:
        return ""
    return text[phrasing.tokens.starts[phrase.first] : phrasing.tokens.ends[phrase.last - 1]]


def unit_name(code: str) -> str:
    return str(CONVENTIONS["units"].get(code, code.replace("_", " ")))


def ends(quantity: Quantity) -> tuple[float, float] | None:
    """Both ends of the interval, an open one standing at the other; None for no number."""
    low = quantity.low if quantity.low is not None else quantity.high
    high = quantity.high if quantity.high is not None else quantity.low
    return None if low is None or high is None else (float(low), float(high))
