"""No text, however hostile, costs more than linear time; and no hash seed changes what is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.hostile import FAMILIES, cpu, growth

ROOT = Path(__file__).resolve().parents[2]
# Four times the text may cost four times as much; noise and caches are given twice that again.
# A quadratic reader costs sixteen times as much and is seen.
MOST = 8.0
MOST_SECONDS = 20.0


@contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Fails the test once it has used so much CPU: a quadratic reader would take hours."""

    def spent(signal_number: int, frame: object) -> None:
        pytest.fail(f"not read within {seconds:.0f} CPU seconds")

    before = signal.signal(signal.SIGVTALRM, spent)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("name", FAMILIES)
def test_cost_grows_linearly(name: str) -> None:
    with budget(MOST_SECONDS):
        ratio = growth(FAMILIES[name])
        if ratio >= MOST:  # measured anew where the machine was busy
            ratio = min(ratio, growth(FAMILIES[name]))
    assert ratio < MOST, f"four times as long a text costs {ratio:.1f} times as much"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["numbers", "brackets", "one word", "one sentence", "citing"])
def test_a_million_characters_are_read(name: str) -> None:
    """A sentence of 10^6 characters, or of 10^5 numbers and more, is read at a steady pace."""
    with budget(90):
        cpu(FAMILIES[name](1_000_000))


_PROGRAM = """
from dataclasses import fields
from datetime import datetime, UTC
from extractors.claims import extract
from extractors.records import Article
text = '''{text}'''
for claim in extract(Article(url="", text=text, published_at=datetime(2026, 3, 1, tzinfo=UTC))):
    print(claim)
"""

_TEXT = """
At least 40 people were killed and about 120 wounded in the harbour town of Lunde last Tuesday,
officials said, citing the Harbour Office. The mayor, Ana Brel, told Radio Lunde that between
$2.3 billion and $2.5 billion would be needed, up 12% from 2025. She added that dozens of houses,
half of them empty, were lost. Reports say 1,400 to 1,800 litres of oil leaked every day; two
thirds of 90 boats were moved 80 km (50 miles) north. Police denied that 300 had been arrested.
"""


def test_reading_does_not_depend_on_the_hash_seed() -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", _PROGRAM.format(text=_TEXT.replace("\n", "\\n"))]
        run = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count("\n") > 8
