"""Reads who is made answerable for each number: chains of hops, speaker first and root last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors import quotes, sayings, sources
from extractors.lexicon import Lexicon
from extractors.records import Hop, Quantity, Span
from extractors.sayings import Saying
from extractors.sentences import Passage
from extractors.sources import Source

_MEMORY = 6  # sentences looked back at for whom a pronoun means
_NEAR = 8  # cues of one sentence considered on each side of a number
_PARAGRAPH = 12  # sentences looked back at in one paragraph
_OPENING = 14  # tokens in which a sentence shows that it reports on
_DEPTH = 12  # pronouns followed one through the other
_DASH = re.compile(r"\s*[―—–-]\s*(?=[A-Z])")
_SHORT = 30  # characters up to which an unattributed quote is a mere word in quotes


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
    return [reader.chain(q.sentence, q.start, q.end) for q in quantities]


@dataclass(slots=True)
class _Voice:
    """Who speaks: sources from the speaker to the root, the medium, and the cue."""

    hops: tuple[Source, ...]
    sentence: int
    cue: Span
    medium: Source | None = None
    is_quote: bool = False


@dataclass(slots=True)
class _Reader:
    passage: Passage
    lexicon: Lexicon
    quotes: tuple[tuple[int, int], ...]
    voices: dict[int, _Voice | None] = field(default_factory=dict)  # of quotes, by number
    carries: dict[int, _Voice | None] = field(default_factory=dict)  # by sentence
    depth: int = 0
    resolved: dict[tuple[int, int], tuple[Source, ...]] = field(default_factory=dict)

    def sayings(self, index: int) -> tuple[Saying, ...]:
        return sayings.of(self.passage, index, self.quotes, self.lexicon)

    def near(self, index: int, offset: int) -> tuple[Saying, ...]:
        """The sayings of sentence `index` around the character `offset`, so that many stay cheap."""
        every = self.sayings(index)
        if len(every) <= 2 * _NEAR:
            return every
        k = bisect_right(every, offset, key=lambda s: s.cue.start)
        return every[max(0, k - _NEAR) : k + _NEAR]

    def quote_at(self, offset: int) -> int:
        k = bisect_right(self.quotes, (offset, len(self.passage.text) + 1)) - 1
        return k if k >= 0 and offset < self.quotes[k][1] else -1

    # ------------------------------------------------------------ a number's chain

    def chain(self, index: int, start: int, end: int) -> tuple[Hop, ...]:
        """The chain of the number at characters `start:end` of sentence `index`."""
        if self._names_source(index, start):
            return ()
        quote = self.quote_at(start)
        inner = self.covering(index, start, end, quote)
        outer = self.covering(index, start, end, -1) if quote >= 0 else []
        found: list[_Voice] = []
        if quote >= 0:
            if outer:
                found = [self.voice(index, s, is_quote=True) for s in outer]
            else:
                voice = self.speaker(quote)
                if voice is not None:
                    found = [voice]
        found += [self.voice(index, s) for s in inner]
        if not found:
            if index not in self.carries:
                self.carries[index] = self.carried(index)
            voice = self.carries[index]
            if voice is not None:
                found = [voice]
        return self.hops(found)

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

    def _names_source(self, index: int, start: int) -> bool:
        """Whether the number only counts the speakers ("two officials said")."""
        tokens = self.passage.tokens(index)
        every = self.sayings(index)
        k = bisect_right(every, start, key=lambda s: s.begin)
        return any(
            tokens[hop.first].start <= start < hop.end
            for s in every[max(0, k - 2) : k + 2]
            for hop in s.hops
            if hop.sentence == index and hop.kind != "document"
        )

    def voice(self, index: int, saying: Saying, is_quote: bool = False) -> _Voice:
        hops = tuple(r for hop in saying.hops for r in self.resolve(index, hop))
        medium = saying.medium or next((hop.via for hop in hops if hop.via), None)
        return _Voice(hops, index, saying.cue, medium, is_quote)

    def hops(self, voices: Sequence[_Voice]) -> tuple[Hop, ...]:
        """The voices as one chain without repeats; pronouns of the speaker himself are dropped."""
        text = self.passage.text
        chain: list[Hop] = []
        media: list[Hop] = []
        seen: list[str] = []
        for voice in voices:
            if chain and all(
                (h.mention or h.pronoun) and not h.is_owner
                and not (h.gender and chain[-1].kind in ("organisation", "document"))
                for h in voice.hops
            ):
                continue  # "he said it expects": still the same voice
            if chain and chain[-1].kind == "document":
                continue  # what a poll's respondents say is the poll's
            if voice.medium is not None and not self._is_own(voice.medium):
                m = voice.medium
                if not any(text[m.start : m.end] == h.name for h in media):
                    media.append(
                        Hop(text[m.start : m.end], "medium", "outlet", Span(m.start, m.end), voice.cue)
                    )
            for source in voice.hops:
                if source.pronoun in ("self", "relative"):
                    continue
                name = text[source.start : source.end]
                key = _key(name)
                if any(key == k or key in k.split() or k in key.split() for k in seen) or not key:
                    continue
                if source.pronoun is not None and chain:
                    continue
                seen.append(key)
                mention = None
                if source.mention is not None:
                    mention = source.mention
                chain.append(
                    Hop(
                        name, "cited" if chain else "speaker", source.kind,
                        Span(source.start, source.end), voice.cue, voice.is_quote, mention,
                    )
                )  # fmt: skip
        if not chain:
            return ()
        media = [m for m in media if all(m.name != h.name for h in chain)]
        return (*media, *chain)

    def _is_own(self, medium: Source) -> bool:
        """Whether the medium is the outlet the article itself appeared in."""
        outlet = (self.passage.outlet or "").lower()
        name = self.passage.text[medium.start : medium.end].lower()
        return bool(outlet) and (name in outlet or outlet in name)

    # ------------------------------------------------------------ who speaks in a quote

    def speaker(self, number: int) -> _Voice | None:
        """The voice of quote `number`, read once."""
        if number not in self.voices:
            self.voices[number] = None  # ends any circle
            self.voices[number] = self._speaker(number)
        return self.voices[number]

    def _speaker(self, number: int) -> _Voice | None:
        start, end = self.quotes[number]
        opening, closing = self.sentence_at(start), self.sentence_at(end - 1)
        for s in self.near(closing, end):
            if s.backward is not None and s.hops and s.backward.end >= end and (
                s.backward.start < end and self.quote_at(s.cue.start) < 0
            ):
                return self.voice(closing, s, is_quote=True)
        for s in reversed(self.near(opening, start)):
            if s.forward is not None and s.hops and s.cue.end <= start and (
                start < s.forward.end and self.quote_at(s.cue.start) < 0
            ):
                return self.voice(opening, s, is_quote=True)
        sentences = self.passage.sentences
        named = self._signed(closing, end) or self._announced(opening, start)
        if named is not None:
            hops = self.resolve(opening, named)
            return _Voice(hops, opening, Span(named.start, named.end), None, is_quote=True)
        if start > sentences[opening].start + 1 and end - start < _SHORT:
            return None
        following = closing + 1
        if following < len(sentences) and end >= sentences[closing].end:
            if sentences[following].paragraph == sentences[closing].paragraph:
                for s in self.sayings(following)[:1]:
                    if s.is_bare and s.hops:
                        return self.voice(following, s, is_quote=True)
        if start > sentences[opening].start + 1:
            return None
        # the quote before it, in the same paragraph or the one before
        if number:
            before = self.sentence_at(self.quotes[number - 1][1] - 1)
            if opening - before <= 2:
                voice = self.speaker(number - 1)
                if voice is not None and sentences[before].paragraph == sentences[opening].paragraph:
                    return voice
        for back in range(opening - 1, max(-1, opening - 3), -1):
            for s in reversed(self.sayings(back)):
                if s.hops and self.quote_at(s.cue.start) < 0:
                    return self.voice(back, s, is_quote=True)
        return None

    def _reader(self, index: int) -> sources.Reader:
        phrasing = sources.phrasing(self.passage, index, self.lexicon)
        return sources.Reader(self.passage, phrasing, sources.vocabulary(self.lexicon), index)

    def _signed(self, closing: int, end: int) -> Source | None:
        """The name behind a quote and a dash: "...” — Ann Smith"."""
        mark = _DASH.match(self.passage.text, end)
        if mark is None:
            return None
        index = self.sentence_at(mark.end())
        if index > closing + 1:
            return None
        reader = self._reader(index)
        found = reader.starting(reader.phrasing.at(mark.end()))
        return found if found is not None and found.kind == "person" else None

    def _announced(self, opening: int, start: int) -> Source | None:
        """The subject of a sentence that ends in a colon before a quote."""
        sentence = self.passage.sentences[opening]
        if start > sentence.start:
            before = self.passage.text[sentence.start : start].rstrip()
            if not before.endswith(":"):
                return None
        elif opening and self.passage.text[self.passage.sentences[opening - 1].end - 1] == ":":
            opening -= 1
        else:
            return None
        found = sayings.main_subject(self._reader(opening))
        return found if found is not None and found.is_known and found.pronoun != "thing" else None

    def sentence_at(self, offset: int) -> int:
        return max(0, bisect_right(self.passage.sentences, offset, key=lambda s: s.start) - 1)

    # ------------------------------------------------------------ carried from before

    def carried(self, index: int) -> _Voice | None:
        """The voice of the sentence before, where this one goes on in it."""
        sentences = self.passage.sentences
        for back in range(index - 1, max(-1, index - _PARAGRAPH), -1):
            if sentences[back].paragraph != sentences[index].paragraph:
                break
            for s in self.sayings(back)[:1]:
                if s.is_label:
                    return self.voice(back, s)
        if index and not self.sayings(index) and self._goes_on(index):
            before = sentences[index - 1]
            quote = self.quote_at(before.end - 1)
            if sentences[index].paragraph - before.paragraph <= 1 and (
                quote < 0 or self.quotes[quote][0] > before.start + 1
            ):
                return self._ends_with(index - 1)
        return None

    def _ends_with(self, index: int) -> _Voice | None:
        """The voice that the end of sentence `index` is in, itself maybe carried."""
        end = self.passage.sentences[index].end
        every = self.sayings(index)[-_NEAR:]
        for s in every:
            if s.hops and s.backward is not None:
                return self.voice(index, s)
        for s in reversed(every):
            if s.hops and s.forward is not None and s.forward.end >= end - 1:
                return self.voice(index, s)
        if not every and index and self.depth < _DEPTH and self._goes_on(index):
            self.depth += 1
            voice = self._ends_with(index - 1)
            self.depth -= 1
            return voice
        return None

    def _goes_on(self, index: int) -> bool:
        """Whether sentence `index` reports on: "The total had climbed ...", "It also includes"."""
        phrasing = sources.phrasing(self.passage, index, self.lexicon)
        section = self.lexicon["attributions"]
        words = [t.lower for t in phrasing.tokens[:_OPENING]]
        if any(" ".join(words[:n]) in section["carries_on"] for n in (1, 2, 3)):
            return True
        fronted = phrasing.tag(0) == "p" or words[:1] == ["to"]
        start = words.index(",") + 1 if fronted and "," in words else 0
        for k, word in enumerate(words[start:], start):
            if word in section["carries"]:
                # the tense goes on: "had climbed" behind "had deserted"
                after = phrasing.tag(k + 1) + phrasing.tag(k + 2)
                return (word == "would" or "e" in after or "v" in after) and self._is_shifted(index - 1)
            if phrasing.tag(k) in "vx":
                return False
        return False

    def _is_shifted(self, index: int) -> bool:
        """Whether sentence `index` reports in a tense that can go on in the next one."""
        shifted = self.lexicon["attributions"]["shifted"]
        return any(t.lower in shifted for t in self.passage.tokens(index))

    # ------------------------------------------------------------ whom a pronoun means

    def resolve(self, index: int, source: Source) -> tuple[Source, ...]:
        """The named source that `source` of sentence `index` stands for, else itself."""
        key = (source.start, source.end)
        found = self.resolved.get(key)
        if found is None:
            found = self.resolved[key] = (source,)  # ends any circle
            if self.depth < _DEPTH:
                self.depth += 1
                found = self.resolved[key] = self._resolve(index, source)
                self.depth -= 1
        return found

    def _resolve(self, index: int, source: Source) -> tuple[Source, ...]:
        if source.pronoun is None and not source.is_definite and not source.is_epithet:
            return (source,)
        mention = Span(source.start, source.end)
        wanted = self.passage.text[source.start : source.end]
        for antecedent in self._before(index, source.start):
            name = self.passage.text[antecedent.start : antecedent.end]
            if _fits(source, antecedent, wanted, name):
                return (antecedent.standing_for(mention, source),)
        return (source,)

    def _before(self, index: int, offset: int) -> Iterator[Source]:
        """Sources before the character `offset`, nearest sentence first."""
        for back in range(index, max(-1, index - _MEMORY), -1):
            for s in reversed(self.sayings(back)[-_NEAR:]):
                for hop in reversed(s.hops):
                    if hop.start < offset:
                        yield from self.resolve(back, hop)
            first = self._first(back)
            if first is not None and first.end <= offset:
                yield replace(first, is_private=first.is_firm)
            for name in self._names(back):
                if name.end <= offset and (back >= index - 1 or name.kind != "person"):
                    yield name

    def _names(self, index: int) -> list[Source]:
        """People and bodies named in sentence `index`, last first."""
        key = ("names", index)
        if key not in self.passage.memo:
            self.passage.memo[key] = self._reader(index).names()
        found = self.passage.memo[key]
        assert isinstance(found, list)
        return found

    def _first(self, index: int) -> Source | None:
        """The phrase that opens sentence `index`, likely its subject."""
        key = ("first source", index)
        if key not in self.passage.memo:
            quoted = self.quote_at(self.passage.sentences[index].start) >= 0
            self.passage.memo[key] = None if quoted else self._reader(index).starting(0)
        found = self.passage.memo[key]
        assert found is None or isinstance(found, Source)
        if found is None or found.pronoun:
            return None
        text = self.passage.text
        name = text[found.start : found.end]
        if " " not in name and not name.isupper() and found.kind == "organisation":
            # a sentence's first word is a name if it bears a capital elsewhere too
            if text[found.end : found.end + 1] == ":" or f" {name}" not in text:
                return None
        return found


def _fits(pronoun: Source, named: Source, wanted: str, name: str) -> bool:
    """Whether `named` can be what `pronoun`, or "the `wanted`", stands for."""
    if named.pronoun is not None or not named.is_known:
        return False
    kind = pronoun.pronoun
    if pronoun.is_epithet:
        return named.kind == "person"
    if kind in ("male", "female"):
        if named.gender not in (None, kind):
            return False
        return named.kind == "person" or (named.kind == "vague" and not named.is_several)
    if kind == "several":
        return named.is_several or named.kind in ("organisation", "outlet")
    if kind == "thing":
        return named.kind in ("organisation", "outlet", "document")
    if kind is not None or named.kind not in ("organisation", "outlet") or name == name.lower():
        return False
    if pronoun.is_trade:
        return named.is_private
    # "the agency", "the group": said of a name with that word in it, or of one in capitals
    return wanted.lower().split()[-1] in name.lower() or (not named.is_private and named.kind == "organisation")


def _key(name: str) -> str:
    """A name as compared within a chain: its last word, lower case."""
    words = name.replace("’", "'").lower().split()
    return words[-1].strip(".'\"") if words else ""
