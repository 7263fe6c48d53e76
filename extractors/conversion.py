"""Converts between units of one kind, exactly, with the factors of lexicons/units.toml."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files


@cache
def _factors() -> dict[str, tuple[str, Decimal]]:
    raw = tomllib.loads((files("extractors") / "lexicons" / "units.toml").read_text("utf-8"))
    found: dict[str, tuple[str, Decimal]] = {}
    for kind, units in raw.items():
        if not isinstance(units, dict) or kind in {
            "other",
            "share",
            "point",
            "multiple",
            "currency",
        }:
            continue
        for name, row in units.items():
            if isinstance(row, dict) and "factor" in row and "offset" not in row:
                found[name] = (kind, Decimal(str(row["factor"])))
    return found


def ratio(unit: str, into: str) -> Decimal | None:
    """How many `into` one `unit` is; None where they are not of one kind or have no factor."""
    if unit == into:
        return Decimal(1)
    a, b = _factors().get(unit), _factors().get(into)
    if a is None or b is None or a[0] != b[0] or not b[1]:
        return None
    return a[1] / b[1]
