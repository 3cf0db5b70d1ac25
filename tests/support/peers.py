# SPDX-License-Identifier: EUPL-1.2
"""HTTP servers on loopback that the server under test calls: well-behaved ones and hostile ones."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Peer:
    """A server whose every request goes to `answer`; `requests` counts them."""

    answer: Handler
    port: int = 0
    requests: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return an address of the peer."""
        return f"http://{host}:{self.port}{path}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the request, then answer."""
        self.bodies.append(await request.read())
        self.requests.append(request)
        self.arrived.set()
        return await self.answer(request)

    async def received(self, count: int) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(30):
            while len(self.requests) < count:
                self.arrived.clear()
                await self.arrived.wait()


@asynccontextmanager
async def peer(answer: Handler) -> AsyncIterator[Peer]:
    """Serve on a free port of loopback."""
    made = Peer(answer)
    application = web.Application(client_max_size=10 * 1024 * 1024)
    application.router.add_route("*", "/{path:.*}", made.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        await runner.cleanup()


def says(body: bytes = b"ok", status: int = 200, **headers: str) -> Handler:
    """Return a handler with a fixed answer; `content_type` becomes Content-Type and so on."""

    async def answer(request: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(body=body, status=status, headers=named)

    return answer
