"""Reads the noun phrases that can be made answerable for a number: who, beside a cue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from extractors import phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import HopKind, Span
from extractors.sentences import Passage

# How many tokens a subject may stretch to either side of its verb.
_REACH = 44
_STOPS = frozenset(";:—–()[]\"“”«»„?!…")
CURRENCIES = frozenset("$£€¥₹₽₴₩₺")
_DASHES = frozenset("—–-")
_POSSESSIVE = re.compile(r"['’]s?$")
_NAMES = re.compile(r"\b[A-Z][\w’'\-]+(?: (?:[A-Z]\. )?[A-Z][\w’'\-]+)+")


@dataclass(frozen=True, slots=True)
class Source:
    """A phrase that may speak: its short name as characters, its whole extent as tokens.

    `pronoun` is the class of a pronoun ("male", "several", "self", ...) that must be resolved;
    `is_definite` marks "the company", which may stand for a body named before.
    """

    start: int
    end: int
    first: int
    last: int
    kind: HopKind
    pronoun: str | None = None
    is_definite: bool = False
    is_several: bool = False
    is_medium: bool = False
    gender: str | None = None
    is_trade: bool = False
    is_epithet: bool = False  # "the Republican": a person named before
    is_private: bool = False  # a body's name that may be a company's
    is_firm: bool = False  # and surely so: in capitals, or "... Corp."
    sentence: int = -1
    is_owner: bool = False  # the "its" of "its estimate"
    is_known: bool = True  # a name, or a noun that can speak
    via: Source | None = None  # the outlet that employs who speaks
    mention: Span | None = None  # the pronoun it was found for

    def standing_for(self, mention: Span, pronoun: Source | None = None) -> Source:
        """This source as named by a pronoun or the like at `mention`."""
        if pronoun is None:
            return replace(self, mention=mention)
        return replace(
            self, mention=mention, is_owner=pronoun.is_owner, gender=pronoun.gender or self.gender
        )


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The source words of one language, compiled once from its lexicon."""

    titles: frozenset[str]
    honorifics: frozenset[str]
    pronouns: Mapping[str, str]
    possessives: Mapping[str, str]
    genders: Mapping[str, str]
    people: frozenset[str]
    bodies: frozenset[str]
    documents: frozenset[str]
    views: frozenset[str]
    name_bodies: frozenset[str]
    outlets: frozenset[str]
    outlet_words: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    months: frozenset[str]
    origins: frozenset[str]
    owners: frozenset[str]
    passed: frozenset[str]
    estimates: frozenset[str]
    numerals: frozenset[str]
    subordinate: frozenset[str]  # "after", "as": what they open is no main clause
    leads: frozenset[str]  # "but", "and" before a sentence's subject
    epithets: frozenset[str]
    staff: frozenset[str]
    stations: frozenset[str]
    residence: frozenset[str]
    days: frozenset[str]
    infinitive: frozenset[str]
    companies: frozenset[str]  # capitalised words of a company's name
    dated: frozenset[str]  # "on", "late" before a day's name
    inside: frozenset[str]  # "long" between the parts of a verb
    times: frozenset[str]  # "week", "year": never who speaks
    trades: frozenset[str]  # bodies that "the company" and the like stand for
    nouns: frozenset[str]  # people, bodies and documents together


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The source words of `lexicon`, compiled on the first call."""
    section = lexicon["sources"]

    def words(name: str) -> frozenset[str]:
        return frozenset(section[name])

    genders = {**dict.fromkeys(section["male"], "male"), **dict.fromkeys(section["female"], "female")}
    return Vocabulary(
        titles=words("titles"),
        honorifics=words("honorifics"),
        pronouns=section["pronouns"],
        possessives=section["possessives"],
        genders=genders,
        people=words("people"),
        bodies=words("bodies"),
        documents=words("documents"),
        views=words("views"),
        name_bodies=words("name_bodies"),
        outlets=words("outlets"),
        outlet_words=words("outlet_words"),
        openers=words("openers"),
        joiners=words("joiners"),
        months=words("months"),
        origins=words("origins"),
        owners=words("owners"),
        passed=words("passed"),
        estimates=words("estimates"),
        numerals=frozenset(
            word
            for name in ("ones", "tens", "scales", "groups", "vague", "few")
            for word in lexicon["numbers"][name]
        ),
        subordinate=words("subordinate"),
        leads=words("leads"),
        dated=words("dated"),
        epithets=words("epithets"),
        staff=words("staff"),
        stations=words("stations"),
        residence=words("residence"),
        days=words("days"),
        infinitive=words("infinitive"),
        companies=words("companies"),
        inside=words("inside"),
        times=words("times"),
        trades=words("trades"),
        nouns=words("people") | words("bodies") | words("documents"),
    )


def surnames(passage: Passage) -> frozenset[str]:
    """Last words of the names in `passage.text` that have several; found once for each passage."""
    known = passage.memo.get(("surnames", 0))
    if known is None:
        known = frozenset(
            _POSSESSIVE.sub("", m.group().rpartition(" ")[2])
            for m in _NAMES.finditer(passage.text)
        )
        passage.memo["surnames", 0] = known
    return known  # type: ignore[no-any-return]


def phrasing(passage: Passage, index: int, lexicon: Lexicon) -> Phrasing:
    """The phrasing of sentence `index` with its quotation marks kept, tagged as any mark."""
    found = passage.memo.get(("marked phrases", index))
    if not isinstance(found, Phrasing):
        found = phrases.of(passage, index, lexicon)
        tokens, tags = passage.tokens(index), found.tags
        if len(tokens) != len(tags):
            tag_of = dict(zip(found.starts, tags, strict=True))
            tags = [tag_of.get(token.start, ",") for token in tokens]
        capitals = [
            k for k, token in enumerate(tokens)
            if len(token.text) > 1 and token.text.isupper() and tags[k] in "sopxr"
        ]  # fmt: skip
        if capitals and len(capitals) < 4:  # "WHO", "US"; not a line all in capitals
            tags = ["N" if k in capitals else tag for k, tag in enumerate(tags)]
        if tags is not found.tags:
            found = Phrasing(tokens, tags, lexicon, found.words, [t.start for t in tokens])
        passage.memo["marked phrases", index] = found
    return found


@dataclass(slots=True)
class Reader:
    """Reads sources in one sentence of `passage`."""

    passage: Passage
    phrasing: Phrasing
    known: Vocabulary
    sentence: int

    def lower(self, index: int) -> str:
        return self.phrasing.lower(index)

    def tag(self, index: int) -> str:
        """The tag of token `index`; "#" outside of the sentence, so that no test by `in` holds."""
        return self.phrasing.tag(index) or "#"

    def pronoun_class(self, index: int) -> str | None:
        """The class of the pronoun at token `index`; None for "WHO", "IT" and all other words."""
        tokens = self.phrasing.tokens
        if not 0 <= index < len(tokens):
            return None
        token = tokens[index]
        if len(token.text) > 1 and token.text.isupper():
            return None
        return self.known.pronouns.get(token.lower)

    def is_number(self, index: int) -> bool:
        return self.tag(index) == "q" or self.lower(index) in self.known.numerals

    def _is_money(self, index: int) -> bool:
        """Whether the number that ends at token `index` has a currency sign before it."""
        while index > 0 and self.is_number(index):
            index -= 1
        return self.phrasing.tokens[index].text in CURRENCIES

    def is_capital(self, index: int) -> bool:
        tokens = self.phrasing.tokens
        return 0 <= index < len(tokens) and tokens[index].text[0].isupper()

    def is_joint(self, index: int) -> bool:
        """A full stop or slash inside a name: "U.S.", "Mr. X", "CNN.com", "CNN/ORC"."""
        tokens = self.phrasing.tokens
        if not 0 < index < len(tokens) or tokens[index].text not in "./&":
            return False
        before = tokens[index - 1]
        if tokens[index].text == "&":
            return self.is_capital(index - 1) and self.is_capital(index + 1)
        if index + 1 < len(tokens) and tokens[index + 1].start == tokens[index].end:
            after = tokens[index + 1].text[0]
            return after.isalpha() or tokens[index].text == "/" and after.isdigit()
        if tokens[index].text != ".":
            return False
        return before.text[0].isupper() and (len(before.text) == 1 or before.lower in self.known.titles)

    # ------------------------------------------------------------ a phrase that ends at a token

    def ending(self, index: int, floor: int = 0) -> Source | None:
        """The source whose phrase ends with token `index`, not reaching left of `floor`."""
        while index > floor and self.is_time(index):
            index -= 2 if self.lower(index - 1) in self.known.dated else 1
        if index < floor:
            return None
        pronoun = self.pronoun_class(index)
        if pronoun is not None:
            return self._pronoun(index, pronoun)
        if self.tag(index) == ",":
            if not self.is_joint(index):
                return None
        elif self.tag(index) not in "nNJegv" and not self.is_capital(index):
            return None
        if self.is_capital(index) and (self.tag(index) in "nN" or index > floor):
            first = self._run_left(index, floor)
        elif self.is_joint(index):
            first = self._run_left(index, floor)
        else:
            first = self._common_left(index, floor)
        if first is None:
            return None
        # "analysts at Citigroup", "a spokesman for the ministry", "the head of the agency"
        outer = self._before_preposition(first, floor)
        if outer is not None:
            start = self._common_left(outer, floor)
            if start is not None:
                return self._common(start, outer, index + 1)
        if self.is_capital(index) or self.is_joint(index):
            person = self._resident(first, floor)
            if person is not None:
                return replace(person, last=index + 1)
            named = self._name(first, index + 1)
            return replace(
                named, first=self._counted(first, floor), via=self._employer(named, first)
            )
        return self._common(first, index, index + 1)

    def possessor(self, index: int) -> Source | None:
        """Whose the thing is behind the possessive at token `index` ("BP's", "the ministry's")."""
        if self.is_capital(index):
            first = self._run_left(index, 0)
            return None if first is None else self._name(first, index + 1)
        first = self._common_left(index, 0)
        return None if first is None else self._common(first, index, index + 1)

    def _resident(self, first: int, floor: int) -> Source | None:
        """The person in "Ann Smith of Lunde", of whom the place begins at token `first`."""
        j = first - 1
        while j > floor and self.tag(j) == "d":
            j -= 1
        if j - 2 < floor or self.lower(j) not in self.known.residence or not self.is_capital(j - 1):
            return None
        person = self.ending(j - 1, floor)
        return person if person is not None and person.kind == "person" else None

    def _employer(self, named: Source, first: int) -> Source | None:
        """The paper in "the Gazette's correspondent Ann Smith", whose name starts at `first`."""
        if named.kind != "person" or self.lower(first - 1) not in self.known.staff or first < 2:
            return None
        if not _POSSESSIVE.search(self.lower(first - 2)):
            return None
        paper = self.ending(first - 2)
        if paper is None or paper.kind not in ("outlet", "organisation"):
            return None
        return replace(paper, kind="outlet", is_medium=True)

    def _counted(self, first: int, floor: int) -> int:
        """First token of "the two U.S. officials" whose name starts with token `first`."""
        while first > floor and (self.is_number(first - 1) or self.tag(first - 1) == "d"):
            first -= 1
        return first

    def _before_preposition(self, first: int, floor: int) -> int | None:
        """The noun before a preposition whose complement is the phrase from token `first`."""
        j = first - 1
        while j >= floor and self.tag(j) in "dJq" and self.lower(j) not in self.known.pronouns:
            j -= 1
        if j - 1 < floor or self.tag(j) != "p":
            return None
        head = j - 1
        if self.lower(head) not in self.known.nouns and self.lower(head - 1) in self.known.nouns:
            head -= 1  # "a source close to", "officials familiar with"
        for _ in range(3):
            word = self.lower(head)
            if word in self.known.people or word in self.known.bodies or word in self.known.documents:
                return head
            # one more preposition further left: "scientists from the Institute of Y"
            k = head
            while k > floor and self.tag(k) in "nNJ":
                k -= 1
            while k > floor and self.tag(k) in "dJ":
                k -= 1
            if self.tag(k) != "p" or k - 1 < floor:
                break
            head = k - 1
        if self.tag(j - 1) == "n" and not self.is_capital(j - 1) and j - 2 >= floor:
            return j - 1  # "a failure on Alaska": no name speaks here
        return None

    def _run_left(self, index: int, floor: int) -> int | None:
        """First token of the capitalised name that ends at `index`."""
        known, i = self.known, index
        while i > floor:
            p = i - 1
            if self.is_capital(p):
                i = p
            elif self.is_joint(p):
                i = p
            elif self.lower(p) in known.joiners and p - 1 >= floor:
                q = p - 1
                while q > floor and self.lower(q) in known.joiners:
                    q -= 1
                if not self.is_capital(q) or self.is_time(i) or not self._is_joined(q, p, index, floor):
                    break
                i = q
            else:
                break
        while i < index and self.lower(i) in known.openers and self._opens(i):
            i += 1
        return i

    def _opens(self, index: int) -> bool:
        return index == 0 or self.tag(index - 1) == "," or self.tag(index) not in "nN"

    def _is_joined(self, left: int, joiner: int, index: int, floor: int) -> bool:
        """Whether "of", "for", "and" between two capitals are inside one name."""
        word = self.lower(joiner)
        if word == "the":
            word = self.lower(joiner - 1)
        run = left
        while run > floor and (self.is_capital(run - 1) or self.is_joint(run - 1)):
            run -= 1
        whole = run
        while whole - 2 >= floor and self.lower(whole - 1) in self.known.joiners:
            whole -= 1
            while whole > floor and (
                self.lower(whole - 1) in self.known.joiners or self.is_capital(whole - 1)
            ):
                whole -= 1
        is_body = any(self.lower(k) in self.known.name_bodies for k in range(run, left + 1))
        if word == "and":
            # "Control and Prevention" behind "Centers for"; "Food and Drug Administration"
            if self.lower(index) in self.known.name_bodies and (
                run == left or self.lower(index) not in self.known.companies
            ):
                return True
            return is_body or (
                run - 2 >= floor
                and self.lower(run - 1) in self.known.joiners
                and self.lower(run - 1) != "and"
                and self.lower(run - 2) in self.known.name_bodies
            )
        if word in ("of", "for", "on", "&"):
            return is_body or any(
                self.lower(k) in self.known.name_bodies for k in range(max(whole, left - 8), run)
            )
        return True

    def _common_left(self, index: int, floor: int) -> int | None:
        """First token of the common noun phrase that ends at `index`, its determiner included."""
        i = index
        if self.tag(i) not in "nNJegv" and self.lower(i) not in self.known.nouns:
            return None
        while i > floor:
            tag = self.tag(i - 1)
            if self.is_number(i - 1) and self._is_money(i - 1):
                break
            if (tag in "nNJq" or self.is_number(i - 1)) and self.lower(i - 1) not in self.known.pronouns:
                i -= 1
            elif self.is_joint(i - 1):
                i -= 1
            elif tag in "eg" and i - 2 >= floor and self.tag(i - 2) in "dq":
                i -= 1
            elif tag == "," and self.lower(i - 1) in "'’" and i - 2 >= floor:
                i -= 1  # a plural's possessive: "sources' reports"
            elif tag == "d":
                i -= 1
                break
            elif tag == "r" and i - 2 >= floor and self.tag(i - 2) == "d":
                i -= 1
            else:
                break
        while i < index and self.lower(i) in self.known.openers and self._opens(i):
            if self.tag(i) in "dq" or self.is_number(i) or self.lower(i) in self.known.possessives:
                break
            i += 1
        return i

    # ------------------------------------------------------------ a phrase that starts at a token

    def starting(self, index: int, limit: int = _REACH) -> Source | None:
        """The source whose phrase starts with token `index`."""
        n = len(self.phrasing.tags)
        if index >= n:
            return None
        pronoun = self.pronoun_class(index)
        if pronoun is not None and pronoun != "relative":
            return self._pronoun(index, pronoun)
        j = index
        stop = min(n, index + limit)
        while j < stop and (self.tag(j) in "dqr" or self.lower(j) in "\"“«"):
            j += 1
        head = -1
        capitals = 0
        while j < stop:
            tag = self.tag(j)
            if self.is_joint(j):
                j += 1
                if j < n and self.is_capital(j) and self.phrasing.tokens[j - 1].end == self.phrasing.tokens[j].start:
                    head, capitals = j, capitals + 1
                    j += 1
                continue
            if tag == "J" and self.tag(j + 1) == "p" and self.lower(j - 1) in self.known.nouns:
                break
            if self.is_number(j) and head < 0:
                j += 1
            elif (tag in "nNJ" or self.is_capital(j) and tag in "eg") and not (
                j == index and self.lower(j) in self.known.openers and tag not in "nN"
            ):
                if (
                    capitals >= 2 and not self.is_capital(j)
                    and self.lower(j) not in self.known.nouns
                ):  # fmt: skip
                    break
                head = j
                capitals += self.is_capital(j)
                j += 1
            elif tag in "eg" and self.tag(j + 1) in ("n", "N", "J") and (
                head < 0 or self.tag(j - 1) in "J"
            ):
                j += 1
            elif tag == "q" and head < 0:
                j += 1
            elif tag == "," and self.lower(j) in ("'", "’") and head >= 0 and self.tag(j + 1) in "nNJ":
                j += 1
            elif head >= 0 and self.lower(j) in self.known.joiners and self.is_capital(head):
                k = j
                while k < stop and self.lower(k) in self.known.joiners:
                    k += 1
                if not self.is_capital(k) or self.is_time(k) or not self._is_joined(j - 1, j, self._run_end(k), index):
                    break
                j = k
            else:
                break
        if head < 0:
            return None
        plain = head == 0 and self.lower(head) in self.known.nouns
        if not plain and (
            self.is_capital(head) or self.is_joint(head - 1) or self.is_joint(head + 1)
        ):
            first = self._run_left(head, index)
            end = head + 1
            while end < n and self.is_joint(end):
                end += 2 if end + 1 < n and self.phrasing.tokens[end + 1].start == (
                    self.phrasing.tokens[end].end
                ) else 1
            if first is None:
                return None
            found = self._name(first, min(end, n))
            return replace(found, first=index, via=self._employer(found, first))
        end = head + 1
        # "officials with knowledge of", "a source close to", "analysts at X"
        last = self._postmodified(head, stop)
        return self._common(index, head, max(end, last))

    def is_time(self, index: int) -> bool:
        """A day's name, or a month's in capitals ("May", not "may")."""
        return self.tag(index) == "t" or (
            self.lower(index) in self.known.months and self.is_capital(index)
        )

    def _run_end(self, index: int) -> int:
        while self.is_capital(index + 1):
            index += 1
        return index

    def _postmodified(self, head: int, stop: int) -> int:
        """End of "with knowledge of the talks", "at Citigroup" behind a common noun."""
        j = head + 1
        if self.lower(head) not in self.known.people and self.lower(head) not in self.known.bodies:
            return j
        if self.tag(j) in "nJ" and self.tag(j + 1) == "p":
            j += 1
        last = head + 1
        for _ in range(3):
            if self.tag(j) != "p" or self.lower(j) in ("as", "after", "before", "since", "because"):
                break
            k = j + 1
            while k < stop and (self.tag(k) in "dJnNq" or self.is_joint(k)):
                if self.is_time(k):
                    break
                k += 1
            if k == j + 1 or self.tag(k) == "t" or self.tag(j + 1) == "q":
                break
            last = j = k
        return last

    def names(self) -> list[Source]:
        """Names of people, and of bodies sure to be such, in this sentence; last first."""
        found: list[Source] = []
        n = min(len(self.phrasing.tags), _REACH * 4)
        i = n - 1
        while i > 0:
            if self.tag(i) == "N" and not self.is_number(i):
                first = self._run_left(i, 0)
                if first is None:
                    break
                name = self._name(first, i + 1)
                text = self.phrasing.tokens[i].text
                if self.tag(i + 1) == "n" or _POSSESSIVE.search(text):
                    pass  # "the Smith government", "Smith's": another thing is spoken of
                elif name.kind == "person" or text.isupper() and len(text) > 1:
                    found.append(name)
                i = first
            i -= 1
        return found

    # ------------------------------------------------------------ the subject of a verb

    def subject(self, verb: int) -> tuple[Source | None, int]:
        """(source, first token) of the subject of the verb group that ends at token `verb`.

        The source is None where the verb has no subject of its own; the token is then -1 for a
        subject shared with an earlier verb ("and said", "saying"), else the verb's own group.
        """
        k = self.group_start(verb) - 1
        if k < 0:
            return None, 0
        word = self.lower(k)
        if self.tag(k) == "c":
            return None, -1
        pronoun = self.pronoun_class(k)
        if pronoun == "relative" or word == "that":
            j = k - 1
            while j > 0 and self.lower(j) in (",", "—", "–", "-"):
                j -= 1
            found = self.ending(j)
            if found is None or not found.is_known:
                found = self._subject_ending(j) or found
            if found is None:
                return None, k
            token = self.phrasing.tokens[k]
            return found.standing_for(Span(token.start, token.end)), found.first
        if pronoun is not None:
            return self._pronoun(k, pronoun), k
        if word == ")":
            j = k
            while j > 0 and self.lower(j) != "(" and k - j < _REACH:
                j -= 1
            k = j - 1
            found = self._subject_ending(k)
            return (found, found.first) if found else (None, k + 1)
        if word == "," or word in _DASHES:
            return self._past_apposition(k)
        found = self._subject_ending(k)
        if found is None:
            return None, k + 1
        # "Andrew A, a company spokesman said": the name before is meant
        first = found.first
        if (
            found.kind != "document" and first > 1 and self.lower(first - 1) == ","
            and (self.tag(first) == "d" or found.kind == "vague")
            and self.is_capital(first - 2)
        ):  # fmt: skip
            named = self.ending(first - 2)
            if named is not None and named.kind == "person" and first - 1 - named.first > 1:
                return named, named.first
        return found, first

    def group_start(self, verb: int) -> int:
        """First token of the verb group: "has also repeatedly [said]", "on Monday [published]"."""
        k = verb
        while k > 0:
            tag, word = self.tag(k - 1), self.lower(k - 1)
            if word in self.known.months and self.is_capital(k - 1) or tag == "t":
                k -= 1
                if self.lower(k - 1) in self.known.dated:
                    k -= 1
            elif tag in "xr" and word not in self.known.pronouns or word in ("n't", "not"):
                k -= 1
            elif word in self.known.inside and self.tag(k - 2) == "x":
                k -= 1  # "have long insisted"
            elif tag == "q" and self.lower(k - 2) in self.known.months:
                k -= 2
            elif word == "." and self.lower(k - 2) in self.known.months:
                k -= 1
            elif word == "," and self.tag(k - 2) == "r" and self.lower(k - 3) == ",":
                k -= 3  # ", however, said"
            else:
                break
        return k

    def _is_edge(self, index: int) -> bool:
        return index < 0 or self.tag(index) in ",cs" or self.lower(index) in ("as", "because", "than")

    def _past_apposition(self, comma: int) -> tuple[Source | None, int]:
        """The subject before ", the mayor of X, said"."""
        floor = max(0, comma - _REACH)
        end = comma
        for _ in range(5):
            j = end - 1
            while j >= floor and self.lower(j) not in (",", "—", "–") and self.lower(j) not in _STOPS:
                j -= 1
            if j < floor or self.lower(j) not in (",", "—", "–"):
                break
            segment = j + 1
            if segment == end:
                return None, end
            if not self._modifies(segment, end) or j == 0:
                named = self.ending(end - 1, segment)
                if end == comma and named is not None and named.first == segment and j > 0:
                    role = self.ending(j - 1)
                    return named, role.first if role is not None else segment
                break
            before = self._subject_ending(j - 1)
            if before is None:
                end = j
                continue
            opening = j - 1
            while opening >= floor and self.lower(opening) not in (",", "—", "–") and self.lower(opening) not in _STOPS:
                opening -= 1
            if opening > floor and (
                self._is_origin(opening + 1, j)
                or self._modifies(opening + 1, j) and not self._speaks(before)
            ):
                end = j
                continue
            return before, before.first
        return None, end

    def _modifies(self, first: int, end: int) -> bool:
        """Whether the words between two commas only tell more of the name before them."""
        word = self.lower(first)
        if self.tag(first) in ("d", "q", "e", "g") or word in self.known.pronouns or word == "whose":
            return True
        if not self.is_capital(first):
            return True
        return self._is_origin(first, end) or word in self.known.titles

    def _is_origin(self, first: int, end: int) -> bool:
        """ "R-Texas", "Mass.", "Nevada Democrat", "Colorado": where one comes from."""
        word, last = self.lower(first), self.lower(end - 1)
        if last in self.known.origins or word in self.known.origins:
            return True
        if end - first <= 3 and (word[1:2] == "-" or last == "."):
            return True
        return end - first == 1 and self.is_capital(first) and self.is_capital(first - 2)

    def _speaks(self, source: Source) -> bool:
        return source.kind in ("person", "organisation", "outlet") and source.pronoun is None

    def _subject_ending(self, index: int) -> Source | None:
        """The subject that ends at token `index`, looked at from its clause's start as well."""
        near = self.ending(index)
        floor = max(0, index - _REACH)
        start = inner = index  # of the whole clause; of the part behind "after", "as", ...
        relative = -1
        while start > floor:
            tag, word = self.tag(start - 1), self.lower(start - 1)
            if tag == "," and not self.is_joint(start - 1) and word not in "'’":
                break
            if tag == "c" and self.tag(start) in "dNonq":
                break
            if tag == "s":
                relative = start - 1
                break
            start -= 1
            if self.lower(start) not in self.known.subordinate and start + 1 == inner:
                inner = start
        while start < index and (self.tag(start) in "rtc" or self.lower(start) in self.known.leads):
            start += 1
        inner = max(inner, start)
        is_spoken = near is not None and near.is_known and self.lower(index) not in self.known.times
        if near is not None and is_spoken and near.first <= inner:
            return near
        if relative > 0 and self.tag(relative + 1) in "vxe" and (
            self.pronoun_class(relative) == "relative" or self.lower(relative) == "that"
        ):
            # "one team that has studied the leak last week"
            outer = relative - 1
            while outer > floor and self.lower(outer) == ",":
                outer -= 1
            named = self.ending(outer)
            if named is not None and named.is_known:
                return replace(named, last=index + 1)
        if self.tag(start) in "pgx" or self.lower(start) in self.known.subordinate:
            return near
        first = self.starting(start)
        if first is None or first.last > index or first.pronoun is not None:
            return near
        head = self.lower(first.last - 1)
        is_noun = first.kind in ("document", "vague") and first.is_known or head in self.known.nouns
        if not is_noun and not (first.kind == "organisation" and self.tag(first.last) in "p"):
            return near
        if any(
            self.tag(j) in "vx" and self.lower(j - 1) not in self.known.infinitive
            or self.tag(j) == "e" and self.tag(j + 1) in "dnNqo"
            for j in range(first.last, index + 1)
        ):
            return near
        return replace(first, last=index + 1)

    # ------------------------------------------------------------ kinds and names

    def _pronoun(self, index: int, kind: str) -> Source:
        token = self.phrasing.tokens[index]
        return Source(
            token.start, token.end, index, index + 1, "vague", pronoun=kind,
            gender=kind if kind in ("male", "female") else None, sentence=self.sentence,
        )  # fmt: skip

    def _name(self, first: int, last: int) -> Source:
        """The source with the capitalised name at tokens `first:last`."""
        tokens, known = self.phrasing.tokens, self.known
        begin = first
        while begin < last - 1 and self.tag(begin) in "dq":
            begin += 1
        title = any(tokens[k].lower in known.titles for k in range(begin, last - 1))
        gender = next(
            (known.genders[tokens[k].lower] for k in range(begin, last) if tokens[k].lower in known.genders),
            None,
        )
        for k in range(last - 2, begin - 1, -1):
            word = tokens[k].lower
            if word not in known.titles:
                continue
            after = k + 1
            if tokens[after].text == ".":
                after += 1
            if after >= last or tokens[after].lower in known.name_bodies or tokens[after].text == "&":
                break
            if tokens[after].lower in known.joiners:
                break
            if word in known.honorifics and after - k <= 2:
                begin = k
            else:
                begin = after
            break
        start, end = tokens[begin].start, tokens[last - 1].end
        possessive = _POSSESSIVE.search(tokens[last - 1].text)
        if possessive:
            end -= len(possessive.group())
        if begin == last - 1 and tokens[begin].lower in known.epithets:
            article = begin > 0 and tokens[begin - 1].lower == "the"
            return Source(
                start, end, first, last, "vague", sentence=self.sentence, is_epithet=article
            )
        kind = self._kind_of_name(begin, last, title)
        return Source(
            start, end, first, last, kind, gender=gender,
            is_several=tokens[last - 1].lower.endswith("s") and tokens[last - 1].lower in known.nouns,
            is_medium=kind == "outlet", sentence=self.sentence,
            is_firm=tokens[last - 1].text.isupper() and last - begin == 1 or any(
                tokens[k].lower in known.companies for k in range(begin, last)
            ),
            is_private=kind == "organisation" and not any(
                tokens[k].lower in known.name_bodies - known.companies for k in range(begin, last)
            ) and tokens[begin].lower not in ("us", "u", "uk", "un"),
        )  # fmt: skip

    def _kind_of_name(self, first: int, last: int, has_title: bool) -> HopKind:
        tokens, known = self.phrasing.tokens, self.known
        words = [_POSSESSIVE.sub("", t.lower) for t in tokens[first:last] if t.text[0].isalpha()]
        if not words:
            return "organisation"
        if all(len(w) == 1 for w in words):
            return "organisation"  # "U.S."
        whole = " ".join(words)
        if whole in known.outlets or "".join(t.lower for t in tokens[first:last]).endswith(
            (".com", ".org", ".net")
        ):
            return "outlet"
        if words[-1] in known.documents and len(words) > 1:
            bodies = any(w in known.name_bodies for w in words) or "of" in words
            return "organisation" if bodies and tokens[last - 1].text[0].isupper() else "document"
        if len(words) > 1 and (words[-1] in known.outlet_words or words[0] in known.stations):
            return "outlet"
        if len(words) == 1 and words[0] in known.documents:
            return "document"
        if len(words) == 1 and words[0] in known.people:
            return "vague"
        if any(w in known.name_bodies for w in words) or "of" in words or "for" in words:
            return "organisation"
        if has_title:
            return "person"
        text = tokens[last - 1].text
        if len(words) == 1:
            bare = _POSSESSIVE.sub("", text)
            return "person" if bare in surnames(self.passage) and not bare.isupper() else "organisation"
        if words[-1] in known.people:
            return "vague"
        if text.isupper() and len(text) > 1:
            return "organisation"
        return "person"

    def _common(self, first: int, head: int, last: int) -> Source:
        """The source with the common noun `head`, its phrase at tokens `first:last`."""
        tokens, known = self.phrasing.tokens, self.known
        word = _POSSESSIVE.sub("", tokens[head].lower)
        begin = first
        is_definite = tokens[begin].lower in ("the", "this", "that")
        while begin < head and (
            tokens[begin].lower in ("the", "a", "an", "this", "that", "these", "those")
            or tokens[begin].text in "\"“«"
            or self.tag(begin) in "r"
        ):
            begin += 1
        while begin < head and (self.is_number(begin) or tokens[begin].lower == "of"):
            begin += 1
        owner = known.possessives.get(tokens[first].lower)
        kind: HopKind = "vague"
        if word in known.documents:
            kind = "document"
        elif word in known.bodies:
            kind = "organisation"
        gender = known.genders.get(word)
        several = word.endswith("s") or word in ("police", "people", "men", "women", "authorities")
        end = tokens[last - 1].end
        possessive = _POSSESSIVE.search(tokens[last - 1].text)
        if possessive and last - 1 == head:
            end -= len(possessive.group())
        return Source(
            tokens[begin].start, end, first, last, kind,
            is_definite=is_definite and (
                word in known.trades or (kind == "organisation" and begin == head)
            ) and not any(self.is_capital(k) for k in range(begin, head)),
            is_trade=word in known.trades,
            is_epithet=is_definite and begin == head and word in known.epithets,
            is_several=several, gender=gender if owner is None else None,
            sentence=self.sentence, is_known=word in known.nouns or self.is_capital(head),
        )  # fmt: skip
