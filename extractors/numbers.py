"""Finds numbers written in digits or words, of any size, and reads them into exact intervals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, Literal

from extractors.lexicon import Lexicon
from extractors.sentences import Passage, Tokens

Form = Literal[
    "digits", "words", "vague", "few", "fraction", "ratio", "multiple", "adjective", "ordinal",
]  # fmt: skip

# Entities and escaped slashes are leftovers of HTML and JSON; they are read as what they stand for.
_ATOM = re.compile(
    r"("
    r"&(?:nbsp|thinsp|ensp|emsp|\#160|\#8201|\#8239);"
    r"|&(?:ndash|mdash|minus|\#8211|\#8212|\#8722);"
    r"|\\/"
    r"|[^\W\d_]++(?:['’][^\W\d_]++)*+"
    r"|\d++(?:[.,'’]\d++)*+"
    r"|[^\w\s]|\w"
    r")"
)
# for lower case, ASCII
_PLAIN_ATOM = re.compile(r"([a-z]++(?:'[a-z]++)*+|[0-9]++(?:[.,'][0-9]++)*+|\S)")
_DASHES = {
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "—": "—", "―": "—", "’": "'", "⁄": "/",
    "∕": "/", "\\/": "/", "&ndash;": "-", "&mdash;": "—", "&minus;": "-", "&#8211;": "-",
    "&#8212;": "—", "&#8722;": "-",
}  # fmt: skip
_HYPHEN = re.compile("([-‐‑])")
_GROUPED = re.compile(r"\d['’]\d")
_SPECIAL = re.compile("[‐‑‒–−—―’⁄∕&\\\\]")
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8), "⅐": (1, 7), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_APOSTROPHES = re.compile(r"\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_COMMA = re.compile(r"\d+,\d{1,2}|0,\d+")
_BEYOND = ("",) * 64  # further from a sentence's ends no reader looks
_MOST_VAGUE = 6  # atoms of "tens of thousands of millions"; more is no number
_LONGEST = 40  # digits; longer runs are identifiers, never quantities

ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(slots=True, eq=False)
class Atoms:
    """The words, numbers and marks of one sentence, in parallel lists; offsets into `text`."""

    text: str
    words: list[str]  # lower case; dashes and apostrophes in their plain form
    starts: list[int]
    ends: list[int]
    row: list[str] = field(init=False, repr=False)  # the words, and "" on either side of them
    bag: frozenset[str] = field(init=False, repr=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False)  # what readers found once

    def __post_init__(self) -> None:
        self.row = [*self.words, *_BEYOND]  # a negative index counts from the end: "" as well
        self.bag = frozenset(self.words)

    def has_any(self, words: frozenset[str]) -> bool:
        """Whether the sentence holds one of `words`."""
        return not words.isdisjoint(self.bag)

    def is_glued(self, i: int) -> bool:
        """Whether atom `i` stands directly after atom `i - 1`, with nothing between."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]

    def is_upper(self, i: int) -> bool:
        """Whether atom `i` begins with a capital."""
        return 0 <= i < len(self.words) and self.text[self.starts[i]].isupper()

    def surface(self, i: int) -> str:
        return self.text[self.starts[i] : self.ends[i]]

    def word(self, i: int) -> str:
        """The word at `i`, or "" outside of the sentence."""
        return self.row[i]


def of(passage: Passage, index: int) -> Atoms:
    """Atoms of sentence `index`; linear time.

    They are its tokens, words with hyphens parted; where entities or escapes stand, or apostrophes
    in numbers, the text is lexed for itself.
    """
    part, tokens = passage.surface(index), passage.tokens(index)
    words, starts, ends = tokens.lowers, tokens.starts, tokens.ends
    if "&" in part or "\\" in part or (
        ("'" in words or "’" in words) and _GROUPED.search(part) is not None
    ):  # fmt: skip
        sentence = passage.sentences[index]
        return lex(passage.text, sentence.start, sentence.end)
    if any(mark in part and words.count(mark) < part.count(mark) for mark in "-‐‑"):
        words, starts, ends = _parted(tokens)
    if not part.isascii() and _SPECIAL.search(part) is not None:
        words = [_DASHES.get(word) or word.replace("’", "'") for word in words]
    return Atoms(passage.text, words, starts, ends)


def _parted(tokens: Tokens) -> tuple[list[str], list[int], list[int]]:
    """The tokens with those that hold hyphens parted at them: lower case, starts, ends."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, word in enumerate(tokens.lowers):
        start = tokens.starts[i]
        if word.isalnum() or len(word) == 1 or _HYPHEN.search(word) is None:
            words.append(word)
            starts.append(start)
            ends.append(tokens.ends[i])
            continue
        for piece in _HYPHEN.split(tokens.texts[i]):
            words.append(piece.lower())
            starts.append(start)
            start += len(piece)
            ends.append(start)
    return words, starts, ends


def lex(text: str, start: int, end: int) -> Atoms:
    """Atoms of `text[start:end]`; linear time."""
    part = text[start:end]
    lowered = part.lower()
    if lowered.isascii():
        is_plain = "&" not in part and "\\" not in part
    else:
        is_plain = len(lowered) == len(part) and _SPECIAL.search(part) is None
    pattern = _PLAIN_ATOM if is_plain and lowered.isascii() else _ATOM
    # splitting at a group gives gaps and atoms in turns, without a match object for each
    parts = pattern.split(lowered if is_plain else part)
    at = list(accumulate(map(len, parts), initial=start))
    words, starts, ends = parts[1::2], at[1:-1:2], at[2::2]
    if is_plain:
        return Atoms(text, words, starts, ends)
    keep = []
    for i, written in enumerate(words):
        word = written.lower()
        plain = _DASHES.get(word)
        if plain is not None:
            word = plain
        elif "’" in word:
            word = word.replace("’", "'")
        words[i] = word
        if len(word) == 1 or word[0] != "&":
            keep.append(i)
    if len(keep) < len(words):  # entities of spaces are no atoms
        words = [words[i] for i in keep]
        starts = [starts[i] for i in keep]
        ends = [ends[i] for i in keep]
    return Atoms(text, words, starts, ends)


@dataclass(slots=True, eq=False)
class Numeral:
    """One number as written: `atoms[first:last]`; `low` = `high` for a point.

    `low` is None for digits that can be no quantity (a run too long, "1.2.3.4").
    `mantissa` is the value without the scale words that follow, `scale` those words' product.
    """

    first: int
    last: int
    low: Decimal | None
    high: Decimal | None
    precision: Decimal | None
    form: Form
    scale: Decimal = ONE
    is_grouped: bool = False  # thousands separators or a decimal mark were written
    has_article: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """The number words of one language, compiled."""

    ones: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    suffixes: Mapping[str, int]
    groups: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    few: Mapping[str, tuple[int, int, str]]
    adjectives: Mapping[str, int]
    fractions: Mapping[str, int]
    ordinals: Mapping[str, int]
    multiples: Mapping[str, Decimal]
    articles: frozenset[str]
    joiner: frozenset[str]
    doubling: tuple[tuple[str, ...], ...]
    of: frozenset[str]
    half: frozenset[str]
    minus: frozenset[str]
    point: frozenset[str]
    decimal: str  # the mark before decimals where "1.234" could be either
    starters: frozenset[str]  # every word a numeral can start with, articles left out
    openers: frozenset[str]  # these, articles and marks
    followers: frozenset[str]  # what can go on with a number in digits


@cache
def number_words(lexicon: Lexicon) -> NumberWords:
    """The compiled [numbers] section of `lexicon`."""
    s: Mapping[str, Any] = lexicon["numbers"]
    few = {w: (r["low"], r["high"], r["article"]) for w, r in s["few"].items()}
    vague = {w: (r[0], r[1]) for w, r in s["vague"].items()}
    multiples = {w: Decimal(v) for w, v in s["multiples"].items()}
    starters = frozenset().union(
        s["ones"], s["tens"], s["scales"], s["groups"], vague, few, s["adjectives"],
        s["fractions"], s["ordinals"], multiples,
    )  # fmt: skip
    return NumberWords(
        ones=s["ones"],
        tens=s["tens"],
        scales=s["scales"],
        suffixes=s["suffixes"],
        groups=s["groups"],
        vague=vague,
        few=few,
        adjectives=s["adjectives"],
        fractions=s["fractions"],
        ordinals=s["ordinals"],
        multiples=multiples,
        articles=frozenset(s["articles"]),
        joiner=frozenset(s["joiner"]),
        doubling=tuple(tuple(j.split()) for j in s["doubling_joiner"]),
        of=frozenset(s["of"]),
        half=frozenset(s["half"]),
        minus=frozenset(s["minus"]),
        point=frozenset(s["point"]),
        decimal=s["decimal"],
        starters=starters,
        openers=starters | frozenset(s["articles"]) | frozenset(_VULGAR) | {"."},
        followers=frozenset().union(
            s["scales"], s["groups"], s["suffixes"], s["joiner"], _VULGAR, "-/×x·"
        ),
    )


def parse_digits(surface: str, decimal: str = ".") -> tuple[Decimal, Decimal, bool] | None:
    """Value, place of the last digit and whether marks were written, of "1,234.5" or "1’204’500".

    `decimal` decides only what "1.234" is.
    None where the marks make no number ("1.2.3", a run of more than 40 digits).
    """
    return None if len(surface) > _LONGEST else _parsed(surface, decimal)


@lru_cache(maxsize=4096)
def _parsed(surface: str, decimal: str) -> tuple[Decimal, Decimal, bool] | None:
    if surface.isdecimal():
        return Decimal(surface), ONE, False
    if decimal == "," and _THOUSANDS.fullmatch(surface):
        plain = surface.replace(".", "")
    elif _PLAIN.fullmatch(surface):
        plain = surface
    elif _GROUPS.fullmatch(surface):
        plain = surface.replace(",", "")
    elif _APOSTROPHES.fullmatch(surface):
        plain = surface.replace("'", "").replace("’", "").replace(",", ".")
    elif _POINTS.fullmatch(surface):
        plain = surface.replace(".", "").replace(",", ".")
    elif _COMMA.fullmatch(surface):
        plain = surface.replace(",", ".")
    else:
        return None
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    return value, Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0), True


class _Reader:
    """Reads the numerals of one sentence from left to right."""

    __slots__ = ("atoms", "lex", "size", "w")

    def __init__(self, atoms: Atoms, words: NumberWords) -> None:
        self.atoms = atoms
        self.w = atoms.words
        self.size = len(atoms.words)
        self.lex = words

    def read(self) -> list[Numeral]:
        found: list[Numeral] = []
        w, openers, articles = self.w, self.lex.openers, self.lex.articles
        free = 0
        for i in [i for i, word in enumerate(w) if word in openers or word[0].isdigit()]:
            if i < free:
                continue
            word = w[i]
            numeral: Numeral | None = None
            if word[0].isdigit() or word in _VULGAR:
                numeral = self.digits(i)
            elif word in articles:
                following = self.atoms.row[i + 1]
                if following in self.lex.starters or following in _VULGAR:
                    numeral = self.after_article(i)
            elif word == ".":
                if self.atoms.row[i + 1].isdecimal():
                    numeral = self.leading_point(i)
            else:
                numeral = self.words(i)
            if numeral is not None:
                found.append(numeral)
                free = numeral.last
        return found

    # digits ------------------------------------------------------------------------------------

    def digits(self, i: int) -> Numeral:
        word = self.w[i]
        if word in _VULGAR:
            top, bottom = _VULGAR[word]
            return self.scaled(i, i + 1, Decimal(top) / bottom, ONE / bottom, True, "fraction")
        parsed = parse_digits(word, self.lex.decimal)
        if parsed is None:
            return Numeral(i, i + 1, None, None, None, "digits")
        value, precision, grouped = parsed
        last = i + 1
        following = self.atoms.row[last]
        if following not in self.lex.followers and not following.isdecimal():
            return Numeral(i, last, value, value, precision, "digits", ONE, grouped)
        if not grouped and len(word) <= 3 and word[0] != "0":
            # "12 500 people": groups of three parted by a space of any width.
            joined = word
            while (
                last < self.size
                and len(joined) <= _LONGEST
                and len(self.w[last]) == 3
                and self.w[last].isdecimal()
                and self.is_one_space(last)
            ):
                joined += self.w[last]
                last += 1
            if last > i + 1 and len(joined) <= _LONGEST:
                value, grouped = Decimal(joined), True
            else:
                last = i + 1
        mixed = self.vulgar_after(last, value)
        if mixed is not None:
            last, value, precision = mixed
            grouped = True
        else:
            slash = self.slash_fraction(i, value)
            if slash is not None:
                last, value, precision = slash
                if value < 1:
                    return self.scaled(i, last, value, precision, True, "fraction")
                grouped = True
            elif (half := self.and_fraction(last)) is not None and not grouped:
                last, part, bottom = half  # "8 and a half hours"
                value, precision, grouped = value + part, ONE / bottom, True
        power = self.power(last)
        if power is not None:
            last, exponent = power
            value, precision = value.scaleb(exponent), precision.scaleb(exponent)
        return self.scaled(i, last, value, precision, grouped, "digits")

    def is_one_space(self, i: int) -> bool:
        """Whether one space of any width, or one written as an entity, parts atom `i` off."""
        gap = self.atoms.text[self.atoms.ends[i - 1] : self.atoms.starts[i]]
        return len(gap) == 1 or (gap[:1] == "&" and gap.count("&") == 1)

    def vulgar_after(self, i: int, value: Decimal) -> tuple[int, Decimal, Decimal] | None:
        """ "6½" and "6 1/2"."""
        if i >= self.size:
            return None
        if self.w[i] in _VULGAR:
            top, bottom = _VULGAR[self.w[i]]
            return i + 1, value + Decimal(top) / bottom, ONE / bottom
        if self.w[i] == "-" and self.atoms.is_glued(i) and self.atoms.is_glued(i + 1):
            i += 1  # "2-1/4"
        if (
            i < self.size
            and self.w[i].isdecimal()
            and len(self.w[i]) == 1
            and self.atoms.row[i + 1] == "/"
            and self.atoms.row[i + 2] in ("2", "3", "4", "8")
            and self.atoms.is_glued(i + 1)
            and self.atoms.is_glued(i + 2)
            and int(self.w[i]) < int(self.w[i + 2])
        ):
            bottom = int(self.w[i + 2])
            return i + 3, value + Decimal(int(self.w[i])) / bottom, ONE / bottom
        return None

    def slash_fraction(self, i: int, value: Decimal) -> tuple[int, Decimal, Decimal] | None:
        """ "1/16"; "21/2" is a garbled 2½ where the last digit could stand over the bottom."""
        if not (
            self.atoms.row[i + 1] == "/"
            and self.atoms.is_glued(i + 1)
            and self.atoms.is_glued(i + 2)
            and self.atoms.row[i + 2] in _BOTTOMS
            and self.atoms.row[i + 3] != "/"
        ):
            return None
        bottom = int(self.w[i + 2])
        top = self.w[i]
        if not top.isdecimal() or len(top) > 3:
            return None
        if int(top) < bottom:
            return i + 3, Decimal(int(top)) / bottom, ONE / bottom
        if bottom in (2, 3, 4, 8) and 0 < int(top[-1]) < bottom and len(top) > 1:
            return i + 3, Decimal(int(top[:-1])) + Decimal(int(top[-1])) / bottom, ONE / bottom
        return None

    def power(self, i: int) -> tuple[int, int] | None:
        """ "×10−30", "x 10^6", "×10⁶" after a number."""
        if self.atoms.row[i] not in ("×", "x", "·") or self.atoms.row[i + 1] != "10":
            return None
        j = i + 2
        if self.atoms.row[j] == "^":
            j += 1
        negative = self.atoms.row[j] in ("-", "⁻")
        if negative:
            j += 1
        raised = ""
        while j < self.size and self.atoms.is_glued(j):
            plain = self.w[j].translate(_SUPERSCRIPT)
            if not plain.isdecimal() or len(raised) > 3:
                break
            raised += plain
            j += 1
        if not raised or len(raised) > 3:
            return None
        return j, -int(raised) if negative else int(raised)

    def leading_point(self, i: int) -> Numeral | None:
        """ ".500" after a space, a bracket or a currency sign."""
        start = self.atoms.starts[i]
        before = self.atoms.text[start - 1] if start else " "
        if not (before.isspace() or before in "($£€~") or not self.atoms.is_glued(i + 1):
            return None
        digits = self.w[i + 1]
        if len(digits) > _LONGEST:
            return None
        value = Decimal("0." + digits)
        return self.scaled(i, i + 2, value, ONE.scaleb(-len(digits)), True, "digits")

    def scaled(
        self, first: int, last: int, value: Decimal, precision: Decimal, grouped: bool, form: Form
    ) -> Numeral:
        """The numeral with the scale words and suffixes after it multiplied in."""
        scale = ONE
        while last < self.size:
            hyphen = self.w[last] == "-" and self.atoms.is_glued(last)
            at = last + 1 if hyphen else last
            word = self.atoms.row[at]
            by = self.lex.scales.get(word) or (
                self.lex.groups.get(word) if word != "score" and scale == 1 else None
            )
            if by is None and scale == 1 and not hyphen:
                by = self.suffix(at)
            if by is None or (hyphen and not self.atoms.is_glued(at)):
                break
            scale *= by
            last = at + 1
        return Numeral(
            first, last, value * scale, value * scale, precision * scale, form, scale, grouped
        )

    def suffix(self, at: int) -> int | None:
        """The scale of "bn", "k", "trn" at `at`; the letters that are also units are left alone."""
        word = self.atoms.row[at]
        by = self.lex.suffixes.get(word)
        if by is None:
            return None
        if len(word) > 1 and word not in ("mm", "mil", "cr"):
            return by
        glued = self.atoms.is_glued(at)
        if word == "k":
            return by if glued else None
        if word == "b":
            return by if glued or self.atoms.surface(at) == "B" else None
        return None

    # words -------------------------------------------------------------------------------------

    def after_article(self, i: int) -> Numeral | None:
        """ "a hundred", "a dozen", "a third", "a few", "an eighth", "a pair"."""
        word = self.w[i + 1]
        lex = self.lex
        if (word in lex.scales and word not in lex.fractions) or (
            word in lex.groups and word != "score"
        ):
            found = self.cardinal(i, i + 1)
        elif word in lex.few and lex.few[word][2] != "never":
            found = self.few(i, i + 1)
        elif word in lex.fractions or word in _VULGAR:
            found = self.fraction(i, i + 1, ONE)
        else:
            return None
        if found is None:
            return None
        return Numeral(
            found.first, found.last, found.low, found.high, found.precision, found.form,
            found.scale, found.is_grouped, True,
        )  # fmt: skip

    def words(self, i: int) -> Numeral | None:
        word, lex = self.w[i], self.lex
        if word in lex.ones or word in lex.tens:
            return self.cardinal(i, i)
        if word in lex.vague:
            return self.vague(i)
        if word in lex.half:
            return self.fraction(i, i, ONE)
        if word in lex.multiples:
            value = lex.multiples[word]
            return Numeral(i, i + 1, value, value, ONE, "multiple")
        if word in lex.few:
            return self.few(i, i) if lex.few[word][2] != "always" else None
        if word in lex.ordinals:
            value = Decimal(lex.ordinals[word])
            return Numeral(i, i + 1, value, value, ONE, "ordinal")
        if word in lex.adjectives:
            value = Decimal(lex.adjectives[word])
            return Numeral(i, i + 1, value, value, ONE, "adjective")
        return None

    def few(self, first: int, at: int) -> Numeral:
        """ "several", "a few", "a couple", and these times a scale ("a few hundred")."""
        low, high, _ = self.lex.few[self.w[at]]
        last, scale = at + 1, ONE
        j = last + 1 if self.atoms.row[last] in self.lex.of else last
        while True:
            word = self.atoms.row[j]
            by = self.lex.scales.get(word) or (self.lex.groups.get(word) if scale == 1 else None)
            if by is None or word == "score":
                break
            scale *= by
            last = j = j + 1
        form: Form = "few" if scale == 1 else "vague"
        return Numeral(first, last, low * scale, high * scale, scale, form, scale)

    def vague(self, i: int) -> Numeral:
        """ "dozens", "tens of thousands", "thousands upon thousands", "hundreds or thousands"."""
        low, high = self.lex.vague[self.w[i]]
        last = i + 1
        row, lex = self.atoms.row, self.lex
        while last < i + _MOST_VAGUE and row[last] in lex.of and row[last + 1] in lex.vague:
            by = self.lex.vague[self.w[last + 1]][0] // 2
            if by < 100:
                break
            low, high = low * by, (high + 1) * by - 1
            last += 2
        j = last + 1 if self.atoms.row[last] == "," else last
        for joiner in self.lex.doubling:
            end = j + len(joiner)
            if tuple(self.w[j:end]) == joiner and self.atoms.row[end] in self.lex.vague:
                low2, high2 = self.lex.vague[self.w[end]]
                if low2 >= low:
                    high = max(high, high2)
                    last = end + 1
                break
        scale = Decimal(low) / 2
        return Numeral(i, last, Decimal(low), Decimal(high), scale, "vague", scale)

    def cardinal(self, first: int, at: int) -> Numeral | None:
        """A number in words from `at`; `first` may be an article before it."""
        lex, w, size = self.lex, self.w, self.size
        total, current, j = 0, 0, at
        last_class = ""
        group = ONE  # of "two dozen"
        smallest = None  # the scale read last; the next one must be smaller
        if first != at:
            current = 1
        while j < size:
            word = w[j]
            step = j
            if word == "-" and j > at and self.atoms.is_glued(j) and self.atoms.is_glued(j + 1):
                step = j + 1
                word = self.atoms.row[step]
                if word not in lex.ones and word not in lex.scales and word not in lex.groups:
                    break
            elif word in lex.joiner and last_class == "scale":
                step = j + 1
                word = self.atoms.row[step]
                if word not in lex.ones and word not in lex.tens:
                    break
                # "a hundred and two were hurt" is read as one number only without an article
                # of its own after it.
            if word in lex.ones:
                one = lex.ones[word]
                if last_class == "ones" or (last_class == "tens" and not 0 < one < 10):
                    break
                if last_class == "scale" and current == 0 and total == 0:
                    break
                current += one
                last_class = "ones"
            elif word in lex.tens:
                if last_class in ("ones", "tens"):
                    break
                current += lex.tens[word]
                last_class = "tens"
            elif word in lex.scales:
                by = lex.scales[word]
                if by == 100:
                    if current >= 100 or last_class == "scale":
                        break
                    current = (current or 1) * 100
                else:
                    if smallest is not None and current == 0:
                        total *= by  # "two hundred thousand million", "a lakh crore"
                    elif smallest is not None and by >= smallest:
                        break
                    else:
                        total += (current or 1) * by
                    current = 0
                    smallest = by
                last_class = "scale"
            elif word in lex.groups and word != "score" and last_class in ("ones", "tens", ""):
                current = (current or 1) * lex.groups[word]
                group = Decimal(lex.groups[word])
                j = step + 1
                break
            else:
                break
            j = step + 1
        if j == at:
            return None
        value = Decimal(total + current)
        precision = ONE
        if smallest is not None and current == 0:
            precision = Decimal(smallest)
        elif last_class == "scale":
            precision = HUNDRED
        fraction = self.and_fraction(j)
        scale = ONE
        if fraction is not None:
            j, part, bottom = fraction
            if smallest is not None and current == 0:
                value += part * smallest
                precision = Decimal(smallest) / bottom
            else:
                value += part
                precision = ONE / bottom
            after = self.scaled(first, j, value, precision, False, "words")
            j, value, scale = after.last, after.low or value, after.scale
            precision = after.precision or precision
        elif first == at and total == 0 and self.atoms.row[j] in lex.point:
            decimals = ""
            k = j + 1
            while k < size and w[k] in lex.ones and lex.ones[w[k]] < 10 and len(decimals) < 12:
                decimals += str(lex.ones[w[k]])
                k += 1
            if decimals:
                value += Decimal("0." + decimals)
                after = self.scaled(first, k, value, ONE.scaleb(-len(decimals)), True, "words")
                j, value, scale = after.last, after.low or value, after.scale
                precision = after.precision or precision
        elif first == at and smallest is None:
            part_of = self.fraction_of(first, j, value)
            if part_of is not None:
                return part_of
        if smallest is not None and scale == 1:
            scale = Decimal(smallest)
        elif last_class == "scale" and scale == 1:
            scale = HUNDRED
        elif scale == 1:
            scale = group
        return Numeral(first, j, value, value, precision, "words", scale)

    def and_fraction(self, j: int) -> tuple[int, Decimal, int] | None:
        """ "and a half", "and three quarters", "and-a-half" from `j`."""
        if self.atoms.row[j] == "-" and self.atoms.row[j + 1] in self.lex.joiner:
            j += 1
        if self.atoms.row[j] not in self.lex.joiner:
            return None
        k = j + 1
        if self.atoms.row[k] == "-":
            k += 1
        top = 1
        if self.atoms.row[k] in self.lex.articles:
            k += 1
        elif self.atoms.row[k] in self.lex.ones:
            top = self.lex.ones[self.w[k]]
            k += 1
        else:
            return None
        if self.atoms.row[k] == "-":
            k += 1
        bottom = self.lex.fractions.get(self.atoms.row[k])
        if bottom not in (2, 3, 4) or not 0 < top < bottom:
            return None
        if self.atoms.row[k + 1] in self.lex.of:
            return None
        return k + 1, Decimal(top) / bottom, bottom

    def fraction_of(self, first: int, j: int, top: Decimal) -> Numeral | None:
        """ "two-thirds", "three quarters", "nine tenths": a small number and a denominator."""
        k = j + 1 if self.atoms.row[j] == "-" and self.atoms.is_glued(j) else j
        word = self.atoms.row[k]
        bottom = self.lex.fractions.get(word)
        if bottom is None or not 0 < top < 100 or top != int(top):
            return None
        if top == 1 and word in self.lex.ordinals and k == j and word != "half":
            # "one third of", but "one third party"
            if self.atoms.row[k + 1] not in self.lex.of:
                return None
        elif top > 1 and word in self.lex.ordinals:
            return None  # "two third-party deals"
        if top >= bottom and bottom != 2:
            return None
        return self.fraction(first, k, top)

    def fraction(self, first: int, k: int, top: Decimal) -> Numeral | None:
        """The fraction whose denominator stands at `k`, with its scale ("half a million")."""
        word = self.w[k]
        bottom = _VULGAR[word][1] if word in _VULGAR else self.lex.fractions.get(word, 2)
        top = Decimal(_VULGAR[word][0]) if word in _VULGAR else top
        value = top / bottom
        last = k + 1
        j = last
        if self.atoms.row[j] in self.lex.of or (
            self.atoms.row[j] == "-" and self.atoms.is_glued(j)
        ):
            j += 1
        if self.atoms.row[j] in self.lex.articles:
            j += 1
        scale = ONE
        while (by := self.lex.scales.get(self.atoms.row[j])) or (
            scale == 1 and (by := self.lex.groups.get(self.atoms.row[j]))
        ):
            if self.w[j] == "score":
                break
            scale *= by
            j += 1
            last = j
        if scale != 1:
            value *= scale
            return Numeral(first, last, value, value, scale / bottom, "words", scale)
        return Numeral(first, last, value, value, ONE / bottom, "fraction")


_BOTTOMS = frozenset(["2", "3", "4", "5", "6", "8", "10", "16", "32", "64", "100", "128"])


def read(atoms: Atoms, words: NumberWords) -> list[Numeral]:
    """Every number of `atoms` in order, not overlapping; linear time."""
    return _Reader(atoms, words).read()
