# SPDX-License-Identifier: EUPL-1.2
"""The `required_state` of a room in sliding sync: in full at first, then what changed, members as they are needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.modules.sync.rules.required_state import Wish
from chancery.modules.sync.service.blocks import MEMBER, Blocks, TimelineBlock
from chancery.modules.sync.service.members import SentMembers
from chancery.modules.sync.service.sliding_view import View


@dataclass(frozen=True, slots=True)
class StateFrame:
    """Of which room, from where (None: all of it) to where, and what of it is wanted; `added` is the wish's new part."""

    room_id: RoomId
    since: int | None
    upto: int
    wish: Wish
    added: Wish


class SlidingState:
    """Selects state events."""

    def __init__(self, rooms: RoomReader, blocks: Blocks, sent: SentMembers) -> None:
        self._rooms = rooms
        self._blocks = blocks
        self._sent = sent

    async def changes(self, frame: StateFrame) -> Sequence[RoomEvent]:
        """Return all state that was replaced in the frame, wanted or not."""
        if frame.since is None:
            return ()
        block = await self._blocks.state_between(frame.room_id, frame.since, frame.upto, lazy=False)
        return block.events

    async def select(
        self, view: View, frame: StateFrame, timeline: TimelineBlock, changes: Sequence[RoomEvent]
    ) -> bytes:
        """Return the wanted state events, rendered."""
        found: dict[tuple[str, str], RoomEvent] = {}
        if frame.since is None:
            _collect(found, await self._whole(frame, frame.wish), frame.wish)
        else:
            if frame.added:
                _collect(found, await self._whole(frame, frame.added), frame.added)
            _collect(found, changes, frame.wish)
        if frame.wish.lazy:
            for event in await self._lazy(view, frame, timeline, changes):
                found.setdefault((event.type, event.state_key or ""), event)
        return b",".join([event.render() for event in found.values()])

    async def _whole(self, frame: StateFrame, wish: Wish) -> Sequence[RoomEvent]:
        if not wish.pairs:
            return ()
        if wish.is_exact:
            return await self._rooms.state_events(frame.room_id, wish.pairs, upto=frame.upto)
        if wish.takes_all_members:
            return (await self._blocks.state_at(frame.room_id, frame.upto, lazy=False)).events
        block = await self._blocks.state_at(frame.room_id, frame.upto, lazy=True)
        named = frozenset(UserId(key) for kind, key in wish.pairs if kind == MEMBER)
        members = await self._blocks.members(frame.room_id, named, frame.upto)
        return [*block.events, *members.events]

    async def _lazy(
        self, view: View, frame: StateFrame, timeline: TimelineBlock, changes: Sequence[RoomEvent]
    ) -> Sequence[RoomEvent]:
        device = (view.user_id, view.connection.nonce)
        block = await self._blocks.members(frame.room_id, timeline.named, frame.upto)
        missing = self._sent.missing(device, frame.room_id, block.events, view.since)
        if not timeline.limited:
            # Without a gap the client keeps its list of members, so it must hear of every change.
            missing += [event for event in changes if event.type == MEMBER]
        self._sent.note(device, frame.room_id, missing, view.upto)
        return missing


def _collect(found: dict[tuple[str, str], RoomEvent], events: Sequence[RoomEvent], wish: Wish) -> None:
    for event in events:
        key = event.state_key or ""
        if wish.takes(event.type, key):
            found[event.type, key] = event
