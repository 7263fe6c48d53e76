"""Outlets in trouble are named: gone quiet, blocking us, or read otherwise than before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from flows import extract, ingest, publish, resolve, runs, summary
from flows.ingest import Sources
from flows.settings import Settings
from tests.flows.outlet_server import OutletServer, World, watchlist
from warehouse import publishing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEADY, QUIET, SHORT, WORDY, BARE, BLOCKS = range(6)


def test_every_kind_of_trouble_is_named_once_and_nobody_else(tmp_path: Path) -> None:
    world = World(outlets=6, articles=30, kinds={"plain": 1})
    hosts = world.hosts()
    (tmp_path / "outlets.toml").write_text(watchlist(world))
    counts = []
    with OutletServer(world) as server:
        settings = Settings(
            data_dir=tmp_path / "data", host_delay=0.0, processes=1, resolve=server.resolve()
        )
        for hours in (0, 1, 30, 31, 32):
            if hours == 30:  # ten new articles each, and something has come over five of the six
                world.articles = 40
                world.stopped[hosts[QUIET]] = 30
                world.moods.update({
                    hosts[SHORT]: "short", hosts[WORDY]: "wordy", hosts[BARE]: "bare",
                    hosts[BLOCKS]: "blocks",
                })  # fmt: skip
            counts.append(whole_round(settings, tmp_path, NOW + timedelta(hours=hours)))
    told = {}
    with duckdb.connect(str(settings.data_dir / "warehouse.duckdb"), read_only=True) as con:
        for reason, outlet, detail, remedy in con.sql(
            "SELECT reason, thing, detail, remedy FROM raw.failures WHERE stage = 'discover'"
        ).fetchall():
            assert (reason, outlet) not in told, "told twice in a day"
            assert detail
            assert remedy
            told[reason, outlet] = detail
    names = [host.split(".")[0] for host in hosts]
    assert set(told) == {
        ("quiet", names[QUIET]), ("layout", names[SHORT]), ("layout", names[WORDY]),
        ("layout", names[BARE]), ("quiet", names[BARE]), ("blocks", names[BLOCKS]),
        ("quiet", names[BLOCKS]),
    }  # fmt: skip
    assert "characters" in told["layout", names[SHORT]]
    assert "claims an article" in told["layout", names[WORDY]]
    assert "hold no article" in told["layout", names[BARE]]
    assert "refused" in told["blocks", names[BLOCKS]]
    assert [count.get("troubled", 0) for count in counts] == [0, 0, 6, 1, 0]
    with publishing.read(settings.data_dir) as con:
        page = summary.markdown(counts[2], summary.failures(con, NOW))
        gaps = con.sql("SELECT DISTINCT outlet FROM mart.coverage WHERE is_gap").fetchall()
    for reason, outlet in told:
        assert f"| discover: {reason} | 1 |" in page
        assert f"| {outlet} |" in page
    assert {names[QUIET], names[BARE], names[BLOCKS]} == {outlet for (outlet,) in gaps}


def whole_round(settings: Settings, folder: Path, now: datetime) -> dict[str, int]:
    with runs.opened(settings, "pipeline", now=lambda: now) as run:
        ingest.ingest(run, Sources(watchlist=folder / "outlets.toml"))
        extract.extract(run)
        resolve.resolve(run)
        publish.publish(run)
        return dict(run.counts)
