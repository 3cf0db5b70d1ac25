# SPDX-License-Identifier: EUPL-1.2
"""Lets programs in that provision people, and knows them again by their tokens."""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId, new_id
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Authority
from chancery.modules.scim.contract import Issued, NewClient, ScimClient, ScimToken, Tree
from chancery.modules.scim.errors import ScimClientNotFound, ScimClientRefused, ScimUnauthenticated
from chancery.modules.scim.store.clients import ClientStore
from chancery.platform.db.port import Database, Write, WriteConflict

_DAY_MS = 24 * 3600 * 1000
_TOUCH_MS = 60_000
_MAX_NAME = 200
MAX_DAYS = 1_100
"""Three years: what is for ever is never changed."""


class StoredClients:
    """`ScimClients`, and the same for administrators of a part of the organisation."""

    def __init__(
        self,
        *,
        database: Database,
        store: ClientStore,
        authority: Authority,
        staffing: Tree,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._authority = authority
        self._staffing = staffing
        self._audit = audit
        self._clock = clock

    async def authenticate(self, header: str | None) -> ScimClient:
        """Return whose bearer token a request carries; raises ScimUnauthenticated."""
        scheme, _, token = (header or "").partition(" ")
        now = self._clock()
        found = None
        if scheme.lower() == "bearer" and token.strip():
            found = await self._store.find_by_token(_hash(token.strip()), now)
        if found is None:
            raise ScimUnauthenticated("this needs a SCIM token that is good")
        client, used_at = found
        if used_at is None or now - used_at > _TOUCH_MS:
            write = Write()
            self._store.touch(write, _hash(token.strip()), now)
            await self._database.commit(write)
        return client

    async def let_in(self, actor: UserId, wanted: NewClient) -> Issued:
        """Let a client in, for who administers its unit."""
        await self._require(actor, wanted.unit_id)
        return await self.issue(wanted, actor=actor)

    async def list_for(self, actor: UserId) -> Sequence[ScimClient]:
        """Return the clients that the actor administers."""
        allowed = set(await self._authority.list_objects(actor, "administers", "unit"))
        return [client for client in await self._store.list_all() if client.unit_id in allowed]

    async def rotate_for(self, actor: UserId, client_id: str, *, days: int) -> Issued:
        """Return one more token, for who administers the client's unit."""
        await self._administered(actor, client_id)
        return await self.rotate(client_id, days=days, actor=actor)

    async def revoke_for(self, actor: UserId, client_id: str, *, token_id: str | None) -> None:
        """End a token or the client, for who administers its unit."""
        await self._administered(actor, client_id)
        await self.revoke(client_id, token_id=token_id, actor=actor)

    async def issue(self, wanted: NewClient, *, actor: str) -> Issued:
        if wanted.unit_id not in {unit.id for unit in await self._staffing.units()}:
            raise ScimClientRefused("there is no such unit")
        client = ScimClient(
            new_id("scim"),
            _named(wanted.name),
            wanted.unit_id,
            _named(wanted.title),
            actor,
            self._clock(),
            None,
        )
        write = Write()
        self._store.insert_client(write, client)
        self._audit.record(
            write, Entry("scim.client_created", actor, f"unit:{client.unit_id}", {"client_id": client.id})
        )
        return await self._issue(write, client, wanted.days, actor)

    async def rotate(self, client_id: str, *, days: int, actor: str) -> Issued:
        client = await self._store.find(client_id)
        if client is None or client.revoked_at is not None:
            raise ScimClientNotFound("there is no such client")
        return await self._issue(Write(), client, days, actor)

    async def list_all(self) -> Sequence[ScimClient]:
        return await self._store.list_all()

    async def revoke(self, client_id: str, *, token_id: str | None, actor: str) -> None:
        write, now = Write(), self._clock()
        if token_id is None:
            self._store.revoke_client(write, client_id, now)
            entry = Entry("scim.client_revoked", actor, client_id)
        else:
            self._store.revoke_token(write, client_id, token_id, now)
            entry = Entry("scim.token_revoked", actor, client_id, {"token_id": token_id})
        self._audit.record(write, entry)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise ScimClientNotFound("there is no such client or token that is good") from error

    async def _issue(self, write: Write, client: ScimClient, days: int, actor: str) -> Issued:
        if not 1 <= days <= MAX_DAYS:
            raise BadRequest(f"a token is good for 1 to {MAX_DAYS} days")
        now, secret = self._clock(), f"chs_{secrets.token_urlsafe(32)}"
        token = ScimToken(new_id("scimtok"), now, now + days * _DAY_MS, None, None)
        self._store.insert_token(write, client.id, token, _hash(secret), actor)
        self._audit.record(
            write, Entry("scim.token_issued", actor, client.id, {"token_id": token.id, "days": days})
        )
        await self._database.commit(write)
        return Issued(await self._store.find(client.id) or client, token.id, secret)

    async def _administered(self, actor: UserId, client_id: str) -> None:
        client = await self._store.find(client_id)
        # Who may not administer a client is not told whether it exists.
        if client is None or not await self._authority.check(actor, "administers", f"unit:{client.unit_id}"):
            raise ScimClientNotFound("there is no such client that you administer")

    async def _require(self, actor: UserId, unit_id: str) -> None:
        if not await self._authority.check(actor, "administers", f"unit:{unit_id}"):
            raise ScimClientRefused("you do not administer this unit")


def _hash(token: str) -> bytes:
    """Return what is stored of a token; a fast hash is enough for a random secret."""
    return sha256(token.encode()).digest()


def _named(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= _MAX_NAME:
        raise BadRequest(f"a name has 1 to {_MAX_NAME} characters")
    return text
