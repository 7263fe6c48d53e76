"""Decides which claims speak of the same figure, with a score and reasons for every link."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise, product
from typing import Literal

from extractors import evidence, labels
from extractors.declared import Declared, match
from extractors.evidence import Mention
from extractors.records import Figure, Link, LinkBasis, Merge, Report, digest

VERSION = "3"  # of the rules below and of those in evidence.py: raise it to link all anew
THRESHOLD = 0.8  # log-odds between two groups of reports that make them one figure
_MERGE_KNOWN = 1.0  # two figures already published need more
_SAMPLE = 6  # members a group is judged by
_UPPER = 0.5  # share of the best pairs that count: outliers of a long series do not split it
_UPPER_OF_TOLLS = 0.25  # of the dead of one event much is told, by each article other things
_LIKE = 1.5  # how far two tolls of one event lie apart at most to be judged so
_REFUSED_SHARE = 0.1
_GLANCE = 3  # pairs that are enough to see that two groups have nothing to do with each other
_HOPELESS = -3.0  # two groups so far apart are not compared again as they grow
CROWDED = 200  # groups under one key and topic term above which the two tell nothing
RARE = 25  # groups under one key and topic term up to which one common term is enough
_KEYS = 8  # kept for a figure
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs found: figures still alive, and some of their latest reports."""

    figures: tuple[Figure, ...] = ()
    reports: tuple[tuple[str, Report], ...] = ()  # (figure_id, report)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one link; it wins over every rule."""

    claim_id: str
    figure_id: str
    verdict: Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class Linking:
    """What one run adds: a link for every new claim, figures new or changed, and merges."""

    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    merges: tuple[Merge, ...]


@dataclass(slots=True, eq=False)
class _Group:
    """Reports taken to speak of one figure."""

    members: list[int]
    figure_id: str | None = None  # of a known or declared figure
    is_declared: bool = False
    sample: list[int] = field(default_factory=list)
    sentences: dict[tuple[str, int], list[int]] = field(default_factory=dict)


def figure_id(founder_claim_id: str, again: int = 0) -> str:
    """Id of a discovered figure: the digest of the claim that founded it.

    `again` counts how often a person took that claim out of a figure it had founded.
    """
    return digest("figure", founder_claim_id, *([again] if again else []))


def link(
    new: Sequence[Report],
    known: Known = Known(),
    decisions: Sequence[Decision] = (),
    declared: Sequence[Declared] = (),
) -> Linking:
    """Links every claim of `new` to a figure, known or new.

    The order of `new` does not matter. Costs grow with `new` and with the known reports that
    share a key with it. A claim that matches a declared figure belongs to it, whatever else
    speaks against it, unless a person rejected the link; decisions win over everything.
    """
    return _Linker(new, known, decisions, declared).run()


class _Linker:
    def __init__(
        self,
        new: Sequence[Report],
        known: Known,
        decisions: Sequence[Decision],
        declared: Sequence[Declared],
    ) -> None:
        fresh = {r.claim_id for r in new}
        rejected = {(d.claim_id, d.figure_id) for d in decisions if d.verdict == "reject"}
        earlier = [
            (f, r)
            for f, r in known.reports
            if r.claim_id not in fresh and (r.claim_id, f) not in rejected
        ]
        order = sorted(
            [
                *((None, r) for r in new),
                *earlier,
            ],
            key=lambda row: row[1].claim_id,
        )
        self.reports = [r for _, r in order]
        self.mentions = evidence.mentions(self.reports)
        self.is_new = [r.claim_id in fresh for r in self.reports]
        self.known = {f.figure_id: f for f in known.figures}
        self.rejected = rejected
        self.shunned = {figure for _, figure in rejected}
        self.fixed: dict[str, tuple[str, LinkBasis]] = {}
        for report in new:
            named = match(report, declared)
            if named and (report.claim_id, named.figure_id) not in rejected:
                self.known.setdefault(named.figure_id, named.figure())
                self.fixed[report.claim_id] = (named.figure_id, "declared")
        for d in decisions:
            if d.verdict == "accept":
                self.fixed[d.claim_id] = (d.figure_id, "accepted")
        self.home = {r.claim_id: f for f, r in earlier}
        self.memo: dict[tuple[int, int], float] = {}

    # ---- pairs

    def score(self, i: int, j: int) -> float:
        key = (i, j) if i < j else (j, i)
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = evidence.score(self.mentions[key[0]], self.mentions[key[1]])[0]
        return found

    def candidates(self, groups: list[_Group]) -> Iterator[tuple[int, int]]:
        """Pairs of groups under a common key that share a rare topic term or two, one with news.

        Two figures that are both known already were compared when they came; they meet again
        where a new report joins one of them.
        """
        under: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for g, group in enumerate(groups):
            for i in group.members:
                terms = evidence.terms(self.reports[i])
                for key in evidence.keys_of(self.mentions[i]):
                    for term in terms:
                        under[key][term].add(g)
        has_news = [any(self.is_new[i] for i in group.members) for group in groups]
        found: set[tuple[int, int]] = set()
        for by_term in under.values():
            once: set[tuple[int, int]] = set()
            for bucket in by_term.values():
                if not 1 < len(bucket) <= CROWDED:
                    continue
                is_rare = len(bucket) <= RARE
                members = sorted(bucket)
                for a in (m for m in members if has_news[m]):
                    for b in members:
                        if b == a or (b < a and has_news[b]):
                            continue
                        pair = (a, b) if a < b else (b, a)
                        if pair in found:
                            continue
                        if is_rare or pair in once:
                            found.add(pair)
                            yield pair
                        else:
                            once.add(pair)

    # ---- groups

    def start(self) -> list[_Group]:
        groups: dict[str, _Group] = {}
        key_of: dict[str, str] = {}
        converted = self._conversions()
        for i, rate in evidence.restated_rates(self.reports).items():
            converted.setdefault(i, converted.get(rate, rate))
        for i in sorted(range(len(self.reports)), key=lambda i: i in converted):
            report = self.reports[i]
            fixed = self.fixed.get(report.claim_id)
            home = fixed[0] if fixed else self.home.get(report.claim_id)
            if home:
                key = f"figure {home}"
            elif i in converted:
                key = key_of[self.reports[converted[i]].claim_id]
            else:
                key = self._same_words(i)
            key_of[report.claim_id] = key
            group = groups.get(key)
            if group is None:
                declared = (
                    home is not None and home in self.known and bool(self.known[home].declared)
                )
                group = groups[key] = _Group(
                    [], home, declared or bool(fixed and fixed[1] == "declared")
                )
            group.members.append(i)
        for group in groups.values():
            self._weigh(group)
        return list(groups.values())

    def _weigh(self, group: _Group) -> None:
        """Choose the members the group is judged by, and note the sentences it is told in."""
        group.sample = self._sample(group.members)
        for i in group.members:
            report = self.reports[i]
            told = (report.revision_id, report.claim.sentence.start)
            group.sentences.setdefault(told, []).append(i)

    def _conversions(self) -> dict[int, int]:
        """Report -> the report it repeats in another unit: "80 km (50 miles)"."""
        by_article: dict[str, list[int]] = defaultdict(list)
        for i, r in enumerate(self.reports):
            by_article[r.revision_id].append(i)
        found: dict[int, int] = {}
        for indices in by_article.values():
            indices.sort(key=lambda i: self.reports[i].claim.start)
            for a, b in pairwise(indices):
                if self._is_conversion(self.reports[a], self.reports[b]):
                    found[b] = found.get(a, a)
        return found

    @staticmethod
    def _is_conversion(a: Report, b: Report) -> bool:
        p, q = a.claim.quantity, b.claim.quantity
        if p.unit == q.unit or p.unit_kind != q.unit_kind or a.claim.sentence != b.claim.sentence:
            return False
        if q.partner == p.start and q.change is None:
            return True
        return p.unit_kind == "money" and 0 <= b.claim.start - a.claim.end <= 3

    def _same_words(self, i: int) -> str:
        """Copies of one text, and repetitions within one article, start as one group."""
        report, mention = self.reports[i], self.mentions[i]
        claim = report.claim
        text = report.syndication_group or report.article_id
        if not mention.classes and not mention.words.weights:
            return f"claim {report.claim_id}"
        return repr(
            (text, claim.quantity.low, claim.quantity.high, claim.quantity.unit, claim.measure.kind,
             sorted(mention.classes), sorted(mention.words.weights), mention.thing.part,
             claim.period and (claim.period.start, claim.period.end),
             claim.place and claim.place.surface)
        )  # fmt: skip

    def _sample(self, members: Sequence[int]) -> list[int]:
        return sorted(members, key=lambda i: self.reports[i].claim_id[::-1])[:_SAMPLE]

    def between(self, a: _Group, b: _Group) -> float:
        """Mean log-odds between two groups, or REFUSED."""
        if a.figure_id and b.figure_id and (a.is_declared and b.is_declared):
            return evidence.REFUSED
        if self._contradict(a, b):
            return evidence.REFUSED
        for group, other in ((a, b), (b, a)) if self.shunned else ():
            if group.figure_id in self.shunned and any(
                (self.reports[i].claim_id, group.figure_id) in self.rejected for i in other.members
            ):
                return evidence.REFUSED
        scores: list[float] = []
        for i, j in product(a.sample, b.sample):
            scores.append(self.score(i, j))
            if len(scores) == _GLANCE and max(scores) <= _HOPELESS:
                return max(scores)
        refused = sum(s <= evidence.REFUSED for s in scores)
        if refused > _REFUSED_SHARE * len(scores):
            return evidence.REFUSED
        scores.sort(reverse=True)
        share = _UPPER_OF_TOLLS if self._are_like_tolls(a, b) else _UPPER
        upper = scores[: max(1, round(len(scores) * share))]
        return sum(upper) / len(upper)

    def _are_like_tolls(self, a: _Group, b: _Group) -> bool:
        """Whether both count what happened to people, and neither leaves the other's range far."""
        for i in (*a.sample, *b.sample):
            mention = self.mentions[i]
            if not mention.thing.outcome or mention.family != "count":
                return False
        ends = []
        for group in (a, b):
            numbers = [n for i in group.sample if (n := self.mentions[i].middle)]
            if not numbers:
                return False
            ends.append((min(numbers), max(numbers)))
        (low, high), (other_low, other_high) = ends
        return low <= _LIKE * other_high and other_low <= _LIKE * high

    def _contradict(self, a: _Group, b: _Group) -> bool:
        """Whether one sentence tells the two groups apart: that is said, not inferred."""
        return any(
            self.score(i, j) <= evidence.REFUSED
            for sentence in a.sentences.keys() & b.sentences.keys()
            for i in a.sentences[sentence]
            for j in b.sentences[sentence]
        )

    def run(self) -> Linking:
        groups: list[_Group | None] = list(self.start())
        starting = [g for g in groups if g is not None]
        neighbours: dict[int, set[int]] = defaultdict(set)
        heap: list[tuple[float, str, str, int, int]] = []

        def offer(a: int, b: int) -> None:
            x, y = groups[a], groups[b]
            if x is None or y is None:
                return
            score = self.between(x, y)
            need = THRESHOLD + (_MERGE_KNOWN if x.figure_id and y.figure_id else 0.0)
            if score > need:
                heapq.heappush(heap, (-score, self._name(x), self._name(y), a, b))
                neighbours[a].add(b)
                neighbours[b].add(a)
            elif score > _HOPELESS:
                neighbours[a].add(b)
                neighbours[b].add(a)

        for a, b in self.candidates(starting):
            offer(a, b)
        merges: list[tuple[str, str, float]] = []
        while heap:
            score, _, _, a, b = heapq.heappop(heap)
            x, y = groups[a], groups[b]
            if x is None or y is None:
                continue
            joined = self._join(x, y)
            if x.figure_id and y.figure_id and x.figure_id != y.figure_id:
                gone = y.figure_id if joined.figure_id == x.figure_id else x.figure_id
                merges.append((gone, joined.figure_id or "", -score))
            groups[a] = groups[b] = None
            groups.append(joined)
            fresh = len(groups) - 1
            for other in sorted((neighbours.pop(a, set()) | neighbours.pop(b, set())) - {a, b}):
                neighbours[other].discard(a)
                neighbours[other].discard(b)
                offer(fresh, other)
        return self._linking([g for g in groups if g is not None], merges)

    def _name(self, group: _Group) -> str:
        return min(self.reports[i].claim_id for i in group.members)

    def _join(self, a: _Group, b: _Group) -> _Group:
        joined = _Group(
            sorted({*a.members, *b.members}),
            self._survivor(a, b),
            a.is_declared or b.is_declared,
        )
        self._weigh(joined)
        return joined

    def _survivor(self, a: _Group, b: _Group) -> str | None:
        """Which id stays: the declared one, else that of the figure first reported."""
        ids = [g.figure_id for g in (a, b) if g.figure_id]
        if len(ids) < 2:
            return ids[0] if ids else None
        for group in (a, b):
            if group.is_declared:
                return group.figure_id
        return min(
            ids,
            key=lambda f: (
                (self.known[f].first_reported_at if f in self.known else None) or _LONG_AGO,
                f,
            ),
        )

    # ---- results

    def _linking(self, groups: list[_Group], merges: list[tuple[str, str, float]]) -> Linking:
        links: list[Link] = []
        figures: list[Figure] = []
        for name, group, founder in self._named(groups):
            fresh = [i for i in group.members if self.is_new[i]]
            gone = [f for f, into, _ in merges if into == group.figure_id]
            if not fresh and not gone:
                continue
            links.extend(self._link(i, group, name, founder) for i in fresh)
            figures.append(self._figure(name, group, founder, len(fresh), gone))
        return Linking(
            tuple(sorted(links, key=lambda x: x.claim_id)),
            tuple(sorted(figures, key=lambda x: x.figure_id)),
            tuple(
                Merge(f, into, _probability(s), (f"mean log-odds {s:+.2f}",))
                for f, into, s in sorted(merges)
            ),
        )

    def _founder(self, members: Sequence[int]) -> int:
        """The first report; of several at one time, that of the lowest id."""
        return min(
            members, key=lambda i: (self.reports[i].at or _LONG_AGO, self.reports[i].claim_id)
        )

    def _named(self, groups: Sequence[_Group]) -> Iterator[tuple[str, _Group, int]]:
        """Each group with its figure's id and its founder; whom a person took out stands alone."""
        waiting = list(groups)
        while waiting:
            group = waiting.pop()
            founder = self._founder(group.members)
            if group.figure_id:
                yield group.figure_id, group, founder
                continue
            claim, again = self.reports[founder].claim_id, 0
            while (claim, figure_id(claim, again)) in self.rejected and len(group.members) == 1:
                again += 1
            name = figure_id(claim, again)
            out = [i for i in group.members if (self.reports[i].claim_id, name) in self.rejected]
            if not out:
                yield name, group, founder
                continue
            for some in ([i for i in group.members if i not in out], *([i] for i in out)):
                if some:
                    part = _Group(list(some))
                    self._weigh(part)
                    waiting.append(part)

    def _link(self, i: int, group: _Group, name: str, founder: int) -> Link:
        claim_id = self.reports[i].claim_id
        fixed = self.fixed.get(claim_id)
        if fixed:
            return Link(claim_id, name, 1.0, (f"{fixed[1]} link",), fixed[1])
        others = [j for j in group.sample if j != i] or [j for j in group.members if j != i][:1]
        if not others:
            return Link(claim_id, name, 1.0, ("first report",))
        scores = [(self.score(i, j), j) for j in others]
        best = max(scores, key=lambda s: (s[0], self.reports[s[1]].claim_id))[1]
        _, parts = evidence.score(self.mentions[min(i, best)], self.mentions[max(i, best)])
        mean = sum(s for s, _ in scores) / len(scores)
        return Link(claim_id, name, _probability(mean), evidence.reasons(parts))

    def _figure(
        self, name: str, group: _Group, founder: int, fresh: int, gone: list[str]
    ) -> Figure:
        reports = [self.reports[i] for i in group.members]
        before = self.known.get(name)
        swallowed = [self.known[f] for f in gone if f in self.known]
        times = [r.at for r in reports if r.at]
        old = [f for f in (before, *swallowed) if f]
        first = min(
            [*times, *(f.first_reported_at for f in old if f.first_reported_at)], default=None
        )
        last = max([*times, *(f.last_reported_at for f in old if f.last_reported_at)], default=None)
        return _described(
            name,
            [self.mentions[i] for i in group.members],
            self.mentions[founder],
            before,
            first,
            last,
            fresh + sum(f.reports for f in old),
        )


def _probability(log_odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 4)


def _described(
    name: str,
    mentions: Sequence[Mention],
    founder: Mention,
    before: Figure | None,
    first: datetime | None,
    last: datetime | None,
    reports: int,
) -> Figure:
    claim = founder.report.claim
    claims = [m.report.claim for m in mentions]
    shared = Counter(
        t for m in {x.report.article_id: x for x in mentions}.values() for t in m.report.topic
    )
    rank = {t: i for m in mentions for i, t in enumerate(m.report.topic)}
    topic = tuple(sorted(shared, key=lambda t: (-shared[t], rank[t], t))[:12])
    place = labels.most(c.place.surface for c in claims if c.place)
    outcome = labels.outcome_of(mentions)
    return Figure(
        figure_id=name,
        label=before.label if before and before.declared else labels.of(mentions, place, topic),
        unit=before.unit if before else claim.quantity.unit,
        unit_kind=before.unit_kind if before else claim.quantity.unit_kind,
        measure_kind=before.measure_kind if before else claim.measure.kind,
        head=labels.most(m.thing.head for m in mentions) or (before.head if before else None),
        event=outcome
        or labels.most(c.measured.event for c in claims)
        or (before.event if before else None),
        place=place or (before.place if before else None),
        per=before.per if before else claim.measure.per or claim.quantity.per,
        period_start=before.period_start
        if before
        else claim.period.start
        if claim.period
        else None,
        period_end=before.period_end if before else claim.period.end if claim.period else None,
        topic=topic,
        declared=before.declared if before else None,
        founder_claim_id=before.founder_claim_id if before else founder.claim_id,
        first_reported_at=first,
        last_reported_at=last,
        reports=reports,
        keys=_keys(mentions, before),
    )


def _keys(mentions: Sequence[Mention], before: Figure | None) -> tuple[str, ...]:
    count = Counter(key for m in mentions for key in evidence.keys_of(m))
    count.update(before.keys if before else ())
    return tuple(sorted(count, key=lambda k: (-count[k], k))[:_KEYS])
