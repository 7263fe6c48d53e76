"""Measures the whole path, WARC to claims in DuckDB: against trafilatura, on two cores, in memory.

Each measurement runs in a process of its own; CPU is user and system time of it and its workers,
which a busy machine disturbs little. Wall-clock ratios mean something on a quiet machine only.
Two processes are measured on the pages there are, ten seconds of work of which starting is much,
and on a round as it is at the size wanted, for which the pages come again under other addresses.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import multiprocessing.forkserver
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

CORPORA = Path("../shared/corpora")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = 86_400
TARGET_DAY = 300_000  # articles a day
ROUNDS = 96  # a day: one in 15 minutes
CEILINGS = {
    "CPU ratio to trafilatura": 0.60,
    "CPU of two processes / of one": 1.10,
    "CPU of two processes / of one, a round": 1.10,
    "memory growth, MB a worker": 5.0,
}
SPEED = "two processes, times as fast as one, a round"
SPEED_FLOOR = 1.8  # on a quiet machine with two cores
QUIET = 0.3  # load of other work, in cores, up to which a machine is quiet


@dataclass(frozen=True, slots=True)
class Cost:
    """What one measurement took, in seconds, and how many pages it got through."""

    cpu: float
    wall: float
    pages: int
    told: dict[str, float]


def pack(corpora: Path, warc: Path, most: int, *, again: bool = False) -> int:
    """Write real pages into one WARC file; returns how many. Outside of what is measured.

    With `again` they are repeated up to `most`, each time as the pages of other outlets.
    """
    from flows import archive

    lines = (corpora / "index_html.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [row for row in map(json.loads, lines) if row["url"]]
    pages = 0
    with archive.Writer(warc, size=1 << 40, now=lambda: NOW) as keeper:
        while pages < most and listed:
            copy, place = divmod(pages, len(listed))
            if copy and not again:
                break
            row = listed[place]
            url = row["url"]
            if copy:
                url = f"https://copy-{copy}.example/" + url.rpartition("://")[2]
            body = gzip.decompress((corpora / row["path"]).read_bytes())
            keeper.keep(url, "text/html", body, NOW)
            pages += 1
    return pages


def whole_path(warc: Path, folder: Path, processes: int) -> Cost:
    """The pipeline without Prefect, from a WARC file into a new warehouse."""
    from flows import extract, ingest, publish, resolve, runs
    from flows.ingest import Sources
    from flows.settings import Settings

    settings = Settings(data_dir=folder, processes=processes)
    stages: dict[str, float] = {}
    with runs.opened(settings, "pipeline", now=lambda: NOW) as run, _Costing() as cost:
        sources = Sources(warc=tuple(sorted(warc.glob("*.warc.gz"))))
        _staged(stages, "ingest", lambda: ingest.ingest(run, sources))
        _staged(stages, "extract", lambda: extract.extract(run))
        spent = cost()
        _staged(stages, "resolve", lambda: resolve.resolve(run))
        _staged(stages, "publish", lambda: publish.publish(run))
        stages["claims"] = run.counts["claims"]
        stages["articles"] = run.counts["articles"]
        return Cost(*spent, run.counts["candidates"], stages)


def peer(warc: Path) -> Cost:
    """trafilatura.bare_extraction with metadata on the same pages, decompressed before."""
    import trafilatura

    pages = list(_bodies(warc))
    with _Costing() as cost:
        for url, body in pages:
            trafilatura.bare_extraction(body, url=url, with_metadata=True)
        return Cost(*cost(), len(pages), {})


def memory(warc: Path, first: int, last: int) -> Cost:
    """Resident memory of one worker, parsing and reading the pages round and round.

    A level is the median over the next `first` pages, and over the last so many: between one batch
    and the next it wanders by some MB, as memory is taken and given back.
    """
    from flows import extract
    from flows.archive import content_digest
    from flows.parse import Arrival, parse

    pages = list(_bodies(warc))
    done = 0
    levels: dict[int, float] = {}
    with _Costing() as cost:
        while done < last:
            batch = [pages[(done + n) % len(pages)] for n in range(50)]
            arrivals = [
                Arrival(url, None, body, None, "text/html", None, NOW, "", content_digest(body))
                for url, body in batch
            ]
            parsed = parse(arrivals).outcomes
            articles = [(a.revision_id, a) for a in parsed if hasattr(a, "revision_id")]
            extract.read(articles, "00000000-0000-0000-0000-000000000000", NOW.isoformat())
            done += len(batch)
            levels[done] = _resident()
        told = {
            f"MB at {first}": median(mb for n, mb in levels.items() if first <= n < 2 * first),
            f"MB at {done}": median(mb for n, mb in levels.items() if n > done - first),
        }
        return Cost(*cost(), done, told)


def _bodies(warc: Path) -> Iterator[tuple[str, bytes]]:
    from flows import archive
    from flows.failures import Failure

    for page in archive.read(warc):
        if not isinstance(page, Failure):
            yield page.url, page.body


def _resident() -> float:
    """MB now; the peak where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


class _Costing:
    """Seconds of CPU (workers that have ended included) and of the clock since it was entered."""

    def __enter__(self) -> Callable[[], tuple[float, float]]:
        began = sum(os.times()[:4]), time.monotonic()

        def spent() -> tuple[float, float]:
            wall = time.monotonic() - began[1]
            # Workers are children of the fork server: they count once it has ended, too.
            multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]
            return sum(os.times()[:4]) - began[0], wall

        return spent

    def __exit__(self, *_: object) -> None:
        return None


def _staged(stages: dict[str, float], name: str, work: Callable[[], object]) -> None:
    began = sum(os.times()[:4])
    work()
    stages[f"{name}, CPU s"] = sum(os.times()[:4]) - began


def _alone(function: Callable[..., Cost], *given: object) -> Cost:
    """Carried out by a fresh process."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, function, given))
    process.start()
    sender.close()
    cost = receiver.recv()
    process.join()
    assert isinstance(cost, Cost), cost
    return cost


def _send(sender: object, function: Callable[..., Cost], given: tuple[object, ...]) -> None:
    logging.disable(logging.CRITICAL)
    sender.send(function(*given))  # type: ignore[attr-defined]


def _others() -> float:
    """Cores busy with other work over two seconds of our sleep."""
    try:
        before = [int(n) for n in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        time.sleep(2)
        after = [int(n) for n in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    except OSError:
        return os.getloadavg()[0]
    spent = [b - a for a, b in zip(before, after, strict=True)]
    return (sum(spent) - spent[3] - spent[4]) / max(1, sum(spent)) * (os.cpu_count() or 1)


def main() -> int:
    """Prints every figure with its limit; exit code 1 where one is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("--pages", type=int, default=1_000_000, help="most pages")
    options.add_argument("--memory", type=int, default=10_000, help="pages for one worker; 0: none")
    options.add_argument(
        "--round", type=int, default=TARGET_DAY // ROUNDS, help="pages for two processes; 0: none"
    )
    options.add_argument("--repeat", type=int, default=1, help="the least of so many counts")
    given = options.parse_args()
    if not (given.corpora / "index_html.jsonl").exists():
        print(f"{given.corpora}: no corpora of real pages beside the project", file=sys.stderr)
        return 2
    others = _others()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pack(given.corpora, folder / "warc", given.pages)
        theirs, one, two = [], [], []
        for n in range(given.repeat):
            theirs.append(_alone(peer, folder / "warc"))
            one.append(_alone(whole_path, folder / "warc", folder / f"one-{n}", 1))
            two.append(_alone(whole_path, folder / "warc", folder / f"two-{n}", 2))
        least = [min(costs, key=lambda c: c.cpu) for costs in (theirs, one, two)]
        figures = _figures(*least)
        figures["two processes, times as fast as one"] = min(a.wall for a in one) / min(
            b.wall for b in two
        )
        if given.round:
            pack(given.corpora, folder / "round", given.round, again=True)
            one_round = _alone(whole_path, folder / "round", folder / "one", 1)
            two_round = _alone(whole_path, folder / "round", folder / "two", 2)
            figures |= {
                "pages of a round": float(one_round.pages),
                "CPU of two processes / of one, a round": two_round.cpu / one_round.cpu,
                SPEED: one_round.wall / two_round.wall,
            }
        if given.memory:
            first = max(50, min(1_000, given.memory // 4 // 50 * 50))
            grown = _alone(memory, folder / "warc", first, given.memory)
            figures |= grown.told
            levels = list(grown.told.values())
            figures["memory growth, MB a worker"] = levels[-1] - levels[0]
    print(f"other work on this machine: {others:.1f} cores of {os.cpu_count()}")
    broken = False
    for what, value in figures.items():
        mark = ""
        if what in CEILINGS:
            is_broken = value > CEILINGS[what]
            mark = f"  ceiling {CEILINGS[what]:g}" + ("  BROKEN" if is_broken else "")
            broken |= is_broken
        elif what == SPEED:
            is_broken = others < QUIET and value < SPEED_FLOOR
            mark = f"  floor {SPEED_FLOOR:g}" + ("  BROKEN" if is_broken else "")
            mark += "" if others < QUIET else "  (not judged: the machine is busy)"
            broken |= is_broken
        print(f"{what:<46}{value:>12,.3f}{mark}")
    return int(broken)


def _figures(theirs: Cost, one: Cost, two: Cost) -> dict[str, float]:
    each = one.cpu / one.pages
    return {
        "pages": float(one.pages),
        "claims": one.told["claims"],
        "trafilatura, CPU ms a page": 1000 * theirs.cpu / theirs.pages,
        "WARC to claims, CPU ms a page": 1000 * each,
        "CPU ratio to trafilatura": each / (theirs.cpu / theirs.pages),
        "CPU of two processes / of one": two.cpu / one.cpu,
        **{f"  {name} (one process)": n for name, n in one.told.items() if name.endswith(" s")},
        "articles a day, one core": DAY / each,
        f"CPU hours for {TARGET_DAY:,} articles": TARGET_DAY * each / 3600,
    }


if __name__ == "__main__":
    raise SystemExit(main())
