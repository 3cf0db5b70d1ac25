# SPDX-License-Identifier: EUPL-1.2
"""The ASGI application: finds the route, checks limits and credentials, decodes the body, renders the outcome."""

import asyncio
import itertools
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import msgspec

from chancery.kit.errors import BadJson, ChanceryError, NotJson
from chancery.platform.http.errors import (
    HandlerTimeout,
    HeadersTooLarge,
    MethodNotAllowed,
    PathTooLong,
    RequestTimeout,
    Stopping,
)
from chancery.platform.http.exchange import AsgiExchange, Receive, Scope, Send
from chancery.platform.http.inflight import Cause, InFlight
from chancery.platform.http.limits import Limits, is_too_deep
from chancery.platform.http.order import DeviceOrder, Ends
from chancery.platform.http.request import Query, Request
from chancery.platform.http.response import Response, StreamResponse, json_response
from chancery.platform.http.router import Router, decode_query
from chancery.platform.http.routes import Authenticate, Route
from chancery.platform.http.zones import Zone, zone_of

logger = logging.getLogger("chancery.http")

Fallback = Callable[[str, bytes, Mapping[str, str]], "Response | StreamResponse | None"]
"""Answers a GET or HEAD of a path that no route knows (the web client), or None."""

Observe = Callable[[Route | None, str, int, float, str], None]
"""Hears of each answer: route, method, status, seconds, request id."""

_NO_QUERY = Query({})


def _observe_nothing(_route: Route | None, _method: str, _status: int, _seconds: float, _id: str) -> None:
    return None


class Endpoint:
    """A route with its JSON decoder, which is built at first use."""

    __slots__ = ("_decoder", "route")

    def __init__(self, route: Route) -> None:
        self.route = route
        self._decoder: msgspec.json.Decoder[Any] | None = None

    def decode(self, body: bytes, depth: int) -> Any:
        """Return the body in the route's type; raises NotJson and BadJson."""
        if not body and self.route.optional_body:
            body = b"{}"
        if is_too_deep(body, depth):
            raise BadJson(f"the JSON is nested deeper than {depth} levels")
        if self._decoder is None:
            self._decoder = msgspec.json.Decoder(self.route.body)
        try:
            body.decode()
            return self._decoder.decode(body)
        except msgspec.ValidationError as error:
            reason, _, path = str(error).partition(" - at `")
            field = path.rstrip("`").removeprefix("$.")
            raise BadJson(f"{field}: {reason}" if field else reason) from error
        except UnicodeDecodeError as error:
            raise NotJson("the body is not UTF-8") from error
        except RecursionError as error:
            raise BadJson("the JSON is nested too deeply") from error
        except msgspec.DecodeError as error:
            raise NotJson(f"the body is not JSON: {error}") from error


class Kernel:
    """Serves a list of routes over ASGI."""

    def __init__(
        self,
        routes: Sequence[Route],
        *,
        authenticate: Authenticate,
        limits: Limits | None = None,
        fallback: Fallback | None = None,
        observe: Observe = _observe_nothing,
        trusted_proxies: frozenset[str] = frozenset(),
        former: Mapping[str, str] | None = None,
    ) -> None:
        self.inflight = InFlight()
        self.limits = limits or Limits()
        self.order = DeviceOrder(self.limits.order_seconds)
        self.routes = tuple(routes)
        self.router: Router[Endpoint] = Router(former=former)
        for route in routes:
            self.router.add(route.method, route.path, Endpoint(route))
        self.authenticate = authenticate
        self.fallback = fallback
        self.observe = observe
        self.trusted_proxies = trusted_proxies
        self._numbers = itertools.count(1)
        self._id_prefix = secrets.token_hex(3)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection of type http; other types are not spoken here."""
        if scope["type"] != "http":
            raise NotImplementedError(f"ASGI {scope['type']} is not served")
        exchange = AsgiExchange(scope, receive, send, self.inflight, self.limits)
        await Serving(self, exchange, scope).run()

    def drain(self) -> None:
        """Answer parked polls and end event streams; requests in flight go on."""
        self.inflight.drain()

    def next_id(self) -> str:
        """Return a name for a request, unique in this process's life."""
        return f"{self._id_prefix}-{next(self._numbers):x}"


class Serving:
    """The serving of one request."""

    __slots__ = ("_endpoint", "_exchange", "_id", "_kernel", "_method", "_path", "_scope", "_status", "_zone")

    def __init__(self, kernel: Kernel, exchange: AsgiExchange, scope: Scope) -> None:
        self._kernel = kernel
        self._exchange = exchange
        self._scope = scope
        self._method: str = scope["method"]
        self._path: bytes = scope.get("raw_path") or scope["path"].encode()
        self._zone: Zone = zone_of(self._path)
        self._endpoint: Endpoint | None = None
        self._id = kernel.next_id()
        self._status = 0

    async def run(self) -> None:
        """Answer the request, whatever happens."""
        began = perf_counter()
        try:
            await self._respond(await self._outcome())
        except asyncio.CancelledError:
            await self._cancelled()
        except Exception as error:
            self._log_failure(error)
            if self._exchange.started:
                # Headers are out already, so nothing can be said any more; the server closes the connection.
                raise
            await self._respond(self._internal_error())
        finally:
            self._exchange.close()
            route = self._endpoint.route if self._endpoint else None
            self._kernel.observe(route, self._method, self._status, perf_counter() - began, self._id)

    async def _outcome(self) -> Response | StreamResponse:
        try:
            return await self._handle()
        except ChanceryError as error:
            return self._zone.render(error)
        except Exception as error:  # noqa: BLE001  # the last line of defence: a 500 without any detail of it
            self._log_failure(error)
            return self._internal_error()

    async def _handle(self) -> Response | StreamResponse:
        headers = self._checked_headers()
        if self._method == "OPTIONS":
            return self._options()
        try:
            endpoint, params = self._kernel.router.find(self._method, self._path)
        except ChanceryError as error:
            return self._from_fallback(headers, error)
        self._endpoint = endpoint
        request = self._request(endpoint.route.path, headers, params)
        self._bound(endpoint.route, headers)
        if endpoint.route.login:
            await self._kernel.authenticate(request)
        turn = endpoint.route.turn
        if turn is None:
            return await self._carry_out(endpoint, request)
        if turn == "leads":
            with self._kernel.order.leading(request.caller):
                return await self._carry_out(endpoint, request)
        return await self._carry_out(endpoint, request, after=self._kernel.order.earlier(request.caller))

    async def _carry_out(
        self, endpoint: Endpoint, request: Request, *, after: Ends = ()
    ) -> Response | StreamResponse:
        await self._read_body(endpoint, request)
        if after:
            await self._kernel.order.wait(after)
        result = await endpoint.route.handler(request)
        if isinstance(result, (Response, StreamResponse)):
            return result
        return json_response({} if result is None else result)

    def _checked_headers(self) -> Mapping[str, str]:
        limits = self._kernel.limits
        if len(self._path) + len(self._scope["query_string"]) > limits.path_bytes:
            raise PathTooLong(f"path and query may have {limits.path_bytes} bytes")
        raw = self._scope["headers"]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw}
        if len(headers) != len(raw):
            headers = _join_repeated(raw)
        if not self._exchange.is_bounded and _size(raw) > limits.header_bytes:
            raise HeadersTooLarge(f"all headers together may have {limits.header_bytes} bytes")
        return headers

    def _options(self) -> Response:
        if self._zone.is_open:
            return Response(status=204)
        allowed = self._kernel.router.allowed(self._path)
        return Response(
            status=204, headers=(("allow", ", ".join(sorted(allowed or {"GET", "HEAD", "OPTIONS"}))),)
        )

    def _from_fallback(self, headers: Mapping[str, str], error: ChanceryError) -> Response | StreamResponse:
        fallback = self._kernel.fallback
        if fallback is None or isinstance(error, MethodNotAllowed) or self._method not in ("GET", "HEAD"):
            raise error
        response = fallback(self._method, self._path, headers)
        if response is None:
            raise error
        return response

    def _request(self, route: str, headers: Mapping[str, str], params: Mapping[str, str]) -> Request:
        raw_query: bytes = self._scope["query_string"]
        most = self._kernel.limits.query_fields
        return Request(
            method=self._method,
            raw_path=self._path,
            params=params,
            query=Query(decode_query(raw_query, most=most)) if raw_query else _NO_QUERY,
            headers=headers,
            client=self._client(headers),
            request_id=self._id,
            exchange=self._exchange,
            route=route,
            scheme=self._scope.get("scheme", "http"),
            raw_query=raw_query,
        )

    def _client(self, headers: Mapping[str, str]) -> str:
        """Return the peer's address, or what a trusted reverse proxy says about it."""
        peer = self._scope.get("client")
        address: str = peer[0] if peer else ""
        trusted = self._kernel.trusted_proxies
        if address not in trusted:
            return address
        for hop in reversed(headers.get("x-forwarded-for", "").split(",")):
            if hop.strip() and hop.strip() not in trusted:
                return hop.strip()[:64]
        return address

    def _bound(self, route: Route, headers: Mapping[str, str]) -> None:
        length = headers.get("content-length", "0")
        self._exchange.declared_length = int(length) if length.isdigit() else 0
        self._exchange.body_limit = route.limit
        limits = self._kernel.limits
        self._exchange.limit_time(limits.request_seconds if route.body is None else limits.body_seconds)

    async def _read_body(self, endpoint: Endpoint, request: Request) -> None:
        route, exchange = endpoint.route, self._exchange
        if route.stream:
            exchange.check_declared_length()
        elif route.body is not None:
            raw = await exchange.read()
            request.body = (
                raw if route.body is bytes else endpoint.decode(raw, self._kernel.limits.json_depth)
            )
        if route.idle or route.stream:
            exchange.lift_time_limit()
        elif route.body is not None:
            exchange.limit_time(self._kernel.limits.request_seconds)

    async def _respond(self, response: Response | StreamResponse) -> None:
        self._status = response.status
        if isinstance(response, Response):
            self._exchange.lift_time_limit()
            await self._exchange.answer(response, self._zone)
            return
        idle = self._endpoint is not None and self._endpoint.route.idle
        await self._exchange.answer_stream(response, self._zone, idle=idle, head_only=self._method == "HEAD")

    async def _cancelled(self) -> None:
        """Answer a request that was ended early, unless its peer is gone or an answer has begun."""
        cause = self._exchange.cause
        if cause is not None and (task := asyncio.current_task()) is not None:
            task.uncancel()
        if cause is Cause.GONE or self._exchange.started:
            self._status = self._status or 499
            return
        error: ChanceryError = Stopping("the server is stopping; repeat the request")
        if cause is Cause.EXPIRED:
            error = self._timeout()
        await self._respond(self._zone.render(error))

    def _timeout(self) -> ChanceryError:
        route = self._endpoint.route if self._endpoint else None
        if route is not None and route.body is not None and not self._exchange.body_done:
            return RequestTimeout("the body did not arrive in time")
        return HandlerTimeout("this took too long; whether it was carried out is not known")

    def _internal_error(self) -> Response:
        message = f"something went wrong here; the server's log names it {self._id}"
        return self._zone.render(ChanceryError(message, details={"request_id": self._id}))

    def _log_failure(self, error: Exception) -> None:
        where = self._endpoint.route.path if self._endpoint else "-"
        extra = {"request": self._id, "method": self._method, "route": where}
        logger.error("request failed", exc_info=error, extra=extra)


def _size(raw: Sequence[tuple[bytes, bytes]]) -> int:
    return sum([len(name) + len(value) + 4 for name, value in raw])


def _join_repeated(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Join the values of repeated headers as RFC 9110 §5.2 says; cookies take a semicolon (RFC 9113 §8.2.3)."""
    headers: dict[str, str] = {}
    for name_bytes, value_bytes in raw:
        name, value = name_bytes.decode("latin-1"), value_bytes.decode("latin-1")
        glue = "; " if name == "cookie" else ", "
        headers[name] = f"{headers[name]}{glue}{value}" if name in headers else value
    return headers
