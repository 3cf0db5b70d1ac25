# SPDX-License-Identifier: EUPL-1.2
"""Access tokens that end, the refresh tokens that renew them, and tokens that sign a second client in."""

import base64

from chancery.kit.clock import Clock
from chancery.kit.errors import Unauthenticated
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import UserLocked, WrongCredentials
from chancery.modules.accounts.model import StoredSession, TokenHashes, Tokens
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.service.sessions import hash_token, new_token, promote
from chancery.modules.accounts.store.login_tokens import LoginTokenStore
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.platform.db.port import Database, Write, WriteConflict

_FAMILY = "chr_"
LOGIN_TOKEN_MS = 120_000
"""Client-server API, `login/get_token`: the generated token may be good for two minutes at most, here as long."""


class TokenMinter:
    """Makes tokens; those of clients that can refresh, and of all OAuth clients, end after `seconds`."""

    def __init__(self, clock: Clock, sealer: Sealer, *, seconds: int) -> None:
        self._clock = clock
        self._sealer = sealer
        self._lifetime_ms = seconds * 1000

    def mint(self, *, is_refreshable: bool, is_client: bool = False) -> Tokens:
        """Return new tokens; the refresh tokens of an OAuth client begin a family."""
        if not is_refreshable:
            return Tokens(new_token(), lifetime_ms=self._lifetime_ms if is_client else None)
        refresh = f"{new_token(_FAMILY)}.{new_token('')}" if is_client else new_token()
        return Tokens(new_token(), refresh, self._lifetime_ms)

    def renew(self, refresh: str) -> Tokens:
        """Return the tokens that follow a client's refresh token: always the same, so asking again harms nobody."""
        access, following = (self._derive(kind, refresh) for kind in ("access", "refresh"))
        return Tokens(f"cht_{access}", f"{family_of(refresh)}.{following}", self._lifetime_ms)

    def hashes(self, tokens: Tokens) -> TokenHashes:
        """Return what is stored of them, with the moment when the access token ends."""
        family = family_of(tokens.refresh) if tokens.refresh else None
        return TokenHashes(
            hash_token(tokens.access),
            hash_token(tokens.refresh) if tokens.refresh else None,
            self._clock() + tokens.lifetime_ms if tokens.lifetime_ms is not None else None,
            hash_token(family) if family else None,
        )

    def _derive(self, kind: str, refresh: str) -> str:
        digest = self._sealer.digest(f"next {kind} token\n{refresh}")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def family_of(refresh: str) -> str | None:
    """Return what all refresh tokens of a client's session begin with; None for those of other sessions."""
    family, point, _ = refresh.partition(".")
    return family if point and family.startswith(_FAMILY) else None


class Refresher:
    """Gives the next tokens of a session.

    The old refresh token remains good until the new access token or refresh token is first used, so that a client
    that never got the answer can ask again; what it did not get dies with the next answer.
    """

    def __init__(self, database: Database, sessions: SessionStore, minter: TokenMinter) -> None:
        self._database = database
        self._sessions = sessions
        self._minter = minter

    async def refresh(self, token: str) -> Tokens:
        """Return the next tokens; raises Unauthenticated, UserLocked."""
        hashed = hash_token(token)
        session = await self._find(hashed)
        if session.is_locked:
            raise UserLocked("an administrator has locked this account", details={"soft_logout": True})
        tokens = self._minter.mint(is_refreshable=True)
        write = Write()
        self._sessions.update_next(write, session, self._minter.hashes(tokens), hashed)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise _unknown() from error
        return tokens

    async def _find(self, hashed: bytes) -> StoredSession:
        session = await self._sessions.find_by_refresh(hashed)
        is_next = session is None
        if session is None:
            session = await self._sessions.find_by_next_refresh(hashed)
        if session is None or session.grant is not None:
            # What an OAuth client got is renewed where it can say which client it is.
            raise _unknown()
        if is_next:
            await promote(self._database, self._sessions, session)
        return session


class LoginTokens:
    """Tokens for `m.login.token`: one use, two minutes."""

    def __init__(self, database: Database, store: LoginTokenStore, clock: Clock) -> None:
        self._database = database
        self._store = store
        self._clock = clock

    async def issue(self, user_id: UserId) -> str:
        """Return a token that signs a second client of the person in."""
        token, now, write = new_token(), self._clock(), Write()
        self._store.delete_before(write, now)
        self._store.insert(write, hash_token(token), user_id, now + LOGIN_TOKEN_MS)
        await self._database.commit(write)
        return token

    async def redeem(self, token: str) -> UserId:
        """Return whom the token signs in, and end it; raises WrongCredentials."""
        hashed = hash_token(token)
        user_id = await self._store.find(hashed, self._clock())
        if user_id is None:
            raise WrongCredentials("the login token is unknown, used or over")
        write = Write()
        self._store.consume(write, hashed)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise WrongCredentials("the login token is used") from error
        return user_id


def _unknown() -> Unauthenticated:
    return Unauthenticated("the refresh token is unknown or used", details={"soft_logout": False})
