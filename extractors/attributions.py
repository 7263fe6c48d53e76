"""Reads who is made answerable for each number: chains of hops, speaker first and root last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors import quotes, sayings, sources
from extractors.antecedents import Antecedents
from extractors.lexicon import Lexicon
from extractors.records import Hop, HopRole, Quantity, Span
from extractors.sayings import Saying
from extractors.sentences import Passage
from extractors.sources import Source

_NEAR = 8  # cues of one sentence considered on each side of a number
_PARAGRAPH = 12  # sentences looked back at in one paragraph
_LABEL = 60  # characters of a label before its colon
_OPENING = 14  # tokens in which a sentence shows that it reports on
_CHAIN = 12  # sentences that may report on one after the other
_SHORT = 30  # characters up to which an unattributed quote is a mere word in quotes
_DASH = re.compile(r"\s*[―—–-]\s*(?=[A-Z])")


def read(
    passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon
) -> list[tuple[Hop, ...]]:
    """The chain of each of `quantities` (in text order), aligned; () is the outlet's own voice.

    Every hop's span satisfies `text[start:end] == name`. A hop of role "medium" is the outlet that
    passed a statement on ("told Reuters"); it comes first. Linear time.
    """
    if not quantities:
        return []
    reader = _Reader(passage, lexicon, quotes.read(passage.text, lexicon))
    nobodys = frozenset(lexicon["sources"]["nobodys"])
    return [
        tuple(_owned(hop, nobodys) for hop in reader.chain(q.sentence, q.start, q.end))
        for q in quantities
    ]


def _owned(hop: Hop, nobodys: frozenset[str]) -> Hop:
    """A document that is nobody's ("estimates", "some reports") is vague, not a document."""
    if hop.kind == "document" and all(word in nobodys for word in hop.name.lower().split()):
        return replace(hop, kind="vague")
    return hop


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who speaks: sources from the speaker to the root, the medium, and the cue."""

    hops: tuple[Source, ...]
    cue: Span
    medium: Source | None = None
    is_quote: bool = False


@dataclass(slots=True)
class _Reader:
    passage: Passage
    lexicon: Lexicon
    quotes: tuple[tuple[int, int], ...]
    antecedents: Antecedents = field(init=False)
    speakers: dict[int, _Voice | None] = field(default_factory=dict)  # of quotes, by number
    carries: dict[int, _Voice | None] = field(default_factory=dict)  # into sentences

    def __post_init__(self) -> None:
        self.antecedents = Antecedents(
            self.passage, self.lexicon, self.sayings, lambda offset: self.quote_at(offset) >= 0
        )

    # ------------------------------------------------------------ what stands where

    def sayings(self, index: int) -> tuple[Saying, ...]:
        return sayings.of(self.passage, index, self.quotes, self.lexicon)

    def near(self, index: int, offset: int) -> tuple[Saying, ...]:
        """The sayings of sentence `index` around the character `offset`: many stay cheap."""
        every = self.sayings(index)
        if len(every) <= 2 * _NEAR:
            return every
        k = bisect_right(every, offset, key=lambda s: s.cue.start)
        return every[max(0, k - _NEAR) : k + _NEAR]

    def quote_at(self, offset: int) -> int:
        """Number of the quote that holds the character `offset`, or -1."""
        k = bisect_right(self.quotes, offset, key=lambda quote: quote[0]) - 1
        return k if k >= 0 and offset < self.quotes[k][1] else -1

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self.passage.sentences, offset, key=lambda s: s.start) - 1)

    # ------------------------------------------------------------ a number's chain

    def chain(self, index: int, start: int, end: int) -> tuple[Hop, ...]:
        """The chain of the number at characters `start:end` of sentence `index`."""
        if self._counts_speakers(index, start):
            return ()
        quote = self.quote_at(start)
        voices: list[_Voice] = []
        if quote >= 0:
            voices = [self.voice(s, True) for s in self.covering(index, start, end, -1)]
            speaker = None if voices else self.speaker(quote)
            if speaker is not None:
                voices = [speaker]
        voices += [self.voice(s) for s in self.covering(index, start, end, quote)]
        carried = None if voices else self.carried(index)
        return self.hops(voices if carried is None else [carried])

    def covering(self, index: int, start: int, end: int, quote: int) -> list[Saying]:
        """Cues of the sentence that answer for a number, outermost first; all in quote `quote`."""
        backward: list[Saying] = []
        forward: list[Saying] = []
        for s in self.near(index, start):
            if not s.hops or self.quote_at(s.cue.start) != quote:
                continue
            if s.backward is not None and s.backward.start <= start and end <= s.backward.end:
                backward.append(s)
            elif s.forward is not None and s.forward.start <= start and end <= s.forward.end:
                forward.append(s)
        return backward[:1] + forward

    def _counts_speakers(self, index: int, start: int) -> bool:
        """Whether the number only counts who speaks ("two officials said")."""
        tokens = self.passage.tokens(index)
        every = self.sayings(index)
        k = bisect_right(every, start, key=lambda s: s.begin)
        return any(
            tokens.starts[hop.first] <= start < hop.end
            for s in every[max(0, k - 2) : k + 2]
            for hop in s.hops
            if hop.sentence == index and hop.kind != "document"
        )

    def voice(self, saying: Saying, is_quote: bool = False) -> _Voice:
        hops = tuple(self.antecedents.of(hop) for hop in saying.hops)
        medium = saying.medium or next((hop.via for hop in hops if hop.via), None)
        return _Voice(hops, saying.cue, medium, is_quote)

    def hops(self, voices: Sequence[_Voice]) -> tuple[Hop, ...]:
        """The voices as one chain without repeats."""
        text = self.passage.text
        chain: list[Hop] = []
        media: dict[str, Hop] = {}
        seen: set[str] = set()
        for voice in voices:
            if chain and (chain[-1].kind == "document" or _is_same_voice(voice, chain)):
                continue
            if voice.medium is not None:
                name = text[voice.medium.start : voice.medium.end]
                if not self._is_own(name):
                    span = Span(voice.medium.start, voice.medium.end)
                    media.setdefault(name, Hop(name, "medium", "outlet", span, voice.cue))
            for source in voice.hops:
                name = text[source.start : source.end]
                key = _key(name)
                if source.pronoun is not None and (chain or source.pronoun in ("self", "relative")):
                    continue
                if not key or key in seen:
                    continue
                seen.add(key)
                role: HopRole = "cited" if chain else "speaker"
                span = Span(source.start, source.end)
                chain.append(
                    Hop(name, role, source.kind, span, voice.cue, voice.is_quote, source.mention)
                )
        if not chain:
            return ()
        named = {hop.name for hop in chain}
        return (*(m for m in media.values() if m.name not in named), *chain)

    def _is_own(self, medium: str) -> bool:
        """Whether the medium is the outlet the article itself appeared in."""
        outlet, name = (self.passage.outlet or "").lower(), medium.lower()
        return bool(outlet) and (name in outlet or outlet in name)

    # ------------------------------------------------------------ who speaks in a quote

    def speaker(self, number: int) -> _Voice | None:
        """The voice of quote `number`, read once."""
        if number not in self.speakers:
            self.speakers[number] = None  # ends any circle
            self.speakers[number] = self._beside(number) or self._around(number)
        return self.speakers[number]

    def _beside(self, number: int) -> _Voice | None:
        """Who is named at the quote's end, or at its beginning."""
        start, end = self.quotes[number]
        opening, closing = self.sentence_at(start), self.sentence_at(end - 1)
        for s in self.near(closing, end):
            b = s.backward
            if b is not None and b.start < end <= b.end and self._is_outside(s):
                return self.voice(s, True)
        for s in reversed(self.near(opening, start)):
            f = s.forward
            if f is not None and s.cue.end <= start < f.end and self._is_outside(s):
                return self.voice(s, True)
        named = self._signed(closing, end) or self._announced(opening, start)
        if named is None:
            return None
        return _Voice((self.antecedents.of(named),), Span(named.start, named.end), is_quote=True)

    def _is_outside(self, saying: Saying) -> bool:
        """Whether the cue names someone and stands in no quote."""
        return bool(saying.hops) and self.quote_at(saying.cue.start) < 0

    def _signed(self, closing: int, end: int) -> Source | None:
        """The name behind a quote and a dash: "...” — Ann Smith"."""
        mark = _DASH.match(self.passage.text, end)
        index = -1 if mark is None else self.sentence_at(mark.end())
        if mark is None or index > closing + 1:
            return None
        reader = sayings.subjects(self.passage, index, self.lexicon)
        found = reader.starting(reader.phrasing.at(mark.end()))
        return found if found is not None and found.kind == "person" else None

    def _announced(self, opening: int, start: int) -> Source | None:
        """The subject of a sentence that ends in a colon before a quote."""
        sentences, text = self.passage.sentences, self.passage.text
        if start > sentences[opening].start:
            if not text[sentences[opening].start : start].rstrip().endswith(":"):
                return None
        elif opening and text[sentences[opening - 1].end - 1] == ":":
            opening -= 1
        else:
            return None
        found = sayings.subjects(self.passage, opening, self.lexicon).leading()
        return found if found is not None and found.is_known and found.pronoun != "thing" else None

    def _around(self, number: int) -> _Voice | None:
        """Who speaks in a quote whose own sentence names nobody: whom the sentence behind it
        names, the quote before it, the sentences before it."""
        start, end = self.quotes[number]
        sentences = self.passage.sentences
        opening, closing = self.sentence_at(start), self.sentence_at(end - 1)
        is_inside = start > sentences[opening].start + 1
        if is_inside and end - start < _SHORT:
            return None
        if end >= sentences[closing].end and self._is_one_paragraph(closing, closing + 1):
            for s in self.sayings(closing + 1)[:1]:
                if s.is_bare and s.hops:
                    return self.voice(s, True)
        if is_inside:
            return None
        before = self.sentence_at(self.quotes[number - 1][1] - 1) if number else opening
        if number and opening - before <= 2 and self._is_one_paragraph(before, opening):
            voice = self.speaker(number - 1)
            if voice is not None:
                return voice
        for back in range(opening - 1, max(-1, opening - 3), -1):
            for s in reversed(self.sayings(back)[-_NEAR:]):
                if self._is_outside(s):
                    return self.voice(s, True)
        return None

    def _is_one_paragraph(self, one: int, other: int) -> bool:
        sentences = self.passage.sentences
        return other < len(sentences) and sentences[one].paragraph == sentences[other].paragraph

    # ------------------------------------------------------------ carried from before

    def carried(self, index: int) -> _Voice | None:
        """The voice of the sentences before, where sentence `index` goes on in it; read once."""
        if index not in self.carries:
            self.carries[index] = self._labelled(index) or self._reported(index)
        return self.carries[index]

    def _labelled(self, index: int) -> _Voice | None:
        """The "SMITH:" at the head of the paragraph."""
        sentences, text = self.passage.sentences, self.passage.text
        for back in range(index - 1, max(-1, index - _PARAGRAPH), -1):
            if sentences[back].paragraph != sentences[index].paragraph:
                break
            start = sentences[back].start
            is_shouted = text[start : start + 2].isupper()
            if is_shouted and text.find(":", start, start + _LABEL) >= 0:
                for s in self.sayings(back)[:1]:
                    if s.is_label:
                        return self.voice(s)
        return None

    def _reported(self, index: int) -> _Voice | None:
        """The voice at the end of the sentence before, where the report goes on from there."""
        sentences = self.passage.sentences
        for here in range(index, max(0, index - _CHAIN), -1):
            before = sentences[here - 1]
            if self.sayings(here) or not self._goes_on(here):
                return None
            if sentences[here].paragraph - before.paragraph > 1:
                return None
            quote = self.quote_at(before.end - 1)
            if quote >= 0 and self.quotes[quote][0] <= before.start + 1:
                return None
            every = self.sayings(here - 1)[-_NEAR:]
            for s in every:
                if s.hops and s.backward is not None:
                    return self.voice(s)
            for s in reversed(every):
                if s.hops and s.forward is not None and s.forward.end >= before.end - 1:
                    return self.voice(s)
            if every:
                return None
        return None

    def _goes_on(self, index: int) -> bool:
        """Whether sentence `index` reports on: "The total had climbed ...", "It also includes"."""
        phrasing = sources.phrasing(self.passage, index, self.lexicon)
        section = self.lexicon["attributions"]
        words = phrasing.tokens.lowers[:_OPENING]
        if any(" ".join(words[:n]) in section["carries_on"] for n in (1, 2, 3)):
            return True
        is_fronted = phrasing.tag(0) == "p" or words[0] in section["to"]
        start = words.index(",") + 1 if is_fronted and "," in words else 0
        for k, word in enumerate(words[start:], start):
            if word in section["carries"]:
                # the tense goes on: "had climbed" behind "had deserted"
                after = phrasing.tag(k + 1) + phrasing.tag(k + 2)
                is_verb = word in section["modals"] or "e" in after or "v" in after
                return is_verb and any(
                    word in section["shifted"] for word in self.passage.words(index - 1)
                )
            if phrasing.tag(k) in "vx":
                return False
        return False


def _is_same_voice(voice: _Voice, chain: Sequence[Hop]) -> bool:
    """Whether a nested voice is only the speaker's own again: "he said it expects"."""
    is_body = chain[-1].kind in ("organisation", "document")
    return all(
        (hop.mention is not None or hop.pronoun is not None)
        and not hop.is_owner
        and not (hop.gender is not None and is_body)
        for hop in voice.hops
    )


def _key(name: str) -> str:
    """A name as compared within a chain: its last word, lower case."""
    words = name.replace("’", "'").lower().split()
    return words[-1].strip(".'\"") if words else ""
