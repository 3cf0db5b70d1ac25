# SPDX-License-Identifier: EUPL-1.2
"""What administrators do about accounts: suspend, lock, look up."""

from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Device, Superiors
from chancery.modules.accounts.errors import PersonNotFound
from chancery.modules.accounts.events import StandingChanged
from chancery.modules.accounts.model import Person
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller


class Moderation:
    """Suspends and locks people of this server; administrators are out of each other's reach."""

    def __init__(
        self,
        *,
        database: Database,
        people: PeopleStore,
        logins: LoginService,
        audit: AuditLog,
        server_name: str,
    ) -> None:
        self._database = database
        self._people = people
        self._logins = logins
        self._audit = audit
        self._server_name = server_name
        self._superiors: Superiors | None = None

    def heed(self, superiors: Superiors) -> None:
        """Let those who administer people do the same about them as who runs the server."""
        self._superiors = superiors

    async def access(self, caller: Caller, user_id: UserId) -> Person:
        """Return a person whom the caller may suspend or lock.

        Raises Forbidden, BadRequest for people of other servers, PersonNotFound; the first before any look-up, so
        that nobody learns who exists.
        """
        if not await self._may(caller, user_id):
            raise Forbidden("this is for administrators")
        if user_id.partition(":")[2] != self._server_name:
            raise BadRequest("this person is not of this server")
        person = await self._people.find_person(user_id)
        if person is None or not person.is_active:
            raise PersonNotFound("there is no such person")
        if person.is_admin:
            raise Forbidden("administrators can be neither suspended nor locked")
        return person

    async def suspend(self, caller: Caller, user_id: UserId, *, value: bool) -> None:
        """Suspend somebody, or let them write again."""
        person = await self.access(caller, user_id)
        if person.is_suspended != value:
            action = "person.suspended" if value else "person.unsuspended"
            await self._set(caller, person, action, is_suspended=value, is_locked=person.is_locked)

    async def lock(self, caller: Caller, user_id: UserId, *, value: bool) -> None:
        """Lock somebody out, or let them in again; their sessions stay."""
        person = await self.access(caller, user_id)
        if person.is_locked != value:
            action = "person.locked" if value else "person.unlocked"
            await self._set(caller, person, action, is_suspended=person.is_suspended, is_locked=value)

    async def devices(self, caller: Caller, user_id: UserId) -> list[Device]:
        """Return somebody's devices and where they were last seen; for administrators and the person."""
        if caller.user_id != user_id and not await self._may(caller, user_id):
            raise Forbidden("this is for administrators")
        if await self._people.find_person(user_id) is None:
            raise PersonNotFound("there is no such person")
        if caller.user_id != user_id:
            await self._audit.append(Entry("devices.viewed", caller.user_id, user_id))
        return await self._logins.list_devices(user_id)

    async def _may(self, caller: Caller, user_id: UserId) -> bool:
        if caller.is_admin or self._superiors is None:
            return caller.is_admin
        # Nobody is their own superior: a lost session must not take the account over.
        return caller.user_id != user_id and await self._superiors.administers(caller.user_id, user_id)

    async def _set(
        self, caller: Caller, person: Person, action: str, *, is_suspended: bool, is_locked: bool
    ) -> None:
        write = Write()
        self._people.update_standing(write, person.user_id, is_suspended=is_suspended, is_locked=is_locked)
        place = write.position().offset
        write.publish(lambda base: StandingChanged(person.user_id, base + place))
        self._audit.record(write, Entry(action, caller.user_id, person.user_id))
        await self._database.commit(write)
