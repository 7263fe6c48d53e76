"""Records to rows and back: the one seam between extractors and warehouse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from extractors.figures import Decision
from extractors.records import (
    Article,
    Claim,
    Comparison,
    Figure,
    Finding,
    Hop,
    Link,
    Measure,
    Measured,
    Membership,
    Merge,
    Period,
    Place,
    Quantity,
    Report,
    Sketch,
    Span,
    SyndicationGroup,
    ZoneSpan,
    digest,
)
from flows.archive import Kept, content_digest
from flows.failures import Failure
from warehouse import asking, loading

if TYPE_CHECKING:  # worker processes import this module and need neither
    from flows.fetch import Fetched
    from flows.watchlist import Outlet

Connection = duckdb.DuckDBPyConnection
Moment = datetime | str  # a time, or the same as ISO text

# DECIMAL(38, 9) holds what is below this and has at most nine decimals.
_LIMIT = Decimal("1E29")
_NANO = Decimal("1E-9")
_WIDE = Context(prec=60)


# ---- records to rows: runs and what came in -----------------------------------------------------


def run_row(
    *,
    run_id: str,
    flow: str,
    name: str | None,
    started_at: Moment,
    ended_at: Moment | None,
    status: str,
    summary: str | None,
    figuredrift_version: str | None,
) -> pa.Table:
    """The row of one run for raw.runs; `summary` is JSON."""
    return _table(
        "raw.runs",
        ("run_id", "flow", "name", "started_at", "ended_at", "status", "summary",
         "figuredrift_version"),
        [(run_id, flow, name, _utc(started_at), _utc(ended_at), status, summary,
          figuredrift_version)],
    )  # fmt: skip


def failure_rows(failures: Iterable[Failure], *, run_id: str, failed_at: Moment) -> pa.Table:
    """Rows for raw.failures; `failed_at` stands where a failure does not tell its own time."""
    at = _utc(failed_at)
    return _table(
        "raw.failures",
        ("failure_id", "run_id", "stage", "reason", "thing", "outlet", "detail", "remedy",
         "failed_at"),
        [
            (digest("failure", run_id, f.stage, f.thing, f.reason), run_id, f.stage, f.reason,
             f.thing, f.outlet, f.detail or None, f.remedy or None, _utc(f.failed_at) or at)
            for f in failures
        ],
    )  # fmt: skip


def fetch_rows(fetches: Iterable[tuple[Fetched, Kept | None]], *, run_id: str) -> pa.Table:
    """Rows for raw.fetches; each answer with where it was archived, if it was."""
    return _table(
        "raw.fetches",
        ("fetch_id", "run_id", "kind", "url", "final_url", "outlet", "status", "etag",
         "last_modified", "content_type", "content_digest", "bytes", "fetched_at",
         "duration_seconds", "is_not_modified", "warc_file", "warc_offset"),
        [
            (digest("fetch", run_id, f.url, f.fetched_at.isoformat()), run_id, f.request.kind,
             f.url, f.final_url, f.request.outlet, f.status, f.validators.etag,
             f.validators.last_modified, f.content_type,
             content_digest(f.body) if f.body else None, len(f.body),
             _utc(f.fetched_at), f.duration_seconds, f.is_not_modified,
             kept.file if kept else None, kept.offset if kept else None)
            for f, kept in fetches
        ],
    )  # fmt: skip


def page_id(url: str, content: str, *, after: str | None = None) -> str:
    """Natural key of a page: its address and the digest of its bytes.

    `after` is the page between, where the same bytes came back after others.
    """
    return digest("page", url, content) if after is None else digest("page", url, content, after)


def page_row(
    *,
    page_id: str,
    url: str,
    outlet: str | None,
    content_digest: str,
    bytes: int,
    content_type: str | None,
    seen_at: Moment,
    warc_file: str | None,
    warc_offset: int | None,
) -> tuple[Any, ...]:
    """One page as `page_rows` takes it."""
    return (page_id, url, outlet, content_digest, bytes, content_type, _utc(seen_at), warc_file,
            warc_offset)  # fmt: skip


def page_rows(pages: Iterable[tuple[Any, ...]], *, run_id: str) -> pa.Table:
    """Rows for raw.pages from what `page_row` gave."""
    return _table(
        "raw.pages",
        ("page_id", "url", "outlet", "content_digest", "bytes", "content_type", "seen_at",
         "warc_file", "warc_offset", "run_id"),
        [(*page, run_id) for page in pages],
    )  # fmt: skip


def outlet_rows(outlets: Iterable[Outlet], *, run_id: str) -> pa.Table:
    """Rows for core.outlets from the watchlist; merge them, as a watchlist changes."""
    return _table(
        "core.outlets",
        ("outlet", "name", "homepage", "country", "language", "kind", "also_known_as", "hosts",
         "expected_a_day", "is_watched", "run_id"),
        [
            (o.key, o.name, o.homepage, o.country, o.language, o.kind, list(o.also_known_as),
             list(o.domains), o.articles_a_day, True, run_id)
            for o in outlets
        ],
    )  # fmt: skip


# ---- records to rows: what was read -------------------------------------------------------------


def article_tables(
    articles: Iterable[tuple[Article, str | None, Moment]],
    *,
    run_id: str,
    parser_version: str | None = None,
) -> dict[str, pa.Table]:
    """Rows for core.articles and core.revisions.

    Each article comes with the id of the page it was parsed from and the time that page was seen.
    """
    things: list[tuple[Any, ...]] = []
    states: list[tuple[Any, ...]] = []
    for a, page, seen_at in articles:
        article_id, seen = a.article_id, _utc(seen_at)
        things.append((article_id, a.url, a.outlet, seen, run_id))
        states.append(
            (a.revision_id, article_id, page, a.text, digest("text", a.text), a.title,
             _utc(a.published_at), a.published_from, _offset(a.published_at),
             _utc(a.modified_at), a.modified_from, seen,
             list(a.authors), a.section, a.language, a.agency,
             [{"span_start": z.start, "span_end": z.end, "zone": z.zone} for z in a.zones],
             parser_version, run_id)
        )  # fmt: skip
    return {
        "core.articles": _table(
            "core.articles", ("article_id", "url", "outlet", "first_seen_at", "run_id"), things
        ),
        "core.revisions": _table(
            "core.revisions",
            ("revision_id", "article_id", "page_id", "text", "text_digest", "title",
             "published_at", "published_from", "published_offset", "modified_at",
             "modified_from", "seen_at", "authors", "section", "language", "agency", "zones",
             "parser_version", "run_id"),
            states,
        ),
    }  # fmt: skip


def reading_tables(
    found: Iterable[tuple[str, Sequence[Claim]]],
    terms: Iterable[tuple[str, Sequence[str]]],
    *,
    version: str,
    run_id: str,
    extracted_at: Moment,
) -> dict[str, pa.Table]:
    """Rows for what one version of the extractor read: claims, chains, terms and that it did.

    `found` gives each revision's claims, `terms` its telling terms.
    """
    at = _utc(extracted_at)
    readings: list[tuple[Any, ...]] = []
    claims: list[tuple[Any, ...]] = []
    hops: list[tuple[Any, ...]] = []
    for revision_id, read in found:
        readings.append((revision_id, version, len(read), at, run_id))
        for claim in read:
            claim_id = claim.claim_id(revision_id)
            claims.append((claim_id, version, revision_id, run_id, *_claim_values(claim)))
            hops.extend(
                (claim_id, version, position, hop.name, hop.role, hop.kind, *_ends(hop.span),
                 *_ends(hop.cue), hop.is_direct_quote, *_ends(hop.mention), run_id)
                for position, hop in enumerate(claim.chain)
            )  # fmt: skip
    return {
        "core.extractions": _table(
            "core.extractions",
            ("revision_id", "extractor_version", "claims", "extracted_at", "run_id"),
            readings,
        ),
        "core.claims": _table("core.claims", _CLAIM_COLUMNS, claims),
        "core.hops": _table("core.hops", _HOP_COLUMNS, hops),
        "core.topics": _table(
            "core.topics",
            ("revision_id", "terms", "run_id"),
            [(revision_id, list(some), run_id) for revision_id, some in terms],
        ),
    }


_CLAIM_COLUMNS = (
    "claim_id", "extractor_version", "revision_id", "run_id",
    "span_start", "span_end", "surface", "zone", "sentence_start", "sentence_end", "sentence_index",
    "quantity_start", "quantity_end", "quantity_surface", "number_type", "low", "high",
    "precision_value", "exact_values", "unit", "unit_kind", "unit_start", "unit_end",
    "bound", "bound_start", "bound_end", "hedge", "hedge_start", "hedge_end", "is_vague",
    "direction", "change_role", "per", "per_start", "per_end", "partner_start",
    "quantity_confidence", "quantity_doubt",
    "measured_start", "measured_end", "measured", "measured_head", "qualifiers",
    "event", "event_start", "event_end",
    "measure", "measure_per", "measure_per_start", "measure_per_end",
    "has_period", "period_surface", "period_span_start", "period_span_end", "period_start_on",
    "period_end_on", "as_of_on", "period_precision", "period_rule", "is_period_carried",
    "place", "place_start", "place_end", "place_path",
    "speaker", "root", "root_kind", "citing", "hops", "is_direct_quote",
    "polarity", "polarity_start", "polarity_end", "confidence", "doubt",
)  # fmt: skip

_HOP_COLUMNS = (
    "claim_id", "extractor_version", "position", "name", "role", "kind", "span_start", "span_end",
    "cue_start", "cue_end", "is_direct_quote", "mention_start", "mention_end", "run_id",
)  # fmt: skip


def _claim_values(c: Claim) -> tuple[Any, ...]:
    """A claim's values in the order of `_CLAIM_COLUMNS`, from span_start on."""
    q, m, chain = c.quantity, c.measured, c.chain
    low, high, place_value = _fit(q.low), _fit(q.high), _fit(q.precision)
    exact = None
    if low != q.low or high != q.high or place_value != q.precision:
        values = (q.low, q.high, q.precision)
        exact = json.dumps([None if v is None else str(v) for v in values])
        if (low, high).count(None) != (q.low, q.high).count(None):
            low = high = None  # an end that does not fit is not an open end
    return (
        c.start, c.end, c.surface, c.zone, c.sentence.start, c.sentence.end, q.sentence,
        q.start, q.end, q.surface, q.type, low, high,
        place_value, exact, q.unit, q.unit_kind, *_ends(q.unit_span),
        q.bound, *_ends(q.bound_cue), q.hedge, *_ends(q.hedge_cue), q.is_vague,
        q.direction, q.change, q.per, *_ends(q.per_span), q.partner,
        q.confidence, q.doubt,
        *_ends(m.span), m.surface, m.head, list(m.qualifiers), m.event, *_ends(m.event_span),
        c.measure.kind, c.measure.per, *_ends(c.measure.per_span),
        *_period_values(c.period),
        *_place_values(c.place),
        chain[0].name if chain else None,
        chain[-1].name if chain else None,
        chain[-1].kind if chain else None,
        " < ".join(hop.name for hop in chain) if chain else None,
        len(chain), any(hop.is_direct_quote for hop in chain),
        c.polarity, *_ends(c.polarity_cue), c.confidence, c.doubt,
    )  # fmt: skip


def _period_values(p: Period | None) -> tuple[Any, ...]:
    if p is None:
        return (False, *(None,) * 9)
    return (True, p.surface, *_ends(p.span), p.start, p.end, p.as_of, p.precision, p.rule,
            p.is_carried)  # fmt: skip


def _place_values(p: Place | None) -> tuple[Any, ...]:
    return (None, None, None, None) if p is None else (p.surface, *_ends(p.span), list(p.path))


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (None, None) if span is None else (span.start, span.end)


def _fit(value: Decimal | None) -> Decimal | None:
    """`value` as DECIMAL(38, 9) holds it: rounded to nine decimals; None where it is too large."""
    if value is None:
        return None
    if not value.is_finite() or not -_LIMIT < value < _LIMIT:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -9:
        return value.quantize(_NANO, context=_WIDE)
    return value


# ---- records to rows: what was made of it -------------------------------------------------------


def sketch_rows(sketches: Iterable[Sketch], *, run_id: str) -> pa.Table:
    """Rows for core.sketches."""
    return _table(
        "core.sketches",
        ("revision_id", "article_id", "shingles", "words", "published_at", "agency", "outlet",
         "run_id"),
        [
            (s.revision_id, s.article_id, list(s.shingles), s.words, _utc(s.published_at),
             s.agency, s.outlet, run_id)
            for s in sketches
        ],
    )  # fmt: skip


def syndication_tables(
    groups: Iterable[SyndicationGroup], memberships: Iterable[Membership], *, run_id: str
) -> dict[str, pa.Table]:
    """Rows for core.syndication_groups and core.syndication; merge them, as groups grow."""
    return {
        "core.syndication_groups": _table(
            "core.syndication_groups",
            ("group_id", "origin_article_id", "origin_reason", "agency", "size", "run_id"),
            [
                (g.group_id, g.origin_article_id, g.origin_reason, g.agency, g.size, run_id)
                for g in groups
            ],
        ),
        "core.syndication": _table(
            "core.syndication",
            ("article_id", "group_id", "similarity", "reason", "run_id"),
            [(m.article_id, m.group_id, m.similarity, m.reason, run_id) for m in memberships],
        ),
    }


def figure_rows(figures: Iterable[Figure], *, run_id: str) -> pa.Table:
    """Rows for core.figures; merge them."""
    return _table(
        "core.figures",
        ("figure_id", "label", "declared", "measured_head", "event", "place", "unit", "unit_kind",
         "measure", "per", "period_start_on", "period_end_on", "topic", "keys", "founder_claim_id",
         "first_reported_at", "last_reported_at", "reports", "run_id"),
        [
            (f.figure_id, f.label, f.declared, f.head, f.event, f.place, f.unit, f.unit_kind,
             f.measure_kind, f.per, f.period_start, f.period_end, list(f.topic),
             list(f.keys), f.founder_claim_id, _utc(f.first_reported_at), _utc(f.last_reported_at),
             f.reports, run_id)
            for f in figures
        ],
    )  # fmt: skip


def link_rows(links: Iterable[Link], *, version: str, run_id: str, linked_at: Moment) -> pa.Table:
    """Rows for core.links of claims read by extractor `version`; merge them."""
    at = _utc(linked_at)
    return _table(
        "core.links",
        ("claim_id", "extractor_version", "figure_id", "score", "reasons", "basis", "linked_at",
         "run_id"),
        [
            (k.claim_id, version, k.figure_id, k.score, list(k.reasons), k.basis, at, run_id)
            for k in links
        ],
    )  # fmt: skip


def merge_rows(merges: Iterable[Merge], *, run_id: str, merged_at: Moment) -> pa.Table:
    """Rows for core.merges."""
    at = _utc(merged_at)
    return _table(
        "core.merges",
        ("from_figure_id", "into_figure_id", "score", "reasons", "merged_at", "run_id"),
        [(m.from_figure_id, m.into_figure_id, m.score, list(m.reasons), at, run_id)
         for m in merges],
    )  # fmt: skip


def resolution_rows(
    revisions: Iterable[str],
    *,
    version: str,
    resolver_version: str,
    run_id: str,
    resolved_at: Moment,
) -> pa.Table:
    """Rows for core.resolutions: these revisions, as read by extractor `version`, are linked."""
    at = _utc(resolved_at)
    return _table(
        "core.resolutions",
        ("revision_id", "extractor_version", "resolver_version", "resolved_at", "run_id"),
        [(revision_id, version, resolver_version, at, run_id) for revision_id in revisions],
    )


def decision_row(
    claim_id: str, figure_id: str, verdict: str, *,
    decided_by: str | None, note: str | None, decided_at: Moment, run_id: str | None,
) -> pa.Table:  # fmt: skip
    """The row of one person's decision ("accept" or "reject") for core.decisions."""
    at = _utc(decided_at)
    return _table(
        "core.decisions",
        ("decision_id", "claim_id", "figure_id", "verdict", "decided_by", "note", "decided_at",
         "run_id"),
        [(digest("decision", claim_id, figure_id, verdict, decided_by, at), claim_id, figure_id,
          verdict, decided_by, note, at, run_id)],
    )  # fmt: skip


def comparison_tables(
    comparisons: Iterable[Comparison], *, version: str, run_id: str
) -> dict[str, pa.Table]:
    """Rows for core.comparisons and core.drift; replace them over the figures compared."""
    pairs: list[tuple[Any, ...]] = []
    drifts: list[tuple[Any, ...]] = []
    for c in comparisons:
        pair = digest("comparison", c.parent_claim_id, c.child_claim_id, c.relation)
        ids = (c.figure_id, c.parent_claim_id, c.child_claim_id, version, c.relation, c.reason)
        pairs.append((pair, *ids, c.is_same_text, len(c.drifts), c.lag_seconds, run_id))
        drifts.extend(
            (digest("drift", pair, d.dimension, d.code), pair, *ids, d.dimension, d.code,
             None if d.ratio is None else float(d.ratio), c.lag_seconds, d.is_benign, run_id)
            for d in c.drifts
        )  # fmt: skip
    ids_told = ("figure_id", "parent_claim_id", "child_claim_id", "extractor_version", "relation",
                "reason")  # fmt: skip
    return {
        "core.comparisons": _table(
            "core.comparisons",
            ("comparison_id", *ids_told, "is_same_text", "codes", "lag_seconds", "run_id"),
            pairs,
        ),
        "core.drift": _table(
            "core.drift",
            ("drift_id", "comparison_id", *ids_told, "dimension", "code", "ratio", "lag_seconds",
             "is_benign", "run_id"),
            drifts,
        ),
    }  # fmt: skip


def finding_rows(findings: Iterable[Finding], *, run_id: str) -> pa.Table:
    """Rows for core.findings."""
    return _table(
        "core.findings",
        ("finding_id", "figure_id", "article_id", "code", "detail", "claims", "became_true_at",
         "run_id"),
        [
            (f.finding_id, f.figure_id, f.article_id, f.code, f.detail, list(f.claim_ids),
             _utc(f.at), run_id)
            for f in findings
        ],
    )  # fmt: skip


# ---- rows to records ----------------------------------------------------------------------------


def count_unread(con: Connection, version: str) -> int:
    """Number of revisions that extractor `version` has not read."""
    return len(asking.read(con, "unread", version=version).fetchall())


def unread(con: Connection, version: str, *, size: int) -> Iterator[list[tuple[str, Article]]]:
    """Revisions that extractor `version` has not read, in batches of `size`, oldest first.

    The list is taken at the start; batches may be loaded between one and the next.
    """
    for some in _batches(asking.read(con, "unread", version=version), size):
        yield list(articles(con, some))


def articles(con: Connection, revisions: Sequence[str]) -> Iterator[tuple[str, Article]]:
    """The given revisions as they were parsed, with their ids."""
    for row in asking.read(con, "articles", revisions=list(revisions)).fetchall():
        (revision_id, url, text, title, outlet, published_at, published_from, offset, modified_at,
         modified_from, authors, section, language, agency, zones) = row  # fmt: skip
        yield str(revision_id), Article(
            url, text, title, outlet, _aware(published_at, offset), published_from,
            _aware(modified_at), modified_from, tuple(authors or ()), section, language, agency,
            tuple(ZoneSpan(z["span_start"], z["span_end"], z["zone"]) for z in zones or ()),
        )  # fmt: skip


def unresolved(con: Connection, version: str, *, size: int) -> Iterator[list[str]]:
    """Ids of revisions that resolver `version` has not linked yet, in the order they were told."""
    yield from _batches(asking.read(con, "unresolved", version=version), size)


def reports(con: Connection, revisions: Sequence[str]) -> Iterator[Report]:
    """All claims of the given revisions that count, each in its context."""
    given = list(revisions)
    chains = _chains(con, given)
    answer = asking.read(con, "reports", revisions=given)
    names = answer.columns
    for row in answer.fetchall():
        yield _report(dict(zip(names, row, strict=True)), chains)


def reports_of_figures(
    con: Connection, figures: Sequence[str], *, most: int
) -> Iterator[tuple[str, Report]]:
    """The latest `most` reports of each of the given figures, oldest first, with its id."""
    answer = asking.read(con, "reports_of_figures", figures=list(figures), most=most)
    names = answer.columns
    found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    chains = _chains(con, sorted({str(row["revision_id"]) for row in found}))
    for row in found:
        yield str(row["figure_id"]), _report(row, chains)


def figures(
    con: Connection,
    *,
    since: Moment,
    matching: Iterable[tuple[str, str]] | None = None,
    most: int = 400,
    rare: int = 50,
) -> list[Figure]:
    """Figures last reported since `since`, and all declared ones.

    With `matching`, only those that share a blocking key and of their first eight topic terms two
    with these pairs of key and term, which at most `most` figures do, or one that `rare` do.
    """
    if matching is None:
        answer = asking.read(con, "figures", since=_utc(since))
    else:
        pairs = sorted(set(matching))
        answer = asking.read(con, "figures_matching", since=_utc(since),
                             keys=[k for k, _ in pairs], terms=[t for _, t in pairs],
                             most=most, rare=rare)  # fmt: skip
    return [
        Figure(
            str(figure_id), label, unit, unit_kind, measure, head, event, place, per, start, end,
            tuple(topic or ()), declared, _text(founder), _aware(first), _aware(last), told,
            tuple(keys or ()),
        )
        for (figure_id, label, unit, unit_kind, measure, head, event, place, per, start, end,
             topic, declared, founder, first, last, told, keys)
        in answer.fetchall()
    ]  # fmt: skip


def sketches(con: Connection, *, since: Moment) -> list[tuple[Sketch, Membership | None]]:
    """Sketches of articles published since `since`, each with its place in a syndication group."""
    found = []
    for row in asking.read(con, "sketches", since=_utc(since)).fetchall():
        article_id, revision_id, shingles, words, published_at, agency, outlet, *member = row
        group_id, similarity, reason = member
        sketch = Sketch(str(article_id), str(revision_id), tuple(shingles), words,
                        _aware(published_at), agency, outlet)  # fmt: skip
        inside = (
            Membership(str(article_id), str(group_id), similarity, reason) if group_id else None
        )
        found.append((sketch, inside))
    return found


def syndication_groups(con: Connection, *, since: Moment) -> list[SyndicationGroup]:
    """Syndication groups with a member published since `since`."""
    return [
        SyndicationGroup(str(group_id), str(origin), reason, agency, size)
        for group_id, origin, reason, agency, size in asking.read(
            con, "syndication_groups", since=_utc(since)
        ).fetchall()
    ]


@dataclass(frozen=True, slots=True)
class State:
    """One text state of an article."""

    revision_id: str
    text: str


def edits(con: Connection, revisions: Sequence[str]) -> Iterator[tuple[str, State, State]]:
    """(article, before, after) for every edit of the articles of the given revisions."""
    for article, before, text_before, after, text_after in asking.read(
        con, "edits", revisions=list(revisions)
    ).fetchall():
        yield str(article), State(str(before), text_before), State(str(after), text_after)


def found_so_far(con: Connection) -> dict[str, int]:
    """Rows of comparisons, of drift that is not benign, and of findings."""
    answer = asking.read(con, "found_so_far")
    return dict(zip(answer.columns, answer.fetchall()[0], strict=True))


def earliest(con: Connection, revisions: Sequence[str]) -> datetime | None:
    """When the earliest of the given revisions was told."""
    return _aware(asking.read(con, "earliest", revisions=list(revisions)).fetchall()[0][0])


def figure_of(con: Connection, claims: Sequence[str], *, version: str) -> dict[str, str]:
    """The figure of each of the given claims that has one."""
    answer = asking.read(con, "figure_of", claims=list(claims), version=version)
    return {str(claim): str(figure) for claim, figure in answer.fetchall()}


def decisions(con: Connection) -> list[Decision]:
    """People's last word on links."""
    return [
        Decision(str(claim), str(figure), verdict)
        for claim, figure, verdict in asking.read(con, "decisions").fetchall()
    ]


def validators(con: Connection) -> dict[str, tuple[str | None, str | None]]:
    """ETag and Last-Modified last given for each address."""
    return {url: (etag, at) for url, etag, at in asking.read(con, "validators").fetchall()}


def _report(row: Mapping[str, Any], chains: Mapping[str, tuple[Hop, ...]]) -> Report:
    claim_id = str(row["claim_id"])
    return Report(
        claim_id=claim_id,
        claim=_claim(row, chains.get(claim_id, ())),
        article_id=str(row["article_id"]),
        revision_id=str(row["revision_id"]),
        outlet=row["outlet"],
        url=row["url"],
        published_at=_aware(row["published_at"]),
        seen_at=_aware(row["seen_at"]),
        revision_number=row["revision_number"],
        title=row["title"],
        sentence=row["sentence"],
        topic=tuple(row["terms"] or ()),
        syndication_group=_text(row["syndication_group"]),
        agency=row["agency"],
    )


def _claim(r: Mapping[str, Any], chain: tuple[Hop, ...]) -> Claim:
    low, high, place_value = r["low"], r["high"], r["precision_value"]
    if r["exact_values"]:
        low, high, place_value = (
            None if v is None else Decimal(v) for v in json.loads(r["exact_values"])
        )
    else:
        low, high, place_value = _plain(low), _plain(high), _plain(place_value)
    quantity = Quantity(
        r["quantity_start"], r["quantity_end"], r["quantity_surface"], r["sentence_index"],
        r["number_type"], low, high, r["unit"], r["unit_kind"], _span(r, "unit"),
        r["bound"], _span(r, "bound"), r["hedge"], _span(r, "hedge"), place_value,
        r["is_vague"], r["direction"], r["change_role"], r["per"], _span(r, "per"),
        r["partner_start"], r["quantity_confidence"], r["quantity_doubt"],
    )  # fmt: skip
    period = place = None
    if r["has_period"]:
        period = Period(
            _span(r, "period_span"), r["period_surface"], r["period_start_on"], r["period_end_on"],
            r["as_of_on"], r["period_precision"], r["period_rule"], r["is_period_carried"],
        )  # fmt: skip
    if (where := _span(r, "place")) is not None:
        place = Place(where, r["place"], tuple(r["place_path"] or ()))
    return Claim(
        r["span_start"], r["span_end"], r["surface"], r["zone"],
        Span(r["sentence_start"], r["sentence_end"]), quantity,
        Measured(_span(r, "measured"), r["measured"], r["measured_head"],
                 tuple(r["qualifiers"] or ()), r["event"], _span(r, "event")),
        Measure(r["measure"], r["measure_per"], _span(r, "measure_per")),
        period, place, chain, r["polarity"], _span(r, "polarity"), r["confidence"], r["doubt"],
    )  # fmt: skip


def _chains(con: Connection, revisions: list[str]) -> dict[str, tuple[Hop, ...]]:
    """Chains by claim, of the reading that counts for each revision."""
    found: dict[str, list[Hop]] = {}
    for row in asking.read(con, "hops", revisions=revisions).fetchall():
        claim_id, name, role, kind, a, b, cue_a, cue_b, is_direct_quote, by_a, by_b = row
        hop = Hop(name, role, kind, _pair(a, b), _pair(cue_a, cue_b), is_direct_quote,
                  _pair(by_a, by_b))  # fmt: skip
        found.setdefault(str(claim_id), []).append(hop)
    return {claim_id: tuple(hops) for claim_id, hops in found.items()}


def _span(row: Mapping[str, Any], name: str) -> Span | None:
    return _pair(row[f"{name}_start"], row[f"{name}_end"])


def _pair(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _plain(value: Decimal | None) -> Decimal | None:
    """The value without the zeros that its column adds: 1500, not 1500.000000000."""
    if value is None:
        return None
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


# ---- both ways ----------------------------------------------------------------------------------


def _table(table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as Arrow in the types of the warehouse's `table`."""
    shape = loading.shapes()[table]
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pa.table(
        {n: _array(c, shape.field(n).type) for n, c in zip(names, columns, strict=True)}
    )


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # half a character: one "?" in its place keeps every offset right
        whole = [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values]
        return pa.array(whole, kind)


def _batches(answer: duckdb.DuckDBPyRelation, size: int) -> Iterator[list[str]]:
    ids = [str(row[0]) for row in answer.fetchall()]
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _utc(moment: Moment | None) -> datetime | None:
    """A time as the warehouse keeps it: UTC without saying so."""
    if moment is None:
        return None
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _aware(moment: datetime | None, offset: int | None = None) -> datetime | None:
    """A time of the warehouse, told by a clock `offset` minutes east of UTC."""
    if moment is None:
        return None
    aware = moment.replace(tzinfo=UTC)
    return aware.astimezone(timezone(timedelta(minutes=offset))) if offset else aware


def _offset(moment: datetime | None) -> int | None:
    """Minutes east of UTC of the clock a time is told by."""
    east = moment.utcoffset() if moment else None
    return None if east is None else round(east.total_seconds() / 60)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
