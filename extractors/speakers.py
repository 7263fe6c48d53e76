"""Finds the phrase that may speak beside a token: to its left, to its right."""

from __future__ import annotations

from dataclasses import replace

from extractors.sources import OPENING, Reader, Source

_BULLETS = frozenset("-•*—–")
REACH = 44  # tokens a phrase or clause is followed to either side
_DEEP = 3  # prepositions a phrase is followed through


class Speakers(Reader):
    """Reads the noun phrases of one sentence as sources."""

    __slots__ = ()

    # ------------------------------------------------------------ ending at a token

    def ending(self, index: int, floor: int = 0) -> Source | None:
        """The source whose phrase ends with token `index`, not reaching left of `floor`."""
        while index > floor and self.is_time(index):
            index -= 2 if self.has(index - 1, "dated") else 1
        if index < floor:
            return None
        pronoun = self.pronoun(index)
        if pronoun is not None:
            return self.as_pronoun(index, pronoun)
        is_name = self.is_joint(index) or (self.is_capital(index) and (
            index > floor or self.tag(index) in "nN"
        ))  # fmt: skip
        if not is_name and self.tag(index) not in "nNJegv":
            return None
        first = self.run_left(index, floor) if is_name else self.common_left(index, floor)
        if first is None:
            return None
        head = self._governor(first, floor)
        start = None if head is None else self.common_left(head, floor)
        if head is not None and start is not None:
            return self.as_common(start, head, index + 1)
        person = self._resident(first, floor)
        if not is_name and person is None:
            return self.as_common(first, index, index + 1)
        if person is not None:
            return replace(person, last=index + 1)
        named = self.as_name(first, index + 1)
        first = self._role_before(first, floor)
        while first > floor and (self.is_number(first - 1) or self.tag(first - 1) == "d"):
            first -= 1  # "the two U.S. officials"
        return replace(named, first=first, via=self._employer(named, named.first))

    def possessor(self, index: int) -> Source | None:
        """Whose the thing is behind the genitive at token `index` ("BP's", "the ministry's")."""
        if self.is_capital(index):
            return self.as_name(self.run_left(index, 0), index + 1)
        first = self.common_left(index, 0)
        return None if first is None else self.as_common(first, index, index + 1)

    def _governor(self, first: int, floor: int) -> int | None:
        """The noun that speaks where the phrase from token `first` is only its complement:
        "analysts at Citigroup", "a spokesman for the ministry", "a source close to the talks"."""
        j = first - 1
        if self.has(j, "bodies"):  # "the head of the oil company Norvik"
            while j >= floor and self.tag(j) in "nJ":
                j -= 1
        while j >= floor and self.tag(j) in "dJq" and self.pronoun(j) is None:
            j -= 1
        if j - 1 < floor or self.tag(j) != "p" or self.has(j, "subordinate"):
            return None
        head = j - 1
        if not self.has(head, "talkers") and self.has(head - 1, "talkers"):
            head -= 1
        for _ in range(_DEEP):
            if self.has(head, "talkers"):
                start = self.common_left(head, floor) or 0
                is_inner = self.tag(start - 1) == "p" and self.has(start - 2, "people")
                return start - 2 if is_inner and start - 2 >= floor else head
            k = head
            while k > floor and self.tag(k) in "nNJ":
                k -= 1
            while k > floor and self.tag(k) in "dJ":
                k -= 1
            if self.tag(k) != "p" or k - 1 < floor:
                break
            head = k - 1
        # "a failure on Alaska": whatever it is, no name speaks here
        return (
            j - 1
            if self.tag(j - 1) == "n" and not self.is_capital(j - 1) and j > floor + 1
            else None
        )

    def _role_before(self, first: int, floor: int) -> int:
        """First token of "the town's chief engineer [Ann Smith]", or of the name itself."""
        role = self.common_left(first - 1, floor) if self.tag(first - 1) in "nN" else None
        if role is None:
            return first
        is_known = any(self.has(first - 1, name) for name in ("people", "titles", "staff"))
        return role if is_known or role == 0 or self.tag(role - 1) == "," else first

    def _resident(self, first: int, floor: int) -> Source | None:
        """The person in "Ann Smith of Lunde", of whom the place begins at token `first`."""
        j = first - 1
        while j > floor and self.tag(j) == "d":
            j -= 1
        if j - 2 < floor or not self.has(j, "residence") or not self.is_capital(j - 1):
            return None
        person = self.ending(j - 1, floor)
        return person if person is not None and person.kind == "person" else None

    def _employer(self, named: Source, first: int) -> Source | None:
        """The paper in "the Gazette's correspondent Ann Smith", whose name starts at `first`."""
        if named.kind != "person" or first < 2 or not self.has(first - 1, "staff"):
            return None
        paper = self.ending(first - 2) if self.is_genitive(first - 2) else None
        return paper if paper is not None and paper.kind in ("outlet", "organisation") else None

    def run_left(self, index: int, floor: int) -> int:
        """First token of the capitalised name that ends at `index`."""
        i = index
        while i > floor:
            before = i - 1
            if self.is_capital(before) or self.is_joint(before):
                i = before
                continue
            left = before
            while left > floor and self.has(left, "joiners"):
                left -= 1
            if left == before or not self.is_capital(left) or self.is_time(i):
                break
            if not self._is_joined(left, before, index, floor):
                break
            i = left
        while i < index and self.has(i, "openers") and self._opens(i):
            i += 1
        return i

    def _opens(self, index: int) -> bool:
        return index == 0 or self.tag(index - 1) == "," or self.tag(index) not in "nN"

    def _is_joined(self, left: int, joiner: int, index: int, floor: int) -> bool:
        """Whether the "of", "and" behind the capital at `left` is inside the name that ends at
        `index`: bodies' names are joined so ("Centers for Control and Prevention"), no people's."""
        if self.has(joiner, "the"):
            joiner -= 1
        run = left
        while run > floor and (self.is_capital(run - 1) or self.is_joint(run - 1)):
            run -= 1
        if any(self.has(k, "name_bodies") for k in range(run, left + 1)):
            return True
        if self.has(joiner, "and"):
            if self.has(index, "public") or (run == left and self.has(index, "name_bodies")):
                return True  # "Food and Drug Administration"
            is_linked = self.has(run - 1, "joiners") and not self.has(run - 1, "and")
            return run - 2 >= floor and is_linked and self.has(run - 2, "name_bodies")
        if not self.has(joiner, "links"):
            return True  # "de", "van", "bin"
        whole = run
        while whole > floor and (self.has(whole - 1, "joiners") or self.is_capital(whole - 1)):
            whole -= 1
        return any(self.has(k, "name_bodies") for k in range(max(whole, left - 8), run))

    def common_left(self, index: int, floor: int) -> int | None:
        """First token of the common noun phrase that ends at `index`, its determiner included."""
        if self.tag(index) not in "nNJegv" and not self.has(index, "talkers"):
            return None
        i = index
        while i > floor:
            before, tag = i - 1, self.tag(i - 1)
            if self.is_number(before):
                if self.is_money(before):
                    break
            elif tag == "d":
                i = before
                break
            elif tag in "nNJ":
                if self.pronoun(before) is not None:
                    break
            elif self.is_joint(before):
                pass
            elif before <= floor or not (
                (tag in "eg" and self.tag(i - 2) in "dq")
                or (tag == "r" and self.tag(i - 2) == "d")
                or self.lower(before) in ("'", "’")
            ):
                break
            i = before
        while i < index and self.has(i, "openers") and self._opens(i):
            if self.tag(i) == "d" or self.is_number(i) or self.has(i, "possessive_words"):
                break
            i += 1
        return i

    # ------------------------------------------------------------ starting at a token

    def starting(self, index: int, limit: int = REACH) -> Source | None:
        """The source whose phrase starts with token `index`."""
        n = len(self.phrasing.tags)
        pronoun = self.pronoun(index)
        if pronoun is not None and pronoun != "relative":
            return self.as_pronoun(index, pronoun)
        head = self._head_from(index, min(n, index + limit))
        if head is None:
            return None
        is_plain = head == 0 and self.has(head, "talkers")
        if not is_plain and (
            self.is_capital(head) or self.is_joint(head - 1) or self.is_joint(head + 1)
        ):
            first, end = self.run_left(head, index), head + 1
            while self.is_joint(end):
                end += 2 if self.is_glued(end + 1) else 1
            named = self.as_name(first, min(end, n))
            return replace(named, first=index, via=self._employer(named, first))
        return self.as_common(index, head, self._past_complement(head, min(n, index + limit)))

    def _head_from(self, index: int, stop: int) -> int | None:
        """The last noun of the flat phrase from token `index`."""
        j, head, capitals = index, -1, 0
        while j < stop and (self.tag(j) in "dqr" or self.lower(j) in OPENING):
            j += 1
        while j < stop:
            tag = self.tag(j)
            if self.is_joint(j):
                j += 1
                if self.is_capital(j) and self.is_glued(j):
                    head, capitals, j = j, capitals + 1, j + 1
            elif tag == "J" and self.tag(j + 1) == "p" and self.has(j - 1, "talkers"):
                break  # "a source close to"
            elif self.is_number(j) and head < 0:
                j += 1
            elif (tag in "nNJ" or (self.is_capital(j) and tag in "eg")) and not (
                j == index and tag not in "nN" and self.has(j, "openers")
            ):
                is_named = capitals >= 2 and not self.is_capital(j)
                if is_named and not self.has(j, "talkers") and not self.has(j + 1, "documents"):
                    break  # "Ann Smith yesterday"; not "ABC News national poll"
                head, capitals, j = j, capitals + self.is_capital(j), j + 1
            elif (
                tag in "eg" and self.tag(j + 1) in "nNJ" and (head < 0 or self.tag(j - 1) == "J")
            ) or (self.lower(j) in ("'", "’") and head >= 0 and self.tag(j + 1) in "nNJ"):
                j += 1
            elif head >= 0 and self.has(j, "joiners") and self.is_capital(head):
                k = j
                while k < stop and self.has(k, "joiners"):
                    k += 1
                run_end = k
                while self.is_capital(run_end + 1):
                    run_end += 1
                if not self.is_capital(k) or self.is_time(k):
                    break
                if not self._is_joined(j - 1, j, run_end, index):
                    break
                j = k
            else:
                break
        return head if head >= 0 else None

    def _past_complement(self, head: int, stop: int) -> int:
        """End of "with knowledge of the talks", "at Citigroup" behind the noun at `head`."""
        last = j = head + 1
        if not self.has(head, "people") and not self.has(head, "bodies"):
            return last
        if self.tag(j) in "nJ" and self.tag(j + 1) == "p":
            j += 1  # "close to", "familiar with"
        for _ in range(_DEEP):
            if self.tag(j) != "p" or self.has(j, "subordinate"):
                break
            k = j + 1
            while k < stop and (self.tag(k) in "dJnNq" or self.is_joint(k)) and not self.is_time(k):
                k += 1
            if k == j + 1 or self.tag(k) == "t" or self.tag(j + 1) == "q":
                break
            last = j = k
        return last

    def leading(self) -> Source | None:
        """The first noun phrase of the sentence, past a fronted phrase and its comma."""
        i = 0
        while self.lower(i) in _BULLETS:
            i += 1
        if self.tag(i) in "prtsg":
            stop = min(len(self.phrasing.tokens.texts), 4 * REACH)
            i = next((k for k in range(i, stop) if self.lower(k) == ","), stop) + 1
        return None if self.lower(i) in OPENING else self.starting(i)

    def names(self) -> list[Source]:
        """People, and bodies written in capitals, that the sentence names; last first.

        A name that only modifies or owns another thing ("the Smith plan", "Smith's") is left out.
        """
        found: list[Source] = []
        i = min(len(self.phrasing.tags), 4 * REACH) - 1
        while i > 0:
            if self.tag(i) == "N" and not self.is_number(i):
                first = self.run_left(i, 0)
                text = self.phrasing.tokens.texts[i]
                named = self.as_name(first, i + 1)
                is_other = self.tag(i + 1) == "n" or self.is_genitive(i)
                if not is_other and (named.kind == "person" or (len(text) > 1 and text.isupper())):
                    found.append(named)
                i = first
            i -= 1
        return found
