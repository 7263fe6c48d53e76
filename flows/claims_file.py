"""Reads articles from a JSONL file and writes their claims to another, without a warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.records import Article, Claim

# Integers beyond this many digits are written in float form: the file is for ordinary JSON readers.
_MOST_DIGITS = 40
_LINE = "a line is one object with id, text and published"


class BadLineError(ValueError):
    """A line that is not an article; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the articles file: its own id, and the article read from it."""

    id: str
    article: Article


def read(path: Path) -> Iterator[Entry]:
    """Articles of a JSONL file, in order: `id`, `text`, `published` (ISO date or time) and,
    optionally, `title`, `outlet`, `language`, `url`.

    `text` is taken as it is: the title is context and no headline zone is added, so that offsets
    are those of the file. Blank lines are skipped. Raises BadLineError naming file and line.
    """
    seen: set[str] = set()
    with path.open("rb") as lines:  # decoded line by line, so that a bad byte is found by line
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                entry = _entry(json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8")))
            except json.JSONDecodeError as error:
                raise BadLineError(f"{path}:{number}: not JSON ({error}); {_LINE}") from None
            except UnicodeDecodeError as error:
                raise BadLineError(
                    f"{path}:{number}: not UTF-8 at byte {error.start}; {_LINE}"
                ) from None
            except (ValueError, RecursionError) as error:
                raise BadLineError(f"{path}:{number}: {error}; {_LINE}") from None
            if entry.id in seen:
                raise BadLineError(f"{path}:{number}: id {entry.id!r} was used on a line above")
            seen.add(entry.id)
            yield entry


def _entry(line: object) -> Entry:
    if not isinstance(line, dict):
        raise ValueError("not a JSON object")
    identifier, text = line.get("id"), line.get("text")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    if not isinstance(identifier, str) or not identifier:
        raise ValueError("'id' must be a non-empty string")
    if not isinstance(text, str):
        raise ValueError("'text' must be a string")
    words: dict[str, str | None] = {}
    for name in ("title", "outlet", "language", "url"):
        value = line.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{name!r} must be a string or null")
        words[name] = value
    article = Article(
        url=words["url"] or identifier,
        text=text,
        title=words["title"],
        outlet=words["outlet"],
        published_at=_moment(line.get("published")),
        published_from="file",
        language=words["language"],
    )
    return Entry(identifier, article)


def _moment(written: object) -> datetime | None:
    """An ISO date or time as aware UTC; a time without zone is taken as UTC."""
    if written is None or written == "":
        return None
    if not isinstance(written, str):
        raise ValueError("'published' must be an ISO date or time in a string")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"'published' is not an ISO date or time: {written!r}") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def write(path: Path, entries: Iterable[tuple[str, Iterable[Claim | Mapping[str, Any]]]]) -> int:
    """Writes one line per article, `{"id", "claims": [...]}`; the number of lines written.

    `entries` pairs an article's id with its claims, as records or as given by `as_gold`. The file
    appears whole or not at all.
    """
    written = 0
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8") as out:
        for identifier, claims in entries:
            rows = [as_gold(c) if isinstance(c, Claim) else c for c in claims]
            line = {"id": identifier, "claims": rows}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            written += 1
    partial.replace(path)
    return written


def as_gold(claim: Claim, figure: str | None = None) -> dict[str, Any]:
    """The claim in the format of the hand-made gold; docs/reading_figures.md names each field."""
    period, measured = claim.period, claim.measured
    return {
        "start": claim.start,
        "end": claim.end,
        "surface": claim.surface,
        "low": number(claim.quantity.low),
        "high": number(claim.quantity.high),
        "bound": claim.quantity.bound,
        "hedge": claim.quantity.hedge,
        "unit": claim.quantity.unit,
        "measured": measured.surface,
        "event": measured.event,
        "measure": claim.measure.kind,
        "per": claim.measure.per or claim.quantity.per,
        "period": period.surface if period else None,
        "period_start": _day(period.start) if period else None,
        "period_end": _day(period.end) if period else None,
        # A medium only passed the statement on; it is not answerable for the number.
        "source": [hop.name for hop in claim.chain if hop.role != "medium"],
        "polarity": claim.polarity,
        "figure": figure,
        "confidence": round(claim.confidence, 4),
    }


def number(value: Decimal | None) -> int | float | None:
    """`value` as a JSON number: whole numbers as integers, so that 12 is not written 12.0."""
    if value is None:
        return None
    if value == value.to_integral_value() and value.adjusted() < _MOST_DIGITS:
        return int(value)
    return float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
