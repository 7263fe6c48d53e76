"""Worker processes: order, crashes, hangs; and the plain engine on top of them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import pytest

from flows.engines import Plain
from flows.pool import Lost, Workers


def work(batch: Sequence[str]) -> list[str]:
    for item in batch:
        if item == "crash":
            os._exit(3)
        if item == "hang":
            time.sleep(60)
    return [item.upper() for item in batch]


def defect(batch: Sequence[str]) -> list[str]:
    raise RuntimeError("a defect of ours")


def test_one_process_works_here() -> None:
    with Workers(1) as workers:
        assert workers.run(work, ["a", "b"]) == [["A", "B"]]


@pytest.mark.slow
def test_bad_items_are_lost_and_the_rest_goes_on() -> None:
    batches = [["a", "b"], ["c", "crash", "d"], ["hang", "e"], ["f"]]
    with Workers(2, limit_seconds=2.0) as workers:
        got = list(Plain().each("work", work, batches, at_once=2, workers=workers))
    assert got[0] == ["A", "B"]
    assert got[-1] == ["F"]
    lost = [(one.item, one.reason) for one in got if isinstance(one, Lost)]
    assert lost == [("crash", "crash"), ("hang", "hang")]
    assert [one for one in got if not isinstance(one, Lost)] == [
        ["A", "B"], ["C"], ["D"], ["E"], ["F"],
    ]  # fmt: skip


@pytest.mark.slow
def test_a_defect_is_raised() -> None:
    with pytest.raises(RuntimeError, match="a defect of ours"), Workers(2) as workers:
        list(Plain().each("work", defect, [["a"]], at_once=2, workers=workers))


def test_threads_keep_the_order() -> None:
    def slow_first(batch: Sequence[int]) -> int:
        time.sleep(0.02 if batch[0] == 0 else 0)
        return batch[0]

    batches = ([n] for n in range(20))
    assert list(Plain().each("count", slow_first, batches, at_once=4)) == list(range(20))
