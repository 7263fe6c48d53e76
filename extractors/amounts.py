"""Joins numerals with their units, signs and scales into amounts, and amounts into ranges and pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractors import numbers, units
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms, Form, Numeral
from extractors.records import ChangeRole, Direction, HedgeKind, NumberType, UnitKind
from extractors.units import Unit, UnitWords

COUNT = Unit("count", "count")
PERCENT = Unit("percent", "share")
TIMES = Unit("times", "multiple")


@dataclass(slots=True, eq=False)
class Amount:
    """A number with its unit while it is being read; `atoms[first:last]` is its surface.

    `unit_at` are the atoms of the unit word, which for measures lies outside of the surface.
    `stop` is the atom after number and unit together.
    """

    first: int
    last: int
    stop: int
    low: Decimal | None
    high: Decimal | None
    precision: Decimal | None
    form: Form
    numeral: Numeral
    unit: Unit
    unit_at: tuple[int, int] | None = None
    is_hyphened: bool = False  # "six-month", "84-page": the unit stands behind a hyphen
    is_range: bool = False
    is_negative: bool = False
    is_bare: bool = True  # no sign, unit or symbol of its own was written
    is_base: bool = False  # the number a rate is counted per
    owns_unit: bool = False  # its unit was written beside it, not borrowed
    type: NumberType = "claim"
    bound: str = "exact"
    bound_cue: tuple[int, int] | None = None
    hedge: HedgeKind = "none"
    hedge_cue: tuple[int, int] | None = None
    direction: Direction = "none"
    change: ChangeRole | None = None
    per: str | None = None
    per_at: tuple[int, int] | None = None
    partner: Amount | None = None
    doubt: str | None = None
    confidence: float = 1.0

    def doubted(self, rule: str, confidence: float) -> None:
        if confidence < self.confidence:
            self.confidence, self.doubt = confidence, rule


Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class AmountWords:
    """The words of [quantities] that join amounts, compiled."""

    numbers: numbers.NumberWords
    units: UnitWords
    joiners: frozenset[tuple[str, ...]]
    longest_joiner: int
    range_and: frozenset[str]
    range_or: frozenset[str]
    openers: frozenset[tuple[str, ...]]
    range_verbs: frozenset[str]
    sources: frozenset[str]
    targets: frozenset[str]
    by: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    sideways: frozenset[str]
    per_words: frozenset[str]
    per_articles: frozenset[str]
    per_each: frozenset[str]
    per_nouns: frozenset[str]
    per_adverbs: Mapping[str, str]
    not_per_after: frozenset[str]
    rate_units: Mapping[tuple[str, ...], tuple[str, str]]
    money_in: frozenset[str]
    money_after: frozenset[str]
    money_words: frozenset[str]
    plus: frozenset[str]
    between: frozenset[str]
    risen: frozenset[str]
    phrasal: frozenset[str]
    change_nouns: frozenset[str]
    acting: frozenset[str]
    prepositions: frozenset[str]
    possessives: frozenset[str]
    small: frozenset[str]
    heat: frozenset[str]
    unit_adjectives: frozenset[str]
    countries: tuple[tuple[tuple[str, ...], str], ...]
    metre_after: frozenset[str]
    ratio_of: frozenset[tuple[str, ...]]
    ratio_in: frozenset[tuple[str, ...]]


def phrase(words: str) -> tuple[str, ...]:
    """The atoms of a cue as the lexer gives them."""
    return tuple(numbers.lex(words, 0, len(words)).words)


@cache
def amount_words(lexicon: Lexicon) -> AmountWords:
    """The compiled [quantities] section of `lexicon`."""
    s: Mapping[str, Any] = lexicon["quantities"]
    joiners = frozenset(phrase(w) for w in s["range_joiners"])
    change = s["change"]
    return AmountWords(
        numbers=numbers.number_words(lexicon),
        units=units.unit_words(lexicon),
        joiners=joiners,
        longest_joiner=max(len(j) for j in joiners),
        range_and=frozenset(s["range_and"]),
        range_or=frozenset(s["range_or"]),
        openers=frozenset(phrase(w) for w in s["range_openers"]),
        range_verbs=frozenset(s["range_verbs"]),
        sources=frozenset(s["from"]),
        targets=frozenset(s["to"]),
        by=frozenset(s["by"]),
        up=frozenset(change["up"]),
        down=frozenset(change["down"]),
        sideways=frozenset(change["none"]),
        per_words=frozenset(s["per_words"]),
        per_articles=frozenset(s["per_articles"]),
        per_each=frozenset(s["per_each"]),
        per_nouns=frozenset(s["per_nouns"]),
        per_adverbs=s["per_adverbs"],
        not_per_after=frozenset(s["not_per_after"]),
        rate_units={phrase(k): (v[0], v[1]) for k, v in s["rate_units"].items()},
        money_in=frozenset(s["money_in"]),
        money_after=frozenset(s["money_vague_after"]),
        money_words=frozenset(s["money_words"]),
        plus=frozenset(s["plus"]),
        between=frozenset(s["between_change"]),
        risen=frozenset(change["risen"]),
        phrasal=frozenset(change["phrasal"]),
        change_nouns=frozenset(change["nouns"]),
        acting=frozenset(change["acting"]),
        prepositions=frozenset(s["prepositions"]),
        possessives=frozenset(s["possessives"]),
        small=frozenset(s["small"]),
        heat=frozenset(s["heat"]),
        unit_adjectives=frozenset(s["unit_adjectives"]),
        countries=tuple((phrase(name), code) for name, code in s["dollar_countries"].items()),
        metre_after=frozenset(s["metre_after"]),
        ratio_of=frozenset(phrase(w) for w in s["ratio_of"]),
        ratio_in=frozenset(phrase(w) for w in s["ratio_in"]),
    )


def read(atoms: Atoms, words: AmountWords) -> list[Amount]:
    """The amounts of one sentence in order: units attached, ranges joined, pairs partnered."""
    numerals = numbers.read(atoms, words.numbers)
    if not numerals:
        return []
    found = [_with_unit(atoms, n, words, k, numerals) for k, n in enumerate(numerals)]
    found = _without_units(found)
    for a in found:
        a.owns_unit = not a.is_bare
    found = _ratios(atoms, found, words)
    _spread_units(atoms, found, words)
    found = _join_ranges(atoms, found, words)
    for a, b in zip(found, found[1:], strict=False):
        if b.is_bare and b.form in ("digits", "words") and not a.is_bare and b.low is not None:
            if _forwards(atoms, a, b, words):
                _borrow(b, a)
    _rates(atoms, found, words)
    _changes(atoms, found, words)
    _doubt_brackets(atoms, found, words)
    rates = [a.per_at for a in found if a.per_at is not None]
    if rates:
        for a in found:
            # "per 100,000 people": the number is part of the rate
            a.is_base = any(first <= a.first < last for first, last in rates)
    return found


# one number and its unit ---------------------------------------------------------------------


def _with_unit(
    atoms: Atoms, n: Numeral, words: AmountWords, k: int, numerals: Sequence[Numeral]
) -> Amount:
    a = Amount(n.first, n.last, n.last, n.low, n.high, n.precision, n.form, n, COUNT)
    if n.low is None or n.form in ("ordinal", "adjective"):
        return a
    if n.form == "multiple":
        a.unit = TIMES
        return a
    sign = units.sign_before(atoms, n.first, words.units)
    # "A $5" and "US $5": the letter of the sign stands apart
    if sign is not None and sign.last - sign.first == 1 and atoms.word(sign.first) == "$":
        wider = atoms.surface(sign.first - 1) + "$" if sign.first else ""
        for parts, unit in words.units.signs["$"]:
            if len(parts) == 2 and "".join(parts) == wider:
                sign = units.Match(sign.first - 1, sign.last, unit, True)
                break
    loose = sign is not None and "".join(
        atoms.surface(i) for i in range(sign.first, sign.last)
    ) in words.units.loose
    if sign is not None and loose and not (
        atoms.is_glued(n.first) and (n.is_grouped or n.scale > 1)
    ):
        sign = None
    if sign is not None:
        a.first, a.unit, a.is_bare = sign.first, sign.unit, False
    if atoms.word(n.first - 1) == "magnitude" or (
        atoms.word(n.first - 1) == "-" and atoms.word(n.first - 2) == "magnitude"
    ):
        a.unit, a.is_bare = units.table()["magnitude"], False
        at = n.first - 1 if atoms.word(n.first - 1) == "magnitude" else n.first - 2
        a.unit_at = (at, at + 1)
        return a
    _negative(atoms, a, words)
    following = atoms.word(a.last)
    glued = atoms.is_glued(a.last)
    if sign is not None:
        by = words.numbers.suffixes.get(following)
        if by is not None and n.scale == 1 and (glued or len(following) <= 3):
            _scale(a, by)
            a.last += 1
        a.stop = a.last
        _country_after(atoms, a, words)
        # "$5 million dollars"
        after = units.match(atoms, a.last, words.units)
        if after is not None and after.unit.kind == "money" and not _starts_number(
            after.last, k, numerals
        ):
            if after.unit.code == a.unit.code or after.unit.factor == 1:
                a.unit = after.unit if after.unit.code != "USD" else a.unit
                a.last = a.stop = after.last
        return a
    return _unit_after(atoms, a, words, k, numerals)


def _negative(atoms: Atoms, a: Amount, words: AmountWords) -> None:
    """Takes in "-", "−" or "minus" right before the number."""
    i = a.first - 1
    if i < 0 or a.low is None:
        return
    word = atoms.words[i]
    taken = None
    if word == "-" and atoms.is_glued(i + 1):
        if i > 0 and atoms.words[i - 1] in words.numbers.minus:
            taken = i - 1
        elif not atoms.is_glued(i) and (i == 0 or not atoms.words[i - 1][0].isdigit()):
            taken = i
        elif i > 0 and atoms.is_glued(i) and atoms.words[i - 1] in ("(", "["):
            taken = i
    elif word in words.numbers.minus:
        if i > 1 and atoms.words[i - 1] == "or":
            return  # "plus or minus 3"
        taken = i
    if taken is not None:
        a.first, a.is_negative = taken, True
        if a.low is not None and a.high is not None:
            a.low, a.high = -a.high, -a.low


def _scale(a: Amount, by: int) -> None:
    if a.low is not None:
        a.low *= by
    if a.high is not None:
        a.high *= by
    if a.precision is not None:
        a.precision *= by


def _country_after(atoms: Atoms, a: Amount, words: AmountWords) -> None:
    """ "$75 U.S. per barrel", "$76 US a barrel": the country of the dollar behind it."""
    for parts, code in words.countries:
        end = a.last + len(parts)
        if tuple(atoms.words[a.last : end]) == parts and (
            not atoms.word(end).isalpha() or atoms.word(end) in words.small
        ):
            a.unit = Unit(code, "money")
            a.last = a.stop = end
            return


def _starts_number(i: int, k: int, numerals: Sequence[Numeral]) -> bool:
    return k + 1 < len(numerals) and numerals[k + 1].first == i


def _unit_after(
    atoms: Atoms, a: Amount, words: AmountWords, k: int, numerals: Sequence[Numeral]
) -> Amount:
    """Attaches the unit word, symbol, percent or currency that follows the number."""
    i = a.last
    hyphen = atoms.word(i) == "-" and atoms.is_glued(i) and atoms.is_glued(i + 1)
    at = i + 1 if hyphen else i
    if a.form in ("vague", "few", "words") and atoms.word(at) in words.numbers.of:
        # "thousands of barrels", "a couple of weeks", "hundreds of millions of pounds"
        after = units.match(atoms, at + 1, words.units)
        if after is not None and after.unit.kind != "share":
            if a.form != "words" or a.numeral.scale > 1:
                _attach(a, after, False, atoms)
                if after.unit.code == "pound":
                    _pounds(atoms, a, words)
                return a
    if (
        a.form == "vague"
        and atoms.word(at) in words.money_in
        and a.low is not None
        and a.low >= 1_000_000
        and not words.money_after.isdisjoint(atoms.words[at + 1 : at + 6])
    ):
        a.unit, a.is_bare = Unit("USD", "money"), False
        a.doubted("currency not written", 0.8)
        return a
    if a.form == "fraction":
        if atoms.words[a.last - 1] == "quarters" and atoms.word(a.last) not in words.numbers.of:
            return _quarters(atoms, a)
        return _fraction_unit(atoms, a, words)
    plus = atoms.word(at) if hyphen or atoms.word(at) == "+" else ""
    if plus in words.plus and (hyphen or atoms.is_glued(at)):
        # "11-plus years", "80-odd kilometres", "1,000+ miles"
        after = units.match(atoms, at + 1, words.units)
        if after is not None and _fits(atoms, a, after, words, False):
            _attach(a, after, False, atoms)
            return a
    following = atoms.word(at)
    surface = atoms.surface(at) if at < len(atoms.words) else ""
    if _starts_number(at, k, numerals) and numerals[k + 1].form not in ("ordinal", "fraction"):
        return a
    # pence and cents: "389p", "461.1 p", "50¢"
    minor = words.units.minor.get(surface)
    if minor is not None and a.form == "digits" and not hyphen:
        if atoms.is_glued(at) or atoms.words[a.numeral.first].isdecimal() or "." in (
            atoms.words[a.numeral.first]
        ):
            if not (atoms.word(at + 1) == "." and atoms.word(at + 2) == "m"):
                _attach(a, units.Match(at, at + 1, minor, True), hyphen, atoms)
                return a
    rate = _rate_unit(atoms, at, words)
    if rate is not None:
        code, per, last = rate
        unit = units.table()[code]
        _attach(a, units.Match(at, last, unit), hyphen, atoms)
        a.per, a.per_at = per, (at, last)
        return a
    longer = units.match(atoms, at, words.units) if surface == "m" else None
    if surface == "m" and a.form == "digits" and a.numeral.scale == 1 and (
        longer is None or longer.last == at + 1
    ):
        return _metre_or_million(atoms, a, words, at, hyphen)
    if (
        surface in ("t", "b", "T", "M", "B")
        and atoms.is_glued(at)
        and a.numeral.scale == 1
        and atoms.word(at + 1).isalpha()
        and atoms.word(at + 1) not in words.small
    ):
        by = words.numbers.suffixes.get(following)
        after = units.match(atoms, at + 1, words.units)
        if by is not None and (surface != "t" or (after is not None and after.unit.kind == "money")):
            _scale(a, by)
            a.last = a.stop = at + 1
            if after is not None:
                _attach(a, after, False, atoms)
            return a
    if surface in ("C", "F") and a.form == "digits" and not words.heat.isdisjoint(atoms.words):
        code = "celsius" if surface == "C" else "fahrenheit"
        _attach(a, units.Match(at, at + 1, units.table()[code], True), hyphen, atoms)
        return a
    after = units.match(atoms, at, words.units)
    if surface == "in" and atoms.is_glued(at) and a.form == "digits":
        after = units.Match(at, at + 1, units.table()["inch"], True)
    if after is None and following in words.unit_adjectives:
        after = units.match(atoms, at + 1, words.units)
    if after is None:
        # "800 decisive miles" is left alone, but "5 US dollars" and "5 Danish crowns" are in the
        # table; "20 long miles" is not worth a rule.
        return a
    if not _fits(atoms, a, after, words, hyphen):
        return a
    _attach(a, after, hyphen, atoms)
    if after.unit.code == "pound" and not after.is_symbol:
        _pounds(atoms, a, words)
    return a


def _pounds(atoms: Atoms, a: Amount, words: AmountWords) -> None:
    """Sterling where the number is scaled or the sentence speaks of money, else the mass."""
    if atoms.word(a.stop) in words.numbers.of and not a.numeral.scale >= 1_000_000:
        return
    if a.numeral.scale >= 1000 or not words.money_words.isdisjoint(atoms.words):
        a.unit, a.last = Unit("GBP", "money"), a.stop


def _fits(
    atoms: Atoms, a: Amount, after: units.Match, words: AmountWords, hyphen: bool
) -> bool:
    """Whether the unit word found after the number really is its unit."""
    unit, word = after.unit, atoms.word(after.first)
    glued = atoms.is_glued(after.first)
    nxt = atoms.word(after.last)
    if after.is_symbol and unit.kind != "share":
        surface = atoms.surface(after.first)
        if unit.kind == "money":
            return a.form == "digits" and not (nxt and nxt[0].isdigit() and not glued)
        if len(surface) == 1 and surface.isalpha() and not glued:
            return False
        if len(surface) <= 2 and surface.islower() and not glued and surface in ("s", "ms", "mo"):
            return False
        if surface == "s" and glued:
            return False  # "1990s", "747s"
        return a.form in ("digits", "words")
    if unit.code == "second":
        # "two second-placed", "one second" is left to the ordinals
        return a.form in ("digits", "words", "few") and (
            hyphen or word.endswith("s") or a.low == 1 or nxt in ("delay", "video", "clip")
        )
    if unit.code == "point" and nxt in ("out",):
        return False
    if unit.code == "magnitude":
        return a.form == "digits"
    if unit.is_ambiguous:
        low = a.low or Decimal(0)
        return a.numeral.scale > 1 or (low >= 100 and a.form == "digits") or word.endswith("s")
    if unit.code == "pound" and nxt not in words.numbers.of:
        return True
    if unit.code == "stone" and word == "stone" and a.form == "words":
        return hyphen
    if unit.code == "times" and word == "times":
        return True
    if unit.code in ("block", "rung", "page", "bar"):
        return a.low is not None and (a.form in ("digits", "words"))
    if unit.code == "quarter":
        return word.endswith("s") and a.form in ("words", "digits", "few")
    return True


def _attach(a: Amount, found: units.Match, hyphen: bool, atoms: Atoms) -> None:
    unit = found.unit
    a.is_bare = False
    a.is_hyphened = hyphen
    if unit.times != 1:
        # "a decade" is ten years
        if a.low is not None and a.high is not None:
            a.low, a.high = a.low * unit.times, a.high * unit.times
        a.precision = (a.precision or numbers.ONE) * unit.times
        unit = units.table()[unit.written_as]
    a.unit_at = (found.first, found.last)
    a.stop = found.last
    if unit.kind == "money" and unit.factor != 1:
        if a.low is not None:
            a.low *= unit.factor
        if a.high is not None:
            a.high *= unit.factor
        if a.precision is not None:
            a.precision *= unit.factor
        unit = Unit(unit.code, "money")
    a.unit = unit
    if unit.kind in ("money", "share", "point", "multiple"):
        a.last = found.last


def _rate_unit(atoms: Atoms, at: int, words: AmountWords) -> tuple[str, str, int] | None:
    for parts, (code, per) in words.rate_units.items():
        if tuple(atoms.words[at : at + len(parts)]) == parts:
            return code, per, at + len(parts)
    return None


def _metre_or_million(
    atoms: Atoms, a: Amount, words: AmountWords, at: int, hyphen: bool
) -> Amount:
    """ "37m (121ft)" is metres, "1.2m people" is millions."""
    nxt = atoms.word(at + 1)
    after_hyphen = nxt == "-" and atoms.is_glued(at + 1)
    target = atoms.word(at + 2) if after_hyphen else nxt
    unit_next = units.match(atoms, at + 1, words.units)
    bracket = None
    if nxt == "(":
        bracket = _bracket_unit(atoms, at + 1, words)
    is_metre = (
        target in words.metre_after
        or (after_hyphen and target not in ("strong",))
        or (bracket is not None and bracket.kind == "length")
        or hyphen
    )
    if nxt in words.numbers.of and atoms.word(at + 2) in words.possessives:
        target = "of_its"
    is_million = target == "of_its" or (unit_next is not None and unit_next.unit.kind != "share") or (
        target.isalpha() and len(target) > 2 and not is_metre
    ) or atoms.surface(at) == "M"
    if is_metre and not (unit_next is not None and unit_next.unit.kind == "money"):
        _attach(a, units.Match(at, at + 1, units.table()["metre"], True), hyphen, atoms)
        return a
    if is_million or a.numeral.is_grouped:
        _scale(a, 1_000_000)
        a.last = a.stop = at + 1
        if unit_next is not None:
            _attach(a, unit_next, False, atoms)
        else:
            a.doubted("m read as million", 0.85)
        return a
    if atoms.is_glued(at) or (a.low is not None and a.low < 1000):
        _attach(a, units.Match(at, at + 1, units.table()["metre"], True), hyphen, atoms)
        a.doubted("m read as metre", 0.7)
    return a


def _bracket_unit(atoms: Atoms, i: int, words: AmountWords) -> Unit | None:
    """The unit of the number in brackets that opens at `i`."""
    j = i + 1
    while j < min(i + 4, len(atoms.words)) and atoms.words[j][0].isdigit():
        j += 1
    found = units.match(atoms, j, words.units)
    return None if found is None else found.unit


def _quarters(atoms: Atoms, a: Amount) -> Amount:
    """ "for three quarters": so many quarters of a year, where no whole is named."""
    top = (a.low or Decimal(0)) * 4
    a.low = a.high = top
    a.precision, a.form = numbers.ONE, "words"
    a.last -= 1
    _attach(a, units.Match(a.last, a.last + 1, units.table()["quarter"]), False, atoms)
    return a


def _fraction_unit(atoms: Atoms, a: Amount, words: AmountWords) -> Amount:
    """ "half an hour" is 0.5 hour, "a third of voters" 33.3 percent, "half a percentage point"."""
    i = a.numeral.last
    j = i
    if atoms.word(j) == "-" and atoms.is_glued(j):
        j += 1
    if atoms.word(j) in words.numbers.of:
        j += 1
    if atoms.word(j) in words.numbers.articles or atoms.word(j) == "one":
        j += 1
    if atoms.word(j) in words.unit_adjectives:
        j += 1
    after = units.match(atoms, j, words.units)
    small = a.numeral.has_article and atoms.words[i - 1] in words.numbers.ordinals and j == i
    whole = not small and after is not None and (
        j > i + 1 or after.unit.kind in ("duration", "length", "mass", "volume", "area")
        or after.unit.kind == "point"
    )
    if after is not None and whole and not (
        after.unit.code in ("times", "second", "point") or atoms.word(i) in words.numbers.of
        and j == i + 1
    ):
        value, precision = a.low, a.precision
        _attach(a, after, atoms.word(i) == "-", atoms)
        if after.unit.kind == "money" and after.unit.factor == 1:
            a.low = a.high = value
        a.precision = precision
        return a
    if a.low is not None:
        a.low = a.high = a.low * 100
        a.precision = (a.precision or numbers.ONE) * 100
    a.unit = PERCENT
    return a


def _without_units(amounts: list[Amount]) -> list[Amount]:
    """Leaves out numerals that turned out to be the unit of the one before ("30-second")."""
    found: list[Amount] = []
    for a in amounts:
        if not found or found[-1].stop <= a.first:
            found.append(a)
    return found


# ratios ---------------------------------------------------------------------------------------


_ROUND = frozenset(Decimal(n) for n in (5, 10, 20, 100, 1000))  # wholes that shares are told of


def _ratios(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    """Joins "one in five", "7 out of 10" into one share; others stay apart."""
    found: list[Amount] = []
    for a in amounts:
        b = found[-1] if found else None
        if (
            b is not None
            and b.is_bare
            and a.numeral.form in ("digits", "words")
            and b.numeral.form in ("digits", "words")
            and b.low is not None
            and a.low is not None
            and b.low == int(b.low)
            and 0 < b.low < a.low <= 100_000
            and not a.numeral.is_grouped | b.numeral.is_grouped
        ):
            gap = tuple(atoms.words[b.stop : a.first])
            inside = gap in words.ratio_in and (b.low == 1 or a.low in _ROUND)
            if (gap in words.ratio_of and a.low <= 1000) or (
                inside and a.is_bare and (a.low <= 1000 or b.low == 1) and not _could_be_year(a)
            ):
                share = b.low / a.low * 100
                b.low = b.high = share
                b.precision = Decimal(100) / a.low
                b.last = b.stop = a.last
                b.unit, b.form, b.is_bare = PERCENT, "ratio", False
                continue
        found.append(a)
    return found


# coordination ---------------------------------------------------------------------------------


def _spread_units(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> None:
    """Gives a bare number the unit of the one it is coordinated with.

    Backwards first ("5.4, 6.1 and 6.7 inches", "280 million of the 1.5 billion shekels"), then
    forwards ("from 21 mpg combined to 23", "6.1 inches and 6.7").
    """
    for k in range(len(amounts) - 2, -1, -1):
        a, b = amounts[k], amounts[k + 1]
        if not a.is_bare or b.is_bare or a.low is None or b.unit.kind in ("count", "multiple"):
            continue
        if a.form in ("ordinal", "adjective", "multiple", "few", "fraction", "ratio"):
            continue
        if b.first < b.numeral.first and not b.is_negative:
            continue  # a sign before the second number says nothing of the first
        if _could_be_year(a):
            continue
        gap = atoms.words[a.stop : b.first]
        if not gap or len(gap) > 6:
            continue
        if gap == [","] and not (
            (k + 2 < len(amounts) and atoms.words[b.stop : amounts[k + 2].first] in _LIST_ENDS)
            or (k > 0 and atoms.words[amounts[k - 1].stop : a.first] == [","])
        ):
            continue
        joined = _is_coordination(gap, words) or (
            gap[0] == "-" and len(gap) <= 3 and gap[-1] in ("and", "or", "to", "-")
        )
        if joined or (gap in (["of", "the"], ["of"]) and b.unit.kind == "money"):
            _borrow(a, b)
            if gap == ["to"] and atoms.word(a.first - 1) in words.sources and _change_before(
                atoms, a.first - 1, words
            ):
                a.low, _ = _range_ends(a, b)
                a.high = a.low


_LIST_ENDS = ([","], ["and"], [",", "and"], ["or"], [",", "or"], [",", "to"])


def _forwards(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> bool:
    """ "from 21 mpg combined to 23", "from 35 to 40 miles": the target takes the source's unit."""
    gap = atoms.words[a.stop : b.first]
    if not gap or len(gap) > 4 or gap[-1] != "to" or a.unit.kind in ("count", "multiple"):
        return False
    j = a.first - 1
    while j > 0 and atoms.words[j] in words.between:
        j -= 1
    return atoms.word(j) in words.sources and not _could_be_year(b)


def _could_be_year(a: Amount) -> bool:
    return (
        a.form == "digits"
        and not a.numeral.is_grouped
        and a.numeral.scale == 1
        and a.low is not None
        and 1900 <= a.low <= 2035
    )


def _is_coordination(gap: list[str], words: AmountWords) -> bool:
    if tuple(gap) in words.joiners:
        return True
    return gap in (["and"], ["or"], [","], [",", "and"], [",", "or"], ["/"], ["&"])


def _borrow(a: Amount, b: Amount) -> None:
    """Unit of `b` for the bare `a`."""
    minor = b.unit.kind == "money" and b.unit_at is not None and b.numeral.low is not None and (
        b.low is not None and b.numeral.low != 0 and b.low * 100 == b.numeral.low
    )
    if minor and a.low is not None and a.high is not None:
        a.low, a.high = a.low / 100, a.high / 100
    a.unit = b.unit
    if a.form == "fraction":
        return
    a.is_bare = False
    if a.unit_at is None:
        a.unit_at = b.unit_at
    if a.per is None and b.per is not None:
        a.per, a.per_at = b.per, b.per_at


def _join_ranges(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    found: list[Amount] = []
    for b in amounts:
        a = found[-1] if found else None
        if a is not None and (
            _is_range(atoms, a, b, words)
            or (len(found) > 1 and _is_bracketed_range(atoms, found[-2], a, b, words))
        ):
            _merge(atoms, a, b, words)
        else:
            found.append(b)
    return found


def _is_range(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> bool:
    """Whether `a` and `b` are the ends of one range."""
    if a.is_range or a.low is None or b.low is None or a.high is None or b.high is None:
        return False
    if {a.form, b.form} & {"ordinal", "adjective", "multiple", "few", "ratio"}:
        return False
    if "fraction" in (a.form, b.form) and a.form != b.form:
        return False
    start = a.stop
    gap = atoms.words[start : b.first]
    if len(gap) > 8:
        return False
    bracket = False
    if gap and gap[0] == "(":
        return False
    before = atoms.word(a.first - 1)
    glued_dash = gap == ["-"]
    joiner = tuple(gap)
    if a.unit_at is not None and a.stop > a.last and not gap:
        return False
    opened = before in words.range_verbs and before != "vary"
    hedged_and = len(gap) >= 1 and gap[0] in words.range_and and opened and len(gap) <= 3
    is_or = (
        len(gap) == 1
        and gap[0] in words.range_or
        and a.is_bare == b.is_bare | a.is_bare
        and a.low < b.low <= a.low * 2 + 1
        and a.numeral.form == b.numeral.form
        and a.low >= 1
    )
    hyphen_and = (
        len(gap) == 2 and gap[0] == "-" and gap[1] in ("and", "or", "to")
        and (gap[1] == "to" or (b.low == a.low + 1 and b.unit.kind in ("duration", "count")))
    )
    if not (joiner in words.joiners or hedged_and or is_or or hyphen_and or bracket):
        return False
    if a.unit.kind != b.unit.kind and a.unit.kind != "count" and b.unit.kind != "count":
        return False
    if a.is_bare and b.unit.kind == "money" and b.unit_at is None and b.first != b.numeral.first:
        return False  # "the Act of 1990 to $10 billion"
    if a.unit.code != b.unit.code and a.unit.kind != "count" and b.unit.kind != "count":
        if not (opened and _times(b.unit, a.unit)):
            return False
    if _could_be_year(a) and len(atoms.words[b.numeral.first]) != 4:
        return False
    low, high = _range_ends(a, b)
    if glued_dash:
        if b.is_negative or low >= high or (b.numeral.first != b.first and b.is_negative):
            return low < high
        if not (atoms.is_glued(a.stop) and atoms.is_glued(b.first)) and not (
            not atoms.is_glued(a.stop) and not atoms.is_glued(b.first)
        ):
            return False
    if low >= high:
        return False
    if joiner and joiner[0] in words.targets and not glued_dash:
        j = a.first - 1
        while j > 0 and atoms.words[j] in words.between:
            j -= 1
        if atoms.word(j) in words.sources:
            return not _change_before(atoms, j, words)
    if joiner and joiner[0] in words.targets and not glued_dash:
        # "raised it 5% to 30 people": a change verb right before the first number
        j = a.first - 1
        while j > 0 and atoms.words[j] in words.between:
            j -= 1
        if a.owns_unit and (_way(atoms.word(j), words) is not None or _is_moved(atoms, j, words)):
            return False
        if before in words.by:
            return b.unit.code == a.unit.code and b.low < a.low * 3 and not _change_before(
                atoms, a.first - 1, words, 6
            )
    return True


def _times(b: Unit, a: Unit) -> int:
    """How many whole `a` make one `b` (12 months a year); 0 where it is no whole number."""
    if a.kind != b.kind or a.kind not in ("duration", "length", "mass") or not a.factor:
        return 0
    ratio = b.factor / a.factor
    whole = int(ratio.to_integral_value())
    return whole if whole > 1 and abs(ratio - whole) < ratio / 100 else 0


def _is_bracketed_range(
    atoms: Atoms, whole: Amount, a: Amount, b: Amount, words: AmountWords
) -> bool:
    """ "35,000 to 60,000 barrels (1.5 million and 2.5 million gallons)": a range given again."""
    return (
        whole.is_range
        and not a.is_range
        and atoms.word(a.first - 1) in ("(", "/")
        and tuple(atoms.words[a.stop : b.first]) in {(w,) for w in words.range_and}
        and a.low is not None
        and b.low is not None
        and a.low < b.low
        and a.unit.code == b.unit.code
    )


def _change_before(atoms: Atoms, i: int, words: AmountWords, reach: int = 9) -> bool:
    """Whether a verb or noun of change stands before `i` in the clause, nearer than a range verb."""
    for j in range(i - 1, max(-1, i - reach), -1):
        word = atoms.words[j]
        if word in words.range_verbs:
            return False
        if word in words.up or word in words.down or word in words.sideways:
            return True
        if word in (";", ":", "—"):
            return False
    return False


def _range_ends(a: Amount, b: Amount) -> tuple[Decimal, Decimal]:
    """The ends, where the first takes over the scale of the last ("15-18,000", "4 to 5 billion")."""
    low, high = a.low or Decimal(0), b.high or Decimal(0)
    if a.unit.code != b.unit.code and (times := _times(b.unit, a.unit)):
        return low, high * times  # "between 18 months and three years"
    if a.numeral.low is None or b.numeral.low is None:
        return low, high
    a_scale, b_scale = a.numeral.scale, b.numeral.scale
    total = b_scale
    if b.unit.kind != "share" and b.numeral.low and b.low and b.unit.kind == "money":
        total = b_scale * (b.low / b.numeral.low) if b.low > b.numeral.low else b_scale
    if b.unit.kind != "money" and b.low and b.numeral.low and b.low > b.numeral.low:
        total = b_scale * (b.low / b.numeral.low)
    if a_scale == 1 and total > 1 and a.low == a.numeral.low and a.form == b.form:
        mantissa = high / total
        if 0 <= low <= mantissa:
            return low * total, high
    if (
        a_scale == 1
        and b_scale == 1
        and not a.numeral.is_grouped
        and b.numeral.is_grouped
        and b.numeral.precision == 1
        and 0 < low < 1000 <= high
        and a.form == "digits"
        and low * 1000 < high
        and high < 1_000_000
        and b.unit.kind in ("count", "money", "volume", "mass")
    ):
        return low * 1000, high
    return low, high


def _merge(atoms: Atoms, a: Amount, b: Amount, words: AmountWords) -> None:
    """Turns `a` into the range from `a` to `b`."""
    a.low, a.high = _range_ends(a, b)
    a.precision = max(a.precision or numbers.ONE, b.precision or numbers.ONE)
    if a.unit.kind == "count" and b.unit.kind != "count":
        a.unit, a.unit_at = b.unit, b.unit_at
    elif b.unit_at is not None and a.unit.code == b.unit.code:
        a.unit_at = b.unit_at
    a.last, a.stop = b.last, b.stop
    a.is_hyphened = b.is_hyphened
    a.is_range, a.is_bare = True, a.is_bare and b.is_bare
    a.per, a.per_at = b.per or a.per, b.per_at or a.per_at
    a.bound = "between"
    if b.form == "vague":
        a.form = "vague"
    before = atoms.word(a.first - 1)
    if before == "between":
        a.first -= 1


def _doubt_brackets(atoms: Atoms, amounts: Sequence[Amount], words: AmountWords) -> None:
    """ "from 12 km (7 miles) to 19 km (12 miles)": read as points, so none of them is sure."""
    for k in range(1, len(amounts) - 1):
        gap = atoms.words[amounts[k].stop : amounts[k + 1].first]
        if len(gap) == 2 and gap[0] == ")" and (gap[1],) in words.joiners:
            for a in amounts[max(0, k - 2) : k + 4]:
                a.doubted("a range around brackets", 0.6)


# rates ----------------------------------------------------------------------------------------


def _rates(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> None:
    """Finds per what: right after the amount, or later in its noun phrase, or each/every."""
    size = len(atoms.words)
    for k, a in enumerate(amounts):
        if a.per is not None or a.low is None or a.form == "ordinal":
            continue
        limit = amounts[k + 1].first if k + 1 < len(amounts) else size
        found = _per_at(atoms, a.stop, words, a, True)
        if found is None:
            j = a.stop
            while j < min(limit, a.stop + 9):
                word = atoms.words[j]
                if word in (";", ":", ",", "(", "—", '"', "”", "and", "but"):
                    break
                if word in words.per_articles and atoms.words[j - 1] in words.prepositions:
                    j += 1
                    continue
                if word in words.per_words or word in words.per_articles or word in words.per_each:
                    found = _per_at(atoms, j, words, a, False)
                    if found is not None:
                        break
                j += 1
        if found is not None:
            a.per, first, last = found
            a.per_at = (first, last)
    for k in range(len(amounts) - 2, -1, -1):
        a, b = amounts[k], amounts[k + 1]
        if a.per is not None or b.per is None or a.low is None:
            continue
        gap = atoms.words[a.stop : b.first]
        if gap == ["("] and b.per_at is not None and b.unit.kind == a.unit.kind:
            a.per, a.per_at = b.per, b.per_at
        elif (
            a.unit.kind == b.unit.kind and a.unit.kind not in ("count", "share", "duration")
            and "and" in gap and len(gap) <= 5 and not a.is_bare
        ):
            a.per, a.per_at = b.per, b.per_at
    # a conversion in brackets shares the rate that stands after the bracket or before it
    for k in range(1, len(amounts)):
        a, b = amounts[k - 1], amounts[k]
        if _is_conversion(atoms, a, b):
            b.partner = a
            close = _closing(atoms, b.stop)
            if close is not None and a.per is None and b.per is None:
                found = _per_at(atoms, close, words, a, True)
                if found is not None:
                    a.per, first, last = found
                    a.per_at = (first, last)
            if a.per is not None and b.per is None:
                b.per, b.per_at = a.per, a.per_at
            elif b.per is not None and a.per is None:
                a.per, a.per_at = b.per, b.per_at


def _closing(atoms: Atoms, i: int) -> int | None:
    for j in range(i, min(i + 8, len(atoms.words))):
        if atoms.words[j] == ")":
            return j + 1
    return None


def _is_conversion(atoms: Atoms, a: Amount, b: Amount) -> bool:
    """Whether `b` gives `a` again in another unit, in brackets or after a slash."""
    if a.unit.kind != b.unit.kind or a.unit.code == b.unit.code:
        return False
    if a.unit.kind in ("count", "share", "multiple", "duration", "point"):
        return False
    gap = atoms.words[a.stop : b.first]
    return 0 < len(gap) <= 6 and (
        "(" in gap or gap == ["/"] or gap[-1] == "/" or gap in ([",", "or"], ["or"])
    )


def _per_at(
    atoms: Atoms, i: int, words: AmountWords, a: Amount, is_near: bool
) -> tuple[str, int, int] | None:
    """The "per X" that starts at atom `i`: its name and atoms."""
    word = atoms.word(i)
    hyphens = False
    if word == "-" and atoms.is_glued(i):
        hyphens, i, word = True, i + 1, atoms.word(i + 1)
    if word == "" or (word in words.per_adverbs and not is_near):
        return None
    if is_near and word in words.per_adverbs and not atoms.word(i + 1).isalpha():
        return words.per_adverbs[word], i, i + 1
    slash = word == "/"
    each = word in words.per_each
    if word == "for" and atoms.word(i + 1) in words.per_each:
        each, i = True, i + 1
        if a.unit.kind != "money":
            return None
    article = word in words.per_articles
    if not (slash or each or article or word in words.per_words):
        return None
    j = i + 1
    if (hyphens or article) and atoms.word(j) == "-":
        j += 1
    if atoms.word(j) == "":
        return None
    after = units.match(atoms, j, words.units)
    noun = atoms.word(j)
    if article:
        if a.form in ("few", "adjective", "multiple"):
            return None
        is_time = after is not None and after.unit.kind == "duration" and not noun.endswith("s")
        is_noun = is_near and a.unit.kind == "money" and noun in words.per_nouns
        if not (is_time or is_noun):
            return None
        last = after.last if after is not None else j + 1
        if atoms.word(last) in words.not_per_after:
            return None
        if a.unit.kind == "duration":
            return None
        return (after.unit.code if after is not None else noun), i, last
    if each:
        if a.unit.kind == "duration":
            return None
        if after is not None and after.unit.kind == "duration":
            return after.unit.code, i, after.last
        if is_near and a.unit.kind == "money" and noun.isalpha() and noun not in ("of", "other"):
            last = j + 1
            name = noun
            if atoms.word(last).isalpha() and after is None and atoms.word(i - 1) == "for":
                if atoms.word(last) not in ("of", "in", "to", "and", "for", "on", "at", "by"):
                    name, last = noun + " " + atoms.word(last), last + 1
            return (after.unit.code if after is not None else name), i, last
        return None
    if slash:
        if after is None or not is_near or not atoms.is_glued(i):
            return None
        return after.unit.code, i, after.last
    if noun[0].isdigit():
        parsed = numbers.parse_digits(noun)
        if parsed is None:
            return None
        count = parsed[0]
        last = j + 1
        scale = words.numbers.scales.get(atoms.word(last))
        if scale:
            count, last = count * scale, last + 1
        after = units.match(atoms, last, words.units)
        name = after.unit.code if after is not None else atoms.word(last)
        if not name.isidentifier():
            return f"{count:f}", i, last
        return f"{count:f} {name}", i, (after.last if after is not None else last + 1)
    if noun in words.numbers.scales:
        name = atoms.word(j + 1)
        return f"{words.numbers.scales[noun]} {name}".strip(), i, j + 1 + bool(name)
    if not noun[0].isalpha():
        return None
    return (after.unit.code if after is not None else noun), i, (
        after.last if after is not None else j + 1
    )


# changes --------------------------------------------------------------------------------------


def _changes(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> None:
    """Reads each amount's role in a change: by, from, to; and which way it goes."""
    last: Amount | None = None
    for k, a in enumerate(amounts):
        if a.low is None or a.form in ("ordinal", "adjective"):
            continue
        if a.form == "multiple":
            a.change = "times" if a.low is not None else None
            a.direction = "down" if a.low is not None and a.low < 1 else "up"
            if atoms.word(a.first) in ("twice", "thrice"):
                a.change, a.direction = None, "none"
            continue
        floor = amounts[k - 1].stop if k else 0
        direction, role = _role(atoms, a, words, floor, last)
        if role is None and k and amounts[k - 1].change == "by":
            gap = atoms.words[amounts[k - 1].stop : a.first]
            noun = gap[1:] if len(gap) > 1 and gap[0].isalpha() and gap[0] != "or" else gap
            if gap in ([",", "or"], ["or"], ["("]) or noun in (["or"], [",", "or"]):
                direction, role = amounts[k - 1].direction, "by"
        if role is None:
            direction, role = _noun_role(atoms, a, words)
        if role is None:
            continue
        a.direction, a.change = direction, role
        if last is not None and last.change is not None and role != last.change:
            gap = atoms.words[last.stop : a.first]
            if len(gap) <= 10 and ";" not in gap:
                a.partner = last
                if a.direction == "none":
                    a.direction = last.direction if role == "to" else "none"
                if last.partner is None:
                    last.partner = a
        last = a


def _way(word: str, words: AmountWords) -> Direction | None:
    if word in words.up:
        return "up"
    if word in words.down:
        return "down"
    if word in words.sideways:
        return "none"
    return None


def _is_moved(atoms: Atoms, j: int, words: AmountWords) -> bool:
    """Whether "up" or "down" at `j` says where a figure went, and is no part of "gave up"."""
    return (
        atoms.word(j) in words.risen
        and atoms.word(j + 1) not in words.targets
        and atoms.word(j - 1) not in words.phrasal
    )


def _role(
    atoms: Atoms, a: Amount, words: AmountWords, floor: int, last: Amount | None
) -> tuple[Direction, ChangeRole | None]:
    """The role by the words before the amount."""
    j = a.first - 1
    if a.is_range and atoms.word(j) in words.sources:
        j -= 1
    if j >= 0 and atoms.words[j] == "+" and a.unit.kind in ("share", "money", "count", "point"):
        return "up", "by"
    if a.is_negative and a.unit.kind == "share":
        return "down", "by"
    while j >= floor and atoms.words[j] in words.between:
        if atoms.words[j] == "at" and atoms.word(j + 1) not in ("least", "most"):
            return "none", None
        j -= 1
    if j < 0:
        return "none", None
    word = atoms.words[j]
    way = _way(word, words)
    if j >= floor and way is not None and way != "none":
        if word in words.risen:
            return (way, "by") if _is_moved(atoms, j, words) else ("none", None)
        if word in words.change_nouns or (
            word in words.acting and a.unit.kind in ("money", "count", "mass", "duration")
        ):
            return "none", None
        return way, "by"
    role: ChangeRole | None = None
    if word in words.by:
        role = "by"
    elif word in words.sources:
        role = "from"
    elif word == "to":
        role = "to"
    if role is None or j < floor:
        return "none", None
    for i in range(j - 1, max(-1, j - 12), -1):
        w = atoms.words[i]
        if w in (";", "—", "?", "!"):
            break
        if w in words.range_verbs:
            break
        way = _way(w, words)
        if w in words.risen and not _is_moved(atoms, i, words):
            continue
        if way is not None:
            return way, role
    if role == "from" and last is not None and last.change == "to":
        return "none", "from"
    return "none", None


def _noun_role(atoms: Atoms, a: Amount, words: AmountWords) -> tuple[Direction, ChangeRole | None]:
    """ "a 12% increase", "a 60 basis point improvement", "5% lower", "9 points down"."""
    if a.unit.kind not in ("share", "point", "money", "multiple", "count"):
        return "none", None
    j = a.stop
    if atoms.word(j) == "-":
        j += 1
    for i in (j, j + 1):
        word = atoms.word(i)
        if word in ("in", "of", "and", "to", "on", ",", "."):
            break
        way = _way(word, words)
        if way is not None and way != "none" and word not in ("up", "cut", "cuts", "lost", "added"):
            if word in ("fell", "rose", "rise", "fall", "gained") and a.unit.kind == "count":
                break
            if a.unit.kind == "count":
                break
            return way, "by"
        if not word.isalpha():
            break
    return "none", None
