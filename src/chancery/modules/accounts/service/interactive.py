# SPDX-License-Identifier: EUPL-1.2
"""User-interactive authentication with one stage, `m.login.password`.

The session is an HMAC over caller, path, a hash of the body, expiry and a nonce. Nothing has to be remembered but what was completed on
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

    async def confirm(
        self, caller: Caller, auth: Mapping[str, Any] | None, *, path: str, body: object
    ) -> None:
        """Return when `auth` completes the stage for an operation: what `body` without `auth` asks of `path`.

        Raises InteractiveAuthNeeded, TooManyAttempts, Forbidden.
        """
        if caller.app_service is not None:
            return  # a service has no password; its token is what it proves itself with (MSC4190)
        # A first request may carry the password at once; a session that is given must be ours.
        session = (auth or {}).get("session")
        if session is not None and self._is_valid(session, caller, path, body):
            await self._complete(caller, auth or {}, session, session)
            return
        fresh = self._sessions.issue(caller.user_id, path, caller.session_id, body)
        if session is not None:
            raise _needed(fresh, "this session has ended, begin again", errcode="M_FORBIDDEN")
        await self._complete(caller, auth or {}, None, fresh)

    async def _complete(
        self, caller: Caller, auth: Mapping[str, Any], session: str | None, fresh: str
    ) -> None:
        if not auth:
            raise _needed(fresh, "confirm with your password")
        if session is not None and auth.get("type") is None:
            if await self._sessions.take(session):
                return  # the stage was completed on the fallback page
            raise _needed(session, "confirm with your password")
        if auth.get("type") != LOGIN_STAGE:
            raise _needed(fresh, f"the only stage is {LOGIN_STAGE}", errcode="M_UNRECOGNIZED")
        if not self._names_caller(caller, auth):
            # A stolen token and an own password must not open other people's accounts.
            raise Forbidden("confirm with the password of the account that you are signed in to")
        if not await self._is_right(caller, auth):
            raise _needed(fresh, "the password is wrong", errcode="M_FORBIDDEN")

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

    def _is_valid(self, session: Any, caller: Caller, path: str, body: object) -> bool:
        """Tell whether a session is the caller's and not over; raises Forbidden when it is another operation's."""
        opened = self._sessions.open(session) if isinstance(session, str) else None
        if opened is None or (opened.user_id, opened.owner) != (caller.user_id, caller.session_id):
            return False
        if not self._sessions.is_for(opened, path, body):
            raise Forbidden("this session was begun for another request")
        return True


def _needed(session: str, message: str, *, errcode: str = "") -> InteractiveAuthNeeded:
    details = {
        "flows": [{"stages": [LOGIN_STAGE]}],
        "params": {},
        "completed": [],
        "session": session,
    }
    return InteractiveAuthNeeded(message, errcode=errcode, details=details)
