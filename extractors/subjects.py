"""Finds the subject of a verb: past its adverbs, an apposition, a relative clause."""

from __future__ import annotations

from dataclasses import replace

from extractors.sources import DASHES, QUOTES, Source
from extractors.speakers import REACH, Speakers

_STOPS = QUOTES | frozenset(";:()[]?!…")
_APPOSITIONS = 5  # stretches between commas looked through


class Subjects(Speakers):
    """Reads the subjects of one sentence's verbs as sources."""

    __slots__ = ()

    def subject(self, verb: int) -> tuple[Source | None, int]:
        """(source, first token) of the subject of the verb group that ends at token `verb`.

        The source is None where the verb has no subject of its own; the token is then -1 for a
        subject shared with an earlier verb ("and said"), else that of the verb's own group.
        """
        k = self.group_start(verb) - 1
        if k < 0:
            return None, 0
        if self.tag(k) == "c":
            return None, -1
        pronoun = self.pronoun(k)
        if pronoun == "relative" or self.has(k, "that_word"):
            return self._antecedent(k)
        if pronoun is not None:
            return self.as_pronoun(k, pronoun), k
        if self.lower(k) == ")":
            j = k
            while j > 0 and self.lower(j) != "(" and k - j < REACH:
                j -= 1
            k = j - 1
        elif self.lower(k) in DASHES or self.lower(k) in (",", "-"):
            return self._before_apposition(k)
        found = self._ending_clause(k)
        if found is None:
            return None, k + 1
        named = self._name_before(found)
        return (named or found), (named or found).first

    def group_start(self, verb: int) -> int:
        """First token of the verb group: "has also repeatedly [said]", "on Monday [published]"."""
        k = verb
        while k > 0:
            before, tag = k - 1, self.tag(k - 1)
            if self.is_time(before):
                k -= 2 if self.has(k - 2, "dated") else 1
            elif (tag in "xr" and self.pronoun(before) is None) or self.has(before, "negations"):
                k -= 1
            elif self.has(before, "inside") and self.tag(k - 2) == "x":
                k -= 1  # "have long insisted"
            elif tag == "q" and self.has(k - 2, "months"):
                k -= 2
            elif self.lower(before) == "." and self.has(k - 2, "months"):
                k -= 1
            elif self.lower(before) == "," and self.tag(k - 2) == "r" and self.lower(k - 3) == ",":
                k -= 3  # ", however, said"
            else:
                break
        return max(k, 0)

    def is_edge(self, index: int) -> bool:
        """Whether a clause may begin behind token `index`."""
        return index < 0 or self.tag(index) in ",cs" or self.has(index, "subordinate")

    def _antecedent(self, relative: int) -> tuple[Source | None, int]:
        """Whom "who", "which" or "that" at token `relative` stands for."""
        j = relative - 1
        while j > 0 and (self.lower(j) in DASHES or self.lower(j) in (",", "-")):
            j -= 1
        found = self.ending(j)
        if found is None or not found.is_known:
            found = self._ending_clause(j) or found
        if self.is_capital(j) and (found is None or not found.is_known):
            found = self.as_name(self.run_left(j, 0), j + 1)  # "released by X, which said"
        if found is None:
            return None, relative
        return found.standing_for(self.as_pronoun(relative, "relative")), found.first

    def _name_before(self, found: Source) -> Source | None:
        """The name meant in "Andrew A, a company spokesman said", where the second comma fails."""
        first = found.first
        if found.kind == "document" or first < 2 or self.lower(first - 1) != ",":
            return None
        if (self.tag(first) != "d" and found.kind != "vague") or not self.is_capital(first - 2):
            return None
        named = self.ending(first - 2)
        is_full = named is not None and named.kind == "person" and first - 1 - named.first > 1
        return named if is_full else None

    # ------------------------------------------------------------ appositions

    def _before_apposition(self, comma: int) -> tuple[Source | None, int]:
        """The subject before ", the mayor of X, said"."""
        floor, end = max(0, comma - REACH), comma
        for _ in range(_APPOSITIONS):
            j = self._stop_left(end - 1, floor)
            if j < floor or not self.is_comma(j):
                return self._past_relative(j + 1, end)
            if j + 1 == end:
                return None, end
            if j == 0 or not self._modifies(j + 1, end):
                named = self.ending(end - 1, j + 1)
                if end == comma and j > 0 and named is not None and named.first == j + 1:
                    role = self.ending(j - 1)  # "the bank's chairman, Ann Smith, said"
                    return named, j + 1 if role is None else role.first
                break
            before = self._ending_clause(j - 1)
            opening = self._stop_left(j - 1, floor) + 1
            if before is None or (opening - 1 > floor and (
                self._is_origin(opening, j)
                or (self._modifies(opening, j) and not _is_named(before))
            )):  # fmt: skip
                end = j
                continue
            return before, before.first
        return None, end

    def _past_relative(self, start: int, end: int) -> tuple[Source | None, int]:
        """The subject of "A source who was not authorised to speak, told ...": the comma fails."""
        first = self.starting(start)
        if first is None or not first.is_known or first.pronoun is not None:
            return None, end
        is_followed = any(self.pronoun(k) == "relative" for k in range(first.last, first.last + 3))
        return (first, start) if is_followed else (None, end)

    def _stop_left(self, index: int, floor: int) -> int:
        """The nearest comma, dash or stronger mark at or left of token `index`."""
        while index >= floor and not self.is_comma(index) and self.lower(index) not in _STOPS:
            index -= 1
        return index

    def _modifies(self, first: int, end: int) -> bool:
        """Whether the words between two commas only tell more of the name before them."""
        if self.tag(first) in "dqeg" or not self.is_capital(first):
            return True
        return self.pronoun(first) is not None or self.has(first, "titles") or (
            self._is_origin(first, end)
        )  # fmt: skip

    def _is_origin(self, first: int, end: int) -> bool:
        """ "R-Texas", "Mass.", "Nevada Democrat", "Colorado": where one comes from."""
        if self.has(first, "origins") or self.has(end - 1, "origins"):
            return True
        if end - first <= 3 and (self.lower(first)[1:2] == "-" or self.lower(end - 1) == "."):
            return True
        return end - first == 1 and self.is_capital(first) and self.is_capital(first - 2)

    # ------------------------------------------------------------ the clause before a verb

    def _ending_clause(self, index: int) -> Source | None:
        """The subject that ends at token `index`, looked at from its clause's start as well."""
        near = self.ending(index)
        start, inner, relative = self._clause_start(index)
        is_near = near is not None and near.is_known and not self.has(index, "times")
        if near is not None and is_near and near.first <= inner:
            return near
        if relative > 0 and self.tag(relative + 1) in "vxe" and (
            self.pronoun(relative) == "relative" or self.has(relative, "that_word")
        ):  # fmt: skip
            outer = relative - 1
            while outer > 0 and self.lower(outer) == ",":
                outer -= 1
            named = self.ending(outer)  # "one team that has studied the leak last week"
            if named is not None and named.is_known:
                return replace(named, last=index + 1)
        if self.tag(start) in "pgx" or self.has(start, "subordinate"):
            return near
        first = self.starting(start)
        if first is None or first.last > index or first.pronoun is not None:
            return near
        is_noun = first.kind in ("document", "vague") and first.is_known
        is_noun = is_noun or self.has(first.last - 1, "talkers")
        is_body = first.kind == "organisation" and self.tag(first.last) == "p"
        if (not is_noun and not is_body) or self._has_verb(first, index):
            return near
        return replace(first, last=index + 1)

    def _clause_start(self, index: int) -> tuple[int, int, int]:
        """(start, inner, relative): first token of the clause that ends at `index`; of the part of
        it behind "after", "as" and the like; the subordinator before it, or -1."""
        floor, start, inner, relative = max(0, index - REACH), index, index, -1
        while start > floor:
            before, tag = start - 1, self.tag(start - 1)
            if tag == "," and not self.is_joint(before) and self.lower(before) not in ("'", "’"):
                break
            if tag == "c" and self.tag(start) in "dNonq":
                break
            if tag == "s":
                relative = before
                break
            start = before
            if not self.has(start, "subordinate") and start + 1 == inner:
                inner = start
        while start < index and (self.tag(start) in "rtc" or self.has(start, "leads")):
            start += 1
        return start, max(inner, start), relative

    def _has_verb(self, subject: Source, last: int) -> bool:
        """Whether a finite verb stands behind `subject` up to token `last`."""
        is_document = subject.kind == "document"
        for j in range(subject.last, last + 1):
            if self.tag(j) in "vx" and not self.has(j - 1, "infinitive"):
                return True
            if is_document and self.has(j, "issued"):
                continue  # "a poll released a few hours ago"
            if self.tag(j) == "e" and self.tag(j + 1) in "dnNqo":
                before = self.tag(j - 2) if self.tag(j - 1) == "r" else self.tag(j - 1)
                if before in "nN":  # "the ministry published data", not "newly filed data"
                    return True
        return False


def _is_named(source: Source) -> bool:
    return source.pronoun is None and source.kind in ("person", "organisation", "outlet")
