# SPDX-License-Identifier: EUPL-1.2
"""The token endpoint: tokens for a code, for a device that was let in, and for a refresh token; and their end."""

from collections.abc import Mapping
from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Unauthenticated
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import Brake, ClientGrant, ClientOpening, ClientSessions, ClientTokens
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.model import Client, Code
from chancery.modules.oauth.rules.clients import CODE, DEVICE, REFRESH
from chancery.modules.oauth.rules.parameters import Parameters
from chancery.modules.oauth.rules.scopes import is_part, parse
from chancery.modules.oauth.service.clients import Clients
from chancery.modules.oauth.service.identity import Identities
from chancery.modules.oauth.service.secrets import hash_secret
from chancery.modules.oauth.store.codes import CodeStore
from chancery.modules.oauth.store.links import LinkStore
from chancery.platform.db.port import Database, Write, WriteConflict

_FREE_FAILURES = 20


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A request to the token endpoint, with where it comes from."""

    parameters: Parameters
    headers: Mapping[str, str]
    address: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Tokens, and with the scope `openid` who let the client in."""

    tokens: ClientTokens
    id_token: str | None = None


@dataclass(frozen=True, slots=True)
class _Leave:
    """Who let a client in, when they last proved who they are, and for what."""

    user_id: UserId
    scope: str
    signed_in_at: int
    nonce: str | None = None


class Tokens:
    """Gives tokens; whatever comes twice that may come once ends what it opened."""

    def __init__(
        self,
        *,
        database: Database,
        clients: Clients,
        codes: CodeStore,
        links: LinkStore,
        sessions: ClientSessions,
        identities: Identities,
        audit: AuditLog,
        brake: Brake,
        clock: Clock,
    ) -> None:
        self._database = database
        self._clients = clients
        self._codes = codes
        self._links = links
        self._sessions = sessions
        self._identities = identities
        self._audit = audit
        self._brake = brake
        self._clock = clock

    async def give(self, request: TokenRequest) -> Answer:
        """Return tokens; raises OAuthError, TooManyAttempts."""
        grant = request.parameters.get("grant_type")
        if grant is None:
            raise OAuthError("invalid_request", "grant_type is needed")
        if grant not in (CODE, REFRESH, DEVICE):
            raise OAuthError("unsupported_grant_type", "there is no such grant here")
        client = await self.identify(request)
        if grant not in client.metadata.grant_types:
            raise OAuthError("unauthorized_client", "the client did not register this grant")
        await self._clients.note_use(client)
        if grant == CODE:
            return await self._for_code(request, client)
        if grant == DEVICE:
            return await self._for_link(request, client)
        return await self._for_refresh(request, client)

    async def identify(self, request: TokenRequest) -> Client:
        """Return the client of a request when it proves to be who it says; raises OAuthError, TooManyAttempts."""
        from chancery.modules.oauth.rules import referee  # noqa: PLC0415  # it says why

        client = await self._clients.find(referee.client_id_of(request.parameters, request.headers))
        key = f"oauth secret\n{request.address}\n{client.client_id if client else ''}"
        has_secret = client is not None and client.secret_hash is not None
        if has_secret:
            await self._brake.check(key, limit=_FREE_FAILURES)
        try:
            return referee.authenticate(request.parameters, request.headers, client)
        except OAuthError:
            if has_secret:
                await self._brake.count(key, limit=_FREE_FAILURES)
            raise

    async def revoke(self, parameters: Parameters) -> None:
        """End the session of a token, whoever brings it (client-server API, "Token revocation"; RFC 7009)."""
        token = parameters.get("token")
        if token is None:
            raise OAuthError("invalid_request", "token is needed")
        await self._sessions.revoke(token)

    async def _for_code(self, request: TokenRequest, client: Client) -> Answer:
        from chancery.modules.oauth.rules.referee import check_code  # noqa: PLC0415  # it says why

        hashed = hash_secret(request.parameters.get("code", ""))
        code = await self._codes.find(hashed)
        if code is not None and code.device_id is not None:
            await self._punish(code)
        is_good = code is not None and code.device_id is None and code.expires_at > self._clock()
        check_code(request.parameters, request.headers, client, code if is_good else None)
        assert code is not None
        write = Write()
        tokens = await self._open(
            write, client, _Leave(code.user_id, code.scope, code.signed_in_at, code.nonce), request
        )
        self._codes.use(write, hashed, tokens.device_id)
        await self._commit(write)
        leave = _Leave(code.user_id, code.scope, code.signed_in_at, code.nonce)
        return await self._answer(client, leave, tokens, request.issuer)

    async def _for_link(self, request: TokenRequest, client: Client) -> Answer:
        from chancery.modules.oauth.rules.referee import check_link  # noqa: PLC0415  # it says why

        hashed = hash_secret(request.parameters.get("device_code", ""))
        link, now, write = await self._links.find_by_device(hashed), self._clock(), Write()
        try:
            check_link(request.parameters, request.headers, client, link, now=now)
        except OAuthError as error:
            if error.error in ("authorization_pending", "slow_down"):
                self._links.update_polled(write, hashed, now)
                await self._database.commit(write)
            raise
        assert link is not None
        assert link.user_id is not None
        leave = _Leave(link.user_id, link.scope, link.signed_in_at or now)
        tokens = await self._open(write, client, leave, request)
        self._links.consume(write, hashed)
        await self._commit(write)
        return await self._answer(client, leave, tokens, request.issuer)

    async def _for_refresh(self, request: TokenRequest, client: Client) -> Answer:
        token = request.parameters.get("refresh_token")
        if token is None:
            raise OAuthError("invalid_request", "refresh_token is needed")
        try:
            tokens = await self._sessions.refresh(token, client.client_id)
        except Unauthenticated as error:
            raise OAuthError("invalid_grant", error.message) from error
        if not is_part(request.parameters.get("scope"), tokens.scope):
            raise OAuthError("invalid_scope", "the scope is wider than what was given")
        return Answer(tokens)

    async def _open(self, write: Write, client: Client, leave: _Leave, request: TokenRequest) -> ClientTokens:
        scope = parse(leave.scope)
        opening = ClientOpening(
            ClientGrant(client.client_id, leave.scope, is_limited=scope.is_limited),
            request.address,
            request.headers.get("user-agent", ""),
            scope.device_id,
            client.name,
            has_refresh=scope.has_refresh and REFRESH in client.metadata.grant_types,
        )
        try:
            return await self._sessions.add(write, leave.user_id, opening)
        except ChanceryError as error:
            raise OAuthError("invalid_grant", "the account is closed or locked") from error

    async def _answer(self, client: Client, leave: _Leave, tokens: ClientTokens, issuer: str) -> Answer:
        if "openid" not in leave.scope.split():
            return Answer(tokens)
        signed = await self._identities.sign(
            issuer=issuer,
            client_id=client.client_id,
            user_id=leave.user_id,
            scope=leave.scope,
            nonce=leave.nonce,
            signed_in_at=leave.signed_in_at,
            access_token=tokens.access,
        )
        return Answer(tokens, signed)

    async def _punish(self, code: Code) -> None:
        """End what a code opened that comes a second time (RFC 6749, 4.1.2)."""
        assert code.device_id is not None
        details: dict[str, str | int | bool | None] = {
            "client_id": code.client_id,
            "device_id": code.device_id,
        }
        await self._audit.append(Entry("oauth.code_replayed", "system", code.user_id, details))
        await self._sessions.end(code.user_id, code.device_id)

    async def _commit(self, write: Write) -> None:
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise OAuthError("invalid_grant", "the code was used meanwhile, or the account closed") from error
