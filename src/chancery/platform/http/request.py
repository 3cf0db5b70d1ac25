# SPDX-License-Identifier: EUPL-1.2
"""An HTTP request as handlers see it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chancery.kit.errors import BadRequest, Unauthenticated
from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.platform.http.inflight import Bell


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes the request: the person, the device and the login session that the credentials stand for.

    A suspended caller never gets to what suspended people may not call at all; where that depends on the thing
    (redacting what others wrote), the handler asks `is_suspended`. Likewise for guests. `client_id` and `scope` are
    those of the OAuth client that the credentials were given to; our own sign-in has none.
    """

    user_id: UserId
    device_id: DeviceId
    session_id: SessionId
    is_admin: bool = False
    is_guest: bool = False
    is_suspended: bool = False
    app_service: str | None = None
    client_id: str | None = None
    scope: str = ""


class Exchange(Protocol):
    """The connection's side of a request: its body, and whether the peer is still there."""

    def stream(self) -> AsyncIterator[bytes]:
        """Yield the body's chunks; raises TooLarge past the limit and BadRequest when the body is cut off."""

    async def park(self, bell: Bell, seconds: float) -> bool:
        """Wait for `bell`; False when the time is over or the server stops."""

    async def disconnected(self) -> None:
        """Return when the peer is gone."""


class Query:
    """The decoded query string; a name may stand several times."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    def get(self, name: str) -> str | None:
        """Return the first value of `name`, or None."""
        values = self._values.get(name)
        return values[0] if values else None

    def all(self, name: str) -> Sequence[str]:
        """Return every value of `name`, in order."""
        return self._values.get(name, ())

    def require(self, name: str) -> str:
        """Return the first value of `name`; raises BadRequest (M_MISSING_PARAM) when it is absent."""
        value = self.get(name)
        if value is None:
            raise BadRequest(f"the query parameter {name!r} is missing", errcode="M_MISSING_PARAM")
        return value

    def names(self) -> Sequence[str]:
        """Return the names of all parameters, each once."""
        return tuple(self._values)

    def integer(self, name: str, *, default: int, least: int = 0, most: int = 2**53 - 1) -> int:
        """Return `name` as a whole number clamped to [least, most]; raises BadRequest when it is no number."""
        text = self.get(name)
        if text is None:
            return default
        if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 17:
            raise BadRequest(f"the query parameter {name!r} must be a whole number")
        return max(least, min(int(text), most))

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return `name` as a boolean (`true` or `false`); raises BadRequest for anything else."""
        text = self.get(name)
        if text is None:
            return default
        if text not in ("true", "false"):
            raise BadRequest(f"the query parameter {name!r} must be true or false")
        return text == "true"


class Request:
    """One request; made by the kernel, read by handlers.

    `params` are the percent-decoded path parameters, `headers` have lower-case names, `body` is what the route's
    `body` type asked for, `client` is the peer's address, `id` names the request in the log, `route` is the path
    template of the route that answers, `scheme` is how the peer speaks to this process (`http` behind a proxy).
    """

    __slots__ = (
        "_caller",
        "_exchange",
        "body",
        "client",
        "headers",
        "id",
        "method",
        "params",
        "query",
        "raw_path",
        "raw_query",
        "route",
        "scheme",
    )

    def __init__(
        self,
        *,
        method: str,
        raw_path: bytes,
        params: Mapping[str, str],
        query: Query,
        headers: Mapping[str, str],
        client: str,
        request_id: str,
        exchange: Exchange,
        route: str = "",
        scheme: str = "http",
        raw_query: bytes = b"",
    ) -> None:
        self.method = method
        self.raw_path = raw_path
        self.raw_query = raw_query
        self.params = params
        self.query = query
        self.headers = headers
        self.client = client
        self.id = request_id
        self.route = route
        self.scheme = scheme
        self.body: Any = None
        self._exchange = exchange
        self._caller: Caller | None = None

    @property
    def caller(self) -> Caller:
        """Who asks; raises Unauthenticated on a route without login when nobody is known."""
        if self._caller is None:
            raise Unauthenticated("this needs an access token", errcode="M_MISSING_TOKEN")
        return self._caller

    @caller.setter
    def caller(self, caller: Caller) -> None:
        self._caller = caller

    @property
    def origin(self) -> str:
        """The address that the peer asked, for a server that was not told its public one."""
        return f"{self.scheme}://{self.headers.get('host') or 'localhost'}"

    @property
    def is_authenticated(self) -> bool:
        """Whether credentials were checked for this request."""
        return self._caller is not None

    def stream(self) -> AsyncIterator[bytes]:
        """Yield the body's chunks as they arrive.

        Raises TooLarge past the route's limit, BadRequest when the body is cut off, RequestTimeout when it drips.
        """
        return self._exchange.stream()

    async def park(self, bell: Bell, seconds: float) -> bool:
        """Wait until `bell` is rung (True), or the time is over or the server is stopping (False).

        When the peer goes away the request ends here with CancelledError: clean up in `finally`. This costs no
        task and no timer of its own, so thousands of polls can be parked.
        """
        return await self._exchange.park(bell, seconds)

    async def disconnected(self) -> None:
        """Return when the peer is gone; `park` is the cheaper way for a long poll."""
        await self._exchange.disconnected()

    def header(self, name: str) -> str | None:
        """Return a header by its lower-case name, or None."""
        return self.headers.get(name)
