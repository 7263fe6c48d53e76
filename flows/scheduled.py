"""The flows that run on a schedule: parameters are plain text, so that any server can hold them."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from flows.ingest import Sources
from flows.pipeline import Counts, pipeline
from flows.settings import Settings


@flow(name="follow", flow_run_name="follow {watchlist}", log_prints=False)
def follow(data_dir: str, watchlist: str) -> Counts:
    """One round of the whole pipeline over the watchlist."""
    settings = Settings(data_dir=Path(data_dir), watchlist=Path(watchlist))
    return pipeline(Sources(watchlist=settings.watchlist), settings)


@flow(name="report", flow_run_name="report on {data_dir}", log_prints=False)
def report(data_dir: str) -> str:
    """The finding list of the last day, written beside the warehouse; returns its path."""
    raise NotImplementedError
