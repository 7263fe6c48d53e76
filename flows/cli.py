"""The `figuredrift` command: each subcommand parses its options and calls one stage or query."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from flows import embedded, terminal
from flows.settings import Settings

app = typer.Typer(
    name="figuredrift",
    help="Follow a reported figure across news outlets: who said which number first, citing whom, "
    "and how it changed on the way.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
link_app = typer.Typer(no_args_is_help=True, help="Record a person's decision about a link.")
app.add_typer(link_app, name="link")

# Piped output has no width of its own; a narrow default would fold every table.
out = Console(width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="Folder of the warehouse and the archive.",
        show_default="FIGUREDRIFT_DATA_DIR, or data",
    ),
]
Watchlist = Annotated[
    Path | None,
    typer.Option(
        "--watchlist",
        help="Outlets to follow.",
        show_default="FIGUREDRIFT_WATCHLIST, or watchlist/outlets.toml",
    ),
]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of publication where unknown.")
]


@contextmanager
def told() -> Iterator[None]:
    """Turns what a person can mend into one message and exit code 1."""
    from flows.claims_file import BadLineError
    from flows.publish import AuditError
    from flows.serve import CannotServeError
    from flows.watchlist import BadWatchlist
    from warehouse.errors import WarehouseError

    try:
        yield
    except (
        AuditError, BadLineError, BadWatchlist, CannotServeError, LookupError, WarehouseError,
        OSError,
    ) as error:  # fmt: skip
        stop(_message(error))
    except KeyboardInterrupt:
        stop(embedded.STOPPED, code=embedded.INTERRUPTED)


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or 'cannot be used').lower()}; check the path"
    return str(error.args[0] if isinstance(error, LookupError) and error.args else error)


def stop(message: str, code: int = 1) -> NoReturn:
    err.print(f"figuredrift: {message}", style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)


def settings(data: Path | None, **given: Any) -> Settings:
    """The settings with what the command line says; raises typer.Exit on a bad one."""
    from pydantic import ValidationError

    chosen = {key: value for key, value in given.items() if value is not None}
    if data is not None:
        chosen["data_dir"] = data
    try:
        return Settings(**chosen)
    except ValidationError as error:
        wrong = "; ".join(
            ": ".join(
                (
                    *(f"FIGUREDRIFT_{name}".upper() for name in one["loc"]),
                    one["msg"].removeprefix("Value error, "),
                )
            )
            for one in error.errors()
        )
        stop(f"a setting is wrong: {wrong}; docs/settings.md lists them all")


def existing(data: Path | None, **given: Any) -> Settings:
    """The settings, for what works on a data folder that is there; raises typer.Exit without."""
    chosen = settings(data, **given)
    if not chosen.data_dir.is_dir():
        stop(f"{chosen.data_dir}: no such folder; `figuredrift run` makes it, or give --data")
    return chosen


@app.command()
def run(
    watchlist: Watchlist = None,
    folder: Annotated[Path | None, typer.Option(help="A folder of HTML or text files.")] = None,
    warc: Annotated[list[Path] | None, typer.Option(help="A WARC file; may be repeated.")] = None,
    urls: Annotated[Path | None, typer.Option(help="A file of addresses, one a line.")] = None,
    published: Day = None,
    data: Data = None,
    processes: Annotated[int | None, typer.Option(help="Cores to use.", show_default="all")] = None,
) -> None:
    """Ingest, extract, resolve and publish, once: from the watchlist, or from what is named."""
    with told():
        chosen = settings(data, watchlist=watchlist, processes=processes)
        from flows import watchlist as listed
        from flows.ingest import Sources

        for named in (folder, *(warc or ()), urls):
            if named is not None and not named.exists():
                stop(f"{named}: no such file or folder; check the path")
        sources = Sources(
            watchlist=None if folder or warc or urls else chosen.watchlist,
            folder=folder,
            warc=tuple(warc or ()),
            urls=urls,
            published_at=_midnight(published),
        )
        if sources.watchlist is not None:
            listed.load(sources.watchlist)  # before anything is started
        embedded.prepare(chosen.data_dir)
        from flows import progress
        from flows.pipeline import pipeline

        started = datetime.now(UTC)
        with progress.on(out), embedded.session():
            counts = pipeline(sources, chosen)
        terminal.summary(out, counts)
        if counts.get("failures"):
            from warehouse import asking, publishing

            with publishing.read(chosen.data_dir) as con:
                since = started.replace(tzinfo=None).isoformat()
                terminal.failures(out, asking.ask(con, "failures", since=since))
    if sources.watchlist is None and not (counts.get("pages") or counts.get("unchanged")):
        raise typer.Exit(1)  # of all that was named not one page could be had


@app.command()
def demo(
    data: Data = None,
    days: Annotated[int, typer.Option(min=1, max=10, help="How many of its ten days.")] = 10,
) -> None:
    """Live through ten days of the built-in demonstration coverage (all of it made up)."""
    with told():
        from flows.demonstration import play

        play.play(settings(data or Path("data/demonstration")), out, days=days)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="SQL as DuckDB reads it; docs/tables.md.")],
    data: Data = None,
    as_: terminal.Format = terminal.AS_TABLE,
) -> None:
    """Run a query on the published snapshot and print the answer."""
    with told():
        from warehouse import publishing

        con = publishing.read(settings(data).data_dir)
        terminal.relation(out, con, query, as_)


@app.command()
def ask(
    name: Annotated[str | None, typer.Argument(help="Name of a shipped query.")] = None,
    given: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Its parameters.")
    ] = None,
    data: Data = None,
    as_: terminal.Format = terminal.AS_TABLE,
) -> None:
    """Run a shipped query; without a name, list them."""
    with told():
        from warehouse import asking, publishing

        if name is None:
            terminal.questions(out, asking.questions())
            return
        parameters = dict(_pair(one) for one in given or ())
        con = publishing.read(settings(data).data_dir)
        terminal.answer(out, asking.ask(con, name, **parameters), as_)


@app.command()
def claims(
    articles: Annotated[
        Path | None, typer.Option(help="JSONL of articles: id, text, published.")
    ] = None,
    text: Annotated[Path | None, typer.Option(help="A plain text file: one article.")] = None,
    published: Day = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="JSONL to write.")] = None,
) -> None:
    """Read the claims of articles without a warehouse, into a file or onto the terminal."""
    with told():
        from extractors import claims as reading
        from extractors.records import Article
        from flows import claims_file

        if (articles is None) == (text is None):
            stop("give either --articles FILE.jsonl or --text FILE.txt")
        if text is not None:
            try:
                words = text.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                stop(f"{text}: not UTF-8 at byte {error.start}; save it as UTF-8 text")
            article = Article(
                url=text.absolute().as_uri(), text=words, published_at=_midnight(published)
            )
            entries = [claims_file.Entry(text.name, article)]
        else:
            assert articles is not None
            entries = claims_file.read(articles)  # type: ignore[assignment]
        found = ((entry, reading.extract(entry.article)) for entry in entries)
        if out_file is not None:
            claims_file.write(out_file, ((entry.id, these) for entry, these in found))
            return
        for entry, these in found:
            terminal.claims(out, entry.id, these)


@app.command()
def figures(
    articles: Annotated[Path, typer.Option(help="JSONL of articles: id, text, published.")],
    out_file: Annotated[Path, typer.Option("--out", help="JSONL to write.")],
    gold_claims: Annotated[
        Path | None, typer.Option(help="Claims to link instead of reading them.")
    ] = None,
) -> None:
    """Link the claims of articles to figures without a warehouse: same figure, same name."""
    with told():
        from flows import claims_file, figures_file

        entries = list(claims_file.read(articles))
        claims_file.write(out_file, figures_file.link(figures_file.said(entries, gold_claims)))


@app.command()
def publish(
    data: Data = None,
    parquet: Annotated[
        Path | None, typer.Option(help="Also write what readers see as Parquet files, here.")
    ] = None,
) -> None:
    """Audit the warehouse and give readers a new snapshot."""
    with told():
        from flows import publish as publishing
        from flows import runs
        from warehouse.publishing import write_parquet

        with runs.opened(existing(data), "publish") as run:
            snapshot = publishing.publish(run)
            out.print(f"published {snapshot}")
        if parquet is not None:
            out.print(f"wrote {len(write_parquet(snapshot, parquet))} files to {parquet}")


@app.command()
def reprocess(watchlist: Watchlist = None, data: Data = None) -> None:
    """Make articles and claims anew from the archived pages alone, with the network off."""
    with told():
        from flows import progress, rebuild

        chosen = existing(data, watchlist=watchlist)
        with progress.on(out):
            counts = rebuild.reprocess(chosen, chosen.watchlist)
        terminal.summary(out, counts)


@app.command("rebuild")
def rebuild_(watchlist: Watchlist = None, data: Data = None) -> None:
    """Put a damaged warehouse aside and make it anew from snapshot and archive."""
    with told():
        from flows import progress, rebuild

        chosen = existing(data, watchlist=watchlist)
        with progress.on(out):
            for told_ in rebuild.rebuild(chosen, chosen.watchlist):
                if isinstance(told_, str):
                    out.print(told_)
                else:
                    terminal.summary(out, told_)


@app.command()
def figure(
    name: Annotated[
        str, typer.Argument(help="Its id or the beginning of it, or words of its label.")
    ],
    data: Data = None,
    as_: terminal.Format = terminal.AS_TABLE,
) -> None:
    """One figure's history: when, which outlet, as written, citing whom, and a small chart."""
    with told():
        from warehouse import asking, publishing

        con = publishing.read(settings(data).data_dir)
        terminal.history(out, name, asking.ask(con, "history", figure=name), as_)


ClaimId = Annotated[str, typer.Argument(help="The claim's id, or the beginning of it.")]
FigureId = Annotated[str, typer.Argument(help="The figure's id, or the beginning of it.")]
Note = Annotated[str, typer.Option(help="Why; kept with the decision.")]


@link_app.command("accept")
def accept(claim_id: ClaimId, figure_id: FigureId, note: Note = "", data: Data = None) -> None:
    """This claim is about this figure, whatever the rules say."""
    _decide(claim_id, figure_id, "accept", note, data)


@link_app.command("reject")
def reject(claim_id: ClaimId, figure_id: FigureId, note: Note = "", data: Data = None) -> None:
    """This claim is not about this figure, whatever the rules say."""
    _decide(claim_id, figure_id, "reject", note, data)


def _decide(claim_id: str, figure_id: str, verdict: str, note: str, data: Path | None) -> None:
    with told():
        from flows import decide, runs
        from flows import publish as publishing

        with runs.opened(existing(data), "decide") as run:
            claim, chosen = decide.decide(run, claim_id, figure_id, verdict, note=note or None)
            publishing.publish(run)
        out.print(f"recorded: {verdict} {claim} for {chosen}; it holds for every later run")


@app.command()
def evidence(
    claim_id: ClaimId,
    page: Annotated[
        Path | None, typer.Option(help="Also write the archived bytes of the page here.")
    ] = None,
    data: Data = None,
) -> None:
    """The proof of one claim: its sentence, page, revision, archive record, reader and run."""
    with told():
        from flows import evidence as proving
        from warehouse import publishing

        chosen = settings(data)
        with publishing.read(chosen.data_dir) as con:
            proofs = proving.prove(con, claim_id, chosen.archive_dir)
        terminal.evidence(out, proofs)
        if page is not None and proofs[0].body is not None:
            page.write_bytes(proofs[0].body)
            out.print(f"wrote the page as archived to {page}")
    if not all(one.holds for one in proofs):
        raise typer.Exit(1)


@app.command("compare-extractors")
def compare_extractors(
    a: Annotated[str, typer.Argument(help="The older version, as `ask extractors` lists it.")],
    b: Annotated[str, typer.Argument(help="The newer version.")],
    data: Data = None,
    as_: terminal.Format = terminal.AS_TABLE,
) -> None:
    """What version B of the extractor reads differently from version A."""
    with told():
        from warehouse import asking, publishing

        con = publishing.read(settings(data).data_dir)
        known = [version for (version,) in asking.read(con, "extractor_versions").fetchall()]
        for version in (a, b):
            if version not in known:
                stop(f"no revision was read by version {version!r}; there are: {', '.join(known)}")
        terminal.answer(out, asking.ask(con, "compare_extractors", a=a, b=b), as_)


@app.command()
def report(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day.", show_default="the first of all"),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="md, html or json.")] = "md",
    to: Annotated[
        Path | None,
        typer.Option("--out", help="File to write.", show_default="printed"),
    ] = None,
    data: Data = None,
) -> None:
    """The finding list of a period: contested figures, silent edits, lost hedges and sources."""
    with told():
        from flows import report as reporting
        from warehouse import publishing

        if form not in ("md", "html", "json"):
            stop(f"--format {form!r} is not known; there are: md, html, json")
        con = publishing.read(settings(data).data_dir)
        first = since.date() if since else date(1970, 1, 1)
        text = reporting.report(con, first, form)  # type: ignore[arg-type]
        if to is None:
            sys.stdout.write(text)
        else:
            to.write_text(text, encoding="utf-8")


@app.command()
def doctor(data: Data = None) -> None:
    """Check settings, watchlist, disk, lock, snapshot, versions, audits, runs and outlets."""
    with told():
        from flows import doctor as doctoring

        findings = list(doctoring.examine(settings(data)))
        terminal.findings(out, findings)
    if any(one.state == "bad" for one in findings):
        raise typer.Exit(1)


@app.command()
def serve(data: Data = None, watchlist: Watchlist = None) -> None:
    """Follow the watchlist on its schedule, with Prefect's scheduler and UI, until stopped."""
    with told():
        from flows import serve as serving

        serving.serve(settings(data, watchlist=watchlist), lambda line: out.print(line))


@app.command()
def alerts() -> None:
    """Put figuredrift's automations on the Prefect server of PREFECT_API_URL (a bigger form)."""
    with told():
        _require_server()
        from flows import alerts as automations

        for name in automations.put(settings(None)):
            out.print(name)


@app.command()
def reconcile() -> None:
    """End what a killed worker left on the Prefect server: before a worker is started."""
    with told():
        _require_server()
        from flows import pipeline, scheduled
        from flows import serve as serving

        crashed, late = serving.reconcile((*scheduled.NAMES, *pipeline.NAMES))
        out.print(f"{crashed} runs marked as crashed, {late} missed runs dropped")


def _require_server() -> None:
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        stop("set PREFECT_API_URL to your server's; `figuredrift serve` does this by itself")


@app.command()
def dashboard(
    data: Data = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on loopback.")] = 8765,
) -> None:
    """Serve the published snapshot as pages on loopback."""
    with told():
        from dashboard import server

        server.run(settings(data).data_dir, port)


@app.command("export-site")
def export_site(
    folder: Annotated[Path, typer.Argument(help="Folder to write into.")], data: Data = None
) -> None:
    """Write the dashboard's pages as static files that open from disk."""
    with told():
        from dashboard import export

        pages = export.export(settings(data).data_dir, folder)
        out.print(f"wrote {pages:,} pages to {folder}")


def _midnight(day: date | datetime | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        stop(f"{text!r} is not KEY=VALUE")
    return key, value


def main() -> None:
    app()


if __name__ == "__main__":
    main()
