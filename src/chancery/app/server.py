# SPDX-License-Identifier: EUPL-1.2
"""Runs an application: builds it, starts its modules in order, serves, and stops everything backwards."""

import gc
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

import chancery
from chancery.app.application import Application
from chancery.app.endpoints import Endpoints
from chancery.app.siblings import Siblings
from chancery.app.state import ServerState
from chancery.app.worker import Worker
from chancery.platform.config.addresses import public_url
from chancery.platform.config.settings import Server, Settings
from chancery.platform.http.kernel import Kernel
from chancery.platform.http.limits import Limits
from chancery.platform.http.routes import Route
from chancery.platform.http.server import HttpServer, listen
from chancery.platform.http.static import WebClient
from chancery.platform.http.tls import server_context
from chancery.platform.jobs import JobRunner
from chancery.platform.log import log_request
from chancery.platform.metrics import Metrics

logger = logging.getLogger("chancery.server")

WEB_DIST = Path(chancery.__file__).parent / "web_dist"

Build = Callable[[Settings], Awaitable[Application]]


FORMER = {
    # Clients and bots of many years still use the names that v3 replaced in Matrix 1.1.
    "/_matrix/client/r0/": "/_matrix/client/v3/",
    "/_matrix/client/unstable/": "/_matrix/client/v3/",
    "/_matrix/media/r0/": "/_matrix/media/v3/",
    "/_matrix/media/v1/": "/_matrix/media/v3/",
}
"""Former beginnings of paths, and what they are called now."""


class CannotListen(Exception):
    """The configured address is taken, or not one of this machine's."""


async def serve(
    settings: Settings, build: Build, on_started: Callable[[str], None], worker: Worker | None = None
) -> None:
    """Serve until a signal; `on_started` gets the address.

    Raises CannotListen when the address is not to be had, CertificateUnusable when the certificate is not.
    """
    tls = _tls(settings.server)
    listener = open_listener(settings, shared=worker is not None)
    settings = with_port(settings, listener)
    async with running(await build(settings)) as application:
        metrics = Metrics(application.gauges)
        siblings = Siblings(worker, metrics.snapshot)
        kernel = kernel_of(application, metrics, siblings)
        server = HttpServer(kernel, listener, grace_seconds=settings.server.grace_seconds, tls=tls)
        _calm_collector()
        with worker.obeying(server.stop_gently) if worker else nullcontext():
            async with siblings.telling():
                await server.run_until_stopped(lambda: on_started(public_url(settings.server)))


def _calm_collector() -> None:
    """Tune the cycle collector for a server: measured, it took half the CPU of parking 5,000 polls."""
    gc.collect()
    gc.freeze()  # what lives now lives as long as the process
    # Requests leave no cycles behind. Parked polls are young objects that live: a lower bound walks them all again and again.
    gc.set_threshold(250_000, 20, 100)


@asynccontextmanager
async def running(application: Application) -> AsyncIterator[Application]:
    """Start the modules bottom up and their jobs; stop the jobs and the modules top down, then close the rest."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(application.close)
        for module in application.modules:
            if module.start is not None:
                await module.start()
            if module.stop is not None:
                stack.push_async_callback(module.stop)
        jobs = JobRunner([job for module in application.modules for job in module.jobs])
        jobs.start()
        stack.push_async_callback(jobs.stop)
        yield application


def kernel_of(
    application: Application, metrics: Metrics | None = None, siblings: Siblings | None = None
) -> Kernel:
    """Return the ASGI application of all modules' routes, the server's own endpoints and the web client."""
    settings = application.settings.server
    metrics = metrics or Metrics(application.gauges)
    siblings = siblings or Siblings(None, metrics.snapshot)
    routes = [route for module in application.modules for route in module.routes]
    state = ServerState(application.settings, application.checks, metrics.gauges)
    routes.append(state.route())
    endpoints = Endpoints(
        settings=settings,
        checks=application.checks,
        metrics=siblings.snapshots,
        routes=routes,
        is_stopping=lambda: kernel.inflight.stopping,
    )
    kernel = Kernel(
        [*routes, *endpoints.routes()],
        authenticate=application.authenticate,
        limits=Limits(request_seconds=settings.request_seconds),
        fallback=WebClient(WEB_DIST, connect=_origins(settings.public_url)),
        observe=_observer(metrics),
        trusted_proxies=frozenset(settings.trusted_proxies),
        former=FORMER,
    )
    metrics.gauge("chancery_polls_open", lambda: kernel.inflight.parked)
    metrics.gauge("chancery_event_streams_open", lambda: kernel.inflight.streams)
    return kernel


def _observer(metrics: Metrics) -> Callable[[Route | None, str, int, float, str], None]:
    def observe(route: Route | None, method: str, status: int, seconds: float, request_id: str) -> None:
        # The template stands for the path: real paths carry ids and, in some protocols, tokens.
        template = route.path if route is not None else "-"
        metrics.meter(route.method if route is not None else "-", template).observe(status, seconds)
        log_request(method, template, status, seconds, request_id)

    return observe


def _tls(server: Server) -> ssl.SSLContext | None:
    return server_context(server.tls_certificate, server.tls_key) if server.tls_certificate else None


def open_listener(settings: Settings, *, shared: bool = False) -> socket.socket:
    """Return a socket on the configured address; raises CannotListen."""
    server = settings.server
    try:
        return listen(server.bind, server.port, shared=shared)
    except OSError as error:
        raise CannotListen(f"{server.bind}, port {server.port}: {error.strerror or error}") from error


def with_port(settings: Settings, listener: socket.socket) -> Settings:
    """Return the settings with the port that the system gave where 0 was asked for."""
    port = int(listener.getsockname()[1])
    return msgspec.structs.replace(settings, server=msgspec.structs.replace(settings.server, port=port))


def _origins(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return (f"{parts.scheme}://{parts.netloc}",) if parts.netloc else ()
