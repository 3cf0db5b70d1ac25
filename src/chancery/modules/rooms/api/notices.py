# SPDX-License-Identifier: EUPL-1.2
"""Notices that an administrator sends in the server's name."""

from collections.abc import Sequence
from typing import Any

import msgspec

from chancery.modules.rooms.service.notices import ServerNotices
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class NoticeBody(msgspec.Struct):
    """Whom to tell, and what: the content of an `m.room.message` event."""

    user_id: str
    content: dict[str, Any]


class NoticeView(msgspec.Struct):
    """The event that was sent."""

    room_id: str
    event_id: str


class NoticesApi:
    """One endpoint of our own."""

    def __init__(self, notices: ServerNotices) -> None:
        self._notices = notices

    def routes(self) -> Sequence[Route]:
        """Return the route."""
        return (
            Route(
                "PUT",
                "/api/v1/server-notices/{txn_id}",
                self.send,
                body=NoticeBody,
                answer=NoticeView,
                tag="rooms",
                summary="Send a notice of the server to a person",
            ),
        )

    async def send(self, request: Request) -> NoticeView:
        """Answer `PUT /api/v1/server-notices/{txn_id}`."""
        body: NoticeBody = request.body
        room_id, event_id = await self._notices.send_notice(
            request.caller, body.user_id, body.content, txn_id=request.params["txn_id"]
        )
        return NoticeView(room_id, event_id)
