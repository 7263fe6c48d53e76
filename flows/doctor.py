"""Checks everything a run leans on and says what to do: settings, files, disk, lock, rows."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import duckdb
import filelock

import extractors
from flows import archive, figures_watchlist, watchlist
from flows.failures import Failure
from flows.settings import Settings
from warehouse import asking, auditing, database, publishing
from warehouse.errors import WarehouseError

State = Literal["good", "look", "bad"]
STALE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked: `bad` keeps runs or readers from working, `look` wants a person's eye."""

    thing: str
    state: State
    said: str
    remedy: str = ""


def examine(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Every check in turn; a check that fails does not stop the next. Writes nothing."""
    at = now or datetime.now(UTC)
    yield from _settings(settings)
    yield from _watchlist(settings)
    yield from _disk(settings)
    yield from _working_file(settings)
    yield from _snapshot(settings, at)
    yield from _archive(settings)


def _settings(settings: Settings) -> Iterator[Finding]:
    for name in settings.unknown():
        near = difflib.get_close_matches(name.partition("_")[2].lower(), Settings.model_fields, 1)
        yield Finding(
            "settings", "look", f"{name} is no setting, so nothing follows it",
            f"did you mean FIGUREDRIFT_{near[0].upper()}?" if near else "see docs/settings.md",
        )  # fmt: skip
    if settings.contact:
        yield Finding("settings", "good", f"outlets see us as {settings.agent!r}")
    else:
        yield Finding(
            "settings", "look", "no contact is set, so outlets cannot reach you",
            "set FIGUREDRIFT_CONTACT to an address or a page",
        )  # fmt: skip


def _watchlist(settings: Settings) -> Iterator[Finding]:
    try:
        listed = watchlist.load(settings.watchlist)
    except watchlist.BadWatchlist as error:
        yield Finding("watchlist", "bad", str(error), "correct it and check again")
        return
    feeds = sum(len(outlet.feeds) + len(outlet.sitemaps) for outlet in listed.outlets)
    yield Finding(
        "watchlist", "good", f"{settings.watchlist}: {len(listed.outlets)} outlets, {feeds} feeds"
    )
    try:
        named = figures_watchlist.of(settings)
    except watchlist.BadWatchlist as error:
        yield Finding("figures", "bad", str(error), "correct it and check again")
        return
    if named:
        yield Finding("figures", "good", f"{settings.figures}: {len(named)} followed by name")


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    working = settings.data_dir / database.WORKING_FILE
    size = working.stat().st_size if working.exists() else 0
    said = f"{free / 1e9:,.1f} GB free, the warehouse takes {size / 1e9:,.2f} GB"
    if free < database.SPACE_FACTOR * size + database.SPACE_FLOOR:
        yield Finding(
            "disk", "bad", said, "free some space; runs refuse to start so as not to fail"
        )
    elif free < 10 * size + 1e9:
        yield Finding("disk", "look", said, "plan for more space")
    else:
        yield Finding("disk", "good", said)


def _working_file(settings: Settings) -> Iterator[Finding]:
    """The lock and, while nobody else writes, the working file itself."""
    path = settings.data_dir / "writer.lock"
    if not path.exists():
        yield Finding("lock", "good", "nobody has written here yet")
        return
    try:
        with filelock.FileLock(path, timeout=0):
            yield Finding("lock", "good", "free")
            yield _schema(settings)
    except filelock.Timeout:
        yield Finding("lock", "good", "a run is writing just now, its file is not looked into")


def _schema(settings: Settings) -> Finding:
    """Whether the working file opens, and with which schema; nothing is written."""
    path = settings.data_dir / database.WORKING_FILE
    newest = max(step.version for step in database.migrations())
    if not path.exists():
        return Finding("warehouse", "good", "none yet; the first run makes it")
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            version = max(database.applied(con), default=0)
    except duckdb.Error as error:
        said = str(database.explained(error, path))
        return Finding("warehouse", "bad", said)
    said = f"opens, schema {version}, DuckDB {duckdb.__version__}"
    if version > newest:
        return Finding(
            "warehouse", "bad", f"schema {version} is newer than this figuredrift, which knows "
            f"{newest}", "update figuredrift, or set another data folder",
        )  # fmt: skip
    if version < newest:
        said += f"; the next run brings it to {newest} and keeps a copy"
    return Finding("warehouse", "good", said)


def _snapshot(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        path = publishing.current(settings.data_dir)
        con = publishing.open_snapshot(path)
    except WarehouseError as error:
        yield Finding("snapshot", "bad", str(error))
        return
    with con:
        age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
        megabytes, hours = path.stat().st_size / 1e6, age.total_seconds() / 3600
        said = f"{path.name}, {megabytes:,.0f} MB, {hours:,.1f} h old"
        yield (
            Finding("snapshot", "good", said)
            if age < STALE
            else Finding("snapshot", "look", said, "is the service running? `figuredrift serve`")
        )
        known = [v for (v,) in asking.read(con, "extractor_versions").fetchall()]
        if known and extractors.VERSION not in known:
            yield Finding(
                "versions", "look", f"read by extractor {known[-1]}, this is {extractors.VERSION}",
                "the next run reads all revisions anew, beside the old claims",
            )  # fmt: skip
        else:
            yield Finding("versions", "good", f"extractor {extractors.VERSION}")
        violations = auditing.audit(con)
        for violation in violations:
            yield Finding("audits", "bad", str(violation), "report it with this text")
        if not violations:
            yield Finding("audits", "good", "every invariant holds")
        last = asking.read(con, "last_run").fetchall()
        for flow, status, ended_at in last:
            if status == "completed":
                yield Finding(
                    "last run", "good", f"{flow} completed at {ended_at:%Y-%m-%d %H:%M} UTC"
                )
            else:
                yield Finding(
                    "last run", "look", f"{flow} is {status}", "figuredrift ask runs; ask failures"
                )
        quiet = asking.read(con, "quiet_outlets").fetchall()
        for outlet, last_seen_at in quiet:
            yield Finding(
                "outlets", "look", f"{outlet} has been quiet since {last_seen_at:%Y-%m-%d %H:%M}",
                "open its feed in a browser; correct it in the watchlist",
            )  # fmt: skip
        if not quiet:
            yield Finding("outlets", "good", "none has gone quiet")


def _archive(settings: Settings) -> Iterator[Finding]:
    """The archived bytes of the newest page must be there, and be those that were recorded."""
    try:
        con = publishing.read(settings.data_dir)
    except WarehouseError:
        return
    with con:
        for file, offset, digest, url in asking.read(con, "newest_page").fetchall():
            page = archive.read_at(settings.archive_dir, file, offset)
            if isinstance(page, Failure):
                yield Finding("archive", "bad", f"{url}: {page.thing}: {page.detail}", page.remedy)
            elif archive.content_digest(page.body) != digest:
                yield Finding(
                    "archive", "bad", f"{url}: not the bytes that were recorded",
                    "copy the archive again from a backup",
                )  # fmt: skip
            else:
                files = len(archive.files(settings.archive_dir))
                yield Finding("archive", "good", f"{files:,} files, the newest page is whole")
