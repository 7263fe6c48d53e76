"""Direct quotes: where they begin and end, over paragraphs, with marks amiss."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import lexicon, quotes

WORDS = lexicon.load("en")


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in quotes.read(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brel said “a b” and “c d.”", ["“a b”", "“c d.”"]),
        ('Brel said "a b," then "c d."', ['"a b,"', '"c d."']),
        ("Brel said ''a b'' and left.", ["''a b''"]),
        ("Brel sagte „a b” und ging.", ["„a b”"]),
        ("Brel a dit « a b » hier.", ["« a b »"]),
        # over paragraphs: opened again in each, closed in the last
        ("“One.\n\n“Two,” Brel said.", ["“One.\n\n“Two,”"]),
        ('"One.\n\n"Two," Brel said.', ['"One.\n\n"Two,"']),
        # a curly quote may run on over lines without being opened again
        ("“One.\nTwo.” Brel said.", ["“One.\nTwo.”"]),
        # unclosed: to the paragraph's end
        ("“One.\n\nTwo is “good” now.", ["“One.", "“good”"]),
        ('"One.\n\nTwo is "good" now.', ['"One.', '"good"']),
        ("It ends “so", ["“so"]),
        # a quote inside a quote is part of it
        ("“He said «no» twice,” she said.", ["“He said «no» twice,”"]),
        ('"Sound. "Nested by mistake," he said.', ['"Sound. "Nested by mistake,"']),
        # marks that are none: inches, a stray closing mark, mixed marks
        ('A 6" pipe burst.', []),
        ("Widely reported.” It was not.", []),
        ('“Mixed marks," she said. It rained.', ['“Mixed marks,"']),
        ("No marks at all, the dogs' owner said.", []),
    ],
)
def test_where_quotes_stand(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@given(st.text(alphabet="ab .,\n\"“”«»„''", max_size=80))
def test_quotes_are_ordered_apart_and_inside(text: str) -> None:
    last = 0
    for start, end in quotes.read(text, WORDS):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize("piece", ['"', "“", "”", '"a', "“a\n\n", "''", '"\n', '“a" '])
def test_cost_grows_with_the_text(piece: str) -> None:
    def cost(n: int) -> float:
        begin = process_time()
        quotes.read(piece * n, WORDS)
        return process_time() - begin

    cost(1_000)
    assert cost(80_000) < 20 * cost(10_000) + 0.05
