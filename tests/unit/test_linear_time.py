"""No text, however hostile, costs more than linear time; and no hash seed changes what is read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.hostile import FAMILIES, cpu, growth

ROOT = Path(__file__).resolve().parents[2]
SIZE = 8_000
# Four times the text may cost four times as much; noise and caches are given twice that again.
# A quadratic reader costs sixteen times as much and is seen.
MOST = 8.0


@pytest.mark.parametrize("name", FAMILIES)
def test_cost_grows_linearly(name: str) -> None:
    family = FAMILIES[name]
    cpu(family(200))
    for size in (SIZE, 2 * SIZE, 4 * SIZE):  # a larger text where the first measure was noisy
        ratio = growth(family, size)
        if ratio < MOST:
            return
    pytest.fail(f"four times as long a text of {name} costs {ratio:.1f} times as much")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["numbers", "brackets", "one word", "one sentence", "citing"])
def test_a_million_characters_are_read(name: str) -> None:
    """A sentence of 10^6 characters, or of 10^5 numbers and more, is read at a steady pace."""
    assert cpu(FAMILIES[name](1_000_000)) < 60


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
