# SPDX-License-Identifier: EUPL-1.2
"""Sessions: from a token to its caller in microseconds, and when devices were last seen."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from chancery.kit.clock import Clock
from chancery.kit.errors import Forbidden, Unauthenticated
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.errors import GuestForbidden, UserLocked, UserSuspended
from chancery.modules.accounts.events import DeviceRemoved, SessionReplaced, StandingChanged, TokensRotated
from chancery.modules.accounts.model import Sighting, StoredSession
from chancery.modules.accounts.rules import standing
from chancery.modules.accounts.store.sessions import SessionStore
from chancery.platform.bus.port import Bus
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.cookies import check_same_origin
from chancery.platform.http.request import Caller, Request

COOKIE = "chancery_session"
_RECHECK_MS = 60_000
"""Even if every other safeguard failed, a dead token would not live longer than this in a cache."""
_IDLE_MS = 10 * 60_000
_MAX_AGENT = 255


def new_token(prefix: str = "cht_") -> str:
    """Return a fresh secret (256 bits); the prefix lets secret scanners find leaked ones."""
    return f"{prefix}{secrets.token_urlsafe(32)}"


def hash_token(token: str) -> bytes:
    """Return what is stored of a token; a fast hash is enough for a random secret."""
    return sha256(token.encode()).digest()


@dataclass(slots=True)
class _Live:
    caller: Caller
    checked_at: int
    expires_at: int | None = None
    is_locked: bool = False
    is_limited: bool = False
    seen_ts: int = 0
    seen_ip: str = ""
    seen_agent: str = ""
    is_dirty: bool = False


class SessionKeeper:
    """The sessions that are in use, in memory, before the table that holds them all."""

    def __init__(
        self,
        database: Database,
        store: SessionStore,
        bus: Bus,
        clock: Clock,
        *,
        takes_query_tokens: bool = False,
    ) -> None:
        self._database = database
        self._store = store
        self._clock = clock
        self._takes_query_tokens = takes_query_tokens
        self._live: dict[str, _Live] = {}
        self._tokens: dict[UserId, dict[DeviceId, str]] = {}
        self._active: dict[UserId, int] = {}
        self._forgotten = 0
        bus.subscribe(DeviceRemoved, self._forget)
        bus.subscribe(SessionReplaced, self._forget)
        bus.subscribe(TokensRotated, self._forget)
        bus.subscribe(StandingChanged, self._forget_person)
        bus.on_gap(self._forget_all)

    async def authenticate(self, request: Request) -> None:
        """Set `request.caller`; raises Unauthenticated, or Forbidden for another site's use of the cookie.

        UserLocked, UserSuspended and GuestForbidden say that the caller is known and may not call this route.
        """
        token = _token(request, takes_query_tokens=self._takes_query_tokens)
        live = self._live.get(token)
        now = self._clock()
        if live is None or now - live.checked_at > _RECHECK_MS:
            live = await self._load(token, now)
        if live.expires_at is not None and now >= live.expires_at:
            raise Unauthenticated("the access token has expired", details={"soft_logout": True})
        live.seen_ts = now
        live.seen_ip = request.client
        live.seen_agent = request.headers.get("user-agent", "")
        live.is_dirty = True
        _check_standing(live, request)
        request.caller = live.caller

    def carries_credentials(self, request: Request) -> bool:
        """Tell whether a request comes with a token or cookie, right or wrong."""
        try:
            _token(request, takes_query_tokens=self._takes_query_tokens)
        except Unauthenticated:
            return False
        return True

    def last_active(self, user_id: UserId) -> int | None:
        """Return when the person last made a request, as far as this process knows."""
        times = [self._live[token].seen_ts for token in self._tokens.get(user_id, {}).values()]
        return max([*times, self._active.get(user_id, 0)]) or None

    def sighting(self, user_id: UserId, device_id: DeviceId) -> Sighting | None:
        """Return the newest sighting of a device that is not stored yet."""
        token = self._tokens.get(user_id, {}).get(device_id)
        return _sighting(self._live[token]) if token else None

    async def flush(self) -> None:
        """Store sightings, and drop from memory what has been idle."""
        dirty = [live for live in self._live.values() if live.is_dirty]
        for live in dirty:
            live.is_dirty = False
        self._evict(self._clock() - _IDLE_MS)
        if dirty:
            write = Write()
            self._store.update_seen(write, [_sighting(live) for live in dirty])
            await self._database.commit(write)

    async def _load(self, token: str, now: int) -> _Live:
        forgotten = self._forgotten
        hashed = hash_token(token)
        session = await self._store.find_session(hashed)
        if session is None and await self._promote(hashed):
            forgotten = self._forgotten
            session = await self._store.find_session(hashed)
        if session is None:
            self._drop(token)
            raise Unauthenticated("the access token is unknown or ended", details={"soft_logout": False})
        is_limited = session.grant is not None and session.grant.is_limited
        live = _Live(_caller(session), now, session.expires_at, session.is_locked, is_limited)
        # A session that ended while we read must not come back to life in the cache.
        if forgotten == self._forgotten:
            self._keep(token, live)
        return live

    async def _promote(self, hashed: bytes) -> bool:
        """Begin to use a session's next access token, when it is one: the former tokens end with that."""
        session = await self._store.find_next_session(hashed)
        if session is not None:
            await promote(self._database, self._store, session)
        return session is not None

    def _keep(self, token: str, live: _Live) -> None:
        caller = live.caller
        former = self._tokens.get(caller.user_id, {}).get(caller.device_id)
        if former is not None and former != token:
            # A device has one session, so the fact that ends the former one is only still on its way.
            self._drop(former)
        self._live[token] = live
        self._tokens.setdefault(caller.user_id, {})[caller.device_id] = token

    def _forget_person(self, fact: StandingChanged) -> None:
        self._forgotten += 1
        for token in list(self._tokens.get(fact.user_id, {}).values()):
            self._drop(token)

    def _forget(self, fact: DeviceRemoved | SessionReplaced | TokensRotated) -> None:
        self._forgotten += 1
        token = self._tokens.get(fact.user_id, {}).get(fact.device_id)
        if token:
            self._drop(token)

    def _forget_all(self, _after: int, _upto: int) -> None:
        # Facts of other processes were lost, so any session may have ended: read each one again at its next use.
        self._forgotten += 1
        for token in list(self._live):
            self._drop(token)

    def _evict(self, before: int) -> None:
        for token in [token for token, live in self._live.items() if live.seen_ts < before]:
            self._drop(token)

    def _drop(self, token: str) -> None:
        live = self._live.pop(token, None)
        if live is None:
            return
        user_id = live.caller.user_id
        devices = self._tokens[user_id]
        del devices[live.caller.device_id]
        if not devices:
            del self._tokens[user_id]
        self._active[user_id] = live.seen_ts


async def promote(database: Database, store: SessionStore, session: StoredSession) -> None:
    """Let a session's next tokens take the place of the former ones, unless somebody else just did."""
    write = Write()
    store.promote_next(write, session)
    place = write.position().offset
    write.publish(lambda base: TokensRotated(session.user_id, session.device_id, base + place))
    try:
        await database.commit(write)
    except WriteConflict:
        # Two requests came with the new token at once; one of them did it.
        return


def _caller(session: StoredSession) -> Caller:
    return Caller(
        session.user_id,
        session.device_id,
        session.session_id,
        session.is_admin,
        is_guest=session.is_guest,
        is_suspended=session.is_suspended,
        client_id=session.grant.client_id if session.grant else None,
        scope=session.grant.scope if session.grant else "",
    )


def _check_standing(live: _Live, request: Request) -> None:
    caller, route = live.caller, (request.method, request.route)
    if live.is_locked and not standing.locked_may(*route):
        raise UserLocked("an administrator has locked this account", details={"soft_logout": True})
    if caller.is_suspended and not standing.suspended_may(*route):
        raise UserSuspended("an administrator has suspended this account")
    if caller.is_guest and not standing.guest_may(*route):
        raise GuestForbidden("guests may not do this")
    if caller.client_id is not None and not standing.client_may(*route, is_limited=live.is_limited):
        # RFC 6750, 3.1.
        raise Forbidden(
            "this application was not allowed to do this",
            headers={"www-authenticate": 'Bearer error="insufficient_scope"'},
        )


def _sighting(live: _Live) -> Sighting:
    return Sighting(
        live.caller.user_id,
        live.caller.device_id,
        live.seen_ts,
        live.seen_ip,
        live.seen_agent[:_MAX_AGENT],
    )


def _token(request: Request, *, takes_query_tokens: bool) -> str:
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("the Authorization header must be: Bearer TOKEN", errcode="M_MISSING_TOKEN")
        return token.strip()
    cookie = _cookie(request)
    if cookie is not None:
        check_same_origin(request)
        return cookie
    in_query = request.query.get("access_token")
    if in_query and takes_query_tokens:
        return in_query
    if in_query is not None:
        # Query strings end in logs and histories; the specification deprecated them in v1.11.
        raise Unauthenticated(
            "send the access token in the Authorization header, not in the address", errcode="M_MISSING_TOKEN"
        )
    raise Unauthenticated("this needs an access token", errcode="M_MISSING_TOKEN")


def _cookie(request: Request) -> str | None:
    for pair in request.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None
