"""HTTP/2 against a real server: spoken where it is offered, one connection for many pages."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h2.config
import h2.connection
import h2.events
import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.fetch import Fetched, Fetcher, Request
from flows.settings import Settings


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for *.example that nobody else trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "invented authority")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("a.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


class Server:
    """Answers every path over HTTP/2 with a page that repeats it."""

    def __init__(self, folder: Path) -> None:
        self.certificate, key = certificate(folder)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)
        self.context.set_alpn_protocols(["h2", "http/1.1"])
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.connections = 0
        self.paths: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            stream = self.context.wrap_socket(plain, server_side=True)
        except ssl.SSLError:
            return
        self.connections += 1
        talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        talk.initiate_connection()
        stream.sendall(talk.data_to_send())
        while data := stream.recv(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._answer(talk, event)
            stream.sendall(talk.data_to_send())

    def _answer(self, talk: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        raw: Any = next(v for k, v in event.headers or () if k in (b":path", ":path"))
        path: str = raw.decode() if isinstance(raw, bytes) else raw
        self.paths.append(path)
        status = "404" if path == "/robots.txt" else "200"
        assert event.stream_id is not None
        talk.send_headers(event.stream_id, [(":status", status), ("content-type", "text/html")])
        talk.send_data(event.stream_id, f"<p>{path}".encode(), end_stream=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    yield running
    running.listening.close()


def settings(folder: Path, server: Server, *, http2: bool = True) -> Settings:
    return Settings(
        data_dir=folder, host_delay=0.0, retries=0, http2=http2,
        resolve={"*.example": f"127.0.0.1:{server.port}"},
    )  # fmt: skip


def test_pages_come_over_http2_and_one_connection(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = httpx.create_ssl_context
    monkeypatch.setattr(
        httpx, "create_ssl_context", lambda **_: _trusting(make(trust_env=False), server)
    )
    with Fetcher(settings(tmp_path, server)) as fetcher:
        found = list(fetcher.fetch_all(Request(f"https://a.example/{n}") for n in range(5)))
    assert sorted(f.body for f in found if isinstance(f, Fetched)) == [
        f"<p>/{n}".encode() for n in range(5)
    ]
    assert sorted(server.paths) == ["/0", "/1", "/2", "/3", "/4", "/robots.txt"]
    assert server.connections == 1


def test_a_certificate_nobody_vouches_for_is_refused(server: Server, tmp_path: Path) -> None:
    with Fetcher(settings(tmp_path, server)) as fetcher:
        (found,) = fetcher.fetch_all([Request("https://a.example/0")])
    assert getattr(found, "reason", None) == "tls"
    assert not server.paths


def _trusting(context: ssl.SSLContext, server: Server) -> ssl.SSLContext:
    context.load_verify_locations(server.certificate)
    return context
