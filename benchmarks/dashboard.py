"""Measures the dashboard on much invented coverage: `python -m benchmarks.dashboard`.

Serves it with the real server in a process of its own and asks every kind of page; then many
readers at once. Building 500,000 claims takes some minutes; --data keeps them for the next run.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import httpx

from tests.dashboard import coverage

MEDIAN_MS, WORST_MS, MOST_MB = 300, 1_000, 400
PORT = 8797
_SERVE = "import sys; from dashboard import server; server.run(sys.argv[1], int(sys.argv[2]))"


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
        server = subprocess.Popen([sys.executable, "-c", _SERVE, str(data), str(PORT)])
        try:
            _wait()
            pages = _pages()
            _one_by_one(pages)
            _at_once(pages, options.readers, options.seconds)
            print(f"memory of the server: {_peak_mb(server.pid):.0f} MB at most ({MOST_MB})")
        finally:
            server.terminate()
            server.wait()
    return 0


def _wait() -> None:
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/about", timeout=30)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


def _pages() -> list[str]:
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
        figures = re.findall(r"/figures/[0-9a-f-]{36}", client.get("/").text)
        article = re.findall(r"/articles/[0-9a-f-]{36}", client.get(figures[-1]).text)[0]
    return [
        "/", "/?sort=spread", "/?sort=drift", "/?words=oil&page=2",
        "/?outlet=observer&source=civil+defence&language=en", *dict.fromkeys(figures[:8]),
        f"{figures[0]}?colour=source&scale=log", article, "/outlets", "/outlets/observer",
        "/sources/civil%20defence", "/findings", "/coverage", "/about",
    ]  # fmt: skip


def _one_by_one(pages: Sequence[str], repeats: int = 3) -> None:
    worst: list[tuple[float, str]] = []
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=60) as client:
        for page in pages:
            times = []
            for _ in range(repeats):
                start = time.perf_counter()
                client.get(page).raise_for_status()
                times.append(1e3 * (time.perf_counter() - start))
            worst.append((min(times), page))
    middle = median(ms for ms, _ in worst)
    slowest, page = max(worst)
    print(
        f"pages: median {middle:.0f} ms ({MEDIAN_MS}), worst {slowest:.0f} ms ({WORST_MS}) {page}"
    )


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
