"""Builds reports from the few fields a test cares about; everything else is plain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from extractors.records import (
    Claim,
    Hop,
    Measure,
    Measured,
    Period,
    Place,
    Quantity,
    Report,
    Span,
    digest,
)

_KINDS = {
    "count": "count", "percent": "share", "percentage_point": "point", "times": "multiple",
    "barrel": "volume", "gallon": "volume", "litre": "volume", "km": "length",
    "mile": "length",
    "USD": "money", "EUR": "money", "GBP": "money", "tonne": "mass", "kg": "mass",
    "day": "duration",
}  # fmt: skip
_OPEN = {
    "at_least": (True, False), "more_than": (True, False),
    "at_most": (False, True), "less_than": (False, True),
}  # fmt: skip


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _period(fields: Mapping[str, Any]) -> Period | None:
    if not {"period", "start", "end"} & set(fields):
        return None
    surface = fields.get("period", "in that time")
    return Period(Span(0, 1), surface, _day(fields.get("start")), _day(fields.get("end")))


def _place(value: Any, at: int) -> Place | None:
    if value is None:
        return None
    path = (value,) if isinstance(value, str) else tuple(value)
    span = Span(at, at + len(path[-1]))
    return Place(span, path[-1], () if isinstance(value, str) else path)


def _hop(value: Any, position: int, last: int) -> Hop:
    """ "*Harbour Post" is an outlet, "?officials" is vague, anything else an organisation."""
    kind: Any = {"*": "outlet", "?": "vague"}.get(value[0], "organisation")
    name = value.lstrip("*?")
    return Hop(name, "speaker" if position == 0 else "cited", kind, Span(0, 1))


def report(**fields: Any) -> Report:
    """A Report. `n` is "21602" or "15000-18000"; `bound` opens a side; the code has the rest."""
    number = str(fields.get("n", "21602"))
    low, _, high = number[1:].partition("-")
    low = number[0] + low
    ends: tuple[Decimal | None, Decimal | None] = (Decimal(low), Decimal(high or low))
    bound = fields.get("bound", "between" if high else "exact")
    if bound in _OPEN:
        keep_low, keep_high = _OPEN[bound]
        ends = (ends[0] if keep_low else None, ends[1] if keep_high else None)
    unit = fields.get("unit", "count")
    head = fields.get("head", "soldier")
    quantity = Quantity(
        0, 1, str(fields.get("n")), 0, "claim", *ends, unit, _KINDS.get(unit, "other"),
        bound=bound, hedge=fields.get("hedge", "none"), is_vague=fields.get("vague", False),
        per=fields.get("per"),
    )  # fmt: skip
    qualifiers = tuple(fields.get("qualifiers", ()))
    surface = fields.get("measured", " ".join([*qualifiers, head]) if head else None)
    chain = fields.get("chain", ())
    claim = Claim(
        start=int(fields.get("at_char", 0)),
        end=int(fields.get("at_char", 0)) + int(fields.get("chars", 1)),
        surface=str(fields.get("n")),
        zone=fields.get("zone", "body"),
        sentence=Span(int(fields.get("in_sentence", 0)), int(fields.get("in_sentence", 0)) + 9),
        quantity=quantity,
        measured=Measured(
            Span(0, 1) if surface else None, surface, head, qualifiers, fields.get("event")
        ),
        measure=Measure(
            fields.get("measure", "rate" if "per" in fields else "period"), fields.get("per")
        ),
        period=_period(fields),
        place=_place(fields.get("place"), int(fields.get("place_at", 0))),
        chain=tuple(_hop(name, i, len(chain) - 1) for i, name in enumerate(chain)),
        polarity=fields.get("polarity", "asserted"),
        polarity_cue=None,
        confidence=1.0,
        doubt=None,
    )  # fmt: skip
    said = fields.get("at", "2031-11-09")
    published = datetime.fromisoformat(said).replace(tzinfo=UTC) if said else None
    outlet = fields.get("outlet", "Norland Today")
    url = fields.get("url", f"https://{outlet.lower().replace(' ', '-')}.example/{said}")
    revision = int(fields.get("revision", 1))
    key = fields.get("id") or digest(*sorted((k, str(v)) for k, v in fields.items()))
    return Report(
        claim_id=key,
        claim=claim,
        article_id=digest("article", url),
        revision_id=digest("revision", url, revision),
        outlet=outlet,
        url=url,
        published_at=published,
        seen_at=published,
        revision_number=revision,
        title=fields.get("title"),
        sentence=fields.get("sentence", ""),
        topic=tuple(fields.get("topic", ())),
        syndication_group=fields.get("group"),
        agency=fields.get("agency"),
    )
