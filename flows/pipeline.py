"""The four flows and the one that chains them: the stages as Prefect runs and shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from prefect import Flow, flow

from flows import extract, figures_watchlist, ingest, progress, publish, resolve, runs
from flows.engines import Tasks, task_runner
from flows.ingest import Sources
from flows.settings import Settings

Counts = dict[str, int]


def _staged(
    name: str, settings: Settings, at: datetime | None, stage: Callable[[runs.Run], Any]
) -> Counts:
    """Runs one stage as a recorded run; `at` stands in for the clock where it is given."""
    clock = runs.utc_now if at is None else lambda: at
    engine = Tasks(is_remote=settings.task_runner != "threads")
    with runs.opened(settings, name, now=clock, show=progress.current(), engine=engine) as run:
        stage(run)
    return dict(run.counts)


def _flow(name: str, about: str) -> Callable[[Callable[..., Counts]], Flow[..., Counts]]:
    # Parameters are our own frozen settings: checked where they are made, not once more a flow.
    return flow(
        name=name,
        description=about,
        flow_run_name=name + " {sources}" if name in ("ingest", "pipeline") else name,
        validate_parameters=False,
        persist_result=False,
    )


def _on_engine(staged: Flow[..., Counts], settings: Settings) -> Flow[..., Counts]:
    """The flow with its batches on the task runner of the settings."""
    return staged.with_options(task_runner=task_runner(settings))


@_flow("ingest", "Discover, fetch, archive and parse pages into articles and revisions.")
def ingest_flow(sources: Sources, settings: Settings, at: datetime | None = None) -> Counts:
    return _staged("ingest", settings, at, lambda run: ingest.ingest(run, sources))


@_flow("extract", "Read the numeric claims of every unread revision.")
def extract_flow(settings: Settings, at: datetime | None = None) -> Counts:
    return _staged("extract", settings, at, extract.extract)


@_flow("resolve", "Link claims to figures, group copies, compare reports.")
def resolve_flow(settings: Settings, at: datetime | None = None) -> Counts:
    return _staged("resolve", settings, at, resolve.resolve)


@_flow("publish", "Audit, and give readers a new snapshot.")
def publish_flow(settings: Settings, at: datetime | None = None) -> Counts:
    return _staged("publish", settings, at, publish.publish)


@_flow("pipeline", "Ingest, extract, resolve, publish.")
def pipeline(sources: Sources, settings: Settings, at: datetime | None = None) -> Counts:
    figures_watchlist.of(settings)  # a bad file is told before anything is done
    counts: Counter[str] = Counter()
    counts.update(_on_engine(ingest_flow, settings)(sources, settings, at))
    counts.update(_on_engine(extract_flow, settings)(settings, at))
    counts.update(resolve_flow(settings, at))
    counts.update(publish_flow(settings, at))
    return dict(counts)


NAMES = tuple(f.name for f in (ingest_flow, extract_flow, resolve_flow, publish_flow, pipeline))
