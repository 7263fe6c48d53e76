"""Lists what changed on the way in a lived-through demonstration: one line a report or edit.

`python -m flows.demonstration.changes [DATA_DIR]` prints it as a Markdown table.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from rich.table import Table

from flows.demonstration import coverage
from warehouse import asking, publishing

HEADS = ("day", "outlet", "says", "compared with", "in", "what changed")


class Change(NamedTuple):
    """One report that differs from the one it is compared with, and how."""

    at: datetime
    outlet: str
    says: str
    against: str
    by: str
    codes: tuple[str, ...]

    def cells(self) -> tuple[str, ...]:
        return (
            f"{self.at:%-d %b}", self.outlet, self.says, self.against, self.by,
            " ".join(self.codes),
        )  # fmt: skip


def changes(data_dir: Path) -> list[Change]:
    """Drift that is not benign, edits, headlines, overtaken and contested figures, oldest first."""
    con = publishing.read(data_dir)
    names = {outlet.id: outlet.name for outlet in coverage().outlets}
    found: dict[str, Change] = {}

    def add(key: str, at: datetime, new: dict[str, str], code: str) -> None:
        known = found.get(key)
        codes = (*known.codes, code) if known else (code,)
        found[key] = Change(
            at, names[new["outlet"]], new["says"], new["before"], names[new["by"]], codes
        )

    for row in rows(asking.ask(con, "changes", most="100000")):
        new = {
            "outlet": row["outlet"],
            "says": _told(row["told"], row["citing"]),
            "before": _told(row["parent_told"], row["parent_citing"]),
            "by": row["parent_outlet"],
        }
        for code in row["codes"]:
            add(row["claim_id"], row["said_at"], new, code)
    for row in rows(asking.ask(con, "silent_edits")):
        new = {
            "outlet": row["outlet"],
            "says": row["after_surface"],
            "before": row["before_surface"],
            "by": row["outlet"],
        }
        add(row["after_claim_id"], row["after_seen_at"], new, "SILENT_EDIT")
    for row in rows(asking.ask(con, "headlines")):
        new = {
            "outlet": row["outlet"],
            "says": f"{row['headline_surface']} (headline)",
            "before": f"{row['body_surface']} (text)",
            "by": row["outlet"],
        }
        add(f"headline {row['url']}", row["said_at"], new, "HEADLINE_BODY")
    for row in rows(asking.ask(con, "zombies")):
        new = {
            "outlet": row["outlet"],
            "says": row["surface"],
            "before": row["newer_surface"],
            "by": row["newer_outlet"],
        }
        add(row["claim_id"], row["said_at"], new, "ZOMBIE")
    for row in rows(asking.ask(con, "contested")):
        new = {
            "outlet": row["b_outlet"],
            "says": _told(row["b_surface"], row["b_citing"]),
            "before": _told(row["a_surface"], row["a_citing"]),
            "by": row["a_outlet"],
        }
        add(f"contested {row['b_url']}", row["became_true_at"], new, "CONTESTED")
    return sorted(found.values())


def _told(number: str, citing: str | None) -> str:
    return f"{number} ({citing.replace(' < ', ' ← ')})" if citing else number


def rows(answer: duckdb.DuckDBPyRelation) -> list[dict[str, Any]]:
    """An answer's rows by the names of its columns."""
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]


def as_table(found: list[Change]) -> Table:
    """The same for a terminal."""
    table = Table(title="What changed on the way", title_justify="left", box=None, padding=(0, 1))
    for head in HEADS:
        table.add_column(head, overflow="fold")
    for change in found:
        table.add_row(*change.cells())
    return table


def as_markdown(found: list[Change]) -> str:
    lines = ["| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    for change in found:
        *cells, _ = change.cells()
        codes = " ".join(f"`{code}`" for code in change.codes)
        lines.append("| " + " | ".join((*cells, codes)) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "data/demonstration")
    sys.stdout.write(as_markdown(changes(folder)))
