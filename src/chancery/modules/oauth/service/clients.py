# SPDX-License-Identifier: EUPL-1.2
"""Clients: those that register themselves, and the internal applications that administrators add."""

from collections.abc import Mapping, Sequence
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.ids import new_id
from chancery.modules.accounts.contract import Brake, ClientSessions
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.oauth.contract import Application
from chancery.modules.oauth.errors import ClientInvalid, ClientUnknown, OAuthError
from chancery.modules.oauth.model import Client, ClientMetadata
from chancery.modules.oauth.rules.clients import CODE, REFRESH, check_name, id_of, read_metadata
from chancery.modules.oauth.rules.redirects import (
    AddressInvalid,
    check_client_uri,
    check_managed_redirect,
    split_address,
)
from chancery.modules.oauth.service.secrets import hash_secret, new_secret
from chancery.modules.oauth.store.clients import ClientStore
from chancery.platform.config.settings import OAuth
from chancery.platform.db.port import Database, Write, WriteConflict

_DAY_MS = 24 * 3600 * 1000
_UNUSED_MS = 400 * _DAY_MS
_FREE_REGISTRATIONS = 30
_MOST_REDIRECTS = 20


class Clients:
    """Finds clients, and lets them register."""

    def __init__(
        self, database: Database, store: ClientStore, brake: Brake, clock: Clock, settings: OAuth
    ) -> None:
        self._database = database
        self._store = store
        self._brake = brake
        self._clock = clock
        self._settings = settings

    async def register(self, stated: Mapping[str, Any], address: str) -> Client:
        """Return the client that says this of itself; raises OAuthError, TooManyAttempts."""
        key = f"oauth register\n{address}"
        await self._brake.check(key, limit=_FREE_REGISTRATIONS)
        metadata = read_metadata(stated)
        self._check_host(metadata)
        client_id, now = id_of(metadata), self._clock()
        if await self._store.find(client_id) is None:
            await self._brake.count(key, limit=_FREE_REGISTRATIONS)
        client = Client(
            client_id, metadata, None, is_managed=False, is_trusted=False, created_at=now, used_at=now
        )
        write = Write()
        self._store.save(write, client)
        await self._database.commit(write)
        return client

    async def find(self, client_id: str | None) -> Client | None:
        """Return a client that may still be used."""
        if not client_id:
            return None
        client = await self._store.find(client_id)
        if client is None or client.is_managed:
            return client
        return client if self._is_welcome(client.metadata) else None

    async def note_use(self, client: Client) -> None:
        """Remember that a client is in use, to the day."""
        now = self._clock()
        if now - client.used_at > _DAY_MS:
            write = Write()
            self._store.update_used(write, client.client_id, now)
            await self._database.commit(write)

    async def forget_unused(self) -> None:
        """Remove clients that registered themselves and were not heard of for more than a year."""
        write = Write()
        self._store.delete_unused(write, self._clock() - _UNUSED_MS)
        await self._database.commit(write)

    def _check_host(self, metadata: ClientMetadata) -> None:
        if not self._is_welcome(metadata):
            raise OAuthError(
                "invalid_client_metadata", "this server lets only applications in that its operator named"
            )

    def _is_welcome(self, metadata: ClientMetadata) -> bool:
        host = split_address(metadata.client_uri).hostname or ""
        return any(
            entry in ("*", host) or (entry.startswith("*.") and host.endswith(entry[1:]))
            for entry in self._settings.clients
        )


class ManagedClients:
    """`Applications`: what administrators add, with a secret."""

    def __init__(
        self, database: Database, store: ClientStore, sessions: ClientSessions, audit: AuditLog, clock: Clock
    ) -> None:
        self._database = database
        self._store = store
        self._sessions = sessions
        self._audit = audit
        self._clock = clock

    async def list(self) -> Sequence[Application]:
        found = [_application(client) for client in await self._store.list_managed()]
        return sorted(found, key=lambda application: application.name.casefold())

    async def add(
        self, *, name: str, uri: str, redirect_uris: Sequence[str], is_trusted: bool, actor: str
    ) -> tuple[Application, str]:
        now, secret = self._clock(), new_secret("chs_")
        metadata = _metadata(name, uri, redirect_uris)
        client = Client(
            new_id("app"), metadata, hash_secret(secret),
            is_managed=True, is_trusted=is_trusted, created_at=now, used_at=now,
        )  # fmt: skip
        write = Write()
        self._store.save(write, client)
        details: dict[str, str | int | bool | None] = {"name": client.name, "is_trusted": is_trusted}
        self._audit.record(write, Entry("oauth.client_added", actor, client.client_id, details))
        await self._database.commit(write)
        return _application(client), secret

    async def renew_secret(self, client_id: str, *, actor: str) -> str:
        write, secret = Write(), new_secret("chs_")
        self._store.update_secret(write, client_id, hash_secret(secret))
        self._audit.record(write, Entry("oauth.secret_renewed", actor, client_id))
        await self._commit(write)
        return secret

    async def remove(self, client_id: str, *, actor: str) -> None:
        known = await self._store.find(client_id)
        if known is None or not known.is_managed:
            raise ClientUnknown("there is no such application")
        write = Write()
        self._store.delete(write, client_id)
        self._audit.record(write, Entry("oauth.client_removed", actor, client_id, {"name": known.name}))
        await self._commit(write)
        await self._sessions.end_all(client_id, actor=actor)

    async def _commit(self, write: Write) -> None:
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise ClientUnknown("there is no such application") from error


def _metadata(name: str, uri: str, redirect_uris: Sequence[str]) -> ClientMetadata:
    try:
        check_client_uri(uri)
        for address in redirect_uris:
            check_managed_redirect(address)
        checked = check_name(name)
    except AddressInvalid as error:
        raise ClientInvalid(f"an address {error}") from error
    except OAuthError as error:
        raise ClientInvalid(error.message) from error
    if not 0 < len(redirect_uris) <= _MOST_REDIRECTS:
        raise ClientInvalid(f"an application has one to {_MOST_REDIRECTS} redirect URIs")
    return ClientMetadata(
        client_uri=uri,
        client_name=checked,
        redirect_uris=tuple(sorted(set(redirect_uris))),
        response_types=("code",),
        grant_types=(CODE, REFRESH),
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106  # RFC 7591's name, no secret
    )


def _application(client: Client) -> Application:
    metadata = client.metadata
    return Application(
        client.client_id,
        client.name,
        metadata.client_uri,
        metadata.redirect_uris,
        client.is_trusted,
        client.created_at,
        client.used_at,
    )
