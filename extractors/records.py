"""The frozen records that pass between stages: article, quantity, claim, figure, drift."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

# Closed vocabularies; docs/vocabulary.md says where each word comes from.
Zone = Literal["headline", "lead", "body", "caption", "table"]
Bound = Literal["exact", "at_least", "more_than", "at_most", "less_than", "between"]
HedgeKind = Literal["none", "approximate", "estimated", "unverified"]
UnitKind = Literal[
    "count", "money", "share", "point", "multiple", "duration", "length", "area", "volume",
    "mass", "speed", "temperature", "energy", "power", "information", "pressure", "frequency",
    "angle", "age", "other",
]  # fmt: skip
NumberType = Literal[
    "claim", "date", "time", "age", "ordinal", "score", "identifier", "pronoun", "idiom", "other",
]  # fmt: skip
MeasureKind = Literal["level", "period", "cumulative", "rate", "change"]
ChangeRole = Literal["by", "from", "to", "times"]
Direction = Literal["up", "down", "none"]
Polarity = Literal["asserted", "denied", "questioned", "hypothetical"]
HopRole = Literal["speaker", "cited", "medium"]
HopKind = Literal["person", "organisation", "outlet", "document", "vague"]
Relation = Literal["cites", "root", "first", "revision", "headline"]
LinkBasis = Literal["rule", "declared", "accepted"]
FindingCode = Literal[
    "SINGLE_ROOT", "CIRCULAR", "ZOMBIE", "CONTESTED", "CUMULATIVE_FELL", "PART_OVER_WHOLE",
    "MONTHS_DO_NOT_SUM", "SILENT_EDIT", "NOTED_CORRECTION", "WITHDRAWN", "INSERTED",
]  # fmt: skip


def digest(*fields: object) -> str:
    """A stable 128-bit id, as UUID text, of the natural key `fields`.

    Fields are length-prefixed, so that ("ab", "c") and ("a", "bc") differ; None differs from "".
    """
    h = hashlib.blake2b(digest_size=16)
    for field in fields:
        raw = b"" if field is None else str(field).encode("utf-8", "surrogatepass")
        h.update(b"-" if field is None else b"%d:" % len(raw))
        h.update(raw)
    return str(uuid.UUID(bytes=h.digest()))


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets into the text of one revision: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ZoneSpan:
    """A stretch of a revision's text that is not plain body (headline, caption, table)."""

    start: int
    end: int
    zone: Zone


@dataclass(frozen=True, slots=True)
class Article:
    """One text state of the thing at a canonical URL, as parsed from one page.

    `text` begins with the headline (as a paragraph of its own, marked in `zones`) where the page
    has one, so that every span of every claim, also of headline claims, points into `text`.
    Paragraphs are separated by blank lines. Times are timezone-aware; `published_at` keeps the
    offset the page tells it by, so that its date is the day readers saw.
    """

    url: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    published_from: str | None = None  # where the date was read: "json-ld", "meta", "feed", ...
    modified_at: datetime | None = None
    modified_from: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    language: str | None = None
    agency: str | None = None  # wire credit found in the page's own metadata or byline
    zones: tuple[ZoneSpan, ...] = ()
    follows: str | None = None  # the revision before, where the same text stood before that one

    @property
    def article_id(self) -> str:
        """Natural key: the canonical URL."""
        return digest("article", self.url)

    @property
    def revision_id(self) -> str:
        """Natural key: the article and its text, and what it follows where the text came back."""
        if self.follows is None:
            return digest("revision", self.url, self.text)
        return digest("revision", self.url, self.text, self.follows)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, read into an interval with a unit.

    `start:end` covers the numeric expression with range words, scale words, currency sign or
    word and percent, without hedge words ("at least", "about") and without the counted noun.
    `low`/`high` are in base units of `unit` as written (no conversion); equal for a point,
    None for an open side. `precision` is the place value of the last digit written (1000 for
    "21 thousand", 0.1 for "3.5").
    """

    start: int
    end: int
    surface: str
    sentence: int  # index into Passage.sentences
    type: NumberType
    low: Decimal | None
    high: Decimal | None
    unit: str  # "count", ISO 4217, "percent", "percentage_point", "times", or singular English unit
    unit_kind: UnitKind
    unit_span: Span | None = None  # the unit word where it stands outside start:end ("barrels")
    bound: Bound = "exact"
    bound_cue: Span | None = None
    hedge: HedgeKind = "none"
    hedge_cue: Span | None = None
    precision: Decimal | None = None
    is_vague: bool = False  # "dozens", "several": an interval by convention
    direction: Direction = "none"  # the change this number states ("up 12%", "fell to 40")
    change: ChangeRole | None = None  # its role in that change
    per: str | None = None  # "day", "month", "100000 people" when the number is a rate
    per_span: Span | None = None
    partner: int | None = None  # start of the related quantity (from/to/by, conversion in brackets)
    confidence: float = 1.0
    doubt: str | None = None  # the rule that lowered the confidence


@dataclass(frozen=True, slots=True)
class Measured:
    """What is counted or measured, and what happened to it."""

    span: Span | None  # the noun phrase, without the number
    surface: str | None
    head: str | None  # lemma of the syntactic head ("soldier")
    qualifiers: tuple[str, ...] = ()  # lower-case modifiers ("criminal", "in Ukraine")
    event: str | None = None  # lemma of the predicate ("desert", "kill", "open")
    event_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """The kind of measure and, for a rate, per what."""

    kind: MeasureKind
    per: str | None = None
    per_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """When the figure applies; days are inclusive at both ends.

    `start`/`end` are None when the words cannot be resolved ("since the war began").
    `rule` names what resolved it; `is_carried` is true where the words stand in another sentence.
    """

    span: Span | None
    surface: str | None
    start: date | None
    end: date | None
    as_of: date | None = None
    precision: Literal["day", "week", "month", "quarter", "year", "decade", "none"] = "none"
    rule: str | None = None
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the figure applies; `path` goes from the country down where known."""

    span: Span
    surface: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of the chain of who is made answerable for a number."""

    name: str
    role: HopRole
    kind: HopKind
    span: Span | None  # where the name stands; text[span] == name
    cue: Span | None = None
    is_direct_quote: bool = False
    mention: Span | None = None  # what stands for the name beside the cue ("she", "the company")


@dataclass(frozen=True, slots=True)
class Claim:
    """One numeric statement of one revision: everything that was read, and where."""

    start: int
    end: int
    surface: str
    zone: Zone
    sentence: Span
    quantity: Quantity
    measured: Measured
    measure: Measure
    period: Period | None
    place: Place | None
    chain: tuple[Hop, ...]  # speaker first, root last; empty = the outlet's own voice
    polarity: Polarity
    polarity_cue: Span | None
    confidence: float
    doubt: str | None

    def claim_id(self, revision_id: str) -> str:
        """Natural key: revision and span. The extractor's version is a column beside it."""
        return digest("claim", revision_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Report:
    """One claim in its context: what linking, comparing and finding need beside the claim itself.

    Times are timezone-aware UTC. `topic` are the article's telling terms, most telling first
    (`topics.terms`); `sentence` is the claim's own sentence, as evidence and as near context.
    """

    claim_id: str
    claim: Claim
    article_id: str
    revision_id: str
    outlet: str | None
    url: str
    published_at: datetime | None
    seen_at: datetime | None = None
    revision_number: int = 1  # 1 = the first text state seen
    title: str | None = None
    sentence: str = ""
    topic: tuple[str, ...] = ()
    syndication_group: str | None = None
    agency: str | None = None

    @property
    def at(self) -> datetime | None:
        """When it was said: published, else first seen."""
        return self.published_at or self.seen_at


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in the world that outlets report; the value is never part of what it is.

    `figure_id` is the digest of the declared name or of the founding claim, so it stays when
    claims join. The key fields are those of the first report that names them; `topic` are the
    terms its reports share, most shared first.
    """

    figure_id: str
    label: str
    unit: str
    unit_kind: UnitKind
    measure_kind: MeasureKind
    head: str | None = None
    event: str | None = None
    place: str | None = None
    per: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    topic: tuple[str, ...] = ()
    declared: str | None = None  # its name in the watchlist
    founder_claim_id: str | None = None
    first_reported_at: datetime | None = None
    last_reported_at: datetime | None = None
    reports: int = 0
    keys: tuple[str, ...] = ()  # blocking keys of its reports (`evidence.keys`), commonest first


@dataclass(frozen=True, slots=True)
class Link:
    """One claim belongs to one figure: how sure (0..1), why, and who decided."""

    claim_id: str
    figure_id: str
    score: float
    reasons: tuple[str, ...] = ()  # "head people~victim +0.20", "topic 4 shared terms +0.31"
    basis: LinkBasis = "rule"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two figures turned out to be one; links of `from_figure_id` now belong to the other."""

    from_figure_id: str
    into_figure_id: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference of a report (child) from the one it is compared with (parent).

    `ratio` is child over parent for value codes, else None; `lag_seconds` from parent to child.
    """

    parent_claim_id: str
    child_claim_id: str
    relation: Relation
    reason: str  # why this parent: "cites Harbour Post", "earliest report with root ministry"
    dimension: str  # see lexicons/drift.toml
    code: str
    ratio: Decimal | None = None
    lag_seconds: int | None = None
    is_benign: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One pair that was compared, also where nothing changed (`drifts` empty: faithful).

    Rates of drift need the pairs as denominators. `is_same_text`: both belong to one syndication
    group; such pairs are kept but carry no drifts and are not counted.
    """

    parent_claim_id: str
    child_claim_id: str
    relation: Relation
    reason: str
    figure_id: str | None = None
    is_same_text: bool = False
    lag_seconds: int | None = None
    drifts: tuple[Drift, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something true of a whole figure, or of two revisions of one article, with its proof."""

    code: FindingCode
    # The claims that prove it; ZOMBIE: what overtook it first, the stale one last; CIRCULAR: along
    # the ring; CONTESTED, SILENT_EDIT, NOTED_CORRECTION: the earlier, the later.
    claim_ids: tuple[str, ...]
    detail: str  # one plain sentence
    figure_id: str | None = None
    article_id: str | None = None
    at: datetime | None = None  # when it became true

    @property
    def finding_id(self) -> str:
        """Natural key: the code and its proof."""
        return digest("finding", self.code, self.figure_id, self.article_id, *self.claim_ids)


@dataclass(frozen=True, slots=True)
class SyndicationGroup:
    """Articles that are copies of one text, with the likely origin and why it is that."""

    group_id: str  # digest of the first article that founded it
    origin_article_id: str
    origin_reason: str  # "earliest", "agency credit", "longest"
    agency: str | None = None
    size: int = 1


@dataclass(frozen=True, slots=True)
class Membership:
    """One article is in a syndication group: how alike to the member nearest to it (0..1)."""

    article_id: str
    group_id: str
    similarity: float
    reason: str  # "founder", "near copy of <article_id>", "abridged from <article_id>"


@dataclass(frozen=True, slots=True)
class Sketch:
    """The few shingle hashes that stand for a text when near-copies are sought.

    `shingles` are sorted signed 64-bit hashes of the sampled word 4-grams; `words` is the length
    of the text in words.
    """

    article_id: str
    revision_id: str
    shingles: tuple[int, ...]
    words: int
    published_at: datetime | None = None
    agency: str | None = None
    outlet: str | None = None
