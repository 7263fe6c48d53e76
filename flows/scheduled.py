"""The flows that run on a schedule: parameters are plain text, so that any server can hold them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows import parting, summary
from flows import report as reporting
from flows.ingest import Sources
from flows.pipeline import Counts, pipeline
from flows.settings import Settings
from warehouse import publishing


@flow(name="follow", flow_run_name="follow", log_prints=False)
def follow(data_dir: str | None = None, watchlist: str | None = None) -> Counts:
    """One round of the whole pipeline over the watchlist, told in a table and a page.

    What is not given comes from the settings of the machine that carries the run out.
    """
    parting.end_with_parent()
    settings = _settings(data_dir=data_dir, watchlist=watchlist)
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


@flow(name="report", flow_run_name="report", log_prints=False)
def report(data_dir: str | None = None) -> str:
    """The finding list of the last day, written to `reports/` beside the warehouse."""
    parting.end_with_parent()
    settings = _settings(data_dir=data_dir)
    since = datetime.now(UTC).date() - timedelta(days=1)
    folder = settings.data_dir / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{since}.html"
    with publishing.read(settings.data_dir) as con:
        page.write_text(reporting.report(con, since, "html"), encoding="utf-8")
        summary = reporting.report(con, since, "md")
    create_markdown_artifact(key="report", markdown=summary, description=f"Findings of {since}")
    return str(page)


def _settings(**given: str | None) -> Settings:
    return Settings.model_validate({name: text for name, text in given.items() if text is not None})


NAMES = (follow.name, report.name)
