# SPDX-License-Identifier: EUPL-1.2
"""Routes as values: method, path template, handler, and what the kernel must do before and after it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from chancery.platform.http.order import Turn
from chancery.platform.http.request import Request

Handler = Callable[[Request], Awaitable[object]]
"""Answers a request with a `Response`, or with a value that becomes a 200 JSON body."""

Method = Literal["GET", "PUT", "POST", "DELETE", "PATCH"]

JSON_LIMIT = 1_048_576
"""Bytes of a JSON body unless the route says otherwise; Matrix events stay below 65,536."""


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint.

    `path` is a template such as `/_matrix/client/v3/rooms/{room_id}/send/{event_type}/{txn_id}`; each `{name}`
    matches one raw segment, which is percent-decoded after matching (so `%2F` stays inside its parameter); a last
    `{name:path}` matches the rest. `body` is the type that msgspec decodes the JSON body into (None: no body is
    read; `bytes`: the raw body; with `stream=True` the handler reads `request.stream()` itself).
    `optional_body` lets an empty body stand for `{}`. `answer` is the type of the 200 answer, for OpenAPI.
    `login` False opens the route to callers without credentials. `limit` bounds the body in bytes.
    `idle` exempts long polls and streams from the request's time limit.
    `turn` orders what a device sends on several connections: what follows waits for what leads and came before it.
    """

    method: Method
    path: str
    handler: Handler
    body: object = None
    answer: object = None
    login: bool = True
    stream: bool = False
    optional_body: bool = False
    limit: int = JSON_LIMIT
    idle: bool = False
    turn: Turn | None = None
    tag: str = ""
    summary: str = ""


Authenticate = Callable[[Request], Awaitable[None]]
"""Sets `request.caller` from the bearer token or session cookie; raises Unauthenticated."""
