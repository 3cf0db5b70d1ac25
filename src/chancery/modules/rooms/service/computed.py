# SPDX-License-Identifier: EUPL-1.2
"""Rooms of the organisation's own account, whose members are computed.

Joins are restricted joins that the account authorises, so that every event stands under the room's own rules; with no
room to come from, nobody is let in by hand.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from chancery.kit.errors import Conflict
from chancery.kit.ids import DeviceId, RoomId, SessionId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.rooms.contract import RoomReader
from chancery.modules.rooms.model import Draft, NewEvent
from chancery.modules.rooms.service.append import Appender
from chancery.modules.rooms.service.create import RoomCreator
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.hot_room import Building
from chancery.modules.rooms.service.people import People
from chancery.platform.db.port import Write
from chancery.platform.http.request import Caller
from chancery.wire.matrix.canonical import canonical_checked

_NAME = "Organisation"
_MEMBER = "m.room.member"
_LEVELS = "m.room.power_levels"
_RULES = "m.room.join_rules"
_OUT_OF_REACH = 100
"""A level that no person is given in these rooms."""
_GUARDED = {"invite": _OUT_OF_REACH, "kick": _OUT_OF_REACH, "ban": _OUT_OF_REACH}
_GUARDED_STATE = (
    _RULES,
    _LEVELS,
    "m.room.name",
    "m.room.history_visibility",
    "m.room.server_acl",
    "m.room.encryption",
    "m.room.canonical_alias",
    "m.room.third_party_invite",
    "m.space.child",
    "m.space.parent",
)
_TOMBSTONE_LEVEL = 150


class _Unchanged(Exception):
    """The person's membership is the wanted one already."""


class _Overtaken(Exception):
    """Somebody else changed the levels in between."""


class StoredComputedRooms:
    """`ComputedRooms` over the hot rooms."""

    def __init__(
        self,
        *,
        hot: HotRooms,
        appender: Appender,
        people: People,
        accounts: Accounts,
        creator: RoomCreator,
        reader: RoomReader,
    ) -> None:
        self._hot = hot
        self._appender = appender
        self._people = people
        self._accounts = accounts
        self._creator = creator
        self._reader = reader
        self._owner = people.organisation

    async def create(self, options: Mapping[str, Any]) -> RoomId:
        await self._ensure_owner()
        state = [*options.get("initial_state", ()), {"type": _RULES, "content": _closed()}]
        body = {
            **options,
            "preset": "private_chat",
            "initial_state": state,
            "power_level_content_override": _guarded(options.get("power_level_content_override", {})),
        }
        return await self._creator.create_room(
            Caller(self._owner, DeviceId("SERVER"), SessionId("server")), body
        )

    async def put_in(self, room_id: RoomId, user_id: UserId, *, also: Callable[[Write], None]) -> bool:
        content = await self._people.member_content(user_id, "join")
        content["join_authorised_via_users_server"] = self._owner
        return await self._set_membership(room_id, user_id, content, also)

    async def take_out(self, room_id: RoomId, user_id: UserId, *, also: Callable[[Write], None]) -> bool:
        return await self._set_membership(room_id, user_id, {"membership": "leave"}, also)

    async def set_levels(self, room_id: RoomId, levels: Mapping[UserId, int | None]) -> None:
        while True:
            try:
                await self._change_levels(room_id, levels)
            except _Overtaken:
                continue
            return

    async def set_state(self, room_id: RoomId, kind: str, state_key: str, content: Mapping[str, Any]) -> None:
        entry = (await self._hot.load(room_id)).building.entry_of((kind, state_key))
        if entry is None or entry.content != canonical_checked(content):
            await self._appender.append(room_id, Draft(kind, self._owner, content, state_key))

    async def levels(self, room_id: RoomId) -> Mapping[UserId, int]:
        content = (await self._hot.load(room_id)).building.power_content or {}
        users: Mapping[UserId, int] = content.get("users", {})
        return users

    async def people(self, room_id: RoomId) -> Collection[UserId]:
        members = await self._reader.members(room_id)
        return {
            user_id
            for user_id, membership in members.items()
            if membership == "join" and user_id != self._owner
        }

    async def _ensure_owner(self) -> None:
        if await self._accounts.exists(self._owner):
            return
        try:
            await self._accounts.create_person(self._owner, password=None, display_name=_NAME)
        except Conflict:
            # Another request or process made it in this moment.
            return

    async def _change_levels(self, room_id: RoomId, levels: Mapping[UserId, int | None]) -> None:
        known = (await self._hot.load(room_id)).building.power_content or {}
        users = {**known.get("users", {}), **levels}
        wanted = {user_id: level for user_id, level in users.items() if level is not None}
        if wanted == known.get("users", {}):
            return

        def check(building: Building) -> None:
            if building.power_content != known:
                raise _Overtaken

        draft = Draft(_LEVELS, self._owner, {**known, "users": wanted}, "")
        await self._appender.append(room_id, draft, check=check)

    async def _set_membership(
        self, room_id: RoomId, user_id: UserId, content: Mapping[str, Any], also: Callable[[Write], None]
    ) -> bool:
        is_join = content["membership"] == "join"

        def check(building: Building) -> None:
            if (building.membership_of(user_id) == "join") is is_join:
                raise _Unchanged

        def add(write: Write, _event: NewEvent) -> None:
            also(write)

        draft = Draft(_MEMBER, user_id, content, user_id)
        try:
            await self._appender.append(room_id, draft, people=[user_id, self._owner], check=check, also=add)
        except _Unchanged:
            return False
        return True


def _closed() -> Mapping[str, Any]:
    return {"join_rule": "restricted", "allow": []}


def _guarded(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return levels under which only the organisation's account decides who is in, and what the room is."""
    events = {**dict.fromkeys(_GUARDED_STATE, _OUT_OF_REACH), "m.room.tombstone": _TOMBSTONE_LEVEL}
    return {**wanted, **_GUARDED, "events": {**wanted.get("events", {}), **events}}
