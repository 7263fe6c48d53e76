"""watchlist/outlets.toml -> records; refuses a bad file naming file, line and remedy."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from extractors import urls


class BadWatchlist(Exception):  # noqa: N818
    """The watchlist cannot be used; the message names file, line and remedy."""


class Outlet(BaseModel):
    """One publisher watched."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Short name, used everywhere.")
    name: str = Field(min_length=1)
    homepage: str
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 code.")
    language: str = Field(pattern=r"^[a-z]{2,3}$", description="ISO 639 code.")
    kind: str = "newspaper"  # newspaper, broadcaster, agency, online, magazine
    also_known_as: tuple[str, ...] = ()  # names under which others cite it
    hosts: tuple[str, ...] = ()  # domains of its articles beside the homepage's
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    watch_homepage: bool = False  # take links from the homepage: last resort
    only: str | None = None  # pattern that article URLs must contain
    skip: str | None = None  # pattern that article URLs must not contain
    since: date | None = None  # first day of publication: earlier dates are refused
    articles_a_day: int | None = Field(None, ge=0)  # what to expect, for coverage
    delay: float | None = Field(None, ge=0)  # seconds between requests, where the default is wrong

    @field_validator("homepage")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if urls.canonical(value) is None:
            raise ValueError(f"{value!r} is not a web address (http:// or https://)")
        return value

    @field_validator("feeds", "sitemaps")
    @classmethod
    def _web_addresses(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            cls._web_address(value)
        return values

    @field_validator("only", "skip")
    @classmethod
    def _pattern(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"{value!r} is not a regular expression: {error}") from None
        return value

    @property
    def domains(self) -> tuple[str, ...]:
        """Every domain whose articles are this outlet's, the homepage's first."""
        return (urls.domain(self.homepage), *(host.lower() for host in self.hosts))

    def wants(self, url: str) -> bool:
        """Whether the outlet's `only` and `skip` patterns let `url` in."""
        if self.only and not re.search(self.only, url):
            return False
        return not (self.skip and re.search(self.skip, url))


@dataclass(frozen=True)
class Watchlist:
    """The outlets to watch, in the file's order."""

    outlets: tuple[Outlet, ...]

    @cached_property
    def owners(self) -> dict[str, str]:
        """Domain -> outlet key, for `urls.outlet`."""
        return {domain: outlet.key for outlet in self.outlets for domain in outlet.domains}

    @cached_property
    def by_key(self) -> dict[str, Outlet]:
        return {outlet.key: outlet for outlet in self.outlets}


def load(path: Path) -> Watchlist:
    """The watchlist in `path`. Raises BadWatchlist with every fault found, one per line."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadWatchlist(
            f"{path}: no such file; name another with --watchlist or FIGUREDRIFT_WATCHLIST"
        ) from None
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise BadWatchlist(f"{path}: {why}; it should be a file that you may read") from None
    except UnicodeDecodeError as error:
        raise BadWatchlist(
            f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8 text"
        ) from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadWatchlist(f"{path}: not valid TOML: {error}") from None

    lines = _table_lines(text)
    faults = [
        f"{path}:{_line_of(text, key)}: unknown table or key {key!r}; outlets are [[outlet]] tables"
        for key in content
        if key != "outlet"
    ]
    tables = content.get("outlet", [])
    if not isinstance(tables, list) or not tables:
        raise BadWatchlist("\n".join([*faults, f"{path}: no [[outlet]] table; add one per outlet"]))
    outlets: list[Outlet] = []
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 1
        try:
            outlet = Outlet.model_validate(table)
        except ValidationError as error:
            faults.extend(_faults(path, text, line, table, error))
            continue
        held = next((other for other in outlets if other.key == outlet.key), None)
        if held:
            faults.append(f"{path}:{line}: outlet key {outlet.key!r} is used twice; rename one")
        elif not (outlet.feeds or outlet.sitemaps or outlet.watch_homepage):
            faults.append(
                f"{path}:{line}: outlet {outlet.key!r} has nothing to watch; "
                "give it feeds, sitemaps or watch_homepage = true"
            )
        outlets.append(outlet)
    if faults:
        raise BadWatchlist("\n".join(faults))
    return Watchlist(tuple(outlets))


_TABLE = re.compile(r"^\s*\[\[\s*outlet\s*\]\]", re.M)


def _table_lines(text: str) -> list[int]:
    return [text.count("\n", 0, match.start()) + 1 for match in _TABLE.finditer(text)]


def _line_of(text: str, key: str, start: int = 1) -> int:
    """Line of `key` at or after line `start`; `start` if it is not found."""
    pattern = re.compile(rf"""^\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\]]""")
    for number, line in enumerate(text.splitlines()[start - 1 :], start):
        if number > start and _TABLE.match(line):
            break
        if pattern.match(line):
            return number
    return start


def _faults(path: Path, text: str, line: int, table: object, error: ValidationError) -> list[str]:
    name = table.get("key", "?") if isinstance(table, dict) else "?"
    told = []
    for fault in error.errors():
        key = str(fault["loc"][0]) if fault["loc"] else ""
        where = f"{path}:{_line_of(text, key, line)}"
        if fault["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, Outlet.model_fields, n=1)
            remedy = (
                f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(Outlet.model_fields)
            )
            told.append(f"{where}: outlet {name!r}: unknown key {key!r}; {remedy}")
        elif fault["type"] == "missing":
            told.append(f"{where}: outlet {name!r}: {key!r} is missing; add it")
        else:
            told.append(
                f"{where}: outlet {name!r}: {key!r}: {fault['msg'].removeprefix('Value error, ')}"
            )
    return told
