"""Runs every benchmark shortly, one after the other: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

# What makes a run short; without these a benchmark takes its own full size.
SHORT = {
    "edits": ["--pairs", "200"],
    "figures": ["--day", "5000"],
    "load": ["--outlets", "20", "--articles", "20"],
    "resolving": ["--claims", "20000", "--day", "2000"],
    "syndication": ["--texts", "2000"],
    "throughput": ["--memory", "2000"],
    "warehouse": ["--claims", "100000"],
}
NOT_ALONE = {"__init__", "__main__", "invented", "synthetic"}


def main() -> int:
    """Exit code 1 where a floor or ceiling is broken; a benchmark without its data is told so."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("only", nargs="*", help="names of benchmarks [all]")
    options.add_argument("--full", action="store_true", help="each at its full size")
    given = options.parse_args()
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem not in NOT_ALONE)
    if unknown := sorted(set(given.only) - set(names)):
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names)}", file=sys.stderr)
        return 2
    broken = []
    for name in given.only or names:
        print(f"\n== {name}", flush=True)
        size = [] if given.full else SHORT.get(name, [])
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *size], check=False)
        if done.returncode == 2:
            print("  left out: see the line above")
        elif done.returncode:
            broken.append(name)
    print(f"\nbroken: {', '.join(broken)}" if broken else "\nevery floor and ceiling holds")
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
