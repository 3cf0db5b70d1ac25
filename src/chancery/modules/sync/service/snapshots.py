# SPDX-License-Identifier: EUPL-1.2
"""The initial syncs of old clients: one room, or all of them, with the newest messages and the state."""

from collections.abc import Callable, Mapping, Sequence

from chancery.kit.errors import Forbidden
from chancery.kit.ids import RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum, Accounts
from chancery.modules.rooms.contract import Membership, RoomEvent, RoomReader
from chancery.modules.sync.rules.tokens import SyncToken
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.places import current_places
from chancery.modules.sync.service.side_notes import MOST_ROOMS, SideNotes
from chancery.modules.sync.service.tastes import read_tastes
from chancery.platform.http.request import Caller
from chancery.wire.matrix.tokens import timeline_token

_END = 2**62
_PAST = ("leave", "ban")

Data = Mapping[RoomId | None, Sequence[AccountDatum]]


class Snapshots:
    """Builds the answers of `GET /initialSync` and `GET …/initialSync` from the readers of `/sync`."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        accounts: Accounts,
        notes: SideNotes,
        position: Callable[[], int],
    ) -> None:
        self._rooms = rooms
        self._accounts = accounts
        self._notes = notes
        self._position = position

    async def all_rooms(self, caller: Caller, *, limit: int, archived: bool) -> bytes:
        """Return the person's rooms, the newest `MOST_ROOMS` of them, with account data, receipts and presence."""
        places, upto = await current_places(self._rooms, caller.user_id, self._position)
        data = await self._data(caller, upto)
        chosen = [place for place in places.values() if archived or place.membership not in _PAST]
        newest = await self._rooms.newest_positions([place.room_id for place in chosen])
        chosen.sort(key=lambda place: -newest.get(place.room_id, 0))
        del chosen[MOST_ROOMS:]
        joined = [place.room_id for place in chosen if place.membership == "join"]
        rooms = [await self._listed(caller, place, data, upto, limit) for place in chosen]
        receipts = [await self._notes.receipts(caller, room_id, upto=upto) for room_id in joined]
        people = {caller.user_id} | await self._notes.people(joined) - _ignored(data)
        return rendering.members(
            {
                "end": rendering.encode(str(SyncToken(upto))),
                "rooms": b"[" + rendering.joined(rooms) + b"]",
                "account_data": _data_list(data.get(None, ())),
                "receipts": b"[" + rendering.joined(receipts) + b"]",
                "presence": b"[" + rendering.joined(self._notes.presence(people)) + b"]",
            }
        )

    async def one_room(self, caller: Caller, room_id: RoomId, *, limit: int) -> bytes:
        """Return a room that the person is or was in, or that the world may read; raises Forbidden."""
        upto = self._position()
        place = (await self._rooms.memberships(caller.user_id)).get(room_id)
        readable = await self._rooms.readable(room_id, caller.user_id)
        is_member = place is not None and place.membership in ("join", *_PAST)
        if not is_member and readable.upto is not None:
            raise Forbidden("you are not in this room")
        data = await self._data(caller, upto)
        members = await self._content(caller, room_id, upto, limit)
        members["account_data"] = _data_list(data.get(room_id, ()))
        presence, receipts = b"", b""
        if place is not None:
            members["membership"] = rendering.encode(place.membership)
        if place is not None and place.membership == "join":
            people = await self._notes.people([room_id]) - _ignored(data)
            presence = rendering.joined(self._notes.everyone(people))
            receipts = await self._notes.receipts(caller, room_id, upto=upto)
        return rendering.members(
            members | {"presence": b"[" + presence + b"]", "receipts": b"[" + receipts + b"]"}
        )

    async def _listed(self, caller: Caller, place: Membership, data: Data, upto: int, limit: int) -> bytes:
        known = {
            "room_id": rendering.encode(place.room_id),
            "membership": rendering.encode(place.membership),
        }
        if place.membership in ("join", *_PAST):
            known |= await self._content(caller, place.room_id, upto, limit)
            known["account_data"] = _data_list(data.get(place.room_id, ()))
            return rendering.members(known)
        event = await self._rooms.event(place.event_id)
        if place.membership == "invite" and event is not None:
            known["invite"] = event.render(with_room=True)
            known["inviter"] = rendering.encode(place.sender)
        return rendering.members(known)

    async def _content(self, caller: Caller, room_id: RoomId, upto: int, limit: int) -> dict[str, bytes]:
        """Return the newest readable messages, and the state as of now or of when the person left."""
        span = await self._rooms.readable(room_id, caller.user_id)
        last = upto if span.upto is None else min(span.upto, upto)
        page = await self._rooms.timeline(room_id, since=span.after, upto=last, limit=limit)
        standing = await self._rooms.standing(room_id, caller.user_id)
        state = await self._rooms.state_at(room_id, _END if span.state_upto is None else span.state_upto)
        messages = {
            "chunk": _render([standing.copy(event) for event in page.events], caller),
            "start": rendering.encode(timeline_token(page.start)),
            # /events goes on from here as well as /messages does.
            "end": rendering.encode(str(SyncToken(last))),
        }
        return {
            "room_id": rendering.encode(room_id),
            "visibility": b'"public"' if await self._rooms.is_public(room_id) else b'"private"',
            "messages": rendering.members(messages),
            "state": _render(state, caller),
        }

    async def _data(self, caller: Caller, upto: int) -> Data:
        found: dict[RoomId | None, list[AccountDatum]] = {}
        for datum in await self._accounts.account_data(caller.user_id, upto=upto):
            found.setdefault(datum.room_id, []).append(datum)
        return found


def _render(events: Sequence[RoomEvent], caller: Caller) -> bytes:
    device = (caller.user_id, caller.device_id)
    return b"[" + b",".join([event.render(for_device=device, with_room=True) for event in events]) + b"]"


def _ignored(data: Data) -> frozenset[UserId]:
    return read_tastes(data.get(None, ())).ignored


def _data_list(data: Sequence[AccountDatum]) -> bytes:
    return b"[" + rendering.joined([rendering.account_datum(datum) for datum in data]) + b"]"
