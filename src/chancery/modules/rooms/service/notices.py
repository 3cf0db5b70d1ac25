# SPDX-License-Identifier: EUPL-1.2
"""Server notices: a room per person in which the administrators speak, and which nobody leaves."""

from collections.abc import Mapping
from typing import Any

from chancery.kit.errors import BadJson, Forbidden
from chancery.kit.ids import DeviceId, EventId, RoomId, SessionId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.rooms.service.create import RoomCreator
from chancery.modules.rooms.service.membership import MembershipService
from chancery.modules.rooms.service.people import NOTICES_LOCALPART, People
from chancery.modules.rooms.service.send import Sender
from chancery.modules.rooms.store.notices import NoticeStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

_NAME = "Server notices"
_TAGS = b'{"tags":{"m.server_notice":{}}}'
_SILENT = -10
"""The level of those who only read: below that of an ordinary message."""


class ServerNotices:
    """Speaks to people in the server's name."""

    def __init__(
        self,
        *,
        database: Database,
        store: NoticeStore,
        accounts: Accounts,
        people: People,
        creator: RoomCreator,
        membership: MembershipService,
        sender: Sender,
        audit: AuditLog,
        server_name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._accounts = accounts
        self._people = people
        self._creator = creator
        self._membership = membership
        self._sender = sender
        self._audit = audit
        self._voice = _caller(UserId(f"@{NOTICES_LOCALPART}:{server_name}"))

    async def send_notice(
        self, actor: Caller, user_id: str, content: Mapping[str, Any], *, txn_id: str
    ) -> tuple[RoomId, EventId]:
        """Tell a person something as an administrator; a repeated `txn_id` returns the first event."""
        if not actor.is_admin:
            raise Forbidden("only administrators send notices of the server")
        if not isinstance(content.get("msgtype"), str) or not isinstance(content.get("body"), str):
            raise BadJson("a notice needs msgtype and body")
        person = await self._people.check_exists(user_id)
        room_id = await self._room_of(person)
        event_id = await self._sender.send_message(
            self._voice, room_id, "m.room.message", content, txn_id=txn_id
        )
        details: dict[str, str | int | bool | None] = {"room": room_id, "event": event_id}
        await self._audit.append(Entry("notice.sent", actor.user_id, person, details))
        return room_id, event_id

    async def _room_of(self, person: UserId) -> RoomId:
        """Return the person's room, in which they are when this returns."""
        room_id = await self._store.find(person) or await self._open(person)
        if await self._accounts.account_datum(person, "m.tag", room_id=room_id) is None:
            await self._accounts.set_account_data(person, "m.tag", _TAGS, room_id=room_id)
        if not await self._membership.is_in(room_id, person):
            await self._membership.invite(self._voice, room_id, person, despite_wishes=True)
            await self._membership.join(_caller(person), room_id)
        return room_id

    async def _open(self, person: UserId) -> RoomId:
        if not await self._accounts.exists(self._voice.user_id):
            await self._accounts.create_person(self._voice.user_id, password=None, display_name=_NAME)
        options = {
            "name": _NAME,
            "preset": "private_chat",
            "power_level_content_override": {"users_default": _SILENT, "invite": 50},
            "org.chancery.encrypted": False,
        }
        room_id = await self._creator.create_room(self._voice, options)
        write = Write()
        self._store.insert(write, person, room_id)
        try:
            await self._database.commit(write)
        except WriteConflict:
            # Another notice came first: its room counts, and nobody ever sees this one.
            return await self._store.find(person) or room_id
        return room_id


def _caller(user_id: UserId) -> Caller:
    return Caller(user_id, DeviceId("SERVER"), SessionId("server"))
