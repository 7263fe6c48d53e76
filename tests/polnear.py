"""Scores attributions on PolNeAR (who said what in political news): `python -m tests.polnear`.

A mention is a number our reader calls a claim. Gold gives it the sources of the attributions whose
content it stands in; a content without any source is left out. We are right where a span of our
chain and a gold source share a character; a pronoun counts where it stands.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors import attributions, lexicon, quantities
from extractors.records import Hop, Quantity, Span
from extractors.sentences import Passage, split

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpora/attribution/polnear_dev.tar.gz"
HASH = 5  # "_ef2d" ends an annotation file's stem


@dataclass(frozen=True, slots=True)
class Attribution:
    sources: tuple[Span, ...]
    contents: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    text: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One number with what gold says of it and what we say; `verdict` is tp, fp, fn or wrong."""

    document: Document
    quantity: Quantity
    gold: tuple[Span, ...]
    chain: tuple[Hop, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Score:
    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def documents(corpus: Path, part: str) -> Iterator[Document]:
    """The articles of one part ("dev", "train") of the corpus, in order of name."""
    texts: dict[str, str] = {}
    notes: dict[str, str] = {}
    with tarfile.open(corpus) as tar:
        for member in tar:
            path = Path(member.name)
            if path.parent.parent.name != part or not member.isfile():
                continue
            file = tar.extractfile(member)
            assert file is not None
            body = file.read().decode("utf-8")
            if path.suffix == ".txt":
                texts[path.stem] = body
            elif path.suffix == ".ann":
                notes[path.stem[:-HASH]] = body
    for name in sorted(texts.keys() & notes.keys()):
        yield Document(name, texts[name], tuple(_standoff(notes[name])))


def _standoff(notes: str) -> Iterator[Attribution]:
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[list[str]] = []
    for line in notes.splitlines():
        fields = line.split("\t")
        if line.startswith("T"):
            _, ranges = fields[1].split(" ", 1)
            spans[fields[0]] = tuple(Span(*map(int, one.split())) for one in ranges.split(";"))
        elif line.startswith("E"):
            events.append(fields[1].split())
    for event in events:
        parts: dict[str, list[Span]] = {"Source": [], "Content": []}
        for argument in event:
            role, _, key = argument.partition(":")
            parts.get(role.rstrip("0123456789"), []).extend(spans[key])
        yield Attribution(tuple(parts["Source"]), tuple(parts["Content"]))


def mentions(document: Document) -> Iterator[Mention]:
    """Every claim-typed number of `document` that gold or we attribute."""
    words = lexicon.load("en")
    passage = Passage(document.text, split(document.text))
    found = [q for q in quantities.read(passage, words) if q.type == "claim"]
    for quantity, chain in zip(found, attributions.read(passage, found, words), strict=True):
        over = [
            a
            for a in document.attributions
            if any(c.start <= quantity.start and quantity.end <= c.end for c in a.contents)
        ]
        gold = tuple(s for a in over for s in a.sources)
        if over and not gold:
            continue
        ours = [s for hop in chain for s in (hop.span, hop.mention) if s is not None]
        match = any(s.start < g.end and g.start < s.end for s in ours for g in gold)
        if gold or chain:
            verdict = "tp" if match else "wrong" if gold and chain else "fn" if gold else "fp"
            yield Mention(document, quantity, gold, chain, verdict)


def score(found: Sequence[Mention]) -> Score:
    return Score(
        sum(m.verdict == "tp" for m in found),
        sum(bool(m.chain) for m in found),
        sum(bool(m.gold) for m in found),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.polnear", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--part", default="dev", choices=("dev", "train"))
    parser.add_argument("--errors", choices=("fp", "fn", "wrong"))
    options = parser.parse_args(arguments)
    if not options.corpus.is_file():
        print(f"no corpus at {options.corpus}: skipped", file=sys.stderr)
        return 0
    found = [m for d in documents(options.corpus, options.part) for m in mentions(d)]
    s = score(found)
    print(f"PolNeAR {options.part}: {s.gold} attributed mentions, {s.predicted} predicted")
    print(f"  source overlap  P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}  floor 0.62")
    for m in found:
        if m.verdict == options.errors:
            print(_show(m))
    return 0


def _show(mention: Mention) -> str:
    text, q = mention.document.text, mention.quantity
    before = text[max(0, q.start - 160) : q.start]
    around = " ".join(f"{before}[[{q.surface}]]{text[q.end : q.end + 120]}".split())
    gold = " | ".join(s.of(text) for s in mention.gold)
    ours = " > ".join(hop.name for hop in mention.chain)
    return f"- {mention.document.name}: {around}\n    gold {gold or '-'}\n    ours {ours or '-'}"


if __name__ == "__main__":
    sys.exit(main())
