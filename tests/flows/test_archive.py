"""The archive: what goes in comes out, by our reader and by others, and damage costs little."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from flows import archive, discover
from flows.archive import Page, Writer
from flows.discover import Candidate
from flows.failures import Failure

WHEN = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
HEADERS = (("Content-Type", "text/html; charset=latin1"), ("Content-Encoding", "gzip"),
           ("X-Odd", "a\r\nb"))  # fmt: skip


def body(number: int) -> bytes:
    return f"<html><p>Invented page {number}: ü".encode("latin-1") + os.urandom(2000) + b"</html>"


def filled(folder: Path, bodies: list[bytes], *, size: int = 10**9) -> list[archive.Kept]:
    with Writer(folder, size=size, now=lambda: WHEN) as writer:
        return [
            writer.write(
                f"http://courier.example/{n}", 200, HEADERS, content, WHEN,
                request_headers=[("User-Agent", "figuredrift/0.1")],
                remarks=[("published", "2026-03-01T00:00:00+00:00"), ("via", "http://a.example/")],
                address="192.0.2.1",
            )
            for n, content in enumerate(bodies)
        ]  # fmt: skip


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    bodies = [body(n) for n in range(5)]
    kept = filled(tmp_path, bodies)
    pages = list(archive.read(tmp_path))
    assert [p.body for p in pages if isinstance(p, Page)] == bodies
    for page, place in zip(pages, kept, strict=True):
        assert isinstance(page, Page)
        assert (page.file, page.offset) == (place.file, place.offset)
        assert (page.status, page.charset, page.fetched_at) == (200, "latin1", WHEN)
        assert dict(page.remarks)["published"] == "2026-03-01T00:00:00+00:00"
        again = archive.read_at(tmp_path, place.file, place.offset)
        assert isinstance(again, Page)
        assert again.body == page.body


def test_others_read_it_too(tmp_path: Path) -> None:
    bodies = [body(n) for n in range(3)]
    filled(tmp_path, bodies)
    (file,) = archive.files(tmp_path)
    kinds = ["warcinfo", *["response", "request", "metadata"] * 3]
    with file.open("rb") as stream:
        records = WarcioIterator(stream, check_digests="raise")
        seen = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI"),
                 r.content_stream().read()) for r in records]  # fmt: skip
    assert [kind for kind, _, _ in seen] == kinds
    assert [content for kind, _, content in seen if kind == "response"] == bodies
    with file.open("rb") as stream:
        assert all(r.verify_block_digest() for r in FastIterator(stream, parse_http=False))


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    kept = filled(tmp_path, [body(n) for n in range(6)], size=5000)
    names = {place.file for place in kept}
    assert len(names) > 1
    assert {f.name for f in archive.files(tmp_path)} == names
    assert len(list(archive.read(tmp_path))) == 6


@pytest.mark.parametrize("cut", [1, 10, 500, 1800])
def test_a_crash_costs_the_record_being_written_only(tmp_path: Path, cut: int) -> None:
    filled(tmp_path, [body(n) for n in range(4)])
    (file,) = archive.files(tmp_path)
    whole = file.read_bytes()
    last = list(archive.read(tmp_path))[-1]
    assert isinstance(last, Page)
    left = file.with_name(file.name + ".open")
    file.unlink()
    left.write_bytes(whole[: last.offset + cut])
    assert sum(isinstance(p, Page) for p in archive.read(tmp_path)) == 3
    Writer(tmp_path, now=lambda: WHEN).close()
    pages = list(archive.read(tmp_path))
    assert len(pages) == 3
    assert all(isinstance(p, Page) for p in pages)
    assert archive.files(tmp_path) == [file]


def test_damage_in_the_middle_costs_one_page(tmp_path: Path) -> None:
    filled(tmp_path, [body(n) for n in range(4)])
    (file,) = archive.files(tmp_path)
    pages = [p for p in archive.read(tmp_path) if isinstance(p, Page)]
    hurt = bytearray(file.read_bytes())
    hurt[pages[1].offset + 300 : pages[1].offset + 340] = b"\0" * 40
    file.write_bytes(hurt)
    found = list(archive.read(tmp_path))
    assert {p.url[-1] for p in found if isinstance(p, Page)} == {"0", "2", "3"}
    failures = [f for f in found if isinstance(f, Failure)]
    assert failures
    assert all(f.reason == "broken_archive" and "@" in f.thing and f.remedy for f in failures)


def test_a_truncated_file_and_an_empty_one(tmp_path: Path) -> None:
    filled(tmp_path, [body(n) for n in range(2)])
    (file,) = archive.files(tmp_path)
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(file.read_bytes())[:-2500])
    found = list(discover.warc(plain))
    assert [type(f) for f in found] == [Candidate, Failure]
    (tmp_path / "none.warc").write_bytes(b"")
    (failure,) = discover.warc(tmp_path / "none.warc")
    assert isinstance(failure, Failure)
    assert failure.reason == "empty"


def test_pages_from_elsewhere_are_kept_as_resources(tmp_path: Path) -> None:
    with Writer(tmp_path, now=lambda: WHEN) as writer:
        kept = writer.keep("file:///pages/a.html", "text/html; charset=utf-8", b"<p>hello", WHEN)
    page = archive.read_at(tmp_path, kept.file, kept.offset)
    assert isinstance(page, Page)
    assert (page.url, page.body, page.charset) == ("file:///pages/a.html", b"<p>hello", "utf-8")


SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "warc"


@pytest.mark.skipif(not SHARED.exists(), reason="the WARC corpora lie beside the project")
def test_real_pages_are_read_whole() -> None:
    found = list(discover.warc(SHARED / "real_pages_dev.warc.gz"))
    assert len(found) == 47
    assert all(isinstance(f, Candidate) and f.payload for f in found)
