"""watchlist/figures.toml -> the figures followed by name; refuses a bad file with a remedy."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractors.declared import Declared
from extractors.records import MeasureKind, UnitKind
from flows.watchlist import BadWatchlist

__all__ = ["Declared", "load"]


class _Figure(BaseModel):
    """One [[figure]] table, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9/_-]*$", description="Lasting short name.")
    label: str = Field(min_length=1)
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
    def is_told_apart(self) -> bool:
        return bool((self.counts or self.happened or self.unit) and (self.about or self.about_all))


def load(path: Path) -> tuple[Declared, ...]:
    """The figures of `path` in order; none where there is no such file.

    Raises BadWatchlist naming file, line and remedy.
    """
    if not path.is_file():
        return ()
    text = path.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadWatchlist(f"{path}: not TOML: {error}") from None
    unknown = sorted(set(raw) - {"figure"})
    if unknown:
        raise BadWatchlist(f"{path}: unknown table {unknown[0]!r}; write [[figure]]")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[figure]]"]
    found: dict[str, Declared] = {}
    for position, table in enumerate(raw.get("figure", [])):
        where = f"{path}:{lines[position]}" if position < len(lines) else str(path)
        try:
            one = _Figure.model_validate(table)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadWatchlist(f"{where}: {field}: {first['msg']}") from None
        if one.name in found:
            raise BadWatchlist(f"{where}: name {one.name!r} stands twice; give one another name")
        if not one.is_told_apart:
            raise BadWatchlist(
                f"{where}: {one.name!r} would match too much; fill counts, happened or unit, "
                "and about or about_all"
            )
        found[one.name] = Declared(**dict(one))
    return tuple(found.values())
