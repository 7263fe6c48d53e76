"""Spells values for a reader: thousands grouped, an open side marked."""

from __future__ import annotations

from decimal import Decimal


def number(value: Decimal) -> str:
    """A decimal without trailing zeros, thousands grouped."""
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value():,f}" if whole else f"{value.normalize():,f}"


def interval(low: Decimal | None, high: Decimal | None) -> str:
    """A claim's value: a point, a range, or an open side."""
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}–{number(high)}"
    if low is not None:
        return f"≥ {number(low)}"
    return f"≤ {number(high)}" if high is not None else "?"
