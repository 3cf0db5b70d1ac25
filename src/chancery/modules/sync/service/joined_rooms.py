# SPDX-License-Identifier: EUPL-1.2
"""The `join` section: what moved in the rooms that a person is in."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import msgspec

from chancery.kit.ids import RoomId
from chancery.modules.push.contract import PushReader
from chancery.modules.rooms.contract import Membership, RoomEvent, RoomReader, RoomSummary, Standing
from chancery.modules.sync.rules.filters import CompiledFilter, takes
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.blocks import (
    EMPTY,
    MEMBER,
    Block,
    Blocks,
    Device,
    EntryBlock,
    TimelineBlock,
    render_block,
)
from chancery.modules.sync.service.look import Look
from chancery.modules.sync.service.members import SentMembers
from chancery.modules.sync.service.newest import Span
from chancery.modules.sync.service.room_facts import RoomFactsCache

MAX_STICKY = 1000
"""Sticky events of one room in one answer."""


class Frame(msgspec.Struct, frozen=True):
    """What of one room is wanted, for the person of `place`.

    `fresh` when the device sees the room for the first time (then `since` is where its readable past begins),
    `whole` when it gets the whole state. `older` are readable stretches before `since`.
    """

    place: Membership
    since: int
    upto: int
    fresh: bool
    whole: bool
    older: tuple[tuple[int, int], ...] = ()

    @property
    def room_id(self) -> RoomId:
        """The room."""
        return self.place.room_id


class JoinedRooms:
    """Renders joined rooms."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        push: PushReader,
        blocks: Blocks,
        activity: Activity,
        facts: RoomFactsCache,
        sent: SentMembers,
    ) -> None:
        self._rooms = rooms
        self._push = push
        self._blocks = blocks
        self._activity = activity
        self._facts = facts
        self._sent = sent

    def may_have_moved(self, look: Look, place: Membership) -> bool:
        """Tell cheaply whether the room can have anything new in the look's frame."""
        if look.initial or not look.known or look.request.full_state or place.began > look.since:
            return True
        track = self._activity.track(place.room_id)
        return (
            track.events.moved_since(look.since)
            or track.receipts.moved_since(look.since)
            or track.typing > look.typing_since
            or look.channel.private_reads.get(place.room_id, 0) > look.since
            or place.room_id in look.data
        )

    async def render(self, look: Look, place: Membership) -> bytes | None:
        """Return the room's entry, or None when nothing moved in it."""
        frame = await self._frame(look, place)
        entry = await self.shared(look, frame)
        if entry is not None and self.suits(entry, look.device, place, look.filter, look.since):
            body = entry.body
        else:
            body = await self._own(look, frame)
        sticky = await self._sticky_events(look, frame)
        if sticky and not body:
            body = await self._own(look, frame, in_any_case=True)
        if not body:
            return None
        counts = await self._push.unread_counts(look.user_id, frame.room_id)
        return body + rendering.unread(counts, threads=look.filter.thread_counts) + sticky + b"}"

    async def _sticky_events(self, look: Look, frame: Frame) -> bytes:
        """Return the member with sticky events that the timeline does not show (MSC4354)."""
        since = 0 if frame.fresh else look.since
        found = await self._rooms.sticky_events(
            [frame.room_id], since=since, upto=look.upto, limit=MAX_STICKY
        )
        if not found:
            return b""
        shown = {event.event_id for event in (await self.timeline(look, frame)).events}
        standing = await self.standing([sticky.event for sticky in found], frame.place)
        new = [
            sticky
            for sticky in found
            if sticky.event.event_id not in shown and sticky.event.sender not in look.ignored
        ]
        rendered = rendering.sticky_events(new, look.device, standing)
        return b',"msc4354_sticky":' + rendering.events(rendered) if new else b""

    async def _own(self, look: Look, frame: Frame, *, in_any_case: bool = False) -> bytes:
        """Return the entry up to the unread counts, made for one device; nothing when nothing moved."""
        timeline = await self.timeline(look, frame)
        summary = await self._summary(look, frame)
        state = await self.state(look, frame, timeline, summary)
        ephemeral = await self._ephemeral(look, frame)
        data = self._account_data(look, frame.room_id)
        if not (
            in_any_case or frame.whole or timeline.events or timeline.limited or state or ephemeral or data
        ):
            return b""
        standing = await self.standing(timeline.events, frame.place)
        is_gap = frame.fresh and not look.initial
        parts = (
            timeline_member(timeline, look.device, limited=is_gap, standing=standing),
            state_member(look, state),
            _rest(ephemeral, data, summary),
        )
        return b"{" + b",".join(parts) + b","

    def _shared_key(self, look: Look, frame: Frame) -> tuple[Hashable, ...] | None:
        """Return what names the entry that all who look through this frame and filter share; None when they do not."""
        room_id, since, upto = frame.room_id, look.since, look.upto
        track = self._activity.track(room_id)
        if frame.whole or not look.known or track.summary > since or room_id in look.data:
            return None
        if look.channel.private_reads.get(room_id, 0) > since:
            return None
        events, receipts = track.events, track.receipts
        typing = track.typing if track.typing > look.typing_since else 0
        moved = (
            events.settle(since),
            events.settle(upto),
            receipts.settle(since),
            receipts.settle(upto),
            typing,
        )
        return (room_id, track.generation, moved, look.filter, look.ignored, look.request.state_after)

    async def shared(self, look: Look, frame: Frame) -> EntryBlock | None:
        """Return the entry that all who look through this frame and filter share; None when they share none."""
        key = self._shared_key(look, frame)
        if key is None:
            return None
        return await self._blocks.remembered(("entry", *key), lambda: self._build_entry(look, frame))

    def suits(
        self, entry: EntryBlock, device: Device, place: Membership, wanted: CompiledFilter, since: int
    ) -> bool:
        """Tell whether a shared entry is the device's, too: it sent nothing in it and lacks no named member."""
        if entry.timeline.is_own(device):
            return False
        return not entry.events or (
            not wanted.redundant_members
            and not self._sent.missing(device, place.room_id, entry.events, since)
        )

    async def _build_entry(self, look: Look, frame: Frame) -> EntryBlock:
        timeline = await self.timeline(look, frame)
        state, members = b"", EMPTY
        if takes(look.filter.state_rooms, frame.room_id):
            at = _state_place(look, frame, timeline)
            state = rendering.joined(await self._plain_state(look, frame, timeline, at))
            if look.filter.lazy_members:
                members = await self._blocks.members(frame.room_id, timeline.named, at)
        ephemeral = await self._ephemeral(look, frame)
        body = b""
        if timeline.events or timeline.limited or state or ephemeral:
            parts = (timeline_member(timeline, None), state_member(look, state), _rest(ephemeral, b"", None))
            body = b"{" + b",".join(parts) + b","
        return EntryBlock(members.events, (body,), timeline)

    async def _frame(self, look: Look, place: Membership) -> Frame:
        fresh = look.initial or place.began > look.since
        whole = fresh or look.request.full_state
        if not fresh:
            return Frame(place, look.since, look.upto, fresh, whole)
        readable = await self._rooms.readable(place.room_id, look.user_id)
        return Frame(place, readable.after, look.upto, fresh, whole, readable.older)

    async def timeline(self, look: Look, frame: Frame) -> TimelineBlock:
        """Return the newest events of the frame."""
        wanted = look.filter
        limit = wanted.limit if takes(wanted.timeline_rooms, frame.room_id) else 0
        span = Span(frame.since, frame.upto, limit, wanted.timeline, look.ignored, frame.older)
        return await self._blocks.timeline(frame.room_id, span)

    async def standing(self, events: Sequence[RoomEvent], place: Membership) -> Standing | None:
        """Return what the person was over time; None when they were in the room at all the events."""
        return await self._blocks.standing(events, place)

    async def state(
        self, look: Look, frame: Frame, timeline: TimelineBlock, summary: RoomSummary | None
    ) -> bytes:
        """Return the state that leads to the timeline's start (or, with `state_after`, to its end); aside, if it is large."""
        if not takes(look.filter.state_rooms, frame.room_id):
            return b""
        at = _state_place(look, frame, timeline)
        pieces = await self._plain_state(look, frame, timeline, at)
        if look.filter.lazy_members:
            pieces = (*pieces, await self._members(look, frame, timeline, summary, at))
        return look.aside.put(pieces)

    async def _plain_state(
        self, look: Look, frame: Frame, timeline: TimelineBlock, at: int
    ) -> Sequence[bytes]:
        """Return the state; without members when they are loaded lazily."""
        wanted = look.filter
        if timeline.hidden and _hidden_state(timeline, at):
            return await self._state_over_gaps(look, frame, timeline, at)
        shown = {event.event_id for event in timeline.events}

        def passes(event: RoomEvent) -> bool:
            takes = wanted.state.takes(event.type, event.sender, event.body)
            return takes and event.event_id not in shown

        is_open = wanted.state.is_open and (wanted.timeline.is_open or look.request.state_after is not None)
        if frame.whole and not wanted.lazy_members:
            return await self._blocks.whole_state(frame.room_id, at, None if is_open else passes)
        block = await self._state_block(frame, at, lazy=wanted.lazy_members)
        if is_open:
            return block.pieces
        return (b",".join([event.render() for event in block.events if passes(event)]),)

    async def _state_over_gaps(
        self, look: Look, frame: Frame, timeline: TimelineBlock, at: int
    ) -> Sequence[bytes]:
        """Return the state at the timeline's start, but as of the end what was set in stretches hidden in between."""
        hidden, wanted = _hidden_state(timeline, at), look.filter.state
        lazy = look.filter.lazy_members

        def takes(event: RoomEvent) -> bool:
            return wanted.takes(event.type, event.sender, event.body)

        def holds(event: RoomEvent) -> bool:
            return takes(event) and (event.type, event.state_key) not in hidden

        if lazy:
            block = await self._blocks.state_at(frame.room_id, at, lazy=True)
            before: Sequence[bytes] = (b",".join([event.render() for event in block.events if holds(event)]),)
        else:
            before = await self._blocks.whole_state(frame.room_id, at, holds)
        shown = [e.render() for e in hidden.values() if takes(e) and not (lazy and e.type == MEMBER)]
        return (*before, b",".join(shown))

    async def _state_block(self, frame: Frame, at: int, *, lazy: bool) -> Block:
        if frame.whole:
            return await self._blocks.state_at(frame.room_id, at, lazy=lazy)
        # Who knows a room's members must hear of those that came and went in a gap, lazily loaded or not.
        return await self._blocks.state_between(frame.room_id, frame.since, at, lazy=False)

    async def _changed_members(self, frame: Frame, at: int) -> frozenset[str | None]:
        """Return the people whose member events the changed state has anyway."""
        if frame.whole:
            return frozenset()
        block = await self._state_block(frame, at, lazy=False)
        return frozenset(event.state_key for event in block.events if event.type == MEMBER)

    async def _members(
        self, look: Look, frame: Frame, timeline: TimelineBlock, summary: RoomSummary | None, at: int
    ) -> bytes:
        users = timeline.named
        if frame.whole:
            users |= {look.user_id}
        if summary is not None:
            users |= frozenset(summary.heroes)
        users -= await self._changed_members(frame, at)
        block = await self._blocks.members(frame.room_id, users, at)
        hidden = _hidden_state(timeline, at)
        if hidden:
            found = {(event.type, event.state_key): event for event in block.events}
            found |= {key: event for key, event in hidden.items() if key[0] == MEMBER and key[1] in users}
            block = await render_block(list(found.values()))
        missing: list[RoomEvent] = list(block.events)
        if not frame.whole and not look.filter.redundant_members:
            missing = self._sent.missing(look.device, frame.room_id, block.events, look.since)
        self._sent.note(look.device, frame.room_id, missing, look.upto)
        return block.body if len(missing) == len(block.events) else b",".join([m.render() for m in missing])

    async def _summary(self, look: Look, frame: Frame) -> RoomSummary | None:
        moved = self._activity.track(frame.room_id).summary > look.since
        if not (frame.whole or moved or not look.known):
            return None
        summary = await self._rooms.summary(frame.room_id, look.user_id)
        facts = await self._facts.load(frame.room_id)
        # Heroes stand in for a name. With one, lazy loading would send member events that nobody needs.
        return replace(summary, heroes=()) if facts.is_named else summary

    async def _ephemeral(self, look: Look, frame: Frame) -> bytes:
        if not takes(look.filter.ephemeral_rooms, frame.room_id):
            return b""
        receipts = typing = b""
        if look.filter.ephemeral.takes_type("m.receipt"):
            receipts = await self.receipts(look, frame)
        if look.filter.ephemeral.takes_type("m.typing"):
            typing = self._typing(look, frame)
        return rendering.joined((receipts, typing))

    async def receipts(self, look: Look, frame: Frame) -> bytes:
        """Return the `m.receipt` event of the frame, with the person's own private ones."""
        room_id, since = frame.room_id, 0 if frame.fresh else look.since
        private = look.channel.private_reads.get(room_id, 0) > since
        if not private and look.known and not frame.fresh:
            return await self._blocks.receipts(room_id, since, look.upto, reader=look.user_id)
        found = await self._rooms.receipts(room_id, since=since, upto=look.upto, reader=look.user_id)
        return rendering.receipt_events(found)

    def _typing(self, look: Look, frame: Frame) -> bytes:
        track = self._activity.track(frame.room_id)
        users = self._rooms.typing(frame.room_id)[1] if track.typing else ()
        # Who left and came back may still show somebody who typed before; so may who starts anew with an old screen.
        moved = track.typing > look.typing_since
        return rendering.typing_event(users) if moved or (frame.fresh and users) else b""

    def _account_data(self, look: Look, room_id: RoomId) -> bytes:
        wanted = look.filter
        data = look.data.get(room_id)
        if not data or not takes(wanted.room_account_data_rooms, room_id):
            return b""
        kept = [datum for datum in data if wanted.room_account_data.takes_type(datum.type)]
        return b",".join([rendering.account_datum(datum) for datum in kept])


def _hidden_state(timeline: TimelineBlock, at: int) -> Mapping[tuple[str, str | None], RoomEvent]:
    """Return what was set after a place in stretches that the reader may not see, and still holds at the end."""
    return {(event.type, event.state_key): event for event in timeline.hidden if event.position > at}


def _state_place(look: Look, frame: Frame, timeline: TimelineBlock) -> int:
    # A filtered timeline leaves state events out, so only the state at its end is sure to have them.
    at_end = look.request.state_after is not None or not look.filter.timeline.is_open
    return frame.upto if at_end else timeline.start


def _rest(ephemeral: bytes, data: bytes, summary: RoomSummary | None) -> bytes:
    parts = (
        b'"ephemeral":' + rendering.events(ephemeral),
        b'"account_data":' + rendering.events(data),
        b'"summary":' + (b"{}" if summary is None else rendering.summary(summary)),
    )
    return b",".join(parts)


def timeline_member(
    timeline: TimelineBlock,
    device: Device | None,
    *,
    limited: bool = False,
    standing: Standing | None = None,
) -> bytes:
    """Return the `timeline` member of an entry, for one device or for those that sent nothing in it."""
    flag = b"true" if limited or timeline.limited else b"false"
    head = b'"timeline":{"events":[' + timeline.render(device, standing) + b'],"limited":' + flag
    return head + b',"prev_batch":"s%d"}' % timeline.start


def state_member(look: Look, state: bytes) -> bytes:
    """Return the `state` member, and beside it the one under which the device asked for the state at the end."""
    key = look.request.state_after
    if key is None:
        return b'"state":' + rendering.events(state)
    return rendering.encode(key) + b":" + rendering.events(state)
