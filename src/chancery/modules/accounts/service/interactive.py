# SPDX-License-Identifier: EUPL-1.2
"""User-interactive authentication, for both APIs: one stage proves who asks, by password, code or passkey.

The session is an HMAC over caller, path, a hash of the body, expiry and a nonce. Nothing has to be remembered but what was completed on
the fallback page: otherwise the stage completes the request that carries it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.errors import Forbidden
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import SIGNING_PATH
from chancery.modules.accounts.errors import InteractiveAuthNeeded, WrongPasskey
from chancery.modules.accounts.rules.names import typed_user_id
from chancery.modules.accounts.service.clients import KeyResets
from chancery.modules.accounts.service.factors import PASSKEY, SecondFactors
from chancery.modules.accounts.service.fallback import CODE_STAGE, LOGIN_STAGE, InteractiveSessions
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.store.people import PeopleStore
from chancery.platform.http.request import Caller

PASSKEY_STAGE = "org.chancery.passkey"
"""A WebAuthn assertion in the member `credential`, for the options that stand in `params`."""
OAUTH_STAGES = ("m.oauth", "org.matrix.cross_signing_reset")
"""Client-server API v1.17 and MSC4312: the name of now, and the one that clients had before."""


class InteractiveAuth:
    """Asks once more who it is before dangerous requests."""

    def __init__(
        self,
        *,
        people: PeopleStore,
        passwords: PasswordKeeper,
        factors: SecondFactors,
        passkeys: Passkeys,
        sessions: InteractiveSessions,
        resets: KeyResets,
        server_name: str,
        links: str,
    ) -> None:
        self._resets = resets
        self._links = links
        self._people = people
        self._passwords = passwords
        self._factors = factors
        self._passkeys = passkeys
        self._sessions = sessions
        self._server_name = server_name

    async def confirm(
        self,
        caller: Caller,
        auth: Mapping[str, Any] | None,
        *,
        path: str,
        body: object,
        is_strict: bool = False,
    ) -> None:
        """Return when `auth` completes a stage for an operation: what `body` without `auth` asks of `path`.

        With `is_strict` the password does not do for people who have a second factor: it must not remove it.
        Raises InteractiveAuthNeeded, TooManyAttempts, Forbidden.
        """
        if caller.app_service is not None:
            return  # a service has no password; its token is what it proves itself with (MSC4190)
        if caller.client_id is not None and path == SIGNING_PATH:
            await self._confirm_by_page(caller, path, body)
            return
        stages = await self._stages(caller.user_id, is_strict=is_strict)
        # A first request may carry the proof at once; a session that is given must be ours.
        session = (auth or {}).get("session")
        if session is not None and self._is_valid(session, caller, path, body):
            await self._complete(caller, auth or {}, stages, session, session)
            return
        fresh = self._sessions.issue(caller.user_id, path, caller.session_id, body, stages)
        if session is not None:
            raise await self._needed(
                caller, fresh, stages, "this session has ended, begin again", errcode="M_FORBIDDEN"
            )
        await self._complete(caller, auth or {}, stages, None, fresh)

    async def _confirm_by_page(self, caller: Caller, path: str, body: object) -> None:
        """Client-server API, "OAuth authentication": on our page, to which the stage's `url` leads."""
        if await self._resets.take(caller.user_id):
            return
        params = {"url": f"{self._links}/account?action=org.matrix.cross_signing_reset"}
        details = {
            "flows": [{"stages": [stage]} for stage in OAUTH_STAGES],
            "params": dict.fromkeys(OAUTH_STAGES, params),
            "completed": [],
            "session": self._sessions.issue(caller.user_id, path, caller.session_id, body, OAUTH_STAGES),
        }
        raise InteractiveAuthNeeded("allow this on the page of your account", details=details)

    async def _stages(self, user_id: UserId, *, is_strict: bool) -> Sequence[str]:
        kinds = await self._factors.kinds(user_id)
        # Codes on paper stand in for every second factor.
        second = [*([PASSKEY_STAGE] if PASSKEY in kinds else []), *([CODE_STAGE] if kinds else [])]
        return second if second and is_strict else [LOGIN_STAGE, *second]

    async def _complete(
        self,
        caller: Caller,
        auth: Mapping[str, Any],
        stages: Sequence[str],
        session: str | None,
        fresh: str,
    ) -> None:
        if not auth:
            raise await self._needed(caller, fresh, stages, "confirm that it is you")
        if session is not None and auth.get("type") is None:
            if await self._sessions.take(session):
                return  # the stage was completed on the fallback page
            raise await self._needed(caller, session, stages, "confirm that it is you")
        kind = str(auth.get("type"))
        if kind not in stages:
            stated = f"the stages are {', '.join(stages)}"
            raise await self._needed(caller, fresh, stages, stated, errcode="M_UNRECOGNIZED")
        if not self._names_caller(caller, auth):
            # A stolen token and an own password must not open other people's accounts.
            raise Forbidden("confirm with the password of the account that you are signed in to")
        if not await self._is_right(caller, auth):
            what = {LOGIN_STAGE: "password", CODE_STAGE: "code"}.get(kind, "passkey")
            raise await self._needed(caller, fresh, stages, f"the {what} is wrong", errcode="M_FORBIDDEN")

    async def _is_right(self, caller: Caller, auth: Mapping[str, Any]) -> bool:
        if auth["type"] == CODE_STAGE:
            code = auth.get("code")
            return isinstance(code, str) and await self._factors.fits(caller.user_id, code)
        if auth["type"] == PASSKEY_STAGE:
            return await self._is_proven(caller, auth.get("credential"))
        password = auth.get("password")
        if not isinstance(password, str):
            return False
        person = await self._people.find_person(caller.user_id)
        known = person.password_hash if person else None
        return await self._passwords.verify(caller.user_id, f"session {caller.session_id}", known, password)

    async def _is_proven(self, caller: Caller, credential: object) -> bool:
        try:
            await self._passkeys.prove(credential if isinstance(credential, dict) else {}, caller.user_id)
        except WrongPasskey:
            return False
        return True

    async def _needed(
        self, caller: Caller, session: str, stages: Sequence[str], message: str, *, errcode: str = ""
    ) -> InteractiveAuthNeeded:
        params = {}
        if PASSKEY_STAGE in stages:
            params[PASSKEY_STAGE] = await self._passkeys.ask_for_known(caller.user_id)
        details = {
            "flows": [{"stages": [stage]} for stage in stages],
            "params": params,
            "completed": [],
            "session": session,
        }
        return InteractiveAuthNeeded(message, errcode=errcode, details=details)

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
