# SPDX-License-Identifier: EUPL-1.2
"""Simplified sliding sync (MSC4186): puts the answer together and remembers what the client then has."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chancery.kit.ids import DeviceId, RoomId
from chancery.modules.presence.contract import PresenceReader
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.sync.rules.sliding_request import SlidingRequest
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.channels import Channel, Channels
from chancery.modules.sync.service.connections import Connection, Connections, SentRoom, Snapshot
from chancery.modules.sync.service.places import current_places
from chancery.modules.sync.service.polls import Park, Poll, catch_up
from chancery.modules.sync.service.sliding_extensions import (
    Extension,
    SlidingExtensions,
    enabled,
    parse_batch,
)
from chancery.modules.sync.service.sliding_lists import Lists
from chancery.modules.sync.service.sliding_rooms import RenderedRoom, SlidingRooms
from chancery.modules.sync.service.sliding_view import View, Wanted
from chancery.modules.sync.service.tastes import TasteReader
from chancery.platform.http.request import Caller

_BREATH = 20


@dataclass(frozen=True, slots=True)
class SlidingQuery:
    """A request with its query parameters: where the client is (None: at the beginning), how long it waits, how its person is."""

    body: SlidingRequest
    pos: str | None
    timeout: float
    presence: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a connection: from which snapshot it goes on."""

    device_id: DeviceId
    channel: Channel
    connection: Connection
    snapshot: Snapshot
    initial: bool


class Sliding:
    """Serves sliding sync requests."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        activity: Activity,
        channels: Channels,
        tastes: TasteReader,
        presence: PresenceReader,
        lists: Lists,
        renderer: SlidingRooms,
        extensions: SlidingExtensions,
        position: Callable[[], int],
    ) -> None:
        self._rooms = rooms
        self._activity = activity
        self._channels = channels
        self._tastes = tastes
        self._presence = presence
        self._lists = lists
        self._renderer = renderer
        self._extensions = extensions
        self._position = position
        self._connections = Connections()

    async def sync(self, caller: Caller, query: SlidingQuery, park: Park) -> bytes:
        """Answer one request; a new connection is answered at once."""
        try:
            await self._presence.arrive(caller.user_id, query.presence)
            return await self._poll(caller, query, park)
        finally:
            self._presence.depart(caller.user_id)

    async def _poll(self, caller: Caller, query: SlidingQuery, park: Park) -> bytes:
        asked = query.body.extensions.to_device
        await catch_up(self._position, parse_batch(asked.since if asked else None))
        key = (caller.user_id, caller.device_id, query.body.conn_id)
        if query.pos is None:
            connection, snapshot = self._connections.open(key), Snapshot()
        else:
            connection, snapshot = self._connections.resume(key, query.pos)
        connection.take(query.body)
        channel = await self._channels.open(caller.user_id)
        initial = query.pos is None
        look = Looking(
            self, Visit(caller.device_id, channel, connection, snapshot, initial), query.body.txn_id
        )
        waiter = self._channels.enter(channel, caller.device_id)
        try:
            return await Poll(waiter, park, 0.0 if initial else query.timeout).run(look.once)
        finally:
            self._channels.leave(channel, waiter)

    async def view(self, visit: Visit) -> tuple[View, Wanted]:
        """Return the frame of an answer that is true now, and the rooms in it."""
        await self._channels.load(visit.channel)
        typing_upto = self._activity.typing_serial
        tastes = await self._tastes.load(visit.channel)
        places, upto = await current_places(self._rooms, visit.channel.user_id, self._position)
        view = View(
            device_id=visit.device_id,
            channel=visit.channel,
            connection=visit.connection,
            snapshot=visit.snapshot,
            initial=visit.initial,
            upto=upto,
            typing_upto=typing_upto,
            tastes=tastes,
        )
        return view, await self._lists.wanted(view, places)

    async def rooms(self, view: View, wanted: Wanted) -> dict[RoomId, RenderedRoom]:
        """Return the rooms that moved."""
        rendered: dict[RoomId, RenderedRoom] = {}
        for number, (room_id, room) in enumerate(wanted.rooms.items(), 1):
            entry = await self._renderer.render(view, room)
            if entry is not None:
                rendered[room_id] = entry
                if number % _BREATH == 0:
                    await asyncio.sleep(0)
        return rendered

    async def extensions(
        self, view: View, wanted: Wanted, rendered: Mapping[RoomId, RenderedRoom]
    ) -> dict[str, Extension]:
        """Return the extensions that are on."""
        return await self._extensions.render(view, wanted, rendered)


class Looking:
    """The looks of one poll; the last one becomes the answer, and only then a new position is made."""

    def __init__(self, sliding: Sliding, visit: Visit, txn_id: str | None) -> None:
        self._sliding = sliding
        self._visit = visit
        self._txn_id = txn_id

    async def once(self, must_answer: bool) -> bytes | None:
        """Look at everything; without news there is no answer unless there must be one."""
        view, wanted = await self._sliding.view(self._visit)
        rendered = await self._sliding.rooms(view, wanted)
        extensions = await self._sliding.extensions(view, wanted, rendered)
        before, counts = self._visit.snapshot, dict(wanted.counts)
        news = bool(rendered) or counts != before.counts
        if not (must_answer or news or any(part.has_news for part in extensions.values())):
            return None
        after = Snapshot(
            position=view.upto,
            typing=view.typing_upto,
            rooms=_sent_rooms(before, rendered),
            counts=counts,
            extensions=enabled(self._visit.connection.extensions),
        )
        parts = {
            "pos": rendering.encode(self._visit.connection.keep(after)),
            "lists": rendering.encode({name: {"count": count} for name, count in counts.items()}),
            "rooms": rendering.members({room_id: room.body for room_id, room in rendered.items()}),
            "extensions": rendering.members({name: part.body for name, part in extensions.items()}),
        }
        if self._txn_id is not None:
            parts["txn_id"] = rendering.encode(self._txn_id)
        return rendering.members(parts)


def _sent_rooms(snapshot: Snapshot, rendered: Mapping[RoomId, RenderedRoom]) -> dict[RoomId, SentRoom]:
    if not rendered:
        return snapshot.rooms
    return {**snapshot.rooms, **{room_id: room.sent for room_id, room in rendered.items()}}
