# SPDX-License-Identifier: EUPL-1.2
"""A kernel on a real port of the loopback interface, inside the test's event loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from chancery.platform.http.kernel import Kernel
from chancery.platform.http.protocol import ChanceryProtocol
from chancery.platform.http.server import HttpServer, listen


@contextlib.asynccontextmanager
async def served(
    kernel: Kernel, *, grace_seconds: float = 5.0, protocol: type[ChanceryProtocol] = ChanceryProtocol
) -> AsyncIterator[HttpServer]:
    """Serve `kernel` on a free port; `server.port` says which. Stops gracefully at the end."""
    server = HttpServer(kernel, listen("127.0.0.1", 0), grace_seconds=grace_seconds, protocol=protocol)
    started = asyncio.Event()
    serving = asyncio.create_task(server.run_until_stopped(started.set))
    await started.wait()
    try:
        yield server
    finally:
        server.stop()
        await serving
