# SPDX-License-Identifier: EUPL-1.2
"""Parameters that many room endpoints share."""

from typing import Any

import msgspec

from chancery.kit.errors import BadRequest
from chancery.kit.ids import RoomId
from chancery.platform.http.request import Request
from chancery.wire.matrix.identifiers import parse_event_id, parse_room_id
from chancery.wire.matrix.tokens import parse_timeline_token

CLIENT = "/_matrix/client/v3"
ROOM = f"{CLIENT}/rooms/{{room_id}}"
OBJECT = dict[str, Any]
MAX_LIMIT = 1000


class Reasoned(msgspec.Struct):
    """A body that may hold a reason."""

    reason: str | None = None


class Joining(Reasoned):
    """The body of a join; `third_party_signed` proves that the caller owns an address that was invited."""

    third_party_signed: dict[str, Any] | None = None


class Invitee(Reasoned):
    """The body of an invitation, in either of its two forms."""

    user_id: str | None = None
    id_server: str | None = None
    medium: str | None = None
    address: str | None = None


class Person(msgspec.Struct):
    """A body that names a person and may hold a reason."""

    user_id: str
    reason: str | None = None


def room_of(request: Request) -> RoomId:
    """Return the room id in the path."""
    return parse_room_id(request.params["room_id"])


def event_of(request: Request) -> str:
    """Return the event id in the path."""
    return parse_event_id(request.params["event_id"])


def limit_of(request: Request, default: int = 10) -> int:
    """Return the page size, bounded."""
    return request.query.integer("limit", default=default, least=1, most=MAX_LIMIT)


def backwards_of(request: Request, default: str = "") -> bool:
    """Return the direction of paging; raises BadRequest for anything but b and f."""
    direction = request.query.get("dir") or default
    if not direction:
        request.query.require("dir")
    if direction not in ("b", "f"):
        raise BadRequest("dir must be b or f")
    return direction == "b"


def time_of(request: Request) -> int | None:
    """Return the time that an application service gives an event (application service API, "Timestamp massaging")."""
    if request.caller.app_service is None or request.query.get("ts") is None:
        return None
    return request.query.integer("ts", default=0)


def token_of(request: Request, name: str) -> int | None:
    """Return the position in a timeline token, None when it is not given."""
    text = request.query.get(name)
    return parse_timeline_token(text) if text else None
