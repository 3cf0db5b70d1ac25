# SPDX-License-Identifier: EUPL-1.2
"""Matrix account endpoints: whoami, password, deactivation, third-party identifiers."""

from collections.abc import Sequence

from chancery.modules.accounts.schemas import DeactivateBody, PasswordBody
from chancery.modules.accounts.service.addresses import PasswordReset
from chancery.modules.accounts.service.interactive import InteractiveAuth
from chancery.modules.accounts.service.people import PeopleService
from chancery.modules.accounts.service.sessions import SessionKeeper
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_ACCOUNT = "/_matrix/client/v3/account"


class AccountApi:
    """`/account/*` without what concerns addresses."""

    def __init__(
        self,
        people: PeopleService,
        interactive: InteractiveAuth,
        sessions: SessionKeeper,
        reset: PasswordReset,
    ) -> None:
        self._people = people
        self._interactive = interactive
        self._sessions = sessions
        self._reset = reset

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", f"{_ACCOUNT}/whoami", self.whoami),
            # Who has forgotten the password has no token either.
            Route("POST", f"{_ACCOUNT}/password", self.change_password, body=PasswordBody, login=False),
            Route("POST", f"{_ACCOUNT}/deactivate", self.deactivate, body=DeactivateBody, optional_body=True),
        )

    async def whoami(self, request: Request) -> object:
        """Answer `GET /account/whoami`."""
        caller = request.caller
        return {"user_id": caller.user_id, "device_id": caller.device_id, "is_guest": caller.is_guest}

    async def change_password(self, request: Request) -> object:
        """Answer `POST /account/password`; the device that asks stays signed in."""
        body: PasswordBody = request.body
        if self._reset.is_possible and not self._sessions.carries_credentials(request):
            await self._reset.set_password(body.auth, body.new_password, end_sessions=body.logout_devices)
            return {}
        await self._sessions.authenticate(request)
        caller = request.caller
        await self._interactive.confirm(caller, body.auth, path=f"{_ACCOUNT}/password", body=body)
        await self._people.set_password(
            caller.user_id,
            body.new_password,
            actor=caller.user_id,
            end_sessions=body.logout_devices,
            keep=caller.device_id,
        )
        return {}

    async def deactivate(self, request: Request) -> object:
        """Answer `POST /account/deactivate`."""
        body: DeactivateBody = request.body
        caller = request.caller
        await self._interactive.confirm(caller, body.auth, path=f"{_ACCOUNT}/deactivate", body=body)
        await self._people.deactivate(caller.user_id, actor=caller.user_id, erase=body.erase)
        return {"id_server_unbind_result": "no-support"}
