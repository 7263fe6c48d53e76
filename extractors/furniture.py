"""Tells an article's paragraphs from the page's furniture: credits, counters, teasers."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from extractors import datelines

_DIGIT = re.compile(r"\d")
SHORT = 120  # characters: longer paragraphs are never taken for furniture
_AROUND = " :»)\u00a0"
_LEFT_OVER = 3  # words beside date and cue words in a dateline: a name, a place


@cache
def _words() -> dict[str, Any]:
    text = (files("extractors") / "furniture.toml").read_text(encoding="utf-8")
    return {name: [w.casefold() for w in words] for name, words in tomllib.loads(text).items()}


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in _words().items()}


@cache
def _counter() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, _words()["counters"]), key=len, reverse=True))
    ago = "|".join(map(re.escape, _words()["ago"]))
    number = r"\d[\d.,]*\s*[kKmM]?"
    return re.compile(
        rf"\W*{number}\s*(?:{units})\W*|(?:{units})\W*{number}\W*"
        rf"|(?:\w+\W+){{0,2}}{number}\W*\w+\W+(?:{ago})\W*|(?:{ago})\W+{number}\W*\w+\W*",
        re.IGNORECASE,
    )


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a credit, counter, dateline or button; never for long ones."""
    if len(paragraph) > SHORT:
        return False
    text = paragraph.casefold().strip()
    sets = _sets()
    if text in sets["alone"] or text.startswith(tuple(_words()["begins"])):
        return True
    if any(words in text for words in _words()["rights"]):
        return True
    cue, colon, _ = text.partition(":")
    if colon and cue.strip() in sets["after"]:
        return True  # "Read also: ..." and the title of another article
    has_digit = _DIGIT.search(text) is not None
    return has_digit and bool(_counter().fullmatch(text) or _is_dateline(paragraph))


def ends_article(paragraph: str) -> bool:
    """Whether a paragraph is a heading after which only teasers of other articles come."""
    return len(paragraph) < 60 and paragraph.casefold().strip(_AROUND) in _sets()["after"]


_WORD = re.compile(r"[^\W\d_][\w.’'-]*", re.UNICODE)
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\b")


def _is_dateline(paragraph: str) -> bool:
    """A line that tells when the page was made: a date, cue words, and at most a name beside."""
    if paragraph.rstrip()[-1:] in ".!?" and not paragraph.rstrip().lower().endswith(
        (".m.", "uhr.")
    ):
        return False
    found = datelines.find(paragraph)
    if found is None:
        return False
    rest = _TIME.sub(" ", paragraph[: found.start] + " " + paragraph[found.end :])
    if _DIGIT.search(rest):
        second = datelines.find(rest)  # "Published ..., updated ..."
        if second is None:
            return False
        rest = _TIME.sub(" ", rest[: second.start] + " " + rest[second.end :])
        if _DIGIT.search(rest):
            return False
    sets = _sets()
    words = [word.casefold().strip(".'’-") for word in _WORD.findall(rest)]
    left = [word for word in words if word not in sets["dated"] and word not in sets["weekdays"]]
    return len(left) <= _LEFT_OVER
