# SPDX-License-Identifier: EUPL-1.2
"""Renders the rooms of a sliding sync answer: all of a room at first, then what moved."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.push.contract import PushReader
from chancery.modules.rooms.contract import Membership, RoomEvent, RoomReader
from chancery.modules.sync.rules.matching import EventMatcher
from chancery.modules.sync.rules.required_state import Wish
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import BUMPING, Activity
from chancery.modules.sync.service.blocks import MEMBER, Blocks, TimelineBlock
from chancery.modules.sync.service.connections import SentRoom
from chancery.modules.sync.service.newest import Span
from chancery.modules.sync.service.other_rooms import stripped_state
from chancery.modules.sync.service.room_facts import RoomFactsCache
from chancery.modules.sync.service.sliding_state import SlidingState, StateFrame
from chancery.modules.sync.service.sliding_view import View, WantedRoom

_OPEN = EventMatcher()
_BUMP_PAGE = 50
_TITLES = frozenset({"m.room.name", "m.room.avatar"})


class _Member(msgspec.Struct):
    displayname: object = None
    avatar_url: object = None


class _MemberEvent(msgspec.Struct):
    content: _Member


_member_decoder = msgspec.json.Decoder(_MemberEvent)


@dataclass(frozen=True, slots=True)
class RoomFrame:
    """What of a room goes out: `since` is where its timeline begins, `fresh` that the client gets it in full.

    Its state is that of `state_upto`: of where the person left it, at the latest.
    """

    since: int
    upto: int
    state_upto: int
    fresh: bool
    expanded: bool


@dataclass(frozen=True, slots=True)
class RenderedRoom:
    """A room's entry, and what the client has of it once it took the entry in."""

    body: bytes
    sent: SentRoom
    fresh: bool
    timeline: TimelineBlock | None = None


class SlidingRooms:
    """Renders rooms."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        push: PushReader,
        blocks: Blocks,
        activity: Activity,
        facts: RoomFactsCache,
        state: SlidingState,
    ) -> None:
        self._rooms = rooms
        self._push = push
        self._blocks = blocks
        self._activity = activity
        self._facts = facts
        self._state = state

    async def render(self, view: View, wanted: WantedRoom) -> RenderedRoom | None:
        """Return the room's entry, or None when the client has all of it."""
        place, sent = wanted.place, view.sent(wanted.place.room_id)
        if not self._may_have_moved(view, wanted, sent):
            return None
        if place.membership in ("invite", "knock"):
            return await self._outside(view, wanted)
        frame = await self._frame(view, wanted, sent)
        if not frame.fresh and not self._stream_moved(view, wanted, sent):
            return await self._personal(view, wanted, sent)
        return await self._inside(view, wanted, frame, sent)

    def _may_have_moved(self, view: View, wanted: WantedRoom, sent: SentRoom | None) -> bool:
        if sent is None:
            return True
        room_id = wanted.place.room_id
        channel = view.channel
        return (
            self._stream_moved(view, wanted, sent)
            or not channel.knows(sent.upto)
            or channel.reads.get(room_id, 0) > sent.upto
            or channel.private_reads.get(room_id, 0) > sent.upto
            or (room_id in view.tastes.direct) != sent.is_dm
        )

    def _stream_moved(self, view: View, wanted: WantedRoom, sent: SentRoom | None) -> bool:
        """Tell whether there may be events that the client does not have, or a wider config."""
        place = wanted.place
        if sent is None or place.position > sent.upto or place.membership != sent.membership:
            return True
        if place.membership != "join":
            return False
        widened = wanted.limit > sent.limit or bool(wanted.wish.beyond(sent.wish))
        return widened or self._activity.track(place.room_id).events.moved_since(sent.upto)

    async def _frame(self, view: View, wanted: WantedRoom, sent: SentRoom | None) -> RoomFrame:
        place = wanted.place
        inside = place.membership == "join"
        fresh = sent is None or sent.membership in ("invite", "knock") or (inside and place.began > sent.upto)
        expanded = sent is not None and not fresh and wanted.limit > sent.limit
        if sent is not None and inside and not fresh and not expanded:
            return RoomFrame(sent.upto, view.upto, view.upto, fresh, expanded)
        readable = await self._rooms.readable(place.room_id, view.user_id)
        end = place.position if readable.upto is None else readable.upto
        upto = view.upto if inside else min(view.upto, end)
        state_upto = upto if readable.state_upto is None else readable.state_upto
        since = readable.after if fresh or expanded or sent is None else max(sent.upto, readable.after)
        if since > upto:
            # The client has all up to where the person left: what happened to them since then is one event.
            since, upto = place.position - 1, place.position
        return RoomFrame(since, upto, state_upto, fresh, expanded)

    async def _outside(self, view: View, wanted: WantedRoom) -> RenderedRoom:
        place = wanted.place
        fields = {
            "initial": b"true",
            "membership": rendering.encode(place.membership),
            "bump_stamp": rendering.encode(place.position),
            "invite_state": b"[" + await stripped_state(self._rooms, place) + b"]",
        }
        if place.room_id in view.tastes.direct:
            fields["is_dm"] = b"true"
        _add_lists(fields, wanted)
        return RenderedRoom(rendering.members(fields), _sent(view, wanted, None, stream=True), fresh=True)

    async def _personal(self, view: View, wanted: WantedRoom, sent: SentRoom | None) -> RenderedRoom:
        """Render what changed for the person alone: unread counts, whether the room is a direct chat."""
        fields: dict[str, bytes] = {}
        await self._add_counts(fields, view, wanted.place)
        _add_direct(fields, view, wanted, sent)
        after = _sent(view, wanted, sent, stream=False)
        return RenderedRoom(rendering.members(fields), after, fresh=False)

    async def _inside(
        self, view: View, wanted: WantedRoom, frame: RoomFrame, sent: SentRoom | None
    ) -> RenderedRoom:
        place = wanted.place
        span = Span(frame.since, frame.upto, wanted.limit, _OPEN, view.tastes.ignored)
        timeline = await self._blocks.timeline(place.room_id, span)
        have = Wish() if sent is None else sent.wish
        state_since = None if frame.fresh or sent is None else min(sent.upto, frame.state_upto)
        state = StateFrame(
            place.room_id, state_since, frame.state_upto, wanted.wish, wanted.wish.beyond(have)
        )
        changes = await self._state.changes(state)
        fields: dict[str, bytes] = {"membership": rendering.encode(place.membership)}
        if frame.fresh:
            fields["initial"] = b"true"
        if frame.expanded:
            fields["unstable_expanded_timeline"] = fields["expanded_timeline"] = b"true"
        if place.membership == "join":
            await self._add_title(fields, view, frame, place.room_id, changes)
        fields["required_state"] = b"[" + await self._state.select(view, state, timeline, changes) + b"]"
        standing = await self._blocks.standing(timeline.events, place)
        fields["timeline"] = b"[" + timeline.render(view.device, standing) + b"]"
        _add_timeline(fields, view, timeline)
        if place.membership == "join":
            await self._add_counts(fields, view, place)
        fields["bump_stamp"] = rendering.encode(await self._bump(place, frame))
        _add_direct(fields, view, wanted, sent)
        _add_lists(fields, wanted)
        after = _sent(view, wanted, None if frame.fresh else sent, stream=True)
        return RenderedRoom(rendering.members(fields), after, frame.fresh, timeline)

    async def _add_title(
        self,
        fields: dict[str, bytes],
        view: View,
        frame: RoomFrame,
        room_id: RoomId,
        changes: Sequence[RoomEvent],
    ) -> None:
        kinds = {event.type for event in changes}
        facts = await self._facts.load(room_id)
        if frame.fresh or not kinds.isdisjoint(_TITLES):
            if facts.name is not None or not frame.fresh:
                fields["name"] = rendering.encode(facts.name)
            if facts.avatar is not None or not frame.fresh:
                fields["avatar"] = rendering.encode(facts.avatar)
        if frame.fresh or MEMBER in kinds:
            summary = await self._rooms.summary(room_id, view.user_id)
            fields["joined_count"] = rendering.encode(summary.joined)
            fields["invited_count"] = rendering.encode(summary.invited)
        if facts.name is None and (frame.fresh or not kinds.isdisjoint({MEMBER, "m.room.name"})):
            fields["heroes"] = await self._heroes(view, room_id)

    async def _heroes(self, view: View, room_id: RoomId) -> bytes:
        summary = await self._rooms.summary(room_id, view.user_id)
        keys = [(MEMBER, user) for user in summary.heroes]
        events = {event.state_key: event for event in await self._rooms.state_events(room_id, keys)}
        return rendering.encode([_hero(user, events.get(user)) for user in summary.heroes])

    async def _add_counts(self, fields: dict[str, bytes], view: View, place: Membership) -> None:
        counts = await self._push.unread_counts(view.user_id, place.room_id)
        fields["notification_count"] = rendering.encode(counts.notifications)
        fields["highlight_count"] = rendering.encode(counts.highlights)

    async def _bump(self, place: Membership, frame: RoomFrame) -> int:
        """Return the place of the newest event that counts as activity."""
        if place.membership != "join":
            return place.position
        track = self._activity.track(place.room_id)
        if not track.bump:
            page = await self._rooms.timeline(place.room_id, since=0, upto=frame.upto, limit=_BUMP_PAGE)
            bumping = [event.position for event in page.events if event.type in BUMPING]
            track.bump = max(track.bump, bumping[-1] if bumping else page.start)
        return track.bump


def _hero(user: UserId, event: RoomEvent | None) -> dict[str, object]:
    hero: dict[str, object] = {"user_id": user}
    if event is not None:
        content = _member_decoder.decode(event.body).content
        if isinstance(content.displayname, str):
            hero["displayname"] = content.displayname
        if isinstance(content.avatar_url, str):
            hero["avatar_url"] = content.avatar_url
    return hero


def _add_timeline(fields: dict[str, bytes], view: View, timeline: TimelineBlock) -> None:
    live = 0 if view.initial else sum(event.position > view.since for event in timeline.events)
    fields["limited"] = b"true" if timeline.limited else b"false"
    fields["prev_batch"] = rendering.encode(f"s{timeline.start}")
    fields["num_live"] = rendering.encode(live)


def _add_direct(fields: dict[str, bytes], view: View, wanted: WantedRoom, sent: SentRoom | None) -> None:
    is_dm = wanted.place.room_id in view.tastes.direct
    if is_dm != (sent is not None and sent.is_dm):
        fields["is_dm"] = rendering.encode(is_dm)


def _add_lists(fields: dict[str, bytes], wanted: WantedRoom) -> None:
    if wanted.lists:
        fields["lists"] = rendering.encode(sorted(wanted.lists))


def _sent(view: View, wanted: WantedRoom, before: SentRoom | None, *, stream: bool) -> SentRoom:
    """Return what the client has afterwards; `stream` when it got the room's events, too."""
    place = wanted.place
    is_dm = place.room_id in view.tastes.direct
    if before is None:
        return SentRoom(view.upto, place.membership, wanted.limit, wanted.wish, is_dm)
    limit, wish = max(before.limit, wanted.limit), before.wish | wanted.wish
    if not stream:
        limit, wish = before.limit, before.wish
    return SentRoom(view.upto, place.membership, limit, wish, is_dm)
