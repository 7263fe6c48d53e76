"""The fast layer is pure: tests that open a warehouse, start processes or time growth are slow."""

from __future__ import annotations

import pytest

# Left out by `make unit`, never by `make test`.
SLOW = {
    "test_auditing", "test_cli", "test_contracts", "test_documents", "test_feeds", "test_health",
    "test_hostile_pages", "test_linear_time", "test_loading", "test_migrations", "test_publishing",
    "test_rows", "test_views",
}  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in SLOW or "cost_grows" in item.name:
            item.add_marker(pytest.mark.slow)
