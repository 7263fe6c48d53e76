"""Attributions against golden sentences, and their promises on any text at all."""

from __future__ import annotations

import gc
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import attributions, lexicon
from extractors.records import Hop, Quantity, ZoneSpan
from extractors.sentences import Passage, split
from tests import polnear

GOLDEN = Path(__file__).parents[1] / "golden" / "attributions.toml"
WORDS = lexicon.load("en")
NUMBER = re.compile(r"\{(.*?)\}")


def passage_of(marked: str, headline: bool = False) -> tuple[Passage, list[Quantity]]:
    """The passage of a text whose numbers stand in braces, and the numbers as claims."""
    text, spans = "", []
    last = 0
    for m in NUMBER.finditer(marked):
        text += marked[last : m.start()]
        spans.append((len(text), len(text) + len(m.group(1))))
        text += m.group(1)
        last = m.end()
    text += marked[last:]
    zones = (ZoneSpan(0, len(text), "headline"),) if headline else ()
    passage = Passage(text, split(text, zones))
    return passage, [claim(passage, start, end) for start, end in spans]


def claim(passage: Passage, start: int, end: int) -> Quantity:
    index = max(0, bisect_right(passage.sentences, start, key=lambda s: s.start) - 1)
    one = Decimal(1)
    return Quantity(start, end, passage.text[start:end], index, "claim", one, one, "count", "count")


def shown(chain: tuple[Hop, ...]) -> str:
    return " > ".join(f"via {h.name}" if h.role == "medium" else h.name for h in chain)


def cases() -> Iterator[object]:
    for case in tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["case"]:
        reason = case.get("xfail")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(case, id=case["rule"], marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_golden(case: dict[str, object]) -> None:
    marked = str(case.get("before", "")) + str(case["text"])
    passage, numbers = passage_of(marked, bool(case.get("headline")))
    chains = attributions.read(passage, numbers, WORDS)
    assert [shown(chain) for chain in chains] == case["says"]


def test_roles_run_from_the_medium_over_the_speaker_to_the_root() -> None:
    passage, numbers = passage_of(
        "Ana Brel told Reuters that the Water Office had reported {12} leaks."
    )
    (chain,) = attributions.read(passage, numbers, WORDS)
    assert [(h.name, h.role) for h in chain] == [
        ("Reuters", "medium"), ("Ana Brel", "speaker"), ("Water Office", "cited"),
    ]  # fmt: skip
    assert [h.kind for h in chain] == ["outlet", "person", "organisation"]


def test_the_outlet_itself_is_no_medium() -> None:
    passage, numbers = passage_of("Ana Brel told Radio Lunde that {12} boats sank.")
    passage.outlet = "Radio Lunde"
    (chain,) = attributions.read(passage, numbers, WORDS)
    assert shown(chain) == "Ana Brel"


def test_a_pronoun_keeps_where_it_stands() -> None:
    passage, numbers = passage_of("Ana Brel said it was late. She added that {12} were safe.")
    (chain,) = attributions.read(passage, numbers, WORDS)
    assert chain[0].mention is not None
    assert chain[0].mention.of(passage.text) == "She"
    assert chain[0].cue is not None
    assert chain[0].cue.of(passage.text) == "added"


def test_a_direct_quote_is_told_from_a_report() -> None:
    passage, numbers = passage_of("“We lost {9},” Ana Brel said. Ana Brel said {8} came back.")
    quoted, told = attributions.read(passage, numbers, WORDS)
    assert quoted[0].is_direct_quote
    assert not told[0].is_direct_quote


def test_without_numbers_nothing_is_read() -> None:
    passage, _ = passage_of("Ana Brel said it was late.")
    assert attributions.read(passage, [], WORDS) == []


# Pieces that make cues, names, quotes and boundaries meet in every order.
PIECES = st.sampled_from(
    [
        "said",
        "told",
        "Reuters",
        "that",
        "according",
        "to",
        "citing",
        "Ana",
        "Brel",
        "the",
        "company",
        "'s",
        ",",
        ".",
        ";",
        ":",
        "“",
        "”",
        '"',
        "''",
        "—",
        "-",
        "(\n",
        "",
        "",
        "",
        ")",
        "\n",
        "\n\n",
        "40",
        "12,000",
        "%",
        "who",
        "which",
        "she",
        "they",
        "He",
        "it",
        "reports",
        "estimates",
        "put",
        "at",
        "as",
        "by",
        "and",
        "but",
        "while\n",
        "",
        "",
        "",
        "In",
        "May",
        "U.S.",
        "WHO",
        "Mr.",
        "poll",
        "found",
        "of",
        "from",
        "data",
        "show",
        "had",
        "would",
        "been",
        "it’s",
        "obtained",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_order_of_cues_is_read(text: str) -> None:
    check(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    check(text)


def check(text: str) -> None:
    """No error, one chain a number, every span exact."""
    passage = Passage(text, split(text))
    found = (
        [claim(passage, m.start(), m.end()) for m in re.finditer(r"\d+|\b[a-z]", text)]
        if passage.sentences
        else []
    )
    chains = attributions.read(passage, found, WORDS)
    assert len(chains) == len(found)
    for hop in (hop for chain in chains for hop in chain):
        assert hop.span is not None
        assert hop.span.of(text) == hop.name
        assert hop.name == hop.name.strip() != ""
        for span in (hop.cue, hop.mention):
            assert span is None or 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "he said 1 and ", "“he said 1,” ", "according to X, 1, ", "Ann Smith, who said 1, ",
        "She said 1. ", "“1.\n\n", "reports that 1 ", "the company said 1. ", ", a, said 1",
        "\"x\" ", "citing Y, 1 ", "of the head of ",
    ],
)  # fmt: skip
def test_cost_grows_with_the_text(piece: str) -> None:
    """Eight times the text costs at most twenty times the work, counted in processor time."""
    from time import process_time

    def cost(n: int) -> float:
        text = piece * n
        passage = Passage(text, split(text))
        found = [claim(passage, m.start(), m.end()) for m in re.finditer("1", text)]
        gc.collect()
        gc.disable()  # its rounds cost by what other tests have left, not by this text
        try:
            begin = process_time()
            attributions.read(passage, found, WORDS)
            return process_time() - begin
        finally:
            gc.enable()

    cost(100)
    small, large = (min(cost(n) for _ in range(3)) for n in (400, 3_200))
    assert large < 20 * small + 0.05


SEED = [
    ("100,000 and 200,000", "Estimates"),
    ("21,600", "via Die Welt > Christoph Vanner"),
    ("180,000", "via Die Welt > Christoph Vanner"),
    ("15,000 to 18,000", "Maria Zakharova > Ukraine’s Prosecutor General’s Office"),
    ("230,000", "Zakharova"),
]


@pytest.mark.parametrize(("number", "expected"), SEED)
def test_the_first_article_comes_out_whole(shared: Path, number: str, expected: str) -> None:
    text = (shared / "seed" / "article.txt").read_text(encoding="utf-8")
    passage = Passage(text, split(text))
    start = text.index(number)
    (chain,) = attributions.read(passage, [claim(passage, start, start + len(number))], WORDS)
    assert shown(chain) == expected


@pytest.mark.slow
@pytest.mark.parametrize("part", ["dev", "train"])
def test_sources_overlap_those_of_polnear(shared: Path, part: str) -> None:
    corpus = shared / polnear.CORPUS.relative_to(polnear.CORPUS.parents[2])
    found = [m for d in polnear.documents(corpus, part) for m in polnear.mentions(d)]
    assert polnear.score(found).f1 >= 0.62
