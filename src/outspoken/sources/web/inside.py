"""Keeping out of inside networks: every connection goes to an address that was checked.

A public name may point into the reader's own network (a router, a cloud's metadata service), at
once, after a redirect, or at the second look-up (rebinding). So names are resolved here, each
address is checked, and the connection is made to the very address that was checked.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from outspoken.errors import InputError

CONNECT = 10.0
"""Seconds for one connection."""
SILENCE = 20.0
"""Seconds without a byte after which a server is given up."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class InsideError(InputError):
    """An address in an inside network, refused."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet, also inside its IPv6 wrappings."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            ip = wrapped
        elif ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, all of them checked.

    Raises:
        InsideError: one of them is not public: a name that mixes both is a trap.
        httpcore.ConnectError: the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} is not known ({error})") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise InsideError(
                    host,
                    f"leads to {address}, an address inside a network, and was not asked",
                    "if you trust it: --allow-private",
                )
    return addresses


class Clock(threading.local):
    """The moment by which the exchange that this thread waits for must be over."""

    deadline: float = float("inf")
    peer: str = ""

    def left(self, most: float | None) -> float:
        """Seconds that a single wait may take.

        Raises:
            httpcore.ReadTimeout: the time is over.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return min(left, most if most is not None else SILENCE)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends by the deadline: headers can trickle too."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock, peer: str) -> None:
        self._stream, self._clock, self._peer = stream, clock, peer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._clock.peer = self._peer
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._clock.left(timeout))
        return _Stream(secured, self._clock, self._peer)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    def __init__(self, clock: Clock, allow_private: bool) -> None:
        self._sockets = httpcore.SyncBackend()
        self._clock = clock
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in resolve(host, port, allow_private=self._allow_private):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._clock.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _Stream(stream, self._clock, address)
        raise failure


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from None

    def close(self) -> None:
        close = getattr(self._stream, "close", None)
        if close is not None:
            close()


class Transport(httpx.BaseTransport):
    """httpx over connections that are checked and end by the deadline."""

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=32,
            max_keepalive_connections=8,
            keepalive_expiry=30,
            network_backend=_Network(clock, allow_private),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request; failures as httpx names them."""
        core = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = self._pool.handle_request(core)
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error), request=request) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ConnectError(str(error), request=request) from None
        stream = answer.stream
        assert isinstance(stream, Iterable)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """End all connections."""
        self._pool.close()
