# SPDX-License-Identifier: EUPL-1.2
"""What administrators do about a person's sign-in: look at it, give another password, end sessions, drop second factors."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.model import Person
from chancery.modules.accounts.service.enrolment import Enrolment, Overview
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.moderation import Moderation
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.http.request import Caller


@dataclass(frozen=True, slots=True)
class LoginState:
    """How a person signs in, where they are signed in, and what was done against that."""

    person: Person
    factors: Overview
    devices: Sequence[Device]


class Desk:
    """Help and sanctions for people whom the caller administers; Moderation says who that is."""

    def __init__(
        self,
        *,
        moderation: Moderation,
        people: PeopleService,
        logins: LoginService,
        enrolment: Enrolment,
        audit: AuditLog,
    ) -> None:
        self._moderation = moderation
        self._people = people
        self._logins = logins
        self._enrolment = enrolment
        self._audit = audit

    async def state(self, caller: Caller, user_id: UserId) -> LoginState:
        """Return how a person signs in; the person sees that somebody looked."""
        person = await self._moderation.access(caller, user_id)
        await self._audit.append(Entry("devices.viewed", caller.user_id, user_id))
        factors = await self._enrolment.overview(user_id)
        return LoginState(person, factors, await self._logins.list_devices(user_id))

    async def change_standing(
        self, caller: Caller, user_id: UserId, *, is_locked: bool | None, is_suspended: bool | None
    ) -> None:
        """Lock somebody out or suspend them, or take that back."""
        if is_locked is None and is_suspended is None:
            raise BadRequest("say what to change: locked or suspended")
        if is_locked is not None:
            await self._moderation.lock(caller, user_id, value=is_locked)
        if is_suspended is not None:
            await self._moderation.suspend(caller, user_id, value=is_suspended)

    async def check_password(self, caller: Caller, user_id: UserId, password: str) -> None:
        """Raise when the caller may not give this person this password."""
        await self._moderation.access(caller, user_id)
        await self._people.check_strength(password)

    async def set_password(self, caller: Caller, user_id: UserId, password: str) -> None:
        """Give somebody another password; all their sessions end."""
        await self.check_password(caller, user_id, password)
        await self._people.set_password(user_id, password, actor=caller.user_id, end_sessions=True)

    async def end_sessions(self, caller: Caller, user_id: UserId) -> int:
        """Sign somebody out on all devices and return how many those were."""
        await self._moderation.access(caller, user_id)
        devices = [device.device_id for device in await self._logins.list_devices(user_id)]
        await self._logins.remove_devices(user_id, devices, actor=caller.user_id, ended=True)
        return len(devices)
