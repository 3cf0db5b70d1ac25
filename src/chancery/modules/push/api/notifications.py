# SPDX-License-Identifier: EUPL-1.2
"""`GET /notifications`."""

from collections.abc import Sequence
from typing import Any

from msgspec import Raw

from chancery.kit.errors import BadRequest
from chancery.modules.push.service.history import HistoryService, Notification
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

DEFAULT_LIMIT, MOST = 20, 100


class NotificationsApi:
    """Parses, calls one service, renders."""

    def __init__(self, history: HistoryService) -> None:
        self._history = history

    def routes(self) -> Sequence[Route]:
        path = "/_matrix/client/v3/notifications"
        return (Route("GET", path, self.show, tag="Push notifications"),)

    async def show(self, request: Request) -> object:
        """Answer one page, newest first."""
        page = await self._history.page(
            request.caller.user_id,
            before=_token(request),
            limit=request.query.integer("limit", default=DEFAULT_LIMIT, least=1, most=MOST),
            only_highlights=request.query.get("only") == "highlight",
        )
        answer: dict[str, Any] = {"notifications": [_shown(found) for found in page.notifications]}
        return answer if page.before is None else {**answer, "next_token": str(page.before)}


def _token(request: Request) -> int | None:
    text = request.query.get("from")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise BadRequest("`from` is not a token of this server")
    return int(text)


def _shown(found: Notification) -> dict[str, Any]:
    event = found.event
    return {
        "actions": found.actions,
        "event": Raw(event.render()),
        "profile_tag": "",  # rules of single devices, which this named, are gone; clients may still read it
        "read": found.is_read,
        "room_id": event.room_id,
        "ts": event.origin_server_ts,
    }
