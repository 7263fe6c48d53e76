"""Invented coverage with planted drift: nine made-up outlets, two made-up events, ten days."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

START = date(2026, 3, 2)
DAYS = 10
COUNTRIES = {"Velmora": "XV", "Ardovia": "XR"}  # ISO 3166 leaves XA to XZ to its users
_EVENING = time(22, 0, tzinfo=UTC)  # every article of a day is out by then


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet: where it lives, how its pages look and how it lists them."""

    id: str
    name: str
    host: str
    country: str
    path: str
    layout: str
    feed: str
    feed_path: str
    disallow: str
    charset: str = "utf-8"
    validators: bool = True
    sponsored: str | None = None  # a listed page that robots.txt keeps robots out of

    @property
    def root(self) -> str:
        return f"http://{self.host}"


@dataclass(frozen=True, slots=True)
class Item:
    """One invented article in one state of its text."""

    id: str
    number: int
    outlet: Outlet
    event: str
    section: str
    day: int
    published_at: datetime
    headline: str
    byline: str | None
    agency: str | None
    paragraphs: tuple[str, ...]
    changed_at: datetime  # when the text was last touched, told or not
    note: str | None = None  # a correction the outlet owns up to

    @property
    def path(self) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", self.headline.lower().replace("’", "")).strip("-")
        return self.outlet.path.format(
            date=self.published_at, slug=slug, section=self.section.lower(), n=4100 + self.number
        )

    @property
    def url(self) -> str:
        return self.outlet.root + self.path

    @property
    def modified_at(self) -> datetime | None:
        """What the page says: a silent edit leaves no trace here."""
        return self.changed_at if self.note else None


@dataclass(frozen=True, slots=True)
class Edit:
    """A later change to one article; silent where `note` is None."""

    article: str
    at: datetime
    day: int
    before: str
    after: str
    note: str | None = None

    def apply(self, item: Item) -> Item:
        if sum(p.count(self.before) for p in item.paragraphs) != 1:
            raise ValueError(f"edit of {self.article}: {self.before!r} must occur exactly once")
        paragraphs = tuple(p.replace(self.before, self.after) for p in item.paragraphs)
        return replace(item, paragraphs=paragraphs, changed_at=self.at, note=self.note or item.note)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything the invented outlets print in ten days."""

    outlets: tuple[Outlet, ...]
    items: tuple[Item, ...]  # as first printed, oldest first
    edits: tuple[Edit, ...]

    def on(self, day: int) -> tuple[Item, ...]:
        """The articles that are out on the evening of `day` (1 to 10), as they read then."""
        out = []
        for item in self.items:
            if item.day > day:
                continue
            for edit in self.edits:
                if edit.article == item.id and edit.day <= day:
                    item = edit.apply(item)
            out.append(item)
        return tuple(out)

    def url(self, article: str) -> str:
        """The address of an article by its id; KeyError where there is none."""
        return {item.id: item.url for item in self.items}[article]


def moment(day: int) -> datetime:
    """The evening of simulated day 1 to 10, UTC, when the pipeline is run."""
    return datetime.combine(START + timedelta(days=day - 1), _EVENING)


def _at(day: int, clock: str) -> datetime:
    return datetime.combine(START + timedelta(days=day - 1), time.fromisoformat(clock), UTC)


def _read(name: str) -> dict[str, Any]:
    path = files("flows.demonstration") / "coverage" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def coverage() -> Coverage:
    """The invented outlets, articles and edits of `coverage/*.toml`."""
    outlets = {row["id"]: Outlet(**row) for row in _read("outlets.toml")["outlet"]}
    rows = [
        (row, table["event"])
        for table in (_read("cable_thefts.toml"), _read("lume_flood.toml"), _read("other.toml"))
        for row in table["article"]
    ]
    rows.sort(key=lambda pair: (_at(pair[0]["day"], pair[0]["time"]), pair[0]["id"]))
    items = []
    for number, (row, event) in enumerate(rows, start=1):
        at = _at(row["day"], row["time"])
        text = re.split(r"\n\s*\n", row["text"].strip())
        items.append(
            Item(
                id=row["id"],
                number=number,
                outlet=outlets[row["outlet"]],
                event=event,
                section=row["section"],
                day=row["day"],
                published_at=at,
                headline=row["headline"],
                byline=row.get("byline"),
                agency=row.get("agency"),
                paragraphs=tuple(" ".join(p.split()) for p in text),
                changed_at=at,
            )
        )
    edits = tuple(
        Edit(
            row["article"],
            _at(row["day"], row["time"]),
            row["day"],
            row["before"],
            row["after"],
            row.get("note"),
        )
        for row in _read("edits.toml")["edit"]
    )
    return Coverage(tuple(outlets.values()), tuple(items), edits)


def figures() -> str:
    """The figures followed by name: TOML text in the format of `watchlist/figures.toml`."""
    path = files("flows.demonstration") / "coverage" / "figures.toml"
    return path.read_text(encoding="utf-8")


@cache
def truth() -> Mapping[str, Any]:
    """The planted truth of `coverage/truth.toml`, as it stands there."""
    return _read("truth.toml")


def outlets() -> str:
    """The invented outlets as a watchlist: TOML text in the format of `watchlist/outlets.toml`."""
    tables = []
    for outlet in coverage().outlets:
        listing = "sitemaps" if outlet.feed == "news-sitemap" else "feeds"
        rows: dict[str, object] = {
            "key": outlet.id,
            "name": outlet.name,
            "homepage": outlet.root + "/",
            "country": COUNTRIES[outlet.country],
            "language": "en",
            "also_known_as": [outlet.name.removeprefix("The ")],
            listing: [outlet.root + outlet.feed_path],
        }
        # A JSON string or list of strings is also TOML.
        table = "\n".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items()
        )
        tables.append(f"[[outlet]]\n{table}\n")
    return "# Invented outlets of the demonstration coverage.\n\n" + "\n".join(tables)
