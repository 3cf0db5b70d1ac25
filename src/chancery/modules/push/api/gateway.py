# SPDX-License-Identifier: EUPL-1.2
"""The push gateway API: `POST /_matrix/push/v1/notify`, and how UnifiedPush clients find it."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chancery.modules.push.rules.pushers import NOTIFY_PATH
from chancery.modules.push.service.gateway import GatewayService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

TAG = "Push gateway"
LIMIT = 65_536


class NotifyBody(Struct):
    """Body of `POST …/notify`."""

    notification: dict[str, Any]


class GatewayApi:
    """Parses, calls one service, renders."""

    def __init__(self, gateway: GatewayService) -> None:
        self._gateway = gateway

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", NOTIFY_PATH, self.notify, body=NotifyBody, login=False, limit=LIMIT, tag=TAG),
            Route("GET", NOTIFY_PATH, self.discover, login=False, tag=TAG),
        )

    async def notify(self, request: Request) -> object:
        body: NotifyBody = request.body
        return {"rejected": await self._gateway.notify(body.notification)}

    async def discover(self, _request: Request) -> object:
        """Say to UnifiedPush clients that this is a Matrix gateway for their endpoints."""
        return {"unifiedpush": {"gateway": "matrix"}}
