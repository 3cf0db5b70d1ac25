# SPDX-License-Identifier: EUPL-1.2
"""Redaction: the content goes from the event, from what repeats it, and from memory."""

from dataclasses import dataclass
from typing import Any

import msgspec

from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.errors import EventNotFound
from chancery.modules.rooms.events import EventRedacted
from chancery.modules.rooms.model import NewEvent, decode_object
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.state import StateStore
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller
from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.redaction import redact
from chancery.wire.matrix.versions import RoomVersion

# Without these a room would lose what protects it, and no content in them is anybody's.
_PROTECTED = frozenset({"m.room.create", "m.room.encryption"})
THREAD_FIELD = "org.chancery.thread_id"
"""In `unsigned` of a redacted answer: the first message of its thread."""


class Redactor:
    """Decides about redactions."""

    def __init__(self, *, access: Access, events: EventStore, state: StateStore, hot: HotRooms) -> None:
        self._access = access
        self._events = events
        self._state = state
        self._hot = hot

    async def prepare(self, actor: Caller, room_id: RoomId, target: str) -> "Redaction":
        """Return what a redaction will do; raises Forbidden (suspended people redact their own only), NotInRoom, EventNotFound."""
        room = await self._access.access_joined(actor, room_id)
        event = await self._events.find(target)
        if event is None:
            raise EventNotFound
        if event.room_id != room_id:
            raise BadRequest("this event is in another room")
        if event.sender != actor.user_id and actor.is_suspended:
            # Client-server API, "Account Suspension".
            raise Forbidden("suspended people may redact only their own messages", errcode="M_USER_SUSPENDED")
        levels = room.building.power_levels
        if event.sender != actor.user_id and levels.of(actor.user_id) < levels.needed_to("redact"):
            raise Forbidden("you may redact only your own messages in this room")
        if event.type in _PROTECTED:
            raise Forbidden(f"{event.type} cannot be redacted")
        successor = await self._state.find_successor(event) if event.state_key is not None else None
        return Redaction(event, successor, room.building.version, self._events, self._hot)


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redaction that may be carried out."""

    target: RoomEvent
    successor: RoomEvent | None
    version: RoomVersion
    events: EventStore
    hot: HotRooms

    def apply(self, write: Write, by: NewEvent) -> None:
        """Add the removal to the write that appends the redaction event."""
        target = self.target
        redacted = self._redacted(by)
        self.events.rewrite(write, target.event_id, body=redacted.body, unsigned=redacted.unsigned)
        if self.successor is not None:
            # The event that replaced this one repeats its content as `prev_content`.
            self.events.set_unsigned(
                write, self.successor.event_id, _without_previous(self.successor.unsigned)
            )
        offset = write.positions

        def tell(base: int) -> EventRedacted:
            self.hot.redacted(redacted)
            return EventRedacted(target.room_id, target.event_id, by.event_id, base + offset)

        write.publish(tell)

    def _redacted(self, by: NewEvent) -> RoomEvent:
        target = self.target
        client = decode_object(target.body)
        client.pop("redacts", None)
        because = by.body[:-1] + b',"room_id":' + msgspec.json.encode(by.room_id) + b"}"
        return RoomEvent(
            target.position,
            target.room_id,
            target.event_id,
            target.type,
            target.state_key,
            target.sender,
            target.origin_server_ts,
            canonical(redact(client, self.version)),
            canonical({"redacted_because": msgspec.Raw(because), **_thread_of(client)}),
            target.device_id,
            target.txn_id,
            target.delay_id,
        )


def _thread_of(client: dict[str, Any]) -> dict[str, str]:
    """Name the thread of an answer, which redaction takes out of the content, so that it does not move to the main timeline."""
    content = client.get("content")
    relation = content.get("m.relates_to") if isinstance(content, dict) else None
    if not isinstance(relation, dict) or relation.get("rel_type") != "m.thread":
        return {}
    root = relation.get("event_id")
    return {THREAD_FIELD: root} if isinstance(root, str) else {}


def _without_previous(unsigned: bytes | None) -> bytes | None:
    if unsigned is None:
        return None
    members = decode_object(unsigned)
    members.pop("prev_content", None)
    return canonical(members)
