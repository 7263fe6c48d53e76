"""Names the outlets whose silence may be ours: gone quiet, blocking us, or with another layout."""

from __future__ import annotations

from flows.failures import Failure
from flows.runs import Run
from warehouse import asking

_REMEDIES = {
    "quiet": "open its feed in a browser; correct its address in the watchlist",
    "blocks": "raise its delay, set FIGUREDRIFT_CONTACT, or ask the outlet",
    "layout": "compare one of its pages with the text kept; please report it if words are missing",
}


def watch(run: Run) -> None:
    """Note each watched outlet in trouble as a failure, once a day, and count `troubled`."""
    now = run.now()
    troubles = asking.read(run.warehouse.con, "outlet_troubles", now=now.isoformat()).fetchall()
    for outlet, reason, detail in troubles:
        run.fail(Failure("discover", reason, outlet, detail, _REMEDIES[reason], outlet, now))
        run.counts["troubled"] += 1
