"""Fills a warehouse with invented claims of any number: `python -m benchmarks.synthetic DATA N`.

Made in SQL from counters alone, so that the same N gives the same rows. Of N claims, N/20 revisions
(one an article) of 60 outlets over 300 days hold 20 each; every tenth is linked to one of N/200
figures, about 20 reports each within ten days; each report but the first is compared with it.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import duckdb

from warehouse import database
from warehouse.database import Warehouse

PER_REVISION = 20
PART = 1_000_000  # claims made at once
_ID = "CAST(md5('{0}' || {1}) AS UUID)"
_SENTENCE = (
    "'Officials counted ' || lpad(CAST({0} AS VARCHAR), 9, ' ') || ' boats in the bay so far. '"
)
_WIDTH = 53  # characters of one sentence with its blank
_FILLED = {
    "raw.runs": """
        SELECT {run} AS run_id, 'pipeline' AS flow, TIMESTAMP '2025-12-01' AS started_at,
            'completed' AS status
    """,
    "core.articles": """
        SELECT {article} AS article_id, 'https://outlet-' || i % 60 || '.example/' || i AS url,
            'outlet-' || i % 60 AS outlet, {at} AS first_seen_at, {run} AS run_id
        FROM revisions
    """,
    "raw.pages": """
        SELECT {page} AS page_id, {run} AS run_id,
            'https://outlet-' || i % 60 || '.example/' || i AS url,
            'outlet-' || i % 60 AS outlet, {page} AS content_digest, 50000 AS bytes,
            {at} AS seen_at, 'a.warc.gz' AS warc_file, i * 9000 AS warc_offset
        FROM revisions
    """,
    "core.revisions": """
        SELECT {revision} AS revision_id, {article} AS article_id, {page} AS page_id,
            (SELECT string_agg({sentence_of_k}, '' ORDER BY k) FROM range({per}) AS s (k)) AS text,
            {article} AS text_digest, 'Title ' || i AS title, {at} AS published_at,
            {at} AS seen_at, 'en' AS language, {run} AS run_id
        FROM revisions
    """,
    "core.extractions": """
        SELECT {revision} AS revision_id, '1' AS extractor_version, {per} AS claims,
            {at} AS extracted_at, {run} AS run_id
        FROM revisions
    """,
    "core.claims": """
        SELECT {claim} AS claim_id, '1' AS extractor_version, {revision_of} AS revision_id,
            {run} AS run_id, start + 18 AS span_start, start + 27 AS span_end,
            lpad(CAST(v AS VARCHAR), 9, ' ') AS surface, 'body' AS zone, start AS sentence_start,
            start + 52 AS sentence_end, i % {per} AS sentence_index, start + 18 AS quantity_start,
            start + 27 AS quantity_end, lpad(CAST(v AS VARCHAR), 9, ' ') AS quantity_surface,
            'claim' AS number_type, v AS low,
            CASE i % 7 WHEN 0 THEN NULL ELSE v END AS high, 1 AS precision_value,
            'count' AS unit, 'count' AS unit_kind,
            CASE i % 7 WHEN 0 THEN 'at_least' ELSE 'exact' END AS bound,
            CASE i % 5 WHEN 0 THEN 'approximate' ELSE 'none' END AS hedge, false AS is_vague,
            'none' AS direction, 1.0 AS quantity_confidence, 'boats' AS measured,
            'boat' AS measured_head, 'count' AS event, 'level' AS measure, i % 3 = 0 AS has_period,
            CASE i % 3 WHEN 0 THEN DATE '2025-01-01' END AS period_start_on,
            CASE i % 3 WHEN 0 THEN 'day' END AS period_precision,
            CASE i % 3 WHEN 0 THEN false END AS is_period_carried, 'the bay' AS place,
            CASE WHEN h THEN 'Source ' || i % 500 END AS speaker,
            CASE WHEN h THEN 'Source ' || i % 500 END AS root,
            CASE WHEN h THEN 'organisation' END AS root_kind,
            CASE WHEN h THEN 'Source ' || i % 500 END AS citing,
            CASE WHEN h THEN 1 ELSE 0 END AS hops, false AS is_direct_quote,
            'asserted' AS polarity, 0.95 AS confidence
        FROM (SELECT i, {value} AS v, i % {per} * {width} AS start, i % 3 = 1 AS h FROM claims)
    """,
    "core.figures": """
        SELECT {figure} AS figure_id, 'boats in bay ' || i AS label, 'boat' AS measured_head,
            'count' AS event, 'count' AS unit, 'count' AS unit_kind, 'level' AS measure,
            20 AS reports, {run} AS run_id
        FROM figures
    """,
    "core.links": """
        SELECT {claim} AS claim_id, '1' AS extractor_version, {figure_of} AS figure_id,
            0.5 + (i % 50) / 100 AS score, ['same head', 'same place'] AS reasons,
            'rule' AS basis, {run} AS run_id
        FROM claims WHERE i % 10 = 0
    """,
    "core.comparisons": """
        SELECT {comparison} AS comparison_id, {figure_of} AS figure_id,
            first_claim AS parent_claim_id, {claim} AS child_claim_id, '1' AS extractor_version,
            'first' AS relation, 'first report' AS reason, false AS is_same_text,
            i // 10 % 3 AS codes, 3600 AS lag_seconds, {run} AS run_id
        FROM (
            SELECT i, first_value({claim}) OVER (PARTITION BY {f} ORDER BY i) AS first_claim
            FROM claims WHERE i % 10 = 0
        )
        WHERE first_claim <> {claim}
    """,
    "core.drift": """
        SELECT CAST(md5('d' || c.comparison_id || k) AS UUID) AS drift_id, c.comparison_id,
            c.figure_id, c.parent_claim_id, c.child_claim_id, c.extractor_version, c.relation,
            c.reason, CASE k WHEN 0 THEN 'value' ELSE 'hedge' END AS dimension,
            CASE k WHEN 0 THEN 'INFLATED' ELSE 'HEDGE_DROPPED' END AS code,
            1.1 AS ratio, c.lag_seconds, false AS is_benign, c.run_id
        FROM core.comparisons AS c, range(2) AS r (k) WHERE k < c.codes
    """,
    "core.findings": """
        SELECT CAST(md5('z' || figure_id) AS UUID) AS finding_id, figure_id,
            'CONTESTED' AS code, 'Two sources differ.' AS detail,
            [min(parent_claim_id), min(child_claim_id)] AS claims, {run} AS run_id
        FROM core.comparisons GROUP BY figure_id HAVING hash(figure_id) % 20 = 0
    """,
}


def fill(warehouse: Warehouse, claims: int, *, first: int = 0) -> None:
    """Add the claims numbered `first` to `first + claims`; both are multiples of 20,000.

    Added to a warehouse that has some, they are told as loading would tell them to the marts.
    """
    for start in range(first, first + claims, PART):
        _fill(warehouse.con, start, min(PART, first + claims - start))


def _fill(con: duckdb.DuckDBPyConnection, first: int, claims: int) -> None:
    numbers = {
        "claims": f"range({first}, {first + claims})",
        "revisions": f"range({first // PER_REVISION}, {(first + claims) // PER_REVISION})",
        "figures": f"range({first // 200}, {(first + claims) // 200})",
    }
    # Reports of one figure lie within 200,000 claims: ten days of 20,000 claims.
    figure = "(i // 200000 * 1000 + hash(i) % 1000)"
    parts = {
        "run": _ID.format("run", "''"),
        "article": _ID.format("a", "i"),
        "page": _ID.format("p", "i"),
        "revision": _ID.format("r", "i"),
        "revision_of": _ID.format("r", f"i // {PER_REVISION}"),
        "claim": _ID.format("c", "i"),
        "comparison": _ID.format("x", "i"),
        "figure": _ID.format("f", "i"),
        "figure_of": _ID.format("f", figure),
        "f": figure,
        "value": "(1000 + hash(i) % 100 * 10)",
        "at": "TIMESTAMP '2025-01-01' + INTERVAL (i * 86) SECOND",
        "per": PER_REVISION,
        "width": _WIDTH,
        "sentence_of_k": _SENTENCE.format(f"(1000 + hash(i * {PER_REVISION} + k) % 100 * 10)"),
    }
    for table, template in _FILLED.items():
        sql = template.format(**parts)
        for name, made in numbers.items():
            sql = sql.replace(f"FROM {name}", f"FROM {made} AS n (i)")
        if first and table in ("core.drift", "core.findings"):
            sql = sql.replace("core.comparisons", "new_comparisons")
        if first and table == "raw.runs":
            continue
        if first and table == "core.drift":
            con.execute(
                "CREATE OR REPLACE TEMP TABLE new_comparisons AS FROM core.comparisons "
                f"WHERE figure_id IN (SELECT {parts['figure']} FROM {numbers['figures']} AS n (i))"
            )
        con.execute(f"INSERT INTO {table} BY NAME {sql}")
    con.execute(
        f"INSERT INTO main.touched SELECT 'figure', {parts['figure']} "
        f"FROM {numbers['figures']} AS n (i)"
    )
    con.execute("UPDATE main.write_guard SET n = n + 1")
    con.execute("CHECKPOINT")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("claims", type=int)
    given = parser.parse_args()
    began = time.process_time()
    with database.open(given.data) as one:
        fill(one, given.claims)
        size = one.path.stat().st_size
    print(
        f"{given.claims:,} claims in {time.process_time() - began:.0f} CPU s, {size / 1e6:,.0f} MB"
    )
