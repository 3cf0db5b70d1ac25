# SPDX-License-Identifier: EUPL-1.2
"""Receipts, read markers and typing notices."""

from collections.abc import Sequence

import msgspec

from chancery.kit.errors import Forbidden
from chancery.modules.rooms.api.params import ROOM, event_of, room_of
from chancery.modules.rooms.service.receipts import FULLY, PRIVATE, READ, ReceiptService
from chancery.modules.rooms.service.typing import Typing
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class ReceiptBody(msgspec.Struct):
    """The body of a receipt."""

    thread_id: str | None = None


class MarkersBody(msgspec.Struct, rename=None):
    """The body of `POST …/read_markers`."""

    fully_read: str | None = msgspec.field(default=None, name=FULLY)
    read: str | None = msgspec.field(default=None, name=READ)
    private: str | None = msgspec.field(default=None, name=PRIVATE)


class TypingBody(msgspec.Struct):
    """The body of a typing notice."""

    typing: bool
    timeout: int = 30_000


class ReceiptApi:
    """What tells others that one reads or writes."""

    def __init__(self, receipts: ReceiptService, typing: Typing) -> None:
        self._receipts = receipts
        self._typing = typing

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route(
                "POST",
                f"{ROOM}/receipt/{{receipt_type}}/{{event_id}}",
                self.receipt,
                body=ReceiptBody,
                optional_body=True,
            ),
            Route("POST", f"{ROOM}/read_markers", self.markers, body=MarkersBody),
            Route("PUT", f"{ROOM}/typing/{{user_id}}", self.typing, body=TypingBody),
        )

    async def receipt(self, request: Request) -> None:
        """Answer `POST …/receipt/{receiptType}/{eventId}`."""
        await self._receipts.set_receipt(
            request.caller,
            room_of(request),
            request.params["receipt_type"],
            event_of(request),
            thread_id=request.body.thread_id,
        )

    async def markers(self, request: Request) -> None:
        """Answer `POST …/read_markers`."""
        body: MarkersBody = request.body
        given = {FULLY: body.fully_read, READ: body.read, PRIVATE: body.private}
        markers = {kind: event_id for kind, event_id in given.items() if event_id is not None}
        await self._receipts.set_markers(request.caller, room_of(request), markers)

    async def typing(self, request: Request) -> None:
        """Answer `PUT …/typing/{userId}`."""
        if request.params["user_id"] != request.caller.user_id:
            raise Forbidden("you can type only for yourself")
        body: TypingBody = request.body
        await self._typing.set_typing(
            request.caller, room_of(request), typing=body.typing, timeout_ms=max(body.timeout, 0)
        )
