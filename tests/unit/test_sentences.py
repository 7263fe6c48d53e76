"""Sentences end where they end, offsets hold, and hostile text costs linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import ZoneSpan
from extractors.sentences import Passage, split


def surfaces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Ruiz of the U.S. Army met J. R. Brel.", "The talks failed."],
        ["It is in Washington, D.C.", "The law was passed."],
        ["He won No. 5.", "No.", "The answer is no."],
        ["It rose 3.5 percent.", "12 people died."],
        ["“We lost 60 tanks,” he said.", "“It's over!”", "She left."],
        ["Police counted c. 12,000 marchers."],
        ["It fell on Oct. 3 and Sept. 11.", "Nobody came."],
        ["10,000 barrels .", "The well leaked ."],
        ["It ends at 8 p.m. Monday.", "The hall is full."],
        ["Gen. Ana Ruiz, Rep. Jon Brel and St. Elm left."],
        ["“Is it true?” she asked."],
        ["He left... and came back.", "“Why?”"],
        ["(It was late.)", "Nobody saw."],
        ["Nordlight Inc. and Sund Co. merged.", "The price rose."],
    ],
)
def test_ends(expected: list[str]) -> None:
    assert surfaces(" ".join(expected)) == expected


def test_missing_space_after_the_stop() -> None:
    assert surfaces("It killed 12 people.The army left.") == [
        "It killed 12 people.",
        "The army left.",
    ]
    assert surfaces("See example.The or www.example.Com now") != []


def test_lines_are_paragraphs() -> None:
    found = split(
        "A headline\nFirst paragraph. Its end.\n\nSecond.", (ZoneSpan(0, 10, "headline"),)
    )
    assert [s.zone for s in found] == ["headline", "lead", "lead", "body"]
    assert [s.paragraph for s in found] == [0, 1, 1, 2]


@given(st.text(alphabet=st.sampled_from("aA1 .!?…\n\"”')(-,"), max_size=200))
def test_nothing_is_lost(text: str) -> None:
    end = 0
    for s in split(text):
        assert not text[end : s.start].strip()
        assert end <= s.start < s.end
        assert "\n" not in text[s.start : s.end]
        end = s.end
    assert not text[end:].strip()


@given(st.text())
def test_tokens_hold_their_offsets(text: str) -> None:
    passage = Passage(text, split(text))
    for index in range(len(passage.sentences)):
        tokens = passage.tokens(index)
        spans = zip(tokens.starts, tokens.ends, strict=True)
        assert [text[start:end] for start, end in spans] == tokens.texts
        assert [word.lower() for word in tokens.texts] == tokens.lowers


@pytest.mark.parametrize("piece", [".", '."', "\n", " ", "a.", "A. ", "! ", "\n \n", "“", "No. "])
def test_cost_grows_with_the_length_only(piece: str) -> None:
    def cost(n: int) -> float:
        text = piece * (n // len(piece)) + "x"
        start = time.process_time()
        split(text)
        return time.process_time() - start

    small, large = min(cost(50_000) for _ in range(2)), min(cost(200_000) for _ in range(2))
    assert large < 10 * small + 0.05
