"""Matches claims with the figures that the watchlist follows by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors import evidence, names, things
from extractors.records import Figure, MeasureKind, Report, UnitKind, digest


@dataclass(frozen=True, slots=True)
class Declared:
    """A figure followed by name. A claim matches when every field that is filled agrees.

    `counts`: one of these words is in what is measured; `happened`: the outcome or predicate
    ("killed", "leak"); `about`: one of these words is in the sentence, the title or the article's
    first terms, and `about_all`: all of them; `never`: none of these is in the sentence.
    """

    name: str
    label: str
    unit_kind: UnitKind = "count"
    unit: str | None = None
    counts: tuple[str, ...] = ()
    happened: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    about_all: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    place: str | None = None
    measures: tuple[MeasureKind, ...] = ()
    per: str | None = None
    since: date | None = None
    until: date | None = None

    @property
    def figure_id(self) -> str:
        """Natural key: the name, so that the figure keeps its id when its words are changed."""
        return digest("figure", "declared", self.name)

    def figure(self) -> Figure:
        """The figure before any report."""
        return Figure(
            self.figure_id,
            self.label,
            self.unit or "count",
            self.unit_kind,
            self.measures[0] if self.measures else "level",
            place=self.place,
            per=self.per,
            declared=self.name,
        )


def match(report: Report, figures: Sequence[Declared]) -> Declared | None:
    """The first of `figures` the report speaks of, or None."""
    if not figures or report.claim.polarity == "denied":
        return None
    return next((figure for figure in figures if _agrees(figure, report)), None)


def _agrees(figure: Declared, report: Report) -> bool:
    claim = report.claim
    if evidence.family(report) != evidence.FAMILY.get(figure.unit_kind, figure.unit_kind):
        return False
    if figure.unit and claim.quantity.unit != figure.unit:
        return False
    if figure.measures and claim.measure.kind not in figure.measures:
        return False
    if figure.per and (claim.measure.per or claim.quantity.per) != figure.per:
        return False
    if report.at is not None:
        day = report.at.date()
        if (figure.since and day < figure.since) or (figure.until and day > figure.until):
            return False
    thing = things.of(claim.measured)
    said = thing.words | thing.classes | thing.lemmas
    if figure.counts and not _any(figure.counts, said):
        return False
    if figure.happened and not _any(figure.happened, thing.classes | {claim.measured.event or ""}):
        return False
    if figure.place and not (claim.place and _is_in(claim.place.surface, claim.place.path, figure)):
        return False
    near = things.words(report.sentence) | frozenset(report.sentence.lower().split())
    around = near | things.words(report.title or "") | frozenset(report.topic)
    if figure.about and not _any(figure.about, around):
        return False
    if not all(_any((word,), around) for word in figure.about_all):
        return False
    return not (figure.never and _any(figure.never, near))


def _is_in(surface: str, path: Sequence[str], figure: Declared) -> bool:
    return any(names.same(part, figure.place or "") for part in (surface, *path))


def _any(wanted: Sequence[str], said: frozenset[str]) -> bool:
    return any(w.lower() in said or things.folded(w) in said for w in wanted)
