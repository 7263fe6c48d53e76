"""Draws the mark of one statement: its shape says the bound and the hedge."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.standing import Statement
from dashboard.svg import element, number


def shape(s: Statement, x: float, y: float, values: Callable[[float], float] | None = None) -> str:
    """The mark of a statement: its shape says the bound and the hedge.

    Dot: stated flat. Ring: about. Arrow up: at least. Arrow down: at most. Capped bar: a range,
    drawn to scale where `values` is given.
    """
    if s.low is None or s.high is None:
        tip = -11 if s.high is None else 11
        back = 4 if s.high is None else -4
        d = (
            f"M{number(x - 4)} {number(y)}h8M{number(x)} {number(y)}v{tip}"
            f"m-3 {back}l3 {-back}l3 {back}"
        )
        return element("path", class_="arrow", d=d)
    if s.low != s.high:
        top, low = (values(s.high), values(s.low)) if values else (y - 6, y + 6)
        x0, y0, y1 = number(x - 3.5), number(top), number(low)
        return element("path", class_="range", d=f"M{x0} {y0}h7M{number(x)} {y0}V{y1}M{x0} {y1}h7")
    if s.hedge != "none":
        return element("circle", class_="ring", cx=x, cy=y, r=3.4)
    return element("circle", class_="dot", cx=x, cy=y, r=3.2)


def lying(s: Statement, x: Callable[[float], float], y: float) -> str:
    """A mark on its side: at least points right, at most left."""
    if s.low is None or s.high is None:
        at, tip, back = x(max(s.point, 1e-12)), (9, -3) if s.high is None else (-9, 3), 3
        d = (
            f"M{number(at)} {number(y - 4)}v8M{number(at)} {number(y)}h{tip[0]}"
            f"m{tip[1]} -{back}l{-tip[1]} {back}l{tip[1]} {back}"
        )
        return element("path", class_="arrow", d=d)
    if s.low != s.high and s.low > 0:
        x0, x1 = number(x(s.low)), number(x(s.high))
        d = f"M{x0} {number(y - 4)}v8M{x0} {number(y)}H{x1}M{x1} {number(y - 4)}v8"
        return element("path", class_="range", d=d)
    if s.hedge != "none":
        return element("circle", class_="ring", cx=x(s.point), cy=y, r=3.6)
    return element("circle", class_="dot", cx=x(s.point), cy=y, r=3.4)
