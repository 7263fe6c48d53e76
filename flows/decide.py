"""Records what a person decides about a link, and applies it at once."""

from __future__ import annotations

from flows import resolve, rows
from flows.runs import Run
from warehouse import asking, loading


def decide(
    run: Run, claim: str, figure: str, verdict: str, *, note: str | None, person: str | None = None
) -> tuple[str, str]:
    """Record `verdict` ("accept" or "reject") on a claim for a figure, and link anew.

    Both are given by id or its beginning. Returns the whole ids. Raises LookupError where one is
    unknown or not the only one that begins so.
    """
    con = run.warehouse.con
    claim_id = _only(con, "claim_ids", "claim", claim)
    figure_id = _only(con, "figure_ids", "figure", figure)
    row = rows.decision_row(
        claim_id,
        figure_id,
        verdict,
        decided_by=person,
        note=note,
        decided_at=run.now(),
        run_id=run.run_id,
    )
    loading.load(con, "core.decisions", row)
    resolve.resolve(run)
    return claim_id, figure_id


def _only(con, query: str, thing: str, start: str) -> str:  # type: ignore[no-untyped-def]
    found = [str(one) for (one,) in asking.read(con, query, start=start.lower()).fetchall()]
    if not found:
        raise LookupError(f"no {thing} {start!r}; ids stand in `figuredrift ask review`")
    if len(found) > 1:
        raise LookupError(f"{start!r} begins {len(found)} {thing}s; give more of the id")
    return found[0]
