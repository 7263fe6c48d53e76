"""Groups articles that are copies of one text, and names the likely origin."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from extractors import lexicon
from extractors.records import Article, Membership, Sketch, SyndicationGroup, digest

# A text is remembered by the word 3-grams that begin with an anchor, a word chosen by its hash.
# Two texts choose the same anchors, so the share of the shorter text that stands in the longer
# ("containment") can be measured: it survives cuts, where the Jaccard index of MinHash falls.
SHINGLE = 3
_ANCHOR_LENGTH = 4  # letters an anchor has at least
_ANCHOR_OF = 3  # one word in so many is an anchor
_FEWEST = 12  # short texts keep all their 3-grams up to so many
_MOST = 200  # long texts keep the lowest hashes
COPY = 0.6  # containment from which a text is a near copy
ABRIDGED = 0.44  # containment from which it is abridged or reworded
_SAME_OUTLET = 0.8  # the same within one outlet, whose pages share furniture and background
_SHARED = 5  # shared 3-grams needed whatever the share
_SHARED_ABRIDGED = 11  # needed for less than a near copy
_FEW, _FEWEST_LOOKED_UP = 24, 2
_LISTED = 8  # texts remembered under one 3-gram
WINDOW = timedelta(days=7)  # copies appear within this time

_MIX = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)  # odd, so that the order of the words counts
_REMEMBERED = 500_000  # words
_EDGE = re.compile(r"^[\W_]+|[\W_]+$|['’]s$")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups new or changed, and the memberships that are new."""

    groups: tuple[SyndicationGroup, ...]
    memberships: tuple[Membership, ...]


class _Codes(dict[str, int]):
    """Token -> hash of the word in it, without marks; remembered, as news repeats its words."""

    def __missing__(self, token: str) -> int:
        if len(self) > _REMEMBERED:
            self.clear()
        code = self[token] = zlib.crc32(_EDGE.sub("", token).encode())
        return code


class _Anchors(dict[str, bool]):
    """Token -> whether it begins a kept 3-gram."""

    def __missing__(self, token: str) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        word = _EDGE.sub("", token)
        chosen = len(word) >= _ANCHOR_LENGTH and not _CODES[token] % _ANCHOR_OF
        self[token] = chosen
        return chosen


_CODES, _ANCHORS = _Codes(), _Anchors()


def sketch(article: Article) -> Sketch:
    """The Sketch of an article's text; cost in proportion to its length."""
    return of_text(
        article.text,
        article_id=article.article_id,
        revision_id=article.revision_id,
        published_at=article.published_at,
        agency=article.agency or agency(article),
        outlet=article.outlet,
    )


def of_text(
    text: str,
    *,
    article_id: str,
    revision_id: str = "",
    published_at: datetime | None = None,
    agency: str | None = None,
    outlet: str | None = None,
) -> Sketch:
    """The Sketch of a bare text."""
    codes, anchors = _CODES, _ANCHORS
    words = text.lower().split()
    padded = [*words, *[""] * (SHINGLE - 1)]

    def gram(i: int) -> int:
        a, b, c = codes[padded[i]], codes[padded[i + 1]], codes[padded[i + 2]]
        return (a * _MIX[0] + b * _MIX[1] + c * _MIX[2]) & 0xFFFFFFFF

    hashes = {gram(i) for i, word in enumerate(words) if anchors[word]}
    if len(hashes) < _FEWEST:
        every = {gram(i) for i in range(len(words))}
        hashes |= set(sorted(every - hashes)[: _FEWEST - len(hashes)])
    kept = tuple(sorted(hashes)[:_MOST])
    return Sketch(article_id, revision_id, kept, len(words), published_at, agency, outlet)


def containment(a: Sketch, b: Sketch) -> tuple[float, int]:
    """(share of the smaller sketch that stands in the other, shared 3-grams)."""
    x, y = a.shingles, b.shingles
    limit = min(s[-1] for s in (x, y) if s) if x and y else 0
    if len(x) == _MOST or len(y) == _MOST:  # a cut sketch knows nothing above its last hash
        limit = min(s[-1] for s in (x, y) if len(s) == _MOST)
        x = tuple(h for h in x if h <= limit)
        y = tuple(h for h in y if h <= limit)
    if not x or not y:
        return 0.0, 0
    shared = len(set(x) & set(y))
    return shared / min(len(x), len(y)), shared


def group(
    new: Sequence[Sketch],
    known: Sequence[Sketch] = (),
    memberships: Mapping[str, str] | None = None,
    groups: Sequence[SyndicationGroup] = (),
) -> Grouping:
    """Puts each new article into the group of the text it copies, or leaves it alone.

    `known` are sketches of earlier articles within WINDOW; `memberships` maps article_id to
    group_id for those already in a group, `groups` are their groups. The order of `new` does not
    matter. An article without a copy gets no membership.
    """
    home = dict(memberships or {})
    by_id = {g.group_id: g for g in groups}
    index: dict[int, list[int]] = defaultdict(list)
    seen: list[Sketch] = []
    added: list[Membership] = []
    joined: dict[str, list[Sketch]] = defaultdict(list)
    ids = {s.article_id for s in new}

    def remember(one: Sketch) -> None:
        at = len(seen)
        seen.append(one)
        for h in _looked_up(one):
            under = index[h]
            if len(under) < _LISTED:
                under.append(at)

    for one in sorted(known, key=_order):
        if one.article_id not in ids:
            remember(one)
            if one.article_id in home:
                joined[home[one.article_id]].append(one)
    changed: set[str] = set()
    for one in sorted(new, key=_order):
        best = _nearest(one, index, seen)
        if best is not None and one.article_id not in home:
            other, share = best
            group_id = home.get(other.article_id)
            if group_id is None:
                group_id = home[other.article_id] = digest("syndication", other.article_id)
                added.append(Membership(other.article_id, group_id, 1.0, "founder"))
                joined[group_id].append(other)
            home[one.article_id] = group_id
            word = "near copy of" if share >= COPY else "abridged from"
            if share < COPY and one.words > other.words:
                word = "longer than"
            added.append(
                Membership(one.article_id, group_id, round(share, 4), f"{word} {other.article_id}")
            )
            joined[group_id].append(one)
            changed.add(group_id)
        remember(one)
    return Grouping(
        tuple(_described(g, joined[g], by_id.get(g)) for g in sorted(changed)),
        tuple(sorted(added, key=lambda m: m.article_id)),
    )


def _order(one: Sketch) -> tuple[datetime, str]:
    return one.published_at or _LONG_AGO, one.article_id


def _looked_up(one: Sketch) -> Sequence[int]:
    """The hashes by which texts find each other: half of them are enough for a long text."""
    if len(one.shingles) <= _FEW:
        return one.shingles
    return [h for h in one.shingles if h & 1]


def _nearest(
    one: Sketch, index: Mapping[int, list[int]], seen: Sequence[Sketch]
) -> tuple[Sketch, float] | None:
    count: Counter[int] = Counter()
    get = index.get
    for h in _looked_up(one):
        under = get(h)
        if under:
            count.update(under)
    best: tuple[float, int] | None = None
    for at, shared in sorted(count.items(), key=lambda row: (-row[1], row[0]))[:_LISTED]:
        if shared < _FEWEST_LOOKED_UP:
            break
        other = seen[at]
        if (
            one.published_at
            and other.published_at
            and abs(one.published_at - other.published_at) > WINDOW
        ):
            continue
        share, common = containment(one, other)
        if _is_copy(one, other, share, common) and (best is None or share > best[0]):
            best = share, at
    return (seen[best[1]], best[0]) if best else None


def _is_copy(one: Sketch, other: Sketch, share: float, common: int) -> bool:
    if one.outlet is not None and one.outlet == other.outlet:
        return share >= _SAME_OUTLET and common >= _SHARED
    # Two articles on one event share their quotes: a short one must share more than those.
    return share >= (ABRIDGED if common >= _SHARED_ABRIDGED else COPY) and common >= _SHARED


def _described(
    group_id: str, members: Sequence[Sketch], before: SyndicationGroup | None
) -> SyndicationGroup:
    credited = [m for m in members if m.agency]
    agency = Counter(m.agency for m in credited).most_common(1)[0][0] if credited else None
    dated = [m for m in (credited or members) if m.published_at]
    if dated:
        first = min(dated, key=lambda m: (m.published_at or _LONG_AGO, -m.words, m.article_id))
        reason = "agency credit" if credited else "earliest"
    else:
        first = max(credited or members, key=lambda m: (m.words, m.article_id))
        reason = "agency credit" if credited else "longest"
    size = len({m.article_id for m in members})
    made = SyndicationGroup(group_id, first.article_id, reason, agency, size)
    if before is not None and before.size > size:  # not all earlier members were given
        return replace(made, size=before.size + 1)
    return made


# ------------------------------------------------------------------ agency credits


@cache
def _credit_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    section = lexicon.load(language)["agencies"]
    names = {name.lower(): name for name in section["names"]}
    any_name = "|".join(re.escape(n) for n in sorted(section["names"], key=len, reverse=True))
    kinds = "|".join(section["kinds"])
    made_up = rf"(?:[A-Z][\w&.]*\s+){{1,4}}(?:{kinds})"
    dateline = re.compile(rf"[(\[]({any_name}|{made_up})[)\]]\s*(?:[-–—:]|$)", re.M)
    credits = "|".join(re.escape(c) for c in section["credits"])
    line = re.compile(
        rf"^\W*(?:(?:{credits})\s+)?(?:the\s+)?({any_name}|{made_up})\W*$", re.I | re.M
    )
    return dateline, line, names


def agency(article: Article, language: str = "en") -> str | None:
    """The wire credited in dateline, byline or credit line; the name as the lexicon writes it."""
    dateline, line, names = _credit_patterns(language)
    for author in article.authors:
        found = line.match(author)
        if found:
            return names.get(found[1].lower(), found[1])
    head = dateline.search(article.text[:600])
    if head:
        return names.get(head[1].lower(), head[1])
    tail = line.search(article.text[-250:])
    return names.get(tail[1].lower(), tail[1]) if tail else None
