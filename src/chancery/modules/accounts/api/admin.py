# SPDX-License-Identifier: EUPL-1.2
"""The administrators' part of the Matrix API: suspend, lock, whois."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.schemas import LockedBody, SuspendedBody
from chancery.modules.accounts.service.moderation import Moderation
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_SUSPEND = "/_matrix/client/v1/admin/suspend/{user_id}"
_LOCK = "/_matrix/client/v1/admin/lock/{user_id}"


class AdminApi:
    """`/admin/*` of the client-server API."""

    def __init__(self, moderation: Moderation) -> None:
        self._moderation = moderation

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", "/_matrix/client/v3/admin/whois/{user_id}", self.whois),
            Route("GET", _SUSPEND, self.is_suspended),
            Route("PUT", _SUSPEND, self.suspend, body=SuspendedBody),
            Route("GET", _LOCK, self.is_locked),
            Route("PUT", _LOCK, self.lock, body=LockedBody),
        )

    async def whois(self, request: Request) -> object:
        """Answer `GET /admin/whois/{userId}`."""
        user_id = _target(request)
        devices = await self._moderation.devices(request.caller, user_id)
        sessions = {
            device.device_id: {"sessions": [{"connections": [_connection(device)]}]} for device in devices
        }
        return {"user_id": user_id, "devices": sessions}

    async def is_suspended(self, request: Request) -> object:
        """Answer `GET /admin/suspend/{userId}`."""
        person = await self._moderation.access(request.caller, _target(request))
        return {"suspended": person.is_suspended}

    async def suspend(self, request: Request) -> object:
        """Answer `PUT /admin/suspend/{userId}`."""
        body: SuspendedBody = request.body
        await self._moderation.suspend(request.caller, _target(request), value=body.suspended)
        return {"suspended": body.suspended}

    async def is_locked(self, request: Request) -> object:
        """Answer `GET /admin/lock/{userId}`."""
        person = await self._moderation.access(request.caller, _target(request))
        return {"locked": person.is_locked}

    async def lock(self, request: Request) -> object:
        """Answer `PUT /admin/lock/{userId}`."""
        body: LockedBody = request.body
        await self._moderation.lock(request.caller, _target(request), value=body.locked)
        return {"locked": body.locked}


def _target(request: Request) -> UserId:
    return UserId(request.params["user_id"])


def _connection(device: Device) -> dict[str, object]:
    members = {"ip": device.last_seen_ip, "last_seen": device.last_seen_ts}
    stated: dict[str, object] = {name: value for name, value in members.items() if value is not None}
    return {**stated, "user_agent": device.last_seen_agent or ""}
