"""Finds, in one sentence, each cue of saying, who its sources are and how far it reaches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractors import sources
from extractors.lexicon import Lexicon
from extractors.records import Span
from extractors.sentences import Passage
from extractors.sources import Reader, Source

_BACK = 4  # cues looked back at in one sentence
_FAR = 240  # tokens a scope is followed; beyond, it reaches to the sentence's end
_WHOLE = 40  # characters from which a quote inside a sentence is a statement of its own
_LINKS = 12  # tokens searched beside a document for whose it is


@dataclass(slots=True)
class Saying:
    """One cue: its hops from the speaker to the root, and the stretches of text they answer for.

    Spans are in characters of the text. `forward` is what follows the cue, `backward` what comes
    before the speaker; either may be None. `is_bare` marks a sentence that only names a speaker.
    """

    cue: Span
    hops: tuple[Source, ...]
    begin: int  # where subject or cue begins
    forward: Span | None
    backward: Span | None
    is_inherited: bool = False
    is_bare: bool = False
    is_noun: bool = False  # "BP's estimate of"
    is_label: bool = False  # a transcript's "SMITH:", good for the whole paragraph
    is_reset: bool = False  # stands beside what was said before, not inside it
    medium: Source | None = None
    cited: tuple[Source, ...] = field(default=())


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The cue words of one language, compiled once from its lexicon."""

    verbs: Mapping[str, frozenset[str]]  # form -> classes
    classes: Mapping[str, frozenset[str]]
    nouns: frozenset[str]
    tallies: frozenset[str]
    that: frozenset[str]
    ends: frozenset[str]
    coordinators: frozenset[str]
    in_says: frozenset[str]
    researchers: frozenset[str]
    before_ing: frozenset[str]
    in_documents: frozenset[str]
    dating: frozenset[str]
    shares: frozenset[str]
    admissions: frozenset[str]
    by: frozenset[str]
    of: frozenset[str]
    within: frozenset[str]
    percent: frozenset[str]
    negations: frozenset[str]


@cache
def cues(lexicon: Lexicon) -> Cues:
    """The cue words of `lexicon`, compiled on the first call."""
    section = lexicon["attributions"]
    verbs: dict[str, set[str]] = {}
    names = (
        "say", "object", "tell", "show", "document_only", "put", "revise", "count", "cite",
        "demand", "according", "as", "per", "need_that", "strong", "by", "accuse",
    )  # fmt: skip
    for name in names:
        for form in section[name]:
            verbs.setdefault(form, set()).add(name)
    words = sources.vocabulary(lexicon)
    for noun in words.views | words.documents:
        verbs.setdefault(noun, set()).add("noun")
    return Cues(
        {form: frozenset(found) for form, found in verbs.items()},
        {name: frozenset(section[name]) for name in names},
        *(
            frozenset(section[name])
            for name in (
                "nouns", "tallies", "that", "ends", "coordinators", "in_says", "researchers",
                "before_ing", "in_documents", "dating", "shares", "admissions",
                "by",
                "of", "within", "percent", "negations",
            )
        ),
    )


def of(
    passage: Passage, index: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
) -> tuple[Saying, ...]:
    """The sayings of sentence `index` in text order, read once for each passage."""
    found = passage.memo.get(("sayings", index))
    if found is None:
        found = tuple(_Finder(passage, index, quotes, lexicon).run())
        passage.memo["sayings", index] = found
    return found  # type: ignore[no-any-return]


_OPEN = frozenset("\"“«„")
_CLOSE = frozenset("\"”»")
_MARKS = _OPEN | _CLOSE


def _is_dated(possessive: str, known: sources.Vocabulary) -> bool:
    """ "Friday's", "last year's": no one's."""
    word = possessive[:-2]
    return word in known.times or word in known.months or word in known.days


class _Finder:
    """Reads one sentence from left to right, one cue after the other."""

    def __init__(
        self, passage: Passage, index: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
    ) -> None:
        self.phrasing = sources.phrasing(passage, index, lexicon)
        self.known = sources.vocabulary(lexicon)
        self.cues = cues(lexicon)
        self.reader = Reader(passage, self.phrasing, self.known, index)
        self.tokens = self.phrasing.tokens
        self.tag = self.reader.tag
        self.lower = self.phrasing.lower
        self.quotes = quotes
        self.starts = [q[0] for q in quotes]
        self.index, self.sentence = index, passage.sentences[index]
        sentence = self.sentence
        self.begin, self.end = sentence.start, sentence.end
        self.found: list[Saying] = []
        self.skip = -1  # tokens before this one are spoken for

    def run(self) -> list[Saying]:
        verbs = self.cues.verbs
        self._label()
        for i, token in enumerate(self.tokens):
            classes = verbs.get(token.lower)
            if classes is None or i < self.skip or (i and token.text[0].isupper()):
                continue
            if "according" in classes and self.lower(i + 1) == "to":
                self._according(i, i + 2)
            elif "per" in classes and i and self.lower(i - 1) == ",":
                self._according(i, i + 1)
            elif "as" in classes:
                continue
            elif "by" in classes:
                self._by(i)
            elif self._is_noun(i):
                if "noun" in classes:
                    self._noun(i)
            else:
                self._verb(i, classes)
        self._settle()
        return self.found

    # ------------------------------------------------------------ where things stand

    def quote_at(self, offset: int) -> int:
        """Number of the quote that holds the character `offset`, or -1."""
        k = bisect_right(self.starts, offset) - 1
        return k if k >= 0 and offset < self.quotes[k][1] else -1

    def _is_noun(self, i: int) -> bool:
        """Whether the cue word at token `i` is a noun here."""
        word = self.lower(i)
        if word not in self.cues.nouns:
            return word in self.known.documents
        before, previous = self.tag(i - 1), self.lower(i - 1)
        if not i:
            return True
        if before in "dqJ" or previous.endswith(("'s", "’s")) or previous in self.known.possessives:
            return True
        if before == "p" and not word.endswith("ing"):
            return True
        if word.endswith("ing"):
            return before in "dJ" or before in "nN" and self.lower(i + 1) not in self.cues.that
        if word.endswith("ed") or word in ("thought", "put", "read"):
            if self.tag(i + 1) not in "nN":
                return before == "d"
            if before in "pc,d":
                return True
            return before in "nJ" and not self.reader.is_capital(i - 1) and (
                previous not in self.known.nouns
            )
        after, following = self.tag(i + 1), self.lower(i + 1)
        if previous in ("to", "not") or before in "xo" or previous in ("who", "which"):
            return False
        if following == "that" or following in (":", "at"):
            return before == "," and self.reader.subject(i)[0] is None
        if before not in "nN" and not self.reader.is_joint(i - 1):
            return before not in "r," and previous not in self.known.days
        if following == "of" or (after in "pxve" and following not in ("in", "on")):
            return True
        subject, first = self.reader.subject(i)
        if subject is None or not subject.is_known:
            return True
        if after == ",":  # "ABC News reports.": looks back over a comma
            if following == "," and self.lower(i + 2) in _OPEN:
                return False
            return not (first > 0 and self.lower(first - 1) in (",", *_CLOSE))
        if word.endswith("s"):
            return subject.is_several and not self.reader.is_capital(subject.last - 1)
        return not subject.is_several

    # ------------------------------------------------------------ cues

    def _according(self, i: int, at: int) -> None:
        """ "according to X", "per X" at token `i`, its source from token `at`."""
        source = self.reader.starting(at)
        if source is None or source.pronoun == "self" or not source.is_known and at == i + 1:
            return
        hops, medium, last = self._expand(source)
        self.skip = max(self.skip, last)
        start, end = self.tokens[i].start, self.tokens[last - 1].end
        before = i - 1
        while before >= 0 and self.lower(before) in (",", "—", "–", "(", *_MARKS):
            before -= 1
        forward = backward = None
        following = self.lower(last)
        named = self.reader.starting(0) if 0 <= before < 12 and following == "," else None
        if (
            named is not None and named.last == before + 1 and named.pronoun is None
            and named.kind in ("organisation", "document")
        ):  # fmt: skip
            # "The ministry, according to Y, has counted 5"
            hops = (*hops, named)
        if before < 0 or (self.tag(before) in "cs" and self.lower(before) != "as") or (
            self.lower(before) in self.cues.that
        ):
            forward = Span(end, self._scope_end(last, loose=True))
        else:
            backward = Span(self._scope_begin(i - 1, following in (".", "")), start)
            if following in (",", ":") and last + 2 < len(self.tokens):
                stop = self._scope_end(last + 1)
                if self.lower(last + 1) not in self.cues.ends:
                    forward = Span(end, stop)
        self._add(
            Saying(
                Span(start, self.tokens[at - 1].end), hops, start, forward, backward, medium=medium,
                is_bare=before < 0 and self.lower(last) in (":", ""),
            )
        )  # fmt: skip

    def _label(self) -> None:
        """ "SMITH: we sold 5" of a transcript, and "In a poll by X, ..." at the sentence's start."""
        i = 0
        while i < 4 and (self.tokens[i].text.isupper() or self.reader.is_joint(i)) if i < len(
            self.tokens
        ) else False:
            i += 1
        headed = self.sentence.zone == "headline" or self.index == 0
        if headed and self.lower(i) != ":":
            first = self.reader.starting(0, 6)
            if first is not None and first.is_known and first.first == 0:
                i = first.last
        if i and i < len(self.tokens) - 1 and self.lower(i) == ":" and len(self.tokens[0].text) > 1:
            if headed:
                hops, medium, _ = self._expand(self.reader.starting(0, 6) or self.reader._name(0, i), i)
                start, end = self.tokens[0].start, self.tokens[i].end
                self.skip = i
                self._add(
                    Saying(
                        Span(start, end), hops, start, Span(end, self.end), None, medium=medium,
                        is_label=self.tokens[0].text.isupper(),
                    )
                )  # fmt: skip
                return
            named = self.reader._name(0, i)
            if named.kind == "document" or any(self.lower(k) in self.known.nouns for k in range(i)):
                return
            self.skip = i
            start, end = self.tokens[0].start, self.tokens[i].end
            self._add(Saying(Span(start, end), (named,), start, Span(end, self.end), None, is_label=True))
            return
        if self.lower(0) == "in":
            document = self.reader.starting(1)
            if document is None or document.kind != "document":
                return
            if self.lower(self._document_head(document)) not in self.cues.in_documents:
                return
            hops, medium, last = self._expand(document)
            while last < min(len(self.tokens), 30) and self.lower(last) != ",":
                if self.tag(last) in "vx":
                    return
                last += 1
            if last < len(self.tokens) and self.lower(last) == ",":
                start, end = self.tokens[0].start, self.tokens[last].end
                self._add(
                    Saying(
                        Span(start, end), hops, start, Span(end, self._scope_end(last, loose=True)),
                        None, medium=medium,
                    )
                )  # fmt: skip

    def _by(self, i: int) -> None:
        """ "by some estimates", "by Smith's count"."""
        source = self.reader.starting(i + 1)
        if source is None or source.kind != "document" or self.tag(i - 1) in "e":
            return
        head = self._document_head(source)
        if self.lower(head) in self.known.estimates | self.cues.admissions:
            self._according(i, i + 1)

    def _noun(self, i: int) -> None:
        """ "BP's estimate of", "estimates that", "the estimate issued by the group"."""
        if i < self.skip:
            return
        word, following = self.lower(i), self.lower(i + 1)
        source: Source | None = None
        hops: tuple[Source, ...] = ()
        medium = None
        first = self.reader._common_left(i, 0)
        if first is None:
            return
        last = i + 1
        owner = self._owner(first, i)
        if word in self.known.views and owner is not None:
            if following in ("of", "that", "is", "was", ":", "at", "for") or self.tag(i + 1) == "q":
                hops = (owner,)
        if not hops:
            source = self.reader._common(first, i, i + 1)
            expanded, medium, last = self._expand(source)
            owned = expanded[-1] != source and expanded[-1] != owner
            if word in self.known.estimates and self._has_number(first, self._clause_end(i)):
                if owned:
                    hops = expanded
                elif following == "of" and self.lower(first) in ("a", "an"):
                    main = self._main_subject()
                    if main is not None and main.is_known and main.pronoun is None:
                        hops = (main,)
            if hops:
                pass
            elif following == "that" and (self.tag(i + 2) in "dnNoq") and (
                self.tag(i + 3) not in "v" or self.tag(i + 2) in "o"
            ):
                if self.lower(first - 1) in ("of", "to") and not owned:
                    return
                hops = expanded
        if not hops or self._says_in(first):
            return
        start = self.tokens[first].start
        end = self.tokens[i].end
        stop = self._scope_end(i + 1)
        if following in ("of", "for", "at") or self.tag(i + 1) == "q":
            stop = self._scope_end(i + 1, commas=True)
        self._add(
            Saying(
                Span(start, end), hops, start, Span(start, stop), None, medium=medium, is_noun=True
            )
        )

    def _says_in(self, first: int) -> bool:
        """Whether the document at token `first` is only where something was said: "said in a
        report that"."""
        return self.lower(first - 1) in self.cues.within and any(
            "say" in self.cues.verbs.get(self.lower(k), ())
            for k in range(max(0, first - 8), first - 1)
        )

    def _has_number(self, first: int, last: int) -> bool:
        stop = min(last, first + 40, len(self.tokens))
        return any(self.reader.is_number(k) for k in range(first, stop))

    def _clause_end(self, i: int) -> int:
        while i < len(self.tokens) and self.lower(i) not in (";", ",", ":"):
            i += 1
        return i

    def _owner(self, first: int, head: int) -> Source | None:
        """Whose the document at tokens `first..head` is: "BP's", "its", or None."""
        for k in range(head - 1, first - 1, -1):
            word = self.lower(k)
            if word.endswith(("'s", "’s")):
                if _is_dated(word, self.known):
                    return None
                return self.reader.possessor(k)
            if word in ("'", "’") and k > first and self.lower(k - 1).endswith("s"):
                return self.reader.possessor(k - 1)
            if word in self.known.possessives:
                token = self.tokens[k]
                kind = self.known.possessives[word]
                return Source(
                    token.start, token.end, k, k + 1, "vague", pronoun=kind,
                    gender=kind if kind in ("male", "female") else None, is_owner=True,
                )  # fmt: skip
        return None

    def _expand(self, source: Source, stop: int | None = None) -> tuple[tuple[Source, ...], Source | None, int]:
        """(hops, medium, last token) of a source: a document gives way to whose word it is."""
        last = source.last
        medium = None
        if source.kind != "document":
            if self.lower(last) == "and" and source.pronoun is None:
                second = self.reader.starting(last + 1)
                if (
                    second is not None and second.pronoun is None
                    and (self.tag(last + 1) == "d" or self.reader.is_capital(last + 1))
                    and self.tag(second.last) not in "vx"
                ):  # fmt: skip
                    return (source, second), None, second.last
            return (source,), None, last
        hops: tuple[Source, ...] = (source,)
        head = self._document_head(source)
        limit = min(len(self.tokens) if stop is None else stop, last + _LINKS)
        j = last
        if self.lower(j) in _CLOSE:
            j += 1  # “best estimate” of
        while j < limit:
            word = self.lower(j)
            if word in self.known.owners or (word == "of" and self.lower(head) in ()):
                owner = self.reader.starting(j + 1)
                if owner is None or owner.pronoun is not None or not owner.is_known:
                    break
                if self.reader.is_number(owner.first):
                    break
                if owner.kind == "document" and not self.reader.is_capital(owner.last - 1) or (
                    self.reader.is_time(j + 1)
                ):
                    break
                if self.lower(j - 1) in self.known.passed:
                    medium = replace(owner, is_medium=True)
                else:
                    hops = (owner,)
                last = owner.last
                j = last
                continue
            if word == "," and self.lower(j + 1) not in ("released", "published", "conducted", "issued", "obtained", "seen"):
                break
            if self.tag(j) in "vxsg" or word in ("and", "which", "who", ":", ";", *_MARKS):
                break
            j += 1
        if hops[0] is source:
            owner = self._owner(source.first, head)
            if owner is not None and self.lower(head) in self.known.views and (
                owner.pronoun not in ("thing", "several") or self.lower(head) in self.known.estimates
            ):
                hops = (owner,)
        return hops, medium, max(last, source.last)

    def _document_head(self, source: Source) -> int:
        """The noun that makes `source` a document; a name behind it may hold another."""
        heads = [k for k in range(source.first, source.last) if self.lower(k) in self.known.documents]
        plain = [k for k in heads if not self.reader.is_capital(k) or not k]
        return (plain or heads[::-1] or [source.last - 1])[0]

    def _verb(self, i: int, classes: frozenset[str]) -> None:
        word = self.lower(i)
        before = self.lower(i - 1)
        group = self.reader.group_start(i)
        following = self.lower(i + 1)
        if before.endswith(("'s", "’s")) and word not in self.cues.nouns and self.tag(i - 1) in "nN":
            return
        if before == "to" or any(self.lower(k) == "to" for k in range(group, i)):
            if "say" not in classes or self.lower(i - 2) not in ("on", "went", "continued"):
                return
        if any(self.lower(k) in self.cues.negations for k in range(group, i)):
            return  # "did not disclose"
        be = self.phrasing.words.be
        passive = any(self.lower(k) in be for k in range(max(0, group), i))
        if passive and not word.endswith("ing"):
            self._passive(i)
            return
        if classes & {"say", "tell"} and following in ("by", "of") and word.endswith(("ed", "d", "n")):
            self._passive(i)
            return
        if self._inverted(i, classes):
            return
        subject, first = self.reader.subject(i)
        inherited = subject is None and (first < 0 or before == "to")
        if word.endswith("ing") and (subject is None or self.tag(group - 1) not in "nNo"):
            inherited = inherited or group > 0 and (
                self.tag(group - 1) in ",c" or self.lower(group - 1) in self.cues.before_ing
            )
            subject = None
        if subject is None and not inherited:
            return
        if subject is not None and (subject.pronoun == "nobody" or self._is_share(subject)):
            return
        if not self._allows(i, classes, subject, inherited):
            return
        hops: tuple[Source, ...] = ()
        medium = None
        begin = self.tokens[i].start
        if subject is not None:
            hops, medium = self._expand_subject(subject, i)
            begin = self.tokens[min(first, subject.first)].start
        at = i + 1
        cited: tuple[Source, ...] = ()
        if "cite" in classes:
            named = self.reader.starting(at)
            if named is None or named.pronoun is not None or not named.is_known:
                return
            cited, more, at = self._expand(named)
            medium = medium or more
            self.skip = max(self.skip, at)
            hops = hops + cited
        if "tell" in classes or word in ("asked", "asks", "reminded"):
            hearer = self.reader.starting(at)
            if hearer is not None and self.lower(at) not in self.cues.that:
                if hearer.kind == "outlet":
                    medium = replace(hearer, is_medium=True)
                at = hearer.last
        elif medium is None:
            medium = self._interviewed(i)
        loose = bool(hops) and hops[0].kind == "document"
        forward, backward, bare = self._reach(i, at, begin, first if subject is not None else group, loose)
        self._add(
            Saying(
                Span(self.tokens[i].start, self.tokens[i].end), hops, begin, forward, backward,
                is_inherited=inherited, medium=medium, is_bare=bare, cited=cited,
            )
        )  # fmt: skip

    def _is_share(self, subject: Source) -> bool:
        """Whether the subject is counted respondents: "36 percent of voters", "one in five"."""
        k = subject.first
        while self.tag(k) in "dr" or self.reader.is_number(k):
            k += 1
        return k > subject.first and self.lower(k) in self.cues.shares

    def _passive(self, i: int) -> None:
        """ "was reported by X", "as told by X", "quoted by X as saying"."""
        if self.lower(i + 1) not in self.cues.by:
            return
        agent = self.reader.starting(i + 2)
        if agent is None or agent.pronoun is not None:
            return
        if agent.kind not in ("organisation", "outlet", "document") and not (
            self.cues.verbs.get(self.lower(i), frozenset()) & {"say", "cite", "accuse"}
        ):
            return
        hops, medium, last = self._expand(agent)
        self.skip = max(self.skip, last)
        start, end = self.tokens[i].start, self.tokens[last - 1].end
        forward = backward = None
        if "accuse" in self.cues.verbs.get(self.lower(i), frozenset()):
            forward = Span(end, self._scope_end(last))
        else:
            backward = Span(self._scope_begin(i - 1), start)
        self._add(
            Saying(
                Span(start, self.tokens[i + 1].end), hops, start, forward, backward, medium=medium
            )
        )

    def _expand_subject(
        self, subject: Source, verb: int
    ) -> tuple[tuple[Source, ...], Source | None]:
        if subject.kind == "document":
            head = self._document_head(subject)
            hops, medium, _ = self._expand(replace(subject, last=head + 1), verb)
            return hops, medium
        joint = self._joint(subject)
        return ((subject,) if joint is None else (joint, subject)), None

    def _joint(self, second: Source) -> Source | None:
        """The first of two subjects: "[the ministry] and the army said"."""
        k = second.first - 1
        if self.lower(k) != "and" or second.pronoun is not None:
            return None
        if self.tag(second.first) != "d" and not self.reader.is_capital(second.first):
            return None
        first = self.reader.ending(k - 1)
        if first is None or first.pronoun is not None or not self.reader._is_edge(first.first - 1):
            return None
        return first if first.is_known else None

    def _interviewed(self, i: int) -> Source | None:
        """The outlet in "said in an interview with X", "said on X's"."""
        for k in range(i + 1, min(i + 8, len(self.tokens) - 1)):
            if self.lower(k) in ("with", "to", "on") and self.reader.is_capital(k + 1):
                found = self.reader.starting(k + 1)
                if found is not None and found.kind == "outlet":
                    return replace(found, is_medium=True)
            if self.lower(k) in (*self.cues.that, ",", *_MARKS):
                return None
        return None

    def _allows(
        self, i: int, classes: frozenset[str], subject: Source | None, inherited: bool
    ) -> bool:
        """Whether the verb at token `i` reports here, given its subject and what follows."""
        word = self.lower(i)
        at = i + 1
        while self.tag(at) in "rt" and self.lower(at) not in self.cues.that:
            at += 1
        if self.lower(at) == "out":
            at += 1
        following = self.lower(at)
        that = following in self.cues.that
        quote = following in _OPEN or (following in (",", ":") and self.lower(at + 1) in _OPEN)
        colon = following == ":"
        end = following in (",", ".", "", *_CLOSE)
        if subject is not None and not subject.is_known and subject.pronoun is None:
            if "strong" not in classes and following != "that":
                return False
        if "need_that" in classes and following != "that" and not (quote and subject is not None):
            documentary = subject is not None and (
                subject.kind == "document" or self._is_polled(subject)
            )
            aside = subject is not None and self.lower(subject.first - 1) == "," and (
                end or self.tag(at) in "pt"
            )
            inherits = inherited and "document_only" in classes and any(
                self.lower(k) in self.cues.percent for k in range(at, at + 5)
            )
            if not (documentary and "document_only" in classes or aside or inherits):
                return False
            if aside or inherits:
                return True
        if classes & {"say"}:
            if following in ("on", "about", "of", "for") and not (
                self._has_number(at + 1, at + 3) or self.reader.is_time(at + 1)
                or any(self.lower(k) == "that" for k in range(at + 1, at + 8))
            ):
                return False
            if following == "to" and word.endswith("ed") and "object" in classes:
                return False  # "expected to reach"
            if "object" in classes or that or quote or colon or end:
                return True
            # "said the toll", "warned it could": a clause, or only when and where it was said
            if following in ("to", "for", "about", "of") and not self.reader.is_number(at + 1):
                return False
            return True
        if "tell" in classes:
            return True
        documentary = subject is not None and (
            subject.kind == "document" or self._is_polled(subject)
        )
        if "show" in classes:
            if that or (quote and subject is not None):
                return True
            if inherited:
                return word.endswith("ing") and (documentary or self._beside_document(i))
            if documentary:
                return True
            if "document_only" in classes:
                return False
            return subject is not None and subject.is_known and following not in ("to", "for", "with")
        if "put" in classes:
            return self._later(i, "at", 14)
        if "revise" in classes:
            return any(self.lower(k) in self.cues.tallies for k in range(i + 1, i + 6)) and (
                self._has_number(i + 1, i + 16)
            )
        if "count" in classes:
            return self._has_number(i + 1, i + 4) and subject is not None and following != "at" and (
                subject.kind != "person" and subject.is_known
            )
        if "cite" in classes:
            return True
        if "accuse" in classes:
            return subject is not None and any(
                self.lower(k) in self.cues.of for k in range(i + 2, i + 16)
            )
        if "demand" in classes:
            return following in ("for", "on") or word.startswith(("urg", "demand"))
        return False

    def _is_polled(self, subject: Source) -> bool:
        return self.lower(subject.last - 1) in self.cues.researchers

    def _beside_document(self, i: int) -> bool:
        """A participle right behind a document: "with statistics showing"."""
        return any(self.lower(k) in self.known.documents for k in range(max(0, i - 3), i)) or any(
            s.cited for s in self.found
        )

    def _later(self, i: int, word: str, reach: int) -> bool:
        for k in range(i + 1, min(i + reach, len(self.tokens))):
            if self.lower(k) == word:
                return self._has_number(k, k + 6) or self.lower(k + 1) in ("more", "over", "about", "nearly", "around")
            if self.lower(k) in (";", "that"):
                return False
        return False

    def _inverted(self, i: int, classes: frozenset[str]) -> bool:
        """ "...," said X. True where it was one."""
        if "say" not in classes or not i:
            return False
        before = self.lower(i - 1)
        quoted = before in _CLOSE or (before == "," and self.lower(i - 2) in _CLOSE)
        if not quoted and before not in (",", "—", "–"):
            return False
        if self.lower(i + 1) in self.cues.that or self.lower(i + 1) in _OPEN:
            return False
        if self.lower(i).endswith("ing"):
            return False
        source = self.reader.starting(i + 1)
        if source is None:
            return False
        if source.pronoun is not None and not quoted:
            return False
        last = source.last
        if not quoted:
            after = self.lower(last)
            if not (after in (",", ".", "") or self.tag(last) in "pts"):
                return False
            if after not in (".", "") and not (
                source.is_known and source.kind != "document" and self.tag(i + 1) != "t"
            ):
                return False
        elif self.tag(last) in "vx" and self.lower(last) not in self.known.pronouns:
            # “...” said the man was: rare enough to be let go
            pass
        hops, medium, last = self._expand(source)
        self.skip = max(self.skip, last)
        start, end = self.tokens[i].start, self.tokens[last - 1].end
        backward = Span(self._scope_begin(i - 1), start)
        forward = None
        k = last
        while k < len(self.tokens) and self.lower(k) not in (",", ":", *_MARKS):
            k += 1
        if k < len(self.tokens) and self._takes_up(k):
            forward = Span(end, self._scope_end(k + 1))
        self._add(
            Saying(Span(start, self.tokens[i].end), hops, start, forward, backward, medium=medium)
        )
        return True

    def _takes_up(self, comma: int) -> bool:
        """Whether what was said goes on behind the comma: a quote, or the rest of the clause."""
        j = comma + 1
        if self.lower(comma) in _OPEN:
            return True
        return any(
            self.lower(k) in _OPEN and self.lower(k - 1) in (",", ":", "that", "and", "but")
            for k in range(j, min(j + 40, len(self.tokens)))
        )

    # ------------------------------------------------------------ how far it reaches

    def _reach(
        self, i: int, at: int, begin: int, first: int, loose: bool
    ) -> tuple[Span | None, Span | None, bool]:
        """(forward, backward, bare) of the verb at token `i` whose subject begins at `first`."""
        n = len(self.tokens)
        k = first - 1
        mark = self.lower(k) if k >= 0 else ""
        as_clause = mark == "as"
        if as_clause:
            k -= 1
            mark = self.lower(k) if k >= 0 else ""
        candidate = k >= 0 and (mark in (",", "—", "–") or mark in _CLOSE or self.lower(k) in ("?", "!"))
        that_at, rest_end = -1, n
        adverbial = True
        depth = 0
        for j in range(at, min(n, at + _FAR)):
            word = self.lower(j)
            if word in self.cues.that and not depth:
                that_at = j
                break
            if word in (",", ";", ":", *_MARKS, "—", "–", "(", ".", "|"):
                if word == "." and (self.reader.is_joint(j) or j + 1 < n and self.tokens[j + 1].text[0] not in "\"”’"):
                    continue
                rest_end = j
                break
            if self.tag(j) in "vx" and not self.reader.is_time(j):
                adverbial = False
        rest = range(at, rest_end)
        if that_at < 0 and len(rest) and adverbial:
            head = self.tag(at)
            adverbial = head in "prt" or self.reader.is_time(at) or self.lower(at) in self.known.dated
            if self._has_number(at, at + 4) and self.lower(at) not in self.cues.dating:
                adverbial = False  # "say at least 40 died"
            if not adverbial and self.tag(at) == "q" and self.lower(at + 1) in self.known.months:
                adverbial = True
        if that_at >= 0:
            adverbial = False
        stop_mark = self.lower(rest_end) if rest_end < n else ""
        end = self.tokens[i].end
        if as_clause and adverbial:
            return (
                Span(end, self._scope_end(rest_end + 1)) if stop_mark == "," or k < 0 else None,
                Span(self._scope_begin(k), begin) if k >= 0 else None,
                False,
            )
        ends = stop_mark in (".", "")
        quoted = candidate and (mark in _CLOSE or self.lower(k - 1) in _CLOSE)
        if quoted and that_at < 0:
            # a whole quote, not a title in quotes, leaves nothing to say behind the verb
            number = self.quote_at(self.tokens[k - 1].start)
            adverbial = adverbial or number >= 0 and (
                self.quotes[number][0] <= self.begin + 1
                or self.quotes[number][1] - self.quotes[number][0] > _WHOLE
            )
        if candidate and adverbial and (ends or not self._is_fronted(k, i)):
            forward = None
            if quoted and not self._takes_up(rest_end):
                pass
            elif stop_mark in (",", ":", "—", "–") and self._goes_on_saying(rest_end):
                forward = Span(self.tokens[rest_end].start, self._scope_end(rest_end + 1))
            elif stop_mark in _OPEN:
                forward = Span(self.tokens[rest_end].start, self._scope_end(rest_end))
            return forward, Span(self._scope_begin(k, ends), begin), False
        bare = adverbial and (k < 0 or not candidate) and (
            stop_mark in (".", ":", "") or stop_mark == "," and self.tag(rest_end + 1) == "g"
        )
        if not candidate and k >= 0 and (self.tag(k) in "nNq" or self.reader.is_number(k)):
            # "the 20 million experts say it costs"
            named = self.reader.ending(k)
            if named is not None:
                k = named.first
                while k and (self.reader.is_number(k - 1) or self.lower(k - 1) in sources.CURRENCIES):
                    k -= 1
                return Span(end, self._scope_end(at)), Span(self.tokens[k].start, begin), False
        if bare and stop_mark in (".", "") and k >= 0:
            # "It was the worst in years officials said": nothing follows, so it looks back
            if first > 3 and not self._is_fronted(k, i):
                return None, Span(self._scope_begin(k), begin), False
        return Span(end, self._scope_end(at, polled=loose)), None, bare

    def _goes_on_saying(self, comma: int) -> bool:
        """Whether a clause taken up behind ", he said," is still his."""
        word = self.lower(comma + 1)
        if word in _OPEN:
            return True
        if word in self.cues.ends or self.tag(comma + 1) == "g":
            return False
        return True

    def _is_fronted(self, k: int, verb: int) -> bool:
        """Whether what stands before the comma at token `k` only says when or where."""
        if self.lower(k) in _CLOSE or self.lower(k - 1) in _CLOSE:
            return False
        j = k - 1
        while j >= 0 and k - j < _FAR and self.lower(j) not in (",", ";", *_MARKS):
            j -= 1
        first = j + 1
        if j >= 0 and self.lower(j) == ",":
            return False
        tag = self.tag(first)
        if tag in "ptrs":
            return True
        has_verb = any(self.tag(x) in "vx" for x in range(first, min(k, first + _FAR)))
        return not has_verb and (tag in "ge" or self.reader.is_number(first) and k - first < 6)

    def _scope_begin(self, index: int, final: bool = False) -> int:
        """Character where what a looking-back cue answers for begins, from token `index` left."""
        if final:
            return self.begin
        j = index
        while j > max(0, index - _FAR):
            word = self.lower(j)
            if word == ";" and self.quote_at(self.tokens[j].start) < 0:
                return self.tokens[j].end
            if word == "," and self.lower(j + 1) in ("but", "while", "whereas", "although", "though") and (
                self.quote_at(self.tokens[j].start) < 0
            ):
                return self.tokens[j].end
            j -= 1
        return self.begin

    def _scope_end(
        self, index: int, loose: bool = False, commas: bool = False, polled: bool = False
    ) -> int:
        """Character where what a looking-ahead cue answers for ends, from token `index` right."""
        n = len(self.tokens)
        for j in range(index, min(n, index + _FAR)):
            word = self.lower(j)
            if word not in ",;—–-":
                continue
            if word == "-" and self.tag(j + 1) != "g":
                continue
            if self.quote_at(self.tokens[j].start) >= 0:
                continue
            if word == ";":
                continue
            following = self.lower(j + 1)
            if commas and word == ",":
                return self.tokens[j].start
            if loose:
                if following in ("but", "while", "whereas"):
                    return self.tokens[j].start
                continue
            if word == "-" and not loose:
                return self.tokens[j].start
            if polled and following in self.cues.coordinators:
                continue  # "49% said it was right, while 46%": all are the poll's
            if word == "," and following in self.cues.ends and self.lower(j + 2) not in (
                *self.cues.that,
            ):
                return self.tokens[j].start
        return self.end

    # ------------------------------------------------------------ putting them in order

    def _add(self, saying: Saying) -> None:
        self.found.append(saying)

    def _settle(self) -> None:
        """Gives inherited cues their speaker, joins cited sources, ends scopes at new speakers."""
        for k, saying in enumerate(self.found):
            quote = self.quote_at(saying.begin)
            if saying.is_inherited:
                host = next(
                    (
                        s for s in reversed(self.found[max(0, k - _BACK) : k])
                        if s.hops and self.quote_at(s.begin) == quote
                        and (not s.is_noun or self._follows_and(saying))
                    ),
                    None,
                )
                if host is not None:
                    own = saying.cited
                    saying.hops = (*host.hops, *own)
                    saying.medium = saying.medium or host.medium
                    if own and host.forward is not None:
                        host.hops = (*host.hops, *own)
                    if own and host.backward is not None:
                        host.hops = saying.hops
                else:
                    main = self._main_subject()
                    if main is not None:
                        saying.hops = (main, *saying.cited)
            if k and saying.forward is not None and saying.hops:
                self._limit(k)

    def _follows_and(self, saying: Saying) -> bool:
        return self.tag(self.phrasing.at(saying.begin) - 1) == "c"

    def _limit(self, k: int) -> None:
        """Ends the scope of earlier cues where the cue number `k` begins a clause beside theirs."""
        saying = self.found[k]
        j = self.phrasing.at(saying.begin) - 1
        while j >= 0 and (self.lower(j) in _MARKS or self.tag(j) in "rt"):
            j -= 1
        if j < 0:
            return
        word = self.lower(j)
        if word not in self.cues.coordinators and word not in ";—–" and not (
            self.lower(j - 1) == "," and word in ("which", "who", "as")
        ):
            return
        saying.is_reset = True
        quote = self.quote_at(saying.begin)
        for earlier in self.found[max(0, k - _BACK) : k]:
            if earlier.forward is not None and self.quote_at(earlier.begin) == quote:
                end = min(earlier.forward.end, saying.begin)
                if end > earlier.forward.start:
                    earlier.forward = Span(earlier.forward.start, end)

    def _main_subject(self) -> Source | None:
        return main_subject(self.reader)


def main_subject(reader: Reader) -> Source | None:
    """The first noun phrase of a sentence, past a fronted phrase and its comma."""
    i = 0
    if reader.tag(0) in "prtsg":
        while i < min(len(reader.phrasing.tokens), _FAR) and reader.lower(i) != ",":
            i += 1
        i += 1
    if reader.lower(i) in _MARKS:
        return None
    return reader.starting(i)
