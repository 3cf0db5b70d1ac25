# SPDX-License-Identifier: EUPL-1.2
"""Works out which rooms a connection wants to see: filters, order by activity, ranges, subscriptions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import Membership, RoomReader
from chancery.modules.sync.rules.required_state import parse_wish
from chancery.modules.sync.rules.sliding_request import MAX_TIMELINE, ListFilters, RoomConfig
from chancery.modules.sync.rules.windows import RoomTraits, asks_for_facts, passes, shown
from chancery.modules.sync.service.activity import Activity
from chancery.modules.sync.service.room_facts import RoomFacts, RoomFactsCache
from chancery.modules.sync.service.sliding_view import View, Wanted, WantedRoom

_NO_TAGS: frozenset[str] = frozenset()
_NO_FACTS = RoomFacts(name=None, alias=None, avatar=None, encrypted=False, room_type=None)


class _Child(msgspec.Struct):
    via: list[str] = []


class _ChildEvent(msgspec.Struct):
    content: _Child


_child_decoder = msgspec.json.Decoder(_ChildEvent)


class Lists:
    """Evaluates lists and subscriptions."""

    def __init__(self, rooms: RoomReader, activity: Activity, facts: RoomFactsCache) -> None:
        self._rooms = rooms
        self._activity = activity
        self._facts = facts

    async def wanted(self, view: View, places: Mapping[RoomId, Membership]) -> Wanted:
        """Return the rooms to look at, each with its combined config."""
        ordered = await self._ordered(view, places)
        rooms: dict[RoomId, WantedRoom] = {}
        counts: dict[str, int] = {}
        for name, config in view.connection.lists.items():
            passing = await self._passing(view, ordered, config.filters)
            counts[name] = len(passing)
            for room_id in shown(config, passing):
                _add(rooms, view, ordered[room_id], config, name)
        for subscribed, subscription in view.connection.subscriptions.items():
            place = ordered.get(RoomId(subscribed))
            if place is not None:
                _add(rooms, view, place, subscription, None)
        return Wanted(rooms, counts)

    async def _ordered(self, view: View, places: Mapping[RoomId, Membership]) -> dict[RoomId, Membership]:
        """Return the places that a client may see, newest activity first."""
        joined = [room_id for room_id, place in places.items() if place.membership == "join"]
        newest = await self._activity.newest(joined)
        activity = {room_id: newest[room_id] for room_id in joined}
        for room_id, place in places.items():
            if place.membership != "join" and await self._is_eligible(view, place):
                activity[room_id] = place.position
        ordered = sorted(activity, key=activity.__getitem__, reverse=True)
        return {room_id: places[room_id] for room_id in ordered}

    async def _is_eligible(self, view: View, place: Membership) -> bool:
        """Tell whether a room that the person is not in belongs to the list."""
        if place.membership == "knock":
            return True
        if place.membership == "invite":
            return place.sender not in view.tastes.ignored
        sent = view.sent(place.room_id)
        if sent is not None:
            return sent.membership != place.membership or place.sender != place.user_id
        if place.sender == place.user_id:
            return False
        # MSC4186: whoever was kicked or banned may not have seen it yet; whoever never joined has nothing to see.
        readable = await self._rooms.readable(place.room_id, place.user_id)
        return readable.state_upto != 0

    async def _passing(
        self, view: View, ordered: Mapping[RoomId, Membership], filters: ListFilters | None
    ) -> list[RoomId]:
        if filters is None:
            return list(ordered)
        spaces = None
        if filters.spaces is not None:
            spaces = await self._children(view, ordered, filters.spaces)
        facts: Mapping[RoomId, RoomFacts] = {}
        if asks_for_facts(filters):
            facts = await self._facts.load_many(ordered)
        passing = []
        for room_id, place in ordered.items():
            traits = _traits(view, place, facts.get(room_id, _NO_FACTS))
            if passes(filters, room_id, traits, spaces):
                passing.append(room_id)
        return passing

    async def _children(
        self, view: View, ordered: Mapping[RoomId, Membership], spaces: Sequence[str]
    ) -> set[str]:
        """Return the rooms that are directly in those of the spaces that the person has joined."""
        children: set[str] = set()
        for space in spaces[:100]:
            place = ordered.get(RoomId(space))
            if place is None or place.membership != "join":
                continue
            for event in await self._rooms.state_at(place.room_id, view.upto, members=()):
                if event.type == "m.space.child" and event.state_key and _has_via(event.body):
                    children.add(event.state_key)
        return children


def _traits(view: View, place: Membership, facts: RoomFacts) -> RoomTraits:
    return RoomTraits(
        membership=place.membership,
        is_dm=place.room_id in view.tastes.direct,
        encrypted=facts.encrypted,
        room_type=facts.room_type,
        name=facts.name,
        tags=view.tastes.tags.get(place.room_id, _NO_TAGS),
    )


def _has_via(body: bytes) -> bool:
    try:
        return bool(_child_decoder.decode(body).content.via)
    except msgspec.ValidationError:
        return False


def _add(
    rooms: dict[RoomId, WantedRoom],
    view: View,
    place: Membership,
    config: RoomConfig,
    name: str | None,
) -> None:
    """Combine one more config for a room: the larger limit, the union of state."""
    limit = min(config.timeline_limit, MAX_TIMELINE)
    wish = parse_wish(config.required_state, view.user_id)
    lists = frozenset() if name is None else frozenset({name})
    known = rooms.get(place.room_id)
    if known is None:
        rooms[place.room_id] = WantedRoom(place, limit, wish, lists, subscribed=name is None)
        return
    rooms[place.room_id] = replace(
        known,
        limit=max(known.limit, limit),
        wish=known.wish | wish,
        lists=known.lists | lists,
        subscribed=known.subscribed or name is None,
    )
