"""Printed documents are fresh."""

from __future__ import annotations

from flows import documents


def test_settings_are_documented() -> None:
    written = (documents.DOCS / "settings.md").read_text(encoding="utf-8")
    assert written == documents.settings(), "run `make docs`"
