"""Where the outside data lies, and what the whole suite shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# Slow machines must not turn a property test into a flaky one; CI tries the same examples each
# time, so that a change is judged by itself, and every other run tries new ones.
settings.register_profile(
    "figuredrift",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("figuredrift")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party test data beside the project; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared folder: real news text is not part of the project")
    return SHARED
