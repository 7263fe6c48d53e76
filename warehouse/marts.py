"""Works the definitions of readers' tables out: for touched figures only, or whole."""

from __future__ import annotations

from contextlib import suppress

import duckdb

from warehouse.definitions import Definition, definitions

PART = 50_000  # links worked out together: they take about 4 kB each on the way
ROW_GROUP = 122_880  # rows that DuckDB stores, and leaves out of a scan, together


def build(con: duckdb.DuckDBPyConnection, *, whole: bool = False) -> int:
    """Bring every table of schema mart up to date, in one transaction.

    Figures touched since the last time are worked out anew; all of them where `whole` is set or a
    definition has changed. Returns the number of figures worked out; does nothing, and returns 0,
    where nothing was written since.
    """
    ((written, built),) = con.execute(
        "SELECT g.n, d.built_after FROM main.write_guard AS g, main.definition AS d"
    ).fetchall()
    whole = whole or built is None
    if built == written and not whole:
        return 0
    con.execute("BEGIN")
    try:
        figures, parts = _plan(con, whole)
        if whole:
            for one in definitions():
                if one.is_table:
                    con.execute(f"TRUNCATE mart.{one.name}")
        for part in range(parts):
            _take(con, part)
            for one in definitions():
                if one.kept_by == "figure_id":
                    _work_out(con, one)
        for one in definitions():
            if one.kept_by == "whole":
                _work_out(con, one)
        for one in definitions():
            if one.kept_by == "figure_id":
                _sort(con, one)
        for table in ("touched", "scope", "wanted"):
            con.execute(f"DELETE FROM main.{table}")
        con.execute("UPDATE main.definition SET built_after = ?", [written])
        con.execute("COMMIT")
    except BaseException:
        _roll_back(con)
        raise
    return figures


def _plan(con: duckdb.DuckDBPyConnection, whole: bool) -> tuple[int, int]:
    """Choose the figures to work out, and in how many parts; returns both numbers.

    A figure that one article reports is kept for tomorrow's report to join, and not shown. Parts
    follow the order of ids, so that the tables come out sorted; there is one even for no figure.
    """
    touched = "SELECT figure_id FROM core.figures" if whole else _TOUCHED
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE plan AS
        WITH touched AS ({touched}),
        told AS (
            SELECT l.figure_id, count(*) AS links, count(DISTINCT r.article_id) AS articles
            FROM core.links AS l
            JOIN core.claims AS c
                ON c.claim_id = l.claim_id AND c.extractor_version = l.extractor_version
            JOIN core.revisions AS r ON r.revision_id = c.revision_id
            WHERE l.figure_id IN (FROM touched)
            GROUP BY l.figure_id
        )
        SELECT
            t.figure_id,
            coalesce(m.articles > 1, false) OR t.figure_id IN (
                SELECT figure_id FROM core.figures WHERE declared IS NOT NULL
            ) AS is_shown,
            CAST(sum(coalesce(m.links, 0)) OVER (ORDER BY t.figure_id) AS BIGINT) // {PART} AS part
        FROM touched AS t
        LEFT JOIN told AS m ON m.figure_id = t.figure_id
        """
    )
    ((figures, parts),) = con.execute(
        "SELECT count(*), coalesce(max(part), 0) + 1 FROM plan"
    ).fetchall()
    return int(figures), int(parts)


def _take(con: duckdb.DuckDBPyConnection, part: int) -> None:
    """Put one part of the plan where the definitions look for it."""
    con.execute("DELETE FROM main.scope")
    con.execute(
        "INSERT INTO main.scope SELECT figure_id, is_shown FROM plan WHERE part = ?", [part]
    )
    con.execute("DELETE FROM main.wanted")
    con.execute(_WANTED)


# Claims that any table kept by figure is worked out from; pairs and findings may have no figure.
_WANTED = """
    INSERT INTO main.wanted
    SELECT claim_id FROM core.links WHERE figure_id IN (SELECT figure_id FROM build.scope)
    UNION
    SELECT unnest([parent_claim_id, child_claim_id]) FROM core.comparisons
    WHERE figure_id IS NULL OR figure_id IN (SELECT figure_id FROM main.scope)
    UNION
    SELECT unnest(claims) FROM core.findings
    WHERE figure_id IS NULL OR figure_id IN (SELECT figure_id FROM main.scope)
"""

_TOUCHED = """
    SELECT thing AS figure_id FROM main.touched WHERE kind = 'figure'
    UNION
    SELECT l.figure_id
    FROM main.touched AS t
    JOIN core.revisions AS r ON r.article_id = t.thing
    JOIN core.claims AS c ON c.revision_id = r.revision_id
    JOIN core.links AS l ON l.claim_id = c.claim_id
    WHERE t.kind = 'article'
    UNION
    SELECT l.figure_id
    FROM main.touched AS t
    JOIN core.claims AS c ON c.revision_id = t.thing
    JOIN core.links AS l ON l.claim_id = c.claim_id
    WHERE t.kind = 'revision'
"""


def _work_out(con: duckdb.DuckDBPyConnection, one: Definition) -> None:
    """Replace the rows of one table that lie in scope; a whole table comes out sorted."""
    order = f" ORDER BY {one.sorted_by}" if one.sorted_by else ""
    if one.kept_by == "whole":
        con.execute(f"DELETE FROM mart.{one.name}")
    else:
        con.execute(
            f"DELETE FROM mart.{one.name} WHERE {one.kept_by} IS NULL OR {one.kept_by} IN "
            "(SELECT CAST(figure_id AS VARCHAR) FROM main.scope)"
        )
    con.execute(f"INSERT INTO mart.{one.name} SELECT * FROM build.{one.name}{order}")


def _sort(con: duckdb.DuckDBPyConnection, one: Definition) -> None:
    """Write a table anew in its order where figures worked out again came to stand at its end.

    Such an end costs a reader one row group more, so a big table is left alone until it is longer.
    """
    if one.sorted_by is None:
        return
    ((rows, in_order),) = con.execute(
        f"""
        SELECT count(*), coalesce(min(n) FILTER (WHERE figure_id < before), count(*) + 1) - 1
        FROM (
            SELECT figure_id, lag(figure_id) OVER () AS before, row_number() OVER () AS n
            FROM mart.{one.name}
        )
        """
    ).fetchall()
    end = rows - in_order
    if end == 0 or (rows > ROW_GROUP and end < ROW_GROUP):
        return
    con.execute(f"CREATE TEMP TABLE sorted AS FROM mart.{one.name} ORDER BY {one.sorted_by}")
    con.execute(f"TRUNCATE mart.{one.name}")
    con.execute(f"INSERT INTO mart.{one.name} FROM sorted")
    con.execute("DROP TABLE sorted")


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # a dead instance has undone the transaction by itself
        con.execute("ROLLBACK")
