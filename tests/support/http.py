# SPDX-License-Identifier: EUPL-1.2
"""An in-process ASGI client for module tests."""

import asyncio
import json as jsonlib
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

Message = MutableMapping[str, Any]
App = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as a test sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, decoded from JSON."""
        return jsonlib.loads(self.body)

    @property
    def errcode(self) -> str:
        """The Matrix error code, empty when there is none."""
        decoded = self.json
        return decoded.get("errcode", "") if isinstance(decoded, dict) else ""


def _accept(_method: str, _path: str, _answer: Answer) -> None:
    return None


class Client:
    """Sends requests to an ASGI app without a socket; `token` goes out as a bearer token."""

    judge: ClassVar[Callable[[str, str, Answer], None]] = staticmethod(_accept)
    """Raises for an answer that is not as specified; `support.judging` puts itself here."""

    def __init__(self, app: App, token: str | None = None, *, client: str = "127.0.0.1") -> None:
        self._app = app
        self._client = client
        self.token = token

    def with_token(self, token: str | None) -> "Client":
        """Return a client of the same app for another person."""
        return Client(self._app, token, client=self._client)

    async def get(self, path: str, **options: Any) -> Answer:
        """GET; options as for `request`."""
        return await self.request("GET", path, **options)

    async def put(self, path: str, json: object = None, **options: Any) -> Answer:
        """PUT a JSON body."""
        return await self.request("PUT", path, json={} if json is None else json, **options)

    async def post(self, path: str, json: object = None, **options: Any) -> Answer:
        """POST a JSON body."""
        return await self.request("POST", path, json={} if json is None else json, **options)

    async def patch(self, path: str, json: object = None, **options: Any) -> Answer:
        """PATCH with a JSON body."""
        return await self.request("PATCH", path, json={} if json is None else json, **options)

    async def delete(self, path: str, json: object = None, **options: Any) -> Answer:
        """DELETE, with a JSON body where the endpoint takes one."""
        return await self.request("DELETE", path, json=json, **options)

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | Awaitable[bytes | None] | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        judged: bool = True,
    ) -> Answer:
        """Send one request; `content` sends raw bytes in place of `json`, `path` may carry a query.

        Content that is awaited arrives later than the head; when it is None, the connection is lost in its place.

        `judged=False` is for what deliberately asks for something beside the specification.
        """
        body = content if content is not None else b"" if json is None else jsonlib.dumps(json).encode()
        parts = urlsplit(path)
        wanted = {"host": "localhost"}
        if isinstance(body, bytes):
            wanted["content-length"] = str(len(body))
        if self.token is not None:
            wanted["authorization"] = f"Bearer {self.token}"
        wanted |= {name.lower(): value for name, value in (headers or {}).items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": (urlencode(query) if query else parts.query).encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in wanted.items()],
            "client": (self._client, 50_000),
            "server": ("localhost", 8008),
        }
        answer = await _exchange(self._app, scope, body)
        if judged:
            self.judge(method, path, answer)
        return answer


async def _exchange(
    app: App, scope: MutableMapping[str, Any], body: bytes | Awaitable[bytes | None]
) -> Answer:
    sent: list[Message] = []
    pending = [body]
    never: asyncio.Event = asyncio.Event()

    async def receive() -> Message:
        if not pending:
            await never.wait()
        content = pending.pop()
        arrived = content if isinstance(content, bytes) else await content
        if arrived is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": arrived, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = sent[0]
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    chunks = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(start["status"], headers, chunks)
