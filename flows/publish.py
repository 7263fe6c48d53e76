"""Audits the warehouse and gives readers a new snapshot of it."""

from __future__ import annotations

from pathlib import Path

from flows.failures import Failure
from flows.runs import Run
from warehouse import auditing, marts, publishing


class AuditError(Exception):
    """Something that must always hold does not; readers keep the snapshot before."""


def publish(run: Run) -> Path:
    """Build the marts, audit, swap the snapshot in; returns its file.

    Counts `published`. Raises AuditError, with every violation kept as a failure, and publishes
    nothing: readers must be able to trust every row.
    """
    with run.show.stage("publish", 2) as advance:
        marts.build(run.warehouse.con)
        violations = auditing.audit(run.warehouse.con)
        for violation in violations:
            run.fail(
                Failure(
                    "publish",
                    "audit",
                    violation.audit,
                    str(violation),
                    "report it with this text; readers keep the snapshot before",
                )
            )
        run.save_failures()
        if violations:
            raise AuditError("; ".join(map(str, violations)))
        advance(1)
        snapshot = publishing.publish(run.warehouse)
        advance(1)
    run.counts["published"] += 1
    return snapshot
