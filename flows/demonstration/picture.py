"""Draws one figure of a warehouse as SVG: who said which number, when, and what had changed.

`python -m flows.demonstration.picture [DATA_DIR] [WORDS OF THE LABEL] > picture.svg`
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from extractors import drift
from flows.demonstration import DAYS, coverage, moment
from flows.demonstration.changes import rows
from warehouse import asking, publishing

LEFT, TOP, DAY, LANE = 150, 96, 88, 54
_BOUNDS = {"at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< "}
_KEY = (
    "Invented coverage. Grey: as in the report it is compared with. Green: a benign difference."
    " Orange: what had changed on the way."
)
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2933 }
.title { font-size: 17px; font-weight: 600 } .small { font-size: 11px; fill: #616e7c }
.code { font-size: 10px; fill: #b44d12; font-weight: 600 } .benign { fill: #3e6b52 }
.lane { stroke: #e4e7eb } .chip { fill: #f5f7fa; stroke: #9aa5b1 }
.drifts { fill: #fff3ea; stroke: #de6b1f } .mild { fill: #eef7f1; stroke: #57a77a }
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement as drawn: when, by whom, the number with its bound and hedge, the codes."""

    at: datetime
    outlet: str
    words: str
    codes: tuple[tuple[str, bool], ...]  # code, is it benign


def marks(data_dir: Path, figure: str) -> tuple[str, list[Mark]]:
    """Label and statements of the most told figure whose label holds `figure`, with their codes.

    Raises LookupError where no such figure is published.
    """
    con = publishing.read(data_dir)
    named = [
        row
        for row in rows(asking.ask(con, "figures", most="100000"))
        if figure.lower() in str(row["label"]).lower()
    ]
    if not named:
        raise LookupError(f"no figure with {figure!r} in its label; see `figuredrift ask figures`")
    told = max(named, key=lambda row: int(str(row["mentions"])))
    benign = {c for codes in drift.codes().values() for c, said in codes.items() if said["benign"]}
    codes: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in rows(asking.ask(con, "drift", benign="true", most="100000")):
        codes[str(row["child_claim_id"])].append((str(row["code"]), row["code"] in benign))
    edited_at: dict[str, datetime] = {}
    for row in rows(asking.ask(con, "silent_edits")):
        edited_at[str(row["after_claim_id"])] = row["after_seen_at"]
        codes[str(row["after_claim_id"])].append(("SILENT_EDIT", False))
    names = {outlet.id: outlet.name for outlet in coverage().outlets}
    found = []
    for row in rows(asking.ask(con, "history", figure=str(told["figure_id"]))):
        claim, outlet = str(row["claim_id"]), str(row["outlet"])
        hedge = "~ " if row["hedge"] in ("approximate", "estimated") else ""
        words = _BOUNDS.get(str(row["bound"]), "") + hedge + str(row["surface"])
        at = edited_at.get(claim, row["said_at"])
        found.append(Mark(at, names.get(outlet, outlet), words, tuple(codes[claim])))
    return str(told["label"]), found


def draw(title: str, statements: Sequence[Mark]) -> str:
    """The statements as one lane an outlet, days from left to right."""
    outlets = list(dict.fromkeys(mark.outlet for mark in sorted(statements, key=lambda m: m.at)))
    width, height = LEFT + DAYS * DAY + 60, TOP + len(outlets) * LANE + 24
    start = moment(1).replace(hour=0, tzinfo=None)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{escape(title)}"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text class="title" x="16" y="30">{escape(title)}</text>'
        f'<text class="small" x="16" y="50">{escape(_KEY)}</text>'
    ]
    for day in range(DAYS):
        x = LEFT + day * DAY
        label = f"{start + timedelta(days=day):%-d %b}"
        parts.append(f'<text class="small" x="{x}" y="{TOP - 18}">{label}</text>')
        parts.append(f'<line class="lane" x1="{x}" x2="{x}" y1="{TOP - 10}" y2="{height - 20}"/>')
    for lane, outlet in enumerate(outlets):
        y = TOP + lane * LANE + 14
        parts.append(f'<text x="16" y="{y + 4}">{escape(outlet)}</text>')
        for mark in statements:
            if mark.outlet == outlet:
                parts.append(_chip(mark, LEFT + (mark.at - start) / timedelta(days=1) * DAY, y))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _chip(mark: Mark, x: float, y: float) -> str:
    wide = 14 + 7.2 * len(mark.words)
    kind = "chip"
    if mark.codes:
        kind += " mild" if all(benign for _, benign in mark.codes) else " drifts"
    chip = (
        f'<rect class="{kind}" x="{x:.0f}" y="{y - 12}" width="{wide:.0f}" height="22" rx="11"/>'
        f'<text x="{x + 7:.0f}" y="{y + 4}">{escape(mark.words)}</text>'
    )
    for line, (code, benign) in enumerate(mark.codes):
        style = "code benign" if benign else "code"
        chip += f'<text class="{style}" x="{x + 2:.0f}" y="{y + 22 + 11 * line}">{code}</text>'
    return chip


def main() -> None:
    given = sys.argv[1:]
    data_dir = Path(given[0] if given else "data/demonstration")
    words = " ".join(given[1:]) or "cable thefts in Velmora"
    label, statements = marks(data_dir, words)
    sys.stdout.write(draw(f"Who told “{label.split(' · ')[0]}”, when, and how", statements))


if __name__ == "__main__":
    main()
