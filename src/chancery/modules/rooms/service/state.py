# SPDX-License-Identifier: EUPL-1.2
"""State: setting it, and reading it as of now or as of when the reader left."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import EventId, RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.modules.rooms.errors import BadAlias, EventNotFound, NotInRoom
from chancery.modules.rooms.model import Draft
from chancery.modules.rooms.rules.succession import check_tombstone
from chancery.modules.rooms.rules.visibility import HistoryView
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.append import Appender, Rider
from chancery.modules.rooms.service.guests import GUEST_ACCESS, Guests, takes_guests
from chancery.modules.rooms.service.hot_room import HotRoom
from chancery.modules.rooms.service.member_lists import MemberLists
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.platform.http.request import Caller
from chancery.wire.matrix.canonical import canonical_checked
from chancery.wire.matrix.identifiers import parse_alias

_NOW = 2**62
Content = Mapping[str, Any]
Pages = AsyncIterator[Sequence[RoomEvent]]


class StateService:
    """Sets and reads state for people."""

    def __init__(
        self,
        *,
        appender: Appender,
        access: Access,
        membership: MembershipService,
        guests: Guests,
        rooms: RoomStore,
        reader: RoomReader,
        lists: MemberLists,
    ) -> None:
        self._appender = appender
        self._access = access
        self._membership = membership
        self._guests = guests
        self._rooms = rooms
        self._reader = reader
        self._lists = lists

    async def send_state(
        self,
        actor: Caller,
        room_id: RoomId,
        kind: str,
        state_key: str,
        content: Content,
        *,
        origin_server_ts: int | None = None,
        sticky_ms: int | None = None,
        rider: Rider | None = None,
    ) -> EventId:
        """Append a state event; one that repeats the current content returns the id of the current one.

        So a request that is sent again because its answer was lost succeeds, whatever it changed in the sender's rights.
        """
        if kind == "m.room.member":
            return await self._membership.set_member_event(actor, room_id, state_key, content, rider=rider)
        room = await self._access.access_joined(actor, room_id)
        current = room.building.entries.get((kind, state_key))
        if (
            current is not None
            and current.sender == actor.user_id
            and current.content == canonical_checked(content)
        ):
            return current.event_id
        if kind == "m.room.canonical_alias":
            await self._check_aliases(room, content)
        check_tombstone(room_id, kind, content)
        if kind == "m.room.encryption" and current is not None and "algorithm" not in content:
            raise Forbidden("encryption cannot be switched off")
        draft = Draft(
            kind, actor.user_id, content, state_key, origin_server_ts, actor.device_id, sticky_ms=sticky_ms
        )
        event_id = await self._appender.append(room_id, draft, rider=rider)
        if kind == GUEST_ACCESS and not takes_guests(content):
            await self._guests.show_out(room_id)
        return event_id

    async def list_state(self, actor: Caller, room_id: RoomId) -> tuple[Sequence[RoomEvent], Pages]:
        """Return the state without members and then the members, for those who left as they were then."""
        view = await self._state_view(actor, room_id)
        plain = await self._reader.state_at(room_id, _upto(view), members=())
        return plain, self._lists.pages(room_id, _upto(view))

    async def access_state(self, actor: Caller, room_id: RoomId, kind: str, state_key: str) -> RoomEvent:
        """Return one state event; raises EventNotFound."""
        view = await self._state_view(actor, room_id)
        if view.upto is None:
            found = await self._reader.state_events(room_id, [(kind, state_key)])
            event = found[0] if found else None
        else:
            members: Sequence[UserId] = [UserId(state_key)] if kind == "m.room.member" else []
            state = await self._reader.state_at(room_id, view.upto, members=members)
            event = next((e for e in state if e.type == kind and e.state_key == state_key), None)
        if event is None:
            raise EventNotFound("there is no such state event")
        return event

    async def list_members(self, actor: Caller, room_id: RoomId, *, at: int | None = None) -> Pages:
        """Return the member events, as of a position if one is given; before the room began, its creator's."""
        view = await self._state_view(actor, room_id)
        if at is None:
            return self._lists.pages(room_id, _upto(view))
        # The first sync of a young room gives a `prev_batch` from before its first event.
        at = max(at, await self._access.beginning_of(room_id))
        return self._lists.pages(room_id, min(at, _upto(view)))

    async def list_joined(self, actor: Caller, room_id: RoomId) -> Pages:
        """Return the current member events, for those who are in the room."""
        await self._access.access_joined(actor, room_id)
        return self._lists.pages(room_id, _NOW)

    async def _state_view(self, actor: Caller, room_id: RoomId) -> HistoryView:
        view = await self._access.access_history(actor, room_id)
        if view.membership == "invite" and view.visibility != "world_readable":
            raise NotInRoom
        return view

    async def _check_aliases(self, room: HotRoom, content: Content) -> None:
        """Client-server API, "Server behaviour for m.room.canonical_alias": new aliases must lead to the room."""
        _check_shape(content)
        current = room.building.entries.get(("m.room.canonical_alias", ""))
        known = _aliases_of(current.decoded()) if current else set()
        for alias in _aliases_of(content) - known:
            found = await self._rooms.find_alias(parse_alias(alias))
            if found is None or found[0] != room.room_id:
                raise BadAlias(f"{alias} does not lead to this room")


def _upto(view: HistoryView) -> int:
    return _NOW if view.upto is None else view.upto


def _aliases_of(content: Content) -> set[str]:
    alternatives = content.get("alt_aliases")
    aliases = [content.get("alias"), *(alternatives if isinstance(alternatives, list) else [])]
    return {alias for alias in aliases if isinstance(alias, str) and alias}


def _check_shape(content: Content) -> None:
    alias, alternatives = content.get("alias"), content.get("alt_aliases", [])
    if alias is not None and not isinstance(alias, str):
        raise BadRequest("alias must be a room alias")
    if not isinstance(alternatives, list) or not all(isinstance(one, str) for one in alternatives):
        raise BadRequest("alt_aliases must be a list of room aliases")
