"""Measures edits end to end on seeded changes: `python -m benchmarks.edits [--pairs 2000]`.

Two HTML pages of one invented article, read, extracted and aligned. In half of the pairs one known
thing of one number is changed (or a sentence taken out or put in, or a notice added); in the other
half only the furniture of the page. Printed: recall by kind, and false findings per 1,000 pairs
where no number changed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from extractors import articles, claims, revisions
from extractors.records import Report

_PLACES = ("Harbourtown", "Northgate", "Millbrook", "Senn", "Brisk", "Tarnholt", "Oldquay")
_BODIES = ("the Harbour Authority", "the Health Ministry", "the Civil Protection Agency",
           "the National Rail Authority", "the Water Board")  # fmt: skip
# {n} the number with its bound and hedge words, {who} who says so.
_COUNTS = (
    "{n} people were evacuated from the valley, {who} said.",
    "According to {who}, {n} homes were destroyed in {place}.",
    "{who} said that {n} people were injured in {place}.",
    "{n} cable thefts were recorded in the district, according to {who}.",
    "{who} reported {n} cases of fever among the workers of {place}.",
    "The leak released {n} barrels of oil into the bay, {who} said.",
    "{who} said the repairs would cost {n} dollars.",
    "{n} passengers were stranded at {place}, {who} said.",
    "{who} said that {n} patients are in hospital in {place}.",
    "{n} households of {place} are without power, according to {who}.",
)
_PLAIN = (
    "The road along the river stayed open, and the market was held as ever.",
    "Neighbours brought soup and blankets to the gymnasium.",
    "Nobody could say when the bridge would be mended.",
    "The mayor walked along the quay and said little.",
    "Rain is forecast for the rest of the week.",
    "The choir moved its rehearsal to the old mill.",
)
_NOTICE = "Correction: an earlier version of this article misstated a number."


@dataclass(frozen=True, slots=True)
class Fact:
    """One numeric sentence of an invented article."""

    shape: str
    number: int
    who: str
    place: str
    before: str = ""  # "more than ", "about "

    def text(self) -> str:
        made = self.shape.format(n=f"{self.before}{self.number:,}", who=self.who, place=self.place)
        return made[0].upper() + made[1:]


Article = tuple[list[Fact], str]  # facts, and a notice or nothing


def _facts(rng: random.Random) -> list[Fact]:
    shapes = rng.sample(_COUNTS, 4)
    made = []
    for shape in shapes:
        number = rng.randint(1_000, 89_999)
        while len(set(str(number))) < 4 or str(number).endswith("0"):
            number = rng.randint(1_000, 89_999)
        before = rng.choice(("", "", "more than ", "about ", "at least "))
        made.append(Fact(shape, number, rng.choice(_BODIES), rng.choice(_PLACES), before))
    return made


def _swapped(number: int) -> int:
    digits = list(str(number))
    for i in range(1, len(digits) - 1):
        if digits[i] != digits[i + 1]:
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            break
    return int("".join(digits))


def change(rng: random.Random, facts: list[Fact], kind: str) -> tuple[list[Fact], str]:
    """The facts with one change of `kind`, and the notice added, if any."""
    at = rng.randrange(len(facts))
    one, made = facts[at], list(facts)
    if kind == "raised":
        made[at] = replace(one, number=one.number + rng.randint(one.number // 3, one.number))
    elif kind == "lowered":
        made[at] = replace(one, number=one.number * 2 // 3)
    elif kind == "nought added":
        made[at] = replace(one, number=one.number * 10)
    elif kind == "digits swapped":
        made[at] = replace(one, number=_swapped(one.number))
    elif kind == "rounded":
        made[at] = replace(one, number=round(one.number, 2 - len(str(one.number))))
    elif kind == "bound dropped":
        made[at], facts[at] = replace(one, before=""), replace(one, before="more than ")
    elif kind == "bound flipped":
        facts[at] = replace(one, before="more than ")
        made[at] = replace(one, before="up to ")
    elif kind == "hedge dropped":
        made[at], facts[at] = replace(one, before=""), replace(one, before="about ")
    elif kind == "hedge added":
        facts[at] = replace(one, before="")
        made[at] = replace(one, before="an estimated ")
    elif kind == "source changed":
        made[at] = replace(one, who=next(b for b in _BODIES if b != one.who))
    elif kind == "taken out":
        del made[at]
    elif kind == "put in":
        del facts[at]
    elif kind == "corrected":
        made[at] = replace(one, number=one.number * 10)
        return made, _NOTICE
    return made, ""


KINDS = (
    "raised", "lowered", "nought added", "digits swapped", "rounded", "bound dropped",
    "bound flipped", "hedge dropped", "hedge added", "source changed", "taken out", "put in",
    "corrected",
)  # fmt: skip
_CODE = {"taken out": "WITHDRAWN", "put in": "INSERTED", "corrected": "NOTED_CORRECTION"}


def _page(facts: list[Fact], plain: list[str], notice: str, visit: int) -> bytes:
    paragraphs = []
    for n, fact in enumerate(facts):
        paragraphs += [fact.text(), plain[n % len(plain)]]
    paragraphs += [notice] if notice else []
    body = "\n".join(f"<p>{p}</p>" for p in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>A day by the river</title>
<meta property="article:published_time" content="2031-03-02T08:00:00Z"></head><body>
<header><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav></header>
<article><h1>A day by the river</h1>{body}</article>
<aside><a href="/{visit}">Most read: {visit * 7 % 90} pictures of the week</a></aside>
<footer>Page seen {visit * 13:,} times</footer></body></html>""".encode()


def reports(page: bytes, revision: int) -> tuple[list[Report], str]:
    """The reports of one page, and its text."""
    article = articles.parse(page, "https://river-post.example/1")
    seen = datetime(2031, 3, 2, 9 + revision, tzinfo=UTC)
    return [
        Report(
            c.claim_id(article.revision_id), c, article.article_id, article.revision_id,
            "River Post", article.url, article.published_at, seen, revision,
            sentence=c.sentence.of(article.text),
        )
        for c in claims.extract(article)
    ], article.text  # fmt: skip


def main() -> None:
    """Prints recall by kind and false findings."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=2000)
    given = options.parse_args()
    rng = random.Random(23)
    hit: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    false = unchanged = extra = 0
    began = time.process_time()
    for pair in range(given.pairs):
        facts, plain = _facts(rng), rng.sample(_PLAIN, 4)
        kind = KINDS[pair // 2 % len(KINDS)] if pair % 2 else None
        after, notice = change(rng, facts, kind) if kind else (facts, "")
        first, text_first = reports(_page(facts, plain, "", 2 * pair + 1), 1)
        second, text_second = reports(_page(after, plain, notice, 2 * pair + 2), 2)
        found = revisions.compare(first, second, text_first, text_second).findings
        if kind is None:
            unchanged += 1
            false += len(found)
            continue
        tried[kind] += 1
        right = [f for f in found if f.code == _CODE.get(kind, "SILENT_EDIT")]
        hit[kind] += bool(right)
        extra += len(found) - bool(right)
    took = time.process_time() - began
    for kind in KINDS:
        print(f"{kind:16} {hit[kind] / max(1, tried[kind]):.3f} of {tried[kind]}")
    print(
        f"recall {sum(hit.values()) / max(1, sum(tried.values())):.4f}; false findings in "
        f"{unchanged} unchanged pairs: {false}; beside the change: {extra}; "
        f"{1000 * took / given.pairs:.1f} CPU ms a pair"
    )


if __name__ == "__main__":
    main()
