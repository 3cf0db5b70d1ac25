# SPDX-License-Identifier: EUPL-1.2
"""Matrix device management."""

from collections.abc import Sequence

from chancery.kit.ids import DeviceId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.schemas import AuthBody, DeviceBody, DevicesBody
from chancery.modules.accounts.service.app_services import ServiceLogins
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.login import LoginService
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_V3 = "/_matrix/client/v3"
_ONE = f"{_V3}/devices/{{device_id}}"


class DevicesApi:
    """`/devices` and `/delete_devices`."""

    def __init__(self, logins: LoginService, interactive: InteractiveAuth, services: ServiceLogins) -> None:
        self._services = services
        self._logins = logins
        self._interactive = interactive

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_V3}/devices", self.list),
            Route("GET", _ONE, self.show),
            Route("PUT", _ONE, self.rename, body=DeviceBody),
            Route("DELETE", _ONE, self.remove, body=AuthBody, optional_body=True),
            Route("POST", f"{_V3}/delete_devices", self.remove_several, body=DevicesBody),
        )

    async def list(self, request: Request) -> object:
        """Answer `GET /devices`."""
        devices = await self._logins.list_devices(request.caller.user_id)
        return {"devices": [_view(request, device) for device in devices]}

    async def show(self, request: Request) -> object:
        """Answer `GET /devices/{deviceId}`."""
        device = await self._logins.access_device(request.caller.user_id, request.params["device_id"])
        return _view(request, device)

    async def rename(self, request: Request) -> object:
        """Answer `PUT /devices/{deviceId}`."""
        body: DeviceBody = request.body
        device_id = request.params["device_id"]
        if request.caller.app_service is not None:
            await self._services.ensure_device(request.caller, device_id, body.display_name)
            return {}
        if body.display_name is None:
            await self._logins.access_device(request.caller.user_id, device_id)
            return {}
        await self._logins.rename_device(request.caller.user_id, device_id, body.display_name)
        return {}

    async def remove(self, request: Request) -> object:
        """Answer `DELETE /devices/{deviceId}`."""
        caller, device_id = request.caller, DeviceId(request.params["device_id"])
        body: AuthBody = request.body
        await self._interactive.confirm(caller, body.auth, path=f"{_V3}/devices/{device_id}", body=body)
        await self._logins.remove_devices(caller.user_id, [device_id], actor=caller.user_id)
        return {}

    async def remove_several(self, request: Request) -> object:
        """Answer `POST /delete_devices`."""
        caller, body = request.caller, request.body
        await self._interactive.confirm(caller, body.auth, path=f"{_V3}/delete_devices", body=body)
        ids = [DeviceId(device_id) for device_id in body.devices]
        await self._logins.remove_devices(caller.user_id, ids, actor=caller.user_id)
        return {}


def _view(request: Request, device: Device) -> dict[str, object]:
    members = {
        # No longer in the specification; SyTest and older clients read it.
        "user_id": request.caller.user_id,
        "device_id": device.device_id,
        "display_name": device.display_name,
        "last_seen_ts": device.last_seen_ts,
        "last_seen_ip": device.last_seen_ip,
    }
    return {name: value for name, value in members.items() if value is not None}
