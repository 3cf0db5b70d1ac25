# SPDX-License-Identifier: EUPL-1.2
"""Puts the answer of `GET /sync` together from its sections."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from chancery.kit.ids import RoomId
from chancery.modules.accounts.contract import AccountDatum, Accounts
from chancery.modules.keys.contract import KeyStock
from chancery.modules.rooms.contract import Membership, RoomReader
from chancery.modules.sync.rules.tokens import SyncToken
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.aside import Aside
from chancery.modules.sync.service.channels import Channel
from chancery.modules.sync.service.formats import shaped
from chancery.modules.sync.service.joined_rooms import JoinedRooms
from chancery.modules.sync.service.look import Look
from chancery.modules.sync.service.other_rooms import OtherRooms
from chancery.modules.sync.service.personal import Personal, claimed_since
from chancery.modules.sync.service.places import current_places
from chancery.modules.sync.service.presence import PresenceSection
from chancery.modules.sync.service.requests import SyncRequest
from chancery.modules.sync.service.tastes import TasteReader
from chancery.modules.sync.service.usual import UsualAnswers

_BREATH = 20
"""Rooms after which a long answer lets others have a turn of the event loop."""

_LARGE = 1024 * 1024
"""Bytes of an entry after which they have one, too: copying all members of a very large room takes its time."""

_NO_LISTS = b'{"changed":[],"left":[]}'
_NO_ROOMS = b"{}"
_BODY = (
    b'{"next_batch":"%b","presence":{"events":[%b]},"account_data":{"events":[%b]},"to_device":{"events":[%b]},"device_lists":%b,'
    b'"device_one_time_keys_count":%b,"device_unused_fallback_key_types":%b,'
    b'"org.matrix.msc2732.device_unused_fallback_key_types":%b,"rooms":%b}'
)

Entry = Callable[[Look, Membership], Awaitable[bytes | None]]
Sections = Mapping[str, Mapping[RoomId, bytes]]


class Answers:
    """Builds answers for a frame of the stream."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        accounts: Accounts,
        activity: Activity,
        joined: JoinedRooms,
        others: OtherRooms,
        personal: Personal,
        tastes: TasteReader,
        usual: UsualAnswers,
        presence: PresenceSection,
        position: Callable[[], int],
    ) -> None:
        self._rooms = rooms
        self._accounts = accounts
        self._activity = activity
        self._joined = joined
        self._others = others
        self._personal = personal
        self._tastes = tastes
        self._usual = usual
        self._presence = presence
        self._position = position
        self._entries: Mapping[str, tuple[str, Entry]] = {
            "join": ("join", joined.render),
            "invite": ("invite", others.invited),
            "knock": ("knock", others.knocked),
            "leave": ("leave", others.left),
            "ban": ("leave", others.left),
        }

    async def build(
        self, request: SyncRequest, channel: Channel, *, must_answer: bool
    ) -> Sequence[bytes] | None:
        """Return what happened between the request's token and now; None when that is nothing and may be so.

        The parts are to be sent one after another; a large answer has several.
        """
        usual = await self._usual.find(request, channel)
        if usual is None:
            return await self._build(request, channel, must_answer=must_answer)
        if not (must_answer or usual.rooms):
            return None
        stock = await self._personal.key_stock(request.user_id, request.device_id)
        return (_body(usual.token, usual.rooms or _NO_ROOMS, stock),)

    async def _build(
        self, request: SyncRequest, channel: Channel, *, must_answer: bool
    ) -> Sequence[bytes] | None:
        look = await self._look(request, channel)
        sections = await self._sections(look)
        data = await self._personal.global_data(look)
        presence = await self._presence.render(look)
        since = request.since or SyncToken(0)
        messages = await self._personal.to_device(
            request.user_id, request.device_id, since=since.to_device_since, upto=look.upto
        )
        lists = await self._personal.device_lists(request.user_id, since=look.since, upto=look.upto)
        claimed = claimed_since(channel, request.device_id, look.since)
        if not (must_answer or sections or data or presence or messages.messages or lists or claimed):
            return None
        rest = messages.upto if messages.upto < look.upto else None
        token = SyncToken(look.upto, look.typing_upto, rest)
        stock = await self._personal.key_stock(request.user_id, request.device_id)
        rooms = rendering.members({name: rendering.members(found) for name, found in sections.items()})
        body = _body(
            str(token).encode(),
            rooms,
            stock,
            presence=presence,
            data=data,
            messages=b",".join(messages.messages),
            lists=lists or _NO_LISTS,
        )
        return look.aside.restored(body)

    async def _look(self, request: SyncRequest, channel: Channel) -> Look:
        typing_upto = self._activity.typing_serial
        places, upto = await current_places(self._rooms, channel.user_id, self._position)
        since = request.since
        position = since.position if since else 0
        known = since is not None and self._activity.knows(position) and channel.knows(position)
        typing_since = since.typing if since else 0
        moved = self._activity.moved(position, typing_since)
        if known and moved is not None and not request.full_state:
            # Data of a room changes without the room; everything else that can bring one in is in the journal.
            data = await self._data(channel, _among(places, moved), position, upto)
            near = _among(places, moved.union(room for room in data if room is not None))
        else:
            near = list(places.values())
            data = await self._data(channel, near, position, upto)
        return Look(
            request=request,
            channel=channel,
            places=near,
            since=position,
            upto=upto,
            typing_since=typing_since,
            typing_upto=typing_upto,
            initial=since is None,
            known=known,
            ignored=(await self._tastes.load(channel)).ignored,
            data=data,
            # A form that the filter asks for is given to a room's entry as a whole.
            aside=Aside(takes_any=not request.filter.reshapes),
        )

    async def _data(
        self, channel: Channel, places: Sequence[Membership], since: int, upto: int
    ) -> Mapping[RoomId | None, Sequence[AccountDatum]]:
        """Return account data that changed, and all of it for rooms that the person came into."""
        fresh = {p.room_id for p in places if p.membership == "join" and p.began > since} if since else set()
        if since and not fresh and channel.knows(since) and channel.account_data <= since:
            return {}
        found = await self._accounts.account_data(channel.user_id, since=0 if fresh else since, upto=upto)
        data: dict[RoomId | None, list[AccountDatum]] = {}
        for datum in found:
            if datum.position > since or datum.room_id in fresh:
                data.setdefault(datum.room_id, []).append(datum)
        return data

    async def _sections(self, look: Look) -> Sections:
        sections: dict[str, dict[RoomId, bytes]] = {}
        rendered = 0
        for place in look.places:
            if not self._is_candidate(look, place):
                continue
            name, render = self._entries[place.membership]
            entry = await render(look, place)
            if entry is not None:
                if name in ("join", "leave") and look.filter.reshapes:
                    entry = await shaped(entry, place.room_id, look.filter, self._rooms)
                sections.setdefault(name, {})[place.room_id] = entry
            rendered += 1
            if rendered % _BREATH == 0 or (entry is not None and len(entry) > _LARGE):
                await asyncio.sleep(0)
        return sections

    def _is_candidate(self, look: Look, place: Membership) -> bool:
        if not look.filter.takes_room(place.room_id):
            return False
        if place.membership == "join":
            return self._joined.may_have_moved(look, place)
        return place.position > look.since


def _among(places: Mapping[RoomId, Membership], rooms: Iterable[RoomId]) -> list[Membership]:
    return [places[room_id] for room_id in rooms if room_id in places]


def _body(
    token: bytes,
    rooms: bytes,
    stock: KeyStock,
    *,
    presence: bytes = b"",
    data: bytes = b"",
    messages: bytes = b"",
    lists: bytes = _NO_LISTS,
) -> bytes:
    # Clients in the field still read the unstable name of the fallback key types beside the specification's.
    return _BODY % (
        token,
        presence,
        data,
        messages,
        lists,
        stock.counts,
        stock.fallbacks,
        stock.fallbacks,
        rooms,
    )
