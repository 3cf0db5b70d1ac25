# SPDX-License-Identifier: EUPL-1.2
"""Works out what a pusher has not been told yet: unread events that notify, and the count of all of them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId, UserId
from chancery.modules.push.model import Pusher
from chancery.modules.push.rules.backoff import TOO_OLD_MS
from chancery.modules.push.rules.payload import Notice
from chancery.modules.push.service.judging import Judging
from chancery.modules.push.service.unread import UnreadService
from chancery.modules.rooms.contract import Membership, RoomEvent, RoomReader

MOST_PER_ROOM = 50
NAME, ALIAS, ENCRYPTION = (
    ("m.room.name", ""),
    ("m.room.canonical_alias", ""),
    ("m.room.encryption", ""),
)


class Notices:
    """Reads rooms as a person may see them."""

    def __init__(self, judging: Judging, unread: UnreadService, rooms: RoomReader, clock: Clock) -> None:
        self._judging = judging
        self._unread = unread
        self._rooms = rooms
        self._clock = clock

    async def pending(
        self, pusher: Pusher, room_ids: Collection[RoomId] | None, *, upto: int
    ) -> Sequence[Notice]:
        """Return what lies between the pusher's position and `upto`, in stream order; `room_ids` None: everywhere."""
        places = await self._rooms.memberships(pusher.user_id)
        wanted = [
            place
            for place in list(places.values())
            if (room_ids is None or place.room_id in room_ids) and place.membership in ("join", "invite")
        ]
        newest = await self._rooms.newest_positions([place.room_id for place in wanted])
        found: list[Notice] = []
        for place in wanted:
            if newest.get(place.room_id, 0) > pusher.position:
                found += await self._in_room(pusher, place, upto)
        return sorted(found, key=lambda notice: notice.position)

    async def _in_room(self, pusher: Pusher, place: Membership, upto: int) -> list[Notice]:
        if place.membership == "invite":
            event = await self._rooms.event(place.event_id)
            events = [event] if event is not None and pusher.position < event.position <= upto else []
        else:
            timeline = await self._rooms.timeline(
                place.room_id, since=pusher.position, upto=upto, limit=MOST_PER_ROOM
            )
            events = [event for event in timeline.events if event.position >= place.began]
        oldest = self._clock() - TOO_OLD_MS
        fresh = [event for event in events if event.origin_server_ts > oldest]
        notifying = [event for event in fresh if await self.is_unread(pusher.user_id, event)]
        return [await self._notice(pusher.user_id, event) for event in notifying]

    async def is_unread(self, user_id: UserId, event: RoomEvent) -> bool:
        """Tell whether an event of somebody else notifies a person and waits to be read."""
        if event.sender == user_id:
            return False
        judged = self._judging.judged(event)
        read = await self._rooms.read_positions(event.room_id, user_id)
        if event.position <= read.of(judged.thread):
            return False
        return (await self._judging.outcome(user_id, event.room_id, judged)).notify

    async def _notice(self, user_id: UserId, event: RoomEvent) -> Notice:
        member = ("m.room.member", event.sender)
        events = await self._rooms.state_events(event.room_id, [NAME, ALIAS, ENCRYPTION, member])
        state = {(found.type, found.state_key or ""): _content(found) for found in events}
        names = {
            "sender_display_name": _text(state.get(member), "displayname"),
            "room_name": _text(state.get(NAME), "name"),
            "room_alias": _text(state.get(ALIAS), "alias"),
        }
        return Notice(
            event.position,
            event.room_id,
            msgspec.json.decode(event.body),
            await self._judging.actions(user_id, event),
            event.type == "m.room.encrypted" or ENCRYPTION in state,
            event.origin_server_ts,
            names,
        )

    async def badge(self, user_id: UserId, *, upto: int) -> int:
        """Return the number of a person's unread events over all rooms."""
        places = await self._rooms.memberships(user_id)
        total = 0
        for place in list(places.values()):
            if place.membership == "join":
                total += (await self._unread.counts(user_id, place.room_id, upto=upto)).notifications
        return total


def _content(event: RoomEvent) -> Mapping[str, Any]:
    content: Mapping[str, Any] = msgspec.json.decode(event.body)["content"]
    return content


def _text(content: Mapping[str, Any] | None, name: str) -> str | None:
    value = (content or {}).get(name)
    return value if isinstance(value, str) and value else None
