"""The flows that run on a schedule: parameters are plain text, so that any server can hold them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows import parting, summary
from flows import report as reporting
from flows.ingest import Sources
from flows.pipeline import Counts, pipeline
from flows.settings import Settings
from warehouse import publishing


@flow(name="follow", flow_run_name="follow {watchlist}", log_prints=False)
def follow(data_dir: str, watchlist: str) -> Counts:
    """One round of the whole pipeline over the watchlist, told in a table and a page."""
    parting.end_with_parent()
    settings = Settings(data_dir=Path(data_dir), watchlist=Path(watchlist))
    since = datetime.now(UTC)
    counts = pipeline(Sources(watchlist=settings.watchlist), settings)
    with publishing.read(settings.data_dir) as con:
        failures = summary.failures(con, since)
        outlets = summary.outlets(con, since)
    create_table_artifact(
        key="round-by-outlet", table=outlets, description="What was asked, got and read today"
    )
    create_markdown_artifact(
        key="round", markdown=summary.markdown(counts, failures), description="What a round did"
    )
    return counts


@flow(name="report", flow_run_name="report on {data_dir}", log_prints=False)
def report(data_dir: str) -> str:
    """The finding list of the last day, written to `reports/` beside the warehouse."""
    parting.end_with_parent()
    since = datetime.now(UTC).date() - timedelta(days=1)
    folder = Path(data_dir) / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{since}.html"
    with publishing.read(data_dir) as con:
        page.write_text(reporting.report(con, since, "html"), encoding="utf-8")
        summary = reporting.report(con, since, "md")
    create_markdown_artifact(key="report", markdown=summary, description=f"Findings of {since}")
    return str(page)
