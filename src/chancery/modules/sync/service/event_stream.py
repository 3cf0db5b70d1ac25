# SPDX-License-Identifier: EUPL-1.2
"""The event stream of old clients: events of the person's rooms one after the other, with a wait for the next."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from chancery.kit.errors import Forbidden, NotFound
from chancery.kit.ids import EventId, RoomId
from chancery.modules.rooms.contract import ReadableRange, RoomEvent, RoomReader
from chancery.modules.sync.errors import UnknownToken
from chancery.modules.sync.rules.tokens import SyncToken
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.channels import Channels, Waiter
from chancery.modules.sync.service.polls import Park, Poll, catch_up
from chancery.platform.http.request import Caller

_BLOCK = 500
_BLOCKS = 10
"""How far one answer looks: what lies behind comes with the next call."""


class EventStream:
    """Answers `GET /events` and `GET /events/{eventId}`."""

    def __init__(self, *, rooms: RoomReader, channels: Channels, position: Callable[[], int]) -> None:
        self._rooms = rooms
        self._channels = channels
        self._position = position

    async def follow(
        self, caller: Caller, since: SyncToken | None, room_id: RoomId | None, *, seconds: float, park: Park
    ) -> bytes:
        """Return what happened after a token, of one room or of all; without a token, what happens from now on."""
        if room_id is not None:
            await self._check_readable(caller, room_id)
        if since is not None and not await catch_up(self._position, since.position):
            raise UnknownToken("from is not a token that this server issued")
        start = since.position if since is not None else self._position()
        channel = await self._channels.open(caller.user_id)

        async def look(must_answer: bool) -> bytes | None:
            await self._channels.load(channel)
            events, upto = await self._collect(caller, room_id, start)
            return _answer(caller, events, start, upto) if events or must_answer else None

        waiter = self._channels.enter(channel, caller.device_id)
        try:
            with self._watching(room_id, waiter):
                return await Poll(waiter, park, seconds).run(look)
        finally:
            self._channels.leave(channel, waiter)

    @contextmanager
    def _watching(self, room_id: RoomId | None, waiter: Waiter) -> Iterator[None]:
        """Wake the waiter for a room that one may look into without being in it."""
        if room_id is None:
            yield
            return
        self._channels.watch(room_id, waiter)
        try:
            yield
        finally:
            self._channels.unwatch(room_id, waiter)

    async def find(self, caller: Caller, event_id: EventId) -> bytes:
        """Return one event; raises NotFound also for one that the person may not see."""
        event = await self._rooms.event(event_id)
        if event is None or not _holds(await self._rooms.readable(event.room_id, caller.user_id), event):
            raise NotFound("there is no such event")
        standing = await self._rooms.standing(event.room_id, caller.user_id)
        return standing.copy(event).render(for_device=(caller.user_id, caller.device_id), with_room=True)

    async def _check_readable(self, caller: Caller, room_id: RoomId) -> None:
        """Raise Forbidden for a room that one is not in, unless the world may read it."""
        if (await self._rooms.readable(room_id, caller.user_id)).upto is not None:
            raise Forbidden("you are not in this room")

    async def _collect(
        self, caller: Caller, room_id: RoomId | None, since: int
    ) -> tuple[list[RoomEvent], int]:
        """Return the next events that concern the person, and the position up to which was looked."""
        newest = self._position()
        spans: dict[RoomId, ReadableRange] = {}
        found: list[RoomEvent] = []
        for _ in range(_BLOCKS):
            block = await self._rooms.events_between(since, newest, limit=_BLOCK)
            about = [event for event in block if room_id in (None, event.room_id)]
            found = [event for event in about if await self._concerns(caller, room_id, event, spans)]
            since = block[-1].position if len(block) == _BLOCK else newest
            if found or since >= newest:
                break
        standings = {
            room: await self._rooms.standing(room, caller.user_id)
            for room in {event.room_id for event in found}
        }
        return [standings[event.room_id].copy(event) for event in found], since

    async def _concerns(
        self, caller: Caller, asked: RoomId | None, event: RoomEvent, spans: dict[RoomId, ReadableRange]
    ) -> bool:
        if event.type == "m.room.member" and event.state_key == caller.user_id:
            return True
        place = (await self._rooms.memberships(caller.user_id)).get(event.room_id)
        is_own = place is not None and place.membership in ("join", "leave", "ban")
        if not is_own and asked is None:
            return False
        if event.room_id not in spans:
            spans[event.room_id] = await self._rooms.readable(event.room_id, caller.user_id)
        return _holds(spans[event.room_id], event)


def _holds(span: ReadableRange, event: RoomEvent) -> bool:
    return span.after < event.position and (span.upto is None or event.position <= span.upto)


def _answer(caller: Caller, events: Sequence[RoomEvent], start: int, upto: int) -> bytes:
    device = (caller.user_id, caller.device_id)
    chunk = b",".join([event.render(for_device=device, with_room=True) for event in events])
    return rendering.members(
        {
            "start": rendering.encode(str(SyncToken(start))),
            "chunk": b"[" + chunk + b"]",
            "end": rendering.encode(str(SyncToken(upto))),
        }
    )
