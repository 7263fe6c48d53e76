"""The health file: how each flow last ended and which outlets are quiet, for a monitor to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HEALTH_FILE = "health.json"
ROUNDS_MISSED = 4  # so many rounds without one that ended well are too many


def write(
    data_dir: Path,
    *,
    flow: str,
    run_id: str,
    status: str,
    started_at: datetime,
    ended_at: datetime,
    counts: Mapping[str, int],
    quiet_outlets: Sequence[str],
    error: str | None = None,
) -> None:
    """Note how a run of `flow` ended; other flows' last ends stay. A reader never sees half."""
    told = read(data_dir)
    flows = told.get("flows", {})
    flows[flow] = {
        "run_id": run_id,
        "status": status,
        "started_at": started_at.astimezone(UTC).isoformat(timespec="seconds"),
        "ended_at": ended_at.astimezone(UTC).isoformat(timespec="seconds"),
        "counts": {name: n for name, n in sorted(counts.items()) if n},
        "error": error,
    }
    health = {
        "status": "ok" if all(f["status"] == "completed" for f in flows.values()) else "failing",
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quiet_outlets": list(quiet_outlets),
        "flows": flows,
    }
    path = data_dir / HEALTH_FILE
    fresh = path.with_suffix(".json.new")
    fresh.write_text(json.dumps(health, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)


def read(data_dir: Path) -> dict[str, Any]:
    """What the file says; {} where there is none, or none that can be read."""
    try:
        told = json.loads((data_dir / HEALTH_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def judge(told: Mapping[str, Any], every_minutes: float, now: datetime) -> tuple[bool, str]:
    """Whether a service with a round every so often is well, and why not."""
    if not told:
        return False, "no run has ended yet"
    if told["status"] != "ok":
        wrong = [name for name, flow in told["flows"].items() if flow["status"] != "completed"]
        return False, f"the last run of {', '.join(wrong)} did not complete"
    age = now - datetime.fromisoformat(told["written_at"])
    if age > max(timedelta(minutes=ROUNDS_MISSED * every_minutes), timedelta(minutes=5)):
        return False, f"no run has ended for {age.total_seconds() / 60:,.0f} minutes"
    return True, "ok"
