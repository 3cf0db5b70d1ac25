# SPDX-License-Identifier: EUPL-1.2
"""The only way to a room for a person: each method checks what the actor may see or do."""

from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.errors import EventNotFound, NotInRoom
from chancery.modules.rooms.model import content_of, decode_object
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import HotRoom
from chancery.modules.rooms.service.veiling import PersonalView
from chancery.modules.rooms.store.events import EventStore
from chancery.modules.rooms.store.state import StateStore
from chancery.platform.http.request import Caller


class Access:
    """Guards rooms, their history and single events."""

    def __init__(self, hot: HotRooms, events: EventStore, state: StateStore, accounts: Accounts) -> None:
        self._hot = hot
        self._accounts = accounts
        self._events = events
        self._state = state

    async def access_joined(self, actor: Caller, room_id: RoomId) -> HotRoom:
        """Return a room in which the actor is; raises NotInRoom."""
        room = await self._hot.load(room_id)
        member = await self._hot.load_member(room.building, actor.user_id)
        if member.membership != "join":
            raise NotInRoom
        return room

    async def may_send_state(self, actor: Caller, room_id: RoomId, kind: str) -> bool:
        """Whether the actor may send a state event of a type."""
        room = await self._hot.load(room_id)
        member = await self._hot.load_member(room.building, actor.user_id)
        levels = room.building.power_levels
        return member.membership == "join" and levels.of(actor.user_id) >= levels.needed_for(
            kind, is_state=True
        )

    async def access_history(self, actor: Caller, room_id: RoomId) -> PersonalView:
        """Return the actor's sight of a room; raises NotInRoom when there is nothing that they may see."""
        view = await self.view(actor.user_id, room_id)
        if not view.may_enter:
            raise NotInRoom
        memberships = await self._hot.memberships(actor.user_id)
        if room_id not in memberships and view.visibility != "world_readable":
            raise NotInRoom("you have left and forgotten this room")
        return view

    async def access_event(self, actor: Caller, room_id: RoomId, event_id: str) -> RoomEvent:
        """Return an event that the actor may see; raises EventNotFound."""
        view = await self.access_history(actor, room_id)
        event = await self._events.find(event_id)
        if event is None or event.room_id != room_id or not view.sees(event.position):
            raise EventNotFound
        return event

    async def beginning_of(self, room_id: RoomId) -> int:
        """Return the position at which the creator of a room entered it."""
        room = await self._hot.load(room_id)
        entered = await self._state.list_history(room_id, "m.room.member", room.building.creator)
        return entered[0].position if entered else 0

    async def view(self, user_id: UserId, room_id: RoomId) -> PersonalView:
        """Return a person's sight of a room, whatever it is; raises NotInRoom for an unknown room."""
        room = await self._hot.load(room_id)
        visibilities = await self._hot.visibilities(room)
        memberships = await self._state.list_history(room_id, "m.room.member", user_id)
        return PersonalView(
            [(event.position, _membership_of(event)) for event in memberships],
            list(visibilities),
            await self._accounts.erasures(),
            room.building.version,
        )


def _membership_of(event: RoomEvent) -> str:
    value = decode_object(content_of(event.body)).get("membership")
    return value if isinstance(value, str) else "leave"
