"""Scores same-figure links against gold slugs: pairwise F1, B-cubed F1, extremum corruption."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.scoring.gold import found, head
from tests.scoring.matching import Score, pair

Claim = Mapping[str, Any]
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Item:
    """One claim to be linked. `figure` is the gold slug; None = in no other article of the batch.

    `is_gold` is false for a predicted claim that meets no gold claim, `is_read` false for a gold
    claim that nobody predicted.
    """

    batch: str
    article: str
    figure: str | None
    low: float | None
    high: float | None
    unit: str
    head: str | None
    sentence: str
    predicted: Hashable = None  # the figure it was linked to; None = alone
    is_gold: bool = True
    is_read: bool = True

    @property
    def truth(self) -> Hashable:
        """Claims told of by one article only: gold does not say which of them are the same."""
        return self.figure or (self.article, self.is_gold or id(self))

    def with_link(self, figure: Hashable) -> Item:
        return Item(
            self.batch, self.article, self.figure, self.low, self.high, self.unit, self.head,
            self.sentence, figure, self.is_gold, self.is_read,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """How good one linking is; `corrupt` of `shown` figures show a wrong lowest or highest."""

    pairwise: Score
    b3_precision: float
    b3_recall: float
    corrupt: int
    shown: int

    @property
    def b3_f1(self) -> float:
        total = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / total if total else 0.0

    @property
    def corruption(self) -> float:
        return self.corrupt / self.shown if self.shown else 0.0


def quality(items: Sequence[Item]) -> Quality:
    """Scores the links of `items`; only claims of one batch can belong together."""
    clusters: dict[Hashable, list[Item]] = defaultdict(list)
    truths: dict[Hashable, list[Item]] = defaultdict(list)
    for n, item in enumerate(items):
        alone = not item.is_read or item.predicted is None
        clusters[(item.batch, n) if alone else (item.batch, "figure", item.predicted)].append(item)
        if item.figure:
            truths[(item.batch, item.figure)].append(item)
    corrupt, shown = corruption(clusters.values())
    precision, recall = _b3(clusters.values(), truths)
    return Quality(_pairwise(clusters.values(), truths.values()), precision, recall, corrupt, shown)


def confusions(items: Sequence[Item]) -> Iterator[str]:
    """Lines to read: linked figures that hold several gold ones, and gold figures torn apart."""
    linked: dict[Hashable, list[Item]] = defaultdict(list)
    torn: dict[tuple[str, str], dict[Hashable, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for n, item in enumerate(items):
        is_alone = not item.is_read or item.predicted is None
        group: Hashable = (item.batch, n) if is_alone else (item.batch, item.predicted)
        linked[group].append(item)
        if item.figure:
            torn[item.batch, item.figure][group].append(item)
    for cluster in linked.values():
        if len({item.truth for item in cluster}) > 1 and len({i.article for i in cluster}) > 1:
            yield "- wrongly linked"
            yield from map(_line, cluster)
    for (_, figure), parts in torn.items():
        if len(parts) > 1:
            yield f"- {figure} in {len(parts)} parts"
            for part in sorted(parts.values(), key=len, reverse=True):
                yield from (f"  {len(part)}{_line(item)}" for item in part)


def _line(item: Item) -> str:
    truth = item.figure or ("alone" if item.is_gold else "no claim")
    unread = "" if item.is_read else " (not read)"
    sentence = " ".join(item.sentence.split())
    return f"    {truth}{unread}: {item.low}..{item.high} {item.unit}, {item.article}: {sentence}"


def _pairwise(clusters: Iterable[list[Item]], truths: Iterable[list[Item]]) -> Score:
    """Pairs within one article that gold leaves open (both null) count neither way."""
    right = predicted = 0
    for cluster in clusters:
        for a, b in combinations(cluster, 2):
            if a.figure is None and b.figure is None and a.article == b.article:
                continue
            predicted += 1
            right += a.figure is not None and a.figure == b.figure
    return Score(right, predicted, sum(math.comb(len(t), 2) for t in truths))


def _b3(
    clusters: Iterable[list[Item]], truths: Mapping[Hashable, list[Item]]
) -> tuple[float, float]:
    """Precision over what was linked, recall over gold; a claim nobody read stands alone."""
    precision: list[float] = []
    recall: list[float] = []
    for cluster in clusters:
        for item in cluster:
            mates = [x for x in cluster if x is not item]
            same = [x for x in mates if x.truth == item.truth]
            if item.figure is None:  # copies within its own article say nothing
                mates = [x for x in mates if x not in same]
                same = []
            if item.is_gold or mates:
                precision.append((1 + len(same)) / (1 + len(mates)))
            if item.is_gold:
                all_same = len(truths[(item.batch, item.figure)]) if item.figure else 1
                recall.append((1 + len(same)) / all_same)
    return _mean(precision), _mean(recall)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 1.0


def corruption(clusters: Iterable[list[Item]]) -> tuple[int, int]:
    """(corrupt, shown): of figures told by two articles or more, those whose lowest or highest
    value is told only by claims that do not belong to the figure most of its claims are of."""
    corrupt = shown = 0
    for cluster in clusters:
        if len({item.article for item in cluster}) < 2:
            continue
        shown += 1
        counts = Counter(item.truth for item in cluster)
        most = max(counts.values())
        # Of equally strong truths the one that is charitable to the figure is taken.
        corrupt += all(
            _is_corrupt(cluster, truth) for truth, count in counts.items() if count == most
        )
    return corrupt, shown


def _is_corrupt(cluster: Sequence[Item], truth: Hashable) -> bool:
    ends = [
        (low, high, item.truth == truth)
        for item in cluster
        if (low := item.low if item.low is not None else item.high) is not None
        and (high := item.high if item.high is not None else item.low) is not None
    ]
    if not ends:
        return False
    lowest, highest = min(e[0] for e in ends), max(e[1] for e in ends)
    return not any(own for low, _, own in ends if low == lowest) or not any(
        own for _, high, own in ends if high == highest
    )


def items_of(
    gold: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Mapping[str, Any]],
    predicted: Mapping[str, Sequence[Claim]] | None = None,
) -> list[Item]:
    """The claims to link: those of gold, or those of `predicted` met with gold ones where given."""
    items: list[Item] = []
    for line in gold:
        article = articles[line["id"]]
        expected = line["claims"]
        if predicted is None:
            items += [_item(article, claim, claim["figure"]) for claim in expected]
            continue
        got = predicted.get(line["id"], ())
        met = dict(pair(got, expected, found))
        for n, claim in enumerate(got):
            slug = expected[met[n]]["figure"] if n in met else None
            items.append(_item(article, claim, slug, claim.get("figure"), is_gold=n in met))
        missed = set(range(len(expected))) - set(met.values())
        items += [
            _item(article, expected[g], expected[g]["figure"], is_read=False)
            for g in sorted(missed)
        ]
    return items


def _item(
    article: Mapping[str, Any],
    claim: Claim,
    slug: str | None,
    predicted: Hashable = None,
    *,
    is_gold: bool = True,
    is_read: bool = True,
) -> Item:
    text = article["text"]
    start = max(text.rfind(mark, 0, claim["start"]) for mark in (". ", "\n")) + 1
    ends = [e for mark in (". ", "\n") if (e := text.find(mark, claim["end"])) >= 0]
    return Item(
        article["batch"], article["id"], slug, claim["low"], claim["high"], claim["unit"],
        head(claim["measured"]), text[start : min(ends, default=len(text))], predicted,
        is_gold, is_read,
    )  # fmt: skip


def by_lemma_and_unit(items: Sequence[Item]) -> list[Item]:
    """The first baseline: same head and unit within the event are the same figure."""
    return [item.with_link((item.head, item.unit) if item.head else None) for item in items]


def by_text(items: Sequence[Item]) -> tuple[list[Item], float]:
    """The second baseline: tf-idf cosine of the sentences, single link, at its best threshold."""
    vectors = _vectors([item.sentence for item in items])
    near = [
        (similarity, a, b)
        for a, b in combinations(range(len(items)), 2)
        if items[a].batch == items[b].batch
        and (similarity := _cosine(vectors[a], vectors[b])) >= 0.1
    ]
    best, best_threshold, best_f1 = list(items), 1.0, -1.0
    for step in range(2, 20):
        threshold = step / 20
        linked = _single_link(items, [(a, b) for s, a, b in near if s >= threshold])
        f1 = quality(linked).pairwise.f1
        if f1 > best_f1:
            best, best_threshold, best_f1 = linked, threshold, f1
    return best, best_threshold


def _vectors(texts: Sequence[str]) -> list[dict[str, float]]:
    counts = [Counter(word.lower() for word in _WORD.findall(text)) for text in texts]
    documents = Counter(word for one in counts for word in one)
    vectors = []
    for one in counts:
        raw = {w: n * math.log(len(texts) / documents[w]) for w, n in one.items()}
        norm = math.sqrt(sum(x * x for x in raw.values())) or 1.0
        vectors.append({w: x / norm for w, x in raw.items()})
    return vectors


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    if len(a) > len(b):
        a, b = b, a
    return sum(x * b[w] for w, x in a.items() if w in b)


def _single_link(items: Sequence[Item], pairs: Iterable[tuple[int, int]]) -> list[Item]:
    root = list(range(len(items)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for a, b in pairs:
        root[find(a)] = find(b)
    return [item.with_link(find(n)) for n, item in enumerate(items)]
