"""The words of saying of one language: who can speak, with which cues, and what ends a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.lexicon import Lexicon

# Word lists of [attributions] that name a class of cues; a form may be in several.
_CLASSES = (
    "say", "strong", "need_that", "object", "tell", "show", "document_only", "put", "revise",
    "count", "cite", "demand", "urge", "accuse", "according", "per", "by",
)  # fmt: skip
_NUMERALS = ("ones", "tens", "scales", "groups", "vague", "few")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Word sets by name, as in the sections [sources] and [attributions], and a few maps.

    `classes` gives each cue form its classes; "noun" marks a document that can be a cue itself.
    `talkers` among the sets is every noun that can speak.
    """

    sets: Mapping[str, frozenset[str]]
    pronouns: Mapping[str, str]
    possessives: Mapping[str, str]
    genders: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    genitives: tuple[str, ...]
    ing: tuple[str, ...]
    ed: tuple[str, ...]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of `lexicon`, compiled on the first call."""
    sources, cues = lexicon["sources"], lexicon["attributions"]
    sets = {
        name: frozenset(words)
        for section in (sources, cues)
        for name, words in section.items()
        if isinstance(words, list)
    }
    sets["talkers"] = sets["people"] | sets["bodies"] | sets["documents"]
    sets["public"] = sets["name_bodies"] - sets["companies"]
    sets["numerals"] = frozenset(w for name in _NUMERALS for w in lexicon["numbers"][name])
    classes: dict[str, set[str]] = {}
    for name in _CLASSES:
        for form in cues[name]:
            classes.setdefault(form, set()).add(name)
    for noun in sets["views"] | sets["documents"]:
        classes.setdefault(noun, set()).add("noun")
    genders = {w: name for name in ("male", "female") for w in sources[name]}
    return Vocabulary(
        sets,
        sources["pronouns"],
        sources["possessives"],
        genders,
        {form: frozenset(names) for form, names in classes.items()},
        tuple(sources["genitives"]),
        tuple(cues["ing"]),
        tuple(cues["ed"]),
    )
