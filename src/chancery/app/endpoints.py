# SPDX-License-Identifier: EUPL-1.2
"""The server's endpoints about itself: health, readiness, metrics, OpenAPI."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from chancery import __version__
from chancery.app.application import Check
from chancery.kit.errors import NotFound
from chancery.platform.config.settings import Server
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route
from chancery.platform.metrics import render

logger = logging.getLogger("chancery.ready")

CHECK_SECONDS = 5.0
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("x-forwarded-for", "forwarded", "via")


class Endpoints:
    """Holds what the endpoints show."""

    def __init__(
        self,
        *,
        settings: Server,
        checks: Mapping[str, Check],
        metrics: Callable[[], Awaitable[Mapping[str, bytes]]],
        routes: Sequence[Route],
        is_stopping: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._checks = checks
        self._metrics = metrics
        self._routes = routes
        self._is_stopping = is_stopping

    def routes(self) -> list[Route]:
        """Return the endpoints."""
        return [
            Route("GET", "/health", self.health, login=False),
            Route("GET", "/ready", self.ready, login=False),
            Route("GET", "/metrics", self.metrics, login=False),
            Route(
                "GET",
                "/api/v1/openapi.json",
                self.openapi,
                login=False,
                tag="server",
                summary="This document",
            ),
        ]

    async def health(self, _request: Request) -> Response:
        """Say that the process answers."""
        return json_response({"status": "ok"})

    async def ready(self, _request: Request) -> Response:
        """Say whether all parts work; a balancer sends nobody here while they do not."""
        if self._is_stopping():
            return json_response({"status": "stopping", "checks": {}}, 503)
        outcomes = await asyncio.gather(*[_outcome(name, check) for name, check in self._checks.items()])
        checks = dict(zip(self._checks, [words for words, _ in outcomes], strict=True))
        is_ready = all(works for _, works in outcomes)
        status = "ready" if is_ready else "not ready"
        return json_response({"status": status, "checks": checks}, 200 if is_ready else 503)

    async def metrics(self, request: Request) -> Response:
        """Show the numbers to whom the settings allow."""
        access = self._settings.metrics
        is_local = request.client in _LOOPBACK and not any(name in request.headers for name in _FORWARDED)
        if access == "off" or (access == "loopback" and not is_local):
            raise NotFound("there is nothing here")
        headers = (("content-type", "text/plain; version=0.0.4; charset=utf-8"),)
        return Response(render(await self._metrics()), 200, headers)

    async def openapi(self, _request: Request) -> Response:
        """Show the OpenAPI document."""
        from chancery.platform.http.openapi import document  # noqa: PLC0415  # few starts ever need it

        return json_response(document([*self._routes, *self.routes()], version=__version__))


async def _outcome(name: str, check: Check) -> tuple[str, bool]:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS), True
    except Exception:
        logger.exception("not ready", extra={"part": name})
        return "failed", False
