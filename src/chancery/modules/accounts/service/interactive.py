# SPDX-License-Identifier: EUPL-1.2
"""User-interactive authentication with one stage, `m.login.password`.

The session is an HMAC over caller, path, expiry and a nonce. Nothing has to be remembered but what was completed on
the fallback page: otherwise the stage completes the request that carries it.
"""

from collections.abc import Mapping
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.modules.accounts.errors import InteractiveAuthNeeded
from chancery.modules.accounts.rules.names import typed_user_id
from chancery.modules.accounts.service.fallback import LOGIN_STAGE, InteractiveSessions
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.store.people import PeopleStore
from chancery.platform.http.request import Caller


class InteractiveAuth:
    """Asks for the password again before dangerous requests."""

    def __init__(
        self,
        *,
        people: PeopleStore,
        passwords: PasswordKeeper,
        sessions: InteractiveSessions,
        server_name: str,
    ) -> None:
        self._people = people
        self._passwords = passwords
        self._sessions = sessions
        self._server_name = server_name

    async def confirm(self, caller: Caller, auth: Mapping[str, Any] | None, *, path: str) -> None:
        """Return when `auth` completes the stage; raises InteractiveAuthNeeded, TooManyAttempts, Forbidden."""
        if caller.app_service is not None:
            return  # a service has no password; its token is what it proves itself with (MSC4190)
        if not auth:
            raise self._needed(caller, path, "confirm with your password")
        session = auth.get("session")
        # A first request may carry the password at once; a session that is given must be ours.
        if session is not None and not self._is_valid(session, caller, path):
            raise self._needed(caller, path, "this session has ended, begin again", errcode="M_FORBIDDEN")
        if session is not None and auth.get("type") is None:
            if await self._sessions.take(session):
                return  # the stage was completed on the fallback page
            raise self._needed(caller, path, "confirm with your password", session=session)
        if auth.get("type") != LOGIN_STAGE:
            raise self._needed(caller, path, f"the only stage is {LOGIN_STAGE}", errcode="M_UNRECOGNIZED")
        if not self._names_caller(caller, auth):
            # A stolen token and an own password must not open other people's accounts.
            raise Forbidden("confirm with the password of the account that you are signed in to")
        if not await self._is_right(caller, auth):
            raise self._needed(caller, path, "the password is wrong", errcode="M_FORBIDDEN", session=session)

    async def _is_right(self, caller: Caller, auth: Mapping[str, Any]) -> bool:
        password = auth.get("password")
        if not isinstance(password, str):
            return False
        person = await self._people.find_person(caller.user_id)
        known = person.password_hash if person else None
        return await self._passwords.verify(caller.user_id, f"session {caller.session_id}", known, password)

    def _names_caller(self, caller: Caller, auth: Mapping[str, Any]) -> bool:
        identifier = auth.get("identifier")
        user = identifier.get("user") if isinstance(identifier, dict) else auth.get("user")
        if user is None:
            return True
        return isinstance(user, str) and typed_user_id(user, self._server_name) == caller.user_id

    def _needed(
        self,
        caller: Caller,
        path: str,
        message: str,
        *,
        errcode: str = "",
        session: str | None = None,
    ) -> InteractiveAuthNeeded:
        details = {
            "flows": [{"stages": [LOGIN_STAGE]}],
            "params": {},
            "completed": [],
            "session": session or self._sessions.issue(caller.user_id, path, caller.session_id),
        }
        return InteractiveAuthNeeded(message, errcode=errcode, details=details)

    def _is_valid(self, session: Any, caller: Caller, path: str) -> bool:
        expected = (caller.user_id, path, caller.session_id)
        return isinstance(session, str) and self._sessions.open(session) == expected
