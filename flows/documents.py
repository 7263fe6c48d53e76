"""Prints the documents that follow from code and data: settings, tables, codes."""

from __future__ import annotations

from pathlib import Path

from extractors import codes_page
from flows.settings import Settings
from warehouse import documenting

DOCS = Path(__file__).parent.parent / "docs"

_SETTINGS = """# Settings

Printed from `flows/settings.py` by `make docs`; do not edit by hand.

Each has a default. Set one as an environment variable or in a file `.env` in the folder you run
in; options on the command line win over both. Times are seconds and sizes bytes unless said.

| variable | default | what for |
|---|---|---|
"""


def settings() -> str:
    """docs/settings.md: every setting with its variable, default and meaning."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = "all cores" if name == "processes" else repr(default)
        if isinstance(default, Path | str):
            shown = str(default) or "(empty)"
        about = field.description or name.replace("_", " ").capitalize() + "."
        rows.append(f"| `FIGUREDRIFT_{name.upper()}` | {shown} | {about} |")
    return _SETTINGS + "\n".join(rows) + "\n"


def write() -> None:
    """Write all of them."""
    (DOCS / "settings.md").write_text(settings(), encoding="utf-8")
    (DOCS / "drift.md").write_text(codes_page.drift(), encoding="utf-8")
    (DOCS / "tables.md").write_text(documenting.tables(), encoding="utf-8")


if __name__ == "__main__":
    write()
