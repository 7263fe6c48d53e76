"""Audits the warehouse and gives readers a new snapshot of it."""

from __future__ import annotations

from pathlib import Path

from flows.failures import Failure
from flows.runs import Run
from warehouse import auditing, lake, marts, publishing


class AuditError(Exception):
    """Something that must always hold does not; readers keep the snapshot before."""


def publish(run: Run) -> Path:
    """Build the marts, audit, swap the snapshot in; returns its file.

    Counts `published`, and `lake_rows` changed where a lake is set. Raises AuditError, with every
    violation kept as a failure, and publishes nothing: readers must be able to trust every row.
    """
    with run.warehouse.more_memory(), run.show.stage("publish", 2) as advance:
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
    if run.settings.lake is not None and run.settings.lake_data is not None:
        where = lake.Lake(
            run.settings.lake.get_secret_value(),
            run.settings.lake_data,
            run.settings.lake_extensions,
        )
        run.counts["lake_rows"] += sum(lake.put(snapshot, where).values())
    return snapshot
