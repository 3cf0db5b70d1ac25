# SPDX-License-Identifier: EUPL-1.2
"""`PUT /sendToDevice`: messages to devices."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from chancery.modules.keys.service.to_device import ToDeviceService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

SEND_LIMIT = 8_388_608


class SendBody(Struct):
    """Body of `PUT /sendToDevice`: user -> device (or `*`) -> content."""

    messages: dict[str, dict[str, dict[str, Any]]]


class ToDeviceApi:
    """Parses, calls one service, renders."""

    def __init__(self, service: ToDeviceService) -> None:
        self._service = service

    def routes(self) -> Sequence[Route]:
        path = "/_matrix/client/v3/sendToDevice/{type}/{txn_id}"
        return (
            Route(
                "PUT",
                path,
                self.send,
                body=SendBody,
                limit=SEND_LIMIT,
                # A message that a device sends next may need the room key in this.
                turn="leads",
                tag="Send-to-Device messaging",
            ),
        )

    async def send(self, request: Request) -> object:
        body: SendBody = request.body
        params = request.params
        await self._service.send(request.caller, params["type"], params["txn_id"], body.messages)
        return {}
