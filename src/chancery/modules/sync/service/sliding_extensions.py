# SPDX-License-Identifier: EUPL-1.2
"""The extensions of a sliding sync answer: account data, receipts, typing, to-device messages, keys, sticky events."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from chancery.kit.errors import BadRequest
from chancery.kit.ids import RoomId
from chancery.modules.accounts.contract import AccountDatum, Accounts
from chancery.modules.rooms.contract import RoomReader, StickyEvent
from chancery.modules.sync.rules.sliding_request import (
    Extensions,
    ScopedExtension,
    StickyExtension,
    ToDeviceExtension,
)
from chancery.modules.sync.service import rendering
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.blocks import Blocks
from chancery.modules.sync.service.personal import Personal, claimed_since
from chancery.modules.sync.service.sliding_rooms import RenderedRoom
from chancery.modules.sync.service.sliding_view import View, Wanted

MAX_TO_DEVICE = 500
MAX_STICKY = 500
STICKY = "org.matrix.msc4354.sticky_events"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rooms an extension speaks of: `known` are those that the client has, `fresh` those it gets in full now."""

    known: AbstractSet[RoomId]
    fresh: AbstractSet[RoomId]


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension's value, and whether there is news in it."""

    body: bytes
    has_news: bool


Rendered = Mapping[RoomId, RenderedRoom]


class SlidingExtensions:
    """Renders the extensions that a connection enabled."""

    def __init__(
        self,
        *,
        rooms: RoomReader,
        accounts: Accounts,
        personal: Personal,
        blocks: Blocks,
        activity: Activity,
    ) -> None:
        self._rooms = rooms
        self._accounts = accounts
        self._personal = personal
        self._blocks = blocks
        self._activity = activity

    async def render(self, view: View, wanted: Wanted, rendered: Rendered) -> dict[str, Extension]:
        """Return the enabled extensions by name."""
        asked = view.connection.extensions
        found: dict[str, Extension] = {}
        if asked.to_device is not None and asked.to_device.enabled:
            found["to_device"] = await self._to_device(view, asked.to_device)
        if asked.e2ee is not None and asked.e2ee.enabled:
            found["e2ee"] = await self._e2ee(view)
        if asked.account_data is not None and asked.account_data.enabled:
            scope = _scope(view, wanted, rendered, asked.account_data)
            found["account_data"] = await self._account_data(view, scope)
        if asked.receipts is not None and asked.receipts.enabled:
            scope = _scope(view, wanted, rendered, asked.receipts)
            found["receipts"] = await self._receipts(view, scope, rendered)
        if asked.typing is not None and asked.typing.enabled:
            found["typing"] = self._typing(view, _scope(view, wanted, rendered, asked.typing))
        if asked.sticky_events is not None and asked.sticky_events.enabled:
            found[STICKY] = await self._sticky_events(view, asked.sticky_events)
        return found

    async def _sticky_events(self, view: View, asked: StickyExtension) -> Extension:
        if asked.since is not None:
            # Ahead of this database (it was restored): all goes out again.
            batch = parse_batch(asked.since)
            since = batch if batch <= view.upto else 0
        else:
            since = view.since if "sticky_events" in view.snapshot.extensions else 0
        limit = min(asked.limit, MAX_STICKY)
        rooms = view.channel.rooms
        new = await self._rooms.sticky_events(rooms, since=since, upto=view.upto, limit=limit)
        upto = new[-1].event.position if len(new) == limit else view.upto
        found = [*await self._sticky_of_entered(view, since), *new]
        by_room: dict[RoomId, list[StickyEvent]] = {}
        for sticky in found:
            if sticky.event.sender not in view.tastes.ignored:
                by_room.setdefault(sticky.event.room_id, []).append(sticky)
        bodies = {
            room_id: rendering.events(await self._render_sticky(view, room_id, by_room[room_id]))
            for room_id in by_room
        }
        fields = {"next_batch": rendering.encode(f"d{upto}"), "rooms": rendering.members(bodies)}
        return Extension(rendering.members(fields), bool(found))

    async def _render_sticky(self, view: View, room_id: RoomId, found: Sequence[StickyEvent]) -> bytes:
        place = (await self._rooms.memberships(view.user_id)).get(room_id)
        events = [sticky.event for sticky in found]
        standing = None if place is None else await self._blocks.standing(events, place)
        return rendering.sticky_events(found, view.device, standing)

    async def _sticky_of_entered(self, view: View, since: int) -> Sequence[StickyEvent]:
        """Return what was sticky already in the rooms that the person has come into since."""
        rooms = view.channel.rooms
        if not since or not await self._rooms.sticky_events(rooms, since=0, upto=since, limit=1):
            return ()
        places = await self._rooms.memberships(view.user_id)
        entered = [room_id for room_id in rooms if room_id in places and places[room_id].began > since]
        return await self._rooms.sticky_events(entered, since=0, upto=since, limit=MAX_STICKY)

    async def _to_device(self, view: View, asked: ToDeviceExtension) -> Extension:
        batch = await self._personal.to_device(
            view.user_id,
            view.device_id,
            since=_known_batch(asked.since, view.upto),
            upto=view.upto,
            limit=min(asked.limit, MAX_TO_DEVICE),
        )
        fields = {
            "next_batch": rendering.encode(f"d{batch.upto}"),
            "events": b"[" + b",".join(batch.messages) + b"]",
        }
        return Extension(rendering.members(fields), bool(batch.messages))

    async def _e2ee(self, view: View) -> Extension:
        since = view.since if "e2ee" in view.snapshot.extensions else 0
        lists = await self._personal.device_lists(view.user_id, since=since, upto=view.upto)
        stock = await self._personal.key_stock(view.user_id, view.device_id)
        fields = {
            "device_one_time_keys_count": stock.counts,
            "device_unused_fallback_key_types": stock.fallbacks,
        }
        if lists:
            fields["device_lists"] = lists
        claimed = claimed_since(view.channel, view.device_id, view.since)
        return Extension(rendering.members(fields), bool(lists) or claimed)

    async def _account_data(self, view: View, scope: Scope) -> Extension:
        since = view.since if "account_data" in view.snapshot.extensions else 0
        rules = await self._personal.push_rules(view.channel, since)
        data = await self._changed_data(view, since, scope)
        shared = [rendering.account_datum(datum) for datum in data.get(None, ())]
        by_room = {
            room_id: b"[" + b",".join([rendering.account_datum(datum) for datum in found]) + b"]"
            for room_id, found in data.items()
            if room_id is not None
        }
        fields = {
            "global": b"[" + rendering.joined((rules, *shared)) + b"]",
            "rooms": rendering.members(by_room),
        }
        return Extension(rendering.members(fields), bool(rules or data))

    async def _changed_data(
        self, view: View, since: int, scope: Scope
    ) -> dict[RoomId | None, list[AccountDatum]]:
        """Return data that changed, and all of it for rooms that the client gets in full."""
        if not scope.fresh and since and view.channel.knows(since) and view.channel.account_data <= since:
            return {}
        found = await self._accounts.account_data(
            view.user_id, since=0 if scope.fresh else since, upto=view.upto
        )
        data: dict[RoomId | None, list[AccountDatum]] = {}
        for datum in found:
            room_id = datum.room_id
            is_new = datum.position > since and (room_id is None or room_id in scope.known)
            if is_new or room_id in scope.fresh:
                data.setdefault(room_id, []).append(datum)
        return data

    async def _receipts(self, view: View, scope: Scope, rendered: Rendered) -> Extension:
        first = "receipts" not in view.snapshot.extensions
        found: dict[RoomId, bytes] = {}
        for room_id in scope.known if first else self._moved(view, scope):
            if first or room_id in scope.fresh:
                event = await self._shown_receipts(view, room_id, rendered.get(room_id))
            else:
                event = await self._moved_receipts(view, room_id)
            if event:
                found[room_id] = event
        return Extension(_rooms(found), bool(found))

    def _moved(self, view: View, scope: Scope) -> Collection[RoomId]:
        """Return the rooms in which receipts or typing may have moved, and those that are new to the client."""
        moved = self._activity.moved(view.since, view.snapshot.typing)
        if moved is None or not view.channel.knows(view.since):
            return scope.known
        return (moved & scope.known) | scope.fresh

    async def _shown_receipts(self, view: View, room_id: RoomId, room: RenderedRoom | None) -> bytes:
        """Return the receipts on the events that the client gets, and the person's own wherever they are."""
        if room is None or room.timeline is None:
            return b""
        shown = {event.event_id for event in room.timeline.events}
        records = await self._rooms.receipts(room_id, since=0, upto=view.upto, reader=view.user_id)
        kept = [record for record in records if record.event_id in shown or record.user_id == view.user_id]
        return rendering.receipt_event(kept)

    async def _moved_receipts(self, view: View, room_id: RoomId) -> bytes:
        track = self._activity.track(room_id)
        private = view.channel.private_reads.get(room_id, 0) > view.since
        if private or not view.channel.knows(view.since):
            records = await self._rooms.receipts(
                room_id, since=view.since, upto=view.upto, reader=view.user_id
            )
            return rendering.receipt_event(records)
        if not track.receipts.moved_since(view.since):
            return b""
        return await self._blocks.receipts(room_id, view.since, view.upto, reader=view.user_id, single=True)

    def _typing(self, view: View, scope: Scope) -> Extension:
        first = "typing" not in view.snapshot.extensions
        found: dict[RoomId, bytes] = {}
        for room_id in scope.known if first else self._moved(view, scope):
            serial = self._activity.track(room_id).typing
            fresh = first or room_id in scope.fresh
            if serial == 0 or (not fresh and serial <= view.snapshot.typing):
                continue
            users = self._rooms.typing(room_id)[1]
            if users or not fresh:
                found[room_id] = rendering.typing_event(users)
        return Extension(_rooms(found), bool(found))


def enabled(extensions: Extensions) -> frozenset[str]:
    """Return the names of the extensions that are on."""
    return frozenset(
        name
        for name in ("to_device", "e2ee", "account_data", "receipts", "typing", "sticky_events")
        if (extension := getattr(extensions, name)) is not None and extension.enabled
    )


def _scope(view: View, wanted: Wanted, rendered: Rendered, asked: ScopedExtension) -> Scope:
    known = {room_id for room_id, sent in view.snapshot.rooms.items() if sent.membership == "join"}
    known |= {room_id for room_id, room in wanted.rooms.items() if room.place.membership == "join"}
    known -= {room_id for room_id, room in wanted.rooms.items() if room.place.membership != "join"}
    known &= view.channel.rooms
    if asked.lists is not None or asked.rooms is not None:
        known = {room_id for room_id in known if _is_named(wanted, room_id, asked)}
    return Scope(known, {room_id for room_id in known if room_id in rendered and rendered[room_id].fresh})


def _is_named(wanted: Wanted, room_id: RoomId, asked: ScopedExtension) -> bool:
    room = wanted.rooms.get(room_id)
    if room is None:
        return False
    by_list = asked.lists is None or "*" in asked.lists or not room.lists.isdisjoint(asked.lists)
    by_room = asked.rooms is None or "*" in asked.rooms or room_id in asked.rooms
    return (bool(room.lists) and by_list) or (room.subscribed and by_room)


def _rooms(found: Mapping[RoomId, bytes]) -> bytes:
    return rendering.members({"rooms": rendering.members(found)})


def _known_batch(text: str | None, upto: int) -> int:
    # Ahead of this database (it was restored): nothing is known to have arrived, so all of the queue goes out again.
    position = parse_batch(text)
    return position if position <= upto else 0


def parse_batch(text: str | None) -> int:
    """Return the position in a `to_device.since`, 0 for none; raises BadRequest."""
    if text is None:
        return 0
    digits = text.removeprefix("d")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 16:
        raise BadRequest("since is not a token that this server issued")
    return int(digits)
