# SPDX-License-Identifier: EUPL-1.2
"""The `invite`, `knock` and `leave` sections: rooms that a person is not in (any more, or yet)."""

from chancery.modules.rooms.contract import Membership, RoomReader
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.blocks import MEMBER
from chancery.modules.sync.service.joined_rooms import Frame, JoinedRooms, state_member, timeline_member
from chancery.modules.sync.service.look import Look

_STRIPPED = (
    "m.room.create",
    "m.room.join_rules",
    "m.room.name",
    "m.room.canonical_alias",
    "m.room.avatar",
    "m.room.topic",
    "m.room.encryption",
)


async def stripped_state(rooms: RoomReader, place: Membership) -> bytes:
    """Return what somebody may see of a room before entering it, their own member event last."""
    keys = [(kind, "") for kind in _STRIPPED]
    people = dict.fromkeys((place.sender, place.user_id))
    keys += [(MEMBER, user) for user in people]
    events = await rooms.state_events(place.room_id, keys)
    ordered = sorted(events, key=lambda event: event.state_key == place.user_id and event.type == MEMBER)
    return b",".join([rendering.stripped(event) for event in ordered])


class OtherRooms:
    """Renders rooms whose timeline a person does not follow."""

    def __init__(self, rooms: RoomReader, joined: JoinedRooms) -> None:
        self._rooms = rooms
        self._joined = joined

    async def invited(self, look: Look, place: Membership) -> bytes | None:
        """Return the entry of an invitation, or None when it is no news or comes from an ignored person."""
        if place.position <= look.since or place.sender in look.ignored:
            return None
        return b'{"invite_state":' + rendering.events(await stripped_state(self._rooms, place)) + b"}"

    async def knocked(self, look: Look, place: Membership) -> bytes | None:
        """Return the entry of a knock that waits for its answer, or None when it is no news."""
        if place.position <= look.since:
            return None
        return b'{"knock_state":' + rendering.events(await stripped_state(self._rooms, place)) + b"}"

    async def left(self, look: Look, place: Membership) -> bytes | None:
        """Return the entry of a room that the person left or was banned from, up to that event."""
        if place.position <= look.since or (_left_by_themself(place) and _wants_no_past(look)):
            return None
        frame, has_state = await self._frame(look, place)
        timeline = await self._joined.timeline(look, frame)
        state = await self._joined.state(look, frame, timeline, None) if has_state else b""
        standing = await self._joined.standing(timeline.events, place)
        parts = (
            timeline_member(timeline, look.device, standing=standing),
            state_member(look, state),
            b'"account_data":' + rendering.events(b""),
        )
        return b"{" + b",".join(parts) + b"}"

    async def _frame(self, look: Look, place: Membership) -> tuple[Frame, bool]:
        """Return what is news up to where the person left, and whether there is state to it."""
        readable = await self._rooms.readable(place.room_id, place.user_id)
        upto = place.position if readable.upto is None else readable.upto
        if readable.state_upto == 0 or upto <= look.since:
            # They were not inside since the last answer: news is only the end of an invitation or knock, or a ban.
            return Frame(place, place.position - 1, place.position, fresh=False, whole=False), False
        standing = await self._rooms.standing(place.room_id, place.user_id)
        whole = readable.after > look.since or standing.membership_at(look.since) != "join"
        return Frame(place, max(look.since, readable.after), upto, whole, whole), True


def _left_by_themself(place: Membership) -> bool:
    return place.membership == "leave" and place.sender == place.user_id


def _wants_no_past(look: Look) -> bool:
    return look.initial and not look.filter.include_leave
