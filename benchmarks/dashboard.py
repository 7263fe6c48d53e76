"""Measures the dashboard on much invented coverage: `python -m benchmarks.dashboard`.

Serves it with the real server in a process of its own and asks every kind of page, the first
request cold; then many readers at once. A page's time is what its reader waits; beside it stands
what the server computed (CPU), which other work on the machine does not change. Building 500,000
claims takes some minutes; --data keeps them for the next run.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from tests.dashboard import coverage
from warehouse import publishing

MEDIAN_MS, WORST_MS, MOST_MB = 300, 1_000, 400
PORT = 8797
_SERVE = "import sys; from dashboard import server; server.run(sys.argv[1], int(sys.argv[2]))"


@dataclass(frozen=True, slots=True)
class Timed:
    """One answer: milliseconds its reader waited and milliseconds of the server's CPU."""

    page: str
    wall: float
    cpu: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, help="data folder to use again, or to make")
    add("--figures", type=int, default=4_000)
    add("--largest", type=int, default=12_500, help="claims of the largest figure")
    add("--each", type=int, default=122, help="claims of every other figure")
    add("--readers", type=int, default=50)
    add("--seconds", type=float, default=60.0, help="how long they read")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        data = options.data or Path(folder)
        if not (data / "published").is_dir():
            coverage.publish(
                data, figures=options.figures, largest=options.largest, each=options.each
            )
        pages = _pages(data)
        server = subprocess.Popen([sys.executable, "-c", _SERVE, str(data), str(PORT)])
        try:
            _wait()
            _one_by_one(server.pid, pages)
            _at_once(pages, options.readers, options.seconds)
            print(f"memory of the server: {_peak_mb(server.pid):.0f} MB at most ({MOST_MB})")
        finally:
            server.terminate()
            server.wait()
    return 0


def _pages(data: Path) -> list[str]:
    """Every kind of page: each order and filter, disputed figures, the largest, downloads."""
    with publishing.read(data) as con:
        ask = con.execute
        largest, claims = ask(
            "SELECT figure_id, mentions FROM mart.figure ORDER BY mentions DESC LIMIT 1"
        ).fetchall()[0]
        disputed = ask(
            "SELECT figure_id FROM mart.figure ORDER BY conflict_pairs DESC, figure_id LIMIT 8"
        ).fetchall()
        edited = ask("SELECT article_id FROM mart.silent_edit LIMIT 1").fetchall()[0][0]
        totals = ask("SELECT count(*), sum(mentions) FROM mart.figure").fetchall()[0]
    print(f"{totals[1]:,} statements on {totals[0]:,} figures; the largest holds {claims:,}")
    figures = [f"/figures/{figure}" for (figure,) in disputed]
    whole = f"/figures/{largest}"
    return [
        "/", "/?sort=spread", "/?sort=drift", "/?sort=revisions", "/?sort=newest",
        "/?words=oil&page=2", "/?words=earthquake+kill", "/?outlet=observer",
        "/?source=civil+defence", "/?language=en", "/?unit_kind=money&since=2026-03-05",
        "/?outlet=observer&source=civil+defence&language=en", *figures,
        f"{figures[0]}?colour=source&scale=log", whole, f"{whole}?page=2",
        f"{whole}?outlet=observer", f"{whole}.csv", f"{whole}.json", f"/articles/{edited}",
        "/outlets", "/outlets/observer", "/sources", "/sources/civil%20defence", "/findings",
        "/findings?code=SILENT_EDIT&page=9", "/coverage", "/about",
    ]  # fmt: skip


def _wait() -> None:
    for _ in range(600):
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/static/icon.svg", timeout=30)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


def _one_by_one(pid: int, pages: Sequence[str], repeats: int = 3) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
        cold = _timed(client, pid, pages[0])
        print(f"first request of all: {cold.wall:.0f} ms, CPU {cold.cpu:.0f} ms")
        all_times = [[_timed(client, pid, page) for _ in range(repeats)] for page in pages]
    for name in ("wall", "cpu"):
        middle = median(median(getattr(t, name) for t in times) for times in all_times)
        slowest = max((t for times in all_times for t in times), key=lambda t: getattr(t, name))
        print(
            f"{len(pages)} pages, {name}: median {middle:.0f} ms ({MEDIAN_MS}), "
            f"worst of {repeats * len(pages)} {getattr(slowest, name):.0f} ms ({WORST_MS}) "
            f"{slowest.page}"
        )


def _timed(client: httpx.Client, pid: int, page: str) -> Timed:
    cpu, start = _cpu_ms(pid), time.perf_counter()
    client.get(page).raise_for_status()
    return Timed(page, 1e3 * (time.perf_counter() - start), _cpu_ms(pid) - cpu)


def _cpu_ms(pid: int) -> float:
    """CPU time of a process and its threads so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return 1e3 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _at_once(pages: Sequence[str], readers: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    answers: list[int] = []

    def read(first: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=120) as client:
            n = first
            while time.monotonic() < until:
                try:
                    answers.append(client.get(pages[n % len(pages)]).status_code)
                except httpx.TransportError:
                    answers.append(0)
                n += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faults = sum(status != 200 for status in answers)
    print(f"{readers} readers for {seconds:.0f} s: {len(answers)} pages, {faults} errors (0)")


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    sys.exit(main())
