"""Makes the warehouse anew from what cannot be lost: the archive, and the newest good snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows import extract, ingest, progress, publish, resolve, runs
from flows import watchlist as listed
from flows.settings import Settings
from warehouse import database, publishing


def reprocess(settings: Settings, watchlist: Path | None = None) -> dict[str, int]:
    """Parse, read and link every archived page again, with the network off; returns the counts."""
    with runs.opened(settings, "reprocess", show=progress.current()) as run:
        ingest.reprocess(run, watchlist)
        extract.extract(run)
        resolve.resolve(run)
        publish.publish(run)
    return dict(run.counts)


def rebuild(settings: Settings, watchlist: Path | None = None) -> Iterator[str | dict[str, int]]:
    """Set a damaged working file aside, restore the newest snapshot, and reprocess the archive.

    Yields lines for a person, and the counts at the end. Nothing is deleted.
    Raises BadWatchlist before anything is moved.
    """
    if watchlist is not None:
        listed.load(watchlist)
    aside = database.set_aside(settings.data_dir)
    if aside is not None:
        yield f"set aside as {aside}"
    snapshot = publishing.restore(settings.data_dir)
    yield f"restored from {snapshot}" if snapshot else "no snapshot to restore: starting empty"
    yield reprocess(settings, watchlist)
