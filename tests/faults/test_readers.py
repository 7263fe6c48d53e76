"""Eight readers while runs publish: no error, nothing torn, news within two seconds."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READERS = 8
SOON = 2.0  # seconds from the swap to being seen by who opens the file again


def begin(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "times",
    [pytest.param(4, marks=pytest.mark.slow), pytest.param(300, marks=pytest.mark.full)],
)
def test_readers_are_never_blocked_and_never_see_half(tmp_path: Path, times: int) -> None:
    kinds = ["plain", "hardened"] * (READERS // 2)
    readers = [begin("tests.faults.watcher", tmp_path, kind) for kind in kinds]
    out, err = begin("tests.faults.publisher", tmp_path, times).communicate()
    time.sleep(SOON + 0.5)
    (tmp_path / "stop").touch()
    assert err == ""
    published = [(float(at), int(n)) for at, n in map(str.split, out.splitlines())]
    assert len(published) == times
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert err == ""
        looks = [line.split(" ", 2) for line in out.splitlines()]
        assert looks
        assert [look for look in looks if look[1] != "saw"] == []
        seen = [(float(at), int(n)) for at, _, n in looks]
        assert seen == sorted(seen)  # never back to an older one
        for at, number in published:
            late = [n for t, n in seen if t > at + SOON]
            assert all(n >= number for n in late)
