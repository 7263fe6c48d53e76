"""Numbers in digits and words come back as the values they were written from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import lexicon, numbers

WORDS = numbers.number_words(lexicon.load("en"))
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def read(text: str) -> list[numbers.Numeral]:
    return numbers.read(numbers.lex(text, 0, len(text)), WORDS)


def spell(n: int, joiner: str = " and ") -> str:
    """`n` in English words."""
    for scale, word in _SCALES:
        if n >= scale:
            rest = f" {spell(n % scale, joiner)}" if n % scale else ""
            return f"{spell(n // scale, joiner)} {word}{rest}"
    if n >= 100:
        rest = f"{joiner}{spell(n % 100, joiner)}" if n % 100 else ""
        return f"{_ONES[n // 100]} hundred{rest}"
    if n >= 20:
        return _TENS[n // 10 - 2] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    return _ONES[n]


@given(st.integers(0, 10**15 - 1), st.sampled_from([" and ", " "]))
def test_words_round_trip(n: int, joiner: str) -> None:
    (found,) = read(f"they saw {spell(n, joiner)} of them")
    assert found.low == found.high == n


@given(st.integers(0, 10**18), st.sampled_from([",", "'", "’", " ", "\u00a0", "\u202f", ""]))
def test_grouped_digits_round_trip(n: int, mark: str) -> None:
    (found,) = read(f"about {n:,} people".replace(",", mark))
    assert found.low == n
    assert found.precision == 1


@given(st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False))
def test_decimals_round_trip(value: Decimal) -> None:
    (found,) = read(f"it is {value} now")
    assert found.low == value
    assert found.precision == Decimal("0.001")


@given(st.integers(1, 999), st.sampled_from([("k", 3), ("mn", 6), ("bn", 9), ("trn", 12)]))
def test_short_scales(n: int, scale: tuple[str, int]) -> None:
    (found,) = read(f"it has {n}{scale[0]} users")
    assert found.low == n * 10 ** scale[1]
    assert found.precision == 10 ** scale[1]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("one and a half billion", "1500000000", None),
        ("half a million", "500000", None),
        ("two-and-a-half", "2.5", None),
        ("a million and a half", "1500000", None),
        ("half a dozen", "6", None),
        ("two dozen", "24", None),
        ("fifteen hundred", "1500", None),
        ("two hundred thousand million", "200000000000", None),
        ("5 lakh crore", "5000000000000", None),
        ("6½", "6.5", None),
        ("6 1/2", "6.5", None),
        ("2-1/4", "2.25", None),
        ("21\\/2", "2.5", None),
        ("three point one four", "3.14", None),
        ("1.5×10^6", "1500000", None),
        ("3 × 10⁻²", "0.03", None),
        (".750", "0.75", None),
        ("1.250.000", "1250000", None),
        ("1.234,5", "1234.5", None),
        ("12&nbsp;500", "12500", None),
        ("dozens", "24", "99"),
        ("tens of thousands", "20000", "99999"),
        ("hundreds of millions", "200000000", "999999999"),
        ("thousands upon thousands", "2000", "9999"),
        ("hundreds, if not thousands", "200", "9999"),
        ("several hundred", "300", "900"),
        ("a few", "3", "5"),
        ("a couple of hundred", "200", "200"),
        ("a third of", "0.3333333333", None),
        ("three-quarters of", "0.75", None),
    ],
)
def test_written_forms(text: str, low: str, high: str | None) -> None:
    (found,) = read(text)
    assert found.low is not None
    assert found.high is not None
    assert float(found.low) == pytest.approx(float(low))
    assert float(found.high) == pytest.approx(float(high or low))


@pytest.mark.parametrize("text", ["1.2.3.4", "9" * 41, "1,2,3"])
def test_marks_that_make_no_number(text: str) -> None:
    (found,) = read(text)
    assert found.low is None


@given(st.text())
def test_never_raises_and_spans_are_in_order(text: str) -> None:
    atoms = numbers.lex(text, 0, len(text))
    end = 0
    for n in numbers.read(atoms, WORDS):
        assert end <= n.first < n.last <= len(atoms.words)
        end = n.last
