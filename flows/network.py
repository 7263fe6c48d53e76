"""Connects to public addresses only, whatever a name resolves to, and to hosts given by hand."""

from __future__ import annotations

import fnmatch
import ipaddress
import socket
import threading
import time
from collections.abc import Iterable, Mapping

import httpcore
import httpx

Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class ForbiddenAddress(httpcore.ConnectError):
    """The name resolves to an address that is not public."""


class PublicBackend(httpcore.SyncBackend):
    """Resolves a name once, checks every address, and connects to the address it checked.

    A name that resolves to something else a moment later (DNS rebinding) changes nothing: the
    connection is made to the checked address. `resolve` maps host (or "*.suffix") ->
    "address:port" and is obeyed without a check, for it was given by hand.
    """

    def __init__(self, *, allow_private: bool, resolve: Mapping[str, str]) -> None:
        self._allow_private = allow_private
        self._resolve = dict(resolve)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        options = list(socket_options or [])
        given = self._given(host)
        if given:
            address, given_port = given
            return super().connect_tcp(address, given_port or port, timeout, local_address, options)
        addresses = self._addresses(host, port)
        error: Exception | None = None
        deadline = time.monotonic() + timeout if timeout else None
        for address in addresses:
            left = max(0.1, deadline - time.monotonic()) if deadline else None
            try:
                return super().connect_tcp(address, port, left, local_address, options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        assert error is not None
        raise error

    def _given(self, host: str) -> tuple[str, int | None] | None:
        if not self._resolve:
            return None
        found = self._resolve.get(host)
        if found is None:
            patterns = (
                name for name in self._resolve if "*" in name and fnmatch.fnmatch(host, name)
            )
            found = next((self._resolve[name] for name in patterns), None)
        if found is None:
            return None
        address, colon, port = found.rpartition(":")
        return (address.strip("[]"), int(port)) if colon else (found, None)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"name not found: {host}: {error}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if self._allow_private:
            return addresses
        # One private address among public ones is enough to refuse: no outlet publishes that.
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(f"{host} is {address}, which is not a public address")
        return addresses


def is_public(address: str) -> bool:
    """Whether `address` is one the web can be on: not loopback, private, link-local, multicast."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Transport(httpx.BaseTransport):
    """A small pool of connections for each origin.

    One pool for all would look at every open connection for every request, which costs more than
    the request itself as soon as there are a hundred hosts.
    """

    def __init__(
        self, *, http2: bool, allow_private: bool, resolve: Mapping[str, str], proxy: str | None
    ) -> None:
        self._http2, self._proxy = http2, proxy
        self._backend = PublicBackend(allow_private=allow_private, resolve=resolve)
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._pools: dict[tuple[str, str], httpx.HTTPTransport] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        key = (request.url.scheme, request.url.netloc.decode("ascii").lower())
        with self._lock:
            pool = self._pools.get(key)
            if pool is None:
                pool = self._pools[key] = self._pool()
        return pool.handle_request(request)

    def forget(self, netloc: str) -> None:
        """Closes the connections to a host that nothing more is wanted from for now."""
        with self._lock:
            found = [key for key in self._pools if key[1] == netloc]
            pools = [self._pools.pop(key) for key in found]
        for pool in pools:
            pool.close()

    def close(self) -> None:
        with self._lock:
            pools = list(self._pools.values())
            self._pools.clear()
        for pool in pools:
            pool.close()

    def _pool(self) -> httpx.HTTPTransport:
        limits = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=30.0)
        pool = httpx.HTTPTransport(
            verify=self._tls, http2=self._http2, trust_env=False, proxy=self._proxy, limits=limits
        )
        if self._proxy is None:
            # httpx has no argument for the backend; httpcore, which it is built on, has.
            ready_made = pool._pool
            pool._pool = httpcore.ConnectionPool(
                ssl_context=self._tls,
                max_connections=limits.max_connections,
                max_keepalive_connections=limits.max_keepalive_connections,
                keepalive_expiry=limits.keepalive_expiry,
                http1=True,
                http2=self._http2,
                network_backend=self._backend,
            )
            ready_made.close()
        return pool
