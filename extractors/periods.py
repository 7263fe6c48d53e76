"""Reads when each figure applies and resolves it against the publication date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from extractors import dates, lemmas, phrases
from extractors.dates import Dated
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import Period, Quantity, Span
from extractors.sentences import Passage

_MOST_HAPPENINGS = 40  # dated happenings kept of each class
_FIRST_YEAR, _LAST_YEAR = 1500, 9000
_REACH = 60  # tokens between a figure and its period
_STATIC_KINDS = frozenset({"length", "area", "angle", "age", "speed"})
_PRICED = frozenset({"share", "money", "point"})
_CARRIED_KINDS = frozenset({"count", "share", "money", "volume", "mass"})


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    happenings: dict[str, str]  # word -> class of happening
    victims: frozenset[str]
    anaphors: frozenset[str]
    other_happening: frozenset[str]
    issuing: frozenset[str]
    markets: frozenset[str]
    compared: frozenset[str]  # behind these stands another time
    records: frozenset[str]  # before "since" these tell of a record: "the most since 2008"
    same_event: dict[str, list[str]]  # which dated happenings a word may mean, its own first


@cache
def _words(lexicon: Lexicon) -> _Words:
    section = lexicon["periods"]
    happenings = {w: name for name, row in section["events"].items() for w in row}
    return _Words(
        happenings=happenings,
        victims=frozenset(section["victims"]),
        anaphors=frozenset(section["anaphors"]),
        other_happening=frozenset(section["other_happening"]),
        issuing=frozenset(section["issuing"]),
        markets=frozenset(section["markets"]),
        compared=frozenset(section["compared"]),
        records=frozenset(section["records"]),
        same_event=dict(section["same_event"]),
    )


def read(passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon) -> list[Period | None]:
    """One Period or None for each of `quantities` (text order), aligned with them; never raises.

    Looks in the sentence first, then for a happening dated elsewhere in the text, then in the
    sentence before where this one leans on it.
    """
    published = passage.published_at.date() if passage.published_at else None
    if published is not None and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None  # a broken clock; days around it may not exist
    reader = _Reader(passage, quantities, lexicon, published)
    found: list[Period | None] = []
    for i, quantity in enumerate(quantities):
        period = reader.in_sentence(quantity)
        if period is None or (period.start is None and period.end is None):
            period = reader.carried(i, quantity, found) or period
        found.append(period)
    return found


class _Reader:
    """The time expressions of one passage, found once for each sentence that is asked about."""

    def __init__(
        self, passage: Passage, quantities: Sequence[Quantity], lexicon: Lexicon,
        published: date | None,
    ) -> None:  # fmt: skip
        self.passage, self.quantities, self.lexicon = passage, quantities, lexicon
        self.published = published
        self.words = _words(lexicon)
        self._dated: dict[int, list[Dated]] = {}
        self._ends = [q.end for q in quantities]
        self._session_day: Dated | None = None
        self._has_session = False
        self._since: dict[int, list[int]] = {}
        self._named: dict[int, Dated | None] = {}
        self._happenings: dict[str, list[tuple[int, Dated]]] = {}

    def dated(self, sentence: int) -> list[Dated]:
        found = self._dated.get(sentence)
        if found is None:
            tokens = self.passage.tokens(sentence)
            found = dates.find(self.passage.text, tokens, self.published, self.lexicon)
            self._dated[sentence] = found
        return found

    # --- in the sentence -----------------------------------------------------------------------

    def in_sentence(self, quantity: Quantity) -> Period | None:
        candidates = self._near(quantity)
        phrasing = phrases.of(self.passage, quantity.sentence, self.lexicon)
        if _is_attributive_duration(self.passage.text, quantity):
            return None
        best: tuple[float, Dated] | None = None
        for dated in candidates:
            cost = self._cost(phrasing, quantity, dated)
            if cost is not None and (best is None or cost < best[0]):
                best = cost, dated
        if best is not None:
            return self._period(quantity, phrasing, best[1])
        return self._since_clause(phrasing, quantity)

    def _near(self, quantity: Quantity) -> list[Dated]:
        """The expressions around the quantity, and the first of the sentence; a bounded number."""
        found = self.dated(quantity.sentence)
        if len(found) > 8:
            at = bisect_left(found, quantity.start, key=lambda d: d.start)
            found = found[:1] * (at > 4) + found[max(0, at - 4) : at + 4]
        return [d for d in found if d.core >= quantity.end or d.end <= quantity.start]

    def _cost(self, phrasing: Phrasing, quantity: Quantity, dated: Dated) -> float | None:
        """How far `dated` stands from the quantity, in clauses and tokens; None for not its."""
        here, there = phrasing.at(quantity.start), phrasing.at(dated.core)
        low, high = (here, there) if here < there else (there, here)
        if high - low > _REACH:
            return None
        tags, lower = phrasing.tags, phrasing.lower
        opens = phrasing.at(dated.start)
        leads = there < here and opens <= 1 and (opens == 0 or tags[0] not in "egv")
        barriers = self._barriers(phrasing, low, high, leads)
        if barriers > (1 + leads if there < here else 0) or self._dates_the_saying(
            phrasing, dated, here, there
        ):
            return None
        if quantity.unit_kind == "duration" and dated.opener in ("after", "before"):
            return None
        if lower(there) in ("now", "already") and (lower(there - 1) in phrasing.words.perfects) != (
            lower(there) == "already"
        ):
            return None
        if tags[opens : opens + 1] and lower(opens) == "of" and phrasing.tag(opens - 1) == "N":
            return None  # "the Clean Water Act of 1972"
        cost = barriers * 12 + (high - low) * (0.6 if leads else 1.0) + (0 if there > here else 2)
        between = range(low + 1, min(high, len(tags)))
        if there > here:
            if any(tags[j] == "s" and lower(j) in phrasing.words.relatives for j in between):
                return None  # "a fund, which has so far paid"
            if any(lower(j) in ("before", "following", "amid") for j in between) and any(
                tags[j] in "vexg" for j in between
            ):
                return None  # "before the disaster began in April"
        elif self._is_present_again(phrasing, dated, between):
            return None
        elif opens == 1 and tags[0] in "eg":
            return None  # "Founded in 2001, the church runs 21 schools"
        if quantity.per is not None and any(tags[j] in "vx" for j in between) and not leads:
            return None
        if dated.opener == "since" and (
            quantity.unit_kind in _STATIC_KINDS or self._is_record(phrasing, opens)
        ):
            return None
        if there > here and self._is_compared(phrasing, between):
            return None
        if there > here and quantity.unit_kind == "multiple":
            cost += 30  # the other side of the comparison: "twice the amount of 1989"
        if there < here and not leads and self._dates_another(dated, quantity):
            cost += 8  # the date of the figure before
        if dated.rule == "no date in the words":
            cost += 8
        return cost

    def _is_record(self, phrasing: Phrasing, opens: int) -> bool:
        """ "the most since 2008", "its highest level since March": no start of a count."""
        for j in range(opens - 1, max(-1, opens - 8), -1):
            if phrasing.lower(j) in self.words.records:
                return True
            if phrasing.tags[j] in ",svx":
                break
        return False

    def _is_compared(self, phrasing: Phrasing, between: range) -> bool:
        """ "62 percent compared with 2016", "40, up from 12 in 2016": another figure's time."""
        lower = phrasing.lower
        return any(
            lower(j) in self.words.compared
            or (lower(j) == "from" and lower(j - 1) in ("up", "down"))
            for j in between
        )

    def _dates_another(self, dated: Dated, quantity: Quantity) -> bool:
        """Another quantity ends shortly before the expression, in the same sentence."""
        i = bisect_left(self._ends, dated.core + 1) - 1
        return (
            i >= 0 and dated.core - self._ends[i] < 40
            and self.quantities[i].sentence == quantity.sentence
        )  # fmt: skip

    def _is_present_again(self, phrasing: Phrasing, dated: Dated, between: range) -> bool:
        """ "In 2008 they earned $6m and the trade employs 27,000": the second is no past."""
        if dated.last is None or self.published is None or dated.last.year >= self.published.year:
            return False
        tags, joined = phrasing.tags, False
        verb = ""
        for j in between:
            joined |= tags[j] == "c" or (
                tags[j] == "s" and phrasing.lower(j) in phrasing.words.relatives
            )
            if tags[j] in "vxe":
                verb = phrasing.lower(j)
        return joined and (verb in ("is", "are") or verb in phrasing.words.third_persons)

    def _barriers(self, phrasing: Phrasing, low: int, high: int, leads: bool) -> int:
        """Clause borders between two tokens; the comma after a leading date is none."""
        tags, lower = phrasing.tags, phrasing.lower
        barriers, after_lead = 0, leads
        for j in range(low + 1, min(high, len(tags))):
            word, tag = lower(j), tags[j]
            if word == "," and after_lead and j - low < 8:
                after_lead = False
            elif word in (";", "while", "whereas"):
                barriers += 2
            elif word in ("—", "–", ":", "according") or (tag == "s" and word != "so"):
                barriers += 1
            elif word == "," and phrasing.tag(j + 1) in ("g", "c", "o", "s"):
                barriers += phrasing.tag(j + 1) != "s"
            elif (word == "," and lower(j + 1) in ("having", "being")) or word == "but":
                barriers += 1
        return barriers

    def _dates_the_saying(self, phrasing: Phrasing, dated: Dated, here: int, there: int) -> bool:
        """ "officials said Tuesday that 40 ...": the day of the statement, not of the figure."""
        tags, first, last = phrasing.tags, phrasing.at(dated.start), phrasing.at(dated.end)
        # behind the date: "On Tuesday, BP said the cost had reached $4bn"
        if there < here:
            for j in range(last, min(here, last + 12)):
                if self._reports(phrasing, j):
                    between = tags[j + 1 : here]
                    is_told = any(tag in "vx" for tag in between) or "e" in between
                    return (
                        is_told
                        or lemmas.verb(phrasing.lower(j), self.lexicon) in self.words.issuing
                    )
        # before the date: "said Tuesday", "told reporters on Monday", "issued by the group in May"
        for j in range(first - 1, max(-1, first - 8), -1):
            tag = tags[j]
            if tag in "s,x":
                break
            if tag in "ve" and phrasing.is_verbal(j):
                if not self._reports(phrasing, j):
                    break
                is_object = j < here < there
                speaks = here < j  # "two officials said on Monday"
                sets_the_scene = there < here and "after" in (
                    phrasing.lower(last),
                    phrasing.lower(last + 1),
                )  # "told reporters on Monday just after 12 bombs"
                return not (is_object or (speaks and j - here < 6) or sets_the_scene)
        # right behind a date in the middle: "a report Tuesday said"
        return self._reports(phrasing, last) and (here < there or first > 1)

    def _reports(self, phrasing: Phrasing, j: int) -> bool:
        return (
            0 <= j < len(phrasing.tags) and phrasing.tags[j] in "ve"
            and lemmas.verb(phrasing.lower(j), self.lexicon) in phrasing.words.reporting
        )  # fmt: skip

    def _period(self, quantity: Quantity, phrasing: Phrasing, dated: Dated) -> Period:
        first, last = dated.first, dated.last
        rule, published = dated.rule, self.published
        start, opener = dated.start, dated.opener
        if opener in ("before", "after") and phrasing.tag(phrasing.at(dated.end)) in ("n", "N"):
            opener = ""  # "after the 2011 attack": the word opens the noun
        since = self._since_before(phrasing, dated)
        if opener in ("in", "") and since is not None:
            start, opener = since, "since"
        if opener == "since" and (first or last):
            is_past = first is None or published is None or published >= first
            last = published if is_past else None
        elif opener in ("by", "until"):
            first = None
        elif opener in ("before", "after"):
            first = last = None
        if (
            rule.startswith("this ") and published and last and last > published
            and self._has_happened(phrasing, quantity)
        ):  # fmt: skip
            last, rule = published, f"{rule} up to publication"
        span = Span(start, dated.end)
        if opener == "since":
            rule = f"since {rule}"
        return Period(
            span, span.of(self.passage.text), first, last,
            as_of=last if opener == "as_of" or rule == "now" else None,
            precision=dated.precision, rule=rule,
        )  # fmt: skip

    def _since_before(self, phrasing: Phrasing, dated: Dated) -> int | None:
        """Where "since" stands: "since the rig exploded on April 20"."""
        at = phrasing.at(dated.start)
        for j in range(at - 1, max(-1, at - 10), -1):
            if phrasing.lower(j) == "since":
                return phrasing.tokens.starts[j]
            if phrasing.tags[j] in ",sq":
                return None
        return None

    def _has_happened(self, phrasing: Phrasing, quantity: Quantity) -> bool:
        """The verb of the quantity is in the past and no plan."""
        at = phrasing.at(quantity.start)
        window = range(max(0, at - 10), min(len(phrasing.tags), at + 16))
        words = {phrasing.lower(j) for j in window}
        if words & phrasing.words.modals - {"to"} or "planning" in words or "planned" in words:
            return False
        return any(phrasing.tags[j] == "e" for j in window)

    def _since_clause(self, phrasing: Phrasing, quantity: Quantity) -> Period | None:
        """ "since the war began": the words are kept, the dates stay open."""
        at = phrasing.at(quantity.start)
        places = self._since.get(quantity.sentence)
        if places is None:
            places = self._since[quantity.sentence] = [
                j for j, word in enumerate(phrasing.tokens.lowers)
                if word == "since" and phrasing.tag(j + 1) in ("d", "n", "N", "o")
            ][:4]  # fmt: skip
        for j in places:
            last = j + 1
            while last < len(phrasing.tags) and last - j < 12 and phrasing.tags[last] not in ",s":
                last += 1
            if j < at < last or last - j < 3 or abs(j - at) > 30:
                continue
            span = Span(phrasing.tokens.starts[j], phrasing.tokens.ends[last - 1])
            return Period(
                span, span.of(self.passage.text), None, None, rule="since an undated happening"
            )
        return None

    # --- carried from elsewhere ----------------------------------------------------------------

    def carried(self, i: int, quantity: Quantity, found: list[Period | None]) -> Period | None:
        passage = self.passage
        if quantity.unit_kind not in _CARRIED_KINDS or quantity.per is not None:
            return None
        phrasing = phrases.of(passage, quantity.sentence, self.lexicon)
        before = quantity.sentence - 1
        near = i and self.quantities[i - 1].sentence in (before, quantity.sentence)
        opening = phrasing.lower(0)
        same_paragraph = before >= 0 and (
            passage.sentences[before].paragraph == passage.sentences[quantity.sentence].paragraph
        )
        leans = opening in self.words.anaphors or (
            opening == "the" and quantity.unit_kind == "share"
            and i and self.quantities[i - 1].unit_kind in ("share", "count")
        )  # fmt: skip
        if near and found[i - 1] is not None and leans:
            earlier = found[i - 1]
            if earlier is not None and (
                earlier.rule == "so far"
                or (same_paragraph and earlier.precision != "day" and earlier.start is not None)
            ):
                rule = (earlier.rule or "").removeprefix("carried: ")
                return replace(earlier, is_carried=True, rule=f"carried: {rule}")
        if quantity.unit_kind in _PRICED and self._moves_market(phrasing):
            session = self._session()
            if session is not None:
                span = Span(session.start, session.end)
                return Period(
                    span, span.of(passage.text), session.first, session.last,
                    precision="day", rule="day of the market session", is_carried=True,
                )  # fmt: skip
        if quantity.unit_kind == "count" and self._counts_victims(phrasing, quantity):
            dated = self._of_happening(phrasing, quantity.sentence)
            if dated is not None:
                span = Span(dated.start, dated.end)
                return Period(
                    span, span.of(passage.text), dated.first, dated.last,
                    precision=dated.precision, rule="date of the happening", is_carried=True,
                )  # fmt: skip
        return None

    def _moves_market(self, phrasing: Phrasing) -> bool:
        words = set(phrasing.tokens.lowers[:_REACH])
        priced = "share" in words and "price" in words
        return (priced or bool(words & self.words.markets)) and "before" not in words

    def _session(self) -> Dated | None:
        """The day near publication that a sentence about the market names first."""
        if not self._has_session:
            self._has_session = True
            for i in range(min(len(self.passage.sentences), _REACH)):
                if self.words.markets.isdisjoint(self.passage.words(i)[:_REACH]):
                    continue
                for dated in self.dated(i):
                    if dated.precision == "day" and dated.first and dated.first == dated.last and (
                        self.published and abs((self.published - dated.first).days) <= 3
                    ):  # fmt: skip
                        self._session_day = dated
                        return dated
        return self._session_day

    def _counts_victims(self, phrasing: Phrasing, quantity: Quantity) -> bool:
        at = phrasing.at(quantity.start)
        for j in range(max(0, at - 6), min(len(phrasing.tags), at + 9)):
            if (
                j > at
                and phrasing.lower(j) in self.words.happenings
                and phrasing.lower(j - 1) == "the"
            ):
                return True
            is_verb = phrasing.tags[j] in "egv"
            if is_verb and lemmas.verb(phrasing.lower(j), self.lexicon) in self.words.victims:
                return True
        return False

    def _of_happening(self, phrasing: Phrasing, sentence: int) -> Dated | None:
        """The date given elsewhere in the text to the happening this sentence names."""
        if sentence not in self._named:
            self._named[sentence] = self._find_happening(phrasing, sentence)
        return self._named[sentence]

    def _find_happening(self, phrasing: Phrasing, sentence: int) -> Dated | None:
        named = 0
        for j, word in enumerate(phrasing.tokens.lowers):
            name = self.words.happenings.get(word)
            if name is None or phrasing.lower(j - 1) in self.words.other_happening:
                continue
            named += 1
            if named > 8:
                break
            for other in self.words.same_event.get(name, (name,)):
                dated = self._dated_happenings(other)
                known = [item for item in dated if self._fits_place(phrasing, j, item[0])]
                if other != name and len({item[1].first for item in known}) > 1:
                    continue  # which of them is meant cannot be told
                before = [item for item in known if item[0] < sentence]
                if known:
                    return (before[-1] if before else known[0])[1]
        return None

    def _fits_place(self, phrasing: Phrasing, j: int, sentence: int) -> bool:
        """A happening that names its place ("the shooting at ...") was dated with that place."""
        k = j + 1
        if phrasing.lower(k) not in ("at", "in"):
            return True
        k += 1 + (phrasing.tag(k + 1) == "d")
        if phrasing.tag(k) != "N":
            return True
        return phrasing.tokens.texts[k] in self.passage.surface(sentence)

    def _dated_happenings(self, wanted: str) -> list[tuple[int, Dated]]:
        """The days the text gives to a happening of class `wanted`, with their sentence."""
        found = self._happenings.get(wanted)
        if found is None:
            found = self._happenings[wanted] = []
            for sentence in self._naming(wanted):
                for dated in self.dated(sentence):
                    if dated.precision == "day" and dated.first == dated.last and dated.first:
                        if self.published and (self.published - dated.first).days > 400:
                            continue
                        if self._dates_happening(sentence, dated) == wanted:
                            found.append((sentence, dated))
                if len(found) >= _MOST_HAPPENINGS:
                    del found[_MOST_HAPPENINGS:]
                    break
        return found

    def _naming(self, wanted: str) -> list[int]:
        """The sentences with a word for a happening of class `wanted` and one for a day."""
        known = {word for word, name in self.words.happenings.items() if name == wanted}
        sentences, text = self.passage.sentences, self.passage.text.lower()
        places = set(range(len(sentences)))
        if len(text) == len(self.passage.text):
            places = set()
            for word in known:
                at = text.find(word)
                while at >= 0:
                    place = max(0, bisect_right(sentences, at, key=lambda s: s.start) - 1)
                    places.add(place)
                    at = text.find(word, max(at + 1, sentences[place].end))
        return [
            place
            for place in sorted(places)
            if not known.isdisjoint(words := self.passage.words(place))
            and dates.may_name_day(words, self.lexicon)
        ]

    def _dates_happening(self, sentence: int, dated: Dated) -> str | None:
        """ "the April 15 bombing", "Monday's attack", "exploded on 20 April"."""
        phrasing = phrases.of(self.passage, sentence, self.lexicon)
        tags, lower = phrasing.tags, phrasing.lower
        at, end = phrasing.at(dated.core), phrasing.at(dated.end)
        if dated.opener in ("", "after", "since", "of", "in"):
            for j in range(end, min(end + 4, len(tags))):
                name = self._names_happening(phrasing, j)
                if name is not None:
                    return name
                if tags[j] in ",sxv" or lower(j) in ("and", "after"):
                    break
        if dated.opener in ("", "in"):
            for j in range(at - 1, max(-1, at - 10), -1):
                name = self._names_happening(phrasing, j)
                if name is not None:
                    return name
                # "three days after the bombings" and "said on Monday" date something else
                if tags[j] in ",sxv" or lower(j) in ("after", "before", "since"):
                    break
                if tags[j] == "e" and phrasing.verb_lemma(j) not in self.words.victims:
                    break
        return None

    def _names_happening(self, phrasing: Phrasing, j: int) -> str | None:
        """The class of happening token `j` names, unless it only tells of someone ("bombing
        suspect")."""
        name = self.words.happenings.get(phrasing.lower(j))
        return None if name is None or phrasing.tag(j + 1) == "n" else name


def _is_attributive_duration(text: str, quantity: Quantity) -> bool:
    """ "a six-month trip": the length of something, at no time of its own."""
    if quantity.unit_kind != "duration":
        return False
    return text[quantity.end : quantity.end + 1] in ("-", "‑", "‐") or "-" in quantity.surface
