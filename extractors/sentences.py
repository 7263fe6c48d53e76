"""Splits a revision's text into paragraphs, sentences and tokens with exact character offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import accumulate

from extractors.lexicon import Lexicon, load
from extractors.records import Zone, ZoneSpan


@dataclass(slots=True, eq=False)
class Tokens:
    """Words, numbers and marks in order: `text[starts[i]:ends[i]]` is `texts[i]`.

    Parallel lists and no record for each: tokens are made by the hundred thousand.
    """

    texts: list[str]
    lowers: list[str]  # the same in lower case
    starts: list[int]
    ends: list[int]


@dataclass(slots=True, eq=False)
class Sentence:
    start: int
    end: int
    zone: Zone
    paragraph: int


# Splitting at a group gives gaps and tokens in turns, without a match object for each; the
# pattern for plain text says the same in less time.
_TOKEN = re.compile(r"([^\W\d_]++(?:['’\-‐‑][^\W\d_]++)*+|\d++(?:[.,]\d++)*+|[^\w\s]|_|\w)")
_PLAIN = re.compile(r"([A-Za-z]++(?:['-][A-Za-z]++)*+|[0-9]++(?:[.,][0-9]++)*+|\S)")


def _split(text: str) -> list[str]:
    """Gaps and tokens of `text` in turns, a gap (often empty) first and last."""
    return (_PLAIN if text.isascii() else _TOKEN).split(text)


@dataclass(slots=True)
class Passage:
    """One text with its sentences, tokenized on demand: what every reader below gets."""

    text: str
    sentences: tuple[Sentence, ...]
    published_at: datetime | None = None
    outlet: str | None = None
    title: str | None = None
    _parts: dict[int, tuple[list[str], list[str], list[str]]] = field(default_factory=dict)
    _tokens: dict[int, Tokens] = field(default_factory=dict)
    # What a reader works out once for a sentence and others use again, by (reader, index).
    memo: dict[tuple[str, int], object] = field(default_factory=dict, repr=False)

    def tokens(self, index: int) -> Tokens:
        """The tokens of a sentence, offsets into the text; linear time."""
        found = self._tokens.get(index)
        if found is None:
            self.words(index)
            parts, texts, lowers = self._parts[index]
            at = list(accumulate(map(len, parts), initial=self.sentences[index].start))
            found = self._tokens[index] = Tokens(texts, lowers, at[1:-1:2], at[2::2])
        return found

    def words(self, index: int) -> list[str]:
        """The tokens of a sentence in lower case only: at half the cost, for a first look."""
        found = self._parts.get(index)
        if found is None:
            parts = _split(self.surface(index))
            texts = parts[1::2]
            lowers = "\n".join(texts).lower().split("\n")  # one call for all of them
            found = self._parts[index] = parts, texts, lowers
        return found[2]

    def surface(self, index: int) -> str:
        s = self.sentences[index]
        return self.text[s.start : s.end]


_CLOSERS = "\"'”’)]»"
# A run of marks that may close a sentence, with what closes quotes and brackets, or line breaks.
# Possessive and anchored at the start of its run, so that hostile runs cost linear time; it
# begins with one set, so that the search passes quickly over all other characters.
_END = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*+"
    r"|(?<!\n)(?<![.!?…]{2})[.!?…]*+[\"'”’)\]»]*+(?=\s|$|[^\W\d_]))"
)
_WORD = re.compile(r"[^\W\d_]+")
_OPENERS = frozenset("\"'“‘([«—–-$£€¥•#‑")
_LONGEST = 14  # characters looked at before a full stop


@dataclass(frozen=True, slots=True, eq=False)
class _Stops:
    """The words of [sentences]: what a full stop after them means."""

    titles: frozenset[str]  # never end a sentence before a capital
    numbered: frozenset[str]  # never end one before a digit
    shortened: frozenset[str]  # end one only before a word that starts sentences
    starters: frozenset[str]


@cache
def _stops(lexicon: Lexicon) -> _Stops:
    s = lexicon["sentences"]
    return _Stops(
        frozenset(s["titles"]),
        frozenset(s["numbered"]),
        frozenset(s["shortened"]),
        frozenset(s["starters"]),
    )


def split(
    text: str, zones: tuple[ZoneSpan, ...] = (), lexicon: Lexicon | None = None
) -> tuple[Sentence, ...]:
    """Sentences of `text` in order, never crossing a line break; linear time.

    The first paragraph that is no headline is the lead. Without `lexicon` English is read.
    """
    stops = _stops(lexicon or load("en"))
    found: list[Sentence] = []
    paragraph, start, length = 0, 0, len(text)
    marks = iter(sorted(zones, key=lambda z: z.start))
    mark = next(marks, None)
    lead: int | None = None

    def add(a: int, b: int) -> None:
        nonlocal mark, lead
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a == b:
            return
        while mark is not None and mark.end <= a:
            mark = next(marks, None)
        zone: Zone = "body"
        if mark is not None and mark.start <= a < mark.end:
            zone = mark.zone
        elif lead is None or lead == paragraph:
            lead, zone = paragraph, "lead"
        found.append(Sentence(a, b, zone, paragraph))

    for m in _END.finditer(text):
        if text[m.start()] == "\n":
            add(start, m.start())
            start = m.end()
            paragraph += 1
            continue
        after = m.end()
        while after < length and text[after] != "\n" and text[after].isspace():
            after += 1
        if after < length and text[after] != "\n" and not _ends(text, start, m, after, stops):
            continue
        add(start, m.end())
        start = m.end()
    add(start, length)
    return tuple(found)


def _ends(text: str, start: int, m: re.Match[str], after: int, stops: _Stops) -> bool:
    """Whether the marks of `m` close the sentence from `start`; the text goes on at `after`."""
    following = text[after]
    capital, digit = following.isupper(), following.isdigit()
    if not (capital or digit or following in _OPENERS):
        return False
    if after == m.end():
        # No space behind the stop: "killed 12.The army", but not "example.Com" or "U.S.A".
        is_glued = m.start() > start + 1 and text[m.start() - 1].islower()
        return is_glued and _starts(text, after, stops)
    if m.group() != ".":
        return True
    at = m.start()
    first, floor = at, max(start, at - _LONGEST)
    while first > floor and (text[first - 1].isalpha() or (text[first - 1] == "." and first < at)):
        first -= 1
    before = text[first:at]
    if not before:
        return True
    lowered = before.lower()
    if digit:
        return lowered not in stops.numbered
    if lowered in stops.titles:
        return False
    if lowered in stops.shortened or "." in before:
        return _starts(text, after, stops)
    if len(before) == 1 and before.isupper():
        return _starts(text, after, stops)  # an initial
    return True


def _starts(text: str, at: int, stops: _Stops) -> bool:
    """Whether a word that starts sentences stands at the character `at`."""
    word = _WORD.match(text, at)
    return word is not None and word.group().lower() in stops.starters
