"""One published warehouse of invented coverage, with an attack set in it, for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard.server import application
from tests.dashboard import coverage

ATTACKS = (Path(__file__).parent / "attacks.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dashboard")
    coverage.publish(folder, more=ATTACKS)
    return folder


@pytest.fixture
def client(data_dir: Path) -> Iterator[TestClient]:
    with TestClient(application(data_dir), base_url="http://localhost:8765") as found:
        yield found
