"""Lets trafilatura find the same elements in less time: its expressions, written more cheaply."""

from __future__ import annotations

import re

from lxml.etree import XPath
from trafilatura import xpaths

_REGEXP = "http://exslt.org/regular-expressions"
_TEST = re.compile(r"re:test\((@[\w-]+),\s*('[^']*'(?:,\s*'\w*')?)\)")


def cheaper(expression: str) -> str:
    """`expression` with each `re:test(@name, ...)` asked only of elements that have the attribute.

    The test is answered by Python, presence by libxml2 in a tenth of the time; and an attribute
    given as a string spares lxml an object that knows where it came from. No pattern of trafilatura
    matches the empty text that stands for a missing attribute.
    """
    return _TEST.sub(r"(\1 and re:test(string(\1), \2))", expression)


def quicken() -> None:
    """Put the cheaper form in place of each of trafilatura's expressions that test a pattern."""
    for found in vars(xpaths).values():
        if not isinstance(found, list):
            continue
        for place, search in enumerate(found):
            if isinstance(search, XPath) and _TEST.search(search.path):
                found[place] = XPath(
                    cheaper(search.path), namespaces={"re": _REGEXP}, smart_strings=False
                )
