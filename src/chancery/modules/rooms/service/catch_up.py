# SPDX-License-Identifier: EUPL-1.2
"""Brings a hot room up to what other processes have appended, at the price of what is new and not of the room."""

from typing import cast

import msgspec

from chancery.kit.ids import UserId
from chancery.modules.rooms.contract import MembershipKind, RoomEvent
from chancery.modules.rooms.model import StateEntry, content_of, decode_object
from chancery.modules.rooms.service.hot_room import HotRoom
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.rooms import RoomRow

MOST_EVENTS = 200
"""Beyond this a room is read anew."""

_MEMBER = "m.room.member"


async def catch_up(room: HotRoom, row: RoomRow, events: EventStore) -> bool:
    """Show the events up to `row` on both sides of the room; False when it has to be read anew."""
    committed = room.committed
    since = committed.last_position
    found = await events.list_oldest(room.room_id, since=since, upto=row.position, limit=MOST_EVENTS + 1)
    if committed.last_position != since or len(found) > MOST_EVENTS:
        return False
    if not all(_is_plain(event) for event in found):
        return False
    for event in found:
        _show(room, event)
    room.building.take_over(row)
    return True


def _is_plain(event: RoomEvent) -> bool:
    """Tell whether the event can be shown by itself: a redaction changes another one, and may hide what was before."""
    if event.type == "m.room.redaction":
        return False
    return event.type != _MEMBER or event.unsigned is None or b'"prev_content"' in event.unsigned


def _show(room: HotRoom, event: RoomEvent) -> None:
    room.committed.append(event)
    if event.state_key is None:
        return
    content = content_of(event.body)
    entry = StateEntry(event.event_id, event.sender, content)
    if event.type != _MEMBER:
        room.building.set_state((event.type, event.state_key), entry)
        return
    if event.state_key in room.building.members:
        room.building.set_state((_MEMBER, event.state_key), entry)
        room.building.store_member(event.state_key, event.event_id)
    membership = cast("MembershipKind", decode_object(content)["membership"])
    room.committed.change_member(UserId(event.state_key), membership, _membership_before(event))


def _membership_before(event: RoomEvent) -> str:
    if event.unsigned is None:
        return ""
    return str(msgspec.json.decode(event.unsigned, type=_Unsigned).prev_content.membership)


class _Content(msgspec.Struct):
    membership: str = ""


class _Unsigned(msgspec.Struct):
    prev_content: _Content = msgspec.field(default_factory=_Content)
