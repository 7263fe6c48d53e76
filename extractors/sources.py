"""What can be made answerable for a number: the records, and how a phrase becomes one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from extractors import phrases
from extractors.lexicon import Lexicon
from extractors.phrases import Phrasing
from extractors.records import HopKind, Span
from extractors.sentences import Passage
from extractors.speech import Vocabulary

OPENING = frozenset('"“«„')
CLOSING = frozenset('"”»')
QUOTES = OPENING | CLOSING
DASHES = frozenset("—–―")
CURRENCIES = frozenset("$£€¥₹₽₴₩₺")
_APOSTROPHES = ("'", "’")
_DOMAINS = (".com", ".org", ".net", ".co")
# Its group is the last word of a name of several.
_NAMES = re.compile(r"[A-Z](?<!\w[A-Z])[\w’'\-]++(?: (?:[A-Z]\. )?([A-Z][\w’'\-]++))+")
# A line with more words in capitals than this is printed so, and tells no acronyms.
_SHOUTED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A phrase that may speak: its short name in characters, its whole extent in tokens.

    `pronoun` is the class of a pronoun ("male", "several", "self", ...), which must be resolved.
    """

    start: int
    end: int
    first: int
    last: int
    sentence: int
    kind: HopKind
    pronoun: str | None = None
    gender: str | None = None
    is_known: bool = True  # a name, or a noun that can speak
    is_several: bool = False
    is_definite: bool = False  # "the company": may stand for a body named before
    is_trade: bool = False  # and that body is a firm
    is_epithet: bool = False  # "the Republican": a person named before
    is_owner: bool = False  # the "its" of "its estimate"
    is_private: bool = False  # a body's name that may be a firm's
    is_firm: bool = False  # and surely is one
    via: Source | None = None  # the outlet that employs who speaks
    mention: Span | None = None  # the pronoun it was found for

    def standing_for(self, pronoun: Source) -> Source:
        """This source as named by `pronoun`, or by "the company" and the like."""
        return replace(
            self,
            mention=Span(pronoun.start, pronoun.end),
            is_owner=pronoun.is_owner,
            gender=pronoun.gender or self.gender,
        )


def phrasing(passage: Passage, index: int, lexicon: Lexicon) -> Phrasing:
    """The phrasing of sentence `index` with its quotation marks kept, and "WHO" a name."""
    key = ("marked phrases", index)
    found = passage.memo.get(key)
    if isinstance(found, Phrasing):
        return found
    plain = phrases.of(passage, index, lexicon)
    tokens, tags = passage.tokens(index), plain.tags
    if len(tokens.texts) != len(tags):
        tag_of = dict(zip(plain.tokens.starts, tags, strict=True))
        tags = [tag_of.get(start, ",") for start in tokens.starts]
    shouted = {
        k
        for k, word in enumerate(tokens.texts)
        if tags[k] in "sopxrt" and len(word) > 1 and word.isupper()
    }
    if 0 < len(shouted) <= _SHOUTED:
        tags = ["N" if k in shouted else tag for k, tag in enumerate(tags)]
    if tags is not plain.tags:
        plain = Phrasing(tokens, tags, lexicon, plain.words)
    passage.memo[key] = plain
    return plain


@dataclass(slots=True)
class Reader:
    """One sentence of a passage as sources are read from it: what each token is, and names."""

    passage: Passage
    sentence: int
    phrasing: Phrasing
    known: Vocabulary

    words: list[str] = field(init=False)  # the tokens in lower case
    lower: Callable[[int], str] = field(init=False)  # one of them; "" outside of the sentence

    def __post_init__(self) -> None:
        self.words = self.phrasing.tokens.lowers
        self.lower = self.phrasing.lower

    # ------------------------------------------------------------ what a token is

    def tag(self, index: int) -> str:
        """The tag of token `index`; "#" outside of the sentence, so that no test by `in` holds."""
        tags = self.phrasing.tags
        return tags[index] if 0 <= index < len(tags) else "#"

    def has(self, index: int, name: str) -> bool:
        """Whether token `index` is in the word set `name`."""
        words = self.words
        return 0 <= index < len(words) and words[index] in self.known.sets[name]

    def pronoun(self, index: int) -> str | None:
        """The class of the pronoun at token `index`; None for "WHO", "IT" and all other words."""
        kind = self.known.pronouns.get(self.lower(index))
        if kind is None:
            return None
        text = self.phrasing.tokens.texts[index]
        return None if len(text) > 1 and text.isupper() else kind

    def is_number(self, index: int) -> bool:
        return self.tag(index) == "q" or self.has(index, "numerals")

    def is_money(self, index: int) -> bool:
        """Whether the number that ends at token `index` has a currency sign before it."""
        while index > 0 and self.is_number(index):
            index -= 1
        return self.lower(index) in CURRENCIES

    def is_time(self, index: int) -> bool:
        """A day's name, "ago", or a month's name in capitals ("May", not "may")."""
        if self.tag(index) == "t" or self.has(index, "ago"):
            return True
        return self.has(index, "months") and self.is_capital(index)

    def is_capital(self, index: int) -> bool:
        tokens = self.phrasing.tokens
        return 0 <= index < len(tokens.texts) and tokens.texts[index][0].isupper()

    def is_comma(self, index: int) -> bool:
        """A comma or dash, as beside an apposition."""
        return self.lower(index) in (",", "—", "–")

    def is_glued(self, index: int) -> bool:
        """Whether no space stands between token `index` and the one before it."""
        tokens = self.phrasing.tokens
        return 0 < index < len(tokens.texts) and tokens.starts[index] == tokens.ends[index - 1]

    def is_joint(self, index: int) -> bool:
        """A mark inside a name: "U.S.", "Mr. X", "news.example", "ABC/DEF", "R & D"."""
        tokens = self.phrasing.tokens
        if not 0 < index < len(tokens.texts):
            return False
        mark = tokens.texts[index]
        if mark == "&":
            return self.is_capital(index - 1) and self.is_capital(index + 1)
        if mark not in "./":
            return False
        if self.is_glued(index + 1):
            after = tokens.texts[index + 1][0]
            return after.isalpha() or (mark == "/" and after.isdigit())
        before = tokens.lowers[index - 1]
        return mark == "." and self.is_capital(index - 1) and (
            len(before) == 1 or before in self.known["titles"]
        )  # fmt: skip

    def is_genitive(self, index: int) -> bool:
        return self.lower(index).endswith(self.known.genitives)

    def bare(self, word: str) -> str:
        """`word` without a genitive's ending."""
        if word[-2:-1] in _APOSTROPHES or word[-1:] in _APOSTROPHES:
            for ending in self.known.genitives + _APOSTROPHES:
                if word.endswith(ending):
                    return word[: -len(ending)]
        return word

    def surnames(self) -> frozenset[str]:
        """Last words of the names of several words in the passage; found once for it."""
        key = ("surnames", 0)
        found = self.passage.memo.get(key)
        if not isinstance(found, frozenset):
            found = frozenset(map(self.bare, set(_NAMES.findall(self.passage.text))))
            self.passage.memo[key] = found
        return found

    # ------------------------------------------------------------ a phrase as a source

    def as_pronoun(self, index: int, kind: str, is_owner: bool = False) -> Source:
        span = self.phrasing.span(index)
        gender = kind if kind in ("male", "female") else None
        return Source(
            span.start, span.end, index, index + 1, self.sentence, "vague", kind, gender,
            is_owner=is_owner,
        )  # fmt: skip

    def as_name(self, first: int, last: int) -> Source:
        """The source with the capitalised name at tokens `first:last`, titles left away."""
        tokens, known = self.phrasing.tokens, self.known
        begin = first
        while begin < last - 1 and self.tag(begin) in "dq":
            begin += 1
        words = tokens.lowers[begin:last]
        gender = next((known.genders[w] for w in words if w in known.genders), None)
        has_title = any(w in known["titles"] for w in words[:-1])
        begin = self._past_titles(begin, last)
        start, end = tokens.starts[begin], self._end(last - 1)
        if begin == last - 1 and self.has(begin, "epithets"):
            is_epithet = self.has(begin - 1, "the")
            return Source(start, end, first, last, self.sentence, "vague", is_epithet=is_epithet)
        kind = self._kind_of_name(begin, last, has_title)
        words = tokens.lowers[begin:last]
        is_public = any(w in known["public"] for w in words) or words[0] in known["states"]
        is_acronym = last - begin == 1 and tokens.texts[begin].isupper()
        return Source(
            start, end, first, last, self.sentence, kind, gender=gender,
            is_several=words[-1] in known["talkers"] and words[-1].endswith("s"),
            is_private=kind == "organisation" and not is_public,
            is_firm=is_acronym or any(w in known["companies"] for w in words),
        )  # fmt: skip

    def as_common(self, first: int, head: int, last: int) -> Source:
        """The source with the common noun at token `head`, its phrase at tokens `first:last`."""
        known = self.known
        word = self.bare(self.lower(head))
        begin = first
        while begin < head and (
            self.has(begin, "articles") or self.lower(begin) in OPENING or self.tag(begin) == "r"
        ):
            begin += 1
        while begin < head and (self.is_number(begin) or self.has(begin, "of")):
            begin += 1
        kind: HopKind = "vague"
        if word in known["documents"]:
            kind = "document"
        elif word in known["bodies"]:
            kind = "organisation"
        is_trade = word in known["trades"]
        is_definite = self.has(first, "definite")
        is_named = any(self.is_capital(k) for k in range(begin, head))
        return Source(
            self.phrasing.tokens.starts[begin],
            self._end(last - 1) if last - 1 == head else self.phrasing.tokens.ends[last - 1],
            first, last, self.sentence, kind,
            gender=None if self.has(first, "possessive_words") else known.genders.get(word),
            is_known=word in known["talkers"] or self.is_capital(head),
            is_several=word.endswith("s") or word in known["plurals"],
            is_definite=is_definite and not is_named and (
                is_trade or (kind == "organisation" and begin == head)
            ),
            is_trade=is_trade,
            is_epithet=is_definite and begin == head and word in known["epithets"],
        )  # fmt: skip

    def _end(self, index: int) -> int:
        """Character where token `index` ends, without a genitive's ending."""
        span, bare = self.phrasing.span(index), self.bare(self.phrasing.tokens.texts[index])
        return span.start + len(bare) if bare else span.end

    def _past_titles(self, first: int, last: int) -> int:
        """First token of a name behind its titles; "Mr." and the like stay with a bare surname."""
        for k in range(last - 2, first - 1, -1):
            if not self.has(k, "titles"):
                continue
            after = k + 2 if self.lower(k + 1) == "." else k + 1
            if after >= last or self.has(after, "name_bodies") or self.has(after, "joiners"):
                return first
            if self.lower(after) == "&":
                return first
            return k if self.has(k, "honorifics") else after
        return first

    def _kind_of_name(self, first: int, last: int, has_title: bool) -> HopKind:
        tokens, known = self.phrasing.tokens, self.known
        lowers = tokens.lowers[first:last]
        words = [self.bare(word) for word in lowers if word[0].isalpha()]
        if all(len(w) == 1 for w in words):
            return "organisation"  # "U.S."
        text, one = tokens.texts[last - 1], len(words) == 1
        is_site = "".join(lowers).endswith(_DOMAINS)
        is_body = any(w in known["name_bodies"] or w in known["links"] for w in words)
        if " ".join(words) in known["outlets"] or is_site:
            return "outlet"
        if words[-1] in known["documents"]:
            return "organisation" if not one and is_body and text[0].isupper() else "document"
        if not one and (words[-1] in known["outlet_words"] or words[0] in known["stations"]):
            return "outlet"
        if one and words[0] in known["people"]:
            return "vague"
        if is_body:
            return "organisation"
        if has_title:
            return "person"
        if one:
            name = self.bare(text)
            is_surname = name in self.surnames() and not name.isupper()
            return "person" if is_surname else "organisation"
        if words[-1] in known["people"]:
            return "vague"
        return "organisation" if text.isupper() and len(text) > 1 else "person"
