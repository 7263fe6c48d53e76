"""Finds, in one sentence, each cue of saying, who its sources are and how far it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors import sources
from extractors.lexicon import Lexicon
from extractors.records import Span
from extractors.scopes import Reach, Scopes
from extractors.sentences import Passage
from extractors.sources import CLOSING, OPENING, QUOTES, Source
from extractors.speech import vocabulary
from extractors.subjects import Subjects

_BACK = 4  # cues looked back at in one sentence
_LINKS = 12  # tokens searched behind a document for whose it is
_LABEL = 6  # tokens of a label before its colon
_OBJECT = 16  # tokens in which a verb's object and number follow
_BEFORE_NAMES = QUOTES | {"("}
_HALTS = QUOTES | {":", ";"}
_LABEL_ENDS = QUOTES | {",", ":"}
_BREAKS = QUOTES | {",", ";", ":"}
_ASIDE_ENDS = CLOSING | {",", ".", ""}


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
    medium: Source | None = None
    is_inherited: bool = False  # its speaker is another cue's or the sentence's subject
    is_bare: bool = False
    is_noun: bool = False  # "BP's estimate of"
    is_label: bool = False  # a transcript's "SMITH:", good for the whole paragraph
    cited: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """Whose word it is: hops, who passed it on, and the first token behind the phrase."""

    hops: tuple[Source, ...]
    medium: Source | None
    last: int


def subjects(passage: Passage, index: int, lexicon: Lexicon) -> Subjects:
    """The reader of sentence `index`, made once for each passage."""
    key = ("subjects", index)
    found = passage.memo.get(key)
    if not isinstance(found, Subjects):
        phrasing = sources.phrasing(passage, index, lexicon)
        found = Subjects(passage, index, phrasing, vocabulary(lexicon))
        passage.memo[key] = found
    return found


def of(
    passage: Passage, index: int, quotes: Sequence[tuple[int, int]], lexicon: Lexicon
) -> tuple[Saying, ...]:
    """The sayings of sentence `index` in text order, read once for each passage."""
    key = ("sayings", index)
    found = passage.memo.get(key)
    if not isinstance(found, tuple):
        # most sentences hold no cue word at all: they need not be tagged
        classes = vocabulary(lexicon).classes
        words = passage.words(index)
        if ":" in words[: _LABEL + 1] or not classes.keys().isdisjoint(words):
            found = tuple(_Finder(subjects(passage, index, lexicon), quotes).run())
        else:
            found = ()
        passage.memo[key] = found
    return found


class _Finder:
    """Reads one sentence from left to right, one cue after the other."""

    def __init__(self, reader: Subjects, quotes: Sequence[tuple[int, int]]) -> None:
        self.reader = reader
        self.known = reader.known
        self.tokens = reader.phrasing.tokens
        self.lower, self.tag, self.has = reader.lower, reader.tag, reader.has
        sentence = reader.passage.sentences[reader.sentence]
        self.is_headed = sentence.zone == "headline" or reader.sentence == 0
        self.scopes = Scopes(reader, quotes, sentence.start, sentence.end)
        self.found: list[Saying] = []
        self.skip = -1  # tokens before this one are spoken for

    def run(self) -> list[Saying]:
        get = self.known.classes.get
        if not self._label():
            self._fronted_document()
        for i, word in enumerate(self.tokens.lowers):
            classes = get(word)
            if classes is None or i < self.skip or (i and self.tokens.texts[i][0].isupper()):
                continue
            if "according" in classes:
                if self.has(i + 1, "to"):
                    self._according(i, i + 2)
            elif "per" in classes:
                if self.lower(i - 1) == ",":
                    self._according(i, i + 1)
            elif "by" in classes:
                self._by(i)
            elif self._is_noun(i):
                if "noun" in classes:
                    self._noun(i)
            else:
                self._verb(i, classes)
        self._settle()
        return self.found

    def _add(self, first: int, last: int, named: _Named, reach: Reach) -> Saying:
        """Adds the cue at tokens `first:last` with whom it names."""
        cue = Span(self.tokens.starts[first], self.tokens.ends[last - 1])
        saying = Saying(
            cue, named.hops, cue.start, reach.forward, reach.backward, named.medium,
            is_bare=reach.is_bare,
        )  # fmt: skip
        self.found.append(saying)
        return saying

    # ------------------------------------------------------------ noun or verb

    def _is_noun(self, i: int) -> bool:
        """Whether the cue word at token `i` is a noun here."""
        if not self.has(i, "ambiguous"):
            return self.has(i, "documents")
        word, before = self.lower(i), self.tag(i - 1)
        if not i or before in "dqJ" or self.reader.is_genitive(i - 1):
            return True
        if before == "," and self.has(i, "documents") and self._is_said(i + 1):
            return True  # ", estimates suggest"
        if self.has(i - 1, "possessive_words"):
            return True
        if word.endswith(self.known.ing):
            return before in "nN" and not self.has(i + 1, "that")
        if before == "p" and not self.reader.is_time(i - 1):
            return True
        if word.endswith(self.known.ed) or self.has(i, "participles"):
            if self.tag(i + 1) not in "nN" or before in "c,":
                return before in "c," and self.tag(i + 1) in "nN"
            is_speaker = self.reader.is_capital(i - 1) or self.has(i - 1, "talkers")
            return before in "nJ" and not is_speaker
        return self._is_plain_noun(i, word, before)

    def _is_said(self, i: int) -> bool:
        """Whether token `i` is a verb that documents take: "show", "suggest"."""
        return bool(self.known.classes.get(self.lower(i), frozenset()) & {"show", "say"})

    def _is_plain_noun(self, i: int, word: str, before: str) -> bool:
        """The same for "report", "claims" and the like, which need a subject that agrees."""
        if before == "x" and self.has(i - 2, "there"):
            return True  # "there are reports that"
        if before in "xo" or self.has(i - 1, "to") or self.has(i - 1, "negations"):
            return False
        if self.reader.pronoun(i - 1) == "relative":
            return False
        if self.has(i + 1, "that_word") or self.has(i + 1, "at") or self.lower(i + 1) == ":":
            return before == "," and self.reader.subject(i)[0] is None
        is_after_noun = before in "nN" or self.reader.is_joint(i - 1) or self.has(i - 1, "talkers")
        if not is_after_noun:
            return before not in "r," and not self.has(i - 1, "days")
        if self.has(i + 1, "of") or (self.tag(i + 1) in "pxve" and not self.has(i + 1, "dated")):
            return True
        subject, first = self.reader.subject(i)
        if subject is None or not subject.is_known:
            return True
        if self.tag(i + 1) == ",":
            if self.lower(i + 1) == "," and self.lower(i + 2) in OPENING:
                return False
            # "..., ABC News reports." looks back over a comma
            return self.lower(first - 1) != "," and self.lower(first - 1) not in CLOSING
        if self.has(i, "invariant"):
            return False
        if word.endswith("s"):
            return subject.is_several and not self.reader.is_capital(subject.last - 1)
        return not subject.is_several

    # ------------------------------------------------------------ labels and fronted documents

    def _label(self) -> bool:
        """ "SMITH: we sold 5" of a transcript, "Police: 5 dead" of a headline."""
        i, n = 0, len(self.tokens.texts)
        while i < min(n, _LABEL) and (self.tokens.texts[i].isupper() or self.reader.is_joint(i)):
            i += 1
        first: Source | None = None
        if self.is_headed and self.lower(i) != ":":
            first = self.reader.starting(0, _LABEL)
            i = first.last if first is not None and first.is_known else 0
        if any(self.has(k, "labels") for k in range(i)):
            return False
        if not 0 < i < n - 1 or self.lower(i) != ":" or len(self.tokens.texts[0]) < 2:
            return False
        named = first or self.reader.as_name(0, i)
        is_shouted = self.tokens.texts[0].isupper()
        text, name = self.reader.passage.text, self.tokens.texts[i - 1].title()
        if is_shouted and not self.is_headed and name not in text:
            return False  # "LESSONS LEARNED: ..." heads a paragraph
        if not self.is_headed and any(self.has(k, "talkers") for k in range(i)):
            return False
        self.skip = i
        forward = Span(self.tokens.ends[i], self.scopes.end)
        saying = self._add(0, i + 1, self._owned(named, i), Reach(forward, None))
        saying.is_label = is_shouted
        return True

    def _fronted_document(self) -> None:
        """ "In a survey by X, 5 of 10 shops ..." at the sentence's start."""
        document = self.reader.starting(1) if self.has(0, "fronts") else None
        if document is None or document.kind != "document":
            return
        if not self.has(self._document_head(document), "in_documents"):
            return
        named = self._owned(document)
        for last in range(named.last, min(len(self.tokens.texts), named.last + _LINKS)):
            if self.tag(last) in "vx":
                return
            if self.lower(last) == ",":
                forward = Span(self.tokens.ends[last], self.scopes.ahead(last, is_loose=True))
                self._add(0, last + 1, named, Reach(forward, None))
                return

    # ------------------------------------------------------------ according to

    def _according(self, i: int, at: int) -> None:
        """ "according to X", "per X" at token `i`, its source from token `at`."""
        source = self.reader.starting(at)
        if source is None or source.pronoun == "self" or (not source.is_known and at == i + 1):
            return
        named = self._owned(source)
        last = named.last
        self.skip = max(self.skip, last)
        start, end = self.tokens.starts[i], self.tokens.ends[last - 1]
        before = i - 1
        while self.reader.is_comma(before) or self.lower(before) in _BEFORE_NAMES:
            before -= 1
        if self.lower(last) == "," and 0 <= before < _LINKS:
            subject = self.reader.starting(0)  # "The ministry, according to Y, counted 5"
            is_whole = subject is not None and subject.last == before + 1
            if subject is not None and is_whole and subject.kind in ("organisation", "document"):
                named = replace(named, hops=(*named.hops, subject))
        is_first = (
            before < 0
            or self.has(before, "that")
            or (self.tag(before) in "cs" and not self.has(before, "as"))
        )
        if is_first:
            reach = Reach(
                Span(end, self.scopes.ahead(last, is_loose=True)), None,
                before < 0 and self.lower(last) in (":", ""),
            )  # fmt: skip
        else:
            forward = None
            if self.lower(last) in (",", ":") and not self.scopes.is_over(last):
                forward = Span(end, self.scopes.ahead(last + 1))
            is_last = self.lower(last) in (".", "") or self._is_apposition(last)
            reach = Reach(forward, Span(self.scopes.back(i - 1, is_last), start))
        self._add(i, at, named, reach)

    def _is_apposition(self, comma: int) -> bool:
        """Whether only more of a name follows: ", the platform's operator."."""
        if self.lower(comma) != "," or self.tag(comma + 1) not in "dN":
            return False
        return not any(self.tag(k) in "vx" for k in range(comma, comma + _LINKS))

    def _by(self, i: int) -> None:
        """ "by some estimates", "by Smith's count"."""
        source = self.reader.starting(i + 1)
        if source is None or source.kind != "document" or self.tag(i - 1) == "e":
            return
        head = self._document_head(source)
        if self.has(head, "estimates") or self.has(head, "admissions"):
            self._according(i, i + 1)

    # ------------------------------------------------------------ documents

    def _noun(self, i: int) -> None:
        """ "BP's estimate of", "reports that", "the estimate issued by the group"."""
        first = self.reader.common_left(i, 0)
        if first is None or self._is_place(first):
            return
        named = self._word_of(first, i)
        if named is None:
            return
        is_short = self.has(i + 1, "of_number") or self.tag(i + 1) == "q"
        stop = self.scopes.ahead(i + 1, is_short=is_short)
        saying = self._add(first, i + 1, named, Reach(Span(self.tokens.starts[first], stop), None))
        saying.is_noun = True

    def _word_of(self, first: int, i: int) -> _Named | None:
        """Who answers for what the document at token `i` bears, or None."""
        owner = self._owner(first, i)
        is_led = self.has(i + 1, "bears") or self.tag(i + 1) == "q"
        if owner is not None and self.has(i, "views") and is_led:
            return _Named((owner,), None, i + 1)
        source = self.reader.as_common(first, i, i + 1)
        named = self._owned(source)
        is_owned = named.hops[-1] != source and named.hops[-1] != owner
        if self.has(i, "estimates") and self.scopes.has_number(first, self._clause_end(i)):
            if is_owned:
                return named
            main = self.reader.leading()
            is_own = self.has(i + 1, "of") and self.has(first, "indefinite")
            if is_own and main is not None and main.is_known and main.pronoun is None:
                return _Named((main,), None, i + 1)
        if not self.has(i + 1, "that_word") or self.tag(i + 2) not in "dnNoq":
            return None
        if self.tag(i + 3) == "v" and self.tag(i + 2) != "o":
            return None  # "the report that shows": a relative clause
        if not is_owned and (self.has(first - 1, "of") or self.has(first - 1, "to")):
            return None
        return named

    def _is_place(self, first: int) -> bool:
        """Whether the document from token `first` is only where something was said: "said in a
        report that"."""
        return self.has(first - 1, "within") and any(
            "say" in self.known.classes.get(self.lower(k), ())
            for k in range(max(0, first - 8), first - 1)
        )

    def _clause_end(self, i: int) -> int:
        while i < len(self.tokens.texts) and self.lower(i) not in (";", ",", ":"):
            i += 1
        return i

    def _owner(self, first: int, head: int) -> Source | None:
        """Whose the document at tokens `first..head` is: "BP's", "its", or None."""
        for k in range(head - 1, first - 1, -1):
            kind = self.known.possessives.get(self.lower(k))
            if kind is not None:
                return self.reader.as_pronoun(k, kind, is_owner=True)
            if self.reader.is_genitive(k):
                word = self.reader.bare(self.lower(k))
                if any(word in self.known[name] for name in ("times", "months", "days")):
                    return None  # "Friday's report"
                return self.reader.possessor(k)
            if self.lower(k) in ("'", "’") and k > first and self.lower(k - 1).endswith("s"):
                return self.reader.possessor(k - 1)
        return None

    def _owned(self, source: Source, stop: int | None = None) -> _Named:
        """Whose word `source` is: a document gives way to its owner, found before token `stop`."""
        if source.kind != "document":
            return self._with_second(source)
        hops, medium, last = (source,), None, source.last
        head = self._document_head(source)
        j = last + 1 if self.lower(last) in CLOSING else last  # “best estimate” of
        limit = min(len(self.tokens.texts) if stop is None else stop, last + _LINKS)
        while j < limit:
            if self.has(j, "owners"):
                owner = self.reader.starting(j + 1)
                if owner is None or not self._can_own(owner):
                    break
                if self.has(j - 1, "passed"):
                    medium = owner
                else:
                    hops = (owner,)
                last = j = owner.last
                continue
            if self.lower(j) == "," and not self.has(j + 1, "issued"):
                break
            if self.tag(j) in "vxsgc" or self.lower(j) in _HALTS:
                break
            j += 1
        if hops[0] is source and self.has(head, "views"):
            owner = self._owner(source.first, head)
            is_vague = owner is not None and owner.pronoun in ("thing", "several")
            if owner is not None and (not is_vague or self.has(head, "estimates")):
                hops = (owner,)
        return _Named(hops, medium, max(last, source.last))

    def _can_own(self, owner: Source) -> bool:
        if owner.pronoun is not None or not owner.is_known or self.reader.is_time(owner.first):
            return False
        if self.reader.is_number(owner.first):
            return False
        return owner.kind != "document" or self.reader.is_capital(owner.last - 1)

    def _with_second(self, source: Source) -> _Named:
        """ "according to the mayor and the army": two speakers."""
        alone = _Named((source,), None, source.last)
        if not self.has(source.last, "and") or source.pronoun is not None:
            return alone
        second = self.reader.starting(source.last + 1)
        if second is None or second.pronoun is not None or self.tag(second.last) in "vx":
            return alone
        if self.tag(second.first) != "d" and not self.reader.is_capital(second.first):
            return alone
        return _Named((source, second), None, second.last)

    def _document_head(self, source: Source) -> int:
        """The noun that makes `source` a document; a name behind it may hold another."""
        heads = [k for k in range(source.first, source.last) if self.has(k, "documents")]
        plain = [k for k in heads if not self.reader.is_capital(k) or not k]
        return (plain or heads[::-1] or [source.last - 1])[0]

    # ------------------------------------------------------------ verbs

    def _verb(self, i: int, classes: frozenset[str]) -> None:
        reader, word = self.reader, self.lower(i)
        group = reader.group_start(i)
        if reader.is_genitive(i - 1) and self.tag(i - 1) in "nN" and not self.has(i, "ambiguous"):
            return
        is_infinitive = any(self.has(k, "to") for k in range(max(0, group - 1), i))
        if is_infinitive and not ("say" in classes and self.has(i - 2, "goes_on")):
            return
        if any(self.has(k, "negations") for k in range(group, i)):
            return  # "did not disclose"
        is_ing = word.endswith(self.known.ing)
        be = reader.phrasing.words.be
        is_passive = not is_ing and any(self.lower(k) in be for k in range(group, i))
        if is_passive or self._is_participle(i, classes):
            self._passive(i, classes)
            return
        if "say" in classes and self._inverted(i):
            return
        subject, first = reader.subject(i)
        is_inherited = subject is None and (first < 0 or is_infinitive)
        if is_ing and (subject is None or self.tag(group - 1) not in "nNo"):
            subject = None
            is_inherited = is_inherited or (
                group == 0 or self.tag(group - 1) in ",c" or self.has(group - 1, "before_ing")
            )
        if subject is None and not is_inherited:
            return
        if subject is not None and (subject.pronoun == "nobody" or self._is_share(subject)):
            return
        if self._allows(i, classes, subject):
            self._say(i, classes, subject, min(first, subject.first) if subject else group)

    def _is_participle(self, i: int, classes: frozenset[str]) -> bool:
        """ "reported by", "told of": a participle without its "was"."""
        if not self.has(i + 1, "by_or_of") or not classes & {"say", "tell"}:
            return False
        if not self.lower(i).endswith(self.known.ed) and not self.has(i, "past_participles"):
            return False
        agent = self.reader.starting(i + 2)  # "said by telephone" has none
        return agent is None or agent.is_known

    def _say(self, i: int, classes: frozenset[str], subject: Source | None, first: int) -> None:
        """Adds the verb at token `i` whose subject begins at token `first`."""
        named = _Named((), None, i)
        if subject is not None:
            named = self._speaking(subject, i)
        at, medium = i + 1, named.medium
        cited: tuple[Source, ...] = ()
        if "cite" in classes:
            other = self.reader.starting(at)
            if other is None or other.pronoun is not None or not other.is_known:
                return
            quoted = self._owned(other)
            cited, at, medium = quoted.hops, quoted.last, medium or quoted.medium
            self.skip = max(self.skip, at)
        elif "tell" in classes:
            hearer = self.reader.starting(at)
            if hearer is not None and not self.has(at, "that"):
                medium = hearer if hearer.kind == "outlet" else medium
                at = hearer.last
        else:
            medium = medium or self._interviewer(i)
        hops = (*named.hops, *cited)
        is_polled = bool(hops) and hops[0].kind == "document"
        reach = self.scopes.of_verb(i, at, first, is_polled)
        saying = self._add(i, i + 1, _Named(hops, medium, at), reach)
        saying.cited = cited
        if subject is None:
            saying.is_inherited = True
        else:
            saying.begin = self.tokens.starts[first]

    def _is_share(self, subject: Source) -> bool:
        """Whether the subject is counted answers: "36 percent of voters", "one in five"."""
        k = subject.first
        while self.tag(k) in "dr" or self.reader.is_number(k):
            k += 1
        return k > subject.first and self.has(k, "shares")

    def _speaking(self, subject: Source, verb: int) -> _Named:
        """Whose word it is that `subject` says: a document's owner, or two speakers."""
        if subject.kind == "document":
            head = self._document_head(subject)
            return self._owned(replace(subject, last=head + 1), verb)
        other = self._first_of_two(subject)
        hops = (subject,) if other is None else (other, subject)
        return _Named(hops, None, subject.last)

    def _first_of_two(self, second: Source) -> Source | None:
        """ "[the ministry] and the army said"."""
        k = second.first - 1
        is_full = self.tag(second.first) == "d" or self.reader.is_capital(second.first)
        is_full = is_full or (second.is_several and self.lower(k - 1).endswith("s"))
        if not self.has(k, "and") or second.pronoun is not None or not is_full:
            return None
        if self.has(k - 1, "titles") and self.reader.is_capital(k - 1):
            return None  # "Chairman and President Ann Smith"
        first = self.reader.ending(k - 1)
        if first is None or first.pronoun is not None or not first.is_known:
            return None
        return first if self.reader.is_edge(first.first - 1) else None

    def _interviewer(self, i: int) -> Source | None:
        """The outlet in "said in an interview with X", "said on X's show"."""
        for k in range(i + 1, min(i + 8, len(self.tokens.texts) - 1)):
            if self.has(k, "that") or self.lower(k) == "," or self.lower(k) in QUOTES:
                return None
            if self.has(k, "interviews") and self.reader.is_capital(k + 1):
                found = self.reader.starting(k + 1)
                if found is not None and found.kind == "outlet":
                    return found
        return None

    def _passive(self, i: int, classes: frozenset[str]) -> None:
        """ "was reported by X", "accused by X of killing 12"."""
        agent = self.reader.starting(i + 2) if self.has(i + 1, "by") else None
        if agent is None or agent.pronoun is not None:
            return
        is_plain = agent.kind in ("organisation", "outlet", "document")
        if not is_plain and not classes & {"say", "cite", "accuse"}:
            return
        named = self._owned(agent)
        self.skip = max(self.skip, named.last)
        if "accuse" in classes:
            end = self.tokens.ends[named.last - 1]
            reach = Reach(Span(end, self.scopes.ahead(named.last)), None)
        elif self.has(named.last, "that_word"):  # "it was confirmed by police that"
            end = self.tokens.ends[named.last - 1]
            reach = Reach(Span(end, self.scopes.ahead(named.last + 1)), None)
        else:
            reach = Reach(None, Span(self.scopes.back(i - 1), self.tokens.starts[i]))
        self._add(i, i + 2, named, reach)

    def _inverted(self, i: int) -> bool:
        """ "...," said X. True where it was one."""
        is_quoted = self.lower(i - 1) in CLOSING or (
            self.lower(i - 1) == "," and self.lower(i - 2) in CLOSING
        )
        if not is_quoted and not self.reader.is_comma(i - 1):
            return False
        if self.has(i + 1, "that") or self.lower(i + 1) in OPENING:
            return False
        if self.lower(i).endswith(self.known.ing):
            return False
        source = self.reader.starting(i + 1)
        if source is None or (source.pronoun is not None and not is_quoted):
            return False
        if not is_quoted and not self._can_follow(i, source):
            return False
        named = self._owned(source)
        last = named.last
        self.skip = max(self.skip, last)
        k = last
        while k < len(self.tokens.texts) and self.lower(k) not in _LABEL_ENDS:
            k += 1
        forward = None
        if k < len(self.tokens.texts) and self.scopes.goes_on(k):
            forward = Span(self.tokens.ends[last - 1], self.scopes.ahead(k + 1))
        backward = Span(self.scopes.back(i - 1, is_last=True), self.tokens.starts[i])
        self._add(i, i + 1, named, Reach(forward, backward))
        return True

    def _can_follow(self, verb: int, source: Source) -> bool:
        """Whether `source` behind ", said" is the speaker, not the subject of what is said."""
        after = self.lower(source.last)
        if after in (".", "") or self.has(source.last, "issued"):
            return True
        if not source.is_known or source.kind == "document" or self.tag(verb + 1) == "t":
            return False
        if after != "," and self.tag(source.last) not in "pts":
            return False
        # "Ann Smith, the mayor, said protesters, thousands of them, had left"
        subject, _ = self.reader.subject(verb) if source.kind == "vague" else (None, 0)
        return subject is None or subject.kind != "person"

    # ------------------------------------------------------------ whether a verb reports

    def _allows(self, i: int, classes: frozenset[str], subject: Source | None) -> bool:
        """Whether the verb at token `i` reports here, given its subject (None: another verb's)
        and what follows."""
        at = i + 1
        while self.tag(at) in "rt" and not self.has(at, "that"):
            at += 1
        if self.has(at, "particles"):
            at += 1  # "pointed out that"
        has_that = self.has(at, "that_word")
        is_strange = subject is not None and not subject.is_known and subject.pronoun is None
        if is_strange and "strong" not in classes and not has_that:
            return False
        if self.has(at, "not_said"):
            return False
        if "need_that" in classes and not has_that:
            verdict = self._allows_bare(at, classes, subject)
            if verdict is not None:
                return verdict
        if self.has(i, "gaining") and self._is_gain(at):
            return False
        if "say" in classes:
            return self._allows_saying(i, at, classes)
        if "tell" in classes or "cite" in classes or "urge" in classes:
            return True
        if "show" in classes:
            return self._allows_showing(i, at, classes, subject)
        return self._allows_counting(i, at, classes, subject)

    def _is_gain(self, at: int) -> bool:
        """ "added 162,000 jobs in July": a number of things, and no clause with a verb."""
        is_plain = self.tag(at) in "drJnNq" and not self.has(at, "that")
        if not is_plain or not self.scopes.has_number(at, at + 4):
            return False
        for k in range(at, min(at + _OBJECT, len(self.tokens.texts))):
            tag = self.tag(k)
            if tag in "vx" and not self.reader.is_time(k):
                return False
            if tag in "sc" or self.lower(k) in _BREAKS:
                break
            if tag == "e" and self.tag(k - 1) in "nN" and self.tag(k + 1) in "dpqnN,":
                return self.has(k + 1, "by_or_of")  # "added 12 people died in the blast"
        return True

    def _is_quoting(self, at: int) -> bool:
        return self.lower(at) in OPENING or (
            self.lower(at) in (",", ":") and self.lower(at + 1) in OPENING
        )

    def _is_finding(self, subject: Source | None) -> bool:
        """A document, or those whose findings are documents."""
        return subject is not None and (
            subject.kind == "document"
            or any(self.has(k, "researchers") for k in range(subject.first, subject.last))
        )

    def _allows_bare(self, at: int, classes: frozenset[str], subject: Source | None) -> bool | None:
        """The same for a verb that needs "that" and has none; None where other rules decide."""
        if self._is_quoting(at) and subject is not None:
            return None
        is_aside = (
            subject is not None
            and self.lower(subject.first - 1) == ","
            and (self.lower(at) in _ASIDE_ENDS or self.has(at, "dated"))
        )
        is_document_verb = "document_only" in classes
        if is_aside or (subject is None and is_document_verb and any(
            self.has(k, "percent") for k in range(at, at + 5)
        )):  # fmt: skip
            return True
        return None if self._is_finding(subject) and is_document_verb else False

    def _allows_saying(self, i: int, at: int, classes: frozenset[str]) -> bool:
        has_number = self.scopes.has_number(at + 1, at + 3)
        is_topic = self.has(at, "topics") and "strong" not in classes
        if is_topic and not has_number and not self.reader.is_time(at + 1):
            return any(self.has(k, "that_word") for k in range(at + 1, at + 8))
        if not self.has(at, "to"):
            return True
        # "expected to reach", "warned to leave" report nothing; "claims to have 5" does
        return "object" in classes and not self.lower(i).endswith(self.known.ed)

    def _allows_showing(
        self, i: int, at: int, classes: frozenset[str], subject: Source | None
    ) -> bool:
        if self.has(at, "that") or (self._is_quoting(at) and subject is not None):
            return True
        if subject is None:
            is_beside = any(self.has(k, "documents") for k in range(max(0, i - 3), i))
            return self.lower(i).endswith(self.known.ing) and (
                is_beside or any(s.cited for s in self.found)
            )
        if self._is_finding(subject):
            return True
        return "document_only" not in classes and subject.is_known and not self.has(at, "aims")

    def _allows_counting(
        self, i: int, at: int, classes: frozenset[str], subject: Source | None
    ) -> bool:
        has_number = self.scopes.has_number
        if "put" in classes and self._is_put_at(i):
            return True
        has_tally = any(self.has(k, "tallies") for k in range(i + 1, i + 6))
        if "revise" in classes and has_tally and has_number(i + 1, i + _OBJECT):
            return True
        if subject is None:
            return False
        if "count" in classes and has_number(i + 1, i + 4) and not self.has(at, "at"):
            return subject.kind != "person" and subject.is_known
        if "accuse" in classes:
            return any(self.has(k, "of_or_for") for k in range(i + 2, i + _OBJECT))
        return "demand" in classes and self.has(at, "calls_for")

    def _is_put_at(self, i: int) -> bool:
        """ "put the crowd at 40,000"."""
        for k in range(i + 1, min(i + _OBJECT, len(self.tokens.texts))):
            if self.has(k, "at"):
                return self.scopes.has_number(k, k + 6)
            if self.has(k, "that_word"):
                return False
        return False

    # ------------------------------------------------------------ putting them in order

    def _settle(self) -> None:
        """Gives inherited cues their speaker, joins cited sources, ends scopes at new speakers."""
        for k, saying in enumerate(self.found):
            if saying.is_inherited:
                self._inherit(k, saying)
            elif k and saying.cited:
                self._rest_on(self.found[k - 1], saying)
            if k and saying.forward is not None and saying.hops:
                self._limit(k, saying)

    def _inherit(self, k: int, saying: Saying) -> None:
        quote = self.scopes.quote_at(saying.begin)
        follows_and = self.tag(self.reader.phrasing.at(saying.begin) - 1) == "c"
        for host in reversed(self.found[max(0, k - _BACK) : k]):
            if not host.hops or self.scopes.quote_at(host.begin) != quote:
                continue
            if host.is_noun and not follows_and:
                continue
            saying.hops = (*host.hops, *saying.cited)
            saying.medium = saying.medium or host.medium
            if saying.cited:
                host.hops = saying.hops
            return
        main = self.reader.leading()
        if main is not None:
            saying.hops = (main, *saying.cited)
        following = self.found[k + 1] if k + 1 < len(self.found) else None
        if saying.cited and k == 0 and following is not None and following.hops:
            # "Citing the ministry, Smith said that ...": what follows rests on what was cited.
            following.hops = (*following.hops, *saying.cited)

    def _rest_on(self, host: Saying, saying: Saying) -> None:
        """ "according to Smith, who cited the ministry": what Smith says rests on it."""
        speaker = saying.hops[0]
        is_relative = speaker.mention is not None and len(saying.hops) > len(saying.cited)
        if is_relative and host.hops and host.hops[-1].start == speaker.start:
            host.hops = (*host.hops, *saying.cited)

    def _limit(self, k: int, saying: Saying) -> None:
        """Ends the scope of earlier cues where the cue number `k` begins a clause beside theirs."""
        j = self.reader.phrasing.at(saying.begin) - 1
        while j >= 0 and (self.lower(j) in QUOTES or self.tag(j) in "rt"):
            j -= 1
        is_resumed = self.lower(j - 1) == "," and self.has(j, "relatives")
        is_beside = self.has(j, "coordinators") or self.lower(j) in (";", "—", "–")
        if j < 0 or (not is_resumed and not is_beside):
            return
        quote = self.scopes.quote_at(saying.begin)
        for earlier in self.found[max(0, k - _BACK) : k]:
            if earlier.forward is None or self.scopes.quote_at(earlier.begin) != quote:
                continue
            end = min(earlier.forward.end, saying.begin)
            if end > earlier.forward.start:
                earlier.forward = Span(earlier.forward.start, end)
