# SPDX-License-Identifier: EUPL-1.2
"""What administrators do about a person's sign-in; removing second factors stands with the other factors."""

from collections.abc import Sequence

from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Device
from chancery.modules.accounts.schemas import (
    EndedSessions,
    GivenPasswordBody,
    LoginStateView,
    SignedInDevice,
    StandingBody,
)
from chancery.modules.accounts.service.desk import Desk
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_PERSON = "/api/v1/admin/people/{user_id}"


class PeopleAdminApi:
    """`/api/v1/admin/people/…`, for who runs the server and who administers the person."""

    def __init__(self, desk: Desk, interactive: InteractiveAuth) -> None:
        self._desk = desk
        self._interactive = interactive

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_PERSON}/login", self.state, answer=LoginStateView, tag="admin",
                  summary="How a person signs in, and where; the look is logged"),
            Route("POST", f"{_PERSON}/standing", self.change_standing, body=StandingBody, tag="admin",
                  summary="Lock a person out or suspend them, or take that back"),
            Route("POST", f"{_PERSON}/password", self.set_password, body=GivenPasswordBody, tag="admin",
                  summary="Give a person another password and end their sessions; asks for a proof"),
            Route("POST", f"{_PERSON}/sessions/end", self.end_sessions, answer=EndedSessions, tag="admin",
                  summary="Sign a person out on all devices"),
        )  # fmt: skip

    async def state(self, request: Request) -> LoginStateView:
        """Answer `GET /api/v1/admin/people/{user_id}/login`."""
        found = await self._desk.state(request.caller, _person(request))
        return LoginStateView(
            user_id=found.person.user_id,
            is_locked=found.person.is_locked,
            is_suspended=found.person.is_suspended,
            has_password=found.person.password_hash is not None,
            totp_since=found.factors.totp_since,
            passkeys=len(found.factors.passkeys),
            devices=[_device(device) for device in found.devices],
        )

    async def change_standing(self, request: Request) -> object:
        """Answer `POST /api/v1/admin/people/{user_id}/standing`."""
        body: StandingBody = request.body
        await self._desk.change_standing(
            request.caller, _person(request), is_locked=body.locked, is_suspended=body.suspended
        )
        return {}

    async def set_password(self, request: Request) -> object:
        """Answer `POST /api/v1/admin/people/{user_id}/password`; a weak one is refused before a proof is asked."""
        body: GivenPasswordBody = request.body
        caller, user_id = request.caller, _person(request)
        await self._desk.check_password(caller, user_id, body.password)
        path = request.raw_path.decode()
        await self._interactive.confirm(caller, body.auth, path=path, body=body, is_strict=True)
        await self._desk.set_password(caller, user_id, body.password)
        return {}

    async def end_sessions(self, request: Request) -> EndedSessions:
        """Answer `POST /api/v1/admin/people/{user_id}/sessions/end`."""
        return EndedSessions(await self._desk.end_sessions(request.caller, _person(request)))


def _person(request: Request) -> UserId:
    return UserId(request.params["user_id"])


def _device(device: Device) -> SignedInDevice:
    return SignedInDevice(device.device_id, device.display_name, device.last_seen_ts, device.last_seen_ip)
