"""Says how far a cue of saying reaches: what it answers for before and behind it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.records import Span
from extractors.sources import CLOSING, CURRENCIES, OPENING, QUOTES
from extractors.subjects import Subjects

FAR = 240  # tokens a scope is followed; beyond, it reaches to the sentence's end
_WHOLE = 40  # characters from which a quote inside a sentence is a statement of its own
_TAKEN_UP = 40  # tokens in which a quote goes on behind its speaker


@dataclass(frozen=True, slots=True)
class Reach:
    """What a cue answers for, in characters; `is_bare`: it only names a speaker."""

    forward: Span | None
    backward: Span | None
    is_bare: bool = False


@dataclass(slots=True)
class Scopes:
    """Reads scopes in the sentence of `reader`, given the text's quotes."""

    reader: Subjects
    quotes: Sequence[tuple[int, int]]
    begin: int  # of the sentence, in characters
    end: int

    def quote_at(self, offset: int) -> int:
        """Number of the quote that holds the character `offset`, or -1."""
        k = bisect_right(self.quotes, offset, key=lambda quote: quote[0]) - 1
        return k if k >= 0 and offset < self.quotes[k][1] else -1

    # ------------------------------------------------------------ of a verb

    def of_verb(self, verb: int, at: int, first: int, is_polled: bool) -> Reach:
        """The reach of the verb at token `verb` whose subject begins at token `first`.

        What is said begins at token `at`; `is_polled` marks a document for a subject.
        """
        r, tokens = self.reader, self.reader.phrasing.tokens
        k = first - 1
        is_as = r.has(k, "as")
        if is_as:
            k -= 1
        mark = r.lower(k)
        is_quoted = k >= 0 and (mark in CLOSING or (r.is_comma(k) and r.lower(k - 1) in CLOSING))
        is_aside = is_quoted or (k >= 0 and (r.is_comma(k) or mark in ("?", "!")))
        rest, has_that, is_adverbial = self._rest(at)
        stop = r.lower(rest)
        is_last = stop in (".", "")
        start, end = tokens.starts[first], tokens.ends[verb]
        if is_as and is_adverbial:
            return Reach(
                Span(end, self.ahead(rest + 1)) if stop == "," or k < 0 else None,
                Span(self.back(k), start) if k >= 0 else None,
            )
        if is_quoted and not has_that and self._is_statement(k):
            is_adverbial = True  # a whole quote leaves nothing to say behind the verb
        if is_aside and is_adverbial and (is_last or not self._is_fronted(k)):
            return Reach(self._taken_up(rest, is_quoted), Span(self.back(k, is_last), start))
        if not is_aside and k >= 0 and (r.tag(k) in "nNq" or r.is_number(k)):
            named = r.ending(k)  # "the 20 million experts say it costs"
            if named is not None:
                k = named.first
                while k and (r.is_number(k - 1) or r.lower(k - 1) in CURRENCIES):
                    k -= 1
                return Reach(Span(end, self.ahead(at)), Span(tokens.starts[k], start))
        is_bare = (
            is_adverbial
            and (k < 0 or not is_aside)
            and (is_last or stop == ":" or (stop == "," and r.tag(rest + 1) == "g"))
        )
        if is_bare and is_last and first > 3 and not self._is_fronted(k):
            return Reach(None, Span(self.back(k), start))  # no comma before "officials said."
        return Reach(Span(end, self.ahead(at, is_polled=is_polled)), None, is_bare)

    def _rest(self, at: int) -> tuple[int, bool, bool]:
        """(end, has "that", is adverbial) of the stretch from token `at` to the next mark."""
        r, n = self.reader, len(self.reader.phrasing.tokens.texts)
        is_adverbial, end = True, n
        for j in range(at, min(n, at + FAR)):
            if r.has(j, "that"):
                return n, True, False
            mark = r.lower(j)
            if mark in (",", ";", ":", "(", "|") or mark in QUOTES or r.is_comma(j):
                end = j
                break
            if mark == "." and not r.is_joint(j) and (j + 1 == n or r.lower(j + 1) in CLOSING):
                end = j
                break
            if r.tag(j) in "vx" and not r.is_time(j):
                is_adverbial = False
        if end > at and is_adverbial:
            is_date = r.tag(at) == "q" and r.has(at + 1, "months")
            is_adverbial = is_date or r.tag(at) in "prt" or r.is_time(at) or r.has(at, "dated")
            if not is_date and self.has_number(at, at + 4) and not r.has(at, "dating"):
                is_adverbial = False  # "say at least 40 died"
        return end, False, is_adverbial

    def _is_statement(self, mark: int) -> bool:
        """Whether the quote that ends before token `mark` is more than a title in quotes."""
        number = self.quote_at(self.reader.phrasing.tokens.starts[mark - 1])
        if number < 0:
            return False
        start, end = self.quotes[number]
        return start <= self.begin + 1 or end - start > _WHOLE

    def _taken_up(self, mark: int, is_quoted: bool) -> Span | None:
        """What is still said behind a speaker named in the middle, from token `mark`."""
        r, tokens = self.reader, self.reader.phrasing.tokens
        if mark >= len(tokens.texts) or (is_quoted and not self.goes_on(mark)):
            return None
        start = tokens.starts[mark]
        if r.lower(mark) in OPENING:
            return Span(start, self.ahead(mark))
        if not r.is_comma(mark) and r.lower(mark) != ":":
            return None
        if r.lower(mark + 1) not in OPENING and (self.is_over(mark) or r.tag(mark + 1) == "g"):
            return None
        return Span(start, self.ahead(mark + 1))

    def is_over(self, comma: int) -> bool:
        """Whether the outlet takes up its own voice behind the comma: ", as more fell ill"."""
        return self.reader.has(comma + 1, "ends") or self.reader.has(comma + 1, "as")

    def goes_on(self, mark: int) -> bool:
        """Whether a quote goes on behind token `mark`, a comma or the quote's own mark."""
        r = self.reader
        if r.lower(mark) in OPENING:
            return True
        stop = min(mark + 1 + _TAKEN_UP, len(r.phrasing.tokens.texts))
        return any(
            r.lower(k) in OPENING and (r.lower(k - 1) in (",", ":") or r.has(k - 1, "resumes"))
            for k in range(mark + 1, stop)
        )

    def _is_fronted(self, comma: int) -> bool:
        """Whether what stands before the comma only says when or where ("On Friday, X said")."""
        r = self.reader
        if r.lower(comma) in CLOSING or r.lower(comma - 1) in CLOSING:
            return False
        j = comma - 1
        while (
            j >= 0 and comma - j < FAR and r.lower(j) not in QUOTES and r.lower(j) not in (",", ";")
        ):
            j -= 1
        if r.lower(j) == ",":
            return False
        if r.tag(j + 1) in "ptrs":
            return True
        if any(r.tag(x) in "vx" for x in range(j + 1, comma)):
            return False
        return r.tag(j + 1) in "ge" or (r.is_number(j + 1) and comma - j < 7)

    # ------------------------------------------------------------ to either side

    def back(self, index: int, is_last: bool = False) -> int:
        """Character where what a cue answers for begins, from token `index` left; the whole
        sentence before a cue that ends it."""
        r, tokens = self.reader, self.reader.phrasing.tokens
        if is_last:
            return self.begin
        for j in range(index, max(0, index - FAR), -1):
            is_boundary = r.lower(j) == ";" or (r.lower(j) == "," and r.has(j + 1, "contrasts"))
            if is_boundary and self.quote_at(tokens.starts[j]) < 0:
                return tokens.ends[j]
        return self.begin

    def ahead(
        self, index: int, is_loose: bool = False, is_short: bool = False, is_polled: bool = False
    ) -> int:
        """Character where what a cue answers for ends, from token `index` right.

        `is_loose` ends it at a contrast only ("according to"), `is_short` at any comma (a noun),
        `is_polled` goes on over "while 46%", since all is the document's.
        """
        r, tokens = self.reader, self.reader.phrasing.tokens
        for j in range(index, min(len(tokens.texts), index + FAR)):
            mark = r.lower(j)
            is_dash = mark == "-" and r.tag(j + 1) == "g"  # " - suggesting that"
            if not is_dash and mark != "," and not r.is_comma(j):
                continue
            if self.quote_at(tokens.starts[j]) >= 0:
                continue
            if is_loose:
                if r.has(j + 1, "breaks"):
                    return tokens.starts[j]
            elif is_dash or (is_short and mark == ","):
                return tokens.starts[j]
            elif r.has(j + 1, "coordinators") and (is_polled or r.tag(j + 2) in "xve"):
                continue  # "..., but has not seen him since" goes on with the same subject
            elif mark == "," and r.has(j + 1, "ends") and not r.has(j + 2, "that"):
                return tokens.starts[j]
        return self.end

    def has_number(self, first: int, last: int) -> bool:
        """Whether a number stands among the tokens `first:last`."""
        stop = min(last, first + _TAKEN_UP, len(self.reader.phrasing.tokens.texts))
        return any(self.reader.is_number(k) for k in range(first, stop))
