"""A Postgres of a test's own, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.service import free_port

PROGRAMS = ("initdb", "pg_ctl", "postgres")


def missing() -> str | None:
    """The first of its programs that is not there."""
    return next((name for name in PROGRAMS if shutil.which(name) is None), None)


@contextmanager
def running(folder: Path, *databases: str) -> Iterator[str]:
    """A server on loopback with these databases; yields "user@host:port"."""
    import asyncpg

    # It refuses to run as root, where a test may do so.
    user = "nobody" if os.geteuid() == 0 else None
    folder.mkdir()
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)
        for above in folder.parents:
            if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001:
                above.chmod(above.stat().st_mode | 0o011)  # a way in, nothing to list
    port = free_port()

    def do(*command: str) -> None:
        subprocess.run(
            command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120
        )

    do("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "figuredrift", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    do(
        "pg_ctl",
        "-D",
        str(folder / "data"),
        "-o",
        options,
        "-l",
        str(folder / "log"),
        "-w",
        "start",
    )
    try:
        server = f"figuredrift@127.0.0.1:{port}"

        async def create() -> None:
            connection = await asyncpg.connect(f"postgresql://{server}/postgres")
            for name in databases:
                await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()

        import asyncio

        asyncio.run(create())
        yield server
    finally:
        do("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
