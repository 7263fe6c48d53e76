"""trafilatura's expressions find the same elements in their cheaper form."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import XPath
from lxml.html import HtmlElement, document_fromstring
from trafilatura import xpaths

from extractors import searches

_PATTERN = re.compile(r"re:test\([^']*'([^']*)'")
# Words that the expressions look for, and some that they do not.
_NAMES = st.sampled_from(
    [
        "article-body",
        "comment-list",
        "social",
        "share-bar",
        "footer",
        "sidebar",
        "ad-",
        "nav",
        "menu",
        "widget",
        "byline",
        "related",
        "main-content",
        "story",
        "post-content",
        "infinite-scroll",
        "entry",
        "text",
        "premium",
        "Comments",
        "x",
    ]
)
_TAGS = st.sampled_from(["div", "section", "p", "ul", "article", "main", "span", "aside", "h2"])


@st.composite
def _pages(draw: st.DrawFn) -> HtmlElement:
    made = []
    for _ in range(draw(st.integers(1, 12))):
        tag = draw(_TAGS)
        given = {n: draw(st.none() | _NAMES) for n in draw(st.permutations(["id", "class"]))}
        marks = "".join(f' {n}="{v}"' for n, v in given.items() if v is not None)
        inner = "<h1>x</h1>" if draw(st.booleans()) else "words"
        made.append(f"<{tag}{marks}>{inner}" + (f"</{tag}>" if draw(st.booleans()) else ""))
    return document_fromstring(f"<html><body>{''.join(made)}</body></html>")


@pytest.fixture(scope="module", autouse=True)
def quickened() -> None:
    searches.quicken()


@pytest.fixture(scope="module")
def original() -> ModuleType:
    spec = importlib.util.find_spec("trafilatura.xpaths")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _searches(module: ModuleType) -> list[XPath]:
    lists = (found for found in vars(module).values() if isinstance(found, list))
    return [search for found in lists for search in found if isinstance(search, XPath)]


def test_every_test_of_a_pattern_is_put_in_its_cheaper_form(original: ModuleType) -> None:
    changed = [
        search for search in _searches(original) if searches.cheaper(search.path) != search.path
    ]
    assert len(changed) >= 10, "trafilatura writes its expressions in another way: look again"
    now = [search.path for search in _searches(xpaths)]
    assert now == [searches.cheaper(search.path) for search in _searches(original)]


def test_no_pattern_matches_the_text_that_stands_for_a_missing_attribute(
    original: ModuleType,
) -> None:
    for search in _searches(original):
        for pattern in _PATTERN.findall(search.path):
            assert re.search(pattern, "") is None, pattern


@given(page=_pages())
def test_the_cheaper_form_finds_the_same_elements(original: ModuleType, page: HtmlElement) -> None:
    for before, now in zip(_searches(original), _searches(xpaths), strict=True):
        assert before(page) == now(page), before.path
