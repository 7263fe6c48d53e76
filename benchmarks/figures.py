"""Measures linking on invented claims: `python -m benchmarks.figures [--day 100000]`.

A day of claims over many stories, some carried on from earlier days: CPU seconds, memory, and how
well the invented figures are found again (they are known, as we made them up).
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from benchmarks import invented
from extractors import figures
from extractors.records import (
    Claim,
    Measure,
    Measured,
    Period,
    Quantity,
    Report,
    Span,
    UnitKind,
    digest,
)

_HAPPENED = (
    (("people", "residents"), "kill"), (("people", "others"), "injure"), (("people",), "miss"),
    (("families", "households"), "displace"), (("homes", "houses"), "destroy"),
    (("protesters", "demonstrators"), "arrest"), (("barrels",), "leak"), (("jobs",), "cut"),
)  # fmt: skip


class _Story:
    """An event in an invented place: eight figures, a few dozen words of its own."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.number = number
        self.place = invented.word(rng).capitalize()
        self.words = [invented.word(rng) for _ in range(30)]
        self.base = [rng.randint(3, 90_000) for _ in _HAPPENED]
        self.day = invented.START.date() - timedelta(days=rng.randint(0, 3))


def reports(
    count: int, day: int, seed: int = 7, stories: int | None = None
) -> list[tuple[str, Report]]:
    """(true figure, report) of `count` claims said on `day`, five an article."""
    rng = random.Random(seed)
    told = [_Story(n, rng) for n in range(stories or max(3, count // 120))]
    general = invented.vocabulary(rng, 5000)
    rng = random.Random(f"{seed}/{day}")
    made: list[tuple[str, Report]] = []
    article = 0
    while len(made) < count:
        story, article = rng.choice(told), article + 1
        outlet = f"outlet-{rng.randint(1, 200)}"
        url = f"https://{outlet}.example/{day}/{article}"
        terms = [story.place.lower(), *rng.sample(story.words, 10)]
        terms[4:4] = dict.fromkeys(invented.worn(rng, general) for _ in range(4))
        at = invented.START + timedelta(days=day, seconds=rng.randint(0, 80_000))
        for n, kind in enumerate(rng.sample(range(len(_HAPPENED)), 5)):
            nouns, event = _HAPPENED[kind]
            value = story.base[kind] * (10 + day) // 10
            shown = value if rng.random() < 0.7 else round(value, 1 - len(str(value)) + 1)
            noun = rng.choice(nouns)
            sentence = f"In {story.place} {shown} {noun} near the {terms[1]} and the {terms[2]}."
            made.append(
                (
                    f"{story.number}/{kind}",
                    _report(
                        url, at, outlet, n, Decimal(shown), noun, event, sentence, terms, story
                    ),
                )
            )
    return made[:count]


def _report(
    url: str, at: datetime, outlet: str, n: int, value: Decimal, noun: str, event: str,
    sentence: str, terms: Sequence[str], story: _Story,
) -> Report:  # fmt: skip
    unit = "barrel" if noun == "barrels" else "count"
    start = n * 200
    kind: UnitKind = "volume" if noun == "barrels" else "count"
    quantity = Quantity(start, start + 5, str(value), n, "claim", value, value, unit, kind)
    claim = Claim(
        start, start + 5, str(value), "body", Span(start, start + 90), quantity,
        Measured(Span(start + 6, start + 12), noun, noun.rstrip("s"), (), event),
        Measure("period"), Period(None, None, story.day, story.day), None, (), "asserted", None,
        1.0, None,
    )  # fmt: skip
    return Report(
        digest("claim", url, n), claim, digest("article", url), digest("revision", url), outlet,
        url,
        at, at, sentence=sentence, topic=tuple(terms),
    )  # fmt: skip


def quality(truth: dict[str, str], found: dict[str, str]) -> tuple[float, float]:
    """(pair precision, pair recall), counted by clusters."""

    def pairs(n: int) -> int:
        return n * (n - 1) // 2

    both: dict[tuple[str, str], int] = defaultdict(int)
    a: dict[str, int] = defaultdict(int)
    b: dict[str, int] = defaultdict(int)
    for claim, figure in found.items():
        both[truth[claim], figure] += 1
        a[truth[claim]] += 1
        b[figure] += 1
    right = sum(map(pairs, both.values()))
    return right / max(1, sum(map(pairs, b.values()))), right / max(1, sum(map(pairs, a.values())))


def main() -> None:
    """Links a first day, then a second one on top of it, and prints what it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--day", type=int, default=20_000, help="claims a day")
    given = options.parse_args()
    known = figures.Known()
    truth: dict[str, str] = {}
    found: dict[str, str] = {}
    for day in range(2):
        rows = reports(given.day, day)
        truth.update((r.claim_id, name) for name, r in rows)
        began = time.process_time()
        linking = figures.link([r for _, r in rows], known)
        took = time.process_time() - began
        moved = {m.from_figure_id: m.into_figure_id for m in linking.merges}
        found = {c: moved.get(f, f) for c, f in found.items()}
        found.update((k.claim_id, k.figure_id) for k in linking.links)
        precision, recall = quality(truth, found)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"day {day + 1}: {given.day:,} claims in {took:.1f} CPU s "
            f"({given.day / took:,.0f} a second), {memory:,.0f} MB, "
            f"{len(linking.figures):,} figures, "
            f"{len(linking.merges)} merges; pairs: precision {precision:.3f}, recall {recall:.3f}"
        )
        latest: dict[str, list[Report]] = defaultdict(list)
        for _, report in rows:
            latest[found[report.claim_id]].append(report)
        known = figures.Known(
            linking.figures, tuple((f, r) for f, rs in latest.items() for r in rs[-12:])
        )


if __name__ == "__main__":
    main()
