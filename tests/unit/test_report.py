"""The report escapes what pages wrote, in Markdown and in HTML, and is whole as JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from flows import report as reporting

HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) `\"'|*_"


def row() -> dict[str, Any]:
    """One row that fits every section, hostile in every text."""
    texts = """label outlet surface sentence newer_outlet newer_surface before_surface
        after_surface before_sentence after_sentence codes code a_outlet a_surface a_citing
        a_sentence b_outlet b_surface b_citing b_sentence parent_outlet parent_sentence
        parent_citing child_outlet child_sentence child_citing"""
    ids = ("claim_id", "a_claim_id", "b_claim_id", "after_claim_id", "child_claim_id")
    urls = ("url", "a_url", "b_url", "parent_url", "child_url")
    return {
        **dict.fromkeys(texts.split(), HOSTILE),
        **dict.fromkeys(ids, "0c7d274e"),
        **dict.fromkeys(urls, "javascript:alert(1)"),
        "days_stale": 9,
        "gap": Decimal("1.50"),
        "after_seen_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
        "said_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
        "parent_said_at": None,
        "child_said_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
    }


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "_rows", lambda con, section, since: [row()])


@pytest.mark.usefixtures("told")
def test_html_has_no_markup_of_pages() -> None:
    page = reporting.report(None, date(2026, 3, 2), "html")  # type: ignore[arg-type]
    assert "<script" not in page
    assert "href" not in page
    assert page.count("&lt;script&gt;") > 10


@pytest.mark.usefixtures("told")
def test_markdown_has_no_markup_of_pages() -> None:
    page = reporting.report(None, date(2026, 3, 2), "md")  # type: ignore[arg-type]
    assert "<script" not in page.replace("\\<script", "")
    assert "<javascript" not in page
    assert "[x]" not in page


@pytest.mark.usefixtures("told")
def test_json_is_whole() -> None:
    found = json.loads(reporting.report(None, date(2026, 3, 2), "json"))  # type: ignore[arg-type]
    assert found["contested"][0]["a_sentence"] == HOSTILE
    assert found["contested"][0]["gap"] == 1.5
    assert {section.key for section in reporting.SECTIONS} <= set(found)
