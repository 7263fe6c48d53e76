"""Every setting of a run, read from FIGUREDRIFT_* and .env: the only reader of the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

Seconds = Annotated[float, Field(ge=0)]


class Settings(BaseSettings):
    """All settings with their defaults; times in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix="FIGUREDRIFT_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Path = Field(Path("data"), description="Warehouse, archive and Prefect's home.")
    watchlist: Path = Field(Path("watchlist/outlets.toml"), description="Outlets and their feeds.")
    figures: Path = Field(
        Path("watchlist/figures.toml"), description="Figures followed by name, if any."
    )

    # Who we are
    user_agent: str = Field("figuredrift/0.1", description="Product part of the User-Agent.")
    contact: str = Field(
        "", description="Address or page where an outlet can reach you; goes into the User-Agent."
    )

    # Running
    lock_wait: Seconds = Field(
        600.0, description="How long to wait for another run that writes to the same data folder."
    )
    processes: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="Cores for parsing and reading.",
    )
    batch: int = Field(200, ge=1, description="Articles handed to one worker at a time.")
    batch_limit: Seconds = Field(
        120.0, description="A batch that takes longer is given up and tried page by page."
    )

    # Past one machine
    task_runner: Literal["threads", "dask", "ray"] = Field(
        "threads",
        description="What carries parsing and reading out: this machine's own processes, Dask "
        "or Ray (docs/scale.md).",
    )
    cluster: str | None = Field(
        None,
        description="Address of a running Dask scheduler or Ray head; without one, a local cluster "
        "of `processes` workers is started for each stage.",
    )

    lake: SecretStr | None = Field(
        None,
        description='Catalog of a DuckLake that is kept equal to each snapshot: "postgres:dbname=… '
        'host=…", or a file.',
    )
    lake_data: str | None = Field(
        None, description="Where that lake's Parquet goes: a folder, or s3://… and the like."
    )
    lake_extensions: Path | None = Field(
        None, description="Folder with DuckDB's extensions, where they cannot be fetched."
    )

    # Serving
    every_minutes: float = Field(15.0, gt=0, description="Minutes between two rounds of a service.")
    report_at: str = Field("0 6 * * *", description="When the daily report is written (cron, UTC).")
    ui_port: int = Field(4200, ge=1024, le=65535, description="Port of the scheduler and its UI.")
    alert_url: SecretStr | None = Field(
        None,
        description="Address that gets a POST of subject and text when a run fails or none "
        "completes.",
    )

    # Fetching
    workers: int = Field(16, ge=1, le=256, description="Fetches at once over all hosts.")
    host_delay: Seconds = Field(2.0, description="Least time between two requests to one host.")
    longest_crawl_delay: Seconds = Field(
        120.0, description="A host whose robots.txt asks for more than this is left alone."
    )
    connect_timeout: Seconds = 10.0
    read_timeout: Seconds = Field(20.0, description="Longest silence in the middle of an answer.")
    body_timeout: Seconds = Field(60.0, description="Longest time for a whole answer.")
    fetch_limit: Seconds = Field(
        1800.0,
        description="Longest time for one stage of fetching; the rest is left for next time.",
    )
    largest_page: int = Field(10_000_000, ge=1, description="Bytes of one answer, decompressed.")
    retries: int = Field(3, ge=0, le=10, description="Further attempts after a passing failure.")
    retry_wait: Seconds = Field(2.0, description="First wait before a retry; doubles, with jitter.")
    longest_retry_after: Seconds = Field(
        300.0, description="A host that asks to wait longer is left for the next run."
    )
    most_redirects: int = Field(5, ge=0, le=20)
    robots_age: Seconds = Field(86_400.0, description="How long a robots.txt is believed.")
    obey_robots: bool = Field(True, description="Off only for servers of your own.")
    http2: bool = True
    proxy: str | None = Field(
        None, description="HTTP proxy; it then decides which addresses are reached."
    )
    allow_private_addresses: bool = Field(
        False, description="Let URLs reach loopback, private and link-local addresses."
    )
    resolve: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict,
        description='Host -> "address:port", like curl --resolve: for demonstration and '
        'development. "*.example" covers every host under it. Plain http only makes sense.',
    )

    # Discovering
    newest_first: int = Field(200, ge=1, description="Most links taken from one feed or sitemap.")
    oldest_days: int = Field(
        7,
        ge=0,
        description="Links a feed or sitemap dates earlier than this are left out; 0: none.",
    )

    # Archive
    warc_size: int = Field(
        1_000_000_000, ge=1, description="Bytes at which a WARC file is rotated."
    )

    @field_validator("resolve", mode="before")
    @classmethod
    def _resolve_is_json(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        try:
            return json.loads(given)
        except json.JSONDecodeError:
            raise ValueError(f'{given!r} is not JSON like {{"host": "address:port"}}') from None

    @field_validator("proxy")
    @classmethod
    def _proxy_is_an_address(cls, given: str | None) -> str | None:
        if given and not given.startswith(("http://", "https://")):
            raise ValueError(f"{given!r} is not an address that begins with http:// or https://")
        return given or None

    @model_validator(mode="after")
    def _lake_is_whole(self) -> Self:
        if (self.lake is None) != (self.lake_data is None):
            raise ValueError("FIGUREDRIFT_LAKE and FIGUREDRIFT_LAKE_DATA go together")
        return self

    @classmethod
    def unknown(cls) -> list[str]:
        """Variables that look like settings and are none: misspelt, or of another version."""
        given = {*EnvSettingsSource(cls).env_vars, *DotEnvSettingsSource(cls).env_vars}
        known = {f"figuredrift_{name}" for name in cls.model_fields}
        named = {name for name in given if name.startswith("figuredrift_")}
        return sorted(name.upper() for name in named - known)

    @property
    def archive_dir(self) -> Path:
        return self.data_dir / "archive"

    @property
    def agent(self) -> str:
        """The whole User-Agent."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def robots_token(self) -> str:
        """The product token robots.txt files address us by."""
        return self.user_agent.split("/", 1)[0]
