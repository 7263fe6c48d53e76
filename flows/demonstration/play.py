"""Lives through the ten days of the demonstration coverage with the ordinary pipeline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows import demonstration, embedded, progress, terminal
from flows.demonstration import changes
from flows.demonstration.server import Server
from flows.settings import Settings

COLUMNS = ("pages", "unchanged", "articles", "revisions", "claims", "drift", "findings",
           "failures")  # fmt: skip


def play(settings: Settings, console: Console, *, days: int = demonstration.DAYS) -> Counter[str]:
    """Serves the invented outlets on loopback, day after day, and runs the pipeline each evening.

    Everything lands in `settings.data_dir`, as a real run's would; running again changes nothing.
    Returns the counts of all days.
    """
    embedded.prepare(settings.data_dir)
    from flows.ingest import Sources
    from flows.pipeline import pipeline

    watchlist = Path(settings.data_dir) / "outlets.toml"
    watchlist.parent.mkdir(parents=True, exist_ok=True)
    watchlist.write_text(demonstration.outlets(), encoding="utf-8")
    followed = watchlist.with_name("figures.toml")
    followed.write_text(demonstration.figures(), encoding="utf-8")
    console.print(
        "Demonstration coverage: nine made-up outlets, two made-up events, ten days.", style="bold"
    )
    total: Counter[str] = Counter()
    diary = Table(box=None, padding=(0, 1))
    diary.add_column("day")
    for column in COLUMNS:
        diary.add_column(column.replace("_", " "), justify="right")
    with Server(day=1) as server, embedded.session(), progress.on(console):
        chosen = settings.model_copy(
            update={
                "watchlist": watchlist,
                "figures": followed,
                "resolve": {"*.example": f"127.0.0.1:{server.port}"},
                "allow_private_addresses": True,
                "host_delay": 0.0,
            }
        )
        for day in range(1, days + 1):
            server.set_day(day)
            now = demonstration.moment(day)
            console.print(f"{now:%A %-d %B %Y}", style="bold")
            counts = pipeline(Sources(watchlist=watchlist), chosen, now)
            total.update(counts)
            diary.add_row(f"{now:%d %b}", *(f"{counts.get(c, 0):,}" for c in COLUMNS))
    console.print(diary)
    console.print(changes.as_table(changes.changes(settings.data_dir)))
    terminal.summary(console, total)
    return total
