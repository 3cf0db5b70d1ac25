# SPDX-License-Identifier: EUPL-1.2
"""Sessions of OAuth clients, and whether one of them may replace a person's keys."""

from chancery.kit.clock import Clock
from chancery.kit.errors import Unauthenticated
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import ClientOpening, ClientTokens
from chancery.modules.accounts.errors import UserLocked, WrongCredentials
from chancery.modules.accounts.model import Grant, StoredSession, Tokens
from chancery.modules.accounts.service.login import LoginService, Opening
from chancery.modules.accounts.service.sessions import hash_token, promote
from chancery.modules.accounts.service.tokens import TokenMinter, family_of
from chancery.modules.accounts.store.key_resets import KeyResetStore
from chancery.modules.accounts.store.people import PeopleStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

KEY_RESET_MS = 10 * 60_000


class StoredClientSessions:
    """`ClientSessions` over the tables that hold everybody's sessions."""

    def __init__(
        self,
        *,
        database: Database,
        people: PeopleStore,
        sessions: SessionStore,
        logins: LoginService,
        minter: TokenMinter,
        resets: KeyResetStore,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._people = people
        self._sessions = sessions
        self._logins = logins
        self._minter = minter
        self._resets = resets
        self._audit = audit
        self._clock = clock

    async def add(self, write: Write, user_id: UserId, opening: ClientOpening) -> ClientTokens:
        person = await self._people.find_person(user_id)
        if person is None or not person.is_active or person.is_locked:
            raise WrongCredentials("the account is closed or locked")
        given = opening.grant
        wish = Opening(
            opening.address,
            opening.agent,
            opening.device_id,
            opening.device_name,
            wants_refresh=opening.has_refresh,
            grant=Grant(given.client_id, given.scope, is_limited=given.is_limited),
        )
        made = await self._logins.add_opening(write, person, wish)
        return _shown(made.user_id, made.device_id, made.tokens, given.scope)

    async def refresh(self, token: str, client_id: str) -> ClientTokens:
        hashed = hash_token(token)
        session = await self._find(hashed, token)
        if session is None or session.grant is None or session.grant.client_id != client_id:
            raise _unknown()
        if session.is_locked:
            raise UserLocked("an administrator has locked this account")
        tokens, write = self._minter.renew(token), Write()
        self._sessions.update_next(write, session, self._minter.hashes(tokens), hashed)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise _unknown() from error
        return _shown(session.user_id, session.device_id, tokens, session.grant.scope)

    async def revoke(self, token: str) -> None:
        session = await self._of_any(token)
        if session is not None and session.grant is not None:
            await self.end(session.user_id, session.device_id)

    async def end(self, user_id: UserId, device_id: DeviceId) -> None:
        await self._logins.remove_devices(user_id, [device_id], actor=user_id, ended=True)

    async def end_all(self, client_id: str, *, actor: str) -> None:
        for user_id, device_id in await self._sessions.list_of_client(client_id):
            await self._logins.remove_devices(user_id, [device_id], actor=actor)

    async def end_spent(self) -> None:
        """Remove the devices of sessions that only told who somebody is and are over."""
        for user_id, device_id in await self._sessions.list_spent(self._clock()):
            await self._logins.remove_devices(user_id, [device_id], actor="system", ended=True)

    async def opened_at(self, caller: Caller) -> int:
        return await self._sessions.find_created_at(caller.session_id) or 0

    async def allow_key_reset(self, caller: Caller) -> None:
        write = Write()
        self._resets.save(write, caller.user_id, self._clock() + KEY_RESET_MS)
        self._audit.record(write, Entry("keys.reset_allowed", caller.user_id, caller.user_id))
        await self._database.commit(write)

    async def _find(self, hashed: bytes, token: str) -> StoredSession | None:
        session = await self._sessions.find_by_refresh(hashed)
        if session is not None:
            return session
        session = await self._sessions.find_by_next_refresh(hashed)
        if session is not None:
            await promote(self._database, self._sessions, session)
            return session
        await self._punish_replay(token)
        return None

    async def _punish_replay(self, token: str) -> None:
        """End the session whose former token came back: somebody else has it, or had it (RFC 9700, 4.14)."""
        family = family_of(token)
        session = await self._sessions.find_by_family(hash_token(family)) if family else None
        if session is None:
            return
        await self._audit.append(
            Entry("session.replayed", "system", session.user_id, {"device_id": session.device_id})
        )
        await self.end(session.user_id, session.device_id)

    async def _of_any(self, token: str) -> StoredSession | None:
        hashed = hash_token(token)
        finders = (
            self._sessions.find_session,
            self._sessions.find_by_refresh,
            self._sessions.find_next_session,
            self._sessions.find_by_next_refresh,
        )
        for find in finders:
            session = await find(hashed)
            if session is not None:
                return session
        return None


class KeyResets:
    """Permissions to replace the keys by which others know a person; each is used once."""

    def __init__(self, database: Database, store: KeyResetStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    async def take(self, user_id: UserId) -> bool:
        """Tell whether the person has allowed it, and let it count once."""
        if not await self._store.is_allowed(user_id, self._clock()):
            return False
        write = Write()
        self._store.consume(write, user_id)
        try:
            await self._database.commit(write)
        except WriteConflict:
            return False
        return True


def _shown(user_id: UserId, device_id: DeviceId, tokens: Tokens, scope: str) -> ClientTokens:
    assert tokens.lifetime_ms is not None
    return ClientTokens(user_id, device_id, tokens.access, tokens.refresh, tokens.lifetime_ms, scope)


def _unknown() -> Unauthenticated:
    return Unauthenticated("the refresh token is unknown, used or another client's")
