"""Prints docs/drift.md from the definitions that the code itself uses (lexicons/drift.toml)."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_HEAD = """# Drift codes

Printed from `extractors/lexicons/drift.toml` by `make docs`; do not edit by hand.

A report is compared with its **parent**, dimension by dimension. One code a dimension, so a pair
gives a vector; an empty vector is faithful reporting. A code says what differs between two texts.
It does not say why, nor which of the two is right.

## What is compared with what

| relation | parent |
|---|---|
| cites | the report it cites: an outlet named in its chain that reported the figure before |
| root | else the earliest report with the same root source |
| first | else the figure's first report |
| revision | for a later text state of an article: the state before it |
| headline | for a headline: the most precise mention in its own text |

Where a figure has had several stands (a toll of 12, then 19, then 34), the parent is the earliest
report with the stand the report repeats. Each article speaks once, by the most precise mention in
the text of its first state. Copies of one text (see `syndication`) are kept but not counted. The
choice and its reason are stored with every pair.

A code marked *benign* is ordinary reporting: it is shown, but left out of an outlet's drift rate.
"""


def drift() -> str:
    """docs/drift.md: every dimension and code with meaning, example and limit."""
    raw = tomllib.loads((files("extractors") / "lexicons" / "drift.toml").read_text("utf-8"))
    parts = [_HEAD]
    for dimension, table in raw.items():
        parts.append(f"\n## {dimension.capitalize()}\n\n{table['about']}\n")
        parts.append("\n| code | meaning | example |\n|---|---|---|\n")
        for code, row in table["codes"].items():
            meaning = row["meaning"] + (f" *{row['limit']}*" if "limit" in row else "")
            benign = " (benign)" if row["benign"] else ""
            parts.append(f"| `{code}`{benign} | {meaning} | {row['example']} |\n")
    return "".join(parts)
