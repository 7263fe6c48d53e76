"""Measures the warehouse on synthetic claims: loading, memory, marts and queries, in CPU seconds.

`python -m benchmarks.warehouse [--claims 10000000] [--data FOLDER]`: ratios and floors in one run,
DuckDB on one thread with 1 GB. A folder that holds that many claims already is used as it is.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import synthetic
from warehouse import asking, auditing, database, loading, marts, publishing
from warehouse.database import Warehouse

MEMORY = "1GB"
SETTLED = 200_000  # claims after which memory must not grow
BATCH = 20_000
OVERVIEW = ("disputed", "figures", "outlets", "findings")


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def tell(
    name: str, value: float, unit: str, limit: float | None = None, *, least: bool = False
) -> bool:
    """Print one measure beside its limit; returns whether it holds."""
    holds = limit is None or (value >= limit if least else value <= limit)
    aim = "" if limit is None else f"   ({'at least' if least else 'at most'} {limit:g})"
    print(f"{'' if holds else 'MISSED '}{name:46}{value:12,.3f} {unit}{aim}", flush=True)
    return holds


def batches(claims: int) -> Iterator[dict[str, pa.Table]]:
    """Claims with their readings as a stage would hand them over, made in a warehouse aside."""
    with (
        tempfile.TemporaryDirectory() as folder,
        database.open(folder, threads=1) as aside,
    ):
        for first in range(0, claims, BATCH):
            synthetic.fill(aside, BATCH, first=first)
            yield {
                table: aside.con.sql(f"FROM {table}").to_arrow_table()
                for table in ("core.revisions", "core.extractions", "core.claims")
            }
            for table in loading.KEYS:
                aside.con.execute(f"TRUNCATE {table}")


def load(claims: int) -> bool:
    """Loading speed beside executemany, a rerun, and memory over many batches."""
    seconds, rows, again, sizes = 0.0, 0, 0, []
    held: dict[str, pa.Table] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        database.open(folder, threads=1) as warehouse,
    ):
        for held in batches(claims):
            began = time.process_time()
            with loading.batch(warehouse.con) as batch:
                rows += sum(batch.load(table, some) for table, some in held.items())
            seconds += time.process_time() - began
            sizes.append(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6)
        with loading.batch(warehouse.con) as batch:
            again = sum(batch.load(table, some) for table, some in held.items())
    speed, slow = rows / seconds, one_by_one(held["core.claims"].slice(0, 500))
    start, rest = sizes[: SETTLED // BATCH], sizes[SETTLED // BATCH :] or sizes
    return all([
        tell("rows loaded a CPU-second", speed, "rows"),
        tell("the same by executemany with a key", slow, "rows"),
        tell("ratio to executemany", speed / slow, "times", 100, least=True),
        tell("rows written by loading the last batch again", again, "rows", 0),
        tell(f"memory after {claims:,} claims", sizes[-1], "MB"),
        tell(f"most memory up to {SETTLED:,} claims", max(start), "MB"),
        tell("most memory from there on", max(rest), "MB", max(start) + 100),
        tell("median growth from there on", median(rest) - median(start), "MB", 50),
    ])  # fmt: skip


def one_by_one(claims: pa.Table) -> float:
    """Rows a CPU-second by executemany into a table with a key, ignoring those there."""
    con = duckdb.connect(":memory:")
    con.register("claims", claims)
    con.execute("CREATE TABLE one AS FROM claims LIMIT 0")
    con.execute("ALTER TABLE one ADD PRIMARY KEY (claim_id, extractor_version)")
    rows = [tuple(row.values()) for row in claims.to_pylist()]
    marks = ", ".join("?" * claims.num_columns)
    statement = f"INSERT INTO one VALUES ({marks}) ON CONFLICT DO NOTHING"
    return len(rows) / spent(lambda: con.executemany(statement, rows))


def build(warehouse: Warehouse, claims: int) -> bool:
    """All marts anew, audits, and a day more of 1 % of the claims (at least 20,000)."""
    share = claims / 10_000_000  # limits are for ten million
    whole = spent(lambda: marts.build(warehouse.con, whole=True))
    found: list[Any] = []
    audits = spent(lambda: found.extend(auditing.audit(warehouse.con)))
    publishing.publish(warehouse)
    day = max(20_000, claims // 100)
    synthetic.fill(warehouse, day, first=claims)
    one = spent(lambda: marts.build(warehouse.con))
    publish = spent(lambda: publishing.publish(warehouse))
    return all([
        tell("all marts rebuilt", whole, "CPU s", max(15.0, 300 * share)),
        tell("all audits", audits, "CPU s"),
        tell("rows that break an audit", len(found), "rows", 0),
        tell(f"marts after {day:,} claims more", one, "CPU s", 20),
        tell("checkpoint, copy and swap", publish, "CPU s"),
        tell("size of the snapshot", warehouse.path.stat().st_size / 1e6, "MB"),
    ])  # fmt: skip


def query(data: Path) -> bool:
    """Every relation of schema mart for one figure, and the overview, on the published file."""
    con = publishing.open_snapshot(publishing.current(data), memory_limit=MEMORY, threads=1)
    ((figure, claim),) = con.execute(
        "SELECT figure_id, min(claim_id) FROM mart.mention GROUP BY ALL "
        "ORDER BY figure_id OFFSET (SELECT count(*) // 2 FROM mart.figure) LIMIT 1"
    ).fetchall()
    relations = con.execute(
        "SELECT table_name, bool_or(column_name = 'figure_id') FROM information_schema.columns "
        "WHERE table_schema = 'mart' GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    holds = []
    for name, has_figure in relations:
        where = "WHERE figure_id = ?" if has_figure else "LIMIT 200"
        given = [figure] if has_figure else []

        def one(name: str = name, where: str = where, given: list[str] = given) -> object:
            return con.execute(f"SELECT * FROM mart.{name} {where}", given).fetchall()

        one()
        holds.append(tell(f"mart.{name}", min(spent(one) for _ in range(3)) * 1000, "CPU ms", 100))

    def proof() -> object:
        return asking.ask(con, "evidence", claim=claim).fetchall()

    def overview() -> object:
        return [asking.ask(con, name).fetchall() for name in OVERVIEW]

    proof()
    holds.append(tell("ask evidence", min(spent(proof) for _ in range(3)) * 1000, "CPU ms", 100))
    overview()
    each = min(spent(overview) for _ in range(3)) * 1000
    holds.append(tell("overview: " + ", ".join(OVERVIEW), each, "CPU ms", 500))
    return all(holds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--claims", type=int, default=400_000)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    holds = [load(min(given.claims, 1_000_000))]
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        with database.open(data, memory_limit=MEMORY, threads=1) as warehouse:
            made = spent(lambda: synthetic.fill(warehouse, given.claims))
            tell(f"{given.claims:,} claims made", made, "CPU s")
            holds.append(build(warehouse, given.claims))
        holds.append(query(data))
    tell("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, "MB")
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
