"""Tags the words of a sentence by closed classes and endings, and cuts noun phrases by rule.

This is no parser: it knows the function words of a language, the forms of its irregular verbs and
a few endings, and decides the rest by the neighbours. One letter stands for each token:
d determiner · p preposition · c conjunction · s subordinator · o pronoun · x auxiliary ·
v finite verb · e past or participle · g -ing form · r adverb · J predicative adjective ·
t word of time · q number · n noun or adjective · N name · , any mark
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from extractors import lemmas
from extractors.lexicon import Lexicon
from extractors.records import Quantity, Span
from extractors.sentences import Passage, Tokens

_NOMINAL = frozenset("nN")
_BEFORE_NOUN = frozenset("nNegJ")
_ADJECTIVAL = ("al", "ic", "ive", "ary", "ous", "ful", "able", "ible")
_ADJECTIVE_ENDINGS = ("able", "ible", "ous", "less", "ful")
_OPENING = frozenset("\"'“‘([—–-:;")
_BEYOND = ("",) * 128  # further from a sentence's ends no reader looks


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The closed classes of one language, compiled once from its lexicon."""

    tags: dict[str, str]
    base_verbs: frozenset[str]
    third_persons: frozenset[str]
    pasts: frozenset[str]
    finite: frozenset[str]  # irregular pasts that never stand before a noun as adjectives
    sure_pasts: frozenset[str]  # of these, the ones that are no participles: "grew"
    subjects: frozenset[str]
    shares: frozenset[str]
    nominals: frozenset[str]
    attributive: frozenset[str]
    reporting: frozenset[str]
    be: frozenset[str]
    modals: frozenset[str]
    ing_nouns: frozenset[str]
    noun_pasts: frozenset[str]
    numerals: frozenset[str]
    plurals: frozenset[str]
    degrees: frozenset[str]
    clause_prepositions: frozenset[str]
    sure_verbs: frozenset[str]
    relatives: frozenset[str]
    perfects: frozenset[str]
    leads: frozenset[str]  # what may stand between a verb and its number beside closed classes


@cache
def words(lexicon: Lexicon) -> Words:
    """The word classes of `lexicon`, compiled on the first call."""
    section = lexicon["phrases"]

    def row(name: str) -> frozenset[str]:
        return frozenset(section[name])

    tags: dict[str, str] = {}
    for letter, name in (
        ("J", "predicatives"), ("s", "subordinators"), ("r", "adverbs"), ("t", "time_words"),
        ("d", "determiners"), ("o", "pronouns"), ("c", "conjunctions"), ("p", "prepositions"),
        ("x", "auxiliaries"),
    ):  # fmt: skip
        tags.update(dict.fromkeys(section[name], letter))
    return Words(
        tags=tags,
        base_verbs=row("base_verbs"),
        third_persons=row("third_persons"),
        pasts=row("irregular_pasts") | row("irregular_participles"),
        finite=row("irregular_pasts") - row("adjectival_pasts"),
        sure_pasts=row("irregular_pasts") - row("irregular_participles") - row("adjectival_pasts"),
        subjects=row("subjects"),
        shares=row("shares"),
        nominals=row("nominals"),
        attributive=row("attributive"),
        reporting=row("reporting"),
        be=row("be"),
        modals=row("modals"),
        ing_nouns=row("ing_nouns"),
        noun_pasts=row("noun_pasts"),
        numerals=row("numerals"),
        plurals=row("plurals"),
        degrees=row("degrees"),
        clause_prepositions=row("clause_prepositions"),
        sure_verbs=row("sure_verbs"),
        relatives=row("relatives"),
        perfects=row("perfects"),
        leads=row("leads"),
    )


@dataclass(slots=True)
class Phrase:
    """A noun phrase as token indices: `first:last` half-open, `head` inside it."""

    first: int
    last: int
    head: int


@dataclass(slots=True)
class Phrasing:
    """The tokens of one sentence with a tag each, and the cuts made from them."""

    tokens: Tokens
    tags: list[str]
    lexicon: Lexicon
    words: Words
    # token by index in lower case; "" outside of the sentence
    lower: Callable[[int], str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # negative indices count from the end: "" as well
        self.lower = [*self.tokens.lowers, *_BEYOND].__getitem__

    def at(self, offset: int) -> int:
        """Index of the first token that starts at or after the character `offset`."""
        return bisect_left(self.tokens.starts, offset)

    def span(self, index: int) -> Span:
        """The characters of token `index`."""
        return Span(self.tokens.starts[index], self.tokens.ends[index])

    def tag(self, index: int) -> str:
        return self.tags[index] if 0 <= index < len(self.tags) else ""

    def is_plural(self, index: int) -> bool:
        return _looks_plural(self.tokens.lowers[index], self.words)

    def noun_lemma(self, index: int) -> str:
        return lemmas.noun(self.tokens.texts[index], self.lexicon)

    def verb_lemma(self, index: int) -> str:
        return lemmas.verb(self.tokens.texts[index], self.lexicon)

    def phrase_from(self, index: int, of: int = 2) -> Phrase | None:
        """The noun phrase that starts at token `index` (determiner allowed), or None.

        "of" phrases are followed `of` times; the head is the noun before the first of them.
        """
        tags, lower, n = self.tags, self.lower, len(self.tags)
        j = index
        while j < n and tags[j] == "d":
            j += 1
        first, head, listed = j, -1, False
        while j < n:
            tag = tags[j]
            if tag in _NOMINAL:
                if (
                    head >= 0
                    and tag == "N"
                    and tags[head] == "n"
                    and (self.is_plural(head) or self.tag(j + 1) in ("v", "x", "e"))
                ):
                    break
                head = j
            elif head >= 0:
                # a list of adjectives: "confirmed, probable and suspected cases"
                # or a pair: "digital and physical sales"
                paired = head == first and (
                    lower(head).endswith(_ADJECTIVAL)
                    or tags[head] == self.tag(j + 1) == "N"  # "Kia and Hyundai cars"
                )
                if (
                    tag == "c"
                    and (listed or paired)
                    and self.tag(j + 1) in ("e", "J", "n", "N")
                    and self.tag(j + 2) == "n"
                ):
                    head, j = -1, j + 1
                    continue
                if (
                    tag == "r"
                    and self.tag(j + 1) == "e"
                    and self.tag(j + 2) in _NOMINAL
                    and (lower(head).endswith("est"))
                ):
                    head, j = -1, j + 1  # "biggest publicly owned companies"
                    continue
                break
            elif tag == "e" and lower(j) in self.words.finite:
                break  # "thousands sought refuge"
            elif tag in "eg":
                if self.tag(j + 1) not in _BEFORE_NOUN and not (
                    self.tag(j + 1) in ("c", ",") and self.tag(j + 2) in ("n", "e", "J")
                    and lower(j) not in self.words.nominals
                ):  # fmt: skip
                    if lower(j) in self.words.nominals:
                        head = j
                        j += 1
                    break
            elif tag == "J":
                if self.tag(j + 1) not in _BEFORE_NOUN and self.tag(j + 1) != "c":
                    if lower(j) in self.words.nominals:
                        head = j
                        j += 1
                    break
            elif tag == "r":
                if self.tag(j + 1) not in _BEFORE_NOUN:
                    break
            elif tag == "c":
                if j == first or self.tag(j + 1) not in _BEFORE_NOUN:
                    break
            elif tag == ",":
                if lower(j) != "," or j == first or tags[j - 1] not in "eJ":
                    break
                if self.tag(j + 1) not in ("e", "J", "n"):
                    break
                listed = True
            else:
                break
            j += 1
        if head < 0:
            return None
        head, j = self._trim(first, head, j)
        last = j
        while last < n and tags[last] == "c" and lower(last) in ("and", "or"):
            more = self._bare(last + 1)
            if more is None:
                break
            last = more
        while of > 0 and lower(last) == "of":
            inner = self.phrase_from(last + 1, 0)
            if inner is None:
                break
            last, of = inner.last, of - 1
        return Phrase(index, last, head)

    def _trim(self, first: int, head: int, end: int) -> tuple[int, int]:
        """Drops adjectives that follow the noun ("people responsible")."""
        while head > first and self.tags[head] == "n":
            word = self.tokens.lowers[head]
            is_state = word in self.words.nominals and self.tags[head - 1] == "n"
            if not is_state and not (
                word.endswith(_ADJECTIVE_ENDINGS) and self.is_plural(head - 1)
            ):
                break
            head, end = head - 1, head
        return head, end

    def _bare(self, index: int) -> int | None:
        """End of a bare coordinated noun ("homes and [businesses]") where no clause follows it."""
        j = index
        while self.tag(j) == "n":
            j += 1
        if j == index or j - index > 2 or self.tag(j) in ("v", "x", "e", "N"):
            return None
        if (
            self.tag(j) == "p"
            and self.lower(j) == "to"
            and (self.lower(j - 1) in self.words.third_persons)
        ):
            return None  # "hired four nurses and plans to"
        return j if self.is_plural(j - 1) == self.is_plural(index - 2) else None

    def phrase_to(self, index: int) -> Phrase | None:
        """The noun phrase that ends with token `index`, followed left through prepositions."""
        tags = self.tags
        while index > 1 and tags[index] == "q" and tags[index - 1] in "pN":
            # "the Act of 1990", "the S&P 500"
            index -= 1 + (tags[index - 1] == "p")
        last, j, head, first = index + 1, index, -1, index
        while j >= 0:
            start, core = self._core_to(j)
            if core < 0:
                break
            first, head = start, core
            if start and tags[start] == "d" and self.tokens.texts[start][0].isupper():
                break  # a sentence whose border was lost: "in July The oil spill"
            j = self._hop(start - 1)
            if j < 0:
                break
            if tags[j + 1] in "uq":
                last = j + 1  # "the reservoir 2 miles below the floor" is the reservoir
        return Phrase(first, last, head) if head >= 0 else None

    def flat_to(self, index: int) -> Phrase | None:
        """The noun phrase that ends with token `index`, without what hangs it on others."""
        first, head = self._core_to(index)
        return Phrase(first, index + 1, head) if head >= 0 else None

    def _hop(self, before: int) -> int:
        """Where the noun phrase that the one after `before` hangs on ends, or -1.

        Goes over prepositions, lists and reduced relatives ("shares traded in", "bill for
        containing and cleaning up", "Egypt and").
        """
        tags, lower = self.tags, self.lower
        if before < 1 or lower(before) in self.words.clause_prepositions:
            return -1
        if tags[before] == "c" or lower(before) == ",":
            j = before - 1 if lower(before - 1) != "," else before - 2
            both = tags[before] == "c" or lower(before + 2) in ("and", "or", ",")
            return j if both and j >= 0 and tags[j] in "N" and tags[before + 1] in "N" else -1
        if tags[before] != "p" and not (tags[before] == "g" and tags[before - 1] in "pc"):
            return -1
        j = before
        while j > 0 and tags[j] in "pegcr" and lower(j) not in self.words.clause_prepositions:
            if tags[j] == "e" and lower(j) in self.words.sure_pasts:
                return -1  # "the economy grew at a rate"
            j -= 1
        while j > 2 and tags[j] == "q" and tags[j - 1] == "p":  # "the Act of 1990"
            j -= 2
        if tags[j] == "u":  # "the reservoir 2 miles below the floor"
            while j > 0 and tags[j] in "uq":
                j -= 1
        return j if tags[j] in _NOMINAL or lower(j) == "those" else -1

    def _core_to(self, index: int) -> tuple[int, int]:
        """(first token, head) of the flat noun phrase that ends at `index`; head -1 for none."""
        tags, j = self.tags, index
        if j >= 0 and self.lower(j) == "those":
            return j, j
        if j < 0 or (tags[j] not in _NOMINAL and self.lower(j) not in self.words.nominals):
            return index, -1
        while j > 0:
            tag = tags[j - 1]
            if (
                tag in _NOMINAL
                or tag == "J"
                or (tag == "r" and self.lower(j - 1) in self.words.degrees)
                or (
                    tag in "eg"
                    and (j < 2 or tags[j - 2] in ("dpc," if tag == "e" else "dpcn,"))
                    and (self.lower(j - 1) not in self.words.finite)
                )
            ):
                j -= 1
            elif tag == "d":
                j -= 1
                break
            elif j > 1 and self.lower(j - 1) == "&" and tags[j - 2] == "N":
                j -= 2
            elif (
                tag == "c" and j > 2 and tags[j - 2] == "n" and tags[j - 3] in "evgp" and j < index
            ):
                j -= 2  # "sold oil and gas properties"
                break
            else:
                break
        return j, index

    def verb_before(self, index: int) -> int:
        """Index of the last verb before token `index` in its clause, or -1."""
        tags = self.tags
        for j in range(index - 1, max(-1, index - 40), -1):
            tag = tags[j]
            if tag in "vx" or (tag in "eg" and self.is_verbal(j)):
                return j
            if tag == "," and self.lower(j) in (";", ":", "—", "–"):
                return -1
        return -1

    def is_verbal(self, index: int) -> bool:
        """An -ed or -ing form that is not a modifier inside a noun phrase."""
        before, after = self.tag(index - 1), self.tag(index + 1)
        if self.tags[index] == "g" and before == "n" and after == "n":
            return self.is_plural(index - 1)  # "oil capturing capacity" is no clause
        if after in _NOMINAL and before in ("d", "n", "q", "p", "J") and self.tags[index] == "e":
            return before == "n" or self.lower(index) in self.words.finite
        return not (before == "d" and after in _NOMINAL)

    def group_start(self, verb: int) -> int:
        """First token of the verb group that ends at `verb` ("has so far cost")."""
        j = verb
        while j > 0 and (self.tags[j - 1] in "xrt" or self.lower(j - 1) == "to"):
            j -= 1
        return j

    def subject_of(self, verb: int) -> Phrase | None:
        """The noun phrase before the verb group at `verb`, past relatives and appositions."""
        tags, lower = self.tags, self.lower
        for _ in range(4):
            j = self.group_start(verb) - 1
            if j >= 0 and tags[j] == ",":
                if lower(j) not in (",", "—", "–", ")"):
                    return None
                hangs = lower(j + 1) in ("having", "being") or (
                    tags[verb] == "g" and "x" not in tags[j + 1 : verb]
                )
                if hangs:  # "BP shares rose 1%, closing at $31"
                    previous = self.verb_before(j)
                    if previous < 0:
                        return None
                    verb = previous
                    continue
                phrase = self._past_apposition(j)
                if phrase is not None:
                    return phrase
                j -= 1
            if j >= 0 and lower(j) in ("which", "who", "that"):
                j -= 1
                while j >= 0 and (tags[j] == "," or tags[j] == "p"):
                    j -= 1
                return self.phrase_to(j)
            if j >= 0 and tags[j] == "c":
                previous = self.verb_before(j)
                if previous < 0:
                    return None
                verb = previous
                continue
            k = j  # "the number of people killed [rose]"
            while k > 0 and (tags[k] in "er" or (tags[k] == "p" and tags[k - 1] == "e")):
                k -= 1
            if 0 <= k < j and tags[k] in _NOMINAL and self.lower(j) not in self.words.nominals:
                j = k
            phrase = self.phrase_to(j) if j >= 0 else None
            return self._past_relative(phrase) if phrase is not None else None
        return None

    def _past_apposition(self, comma: int) -> Phrase | None:
        """The subject before what stands between commas: "The ad, to air in Miami, [costs]"."""
        tags, lower = self.tags, self.lower
        nearest = None
        for k in range(comma - 1, max(0, comma - 60), -1):
            if tags[k] != "," or lower(k) not in (",", "—", "–", "("):
                continue
            phrase = self.phrase_to(k - 1)
            if phrase is None:
                continue
            nearest = nearest or phrase
            before = phrase.first - 1
            if (before < 0 or tags[before] in ",cs") and tags[phrase.head] != "t":
                best = phrase
                if before < 0 or tags[before] != ",":
                    return best
                nearest = best
        return nearest

    def _past_relative(self, phrase: Phrase) -> Phrase:
        """ "a programme that supports workers [was cut]": the object of a relative clause is not
        the subject of the verb behind it; the noun before the clause is."""
        inner = phrase.first - 1
        if inner > 1 and self.tags[inner] in "vxeg":
            start = self.group_start(inner) - 1
            if start > 0 and self.lower(start) in ("that", "which", "who"):
                return self.phrase_to(start - 1) or phrase
        return phrase


_QUOTES = frozenset("\"'“”‘’")


def mark(phrasing: Phrasing, quantity: Quantity) -> None:
    """Tags the words of a quantity q and of its unit u, so that no phrase swallows them."""
    _mark(phrasing, quantity.start, quantity.end, "q")
    if quantity.unit_span is not None and quantity.unit != "count":
        _mark(phrasing, quantity.unit_span.start, quantity.unit_span.end, "u")


def _mark(phrasing: Phrasing, start: int, end: int, letter: str) -> None:
    for k in range(phrasing.at(start), phrasing.at(end)):
        phrasing.tags[k] = letter


def of(passage: Passage, index: int, lexicon: Lexicon) -> Phrasing:
    """The phrasing of sentence `index`, made once for each passage; linear time."""
    found = passage.memo.get(("phrases", index))
    if not isinstance(found, Phrasing):
        # quotation marks only hide neighbours from each other
        tokens = passage.tokens(index)
        if not _QUOTES.isdisjoint(tokens.texts):
            tokens = _without_quotes(tokens)
        known = words(lexicon)
        found = Phrasing(tokens, _tags(tokens, known, lexicon), lexicon, known)
        passage.memo["phrases", index] = found
    return found


def _without_quotes(tokens: Tokens) -> Tokens:
    keep = [i for i, text in enumerate(tokens.texts) if text not in _QUOTES]
    rows = tokens.texts, tokens.lowers, tokens.starts, tokens.ends
    return Tokens(*([row[i] for i in keep] for row in rows))  # type: ignore[arg-type]


def _tags(tokens: Tokens, known: Words, lexicon: Lexicon) -> list[str]:
    classes = known.tags
    texts, lowers = tokens.texts, tokens.lowers
    initials = [text[0] for text in texts]
    letters = [first for first in initials if first.isalpha()]
    capitals = sum(map(str.isupper, letters))
    # a headline in title case tells no names
    count = len(letters)
    cased = capitals < max(3, count) if count < 6 else capitals * 10 < count * 7
    tags: list[str] = []
    last = len(texts) - 1
    before = ","
    for i, word in enumerate(lowers):
        first, tag = initials[i], classes.get(word)
        is_upper = first.isupper()
        if not first.isalpha():
            if first.isdigit():
                tag = "q"
            elif (
                before == "N" and texts[i] == "." and i < last
                and tokens.ends[i - 1] == tokens.starts[i]
            ):  # fmt: skip
                tag = "N"  # an abbreviation: "U.S.", "Corp."
            else:
                tag = ","
        elif (
            is_upper and cased and i and texts[i - 1] not in _OPENING
            and (tag is None or tag == "J" or (before in "Nd" and tag not in "tpxsod"))
        ):  # fmt: skip
            tag = "N"
        elif is_upper and len(word) == 1 and i < last and texts[i + 1] == ".":
            tag = "N"  # an initial: "U.S.", also where the sentence begins
        elif (
            is_upper
            and tag == "x"
            and (
                before in "pt"
                or (before == "N" and cased)
                or (i < last and initials[i + 1].isdigit())
            )
        ):
            tag = "N"  # the month of May
        elif tag is None:
            tag = _open(word, before, i, tokens, tags, known, lexicon)
        elif tag in "pcxt":
            pass
        elif tag == "r" and word in known.attributive:
            then = lowers[i + 1] if i < last else ""
            if then.isalpha() and then not in classes and then not in known.sure_pasts:
                tag = "n"
        elif word == "that" and i < last and before not in "nNveq":
            if (
                lowers[i + 1] not in classes and texts[i + 1][0].islower()
                and not _looks_plural(lowers[i + 1], known)
            ):  # fmt: skip
                tag = "d"
        elif tag == "J" and i and lowers[i - 1] == "to":
            tag = "v"  # "plans to close 40 branches"
        elif before == "d" and (tag == "J" or word == "well"):
            follower = lowers[i + 1] if i < last else ""
            if follower in classes or not follower.isalpha() or follower.endswith("ed"):
                tag = "n"
        elif word == "well" and before in "nN":
            tag = "n"
        if before == "e" and tag in "vx" and lowers[i - 1] in known.noun_pasts:
            tags[-1] = "n"
        tags.append(tag)
        before = tag
    return tags


def _open(
    word: str, before: str, i: int, tokens: Tokens, tags: list[str], known: Words,
    lexicon: Lexicon,
) -> str:  # fmt: skip
    """Tag of a word of an open class, by its form and the tag before it."""
    following: str | None = ","
    if i + 1 < len(tokens.texts) and tokens.texts[i + 1][0].isalnum():
        following = known.tags.get(tokens.lowers[i + 1])
    previous = tokens.lowers[i - 1] if i else ""
    if word in known.pasts:
        return "n" if before == "d" or (before == "p" and following == "p") else "e"
    if word.endswith("ed") and len(word) > 3:
        return "e" if lemmas.of(word, lexicon.language) != word or "-" in word else "n"
    if word.endswith("ing") and len(word) > 4:
        if before == "d" and (following is not None or word in known.ing_nouns):
            return "n"
        after = tokens.lowers[i + 1] if i + 1 < len(tokens.texts) else ""
        takes = after[:1].isdigit() or after in known.numerals or following in ("d", "o")
        if (
            word in known.ing_nouns
            and not takes
            and before not in ("x", "o")
            and not (before == "n" and _looks_plural(previous, known))
        ):
            return "n"
        return "g" if len(word) > 5 or lemmas.of(word, lexicon.language) != word else "n"
    if word.endswith("ly") and word not in known.attributive and len(word) > 4:
        return "r"
    if previous in known.modals and (
        previous != "to"
        or word in known.base_verbs
        or (
            following in ("d", "p", "o")
            and not _looks_plural(word, known)
            and tokens.lowers[i + 1] != "of"
        )
    ):
        return "v"
    if previous in ("who", "which", "that") and _stem(word) in known.base_verbs:
        return "v"
    if word in known.base_verbs:
        if before == "o":
            return "v"
        if before == "s" and previous in ("who", "which", "that"):
            return "v"
        if before in ("n", "N") and i and _looks_plural(previous, known) and following != ",":
            return "v"
        if before == "r" and len(tags) > 1 and tags[-2] in ("o", "x"):
            return "v"
    elif (
        before in ("n", "N") and i and _looks_plural(previous, known) and following in ("d", "o")
        and not _looks_plural(word, known)
    ):  # fmt: skip
        return "v"  # "officials table the", an unknown word between a plural and a determiner
    if before == "o" and word[-1:] == "s" and previous in known.subjects:
        return "v"  # "he leads"
    if previous in known.shares and following in ("d", "o") and word in known.base_verbs:
        return "v"  # "40 percent support it"
    is_listed = word in known.third_persons
    if (is_listed or (word[-1:] == "s" and _is_third(word, known))) and (
        before in ("n", "N", "o", "s", "r", "t") or previous in known.noun_pasts
    ):
        if is_listed and (
            word in known.sure_verbs
            or before in ("o", "s", "r")
            or following in ("d", "o", "r", "s")
            or (i + 1 < len(tokens.texts) and tokens.lowers[i + 1].endswith("ly"))
        ):
            return "v"
        then = tokens.texts[i + 1] if i + 1 < len(tokens.texts) else ""
        if then and (then[0].isdigit() or then[0] in "$£€"):
            return "v"
        if is_listed and then and (
            then.lower() in known.numerals or (then[0].isupper() and before == "n")
            or then.lower() in ("to", "from", "between", "about", "over", "up")
        ):  # fmt: skip
            return "v"
    if before in (",", "c") and _is_conjoined(word, i, tokens, tags, known):
        return "v"
    return "n"


def _is_conjoined(word: str, i: int, tokens: Tokens, tags: list[str], known: Words) -> bool:
    """ "kills 4, [wounds] 20": a verb in the form of the one before it, with a number behind."""
    is_third = word in known.third_persons or (word[-1:] == "s" and _is_third(word, known))
    if not is_third and word not in known.base_verbs:
        return False
    j, last = i + 1, len(tokens.texts)
    while j < min(i + 5, last) and _is_lead(tokens.lowers[j], known):
        j += 1  # "wounds at least 20"
    if j >= last:
        return False
    first = tokens.texts[j][0]
    if not first.isdigit() and first not in "$£€" and tokens.lowers[j] not in known.numerals:
        return False
    for k in range(i - 2, -1, -1):
        if tags[k] == "v":
            return (tokens.lowers[k][-1:] == "s") == is_third
        if tags[k] in "xs":
            return False
    return False


def _is_lead(word: str, known: Words) -> bool:
    return known.tags.get(word) in ("r", "p", "d") or word in known.leads


def _is_third(word: str, known: Words) -> bool:
    """Whether a word in "-s" is a third person of a known verb: "passes", "seizes", "buries"."""
    stem = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return _stem(word) in known.base_verbs or stem in known.base_verbs


def _stem(word: str) -> str:
    """A third person without its ending ("passes" -> "pass"); "" for other words."""
    if word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else ""


def _looks_plural(word: str, known: Words) -> bool:
    return word in known.plurals or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and len(word) > 3
    )
