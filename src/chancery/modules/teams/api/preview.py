# SPDX-License-Identifier: EUPL-1.2
"""What moving a unit, appointing or ending an appointment would do to rooms, before it is done."""

from collections.abc import Sequence

from chancery.kit.errors import BadRequest
from chancery.kit.ids import PostId, UnitId, UserId
from chancery.kit.paging import decode_cursor, encode_cursor
from chancery.modules.org.contract import AppointPerson, Deed, EndAppointment, MoveUnit
from chancery.modules.teams.schemas import (
    AppointDeed,
    DeedPreviewBody,
    DeedPreviewView,
    EndDeed,
    MoveDeed,
    preview_view,
)
from chancery.modules.teams.service.preview import Key, Previews, key_of
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route


class PreviewApi:
    """`/api/v1/teams/preview`."""

    def __init__(self, previews: Previews) -> None:
        self._previews = previews

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", "/api/v1/teams/preview", self.preview, body=DeedPreviewBody, answer=DeedPreviewView, tag="teams",
                  summary="Which rooms people would join and leave by a move, an appointment or its end"),
        )  # fmt: skip

    async def preview(self, request: Request) -> DeedPreviewView:
        """Answer `POST /api/v1/teams/preview`."""
        body: DeedPreviewBody = request.body
        found = await self._previews.preview(
            request.caller.user_id, _deed(body.deed), after=_key(body.cursor), limit=body.limit + 1
        )
        more = len(found.changes) > body.limit
        page = list(found.changes[: body.limit])
        return preview_view(found, page, encode_cursor("\n".join(key_of(page[-1]))) if more else None)


def _deed(wanted: MoveDeed | AppointDeed | EndDeed) -> Deed:
    if isinstance(wanted, MoveDeed):
        return MoveUnit(UnitId(wanted.unit_id), UnitId(wanted.parent_id))
    post_id, user_id = PostId(wanted.post_id), UserId(wanted.user_id)
    if isinstance(wanted, AppointDeed):
        return AppointPerson(post_id, user_id, wanted.acting)
    return EndAppointment(post_id, user_id)


def _key(cursor: str | None) -> Key | None:
    key = decode_cursor(cursor)
    if key is None:
        return None
    user_id, separator, room_id = key.partition("\n")
    if not separator:
        raise BadRequest("cursor is not one that this server issued")
    return user_id, room_id
