"""Links the claims of a JSONL file of articles to figures and writes them, without a warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors import figures, lexicon, phrases, topics, units
from extractors.claims import extract
from extractors.lexicon import Lexicon
from extractors.records import (
    Article,
    Claim,
    Hop,
    Measure,
    Measured,
    Period,
    Quantity,
    Report,
    Span,
    UnitKind,
)
from extractors.sentences import Passage, split
from flows.claims_file import BadLineError, Entry, as_gold

_KINDS: Mapping[str, UnitKind] = {
    "count": "count",
    "percent": "share",
    "percentage_point": "point",
    "times": "multiple",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One article with the claims to link, in the order in which they are written."""

    entry: Entry
    claims: tuple[Claim, ...]


def said(entries: Sequence[Entry], gold: Path | None = None) -> list[Said]:
    """The articles with their claims: those of a claims file where `gold` is given, else read.

    Raises BadLineError naming file and line of what is no claims file.
    """
    if gold is None:
        return [Said(entry, extract(entry.article)) for entry in entries]
    given = {entry.id: entry for entry in entries}
    found = []
    for identifier, rows, where in _lines(gold):
        if identifier in given:
            try:
                claims = tuple(as_claims(given[identifier].article, rows))
            except (KeyError, TypeError, ValueError, ArithmeticError) as error:
                raise BadLineError(f"{where}: not a claim in the gold format: {error!r}") from None
            found.append(Said(given[identifier], claims))
    return found


def link(these: Sequence[Said]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(article id, claims in the gold format) with `figure`, its label, score and reasons filled.

    A claim that is alone with its figure has a figure all the same; ids are stable for the input.
    """
    reports = [report for one in these for report in _reports(one)]
    linking = figures.link(reports)
    links = {found.claim_id: found for found in linking.links}
    labels = {figure.figure_id: figure.label for figure in linking.figures}
    for one in these:
        rows = []
        for claim in one.claims:
            row = as_gold(claim)
            found = links.get(claim.claim_id(one.entry.article.revision_id))
            if found is not None:
                row["figure"] = found.figure_id
                row["figure_label"] = labels.get(found.figure_id)
                row["figure_score"] = round(found.score, 4)
                row["figure_reasons"] = list(found.reasons)
            rows.append(row)
        yield one.entry.id, rows


def _reports(one: Said) -> Iterator[Report]:
    article = one.entry.article
    topic = topics.terms(article)
    for claim in one.claims:
        yield Report(
            claim_id=claim.claim_id(article.revision_id),
            claim=claim,
            article_id=article.article_id,
            revision_id=article.revision_id,
            outlet=article.outlet,
            url=article.url,
            published_at=article.published_at,
            title=article.title,
            sentence=claim.sentence.of(article.text),
            topic=topic,
            agency=article.agency,
        )


def _lines(path: Path) -> Iterator[tuple[str, list[Any], str]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                row = json.loads(line, parse_float=Decimal)
                yield str(row["id"]), list(row["claims"]), where
            except (ValueError, KeyError, TypeError) as error:
                raise BadLineError(f"{where}: not a line of claims: {error!r}") from None


def as_claims(article: Article, rows: Sequence[Mapping[str, Any]]) -> Iterator[Claim]:
    """Claims in the gold format as records; what that format lacks is found in the text or left.

    Names of sources and the measured words get the span of their nearest place in the text.
    """
    text = article.text
    words = lexicon.load("en")
    passage = Passage(text, split(text, article.zones), article.published_at, article.outlet)
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        index = max((i for i, s in enumerate(passage.sentences) if s.start <= start), default=0)
        sentence = passage.sentences[index]
        low, high = _decimal(row["low"]), _decimal(row["high"])
        quantity = Quantity(
            start, end, text[start:end], index, "claim", low, high, row["unit"],
            _kind(row["unit"]), bound=row["bound"], hedge=row["hedge"], per=row["per"],
        )  # fmt: skip
        chain = tuple(
            Hop(name, "speaker" if n == 0 else "cited", "organisation", _nearest(text, name, start))
            for n, name in enumerate(row["source"])
        )
        yield Claim(
            start=start, end=end, surface=text[start:end], zone=sentence.zone,
            sentence=Span(sentence.start, sentence.end), quantity=quantity,
            measured=_measured(text, row, start, words),
            measure=Measure(row["measure"], row["per"]),
            period=_period(text, row, start), place=None, chain=chain, polarity=row["polarity"],
            polarity_cue=None, confidence=float(row.get("confidence", 1)), doubt=None,
        )  # fmt: skip


def _measured(text: str, row: Mapping[str, Any], start: int, words: Lexicon) -> Measured:
    surface, event = row["measured"], row.get("event")
    if not surface:
        return Measured(None, None, None, (), event)
    passage = Passage(surface, split(surface))
    phrasing = phrases.of(passage, 0, words)
    phrase = phrasing.phrase_from(0)
    head = phrasing.noun_lemma(phrase.head) if phrase else phrasing.noun_lemma(-1)
    at = phrase.head if phrase else len(phrasing.tokens.texts) - 1
    tokens = phrasing.tokens
    others = tuple(
        lower
        for k, (word, lower) in enumerate(zip(tokens.texts, tokens.lowers, strict=True))
        if k != at and word.isalnum()
    )
    return Measured(_nearest(text, surface, start), surface, head, others, event)


def _period(text: str, row: Mapping[str, Any], start: int) -> Period | None:
    surface = row["period"]
    begin, end = _day(row["period_start"]), _day(row["period_end"])
    if not surface and begin is None and end is None:
        return None
    span = _nearest(text, surface, start) if surface else None
    return Period(span, surface, begin, end)


def _nearest(text: str, words: str, start: int) -> Span | None:
    before, after = text.rfind(words, 0, start), text.find(words, start)
    places = [at for at in (before, after) if at >= 0]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - start))
    return Span(at, at + len(words))


def _kind(unit: str) -> UnitKind:
    if unit in _KINDS:
        return _KINDS[unit]
    if len(unit) == 3 and unit.isupper():
        return "money"
    known = units.table().get(unit)
    return known.kind if known else "other"


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
