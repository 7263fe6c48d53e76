"""Measures ingest against a play of many outlets: all in, manners kept, pages a CPU second."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from flows import ingest, runs
from flows.ingest import Sources
from flows.settings import Settings
from tests.flows.outlet_server import FETCHABLE, REASONS, World, watchlist

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DELAY = 0.05  # seconds between two requests to one host
TOLERANCE = 0.002  # seconds: two clocks are read


def main() -> int:
    """Plays the whole load; exit code 1 where a page is lost or a manner broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--outlets", type=int, default=200)
    options.add_argument("--articles", type=int, default=100)
    given = options.parse_args()
    world = World(given.outlets, given.articles)
    command = [
        sys.executable, "-m", "tests.flows.outlet_server",
        "--outlets", str(given.outlets), "--articles", str(given.articles),
    ]  # fmt: skip
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        try:
            assert server.stdout is not None
            return _measure(world, int(server.stdout.readline()), Path(folder))
        finally:
            server.terminate()


def _measure(world: World, port: int, folder: Path) -> int:
    (folder / "outlets.toml").write_text(watchlist(world))
    settings = Settings(
        data_dir=folder / "data", host_delay=DELAY, retry_wait=0.2, retries=2, processes=1,
        largest_page=1_000_000, read_timeout=3.0, body_timeout=4.0, workers=64,
        resolve={"*.example": f"127.0.0.1:{port}"},
    )  # fmt: skip
    sources = Sources(watchlist=folder / "outlets.toml")
    stories = [story for host in world.hosts() for story in world.stories(host)]
    broken = []
    for name, now in (("first", NOW), ("again", NOW + timedelta(hours=3))):
        wall, cpu = time.monotonic(), time.process_time()
        with runs.opened(settings, "ingest", now=lambda now=now: now) as run:  # type: ignore[misc]
            ingest.ingest(run, sources)
            counts = dict(run.counts)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        pages = counts.get("fetched", 0)
        print(
            f"{name}: {pages} pages fetched in {wall:.1f} s and {cpu:.1f} CPU s: "
            f"{pages / wall:.0f} a second, {pages / cpu:.0f} a CPU second; "
            f"new: {counts.get('pages', 0)} pages, {counts.get('articles', 0)} articles, "
            f"{counts.get('revisions', 0)} revisions; unchanged {counts.get('unchanged', 0)}"
        )
        if name == "again" and counts.get("revisions"):
            broken.append(f"{counts['revisions']} revisions of unchanged articles")
    with duckdb.connect(str(settings.data_dir / "warehouse.duckdb"), read_only=True) as con:
        found = {url for (url,) in con.sql("SELECT url FROM core.articles").fetchall()}
        told = dict(con.sql("SELECT thing, reason FROM raw.failures").fetchall())
    wanted = {s.url for s in stories if s.kind in FETCHABLE}
    print(
        f"articles: {len(found & wanted)} of {len(wanted)} fetchable, {len(found - wanted)} others"
    )
    others = {s.url: REASONS[s.kind] for s in stories if s.kind not in FETCHABLE}
    right = sum(told.get(url) == reason for url, reason in others.items())
    print(f"failures: {right} of {len(others)} told with their reason")
    if found != wanted:
        broken.append(f"lost or invented: {sorted(found ^ wanted)[:5]}")
    if right != len(others):
        wrong = [(u, r, told.get(u)) for u, r in others.items() if told.get(u) != r]
        broken.append(f"failures untold or mistaken: {wrong[:5]}")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/__seen") as answer:
        seen = json.load(answer)
    most = max(host["most_at_once"] for host in seen.values())
    least = min(host["least_gap"] for host in seen.values())
    print(f"manners: at most {most:.0f} request at once to a host, at least {least:.3f} s between")
    if most > 1 or least < DELAY - TOLERANCE:
        broken.append("manners")
    for fault in broken:
        print("BROKEN:", fault)
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
