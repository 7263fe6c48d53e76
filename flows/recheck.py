"""When a page is to be visited again: often while it is young, then less, then never."""

from __future__ import annotations

from datetime import datetime, timedelta

# From this age on (since publication, or since first seen) ... every so often.
POLICY: tuple[tuple[timedelta, timedelta], ...] = (
    (timedelta(0), timedelta(minutes=15)),
    (timedelta(hours=3), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=3)),
    (timedelta(days=7), timedelta(days=3)),
)
LAST = timedelta(days=30)  # older pages are left in peace
SLACK = timedelta(seconds=30)  # schedules start a little early or late


def interval(age: timedelta) -> timedelta | None:
    """Time between two visits of a page of this age; None: no more visits."""
    if age >= LAST:
        return None
    return next((every for start, every in reversed(POLICY) if age >= start), POLICY[0][1])


def is_due(born_at: datetime, asked_at: datetime, now: datetime) -> bool:
    """Whether a page born (published or first seen) and last asked for at these times is due."""
    every = interval(now - born_at)
    return every is not None and now - asked_at >= every - SLACK
