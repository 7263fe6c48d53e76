"""Reads every relation of a published file with whatever DuckDB there is: `python opener.py FILE`.

Prints one JSON object: the version, and for each relation of schema mart its comment, its columns
(name, type, comment), the number of its rows and a digest of them. Stands alone, so that it runs
in an environment that has nothing but some version of duckdb.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

import duckdb


def rows(con: Any, name: str) -> tuple[int, str]:
    """How many there are, and what is in them, whatever the order and the last digit of a float."""
    told = sorted(
        repr([f"{v:.9g}" if isinstance(v, float) else v for v in row])
        for row in con.execute(f"SELECT * FROM mart.{name}").fetchall()
    )
    return len(told), hashlib.sha256("\n".join(told).encode()).hexdigest()


def relations(path: str) -> dict[str, Any]:
    con = duckdb.connect(path, read_only=True)
    mine = "database_name = current_database() AND schema_name = 'mart' AND NOT internal"
    comments = con.execute(
        f"SELECT table_name, comment FROM duckdb_tables() WHERE {mine} UNION ALL "
        f"SELECT view_name, comment FROM duckdb_views() WHERE {mine} ORDER BY 1"
    ).fetchall()
    found = {}
    for name, comment in comments:
        columns = con.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() "
            f"WHERE {mine} AND table_name = ? ORDER BY column_index",
            [name],
        ).fetchall()
        number, digest = rows(con, name)
        found[name] = {
            "comment": comment, "columns": columns, "rows": number, "digest": digest,
        }  # fmt: skip
    return found


if __name__ == "__main__":
    print(json.dumps({"version": duckdb.__version__, "relations": relations(sys.argv[1])}))
