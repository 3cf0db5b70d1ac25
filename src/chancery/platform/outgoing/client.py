# SPDX-License-Identifier: EUPL-1.2
"""The outgoing adapter on aiohttp: connects only to addresses that were vetted, and bounds what comes back."""

import asyncio
import logging
import socket
import ssl
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin

from chancery.platform.outgoing.allowed import Allowed, Target, target
from chancery.platform.outgoing.port import (
    DEFAULT_BOUNDS,
    AddressRefused,
    Bounds,
    Outgoing,
    OutgoingFailed,
    PeerUnreachable,
    Reply,
    ReplyTimeout,
    ReplyTooLarge,
    Verb,
    WrongAddressList,
)

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

log = logging.getLogger("chancery.outgoing")

CONNECTIONS: Final = 64
CONNECTIONS_PER_HOST: Final = 8
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 65_536
_GZIP_OR_ZLIB: Final = 47
_AGENT: Final = "Chancery"


class Resolver(Protocol):
    """Looks names up; the system's by default, a hostile one in tests."""

    async def __call__(self, host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
        """Return the families and addresses of a host; raises OSError."""


async def system_resolver(host: str, port: int) -> Sequence[tuple[socket.AddressFamily, str]]:
    """Return what the system's resolver says."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [(family, str(address[0])) for family, _, _, _, address in found]


@dataclass(slots=True)
class Tally:
    """What went out, for the metrics."""

    sent: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(slots=True)
class GuardedNetwork:
    """Makes one client per purpose and closes them all.

    `ca_file` adds an agency's own certificate authority to the system's.
    """

    ca_file: Path | None = None
    resolver: Resolver = system_resolver
    tally: Tally = field(default_factory=Tally)
    _clients: "list[GuardedClient]" = field(default_factory=list)

    def client(self, purpose: str, addresses: Sequence[str]) -> Outgoing:
        """Return the client of a purpose; raises WrongAddressList."""
        try:
            made = GuardedClient(self, purpose, Allowed.parse(addresses))
        except ValueError as error:
            raise WrongAddressList(f"outgoing.{purpose}: {error}") from error
        self._clients.append(made)
        return made

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients:
            await client.close()


class GuardedClient:
    """Implements `Outgoing` for one purpose."""

    def __init__(self, network: GuardedNetwork, purpose: str, allowed: Allowed) -> None:
        self._network = network
        self._purpose = purpose
        self._allowed = allowed
        self._session: ClientSession | None = None

    @property
    def is_open(self) -> bool:
        return not self._allowed.is_empty

    def admits(self, url: str) -> bool:
        try:
            self._allowed.check_target(target(url))
        except AddressRefused:
            return False
        return True

    async def request(
        self,
        method: Verb,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> Reply:
        tally = self._network.tally
        try:
            async with asyncio.timeout(bounds.seconds):
                reply = await self._follow(method, url, dict(headers or {}), body, bounds)
        except AddressRefused as error:
            tally.refused += 1
            log.warning("an outgoing address was refused", extra=self._fields(url, error))
            raise
        except (OutgoingFailed, TimeoutError) as error:
            tally.failed += 1
            failure = ReplyTimeout("no whole answer in time") if isinstance(error, TimeoutError) else error
            log.info("an outgoing request failed", extra=self._fields(url, failure))
            raise failure from error
        tally.sent += 1
        return reply

    async def close(self) -> None:
        """Close the connections of this purpose."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _fields(self, url: str, error: Exception) -> dict[str, str]:
        # Only the host: paths and queries carry push keys and people's reading.
        try:
            host = target(url).host
        except AddressRefused:
            host = "-"
        return {"purpose": self._purpose, "host": host, "why": type(error).__name__}

    async def _follow(
        self, method: Verb, url: str, headers: dict[str, str], body: bytes | None, bounds: Bounds
    ) -> Reply:
        wanted = target(url)
        for _ in range(bounds.redirects + 1):
            self._allowed.check_target(wanted)
            reply = await self._once(method, url, headers, body, bounds)
            place = reply.headers.get("location")
            if reply.status not in _REDIRECTS or place is None or method not in ("GET", "HEAD"):
                return reply
            if not bounds.redirects:
                return reply
            url = urljoin(url, place).partition("#")[0]
            following = target(url)
            headers = _headers_for(following, wanted, headers)
            wanted = following
        raise PeerUnreachable("the peer redirects too often")

    async def _once(
        self, method: Verb, url: str, headers: Mapping[str, str], body: bytes | None, bounds: Bounds
    ) -> Reply:
        import aiohttp  # noqa: PLC0415  # 30 MB and a tenth of a second that most servers never need
        from yarl import URL  # noqa: PLC0415  # comes with it

        session = self._session or self._open_session()
        sent = {"user-agent": _AGENT, "accept-encoding": "identity", **headers}
        try:
            address = URL(url, encoded=True)
            async with session.request(
                method, address, headers=sent, data=body, allow_redirects=False
            ) as response:
                content = await _bounded(response, bounds)
                names = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status, names, content, url)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise PeerUnreachable(f"the peer cannot be reached ({type(error).__name__})") from error

    def _open_session(self) -> "ClientSession":
        from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector  # noqa: PLC0415  # as above

        from chancery.platform.outgoing.resolver import VettingResolver  # noqa: PLC0415  # imports aiohttp

        connector = TCPConnector(
            resolver=VettingResolver(self._allowed, self._network.resolver),
            # What was vetted is what is connected to: no cache in between that could be older or newer.
            use_dns_cache=False,
            limit=CONNECTIONS,
            limit_per_host=CONNECTIONS_PER_HOST,
            ssl=self._tls(),
        )
        self._session = ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
            timeout=ClientTimeout(total=None, connect=None),
        )
        return self._session

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._network.ca_file is not None:
            context.load_verify_locations(self._network.ca_file)
        return context


def _headers_for(following: Target, before: Target, headers: dict[str, str]) -> dict[str, str]:
    if before.scheme == "https" and following.scheme != "https":
        raise AddressRefused("the peer redirects from https to http")
    if following == before:
        return headers
    return {name: value for name, value in headers.items() if name.lower() != "authorization"}


async def _bounded(response: "ClientResponse", bounds: Bounds) -> bytes:
    encoding = response.headers.get("content-encoding", "identity").lower()
    content = _decoded(await _read(response, bounds), encoding, bounds.bytes)
    if len(content) <= bounds.bytes:
        return content
    if not bounds.cut:
        raise ReplyTooLarge(f"the answer has more than {bounds.bytes} bytes")
    return content[: bounds.bytes]


async def _read(response: "ClientResponse", bounds: Bounds) -> bytes:
    """Return the body as it came, or its beginning with at least one byte more than allowed."""
    if (response.content_length or 0) > bounds.bytes and not bounds.cut:
        raise ReplyTooLarge(f"the answer has more than {bounds.bytes} bytes")
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > bounds.bytes:
            response.close()
            break
    return bytes(content)


def _decoded(content: bytes, encoding: str, most: int) -> bytes:
    """Undo a compression that we did not ask for, without ever holding much more than the bound."""
    if encoding in ("", "identity"):
        return content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise PeerUnreachable("the answer has an unknown content encoding")
    inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        return inflater.decompress(content, most + 1)
    except zlib.error as error:
        raise PeerUnreachable("the answer is wrongly compressed") from error
