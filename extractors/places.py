"""Finds the place each figure applies to, with its path from the country down where known."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from extractors import phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import Place, Quantity, Span
from extractors.sentences import Passage

_REACH = 30  # tokens between a figure and its place
_SMALL_OPENERS = frozenset(["sub", "the", "sub-Saharan"])  # of names without a capital
_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """One place name in a sentence: its tokens, path, and whether it names people ("Malian")."""

    first: int
    last: int
    path: _Path
    is_people: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Gazetteer:
    """Names by their first word, longest first, each with its path from the country down."""

    names: dict[str, list[tuple[str, _Path, bool]]]
    short: dict[str, str]


@cache
def _gazetteer() -> _Gazetteer:
    text = (files("extractors") / "places.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    paths: dict[str, tuple[_Path, bool]] = {}
    for country, aliases in table["countries"].items():
        for name in (country, *aliases):
            paths[name] = (country,), False
    for country, words in table["people"].items():
        for word in words:
            paths[word] = (country,), True
    for name in table["regions"]["names"]:
        paths[name] = (name,), False
    for above, parts in table["parts"].items():
        for name in parts:
            paths[name] = (*above.split("/"), name), False
    names: dict[str, list[tuple[str, _Path, bool]]] = {}
    for name, (path, is_people) in paths.items():
        first = name.replace("-", " ").replace(".", " ").replace("'", " ").split()[0]
        names.setdefault(first, []).append((name, path, is_people))
    for rows in names.values():
        rows.sort(key=lambda row: -len(row[0]))
    return _Gazetteer(names, dict(table["short"]))


@cache
def regions() -> frozenset[str]:
    """Names of the stretches of the world above countries: they hold some of them."""
    text = (files("extractors") / "places.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["regions"]["names"])


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    before: frozenset[str]
    locating: frozenset[str]
    no_places: frozenset[str]
    titles: frozenset[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = lexicon["places"]
    return _Words(*(frozenset(section[field.name]) for field in fields(_Words)))


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Place | None]:
    """One Place or None for each of `quantities` (text order), aligned with them; never raises.

    The nearest place behind the number wins, then the nearest before it, then the people it
    counts ("40 Malian soldiers"). A name no list holds has an empty path.
    """
    known: dict[int, list[_Found]] = {}
    found: list[Place | None] = []
    for quantity in quantities:
        phrasing = phrases.of(passage, quantity.sentence, lexicon)
        if quantity.sentence not in known:
            known[quantity.sentence] = _names(passage.text, phrasing, lexicon)
        found.append(_nearest(passage.text, phrasing, quantity, known[quantity.sentence], lexicon))
    return found


def _names(text: str, phrasing: Phrasing, lexicon: Lexicon) -> list[_Found]:
    """Every place name of the sentence in order; linear time."""
    gazetteer = _gazetteer()
    known = _words(lexicon)
    found: list[_Found] = []
    tokens, upto = phrasing.tokens, 0
    for i in [
        i for i, word in enumerate(tokens.texts) if word[0].isupper() or word in _SMALL_OPENERS
    ]:
        start = tokens.starts[i]
        if start < upto:
            continue
        match = _match(text, start, tokens.texts[i], gazetteer)
        if match is not None:
            end, path, is_people = match
            last = phrasing.at(end)
            found.append(_Found(i, last, path, is_people))
            upto = end
            if len(path) == 1 and phrasing.lower(last) == ",":
                continue
        elif (
            i and phrasing.lower(i - 1 - (phrasing.lower(i - 1) == "the")) in known.locating
            and phrasing.tag(i) == "N" and tokens.lowers[i] not in known.no_places
        ):  # fmt: skip
            last = i + 1
            while last < len(tokens.texts) and last - i < 4 and tokens.texts[last][0].isupper():
                last += 1
            if phrasing.tag(last) in ("n", "J", "e") or phrasing.lower(last) == "of":
                continue  # "in the Democratic primary", "at the Bank of Lodmar"
            path = _above(text, phrasing, last, gazetteer)
            found.append(_Found(i, last, path, False))
            upto = tokens.ends[last - 1]
    return found


def _match(
    text: str, start: int, word: str, gazetteer: _Gazetteer
) -> tuple[int, _Path, bool] | None:
    if not word.isalpha():
        if word.endswith(("'s", "’s")):
            word = word[:-2]
        word = word.replace("’", "'").split("-")[0].split("'")[0]
    for name, path, is_people in gazetteer.names.get(word, ()):
        end = start + len(name)
        if (
            text.startswith(name, start)
            and not text[end : end + 1].isalnum()
            and not (text[end : end + 1] in "-‑" and text[end + 1 : end + 2].isalpha())
        ):
            return end, path, is_people
    return None


def _above(text: str, phrasing: Phrasing, last: int, gazetteer: _Gazetteer) -> _Path:
    """The path of an unknown place by what follows its comma: "Ulm, Germany"."""
    if phrasing.lower(last) != "," or last + 1 >= len(phrasing.tokens.texts):
        return ()
    following = phrasing.tokens.starts[last + 1]
    name = text[phrasing.tokens.starts[last - 1] : phrasing.tokens.ends[last - 1]]
    for short, state in gazetteer.short.items():
        if text.startswith(short, following):
            return "United States", state, name
    match = _match(text, following, phrasing.tokens.texts[last + 1], gazetteer)
    return (*match[1], name) if match is not None and not match[2] else ()


def _nearest(
    text: str, phrasing: Phrasing, quantity: Quantity, names: Sequence[_Found], lexicon: Lexicon
) -> Place | None:
    if not names:
        return None
    known = _words(lexicon)
    here = phrasing.at(quantity.start)
    at = bisect_left(names, here, key=lambda f: f.first)
    best: tuple[float, _Found] | None = None
    for item in names[max(0, at - 4) : at + 4]:
        behind = item.first > here
        distance = item.first - here if behind else here - item.last
        if distance > _REACH:
            continue
        k = item.first - 1
        k -= phrasing.tag(k) == "d"
        owns = phrasing.tokens.texts[item.last - 1].endswith(("'s", "’s"))
        located = owns or (phrasing.lower(k) in known.before and phrasing.tag(k) == "p")
        touches = 0 <= item.first - phrasing.at(quantity.end) <= 2
        cost = distance + (0 if behind else 4) + (0 if located else 10)
        if item.is_people:
            # "40 Malian soldiers" tells where from; "Malian officials said" tells nothing of it
            if not touches:
                continue
            cost += 6
        elif not owns and not touches and phrasing.tag(item.last) in ("n", "N", "J"):
            continue  # part of another name: "Paris Hilton", "U.S. officials"
        if {phrasing.lower(item.first - 1), phrasing.lower(item.first - 2)} & known.titles:
            continue  # "Ms. Monaco"
        low, high = sorted((here, item.first))
        cost += 8 * sum(
            phrasing.tags[j] == "s" or phrasing.lower(j) in (";", "but") for j in range(low, high)
        )
        if phrasing.lower(k) == "of" and phrasing.tag(k - 1) == "N":
            continue  # "University of Texas"
        if best is None or cost < best[0]:
            best = cost, item
    if best is None or best[0] > 34:
        return None
    item = best[1]
    start, end = (
        phrasing.tokens.starts[item.first],
        phrasing.tokens.ends[max(item.first, item.last - 1)],
    )
    surface = text[start:end]
    for ending in ("'s", "’s"):
        if surface.endswith(ending):
            end -= 2
            surface = surface[:-2]
    return Place(Span(start, end), surface, item.path)
