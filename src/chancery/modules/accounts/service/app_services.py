# SPDX-License-Identifier: EUPL-1.2
"""People and devices of application services: made by the service itself, without passwords."""

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest, Forbidden
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import NewPerson, ServiceNames
from chancery.modules.accounts.errors import UserInUse, UserReserved
from chancery.modules.accounts.events import DeviceAdded
from chancery.modules.accounts.model import NewSession, Sighting
from chancery.modules.accounts.rules.names import check_user_id, localpart, typed_user_id, usable_device_id
from chancery.modules.accounts.service.login import LoginService, Opening
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.registration import Registered
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller, Request

LOGIN_TYPE = "m.login.application_service"
"""The login and registration type of application services."""


class ServiceLogins:
    """Logins in the namespaces of application services."""

    def __init__(
        self,
        *,
        database: Database,
        names: ServiceNames,
        people: PeopleService,
        logins: LoginService,
        sessions: SessionStore,
        clock: Clock,
        server_name: str,
    ) -> None:
        self._database = database
        self._names = names
        self._people = people
        self._logins = logins
        self._sessions = sessions
        self._clock = clock
        self._server_name = server_name

    def is_calling(self, request: Request) -> bool:
        """Tell whether a request carries the token of an application service."""
        return self._names.calling(request) is not None

    async def register(
        self, request: Request, name: str | None, opening: Opening, *, inhibit_login: bool
    ) -> Registered:
        """Make a person of the calling service; raises Forbidden, InvalidUserId, UserReserved, UserInUse."""
        service = self._service(request)
        if not name:
            raise BadRequest("username is needed", errcode="M_MISSING_PARAM")
        user_id = check_user_id(f"@{name.lower()}:{self._server_name}", self._server_name)
        self._check_covered(service, user_id)
        person = NewPerson(user_id, localpart(user_id), app_service=service)
        await self._people.create_person(person, actor=f"appservice {service}")
        if inhibit_login:
            return Registered(user_id, None)
        return Registered(user_id, await self._logins.open(user_id, opening))

    async def log_in(self, request: Request, typed: str | None, opening: Opening) -> NewSession:
        """Open a session of a person of the calling service."""
        service = self._service(request)
        user_id = typed_user_id(typed or "", self._server_name)
        if not typed or user_id is None:
            raise BadRequest("identifier.user is needed", errcode="M_MISSING_PARAM")
        self._check_covered(service, user_id)
        return await self._logins.open(user_id, opening)

    async def ensure_person(self, user_id: UserId, service: str) -> None:
        """Make the person that a service acts as, unless there is one."""
        if await self._people.is_taken(user_id):
            return
        person = NewPerson(user_id, localpart(user_id), app_service=service)
        try:
            await self._people.create_person(person, actor=f"appservice {service}")
        except UserInUse:
            return  # another process was faster

    async def ensure_device(self, caller: Caller, device_id: str, name: str | None) -> None:
        """Make a device of the person that a service acts as, or rename it (MSC4190)."""
        wanted = usable_device_id(device_id)
        if wanted is None:
            raise BadRequest("this cannot be a device id")
        if wanted in {device.device_id for device in await self._logins.list_devices(caller.user_id)}:
            if name is not None:
                await self._logins.rename_device(caller.user_id, wanted, name)
            return
        await self._add_device(caller.user_id, wanted, name)

    async def _add_device(self, user_id: UserId, device_id: DeviceId, name: str | None) -> None:
        write = Write()
        seen = Sighting(user_id, device_id, self._clock(), "", "")
        self._sessions.insert_device(write, user_id, device_id, name=name, seen=seen)
        place = write.position().offset
        write.publish(lambda base: DeviceAdded(user_id, device_id, base + place))
        await self._database.commit(write)

    def _service(self, request: Request) -> str:
        service = self._names.calling(request)
        if service is None:
            raise Forbidden("this needs the token of an application service", errcode="M_MISSING_TOKEN")
        return service

    def _check_covered(self, service: str, user_id: str) -> None:
        if not self._names.covers(service, user_id):
            raise UserReserved("this user name is not in the namespace of the application service")
