"""The record of something that did not go through: what, why, and what a person can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing a stage could not do; the run goes on without it.

    `reason` is a short code for counting ("timeout", "robots"), `thing` a URL, a file or
    file:line, `detail` what was seen, `remedy` what a person can do about it.
    """

    stage: str
    reason: str
    thing: str
    detail: str = ""
    remedy: str = ""
    outlet: str | None = None
    failed_at: datetime | None = None
    status: int | None = None  # HTTP status, where there was an answer
    was_asked: bool = False  # whether a server was asked at all

    def __str__(self) -> str:
        told = f"{self.thing}: {self.detail or self.reason}"
        return f"{told} ({self.remedy})" if self.remedy else told
