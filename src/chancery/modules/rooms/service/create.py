# SPDX-License-Identifier: EUPL-1.2
"""Creating rooms: every first event in one commit."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.ids import RoomId, UserId
from chancery.modules.policies.contract import Permit
from chancery.modules.rooms.errors import InvalidRoomState, RoomBusy, RoomInUse
from chancery.modules.rooms.events import AliasesChanged, RoomSucceeded
from chancery.modules.rooms.model import Draft, StateEntry
from chancery.modules.rooms.rules.creation import (
    Creation,
    create_content,
    initial_drafts,
    invitees_of,
    parse_options,
)
from chancery.modules.rooms.service.aliases import Aliases
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.compose import Composer
from chancery.modules.rooms.service.contact_rules import ContactRules
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.inheritance import Inheritance
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.store.rooms import RoomStore
from chancery.platform.db.port import Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.wire.matrix.errors import EventRejected
from chancery.wire.matrix.versions import room_version

_ATTEMPTS = 3


class RoomCreator:
    """Creates rooms."""

    def __init__(
        self,
        *,
        appender: Appender,
        composer: Composer,
        people: People,
        aliases: Aliases,
        inheritance: Inheritance,
        contact_rules: ContactRules,
        rooms: RoomStore,
        clock: Clock,
        default_version: str,
        has_guests: bool,
    ) -> None:
        self._appender = appender
        self._composer = composer
        self._people = people
        self._aliases = aliases
        self._inheritance = inheritance
        self._contact_rules = contact_rules
        self._rooms = rooms
        self._clock = clock
        self._default_version = default_version
        self._has_guests = has_guests
        self._last_time = 0

    async def create_room(self, actor: Caller, body: Mapping[str, Any]) -> RoomId:
        """Create a room as its body asks; the caller is in it when this returns."""
        creation = await self._checked(actor, body)
        permit = await self._contact_rules.check_invitations(
            actor, creation.invitees, is_direct=creation.is_direct_chat
        )
        try:
            room_id, old = await self._store(creation, permit)
        except EventRejected as error:
            raise InvalidRoomState(error.message) from error
        if old is not None:
            await self._inheritance.carry_over(actor.user_id, old, room_id)
        return room_id

    async def _checked(self, actor: Caller, body: Mapping[str, Any]) -> Creation:
        creator = actor.user_id
        options = parse_options(body)
        version = room_version(options.room_version or self._default_version)
        invitees = invitees_of(options, creator)
        await self._people.check_all_exist(invitees)
        alias = None
        if options.room_alias_name:
            alias = await self._aliases.free_alias(actor, options.room_alias_name)
        members = await self._people.member_contents([creator, *invitees])
        return Creation(options, creator, version, invitees, alias, members, has_guests=self._has_guests)

    async def _store(self, creation: Creation, permit: Permit) -> tuple[RoomId, RoomId | None]:
        """Return the new room and the one that it replaces, when the creator has a place in it."""
        for _ in range(_ATTEMPTS):
            room_id, write, building = self._begin(creation)
            self._contact_rules.note(write, permit)
            old = await self._inheritance.predecessor_for(creation.creator, building)
            if old is not None:
                _succeed(write, creation.creator, old, room_id)
            try:
                await self._appender.append_first(write, building, list(initial_drafts(creation)))
            except WriteConflict as error:
                if creation.alias is not None and await self._rooms.find_alias(creation.alias):
                    raise RoomInUse(f"{creation.alias} is taken already") from error
                continue
            return room_id, old
        raise RoomBusy("the room could not be created; try again")

    def _begin(self, creation: Creation) -> tuple[RoomId, Write, Building]:
        draft = Draft("m.room.create", creation.creator, create_content(creation), "")
        event, content = self._composer.compose_create(
            draft, creation.version, self._unique_time(), self._composer.new_room_id(creation.version)
        )
        entry = StateEntry(event.event_id, event.sender, content)
        building = Building(event.room_id, creation.version, creation.creator, entry)
        write = Write()
        self._appender.add_create(write, event, creation.version.identifier)
        if creation.alias is not None:
            self._rooms.insert_alias(write, creation.alias, event.room_id, creation.creator)
            write.publish(AliasesChanged(event.room_id))
        if creation.options.visibility == "public":
            self._rooms.set_public(write, event.room_id, is_public=True)
        return event.room_id, write, building

    def _unique_time(self) -> int:
        """Return a time that no create event had before: equal ones of one person would be the same room."""
        self._last_time = max(self._clock(), self._last_time + 1)
        return self._last_time


def _succeed(write: Write, person: UserId, old: RoomId, new: RoomId) -> None:
    """Tell that a person replaced a room by a new one, without `/upgrade`."""
    last = write.positions
    write.publish(lambda base: RoomSucceeded(person, old, new, base + last))
