"""Picks what a reader of a chart should be pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dashboard.standing import Statement
from dashboard.wording import Habit


def notes(
    statements: Sequence[Statement], names: Mapping[str, str], habit: Habit, unit: str
) -> list[tuple[datetime, str, str]]:
    """The first report, and the deepest fall of a number told with the same source.

    Whether the source took it back or the outlet slipped is not for the chart to say.
    """
    if not statements:
        return []
    first = statements[0]
    value = habit.statement(first.low, first.high, first.bound, first.hedge, unit)
    found = [
        (
            first.at,
            f"First: {names.get(first.outlet, first.outlet)}",
            f"{habit.moment(first.at)}, {value}",
        )
    ]
    said: dict[str, Statement] = {}
    deepest: tuple[float, Statement, Statement] | None = None
    for s in statements:
        if s.source is None or s.low is None or s.low != s.high or s.low <= 0:
            continue
        before = said.get(s.source)
        said[s.source] = s
        if before is not None and before.low is not None and s.at > before.at:
            fall = s.low / before.low
            if fall < 0.97 and (deepest is None or fall < deepest[0]):
                deepest = fall, before, s
    if deepest is not None:
        _, before, s = deepest
        told = f"{habit.amount(before.point, unit)} → {habit.amount(s.point, unit)}"
        detail = f"{told} ({habit.change(before.point, s.point)})"
        found.append((s.at, f"Lower, citing {s.source}", detail))
    return found
