"""Writes what runs do as JSON lines, rotated by size, with no password in them."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOG_FILE = Path("logs") / "runs.jsonl"
SERVICE_FILE = Path("logs") / "service.log"
LARGEST = 10_000_000  # bytes before a file is put aside
KEPT = 5  # files put aside

_LOGGER = logging.getLogger("figuredrift")
# A password before the host, and values of parameters whose name says they are secret.
_SECRETS = re.compile(
    r"(?<=//)[^/?#@\s]+(?=@)"
    r"|(?i:(?<=key=)|(?<=token=)|(?<=secret=)|(?<=password=)|(?<=signature=))[^&\s\"]+"
)


def hide_secrets(text: str) -> str:
    """`text` with passwords and keys in addresses replaced by ***."""
    return _SECRETS.sub("***", text)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            told["error"] = f"{type(error).__name__}: {error}"
        return hide_secrets(json.dumps(told, ensure_ascii=False, default=str))


def tell(
    event: str, *, level: int = logging.INFO, error: BaseException | None = None, **told: Any
) -> None:
    """One line: the event in a word or two, and what belongs to it by name."""
    _LOGGER.log(level, event, extra={"told": told}, exc_info=error)


@contextmanager
def kept(data_dir: Path) -> Iterator[None]:
    """Within, what is told goes to logs/runs.jsonl of the data folder.

    For whoever holds the warehouse's lock: files of one folder are then rotated by one process.
    """
    path = data_dir / LOG_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(_JsonLines())
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False  # a person's terminal has its own words
    try:
        yield
    finally:
        _LOGGER.removeHandler(handler)
        handler.close()


def configure_service(data_dir: Path, home: Path) -> Path:
    """Write Prefect's logging configuration into `home`; returns its path.

    A file, since Prefect configures logging again with each part of it that is imported, and in
    each process that carries a flow out. Warnings of flows also go to the UI.
    """
    log = (data_dir / SERVICE_FILE).absolute()
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST:
        log.replace(log.with_suffix(".log.1"))
    to_file = {"handlers": ["file"], "propagate": False}
    to_ui = {"level": "NOTSET", "handlers": ["api"]}
    told = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            # Several processes add to it: no rotation while they do.
            "file": {
                "class": "logging.FileHandler",
                "filename": str(log),
                "encoding": "utf-8",
                "delay": True,
                "formatter": "line",
            },
            "api": {"class": "prefect.logging.handlers.APILogHandler"},
        },
        "loggers": {
            "prefect": {"level": "WARNING", **to_file},
            "prefect.extra": {"level": "WARNING", "handlers": ["api"], "propagate": False},
            "prefect.flow_runs": to_ui,
            "prefect.task_runs": to_ui,
            "prefect.server": {"level": "ERROR"},
            "uvicorn": {"level": "ERROR", **to_file},
            "fastapi": {"level": "ERROR", **to_file},
            "docket": {"level": "ERROR", **to_file},
        },
        "root": {"level": "WARNING", "handlers": ["file"]},
    }
    path = home / "logging.yml"  # JSON is YAML
    path.write_text(json.dumps(told, indent=2), encoding="utf-8")
    return path
