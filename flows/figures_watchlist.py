"""watchlist/figures.toml -> the figures followed by name; refuses a bad file with a remedy."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from pydantic import ConfigDict, Field, ValidationError, create_model

from extractors.declared import Declared
from flows.settings import Settings
from flows.watchlist import BadWatchlist

__all__ = ["Declared", "load", "of"]


# One [[figure]] table, as written: the fields of Declared, which alone lists them.
_TYPES = get_type_hints(Declared)
_STRICTER: dict[str, Any] = {
    "name": Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/_-]*$")],
    "label": Annotated[str, Field(min_length=1)],
}
_FIELDS: dict[str, Any] = {
    f.name: (
        _STRICTER.get(f.name, _TYPES[f.name]),
        ... if f.default is dataclasses.MISSING else f.default,
    )
    for f in dataclasses.fields(Declared)
}
_Figure = create_model(
    "_Figure",
    __config__=ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True),
    **_FIELDS,
)


def _is_told_apart(figure: Declared) -> bool:
    said = figure.counts or figure.happened or figure.unit
    return bool(said and (figure.about or figure.about_all))


def of(settings: Settings) -> tuple[Declared, ...]:
    """The figures these settings name; none where nobody named a file and the usual is not there.

    Raises BadWatchlist where a file that was named is missing or bad.
    """
    if "figures" in settings.model_fields_set and not settings.figures.is_file():
        raise BadWatchlist(
            f"{settings.figures}: no such file; write it, or leave FIGUREDRIFT_FIGURES unset"
        )
    return load(settings.figures)


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
            one = Declared(**dict(_Figure.model_validate(table)))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadWatchlist(f"{where}: {field}: {first['msg']}") from None
        if one.name in found:
            raise BadWatchlist(f"{where}: name {one.name!r} stands twice; give one another name")
        if not _is_told_apart(one):
            raise BadWatchlist(
                f"{where}: {one.name!r} would match too much; fill counts, happened or unit, "
                "and about or about_all"
            )
        found[one.name] = one
    return tuple(found.values())
