"""Units and container files start commands that are there, as nobody special."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))


def commands() -> set[str]:
    """Every command line in the units, the container file and the compose file."""
    found = [
        line
        for unit in UNITS
        for line in re.findall(r"^Exec\w+=\S+/bin/(.+)$", unit.read_text(), re.M)
    ]
    found.append(" ".join(re.findall(r'"(\w+)"', (ROOT / "deploy/Containerfile").read_text())))
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    for service in services.values():
        told = service.get("command", "").removeprefix('sh -c "').removesuffix('"')
        found += [one.strip() for one in told.split("&&") if one.strip()]
    return set(found)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_has_no_privilege_and_comes_back(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text())
    service = parser["Service"]
    assert service["User"] == "figuredrift"
    assert service["NoNewPrivileges"] == "true"
    assert service["ProtectSystem"] == "strict"
    assert service["Restart"] in ("always", "on-failure")
    assert parser["Install"]["WantedBy"] == "multi-user.target"


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_there_with_its_options(command: str) -> None:
    program, *rest = command.replace("--no-prompt ", "").split()
    verbs = [word for word in rest if not word.startswith("-")]
    options = [word for word in rest if word.startswith("-")]
    if program == "prefect":
        verbs = verbs[: 1 if verbs[0] == "deploy" else 2]
    else:
        verbs = verbs[:1]
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *verbs, "--help"],
        capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "HOME": "/nonexistent", "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(option in done.stdout for option in options), done.stdout


def test_the_deployments_name_flows_that_are_there() -> None:
    from flows import scheduled

    told = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert {one["entrypoint"] for one in told} == {
        f"flows.scheduled.{one.fn.__name__}" for one in (scheduled.follow, scheduled.report)
    }
    for one in told:
        assert one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
