"""An edit that is taken back shows as two changes, from the fetch to what readers see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows import extract, ingest, publish, resolve, runs
from flows.ingest import Sources
from flows.settings import Settings
from tests.flows.outlet_server import OutletServer, World, watchlist
from warehouse import publishing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_change_and_the_change_back_are_both_silent_edits(tmp_path: Path) -> None:
    world = World(outlets=1, articles=3, kinds={"plain": 1})
    (tmp_path / "outlets.toml").write_text(watchlist(world))
    sources = Sources(watchlist=tmp_path / "outlets.toml")
    with OutletServer(world) as server:
        settings = Settings(
            data_dir=tmp_path / "data", host_delay=0.0, processes=1, resolve=server.resolve()
        )
        for day, edits in enumerate((0, 9000, 0)):
            world.edits = edits
            now = NOW + timedelta(days=day)
            with runs.opened(settings, "pipeline", now=lambda now=now: now) as run:  # type: ignore[misc]
                ingest.ingest(run, sources)
                extract.extract(run)
                resolve.resolve(run)
                publish.publish(run)
    with publishing.read(settings.data_dir) as con:
        states = con.sql(
            "SELECT list(revision_number ORDER BY seen_at), list(claims ORDER BY seen_at) "
            "FROM mart.revision GROUP BY article_id"
        ).fetchall()
        edited = con.sql(
            "SELECT before_revision_number, after_revision_number, before_low, after_low "
            "FROM mart.silent_edit WHERE url LIKE '%number-1.html' ORDER BY ALL"
        ).fetchall()
    assert [numbers for numbers, _ in states] == [[1, 2, 3]] * 3
    assert all(first == second == third > 0 for _, (first, second, third) in states)
    changes = {(before, after) for before, after, *_ in edited}
    assert changes == {(1, 2), (2, 3)}
    assert {(low, high) for before, _, low, high in edited if before == 1} == {
        (high, low) for before, _, low, high in edited if before == 2
    }
