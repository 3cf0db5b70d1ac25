# SPDX-License-Identifier: EUPL-1.2
"""The embedded uvicorn: our protocol class, our shutdown order, no output of its own."""

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
from collections.abc import Callable, Iterator

import uvicorn

from chancery.platform.http.kernel import Kernel
from chancery.platform.http.protocol import ChanceryProtocol

BACKLOG = 8192
"""Connections that may wait to be accepted when a whole organisation comes back at once; the kernel may allow fewer."""
KEEP_ALIVE_SECONDS = 75
"""Longer than a reverse proxy keeps its idle upstream connections (nginx: 60), so that it is never the proxy that
meets a connection closed under it."""


_TCP_OPTIONS = {
    "TCP_KEEPIDLE": 60,
    "TCP_KEEPINTVL": 15,
    "TCP_KEEPCNT": 4,
    "TCP_USER_TIMEOUT": 60_000,
}
"""Seconds, probes and milliseconds. Without the last one a peer that never reads holds its answer for ever."""


class HttpServer(uvicorn.Server):
    """Serves a kernel on a bound socket until `stop` or a signal.

    At the stop, parked polls are answered first; then requests in flight get `grace_seconds`.
    """

    def __init__(
        self,
        kernel: Kernel,
        listener: socket.socket,
        *,
        grace_seconds: float = 10.0,
        protocol: type[ChanceryProtocol] = ChanceryProtocol,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        bound = type("BoundProtocol", (protocol,), {"limits": kernel.limits})
        config = uvicorn.Config(
            kernel,
            http=bound,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=grace_seconds,  # type: ignore[arg-type]  # a float serves as well
            backlog=BACKLOG,
            ssl_context_factory=(lambda _config, _default: tls) if tls is not None else None,
        )
        super().__init__(config)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._kernel = kernel
        self._on_started: Callable[[], None] | None = None
        self._listener = listener

    @property
    def port(self) -> int:
        """The TCP port that is listened on."""
        return int(self._listener.getsockname()[1])

    async def run_until_stopped(self, on_started: Callable[[], None] | None = None) -> None:
        """Serve; calls `on_started` when the port answers, and returns after the graceful stop."""
        self._on_started = on_started
        with self._signals():
            await self._serve([self._listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._on_started is not None:
            self._on_started()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError, RuntimeError):  # not the main thread: the owner calls stop()
                loop.add_signal_handler(number, self.stop)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                with contextlib.suppress(ValueError, RuntimeError):
                    loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Begin the graceful stop; a second call ends it at once."""
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    def stop_gently(self) -> None:
        """Begin the graceful stop, unless it has begun."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._kernel.drain()
        await super().shutdown(sockets)
        if self.server_state.tasks:
            # uvicorn cancelled what was over its time; let those say 503 before the loop ends.
            await asyncio.wait(self.server_state.tasks, timeout=1)


def listen(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Return a socket bound to the address; raises OSError when it is taken or not ours.

    With `shared` other processes of this user may bind it in the same way, and the kernel spreads the connections.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    _expect_life(listener)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


def _expect_life(listener: socket.socket) -> None:
    """Let the system drop peers that vanished (parked polls) or stopped reading; accepted sockets inherit this."""
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _TCP_OPTIONS.items():
        if hasattr(socket, name):  # Linux; elsewhere the system's own defaults hold
            listener.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
