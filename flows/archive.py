"""Pages <-> WARC files: what was fetched is kept as it came, to be read again without the web."""

from __future__ import annotations

import hashlib
import io
import mmap
import os
import re
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from isal import igzip

from flows import decoding
from flows.failures import Failure

LARGEST = 50_000_000  # bytes of one record read back
# The best that isal has: as small as zlib's 3 in less than half the time.
_LEVEL = 3
_SOFTWARE = "figuredrift"
_OPEN = ".open"  # suffix of the file being written; a crash leaves it behind
_HTML = re.compile(r"^\s*(?:text/html|application/xhtml\+xml|text/plain)\b", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
# Headers that describe the transfer and not the body as it is kept.
_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a page lies: file relative to the archive folder, byte offset."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page read back from an archive; `body` is decoded from its transfer."""

    url: str
    file: str
    offset: int
    status: int | None
    headers: tuple[tuple[str, str], ...]
    charset: str | None
    content_type: str | None
    body: bytes
    fetched_at: datetime
    record_id: str = ""
    remarks: tuple[tuple[str, str], ...] = ()  # what the writer noted beside it

    @property
    def location(self) -> str:
        return f"{self.file}@{self.offset}"


def content_digest(body: bytes) -> str:
    """128-bit digest of a page's bytes, as UUID text."""
    return str(uuid.UUID(bytes=hashlib.blake2b(body, digest_size=16).digest()))


class Writer:
    """Appends exchanges to WARC 1.1 files in `folder`, one gzip member a record, rotated by size.

    The file being written carries `.open` behind its name; what a crash left behind is cut back
    to its last whole record and closed when the next writer opens the folder. One writer at a
    time: the pipeline's own lock sees to it.
    """

    def __init__(
        self, folder: Path, *, size: int = 1_000_000_000, now: Callable[[], datetime]
    ) -> None:
        self.folder, self.size, self.now = folder, size, now
        self._file: io.BufferedWriter | None = None
        self._name = ""
        self._info_id = ""
        folder.mkdir(parents=True, exist_ok=True)
        for left in sorted(folder.glob(f"*.warc.gz{_OPEN}")):
            _mend(left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(
        self,
        url: str,
        status: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        fetched_at: datetime,
        *,
        request_headers: Iterable[tuple[str, str]] = (),
        remarks: Iterable[tuple[str, str]] = (),
        address: str | None = None,
    ) -> Kept:
        """Keeps one exchange: response, request and a metadata record with `remarks`.

        `body` is the decoded body; what the server said about the transfer is kept under
        X-Archive-Orig-*. Returns where the response lies.
        """
        self._turn(fetched_at)
        lines = [f"HTTP/1.1 {status}"]
        for name, value in headers:
            kept_name = f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER else name
            lines.append(f"{kept_name}: {value}")
        lines.append(f"Content-Length: {len(body)}")
        block = "\r\n".join([*map(_one_line, lines), "", ""]).encode("utf-8", "replace") + body
        extra = {"WARC-IP-Address": address} if address else {}
        sha1 = hashlib.sha1(body, usedforsecurity=False).digest()
        offset, response_id = self._record(
            WarcRecordType.response, url, fetched_at, block, is_http=True, extra=extra, payload=sha1
        )
        asked = "\r\n".join(
            [
                f"GET {_path(url)} HTTP/1.1",
                *(_one_line(f"{n}: {v}") for n, v in request_headers),
                "",
                "",
            ]
        )
        self._record(
            WarcRecordType.request, url, fetched_at, asked.encode("utf-8", "replace"),
            is_http=True, extra={"WARC-Concurrent-To": response_id},
        )  # fmt: skip
        self._remark(url, fetched_at, response_id, remarks)
        return Kept(self._name, offset)

    def _remark(
        self, url: str, moment: datetime, record_id: str, remarks: Iterable[tuple[str, str]]
    ) -> None:
        told = "".join(f"{_one_line(f'{name}: {value}')}\r\n" for name, value in remarks)
        if told:
            self._record(
                WarcRecordType.metadata, url, moment, told.encode("utf-8", "replace"),
                kind="application/warc-fields", extra={"WARC-Concurrent-To": record_id},
            )  # fmt: skip

    def keep(
        self,
        url: str,
        kind: str,
        body: bytes,
        seen_at: datetime,
        *,
        remarks: Iterable[tuple[str, str]] = (),
    ) -> Kept:
        """Keeps a page that came from elsewhere than a server (a file, another archive)."""
        self._turn(seen_at)
        offset, record_id = self._record(WarcRecordType.resource, url, seen_at, body, kind=kind)
        self._remark(url, seen_at, record_id, remarks)
        return Kept(self._name, offset)

    def flush(self) -> None:
        """Everything written so far is on the disk; call before the warehouse names it."""
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the file and gives it its lasting name."""
        if self._file:
            self.flush()
            self._file.close()
            self._file = None
            (self.folder / (self._name + _OPEN)).rename(self.folder / self._name)

    def _turn(self, moment: datetime) -> None:
        if self._file and self._file.tell() < self.size:
            return
        self.close()
        stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        number = 0
        while True:
            name = f"figuredrift-{stamp}-{number:05}.warc.gz"
            if not (self.folder / name).exists() and not (self.folder / (name + _OPEN)).exists():
                break
            number += 1
        self._name = name
        self._file = (self.folder / (name + _OPEN)).open("xb")
        about = f"software: {_SOFTWARE}\r\nformat: WARC File Format 1.1\r\n"
        _, self._info_id = self._record(
            WarcRecordType.warcinfo, None, moment, about.encode(), kind="application/warc-fields",
            extra={"WARC-Filename": name},
        )  # fmt: skip

    def _record(
        self,
        record_type: WarcRecordType,
        url: str | None,
        moment: datetime,
        block: bytes,
        *,
        is_http: bool = False,
        kind: str | None = None,
        extra: dict[str, str] | None = None,
        payload: bytes | None = None,
    ) -> tuple[int, str]:
        assert self._file is not None
        record = WarcRecord()
        record.init_headers(record_type)
        record.headers.status_line = "WARC/1.1"
        if url:
            record.headers["WARC-Target-URI"] = url
        if self._info_id and record_type != WarcRecordType.warcinfo:
            record.headers["WARC-Warcinfo-ID"] = self._info_id
        record.record_date = moment.astimezone(UTC)
        if is_http:
            record.is_http = True
        if kind:
            record.headers["Content-Type"] = kind
        for name, value in (extra or {}).items():
            record.headers[name] = value
        record.set_bytes_content(block)
        out = io.BytesIO()
        record.write(out, checksum_data=True, payload_digest=payload)
        offset = self._file.tell()
        self._file.write(igzip.compress(out.getvalue(), _LEVEL, mtime=0))
        return offset, record.headers["WARC-Record-ID"]


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _path(url: str) -> str:
    rest = url.split("://", 1)[-1]
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else "/"


def _mend(left: Path) -> None:
    """Cuts what a crash left behind to its last whole record and closes it."""
    end = 0
    with left.open("rb") as file:
        while True:
            try:
                size = _member_size(file)
            except EOFError:
                break
            end += size
    with left.open("r+b") as out:
        out.truncate(end)
    final = left.with_name(left.name.removesuffix(_OPEN))
    if end == 0:
        left.unlink()
    else:
        left.rename(final)


def _member_size(file: io.BufferedReader) -> int:
    """Compressed length of the gzip member at the file's position; EOFError if it is not whole."""
    start = file.tell()
    stream = zlib.decompressobj(31)
    while not stream.eof:
        chunk = file.read(65_536)
        if not chunk:
            raise EOFError
        try:
            while chunk and not stream.eof:
                stream.decompress(chunk, 1_000_000)
                chunk = stream.unconsumed_tail
        except zlib.error:
            raise EOFError from None
    size = file.tell() - start - len(stream.unused_data)
    file.seek(start + size)
    return size


def files(path: Path) -> list[Path]:
    """The WARC files in `path` (a file or a folder, searched whole), in order of name."""
    if path.is_file():
        return [path]
    found = {
        file
        for pattern in ("*.warc", "*.warc.gz", f"*.warc.gz{_OPEN}")
        for file in path.rglob(pattern)
        if file.is_file()
    }
    return sorted(found)


def read(path: Path) -> Iterator[Page | Failure]:
    """Every HTML page in the WARC file or folder `path`, and a Failure for every broken stretch.

    After a broken record, reading goes on at the next one that can be read.
    """
    found = files(path)
    root = path if path.is_dir() else path.parent
    if not found:
        missing = not path.exists()
        yield Failure(
            "discover", "missing" if missing else "empty", str(path),
            "no such file or folder" if missing else "no WARC files in it",
            "give a .warc or .warc.gz file, or a folder of them",
        )  # fmt: skip
    for file in found:
        name = file.relative_to(root).as_posix().removesuffix(_OPEN)
        yield from _read_file(file, name)


def read_at(folder: Path, kept_file: str, offset: int) -> Page | Failure:
    """The page at `offset` of the archive file `kept_file` in `folder`."""
    file = folder / kept_file
    if not file.exists() and (folder / (kept_file + _OPEN)).exists():
        file = folder / (kept_file + _OPEN)
    try:
        with file.open("rb") as stream:
            stream.seek(offset)
            for record in ArchiveIterator(stream, parse_http=False, strict_mode=False):
                page = _page(record, kept_file, offset)
                if page is not None:
                    return page
                break
    except OSError as error:
        return Failure("parse", "broken_archive", f"{kept_file}@{offset}", str(error), _REMEDY)
    return Failure("parse", "broken_archive", f"{kept_file}@{offset}", "no page there", _REMEDY)


_REMEDY = "copy the file again from where it came; whole records are read all the same"


def _read_file(file: Path, name: str) -> Iterator[Page | Failure]:
    if file.stat().st_size == 0:
        yield Failure("discover", "empty", str(file), "the file is empty", _REMEDY)
        return
    start: int | None = 0
    held: Page | None = None  # until it is known whether remarks on it follow
    while start is not None:
        last, detail = start, ""
        with file.open("rb") as stream:
            stream.seek(start)
            try:
                for record in ArchiveIterator(stream, parse_http=False, strict_mode=False):
                    last = (
                        record.stream_pos
                        if record.stream_pos >= start
                        else start + record.stream_pos
                    )
                    if record.content_length > LARGEST:
                        yield Failure(
                            "discover", "too_large", f"{file}@{last}",
                            f"a record of {record.content_length} bytes", "it is left out",
                        )  # fmt: skip
                        continue
                    found = _page(record, name, last)
                    if isinstance(found, Failure) and found.reason == "broken_archive":
                        detail = found.detail
                        break
                    if held is not None and record.record_type == WarcRecordType.metadata:
                        held = _remarked(held, record)
                    if found is not None:
                        if held is not None:
                            yield held
                        held = found if isinstance(found, Page) else None
                        if isinstance(found, Failure):
                            yield found
            except (OSError, ValueError) as error:
                detail = str(error) or type(error).__name__
        if held is not None:
            yield held
            held = None
        if not detail:
            return
        yield Failure("discover", "broken_archive", f"{file}@{last}", detail, _REMEDY)
        start = _next_record(file, last)


def _remarked(page: Page, record: WarcRecord) -> Page:
    """`page` with the remarks in `record`, if they are on it."""
    if record.headers.get("WARC-Concurrent-To") != page.record_id:
        return page
    lines = record.reader.read(65_536).decode("utf-8", "replace").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return replace(page, remarks=tuple((name, value) for name, colon, value in pairs if colon))


def _page(record: WarcRecord, name: str, offset: int) -> Page | Failure | None:
    """The HTML page a record holds, a Failure if it is cut off, None if it holds something else."""
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    said = record.headers.get("Content-Length") or "0"
    record.freeze()
    if said.isdigit() and record.content_length < int(said):
        return Failure(
            "discover", "broken_archive", f"{name}@{offset}",
            f"the record for {url} is cut off: {record.content_length} of {said} bytes", _REMEDY,
        )  # fmt: skip
    moment = record.record_date
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    if record.is_http:
        record.parse_http(strict_mode=False)
        status = record.http_headers.status_code
        headers = record.http_headers.to_tuples()
        kind = record.http_headers.get("Content-Type") or "text/html"
    else:
        kind = record.headers.get("Content-Type") or ""
    if not _HTML.match(kind) or status not in (200, None) or ":" not in url:
        return None
    body = record.reader.read(LARGEST)
    if record.is_http:
        try:
            body = _decoded(body, record)
        except decoding.TooLargeError as error:
            return Failure(
                "discover", "too_large", f"{name}@{offset}", f"{url}: {error}", "it is left out"
            )
    charset = _CHARSET.search(kind)
    return Page(
        url, name, offset, status, headers, charset.group(1) if charset else None,
        kind, body, moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        record.record_id or "",
    )  # fmt: skip


def _decoded(body: bytes, record: WarcRecord) -> bytes:
    """The body as its reader saw it; many archives keep decoded bodies under the old headers."""
    if (record.http_headers.get("Transfer-Encoding") or "").lower() == "chunked":
        body = decoding.dechunk(body)
    try:
        return decoding.gather(
            [body], decoding.split(record.http_headers.get("Content-Encoding")), LARGEST
        )
    except decoding.BadEncodingError:
        return body


def _next_record(file: Path, after: int) -> int | None:
    """Offset of the next place behind `after` that looks like the start of a record."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        is_gzip = view[:2] == b"\x1f\x8b"
        mark, skip = (b"\x1f\x8b\x08", 0) if is_gzip else (b"\r\nWARC/1.", 2)
        at = after + 1
        while (at := view.find(mark, at)) >= 0:
            if not is_gzip or _starts_record(view, at):
                return at + skip
            at += 1
    return None


def _starts_record(view: mmap.mmap, at: int) -> bool:
    try:
        return zlib.decompressobj(31).decompress(view[at : at + 4096], 8).startswith(b"WARC/")
    except zlib.error:
        return False
