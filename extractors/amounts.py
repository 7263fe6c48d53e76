"""Joins numerals with the units, signs and scales written beside them into amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractors import numbers, units
from extractors.lexicon import Lexicon
from extractors.numbers import Atoms, Form, NumberWords, Numeral
from extractors.records import ChangeRole, Direction, HedgeKind, NumberType
from extractors.units import Unit, UnitWords

COUNT = Unit("count", "count")
PERCENT = Unit("percent", "share")
TIMES = Unit("times", "multiple")
_LENGTHS = frozenset(["duration", "length", "mass", "volume", "area"])


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

    numbers: NumberWords
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
    moves: frozenset[str]  # up, down, sideways and a plus sign
    per_words: frozenset[str]
    per_articles: frozenset[str]
    per_each: frozenset[str]
    per_for: frozenset[str]
    rate_words: frozenset[str]  # words that open a rate anywhere behind an amount
    rate_openers: frozenset[str]  # these and what opens one right behind it
    rate_marks: frozenset[str]  # words that open a rate behind an amount, or end the look for one
    per_nouns: frozenset[str]
    per_adverbs: Mapping[str, str]
    not_per_after: frozenset[str]
    rate_units: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]  # by first atom
    money_in: frozenset[str]
    money_after: frozenset[str]
    money_words: frozenset[str]
    weights: frozenset[str]
    plus: frozenset[str]
    unit_starters: frozenset[str]  # what may lead on from a number to its unit
    between: frozenset[str]
    risen: frozenset[str]
    phrasal: frozenset[str]
    other_to: frozenset[str]  # before "to" these make it no end of a change
    settling: frozenset[str]  # of these, the ones prices do: "closed down 40 cents"
    change_nouns: frozenset[str]
    acting: frozenset[str]
    not_behind: frozenset[str]
    prepositions: frozenset[str]
    possessives: frozenset[str]
    small: frozenset[str]
    heat: frozenset[str]
    unit_adjectives: frozenset[str]
    countries: tuple[tuple[tuple[str, ...], str], ...]
    metre_after: frozenset[str]
    units_before: Mapping[str, str]
    quarters: frozenset[str]
    second_nouns: frozenset[str]
    strong: frozenset[str]
    links: frozenset[str]
    coordinators: frozenset[tuple[str, ...]]
    list_ends: frozenset[tuple[str, ...]]
    restated: frozenset[tuple[str, ...]]
    breaks: frozenset[str]
    at: frozenset[str]
    extremes: frozenset[str]
    role_stops: frozenset[str]
    adverb_multiples: frozenset[str]
    ratio_of: frozenset[tuple[str, ...]]
    ratio_in: frozenset[tuple[str, ...]]


def phrase(words: str) -> tuple[str, ...]:
    """The atoms of a cue as the lexer gives them."""
    return tuple(numbers.lex(words, 0, len(words)).words)


def _by_first(
    rates: Mapping[str, Sequence[str]],
) -> Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (code, per) in rates.items():
        parts = phrase(words)
        found.setdefault(parts[0], []).append((parts, code, per))
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def amount_words(lexicon: Lexicon) -> AmountWords:
    """The compiled [quantities] section of `lexicon`."""
    s: Mapping[str, Any] = lexicon["quantities"]
    rate_words = frozenset([*s["per_words"], *s["per_articles"], *s["per_each"]])
    number_words, unit_words = numbers.number_words(lexicon), units.unit_words(lexicon)
    rate_units = _by_first(s["rate_units"])
    joiners = frozenset(phrase(w) for w in s["range_joiners"])
    change = s["change"]
    return AmountWords(
        numbers=number_words,
        units=unit_words,
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
        moves=frozenset([*change["up"], *change["down"], *change["none"], "+"]),
        per_words=frozenset(s["per_words"]),
        per_articles=frozenset(s["per_articles"]),
        per_each=frozenset(s["per_each"]),
        per_for=frozenset(s["per_for"]),
        rate_words=rate_words,
        rate_openers=rate_words.union(s["per_for"], s["per_adverbs"], "-/"),
        rate_marks=rate_words.union(s["breaks"]),
        per_nouns=frozenset(s["per_nouns"]),
        per_adverbs=s["per_adverbs"],
        not_per_after=frozenset(s["not_per_after"]),
        rate_units=rate_units,
        money_in=frozenset(s["money_in"]),
        money_after=frozenset(s["money_vague_after"]),
        money_words=frozenset(s["money_words"]),
        weights=frozenset(s["weights"]),
        plus=frozenset(s["plus"]),
        unit_starters=unit_words.openers.union(
            map(str.lower, unit_words.minor),
            rate_units,
            number_words.of,
            s["money_in"],
            s["plus"],
            s["unit_adjectives"],
            "-+mtbcf",
        ),
        between=frozenset(s["between_change"]),
        risen=frozenset(change["risen"]),
        phrasal=frozenset(change["phrasal"]),
        other_to=frozenset(change["other_to"]),
        settling=frozenset(change["settling"]),
        change_nouns=frozenset(change["nouns"]),
        acting=frozenset(change["acting"]),
        not_behind=frozenset(change["not_behind"]),
        prepositions=frozenset(s["prepositions"]),
        possessives=frozenset(s["possessives"]),
        small=frozenset(s["small"]),
        heat=frozenset(s["heat"]),
        unit_adjectives=frozenset(s["unit_adjectives"]),
        countries=tuple((phrase(name), code) for name, code in s["dollar_countries"].items()),
        metre_after=frozenset(s["metre_after"]),
        units_before=s["units_before"],
        quarters=frozenset(s["quarters"]),
        second_nouns=frozenset(s["second_nouns"]),
        strong=frozenset(s["strong"]),
        links=frozenset(s["links"]),
        coordinators=frozenset(phrase(w) for w in s["coordinators"]),
        list_ends=frozenset(phrase(w) for w in s["list_ends"]),
        restated=frozenset(phrase(w) for w in s["restated"]),
        breaks=frozenset(s["breaks"]),
        at=frozenset(s["at"]),
        extremes=frozenset(s["extremes"]),
        role_stops=frozenset(s["role_stops"]),
        adverb_multiples=frozenset(s["adverb_multiples"]),
        ratio_of=frozenset(phrase(w) for w in s["ratio_of"]),
        ratio_in=frozenset(phrase(w) for w in s["ratio_in"]),
    )


def read(atoms: Atoms, words: AmountWords) -> list[Amount]:
    """The amounts of one sentence in order, each with the unit written beside it."""
    numerals = numbers.read(atoms, words.numbers)
    found = [_with_unit(atoms, n, words, k, numerals) for k, n in enumerate(numerals)]
    found = _without_units(found)
    if any(a.form == "fraction" for a in found):
        found = _and_halves(atoms, found, words)
    for a in found:
        a.owns_unit = not a.is_bare
    return found


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
    # "C $5" and "US $5": the country of the sign stands apart; "A $5 fee" has an article
    if sign is not None and sign.last - sign.first == 1 and atoms.row[sign.first] == "$":
        wider = atoms.surface(sign.first - 1) + "$" if sign.first else ""
        if atoms.row[sign.first - 1] in words.numbers.articles and not atoms.is_glued(sign.first):
            wider = ""
        for parts, unit in words.units.signs["$"]:
            if len(parts) == 2 and "".join(parts) == wider:
                sign = units.Match(sign.first - 1, sign.last, unit, True)
                break
    loose = (
        sign is not None
        and "".join(atoms.surface(i) for i in range(sign.first, sign.last)) in words.units.loose
    )
    if (
        sign is not None
        and loose
        and not (atoms.is_glued(n.first) and (n.is_grouped or n.scale > 1))
    ):
        sign = None
    if sign is not None:
        a.first, a.unit, a.is_bare = sign.first, sign.unit, False
    at = n.first - 2 if atoms.row[n.first - 1] == "-" else n.first - 1
    if (code := words.units_before.get(atoms.row[at])) is not None:
        a.unit, a.is_bare = units.table()[code], False
        a.unit_at = (at, at + 1)
        return a
    _negative(atoms, a, words)
    following = atoms.row[a.last]
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
        if (
            after is not None
            and after.unit.kind == "money"
            and after.unit.factor == 1
            and not _starts_number(after.last, k, numerals)
        ):
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
        elif (not atoms.is_glued(i) and (i == 0 or not atoms.words[i - 1][0].isdigit())) or (
            i > 0 and atoms.is_glued(i) and atoms.words[i - 1] in ("(", "[")
        ):
            taken = i
    elif word in words.numbers.minus:
        if i > 1 and atoms.words[i - 1] in words.range_or:
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
            not atoms.row[end].isalpha() or atoms.row[end] in words.small
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
    if atoms.row[i] not in words.unit_starters and a.form != "fraction":
        return a
    hyphen = atoms.row[i] == "-" and atoms.is_glued(i) and atoms.is_glued(i + 1)
    at = i + 1 if hyphen else i
    if a.form in ("vague", "few", "words") and atoms.row[at] in words.numbers.of:
        # "thousands of barrels", "a couple of weeks", "hundreds of millions of pounds"
        after = units.match(atoms, at + 1, words.units)
        counts = a.form != "words" or a.numeral.scale > 1
        if after is not None and after.unit.kind != "share" and counts:
            _attach(a, after, False, atoms)
            if after.unit.code == "pound":
                _pounds(atoms, a, words)
            return a
    if (
        a.form == "vague"
        and atoms.row[at] in words.money_in
        and a.low is not None
        and a.low >= 1_000_000
        and not words.money_after.isdisjoint(atoms.words[at + 1 : at + 6])
    ):
        a.unit, a.is_bare = Unit("USD", "money"), False
        a.doubted("currency not written", 0.8)
        return a
    if a.form == "fraction":
        if atoms.words[a.last - 1] in words.quarters and atoms.row[a.last] not in words.numbers.of:
            return _quarters(atoms, a)
        return _fraction_unit(atoms, a, words)
    plus = atoms.row[at] if hyphen or atoms.row[at] == "+" else ""
    if plus in words.plus and (hyphen or atoms.is_glued(at)):
        # "11-plus years", "80-odd kilometres", "1,000+ miles"
        after = units.match(atoms, at + 1, words.units)
        if after is not None and _fits(atoms, a, after, words, False):
            _attach(a, after, False, atoms)
            return a
    following = atoms.row[at]
    surface = atoms.surface(at) if at < len(atoms.words) else ""
    if _starts_number(at, k, numerals) and numerals[k + 1].form not in ("ordinal", "fraction"):
        return a
    # pence and cents: "389p", "461.1 p", "50¢"
    minor = words.units.minor.get(surface)
    clock = atoms.words[at + 1 : at + 3] == [".", "m"]  # "3 p.m."
    if minor is not None and a.form == "digits" and not hyphen and not clock:
        _attach(a, units.Match(at, at + 1, minor, True), hyphen, atoms)
        return a
    rate = _rate_unit(atoms, at, words)
    if rate is not None:
        code, per, last = rate
        unit = units.table()[code]
        _attach(a, units.Match(at, last, unit), hyphen, atoms)
        a.per, a.per_at = per, (at, last)
        return a
    if surface == "m" and k and _goes_on_in_millions(atoms, a, words, numerals[k - 1]):
        _scale(a, 1_000_000)
        a.last = a.stop = at + 1
        return a
    longer = units.match(atoms, at, words.units) if surface == "m" else None
    if (
        surface == "m"
        and a.form == "digits"
        and a.numeral.scale == 1
        and (longer is None or longer.last == at + 1)
    ):
        return _metre_or_million(atoms, a, words, at, hyphen)
    if (
        surface in ("t", "b", "T", "M", "B")
        and atoms.is_glued(at)
        and a.numeral.scale == 1
        and atoms.row[at + 1].isalpha()
        and atoms.row[at + 1] not in words.small
    ):
        by = words.numbers.suffixes.get(following)
        after = units.match(atoms, at + 1, words.units)
        if by is not None and (
            surface != "t" or (after is not None and after.unit.kind == "money")
        ):
            _scale(a, by)
            a.last = a.stop = at + 1
            if after is not None:
                _attach(a, after, False, atoms)
            return a
    if surface in ("C", "F") and a.form == "digits" and atoms.has_any(words.heat):
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
    if atoms.row[a.stop] in words.numbers.of and not a.numeral.scale >= 1_000_000:
        return
    if not words.weights.isdisjoint(atoms.words[max(0, a.first - 4) : a.first]):
        return  # "weighs 1.3 pounds"
    if a.numeral.scale >= 1000 or atoms.has_any(words.money_words):
        a.unit, a.last = Unit("GBP", "money"), a.stop


def _fits(atoms: Atoms, a: Amount, after: units.Match, words: AmountWords, hyphen: bool) -> bool:
    """Whether the unit word found after the number really is its unit."""
    unit, word = after.unit, atoms.row[after.first]
    glued = atoms.is_glued(after.first)
    nxt = atoms.row[after.last]
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
            hyphen or word.endswith("s") or a.low == 1 or nxt in words.second_nouns
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
    for parts, code, per in words.rate_units.get(atoms.row[at], ()):
        if tuple(atoms.words[at : at + len(parts)]) == parts:
            return code, per, at + len(parts)
    return None


def _goes_on_in_millions(atoms: Atoms, a: Amount, words: AmountWords, before: Numeral) -> bool:
    """ "$3m to 4m": the second end of a range of money whose first is in millions."""
    gap = tuple(atoms.words[before.last : a.first])
    return (
        a.form == "digits"
        and gap[:1] == ("m",)
        and gap[1:] in words.joiners
        and units.sign_before(atoms, before.first, words.units) is not None
    )


def _metre_or_million(atoms: Atoms, a: Amount, words: AmountWords, at: int, hyphen: bool) -> Amount:
    """ "37m (121ft)" is metres, "1.2m people" is millions."""
    nxt = atoms.row[at + 1]
    after_hyphen = nxt == "-" and atoms.is_glued(at + 1)
    target = atoms.row[at + 2] if after_hyphen else nxt
    unit_next = units.match(atoms, at + 1, words.units)
    bracket = None
    if nxt == "(":
        bracket = _bracket_unit(atoms, at + 1, words)
    is_metre = (
        target in words.metre_after
        or (after_hyphen and target not in words.strong)
        or (bracket is not None and bracket.kind == "length")
        or hyphen
    )
    if nxt in words.numbers.of and atoms.row[at + 2] in words.possessives:
        target = "of_its"
    is_million = (
        target == "of_its"
        or (unit_next is not None and unit_next.unit.kind != "share")
        or (target.isalpha() and len(target) > 2 and not is_metre)
        or atoms.surface(at) == "M"
    )
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
    if atoms.row[j] == "-" and atoms.is_glued(j):
        j += 1
    if atoms.row[j] in words.numbers.of:
        j += 1
    if atoms.row[j] in words.numbers.articles or words.numbers.ones.get(atoms.row[j]) == 1:
        j += 1
    if atoms.row[j] in words.unit_adjectives:
        j += 1
    after = units.match(atoms, j, words.units)
    small = a.numeral.has_article and atoms.words[i - 1] in words.numbers.ordinals and j == i
    whole = (
        not small
        and after is not None
        and (
            j > i + 1
            or after.unit.kind in ("duration", "length", "mass", "volume", "area")
            or after.unit.kind == "point"
        )
    )
    if (
        after is not None
        and whole
        and not (
            after.unit.code in ("times", "second", "point")
            or (atoms.row[i] in words.numbers.of and j == i + 1)
        )
    ):
        value, precision = a.low, a.precision
        _attach(a, after, atoms.row[i] == "-", atoms)
        if after.unit.kind == "money" and after.unit.factor == 1:
            a.low = a.high = value
        a.precision = precision
        return a
    if a.low is not None:
        a.low = a.high = a.low * 100
        a.precision = (a.precision or numbers.ONE) * 100
    a.unit = PERCENT
    return a


def _and_halves(atoms: Atoms, amounts: list[Amount], words: AmountWords) -> list[Amount]:
    """Joins "two years and a half" and "a year and a half" into one amount."""
    found: list[Amount] = []
    for a in amounts:
        link, part = a.first - 1, a.numeral.low
        if (
            a.form != "fraction"
            or not a.numeral.has_article
            or part is None
            or atoms.row[link] not in words.numbers.joiner
            or atoms.row[a.last] in words.numbers.of
        ):
            found.append(a)
            continue
        whole = found[-1] if found else None
        if (
            whole is not None
            and whole.stop == link
            and whole.unit.kind in _LENGTHS
            and whole.low is not None
            and whole.low == whole.high
        ):
            whole.low = whole.high = whole.low + part
            whole.precision, whole.last, whole.stop = part, a.last, a.last
            continue
        unit = units.match(atoms, link - 1, words.units)
        if (
            unit is not None
            and unit.last == link
            and unit.unit.kind in _LENGTHS
            and atoms.row[link - 2] in words.numbers.articles
        ):
            a.first, a.low = link - 2, numbers.ONE + part
            a.high, a.form, a.unit_at = a.low, "words", (link - 1, link)
            a.unit, a.is_bare, a.stop = unit.unit, False, a.last
            a.precision = part
        found.append(a)
    return found


def _without_units(amounts: list[Amount]) -> list[Amount]:
    """Leaves out numerals that turned out to be the unit of the one before ("30-second")."""
    found: list[Amount] = []
    for a in amounts:
        if not found or found[-1].stop <= a.first:
            found.append(a)
    return found
