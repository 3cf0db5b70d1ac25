# SPDX-License-Identifier: EUPL-1.2
"""Reporting rooms, events and people to the administrators (client-server API, "Reporting content")."""

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import RoomId
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.rooms.errors import EventNotFound, NotInRoom, RoomNotFound
from chancery.modules.rooms.model import Report
from chancery.modules.rooms.service.access import Access
from chancery.modules.rooms.service.hot import HotRooms
from chancery.modules.rooms.service.people import People
from chancery.modules.rooms.store.reports import ReportStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

MAX_REASON = 2000
_NEWEST = 2**62


class Reports:
    """Keeps reports, each with its entry in the audit log, and shows them to administrators."""

    def __init__(
        self,
        *,
        database: Database,
        store: ReportStore,
        access: Access,
        hot: HotRooms,
        people: People,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._access = access
        self._hot = hot
        self._people = people
        self._audit = audit
        self._clock = clock

    async def report_room(self, actor: Caller, room_id: RoomId, reason: str) -> None:
        """Report a room, in which the actor need not be; raises RoomNotFound."""
        if await self._hot.find(room_id) is None:
            raise RoomNotFound("there is no such room")
        await self._keep(actor, reason, room_id=room_id)

    async def report_event(self, actor: Caller, room_id: RoomId, event_id: str, reason: str) -> None:
        """Report an event in a room in which the actor is; raises EventNotFound."""
        try:
            await self._access.access_joined(actor, room_id)
            event = await self._access.access_event(actor, room_id, event_id)
        except NotInRoom as error:
            raise EventNotFound from error
        await self._keep(actor, reason, room_id=room_id, event_id=event_id, subject=event.sender)

    async def report_user(self, actor: Caller, user_id: str, reason: str) -> None:
        """Report a person; raises PersonNotFound."""
        await self._keep(actor, reason, subject=await self._people.check_exists(user_id))

    async def list_reports(self, actor: Caller, *, cursor: str | None, limit: int) -> Page[Report]:
        """Return the newest reports for an administrator; looking at them is itself logged."""
        if not actor.is_admin:
            raise Forbidden("only administrators read reports")
        await self._audit.append(Entry("reports.listed", actor.user_id))
        key = decode_cursor(cursor) or ""
        before = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else _NEWEST
        found = list(await self._store.list_before(before, limit + 1))
        shown = found[:limit]
        return Page(shown, encode_cursor(str(shown[-1].position)) if len(found) > limit else None)

    async def _keep(
        self,
        actor: Caller,
        reason: str,
        *,
        room_id: str | None = None,
        event_id: str | None = None,
        subject: str | None = None,
    ) -> None:
        if len(reason) > MAX_REASON:
            raise BadRequest(f"a reason may have at most {MAX_REASON} characters")
        write = Write()
        self._store.insert(write, Report(actor.user_id, room_id, event_id, subject, reason, self._clock()))
        # The person who was reported reads entries that have them as their subject: the log names them aside.
        details: dict[str, str | int | bool | None] = {"room": room_id, "event": event_id, "person": subject}
        self._audit.record(write, Entry("content.reported", actor.user_id, None, details))
        await self._database.commit(write)
