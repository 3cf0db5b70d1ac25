# SPDX-License-Identifier: EUPL-1.2
"""The usual answer of `GET /sync`: something happened in rooms that the person is in, and nothing else did.

One message is looked at by everybody who waits for it, so what their looks have in common is found out once, and what
is each one's own is asked of memory. Whatever is not usual is left to `Answers`, which gives the same for all looks.
"""

from collections.abc import Callable, Collection, Hashable
from typing import NamedTuple

from chancery.kit.ids import RoomId, UserId
from chancery.modules.keys.contract import KeyReader
from chancery.modules.push.contract import PushReader
from chancery.modules.rooms.contract import Membership, RoomReader
from chancery.modules.sync.rules.tokens import SyncToken
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.aside import Aside
from chancery.modules.sync.service.blocks import EntryBlock
from chancery.modules.sync.service.channels import Channel
from chancery.modules.sync.service.joined_rooms import Frame, JoinedRooms
from chancery.modules.sync.service.look import Look
from chancery.modules.sync.service.requests import SyncRequest

MOST_ROOMS = 20
"""Rooms that moved; with more of them an answer takes so long that it has to let others have their turn."""
_MOST_ROUNDS = 512


class News(NamedTuple):
    """The token of an answer, and its `rooms`: nothing when none moved."""

    token: bytes
    rooms: bytes


class _Entry(NamedTuple):
    """A room's entry up to the unread counts, as nearly everybody in the room gets it."""

    body: bytes
    block: EntryBlock


class _Round:
    """What those who look from one token through one filter have in common; an entry is None where they have nothing."""

    __slots__ = ("entries", "moved", "token", "upto")

    def __init__(self, moved: Collection[RoomId], token: SyncToken) -> None:
        self.moved = moved
        self.upto = token.position
        self.token = str(token).encode()
        self.entries: dict[RoomId, _Entry | None] = {}


class UsualAnswers:
    """Finds news of rooms for looks from which all else has been quiet."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        push: PushReader,
        keys: KeyReader,
        activity: Activity,
        joined: JoinedRooms,
        position: Callable[[], int],
    ) -> None:
        self._rooms = rooms
        self._push = push
        self._keys = keys
        self._activity = activity
        self._joined = joined
        self._position = position
        self._rounds: dict[Hashable, _Round | None] = {}
        self._stamp: tuple[int, ...] = ()

    async def find(self, request: SyncRequest, channel: Channel) -> News | None:
        """Return what is new for the person, or None when the look is not a usual one."""
        since = request.since
        if since is None:
            return None
        places = await self._rooms.memberships(request.user_id)
        # From here to the round nothing is waited for: all of it is as of one position.
        tastes = channel.tastes
        if tastes is None or not self._is_quiet(request, channel, since):
            return None
        common = self._round(request, since, tastes.ignored)
        if common is None:
            return None
        shown: list[bytes] = []
        for room_id in common.moved:
            place = places.get(room_id)
            if place is None or (place.membership != "join" and place.position <= since.position):
                continue
            entry = await self._entry(common, request, channel, place)
            if entry is None:
                return None
            if entry.body:
                counts = await self._push.unread_counts(request.user_id, room_id)
                unread = rendering.unread(counts, threads=request.filter.thread_counts)
                shown.append(entry.body + unread + b"}")
        return News(common.token, b'{"join":{' + b",".join(shown) + b"}}" if shown else b"")

    def _is_quiet(self, request: SyncRequest, channel: Channel, since: SyncToken) -> bool:
        position = since.position
        return (
            position > 0
            and since.to_device is None
            and not request.full_state
            and channel.is_quiet(request.device_id, position)
            and self._activity.knows(position)
            and self._keys.is_quiet(request.user_id, request.device_id, since=position)
        )

    def _round(self, request: SyncRequest, since: SyncToken, ignored: frozenset[UserId]) -> _Round | None:
        activity = self._activity
        upto, typing = self._position(), activity.typing_serial
        stamp = (upto, typing, activity.start, activity.redactions)
        if stamp != self._stamp or len(self._rounds) > _MOST_ROUNDS:
            self._stamp = stamp
            self._rounds = {}
        key = (since, request.filter, request.state_after, ignored)
        if key not in self._rounds:
            self._rounds[key] = self._begin(request, since, SyncToken(upto, typing))
        return self._rounds[key]

    def _begin(self, request: SyncRequest, since: SyncToken, token: SyncToken) -> _Round | None:
        moved = self._activity.moved(since.position, since.typing)
        if moved is None or request.filter.reshapes:
            return None
        wanted = [room_id for room_id in moved if request.filter.takes_room(room_id)]
        return _Round(wanted, token) if len(wanted) <= MOST_ROOMS else None

    async def _entry(
        self, common: _Round, request: SyncRequest, channel: Channel, place: Membership
    ) -> _Entry | None:
        """Return the room's entry, or None when the person's is another one."""
        room_id, since = place.room_id, request.since
        assert since is not None
        is_inside = place.membership == "join" and place.began <= since.position
        if not is_inside or channel.private_reads.get(room_id, 0) > since.position:
            return None
        if room_id in common.entries:
            entry = common.entries[room_id]
        else:
            entry = common.entries[room_id] = await self._build(common, request, channel, place)
        device = (request.user_id, request.device_id)
        if entry is None or not self._joined.suits(
            entry.block, device, place, request.filter, since.position
        ):
            return None
        return entry

    async def _build(
        self, common: _Round, request: SyncRequest, channel: Channel, place: Membership
    ) -> _Entry | None:
        since, tastes = request.since, channel.tastes
        assert since is not None
        room_id = place.room_id
        if await self._rooms.sticky_events([room_id], since=since.position, upto=common.upto, limit=1):
            return None
        look = Look(
            request=request,
            channel=channel,
            places=(place,),
            since=since.position,
            upto=common.upto,
            typing_since=since.typing,
            typing_upto=self._activity.typing_serial,
            initial=False,
            known=True,
            ignored=tastes.ignored if tastes is not None else frozenset(),
            data={},
            # The entry is shared, and what is aside belongs to one answer.
            aside=Aside(takes_any=False),
        )
        frame = Frame(place, since.position, common.upto, fresh=False, whole=False)
        block = await self._joined.shared(look, frame)
        if block is None:
            return None
        return _Entry(rendering.encode(room_id) + b":" + block.body if block.body else b"", block)
