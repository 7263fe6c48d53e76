"""robots.txt by RFC 9309: what a host lets us fetch and how fast, kept between runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from protego import Protego

LARGEST = 512_000  # bytes read of a robots.txt; RFC 9309 asks for at least 500 KiB

# What a fetch of robots.txt means (RFC 9309, 2.3.1).
ALLOW_ALL = "User-agent: *\nDisallow:\n"  # 4xx: there are no rules
DISALLOW_ALL = "User-agent: *\nDisallow: /\n"  # 5xx or no answer: assume the worst


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin for us."""

    text: str
    fetched_at: datetime
    is_reachable: bool
    parsed: Protego

    def allows(self, url: str, token: str) -> bool:
        return bool(self.parsed.can_fetch(url, token))

    def delay(self, token: str) -> float:
        """Seconds between two requests that the host asks for; 0 where it asks for nothing."""
        asked = self.parsed.crawl_delay(token) or 0.0
        rate = self.parsed.request_rate(token)
        if rate and rate.requests:
            asked = max(asked, rate.seconds / rate.requests)
        return float(asked)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self.parsed.sitemaps)


def from_answer(status: int | None, body: bytes, now: datetime) -> Rules:
    """The rules an answer to a request for robots.txt gives; `status` None is no answer at all."""
    if status is not None and 200 <= status < 300:
        return _rules(body[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff"), now, True)
    if status is not None and 400 <= status < 500 and status != 429:
        return _rules(ALLOW_ALL, now, True)
    return _rules(DISALLOW_ALL, now, False)


def _rules(text: str, now: datetime, reachable: bool) -> Rules:
    return Rules(text, now, reachable, Protego.parse(text))


class Cache:
    """The rules of every origin met, in memory and, where there is a `folder`, in files.

    Rules older than `age` are forgotten; "unreachable" is remembered for a tenth of that only.
    """

    def __init__(self, folder: Path | None, age: timedelta) -> None:
        self.folder, self.age = folder, age
        self._held: dict[str, Rules] = {}

    def get(self, origin: str, now: datetime) -> Rules | None:
        rules = self._held.get(origin) or self._load(origin)
        if rules is None:
            return None
        age = self.age if rules.is_reachable else self.age / 10
        if not rules.fetched_at <= now <= rules.fetched_at + age:
            return None
        self._held[origin] = rules
        return rules

    def put(self, origin: str, rules: Rules) -> None:
        self._held[origin] = rules
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = self._file(origin)
            kept = {
                "fetched_at": rules.fetched_at.isoformat(),
                "is_reachable": rules.is_reachable,
                "text": rules.text,
            }
            part = file.with_suffix(".part")
            part.write_text(json.dumps(kept), encoding="utf-8")
            part.replace(file)

    def _file(self, origin: str) -> Path:
        assert self.folder is not None
        return self.folder / (quote(origin, safe="") + ".json")

    def _load(self, origin: str) -> Rules | None:
        if not self.folder:
            return None
        try:
            kept = json.loads(self._file(origin).read_text(encoding="utf-8"))
            return _rules(
                kept["text"], datetime.fromisoformat(kept["fetched_at"]), kept["is_reachable"]
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
