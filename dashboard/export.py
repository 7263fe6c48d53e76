"""Writes the dashboard's pages as static files that open from disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboard import rendering
from dashboard.asked import Asked
from dashboard.links import FileLinks, file_name
from dashboard.pages import about, article, coverage, figure, findings, outlet, overview, source
from dashboard.snapshot import Snapshot, Snapshots
from dashboard.wording import Habit

_STATIC = Path(__file__).with_name("static")
_ROWS = 500


def export(data_dir: Path | str, folder: Path | str, *, habit: Habit | None = None) -> int:
    """Write every page into `folder`, all of one snapshot; returns how many.

    Pages without filters only: a file cannot ask. Raises Unpublished.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(_STATIC, folder / "static", dirs_exist_ok=True)
    snapshots = Snapshots(Path(data_dir))
    written = 0
    try:
        with snapshots.read() as snapshot:
            for name, content in _pages(snapshot, habit or Habit()):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(content, encoding="utf-8")
                written += 1
    finally:
        snapshots.close()
    return written


def _pages(snapshot: Snapshot, habit: Habit) -> Iterator[tuple[str, str]]:
    def render(
        template: str, shown: dict[str, Any], kind: str, key: str = "", page: int = 1
    ) -> tuple[str, str]:
        links = FileLinks(depth=1 if key else 0)
        html = rendering.page(
            template, shown, links=links, habit=habit, snapshot=snapshot, here=kind, key=key
        )
        return file_name(kind, key, str(page)), html

    def asked(page: int) -> Asked:
        return Asked((("page", str(page)),))

    def paged(template: str, kind: str, content: Any, key: str = "") -> Iterator[tuple[str, str]]:
        page = 1
        while (shown := content(asked(page))) is not None:
            yield render(template, shown, kind, key, page)
            page += 1
            if page > shown["paging"].pages:
                return

    yield from paged(
        "overview.html", "overview", lambda a: overview.context(snapshot, a, habit, _ROWS)
    )
    yield from paged(
        "findings.html", "findings", lambda a: findings.context(snapshot, a, habit, _ROWS)
    )
    yield from paged("outlets.html", "outlets", lambda a: outlet.every(snapshot, a, habit))
    yield render("coverage.html", coverage.context(snapshot, Asked(), habit), "coverage")
    yield render("about.html", about.context(snapshot, Asked(), habit), "about")
    for key in _keys(snapshot, "figure"):
        yield from paged(
            "figure.html", "figures",
            lambda a, key=key: figure.context(snapshot, key, a, habit, _ROWS), key,
        )  # fmt: skip
        rows = figure.table(snapshot, key, Asked()) or []
        yield file_name("figures", key, form="csv"), figure.as_csv(rows)
        yield file_name("figures", key, form="json"), figure.as_json(rows)
    for key in _keys(snapshot, "outlet"):
        yield from paged(
            "outlet.html", "outlets",
            lambda a, key=key: outlet.context(snapshot, key, a, habit), key,
        )  # fmt: skip
    for key in _keys(snapshot, "source"):
        yield from paged(
            "source.html", "sources",
            lambda a, key=key: source.context(snapshot, key, a, habit), key,
        )  # fmt: skip
    for key in _keys(snapshot, "article"):
        shown = article.context(snapshot, key, Asked(), habit)
        if shown is not None:
            yield render("article.html", shown, "articles", key)


def _keys(snapshot: Snapshot, kind: str) -> list[str]:
    return [row["key"] for row in snapshot.rows("keys", kind=kind)]
