# SPDX-License-Identifier: EUPL-1.2
"""The outgoing port: one HTTP request to an address that an administrator named, with a bounded answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from chancery.kit.errors import ChanceryError

Verb = Literal["GET", "HEAD", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may cost: seconds from the first lookup to the last byte, bytes of the body, redirects.

    With `cut` a longer body is no error: its beginning is the answer's body.
    """

    seconds: float = 15.0
    bytes: int = 1_048_576
    redirects: int = 0
    cut: bool = False


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Reply:
    """The peer's answer: lower-case header names, the whole decoded body, and the address after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class WrongAddressList(ChanceryError):
    """The settings list an address that cannot be read; the server does not start."""


class OutgoingFailed(Exception):
    """There is no answer; the subclass says why. The text never holds a path, a query or a token."""


class AddressRefused(OutgoingFailed):
    """The address is not one that an administrator allowed; nothing was sent."""


class PeerUnreachable(OutgoingFailed):
    """The name does not resolve, nobody listens, TLS fails, or the peer breaks HTTP; it may work later."""


class ReplyTooLarge(OutgoingFailed):
    """The answer, raw or decompressed, exceeds the bound."""


class ReplyTimeout(OutgoingFailed):
    """The answer did not arrive in time."""


class Outgoing(Protocol):
    """A client for one purpose (push gateways, previews …) with that purpose's list of allowed addresses."""

    @property
    def is_open(self) -> bool:
        """Whether any address is allowed at all."""

    def admits(self, url: str) -> bool:
        """Tell whether a URL's scheme, host and port are allowed; its addresses are vetted when it is called."""

    async def request(
        self,
        method: Verb,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> Reply:
        """Send one request and return the answer, whatever its status; raises OutgoingFailed.

        Redirects are followed for GET and HEAD up to the bound, each vetted like a first address; credentials
        (`authorization`) do not go to another origin. No cookies, no referrer, no proxy from the environment.
        """
