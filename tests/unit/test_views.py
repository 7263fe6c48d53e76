"""Every view on rows written as data: tests/golden/views/<view>.toml tells rows in and rows out.

A case holds `tell` (a claim with its article, revision, reading, figure and link in one line),
`rows` (rows of any table as they are) and `want` (rows the view must give, all of them, with the
columns that matter). Ids are short names; what a row leaves out gets a plain default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractors.records import digest
from warehouse import auditing, database, definitions, loading, marts
from warehouse.database import Warehouse

GOLDEN = Path(__file__).parents[1] / "golden" / "views"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['about']}")
    for path in sorted(GOLDEN.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
]
RUN, VERSION = "run", "1"
START = datetime(2026, 3, 1)  # noqa: DTZ001 - as the warehouse gives it back

DEFAULTS: dict[str, dict[str, Any]] = {
    "raw.runs": {"flow": "pipeline", "status": "completed", "started_at": START, "run_id": RUN},
    "raw.fetches": {"kind": "page", "status": 200, "fetched_at": START, "is_not_modified": False},
    "raw.pages": {"content_digest": "bytes", "bytes": 10, "seen_at": START},
    "raw.failures": {"stage": "fetch", "reason": "timeout", "thing": "x", "failed_at": START},
    "core.outlets": {"is_watched": True},
    "core.articles": {"first_seen_at": START},
    "core.revisions": {"text": "", "text_digest": "text", "seen_at": START},
    "core.extractions": {"claims": 0, "extracted_at": START},
    "core.claims": {
        "zone": "body", "sentence_index": 0, "number_type": "claim", "unit": "count",
        "unit_kind": "count", "bound": "exact", "hedge": "none", "is_vague": False,
        "direction": "none", "quantity_confidence": 1.0, "measure": "level", "has_period": False,
        "hops": 0, "is_direct_quote": False, "polarity": "asserted", "confidence": 1.0,
        "precision_value": 1,
    },
    "core.figures": {"unit": "count", "unit_kind": "count", "measure": "level", "reports": 1},
    "core.links": {"score": 0.9, "basis": "rule"},
    "core.comparisons": {"relation": "first", "is_same_text": False, "codes": 0},
    "core.drift": {"relation": "first", "dimension": "value", "is_benign": False},
    "core.findings": {"detail": "Found."},
    "core.merges": {"score": 1.0},
    "core.syndication": {"similarity": 1.0, "reason": "founder"},
    "core.syndication_groups": {"origin_reason": "earliest", "size": 2},
}  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with database.open(tmp_path_factory.mktemp("views")) as one:
        yield one


@pytest.mark.parametrize(("view", "case"), CASES)
def test_view(warehouse: Warehouse, view: str, case: dict[str, Any]) -> None:
    names = Names()
    _fill(warehouse, case, names)
    marts.build(warehouse.con, whole=True)
    columns = sorted({key for row in case["want"] for key in row})
    if columns:
        answer = warehouse.con.sql(f"SELECT {', '.join(columns)} FROM mart.{view}").fetchall()
    else:
        answer = warehouse.con.sql(f"SELECT 1 FROM mart.{view}").fetchall()
    got = sorted((tuple(names.short(v) for v in row) for row in answer), key=repr)
    want = sorted((tuple(_bare(row.get(c)) for c in columns) for row in case["want"]), key=repr)
    assert len(got) == len(want), got
    for one, other in zip(got, want, strict=True):
        assert dict(zip(columns, one, strict=True)) == dict(zip(columns, other, strict=True))
    broken = [str(v) for v in auditing.audit(warehouse.con)]
    assert broken == case.get("broken", [])


@pytest.mark.parametrize(("view", "case"), CASES[::5])
def test_reworking_the_touched_figures_gives_what_reworking_all_gives(
    warehouse: Warehouse, view: str, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the rows first, then the rest, or figure by figure: the marts do not show it."""
    _empty(warehouse)
    marts.build(warehouse.con, whole=True)
    names = Names()
    tables = list(_tables(case, names).items())
    for half in (0, 1):
        with loading.batch(warehouse.con) as batch:
            for table, rows in tables:
                some = [row for n, row in enumerate(rows) if half or n % 2 == 0]
                if some:
                    batch.merge(table, _columns(some))
        marts.build(warehouse.con)
    kept = [d for d in definitions.definitions() if d.is_table]
    stepwise = {d.name: _content(warehouse, d.name) for d in kept}
    marts.build(warehouse.con, whole=True)
    whole = {d.name: _content(warehouse, d.name) for d in kept}
    assert stepwise == whole
    monkeypatch.setattr(marts, "PART", 1)
    marts.build(warehouse.con, whole=True)
    assert {d.name: _content(warehouse, d.name) for d in kept} == whole


@pytest.mark.parametrize(("view", "case"), CASES[::3])
def test_a_few_claims_come_in_the_same_context_as_all(
    warehouse: Warehouse, view: str, case: dict[str, Any]
) -> None:
    _fill(warehouse, case, Names())
    everything = warehouse.con.sql("SELECT * FROM build.report").fetchall()
    for (revision,) in warehouse.con.sql("SELECT revision_id FROM core.revisions").fetchall():
        few = warehouse.con.execute(
            "WITH few AS (SELECT * FROM core.claims WHERE revision_id = ?) "
            "SELECT * FROM build.reports_of('few')",
            [revision],
        )
        at = [column[0] for column in few.description or ()].index("revision_id")
        want = [row for row in everything if row[at] == revision]
        assert sorted(few.fetchall(), key=repr) == sorted(want, key=repr)


def test_every_view_for_readers_has_cases() -> None:
    told = {path.stem for path in GOLDEN.glob("*.toml")}
    shown = {
        d.name for d in definitions.definitions() if d.is_table or "CREATE VIEW mart." in d.sql
    }
    assert told == shown


class Names:
    """Short names of ids, both ways."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def long(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.long(v) for v in value]
        if value is None:
            return None
        made = digest("case", value)
        self.known[made] = value
        return made

    def short(self, value: Any) -> Any:
        value = self.known.get(str(value), value)
        return _bare(value)


def _bare(value: Any) -> Any:
    """Numbers of any kind as floats of three decimals."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return round(float(value), 3)
    return value


def _fill(warehouse: Warehouse, case: dict[str, Any], names: Names) -> None:
    _empty(warehouse)
    with loading.batch(warehouse.con) as batch:
        for table, rows in _tables(case, names).items():
            batch.load(table, _columns(rows))


def _empty(warehouse: Warehouse) -> None:
    for table in loading.KEYS:
        warehouse.con.execute(f"TRUNCATE {table}")


def _tables(case: dict[str, Any], names: Names) -> dict[str, list[dict[str, Any]]]:
    """All rows of a case, with ids and defaults; the first row of a key wins."""
    found: dict[str, list[dict[str, Any]]] = {}
    texts: dict[str, list[str]] = {}
    tells = [_complete(told) for told in case.get("tell", [])]
    for told in tells:
        sentences = texts.setdefault(told["revision"], [])
        if told["text"] not in sentences:
            sentences.append(told["text"])
    for told in tells:
        for table, row in _tell(told, "\n\n".join(texts[told["revision"]])):
            found.setdefault(table, []).append(row)
    for table, rows in case.get("rows", {}).items():
        found[table] = [*rows, *found.get(table, [])]
    readings: dict[tuple[str, str], int] = {}
    for row in found.get("core.claims", []):
        key = (row["revision_id"], row["extractor_version"])
        readings[key] = readings.get(key, 0) + 1
    for row in found.get("core.extractions", []):
        row.setdefault("claims", readings.get((row["revision_id"], row["extractor_version"]), 0))
    shapes = loading.shapes()
    made: dict[str, list[dict[str, Any]]] = {}
    for table, rows in found.items():
        seen = set()
        for row in rows:
            whole = {**DEFAULTS[table], **({"run_id": RUN} | row)}
            for name in whole:
                if (
                    name.endswith("_id")
                    or name in ("content_digest", "text_digest")
                    or (table == "core.findings" and name == "claims")
                ):
                    whole[name] = names.long(whole[name])
                assert name in shapes[table].names, f"{table} has no {name}"
            key = tuple(whole[k] for k in loading.KEYS[table])
            if key not in seen:
                seen.add(key)
                made.setdefault(table, []).append(whole)
    return made


def _complete(told: dict[str, Any]) -> dict[str, Any]:
    """A line of `tell` with what it leaves out."""
    told = {"outlet": "harbour", "at": START, "version": VERSION, "figure": None} | told
    told = {"article": f"article of {told['claim']}", "seen_at": told["at"]} | told
    told = {"revision": f"revision of {told['article']}"} | told
    is_open = told.get("bound", "exact") in ("at_least", "more_than")
    if "low" in told and "high" not in told and not is_open:
        told["high"] = told["low"]
    told = {"surface": str(told.get("low", told.get("high")))} | told
    return {"text": f"Officials counted {told['surface']} so far."} | told


def _tell(told: dict[str, Any], text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows behind one claim told in one line, in a revision of that text."""
    claim, figure, outlet, at, seen_at, article, revision, version, surface, sentence = (
        told.pop(k) for k in ("claim", "figure", "outlet", "at", "seen_at", "article", "revision",
                              "version", "surface", "text")
    )  # fmt: skip
    sentence_start = text.index(sentence)
    start = sentence_start + sentence.index(surface)
    url = told.pop("url", f"https://{outlet}.example/{article.replace(' ', '-')}")
    state = {k: told.pop(k) for k in ("modified_at", "agency", "page_id", "title") if k in told}
    link = {k: told.pop(k) for k in ("score", "basis", "reasons") if k in told}
    yield "core.articles", {
        "article_id": article, "url": url, "outlet": outlet, "first_seen_at": seen_at
    }  # fmt: skip
    yield "core.revisions", {
        "revision_id": revision, "article_id": article, "text": text, "published_at": at,
        "seen_at": seen_at, "title": "A title", **state,
    }  # fmt: skip
    yield "core.extractions", {"revision_id": revision, "extractor_version": version}
    yield "core.claims", {
        "claim_id": claim, "extractor_version": version, "revision_id": revision,
        "span_start": start, "span_end": start + len(surface), "surface": surface,
        "quantity_start": start, "quantity_end": start + len(surface),
        "quantity_surface": surface, "sentence_start": sentence_start,
        "sentence_end": sentence_start + len(sentence), **told,
    }  # fmt: skip
    if figure:
        yield "core.figures", {"figure_id": figure, "label": figure, "declared": figure}
        yield "core.links", {
            "claim_id": claim, "extractor_version": version, "figure_id": figure, **link
        }  # fmt: skip


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    names = sorted({name for row in rows for name in row})
    return {name: [_exact(name, row.get(name)) for row in rows] for name in names}


def _exact(name: str, value: Any) -> Any:
    """Decimals stay so where the column is one."""
    is_value = name in ("low", "high", "precision_value")
    return float(value) if isinstance(value, Decimal) and not is_value else value


def _content(warehouse: Warehouse, name: str) -> list[tuple[Any, ...]]:
    return sorted(warehouse.con.sql(f"FROM mart.{name}").fetchall(), key=repr)
