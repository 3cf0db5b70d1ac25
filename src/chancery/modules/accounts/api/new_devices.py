# SPDX-License-Identifier: EUPL-1.2
"""What a device is told of sign-ins after it, and the two answers: it was me, sign it out."""

from collections.abc import Sequence

from chancery.modules.accounts.model import NewDevice
from chancery.modules.accounts.schemas import AuthBody, NewDevicesView, NewDeviceView
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.modules.accounts.service.new_devices import NewDevices
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_PATH = "/api/v1/account/new-devices"
_TAG = "account"


class NewDevicesApi:
    """`/api/v1/account/new-devices`."""

    def __init__(self, devices: NewDevices, logins: LoginService, interactive: InteractiveAuth) -> None:
        self._devices = devices
        self._logins = logins
        self._interactive = interactive

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _PATH, self.list, answer=NewDevicesView, tag=_TAG,
                  summary="Sign-ins after that of this device that nobody has answered for"),
            Route("POST", f"{_PATH}/{{device_id}}/recognise", self.recognise, tag=_TAG,
                  summary="Say that such a sign-in was one's own"),
            Route("POST", f"{_PATH}/{{device_id}}/remove", self.remove, body=AuthBody, optional_body=True, tag=_TAG,
                  summary="Sign such a device out; asks for a proof"),
        )  # fmt: skip

    async def list(self, request: Request) -> NewDevicesView:
        """Answer `GET /api/v1/account/new-devices`."""
        return NewDevicesView([_view(device) for device in await self._devices.list(request.caller)])

    async def recognise(self, request: Request) -> object:
        """Answer `POST /api/v1/account/new-devices/{device_id}/recognise`."""
        await self._devices.recognise(request.caller, request.params["device_id"])
        return {}

    async def remove(self, request: Request) -> object:
        """Answer `POST /api/v1/account/new-devices/{device_id}/remove`."""
        caller, body = request.caller, request.body
        device = await self._devices.access(caller, request.params["device_id"])
        await self._interactive.confirm(caller, body.auth, path=request.raw_path.decode(), body=body)
        await self._logins.remove_devices(caller.user_id, [device.device_id], actor=caller.user_id)
        return {}


def _view(device: NewDevice) -> NewDeviceView:
    return NewDeviceView(
        device_id=device.device_id,
        name=device.name,
        signed_in_at=device.signed_in_at,
        address=device.ip,
        agent=device.agent,
    )
