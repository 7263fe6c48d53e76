"""Measures how the cost of reading grows with hostile text: `python -m benchmarks.hostile`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from extractors.claims import extract
from extractors.records import Article

# Each gives a text of about n characters that a careless pattern or loop would read slowly.
FAMILIES: dict[str, Callable[[int], str]] = {
    "numbers": lambda n: "1 " * (n // 2),
    "big numbers": lambda n: "9" * n,
    "commas": lambda n: "1," * (n // 2),
    "points": lambda n: "1." * (n // 2),
    "dashes": lambda n: "1-" * (n // 2),
    "typographic dashes": lambda n: "12–34 — " * (n // 8),
    "thin spaces": lambda n: "100\u2009" * (n // 4),
    "fractions": lambda n: "1/2 " * (n // 4),
    "number words": lambda n: "one hundred and " * (n // 16),
    "scale words": lambda n: "million " * (n // 8),
    "vague words": lambda n: "hundreds of " * (n // 12),
    "currency signs": lambda n: "$" * n,
    "money": lambda n: "$2.3bn (€2.1bn) " * (n // 16),
    "percent": lambda n: "% 5 per cent " * (n // 13),
    "brackets": lambda n: "(" * (n // 2) + "7 dead" + ")" * (n // 2),
    "nested claims": lambda n: "12 of (" * (n // 7),
    "quotes": lambda n: '"12 dead, ' * (n // 10),
    "typographic quotes": lambda n: "“12 dead ” " * (n // 11),
    "opening quotes": lambda n: "“12 dead " * (n // 9),
    "apostrophes": lambda n: "'" * n,
    "hedges": lambda n: "at least about an estimated " * (n // 28) + "40 people",
    "bounds": lambda n: "no more than " * (n // 13) + "40 people",
    "speakers": lambda n: "said Mr Osei told police " * (n // 25) + "40 people died",
    "citing": lambda n: "according to the ministry, citing " * (n // 34) + "40 people died",
    "that": lambda n: "He said that " * (n // 13) + "40 people died",
    "names": lambda n: "Kwame Osei " * (n // 11) + "said 40 people died",
    "capitals": lambda n: "A" * n,
    "initials": lambda n: "A. " * (n // 3),
    "abbreviations": lambda n: "Mr. " * (n // 4),
    "one word": lambda n: "a" * n,
    "hyphens": lambda n: "a-" * (n // 2),
    "words": lambda n: "water and bread " * (n // 16) + "for 40 people",
    "of": lambda n: "40 people " + "of the town " * (n // 12),
    "lists": lambda n: "killed 12, wounded 40, " * (n // 23),
    "periods": lambda n: "since last week in October this year 40 died " * (n // 45),
    "since": lambda n: "since " * (n // 6) + "40 died",
    "changes": lambda n: "rose from 4 to 5 from 6 to 7 by 8 " * (n // 34),
    "rates": lambda n: "40 per 100,000 people per day a week " * (n // 37),
    "denials": lambda n: "denied that not no never " * (n // 25) + "40 died",
    "spaces": lambda n: " " * n + "40 died",
    "newlines": lambda n: "\n" * n + "40 died",
    "table rows": lambda n: "Region | 12 | 40\n" * (n // 17),
    "sentences": lambda n: "Police said 40 people died. " * (n // 28),
    "happenings": lambda n: "The attack on Monday killed 40 in the attack. " * (n // 46),
    "one happening": lambda n: "the attack on Monday killed 40 and " * (n // 35),
    "one sentence": lambda n: "police said 40 people died and " * (n // 31),
    "full stops": lambda n: "." * n,
    "marks": lambda n: "!?…" * (n // 3),
    "combining marks": lambda n: "4" + "\u0301" * n,
    "surrogates": lambda n: "𝟜𝟚 " * (n // 3),
    "superscripts": lambda n: "10²³ " * (n // 5),
    "entities": lambda n: "&nbsp;12&#8211;40 " * (n // 18),
}


def cpu(text: str, repeats: int = 1) -> float:
    """Least CPU seconds of `repeats` readings of `text`."""
    article = Article(url="https://hostile.example/", text=text)
    return min(_once(article) for _ in range(repeats))


def _once(article: Article) -> float:
    start = time.process_time()
    extract(article)
    return time.process_time() - start


def growth(family: Callable[[int], str], most: int = 64_000, factor: int = 4) -> float:
    """Cost of a text `factor` times as long over the cost of one long enough to be timed.

    The shorter text is doubled until it costs 20 ms or has `most` characters; 1.0 where even that
    costs next to nothing.
    """
    size = 1_000
    while (small := cpu(family(size), 2)) < 0.02 and size < most:
        size *= 2
    if small < 0.005:
        return 1.0
    return cpu(family(size * factor), 2) / small


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--size", type=int, default=50_000, help="characters of the smaller text")
    parser.add_argument("--only", choices=sorted(FAMILIES))
    options = parser.parse_args(arguments)
    extract(Article(url="", text="Police said 40 people died."))
    worst = 0.0
    print(f"{'family':20}{'size':>10}{'CPU s':>9}{'4 x size':>10}{'growth':>8}{'µs a char':>11}")
    for name, family in FAMILIES.items():
        if options.only in (None, name):
            small, large = cpu(family(options.size)), cpu(family(4 * options.size))
            ratio = large / max(small, 1e-4)
            worst = max(worst, ratio)
            per_character = 1e6 * large / (4 * options.size)
            line = f"{name:20}{options.size:10}{small:9.3f}{large:10.3f}{ratio:8.2f}"
            print(f"{line}{per_character:11.3f}", flush=True)
    print(f"worst growth {worst:.2f} for 4 times the text; linear is 4, quadratic 16")
    return 0


if __name__ == "__main__":
    sys.exit(main())
