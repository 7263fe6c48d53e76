"""Finds whom a pronoun, "the company" or "the Republican" stands for in the text before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from extractors.lexicon import Lexicon
from extractors.sayings import Saying, subjects
from extractors.sentences import Passage
from extractors.sources import Source
from extractors.speech import vocabulary

_MEMORY = 6  # sentences looked back at
_NEAR = 8  # cues of one sentence looked back at
_DEPTH = 12  # pronouns followed one through the other


@dataclass(slots=True)
class Antecedents:
    """Resolves the sources of one passage; each is resolved once.

    `sayings` gives the cues of a sentence, `is_quoted` tells whether a character is in a quote.
    """

    passage: Passage
    lexicon: Lexicon
    sayings: Callable[[int], tuple[Saying, ...]]
    is_quoted: Callable[[int], bool]
    depth: int = 0
    resolved: dict[tuple[int, int], Source] = field(default_factory=dict)
    named: dict[int, list[Source]] = field(default_factory=dict)
    leads: dict[int, Source | None] = field(default_factory=dict)

    def of(self, source: Source) -> Source:
        """The named source that `source` stands for, else itself."""
        key = (source.start, source.end)
        found = self.resolved.get(key)
        if found is None:
            found = self.resolved[key] = source  # ends any circle
            if self.depth < _DEPTH:
                self.depth += 1
                found = self.resolved[key] = self._resolve(source)
                self.depth -= 1
        return found

    def _resolve(self, source: Source) -> Source:
        if source.pronoun is None and not source.is_definite and not source.is_epithet:
            return source
        text = self.passage.text
        wanted = text[source.start : source.end]
        own = vocabulary(self.lexicon)["own_bodies"]
        for candidate in self._before(source.sentence, source.start):
            if _fits(source, candidate, wanted, text[candidate.start : candidate.end], own):
                return candidate.standing_for(source)
        return source

    def _before(self, index: int, offset: int) -> Iterator[Source]:
        """Sources before the character `offset`, nearest sentence first: who spoke, who leads the
        sentence, who is named in it."""
        for back in range(index, max(-1, index - _MEMORY), -1):
            for saying in reversed(self.sayings(back)[-_NEAR:]):
                for hop in reversed(saying.hops):
                    if hop.start < offset:
                        yield self.of(hop)
            lead = self._lead(back)
            if lead is not None and lead.end <= offset:
                yield replace(lead, is_private=lead.is_firm)
            for name in self._names(back):
                if name.end <= offset and (back >= index - 1 or name.kind != "person"):
                    yield name

    def _names(self, index: int) -> list[Source]:
        if index not in self.named:
            self.named[index] = subjects(self.passage, index, self.lexicon).names()
        return self.named[index]

    def _lead(self, index: int) -> Source | None:
        if index not in self.leads:
            self.leads[index] = self._read_lead(index)
        return self.leads[index]

    def _read_lead(self, index: int) -> Source | None:
        """The phrase that opens sentence `index`, likely its subject."""
        text = self.passage.text
        if self.is_quoted(self.passage.sentences[index].start):
            return None
        found = subjects(self.passage, index, self.lexicon).starting(0)
        if found is None or found.pronoun is not None:
            return None
        name = text[found.start : found.end]
        if " " in name or name.isupper() or found.kind != "organisation":
            return found
        # a sentence's first word is a name if it bears a capital elsewhere too
        is_label = text[found.end : found.end + 1] == ":"
        return None if is_label or f" {name}" not in text else found


def _fits(pronoun: Source, named: Source, wanted: str, name: str, own: frozenset[str]) -> bool:
    """Whether `named` can be what `pronoun`, or "the `wanted`", stands for; one of the bodies
    `own`, which each country has one of, only with its word in the name."""
    if named.pronoun is not None or not named.is_known:
        return False
    is_body = named.kind in ("organisation", "outlet")
    if pronoun.is_epithet:
        return named.kind == "person"
    match pronoun.pronoun:
        case "male" | "female":
            if named.gender not in (None, pronoun.pronoun):
                return False
            return named.kind == "person" or (named.kind == "vague" and not named.is_several)
        case "several":
            return named.is_several or is_body
        case "thing":
            return is_body or named.kind == "document"
        case None if is_body and all(w[0].isupper() or len(w) < 4 for w in name.split()):
            if pronoun.is_trade:
                return named.is_private
            # "the agency", "the group": of a name with that word in it, or of a public body
            word = wanted.lower().split()[-1]
            is_public = named.kind == "organisation" and not named.is_private
            return word in name.lower() or (is_public and word not in own)
        case _:
            return False
