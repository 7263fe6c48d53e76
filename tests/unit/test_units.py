"""Units: words and symbols are found, factors agree with a kept registry, codes are ISO 4217."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors import lexicon, numbers, units

WORDS = units.unit_words(lexicon.load("en"))
# Codes that the registry knows under another name; the rest is asked for by its own.
_NAMES = {
    "kph": "kilometer_per_hour", "mph": "mile_per_hour", "metre_per_second": "meter_per_second",
    "km_per_second": "kilometer_per_second", "ton": "short_ton", "stone": "stone",
    "square_metre": "meter**2", "square_km": "kilometer**2", "square_cm": "cm**2",
    "square_mile": "mile**2", "square_foot": "foot**2", "square_yard": "yard**2",
    "square_inch": "inch**2", "cubic_metre": "meter**3", "cubic_km": "kilometer**3",
    "cubic_foot": "foot**3", "cubic_yard": "yard**3", "cubic_inch": "inch**3",
    "barrel": "oil_barrel", "pound_foot": "foot_pound", "mmbtu": "megaBtu_it",
    "decade": "decayear",
}  # fmt: skip
_BASES = {
    "length": "meter", "area": "meter**2", "volume": "liter", "mass": "kilogram",
    "duration": "second", "speed": "meter/second", "energy": "joule", "power": "watt",
    "pressure": "pascal",
}  # fmt: skip


def test_factors_agree_with_the_registry() -> None:
    pint = pytest.importorskip("pint", reason="the registry is no dependency of the project")
    registry = pint.UnitRegistry()
    checked = 0
    for code, unit in units.table().items():
        base = _BASES.get(unit.kind)
        if base is None or code == "quarter":
            continue
        there = registry.Quantity(1, _NAMES.get(code, code)).to(base).magnitude
        assert float(unit.factor) == pytest.approx(there, rel=1e-5), code
        checked += 1
    assert checked > 80


def test_conversion_to_base() -> None:
    assert units.to_base(Decimal(10), "km") == 10_000
    assert units.to_base(Decimal(41), "fahrenheit") == pytest.approx(Decimal(5))
    assert units.to_base(Decimal(1), "no such unit") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("square miles", "square_mile"),
        ("miles per hour", "mph"),
        ("per cent", "percent"),
        ("percentage points", "percentage_point"),
        ("Danish crowns", "DKK"),
        ("degrees Celsius", "celsius"),
        ("°F", "fahrenheit"),
        ("kWh", "kilowatt_hour"),
        ("U.S. dollars", "USD"),
        ("m³", "cubic_metre"),
    ],
)
def test_longest_match(text: str, code: str) -> None:
    atoms = numbers.lex(text, 0, len(text))
    found = units.match(atoms, 0, WORDS)
    assert found is not None
    assert found.unit.code == code
    assert found.last == len(atoms.words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US$5", "USD"),
        ("A$5", "AUD"),
        ("$A5", "AUD"),
        ("Rs 5", "INR"),
        ("R$5", "BRL"),
        ("€5", "EUR"),
    ],
)
def test_signs_before(text: str, code: str) -> None:
    atoms = numbers.lex(text, 0, len(text))
    found = units.sign_before(atoms, len(atoms.words) - 1, WORDS)
    assert found is not None
    assert found.unit.code == code
    assert found.first == 0


def test_every_unit_has_words_or_a_symbol() -> None:
    named = {unit.code for rows in WORDS.by_first.values() for _, unit in rows}
    named |= {unit.code for rows in WORDS.symbols.values() for _, unit in rows}
    assert set(units.table()) <= named
