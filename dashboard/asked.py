"""Reads what a page was asked for: filters and page number, checked and cut to size."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

_LONGEST = 200
_MOST_VALUES = 60
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The query of an address as pairs; anything odd in it is as if it were not there."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Asked:
        kept = [
            (name[:_LONGEST], value[:_LONGEST].replace("\x00", ""))
            for name, value in list(pairs)[: 4 * _MOST_VALUES]
        ]
        return cls(tuple(kept))

    def one(self, name: str, default: str = "", among: Collection[str] | None = None) -> str:
        """The last value of `name`; the default where it is none of `among`."""
        value = next((v.strip() for n, v in reversed(self.pairs) if n == name), default)
        return value if among is None or value in among else default

    def every(self, name: str) -> list[str]:
        return [v for n, v in self.pairs if n == name][:_MOST_VALUES]

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.one(name))
        except ValueError:
            return None

    @property
    def page(self) -> int:
        """The page of a list, from 1."""
        value = self.one("page", "1")
        return min(max(int(value), 1), _MOST_PAGES) if value.isascii() and value.isdigit() else 1

    def without(self, *names: str) -> tuple[tuple[str, str], ...]:
        """The filters that are set, without some: what a link to another page of them keeps."""
        return tuple((n, v) for n, v in self.pairs if n not in names and v)


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page of a list stands in the whole."""

    page: int
    rows: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.rows))

    @property
    def first(self) -> int:
        return (self.page - 1) * self.rows + 1

    @property
    def last(self) -> int:
        return min(self.page * self.rows, self.total)
