"""Splits a revision's text into paragraphs, sentences and tokens with exact character offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from extractors.records import Zone, ZoneSpan


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark; `text[start:end]` is its surface, `lower` its folded form."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    zone: Zone
    paragraph: int


_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*|[^\w\s]|_|\w", re.UNICODE
)


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """Tokens of `text[start:end]`, offsets into `text`; linear time."""
    stop = len(text) if end is None else end
    return tuple(
        Token(m.start(), m.end(), m.group(), m.group().lower())
        for m in _TOKEN.finditer(text, start, stop)
    )


@dataclass(slots=True)
class Passage:
    """One text with its sentences, tokenized on demand: what every reader below gets."""

    text: str
    sentences: tuple[Sentence, ...]
    published_at: datetime | None = None
    outlet: str | None = None
    title: str | None = None
    _tokens: dict[int, tuple[Token, ...]] = field(default_factory=dict)
    # What a reader works out once for a sentence and others use again, by (reader, index).
    memo: dict[tuple[str, int], object] = field(default_factory=dict, repr=False)

    def tokens(self, index: int) -> tuple[Token, ...]:
        found = self._tokens.get(index)
        if found is None:
            s = self.sentences[index]
            found = self._tokens[index] = tokenize(self.text, s.start, s.end)
        return found

    def surface(self, index: int) -> str:
        s = self.sentences[index]
        return self.text[s.start : s.end]


_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Rev|Hon|St|Jr|Sr|"
    r"vs|etc|No|Nos|Inc|Ltd|Co|Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|"
    r"approx|est|Fig|Mass|Conn|Calif|Va|Md|Pa|Fla|Ill|Wash|Ore|Ariz|Colo|Tenn|La|Ga|Ala|Miss|Tex|Mich|Minn|"
    r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+|$)|\n+")


def split(text: str, zones: tuple[ZoneSpan, ...] = ()) -> tuple[Sentence, ...]:
    """Sentences of `text` in order, never crossing a line break; linear time."""
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
        if m.group()[0] == "\n":
            add(start, m.start())
            start = m.end()
            paragraph += 1
            continue
        after = m.end()
        while after < length and text[after] in " \t\u00a0\u2009\u202f":
            after += 1
        following = text[after : after + 1]
        if following and not (following.isupper() or following.isdigit() or following in "\"'“‘([—-\n$£€"):
            continue
        if m.group() == "." and _ABBREVIATION.search(text, max(start, m.start() - 12), m.start()):
            if following != "\n" and following:
                continue
        add(start, m.end())
        start = m.end()
    add(start, length)
    return tuple(found)
