"""Writes the dashboard's pages as static files that open from disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dashboard import rendering
from dashboard.asked import Asked
from dashboard.links import FileLinks, file_name
from dashboard.pages import about, article, coverage, figure, findings, outlet, overview, source
from dashboard.snapshot import Snapshot, Snapshots, chosen
from dashboard.wording import Habit

_STATIC = Path(__file__).with_name("static")
_ROWS = 500

Content = Callable[[Asked], dict[str, Any] | None]


def export(data_dir: Path | str, folder: Path | str, *, habit: Habit | None = None) -> int:
    """Write every page into `folder`, all of one snapshot; returns how many.

    Every order, kind of finding, span of days and revision has a file of its own; what else a
    filter asks for needs a server. Raises Unpublished.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(_STATIC, folder / "static", dirs_exist_ok=True)
    snapshots = Snapshots(chosen(data_dir))
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
    """Name and content of every file."""

    def paged(
        template: str, kind: str, content: Content, key: str = "", **asked: str
    ) -> Iterator[tuple[str, str]]:
        """All pages of one list, as `asked` for."""
        page, pages = 1, 1
        while page <= pages:
            filters = tuple(asked.items())
            shown = content(Asked((*filters, ("page", str(page)))))
            if shown is None:
                return
            pages = shown["paging"].pages if "paging" in shown else 1
            html = rendering.page(
                template, shown, links=FileLinks(depth=1 if key else 0), habit=habit,
                snapshot=snapshot, here=kind, asked=filters, key=key,
            )  # fmt: skip
            yield file_name(kind, key, (*filters, ("page", str(page)))), html
            page += 1

    def of_all(content: Callable[..., dict[str, Any]], *rows: int) -> Content:
        return lambda asked: content(snapshot, asked, habit, *rows)

    def of_one(content: Callable[..., dict[str, Any] | None], key: str, *rows: int) -> Content:
        return lambda asked: content(snapshot, key, asked, habit, *rows)

    for sort in ("", *overview.SORTS):
        if sort != "conflict":  # what is shown without asking
            ranked = of_all(overview.context, _ROWS)
            yield from paged("overview.html", "overview", ranked, **_given(sort=sort))
    for code in ("", *(row["code"] for row in snapshot.rows("finding_codes"))):
        yield from paged(
            "findings.html", "findings", of_all(findings.context, _ROWS), **_given(code=code)
        )
    for days in coverage.DAYS:
        asked = {} if days == coverage.USUAL else {"days": days}
        yield from paged("coverage.html", "coverage", of_all(coverage.context), **asked)
    yield from paged("outlets.html", "outlets", of_all(outlet.every))
    yield from paged("sources.html", "sources", of_all(source.every))
    yield from paged("about.html", "about", of_all(about.context))
    for key in _keys(snapshot, "figure"):
        yield from paged("figure.html", "figures", of_one(figure.context, key, _ROWS), key)
        for form, written in (("csv", figure.as_csv), ("json", figure.as_json)):
            rows = figure.table(snapshot, key, Asked()) or iter(())
            yield file_name("figures", key, form=form), written(rows)
    for key in _keys(snapshot, "outlet"):
        yield from paged("outlet.html", "outlets", of_one(outlet.context, key), key)
    for key in _keys(snapshot, "source"):
        yield from paged("source.html", "sources", of_one(source.context, key), key)
    for key in _keys(snapshot, "article"):
        one = of_one(article.context, key)
        yield from paged("article.html", "articles", one, key)
        for row in snapshot.rows("revisions", article=key)[:-1]:
            number = str(row["revision_number"])
            yield from paged("article.html", "articles", one, key, revision=number)


def _given(**asked: str) -> dict[str, str]:
    """What is asked for, without the parts left open."""
    return {name: value for name, value in asked.items() if value}


def _keys(snapshot: Snapshot, kind: str) -> list[str]:
    return [row["key"] for row in snapshot.rows("keys", kind=kind)]
