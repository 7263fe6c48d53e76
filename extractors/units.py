"""Knows units of measure and currencies: their words, signs, kinds and conversion factors."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, cast

from extractors.lexicon import Lexicon
from extractors.numbers import Atoms, lex
from extractors.records import UnitKind

_NOT_KINDS = ("currency",)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its code as claims carry it, its kind, and the way to its kind's base unit.

    base value = (value + offset) * factor. For money `factor` is 0.01 for a minor unit, else 1.
    """

    code: str
    kind: UnitKind
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)
    is_ambiguous: bool = False  # the word may mean something else ("won", "real")
    written_as: str = ""  # the code it is given in ("decade" as 10 "year")
    times: Decimal = Decimal(1)


@dataclass(slots=True, eq=False)
class Match:
    """A unit found in `atoms[first:last]`."""

    first: int
    last: int
    unit: Unit
    is_symbol: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class UnitWords:
    """The units with the words of one language, compiled for matching."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]  # longest first
    symbols: Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]  # case told apart
    signs: Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]  # by last atom, before a number
    openers: frozenset[str]  # first atoms of words and symbols, in lower case
    closers: frozenset[str]  # last atoms of signs, in lower case
    loose: frozenset[str]  # signs that need the number to look like money
    minor: Mapping[str, Unit]
    articles: frozenset[str]  # "A $5 fee": no sign of theirs stands apart


@cache
def table() -> Mapping[str, Unit]:
    """Every unit of measure by code, with its kind and factor (lexicons/units.toml)."""
    raw = _raw()
    return {
        code: Unit(
            code,
            cast(UnitKind, kind),
            Decimal(row["factor"]),
            Decimal(row.get("offset", "0")),
            written_as=row.get("as", ""),
            times=Decimal(row.get("times", "1")),
        )
        for kind, rows in raw.items()
        if kind not in _NOT_KINDS
        for code, row in rows.items()
    }


def to_base(value: Decimal, code: str) -> Decimal | None:
    """`value` in the base unit of its kind (metre, kg, litre ...); None for an unknown code."""
    unit = table().get(code)
    return None if unit is None else (value + unit.offset) * unit.factor


@cache
def unit_words(lexicon: Lexicon) -> UnitWords:
    """The compiled units for the words of `lexicon`."""
    raw, units = _raw(), table()
    section: Mapping[str, Any] = lexicon["units"]
    ambiguous = frozenset(section["ambiguous"])
    words: dict[tuple[str, ...], Unit] = {}
    for code, names in section["names"].items():
        for name in names:
            _add(words, name, units[code])
    minor: dict[str, Unit] = {}
    for code, names in section["currencies"].items():
        for name in names:
            _add(words, name, Unit(code, "money", is_ambiguous=name in ambiguous))
    for code, names in section["minor"].items():
        for name in names:
            _add(words, name, Unit(code, "money", Decimal("0.01")))
    symbols: dict[tuple[str, ...], Unit] = {}
    for rows in (rows for kind, rows in raw.items() if kind not in _NOT_KINDS):
        for code, row in rows.items():
            for symbol in row["symbols"]:
                symbols[_surfaces(symbol)] = units[code]
    signs: dict[tuple[str, ...], Unit] = {}
    for code, row in raw["currency"].items():
        for sign in row["signs"]:
            signs[_surfaces(sign)] = Unit(code, "money")
            symbols.setdefault(_surfaces(sign), Unit(code, "money"))
        for sign in row["minor"]:
            minor[sign] = Unit(code, "money", Decimal("0.01"))
    return UnitWords(
        _by_first(words),
        _by_first(symbols),
        _by_last(signs),
        frozenset(name[0] for name in words) | frozenset(map(_plain, (s[0] for s in symbols))),
        frozenset(map(_plain, (s[-1] for s in signs))),
        frozenset(section["loose_signs"]),
        minor,
        frozenset(lexicon["numbers"]["articles"]),
    )


def match(atoms: Atoms, i: int, words: UnitWords) -> Match | None:
    """The longest unit whose words or symbol start at atom `i`; None where there is none."""
    if atoms.row[i] not in words.openers:
        return None
    best: Match | None = None
    for name, unit in words.by_first.get(atoms.words[i], ()):
        end = i + len(name)
        if tuple(atoms.words[i:end]) == name:
            best = Match(i, end, unit)
            break
    surface = atoms.surface(i)
    for symbol, unit in words.symbols.get(surface, ()):
        end = i + len(symbol)
        if best is not None and end <= best.last:
            break
        if end <= len(atoms.words) and all(
            atoms.surface(k) == part for k, part in zip(range(i, end), symbol, strict=True)
        ):
            glued = all(atoms.is_glued(k) for k in range(i + 1, end))
            if glued:
                best = Match(i, end, unit, True)
                break
    return best


def sign_before(atoms: Atoms, i: int, words: UnitWords) -> Match | None:
    """The currency sign or code that ends right before atom `i` ("US$", "Rs", "EUR")."""
    if atoms.row[i - 1] not in words.closers:
        return None
    for sign, unit in words.signs.get(atoms.surface(i - 1), ()):
        first = i - len(sign)
        if len(sign) == 1 or (
            first >= 0 and all(atoms.surface(first + k) == part for k, part in enumerate(sign))
        ):
            if atoms.words[first] in words.articles and not atoms.is_glued(first + 1):
                continue  # "A $5 fee"
            return Match(first, i, unit, True)
    return None


def _add(words: dict[tuple[str, ...], Unit], name: str, unit: Unit) -> None:
    parts = tuple(lex(name, 0, len(name)).words)
    words[parts] = unit
    if parts[-1].isalpha() and parts[-1][-1] not in "s" and len(parts[-1]) > 1:
        words.setdefault((*parts[:-1], parts[-1] + "s"), unit)


def _surfaces(symbol: str) -> tuple[str, ...]:
    atoms = lex(symbol, 0, len(symbol))
    return tuple(atoms.surface(k) for k in range(len(atoms.words)))


def _plain(surface: str) -> str:
    """An atom of a symbol as the lexer gives it: in lower case, dashes plain."""
    return lex(surface, 0, len(surface)).words[0]


def _by_first(
    words: Mapping[tuple[str, ...], Unit],
) -> Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for name, unit in words.items():
        found.setdefault(name[0], []).append((name, unit))
    return {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in found.items()}


def _by_last(
    words: Mapping[tuple[str, ...], Unit],
) -> Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for name, unit in words.items():
        found.setdefault(name[-1], []).append((name, unit))
    return {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in found.items()}


@cache
def _raw() -> Mapping[str, Any]:
    path = files("extractors") / "lexicons" / "units.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
