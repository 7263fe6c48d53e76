"""Finds the direct quotes of a text, also those that run on over several paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.lexicon import Lexicon

# A quote that is not closed within so many line breaks ends at the first of them.
_PATIENCE = 6


@dataclass(frozen=True, slots=True)
class _Marks:
    pattern: re.Pattern[str]
    closers: dict[str, str]  # opening mark -> closing mark
    straight: frozenset[str]


@cache
def _marks(lexicon: Lexicon) -> _Marks:
    section = lexicon["quotes"]
    closers = dict(section["pairs"])
    straight = frozenset(section["straight"])
    every = sorted({*closers, *closers.values(), *straight}, key=len, reverse=True)
    # One set comes first, so that the search passes quickly over all other characters.
    firsts = "".join(re.escape(first) for first in sorted({mark[0] for mark in every}))
    marks = [rf"(?<={re.escape(mark[0])}){re.escape(mark[1:])}" for mark in every]
    pattern = re.compile(rf"[{firsts}\n](?:{'|'.join(marks)}|(?<=\n)\n*)")
    return _Marks(pattern, closers, straight)


def read(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Half-open spans of direct quotes, marks included, in order and apart; linear time.

    A quote whose paragraph ends unclosed goes on where the next paragraph opens with a mark again
    or the closing mark comes first; else it ends with its paragraph.
    """
    marks = _marks(lexicon)
    found: list[tuple[int, int]] = []
    start, closer = -1, ""  # the open quote
    breaks: list[int] = []  # line breaks since it opened
    fresh = 0  # where the present line begins

    def close(end: int) -> None:
        nonlocal start
        if end > start >= 0:
            found.append((start, end))
        start = -1
        breaks.clear()

    for m in marks.pattern.finditer(text):
        mark, at = m.group(), m.start()
        if mark[0] == "\n":
            fresh = m.end()
            if start >= 0:
                breaks.append(at)
                again = text.startswith(closer, fresh)
                if (closer in marks.straight and not again) or len(breaks) > _PATIENCE:
                    close(breaks[0])
            continue
        if mark in marks.straight:
            before, after = text[at - 1 : at], text[m.end() : m.end() + 1]
            opens = (not before or before.isspace() or before in "([—–-") and (
                after != "" and not after.isspace()
            )
            if start < 0:
                if opens:
                    start, closer = at, mark
            elif not opens and (mark == closer or _unmatched(text, at, closer)):
                close(m.end())
        elif start >= 0 and mark == closer:
            close(m.end())
        elif mark in marks.closers:
            if start >= 0 and at != fresh:
                if closer != marks.closers[mark]:
                    continue  # a quote in a quote
                close(breaks[0] if breaks else at)
            if start < 0:
                start, closer = at, marks.closers[mark]
    if start >= 0:
        close(breaks[0] if breaks else len(text))
    return tuple(found)


def _unmatched(text: str, at: int, closer: str) -> bool:
    """Whether the quote open at `at` has no closing mark of its own in the rest of its line."""
    line = text.find("\n", at, at + 2000)
    return text.find(closer, at, line if line >= 0 else at + 2000) < 0
