# SPDX-License-Identifier: EUPL-1.2
"""Devices without a browser: they show a code, which somebody types where they are signed in (RFC 8628)."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.accounts.contract import Brake, ClientSessions
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.oauth.errors import CodeUnknown, OAuthError
from chancery.modules.oauth.model import Client, Link
from chancery.modules.oauth.rules.clients import DEVICE
from chancery.modules.oauth.rules.scopes import ScopeInvalid, parse
from chancery.modules.oauth.rules.user_codes import fold_user_code, new_user_code
from chancery.modules.oauth.service.clients import Clients
from chancery.modules.oauth.service.secrets import hash_secret, new_secret
from chancery.modules.oauth.store.links import LinkStore
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller

LIFE_SECONDS = 900
_FREE_GUESSES = 10
_FREE_LINKS = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a device gets: the code that it keeps, and the one that it shows."""

    device_code: str
    user_code: str


class Links:
    """Waiting devices, and what people answer."""

    def __init__(
        self,
        *,
        database: Database,
        store: LinkStore,
        clients: Clients,
        sessions: ClientSessions,
        audit: AuditLog,
        brake: Brake,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._clients = clients
        self._sessions = sessions
        self._audit = audit
        self._brake = brake
        self._clock = clock

    async def start(self, client: Client, scope_text: str | None, address: str) -> Waiting:
        """Let a device wait; raises OAuthError, TooManyAttempts."""
        if DEVICE not in client.metadata.grant_types:
            raise OAuthError("unauthorized_client", "the client did not register the device grant")
        try:
            scope = parse(scope_text)
        except ScopeInvalid as error:
            raise OAuthError("invalid_scope", str(error)) from error
        if scope.is_limited:
            raise OAuthError("invalid_scope", "the device grant is for clients of the Matrix API")
        key = f"oauth link\n{address}"
        await self._brake.check(key, limit=_FREE_LINKS)
        await self._brake.count(key, limit=_FREE_LINKS)
        return await self._keep(client, scope.text)

    async def find(self, caller: Caller, typed: str) -> tuple[Client, Link]:
        """Return the device that waits under a code; raises CodeUnknown, TooManyAttempts."""
        key = f"oauth code\n{caller.user_id}"
        await self._brake.check(key, limit=_FREE_GUESSES)
        folded = fold_user_code(typed)
        link = await self._store.find_by_user(hash_secret(folded)) if folded else None
        client = await self._clients.find(link.client_id) if link else None
        if link is None or client is None or link.state != "waiting" or link.expires_at <= self._clock():
            await self._brake.count(key, limit=_FREE_GUESSES)
            raise CodeUnknown("no device waits under this code")
        return client, link

    async def answer(self, caller: Caller, typed: str, *, is_allowed: bool) -> None:
        """Let a device in, or send it away; raises CodeUnknown, TooManyAttempts."""
        client, link = await self.find(caller, typed)
        write = Write()
        self._store.answer(
            write,
            hash_secret(fold_user_code(typed) or ""),
            "allowed" if is_allowed else "denied",
            caller.user_id,
            await self._sessions.opened_at(caller),
        )
        action = "oauth.allowed" if is_allowed else "oauth.denied"
        details: dict[str, str | int | bool | None] = {
            "client_id": client.client_id,
            "name": client.name,
            "scope": link.scope,
        }
        self._audit.record(write, Entry(action, caller.user_id, caller.user_id, details))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise CodeUnknown("this code was answered meanwhile") from error

    async def forget_old(self) -> None:
        """Drop devices that waited too long."""
        write = Write()
        self._store.delete_before(write, self._clock())
        await self._database.commit(write)

    async def _keep(self, client: Client, scope: str) -> Waiting:
        waiting = Waiting(new_secret("chd_"), new_user_code())
        # Polled never: the first question comes when the device likes.
        link = Link(client.client_id, scope, "waiting", None, None, 0, self._clock() + LIFE_SECONDS * 1000)
        write = Write()
        folded = fold_user_code(waiting.user_code)
        assert folded is not None
        self._store.insert(write, hash_secret(waiting.device_code), hash_secret(folded), link)
        await self._database.commit(write)
        return waiting
