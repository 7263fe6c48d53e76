"""Undoes content and transfer encodings under a limit: a bomb costs no more than the limit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, cast

import brotli  # type: ignore[import-untyped]
import zstandard

_STEP = 262_144  # bytes decompressed at most before the limit is looked at
_WINDOW = 1 << 23  # zstd window at most ; browsers allow 8 MB


class TooLargeError(Exception):
    """More bytes than the limit after decompression."""


class BadEncodingError(Exception):
    """The bytes are not what Content-Encoding says, or end too early."""


def gather(
    chunks: Iterable[bytes], encodings: Iterable[str], limit: int, *, cut: bool = False
) -> bytes:
    """All of `chunks`, decoded by `encodings` (as Content-Encoding lists them), `limit` at most.

    Raises TooLargeError as soon as the limit is passed (or stops there, with `cut`),
    BadEncodingError for broken or cut-off streams.
    """
    stream: Iterable[bytes] = chunks
    for name in reversed(list(encodings)):
        decoder = _DECODERS.get(name.strip().lower())
        if decoder is None and name.strip().lower() not in ("", "identity", "none"):
            raise BadEncodingError(f"unknown content encoding {name!r}")
        if decoder:
            stream = decoder(stream)
    out = bytearray()
    for piece in stream:
        out += piece
        if len(out) > limit:
            if cut:
                return bytes(out[:limit])
            raise TooLargeError(f"more than {limit} bytes")
    return bytes(out)


def split(header: str | None) -> list[str]:
    """The encodings a Content-Encoding header lists, in the order they were applied."""
    return [name for part in (header or "").split(",") if (name := part.strip().lower())]


def _gzip(chunks: Iterable[bytes]) -> Iterator[bytes]:
    return _zlib(chunks, lambda: zlib.decompressobj(31), many=True)


def _deflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    # "deflate" is zlib by the standard and raw deflate with some servers: the first byte tells.
    source = iter(chunks)
    first = next((chunk for chunk in source if chunk), b"")
    bits = 15 if first[:1] and first[0] & 0x0F == 8 else -15

    def again() -> Iterator[bytes]:
        yield first
        yield from source

    return _zlib(again(), lambda: zlib.decompressobj(bits), many=False)


def _zlib(
    chunks: Iterable[bytes], make: Callable[[], zlib._Decompress], *, many: bool
) -> Iterator[bytes]:
    stream, started = make(), False
    try:
        for chunk in chunks:
            while chunk:
                if stream.eof:
                    if not many or not chunk.startswith(b"\x1f"):
                        break  # what follows the stream is padding
                    stream = make()
                started = True
                yield stream.decompress(chunk, _STEP)
                chunk = stream.unused_data if stream.eof else stream.unconsumed_tail
    except zlib.error as error:
        raise BadEncodingError(str(error)) from None
    if started and not stream.eof:
        # A full output buffer may hide the end of the stream.
        while piece := stream.decompress(b"", _STEP):
            yield piece
        if not stream.eof:
            raise BadEncodingError("the compressed body ends too early")


def _brotli(chunks: Iterable[bytes]) -> Iterator[bytes]:
    stream, started = brotli.Decompressor(), False
    try:
        for chunk in chunks:
            started = started or bool(chunk)
            yield stream.process(chunk, output_buffer_limit=_STEP)
            while not stream.can_accept_more_data():
                yield stream.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise BadEncodingError(str(error)) from None
    if started and not stream.is_finished():
        raise BadEncodingError("the compressed body ends too early")


class _Source:
    """Chunks as a file to read from, which is what the bounded zstd reader takes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._rest = iter(chunks), b""

    def read(self, size: int = -1) -> bytes:
        if not self._rest:
            self._rest = next((chunk for chunk in self._chunks if chunk), b"")
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _zstd(chunks: Iterable[bytes]) -> Iterator[bytes]:
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
            cast(IO[bytes], _Source(chunks)), read_across_frames=True
        )
        while piece := reader.read(_STEP):
            yield piece
    except zstandard.ZstdError as error:
        raise BadEncodingError(str(error)) from None


_DECODERS: dict[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

_CHUNK_HEAD = re.compile(rb"\s*([0-9a-fA-F]{1,8})\s*(?:;[^\r\n]*)?\r?\n")


def dechunk(body: bytes) -> bytes:
    """`body` without its chunk heads, or as it is where it has none, whatever the header says."""
    out: list[bytes] = []
    at = 0
    while match := _CHUNK_HEAD.match(body, at):
        size = int(match.group(1), 16)
        if size == 0:
            return b"".join(out)
        out.append(body[match.end() : match.end() + size])
        at = match.end() + size
    return b"".join(out) if out and at >= len(body) else body
