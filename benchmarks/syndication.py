"""Measures near-copy grouping on seeded edits: `python -m benchmarks.syndication [--texts N]`.

Invented wire texts are copied by other outlets with light edits, cuts, local leads, or abridged to
half with reworded sentences; among them stand unrelated texts of the same stories, which quote the
same statements. Recall and precision are over pairs of copies; speed is articles a CPU second.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from benchmarks import invented
from extractors import syndication
from extractors.records import Membership


@dataclass(frozen=True, slots=True)
class Text:
    """One invented article and the wire text it is of."""

    article_id: str
    outlet: str
    at: datetime
    text: str
    wire: int
    kind: str  # "wire", "light", "cut", "lead", "abridged", "alone"


def _sentence(rng: random.Random, words: list[str]) -> str:
    made = [
        rng.choice(invented.COMMON) if rng.random() < 0.45 else rng.choice(words)
        for _ in range(rng.randint(9, 26))
    ]
    return " ".join(made).capitalize() + "."


def _story(rng: random.Random, words: list[str], paragraphs: int) -> list[list[str]]:
    return [[_sentence(rng, words) for _ in range(rng.randint(1, 3))] for _ in range(paragraphs)]


def _joined(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(p) for p in paragraphs)


def _reworded(rng: random.Random, sentence: str, words: list[str], share: float) -> str:
    tokens = sentence.split(" ")
    for i in range(len(tokens)):
        if rng.random() < share:
            tokens[i] = rng.choice(words)
    return " ".join(tokens)


def _copy(rng: random.Random, wire: list[list[str]], words: list[str], kind: str) -> str:
    paragraphs = [list(p) for p in wire]
    if kind == "light":  # a word here and there
        paragraphs = [[_reworded(rng, s, words, 0.03) for s in p] for p in paragraphs]
    elif kind == "cut":  # a quarter of the paragraphs gone
        paragraphs = [p for p in paragraphs if rng.random() > 0.25] or paragraphs[:1]
    elif kind == "lead":  # a local opening of two paragraphs
        paragraphs = [*_story(rng, words, 2), *paragraphs]
    elif kind == "abridged":  # half the paragraphs, sentences reworded lightly
        kept = [p for p in paragraphs if rng.random() < 0.5] or paragraphs[:1]
        paragraphs = [[_reworded(rng, s, words, 0.08) for s in p] for p in kept]
    return _joined(paragraphs)


def texts(count: int, seed: int = 11) -> list[Text]:
    """About `count` articles: per wire text a copy of each kind, and four texts of their own."""
    rng = random.Random(seed)
    general = invented.vocabulary(rng, 4000)
    made: list[Text] = []
    wire = 0
    while len(made) < count:
        wire += 1
        words = rng.sample(general, 60) + rng.sample(general, 700)
        source = _story(rng, words, rng.randint(6, 16))
        at = invented.START + timedelta(minutes=rng.randint(0, 4000))
        quotes = [rng.choice(rng.choice(source)) for _ in range(2)]
        rows = [("wire", _joined(source))]
        rows += [
            (kind, _copy(rng, source, words, kind)) for kind in ("light", "cut", "lead", "abridged")
        ]
        for _ in range(4):  # the same event told in other words, with the same two quotes
            own = _story(rng, words, rng.randint(6, 16))
            own.insert(rng.randint(0, len(own)), list(quotes))
            rows.append(("alone", _joined(own)))
        for n, (kind, text) in enumerate(rows):
            made.append(
                Text(f"{wire}-{n}", f"outlet-{n}", at + timedelta(minutes=7 * n), text, wire, kind)
            )
    return made


def scores(made: list[Text], memberships: tuple[Membership, ...]) -> dict[str, float]:
    """Recall of wire-copy pairs by kind of copy; precision over all pairs of one group."""
    group = {m.article_id: m.group_id for m in memberships}
    by_wire: dict[int, list[Text]] = defaultdict(list)
    by_group: dict[str, list[Text]] = defaultdict(list)
    for one in made:
        by_wire[one.wire].append(one)
        if one.article_id in group:
            by_group[group[one.article_id]].append(one)
    hit: dict[str, int] = defaultdict(int)
    all_of: dict[str, int] = defaultdict(int)
    for rows in by_wire.values():
        source = next(t for t in rows if t.kind == "wire")
        for one in rows:
            if one.kind not in ("wire", "alone"):
                all_of[one.kind] += 1
                same = group.get(one.article_id)
                hit[one.kind] += same is not None and same == group.get(source.article_id)
    right = pairs = 0
    for members in by_group.values():
        for a, b in combinations(members, 2):
            pairs += 1
            right += a.wire == b.wire and "alone" not in (a.kind, b.kind)
    found = {kind: hit[kind] / all_of[kind] for kind in sorted(all_of)}
    edits = [k for k in all_of if k != "abridged"]
    found["edits"] = sum(hit[k] for k in edits) / max(1, sum(all_of[k] for k in edits))
    found["precision"] = right / max(1, pairs)
    return found


def main() -> None:
    """Prints speed, recall by kind and precision."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=int, default=6000)
    given = options.parse_args()
    made = texts(given.texts)
    words = sum(len(t.text.split()) for t in made) / len(made)
    began = time.process_time()
    sketches = [
        syndication.of_text(t.text, article_id=t.article_id, published_at=t.at, outlet=t.outlet)
        for t in made
    ]
    sketched = time.process_time()
    grouping = syndication.group(sketches)
    grouped = time.process_time()
    print(
        f"{len(made):,} articles of {words:.0f} words: {len(made) / (grouped - began):,.0f} a CPU "
        f"second (sketch {len(made) / (sketched - began):,.0f}, "
        f"group {len(made) / (grouped - sketched):,.0f})"
    )
    print(
        ", ".join(
            f"{name} {value:.4f}" for name, value in scores(made, grouping.memberships).items()
        )
    )


if __name__ == "__main__":
    main()
