"""Gives the lemma of a noun or verb, from a kept dictionary and the lexicon's exceptions."""

from __future__ import annotations

from functools import cache, lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

from extractors import lexicon
from extractors.lexicon import Lexicon

# Dictionaries as tries, which are made once a machine and user, and then opened in a millisecond;
# unpacked anew, German or Russian would cost every process half a second.
_LEMMATIZER = Lemmatizer(
    lemmatization_strategy=DefaultStrategy(dictionary_factory=TrieDictionaryFactory())
)


def prepare() -> None:
    """Make the tries of all languages that have a lexicon: some seconds, the first time only."""
    for language in lexicon.known():
        of("prepared", language)


@cache
def _exceptions(lexicon: Lexicon) -> tuple[dict[str, str], dict[str, str]]:
    section = lexicon["lemmas"]
    return dict(section["nouns"]), dict(section["verbs"])


@cache
def _verbs(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon["phrases"]["base_verbs"])


@lru_cache(maxsize=65536)
def of(word: str, language: str = "en") -> str:
    """The dictionary's lemma of a lower-case `word`, whatever its class; the word if unknown."""
    return str(_LEMMATIZER.lemmatize(word, lang=language)).lower() if word else word


@lru_cache(maxsize=65536)
def noun(word: str, lexicon: Lexicon) -> str:
    """Singular of a noun in any case ("Soldiers" -> "soldier"), its possessive ending dropped."""
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    found = _exceptions(lexicon)[0].get(word)
    if found is not None:
        return found
    stem, hyphen, last = word.rpartition("-")
    return stem + hyphen + of(last or word, lexicon.language)


@lru_cache(maxsize=65536)
def verb(word: str, lexicon: Lexicon) -> str:
    """Base form of a verb in any form ("killed" -> "kill")."""
    word = word.lower()
    found = _exceptions(lexicon)[1].get(word)
    if found is None:
        found = of(word, lexicon.language)
        # the dictionary adds an "e" to some ("thinking" -> "thinke"): a known verb goes before
        for ending in ("ing", "ed"):
            stem = word.removesuffix(ending)
            if stem != word and found in (word, stem + "e"):
                if stem in _verbs(lexicon):
                    return stem
                if stem + "e" in _verbs(lexicon):
                    return stem + "e"
    return found
