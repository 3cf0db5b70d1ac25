# SPDX-License-Identifier: EUPL-1.2
"""Upgrading a room: its successor, the tombstone and the moved names come in one commit, or not at all."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Forbidden
from chancery.kit.ids import EventId, RoomId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.errors import NotInRoom, RoomBusy, RoomNotFound
from chancery.modules.rooms.events import AliasesChanged, RoomSucceeded
from chancery.modules.rooms.model import Draft, StateEntry, content_of, decode_object
from chancery.modules.rooms.rules import succession
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building, HotRoom
from chancery.modules.rooms.service.inheritance import Inheritance, predecessor_of
from chancery.modules.rooms.service.parents import SpaceParents
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.store.members import MemberStore
from chancery.modules.rooms.store.rooms import RoomRow, RoomStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.wire.matrix.event_auth import check_event
from chancery.wire.matrix.identifiers import parse_user_id
from chancery.wire.matrix.versions import RoomVersion, room_version

TOMBSTONE, LEVELS, ALIAS = (
    ("m.room.tombstone", ""),
    ("m.room.power_levels", ""),
    ("m.room.canonical_alias", ""),
)
_ATTEMPTS = 5
_BODY = "This room has been replaced"


@dataclass(frozen=True, slots=True)
class _Order:
    """A checked wish for a successor, with what had to be read for it."""

    actor: Caller
    old: HotRoom
    row: RoomRow
    version: RoomVersion
    additional: list[str]
    member: dict[str, Any]
    bans: Sequence[RoomEvent]


class RoomUpgrader:
    """Replaces rooms by ones of another version."""

    def __init__(
        self,
        *,
        database: Database,
        appender: Appender,
        composer: Composer,
        hot: HotRooms,
        rooms: RoomStore,
        members: MemberStore,
        people: People,
        inheritance: Inheritance,
        parents: SpaceParents,
        clock: Clock,
    ) -> None:
        self._database = database
        self._appender = appender
        self._composer = composer
        self._hot = hot
        self._rooms = rooms
        self._members = members
        self._people = people
        self._inheritance = inheritance
        self._parents = parents
        self._clock = clock
        # The building side of the old room runs ahead of the commit: a second upgrade waits for what the first made.
        self._one_at_a_time = asyncio.Lock()

    async def upgrade(
        self, actor: Caller, room_id: RoomId, new_version: str, additional_creators: Sequence[str]
    ) -> RoomId:
        """Replace a room and return its successor; asked again, return the successor that is there."""
        version = room_version(new_version)
        additional = [parse_user_id(user_id) for user_id in additional_creators]
        if version.creators_above_all:
            await self._people.check_all_exist(additional)
        async with self._one_at_a_time:
            successor = await self._find_successor(actor, room_id, version)
            if successor is None:
                successor = await self._replace(actor, room_id, version, list(additional))
        # Each of these is complete in itself and is made up for when the request is repeated.
        await self._inheritance.carry_over(actor.user_id, room_id, successor)
        await self._parents.replace_child(actor, room_id, successor)
        return successor

    async def _access(self, actor: Caller, room_id: RoomId) -> HotRoom:
        room = await self._hot.find(room_id)
        if room is None:
            raise RoomNotFound("there is no such room")
        if (await self._hot.load_member(room.building, actor.user_id)).membership != "join":
            raise NotInRoom
        levels = room.building.power_levels
        if levels.of(actor.user_id) < levels.needed_for(TOMBSTONE[0], is_state=True):
            raise Forbidden("you may not replace this room")
        return room

    async def _find_successor(self, actor: Caller, room_id: RoomId, version: RoomVersion) -> RoomId | None:
        room = await self._access(actor, room_id)
        tombstone = room.building.entry_of(TOMBSTONE)
        named = tombstone.decoded().get("replacement_room") if tombstone else None
        found = await self._hot.find(RoomId(named)) if isinstance(named, str) else None
        if found is None or predecessor_of(found.building) != room_id:
            return None
        return found.room_id if found.building.version == version else None

    async def _replace(
        self, actor: Caller, room_id: RoomId, version: RoomVersion, additional: list[str]
    ) -> RoomId:
        member = await self._people.member_content(actor.user_id, "join")
        for _ in range(_ATTEMPTS):
            old = await self._access(actor, room_id)
            row = await self._rooms.find(room_id)
            bans = await self._members.scan_of_kind(room_id, "ban")
            if row is None or self._hot.peek(room_id) is not old:
                continue
            order = _Order(actor, old, row, version, additional, member, bans)
            try:
                return await self._commit(order)
            except WriteConflict:
                continue  # somebody wrote to the old room first: begin again with what they wrote
        raise RoomBusy("too many others write to this room; try again")

    async def _commit(self, order: _Order) -> RoomId:
        """Compose and submit in one step of the event loop, and forget the old room when it was for nothing."""
        try:
            write, successor = self._compose(order)
            await asyncio.shield(asyncio.ensure_future(self._database.submit(write)))
        except BaseException:
            self._hot.evict(order.old)
            raise
        return successor

    def _compose(self, order: _Order) -> tuple[Write, RoomId]:
        write, old, version = Write(), order.old.building, order.version
        entries = dict(old.entries)
        room_id = self._composer.new_room_id(version)
        last = self._bury(write, order, room_id) if room_id is not None else None
        new = self._begin(write, order, room_id, last)
        self._fill(write, order, new, entries)
        if room_id is None:
            self._bury(write, order, new.room_id)
        self._retire(write, order, old)
        self._rooms.move_aliases(write, old.room_id, new.room_id)
        for room_id in (old.room_id, new.room_id):
            write.publish(AliasesChanged(room_id))
        if order.row.is_public:
            self._rooms.set_public(write, new.room_id, is_public=True)
            self._rooms.set_public(write, old.room_id, is_public=False)
        actor, last_position = order.actor.user_id, write.positions
        write.publish(lambda base: RoomSucceeded(actor, old.room_id, new.room_id, base + last_position))
        return write, new.room_id

    def _bury(self, write: Write, order: _Order, successor: RoomId) -> EventId:
        content = {"body": _BODY, "replacement_room": successor}
        draft = Draft(TOMBSTONE[0], order.actor.user_id, content, TOMBSTONE[1])
        return self._appender.add(write, order.old.building, draft).event_id

    def _begin(self, write: Write, order: _Order, room_id: RoomId | None, last: EventId | None) -> Building:
        """Add the create event; room version 12 knows its id too late to name the tombstone in it."""
        creator, version, old = order.actor.user_id, order.version, order.old.building
        content = succession.create_content(old.create_content, version, creator, order.additional)
        content["predecessor"] = {"room_id": old.room_id} | ({"event_id": last} if last else {})
        draft = Draft("m.room.create", creator, content, "")
        event, encoded = self._composer.compose_create(draft, version, self._clock(), room_id)
        self._appender.add_create(write, event, version.identifier)
        return Building(event.room_id, version, creator, StateEntry(event.event_id, creator, encoded))

    def _fill(
        self, write: Write, order: _Order, new: Building, entries: dict[tuple[str, str], StateEntry]
    ) -> None:
        """Add the state; the levels of the old room come last, because until then the creator may set everything."""
        actor, old = order.actor.user_id, order.old.building
        former = old.creators if old.version.creators_above_all else frozenset[str]()
        power = entries.get(LEVELS)
        levels = succession.successor_levels(
            power.decoded() if power else None, order.version, former=former, creators=new.creators
        )
        begin = succession.founding_levels(levels, order.version, actor)
        drafts = [
            Draft("m.room.member", actor, order.member, actor),
            Draft(LEVELS[0], actor, begin, LEVELS[1]),
            *(
                Draft(kind, actor, content, key)
                for kind, key, content in succession.taken_over(entries, order.version)
            ),
            *_ban_drafts(order, new),
            Draft(LEVELS[0], actor, levels, LEVELS[1]),
        ]
        for draft in drafts:
            self._appender.add(write, new, draft)

    def _retire(self, write: Write, order: _Order, old: Building) -> None:
        """Take the name from the old room and make it quiet, as far as the actor may."""
        actor = order.actor.user_id
        if old.entry_of(ALIAS) is not None:
            self._add_if_allowed(write, old, Draft(ALIAS[0], actor, {}, ALIAS[1]))
        levels = succession.retired_levels(old.power_content or {}, old.power_levels)
        if levels is not None and old.power_content is not None:
            self._add_if_allowed(write, old, Draft(LEVELS[0], actor, levels, LEVELS[1]))

    def _add_if_allowed(self, write: Write, building: Building, draft: Draft) -> None:
        try:
            check_event(draft, building)
        except ChanceryError:
            return
        self._appender.add(write, building, draft)


def _ban_drafts(order: _Order, new: Building) -> Iterator[Draft]:
    for ban in order.bans:
        if ban.state_key and ban.state_key not in new.creators:
            content = decode_object(content_of(ban.body))
            kept = {name: value for name, value in content.items() if name in ("membership", "reason")}
            yield Draft("m.room.member", order.actor.user_id, kept, ban.state_key)
