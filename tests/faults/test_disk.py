"""A full disk and damaged files end with a clear message, and the next run goes on."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults import filler, writer
from tests.faults.killing import start
from warehouse import auditing, database, publishing
from warehouse.errors import Damaged, WarehouseError

pytestmark = pytest.mark.slow


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 100 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100m", "none", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("may not mount a small disk here; the file size limit is tested instead")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def goes_on(data: Path, acknowledged: list[int]) -> None:
    """Everything acknowledged is there once, and a run with space ends well."""
    out, err = start("tests.faults.filler", data, 0, 1).communicate()
    assert out.split()[-1] == "done", err
    with database.open(data) as warehouse:
        ((rows, keys),) = warehouse.con.execute(
            "SELECT count(*), count(DISTINCT revision_id) FROM core.revisions"
        ).fetchall()
    assert rows == keys >= (max(acknowledged) + 2) * filler.ROWS
    con = publishing.read(data)
    assert con.execute("SELECT count(*) FROM core.revisions").fetchall() == [(rows,)]


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    process = start("tests.faults.filler", tmp_path, 30_000_000, 100)
    out, err = process.communicate()
    acknowledged = [int(n) for n in out.split()]
    assert process.returncode == 1
    assert "the disk is full" in err
    assert "free some space and run again; every batch finished before is kept" in err
    assert "Traceback" not in err
    assert len(acknowledged) > 3
    goes_on(tmp_path, acknowledged)


def test_a_disk_that_runs_full(small_disk: Path) -> None:
    process = start("tests.faults.filler", small_disk, 0, 100)
    out, err = process.communicate()
    acknowledged = [int(n) for n in out.split()]
    assert process.returncode == 1
    assert "free some space" in err
    assert "Traceback" not in err
    assert len(acknowledged) > 10
    # On the full disk a run is refused before it starts.
    process = start("tests.faults.filler", small_disk, 0, 1)
    out, err = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert "are needed to write safely: free some space, or set another data folder" in err
    subprocess.run(["mount", "-o", "remount,size=900m", str(small_disk)], check=True)
    goes_on(small_disk, acknowledged)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A working file with some batches in it."""
    folder = tmp_path_factory.mktemp("sound")
    with database.open(folder) as warehouse:
        for number in range(3):
            writer.write(warehouse, number)
        publishing.publish(warehouse)
    return (folder / database.WORKING_FILE).read_bytes()


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_named_or_read_right(tmp_path: Path, sound: bytes, seed: int) -> None:
    """One flipped byte anywhere: a clear refusal, or the right rows; never wrong ones."""
    noise = random.Random(seed)
    path = tmp_path / database.WORKING_FILE
    at = noise.randrange(len(sound)) if seed else 10
    path.write_bytes(sound[:at] + bytes([sound[at] ^ (1 << noise.randrange(8))]) + sound[at + 1 :])
    batches = [writer.batch(number)["core.revisions"]["text"] for number in range(3)]
    right = sorted((text,) for texts in batches for text in texts)
    said, texts = "", None
    try:
        with database.open(tmp_path) as warehouse:
            assert auditing.audit(warehouse.con) == []
            texts = warehouse.con.execute(
                "SELECT text FROM core.revisions ORDER BY text"
            ).fetchall()
    except WarehouseError as error:
        said = str(error)
    assert texts == right or (str(path) in said and "figuredrift rebuild" in said)


def test_a_damaged_log_is_refused_and_kept(tmp_path: Path) -> None:
    process = start("tests.faults.writer", tmp_path)
    assert process.stdout
    while process.stdout.readline() != "3\n":
        pass
    process.kill()
    process.communicate()
    log = tmp_path / (database.WORKING_FILE + ".wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 0xFF
    log.write_bytes(content)
    with pytest.raises(Damaged, match="figuredrift rebuild"):
        with database.open(tmp_path):
            pass
    assert log.read_bytes() == content


def test_a_lost_half_is_named(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / database.WORKING_FILE
    path.write_bytes(sound[: len(sound) // 2])

    def use() -> None:
        with database.open(tmp_path) as warehouse:
            auditing.audit(warehouse.con)
            warehouse.con.execute("SELECT sum(length(text)) FROM core.revisions").fetchall()

    with pytest.raises(Damaged, match=str(path)):
        use()


def test_a_snapshot_cut_short_leaves_the_one_before(tmp_path: Path) -> None:
    """What a killed publisher leaves is never what readers get."""
    with database.open(tmp_path) as warehouse:
        writer.write(warehouse, 0)
        first = publishing.publish(warehouse)
    (tmp_path / "published" / "snap-0000000002.duckdb.part").write_bytes(first.read_bytes()[:5000])
    con = publishing.read(tmp_path)
    assert con.execute("SELECT count(*) FROM raw.pages").fetchall() == [(writer.ROWS,)]
    with pytest.raises(duckdb.Error):
        con.execute("DELETE FROM raw.pages")
