# SPDX-License-Identifier: EUPL-1.2
"""Lets application services act, as their own person or as one of their namespace."""

from chancery.kit.ids import DeviceId, SessionId, UserId
from chancery.modules.accounts.contract import Accounts
from chancery.modules.appservices.errors import NotItsUser, UnknownDevice
from chancery.modules.appservices.service.names import OwnedNames
from chancery.platform.http.request import Caller, Request
from chancery.wire.matrix.registration import Registration

_DEVICE_PARAMETERS = ("device_id", "org.matrix.msc3202.device_id")


class ServiceAuthentication:
    """Recognises `as_token`s."""

    def __init__(self, names: OwnedNames, accounts: Accounts) -> None:
        self._names = names
        self._accounts = accounts

    async def authenticate(self, request: Request) -> bool:
        """Set the caller when the token is a service's, and tell whether it was."""
        service = self._names.service_of(request)
        if service is None:
            return False
        user_id = await self._user_of(service, request)
        device_id = await self._device_of(user_id, request)
        # Without a device of its own, the service itself is what transaction ids belong to.
        device_id = device_id or DeviceId(f"appservice.{service.id}")
        request.caller = Caller(
            user_id, device_id, SessionId(f"appservice.{service.id}"), app_service=service.id
        )
        return True

    async def _user_of(self, service: Registration, request: Request) -> UserId:
        wanted = request.query.get("user_id")
        if wanted is None or wanted == service.sender:
            return service.sender
        if not service.knows_user(wanted):
            raise NotItsUser("the application service may not act as this person")
        if not await self._accounts.exists(UserId(wanted)):
            raise NotItsUser("the application service has not registered this person")
        return UserId(wanted)

    async def _device_of(self, user_id: UserId, request: Request) -> DeviceId | None:
        wanted = next((value for name in _DEVICE_PARAMETERS if (value := request.query.get(name))), None)
        if wanted is None:
            return None
        if wanted not in {device.device_id for device in await self._accounts.devices(user_id)}:
            raise UnknownDevice("the person has no such device")
        return DeviceId(wanted)
