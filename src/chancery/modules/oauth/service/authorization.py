# SPDX-License-Identifier: EUPL-1.2
"""Asks a person whether an application may come in, and sends the browser back with the answer."""

from dataclasses import dataclass
from typing import Literal

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.contract import ClientSessions
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.oauth.errors import OAuthError, RequestRefused
from chancery.modules.oauth.model import Asked, Client, Code
from chancery.modules.oauth.rules.parameters import Parameters, read_parameters, whole_number
from chancery.modules.oauth.rules.redirects import answer_address, is_registered
from chancery.modules.oauth.rules.scopes import is_part, parse
from chancery.modules.oauth.service.clients import Clients
from chancery.modules.oauth.service.secrets import hash_secret, new_secret
from chancery.modules.oauth.store.codes import CodeStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

CODE_MS = 60_000
"""RFC 6749, 4.1.2, allows ten minutes; a client that is there needs a second."""
CONSENT_MS = 90 * 24 * 3600 * 1000
"""How long a person is not asked again; applications that come every day are asked about four times a year."""
_KEEP_MS = 10 * 60_000
"""How long a used code is remembered, so that its coming back ends what it opened."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the page shows: a request, whom it would let in, and whether they must prove themselves first."""

    asked: Asked
    user_id: UserId | None
    needs_proof: bool


@dataclass(frozen=True, slots=True)
class GoTo:
    """Where the browser goes at once."""

    address: str


class Authorization:
    """The authorization endpoint (RFC 6749, 3.1), behind the page that people see."""

    def __init__(
        self,
        *,
        database: Database,
        clients: Clients,
        codes: CodeStore,
        sessions: ClientSessions,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._clients = clients
        self._codes = codes
        self._sessions = sessions
        self._audit = audit
        self._clock = clock

    async def consider(self, query: str, caller: Caller | None, *, issuer: str) -> Question | GoTo:
        """Return what to ask, or where to go without asking; raises RequestRefused."""
        asked = await self.read(query, issuer=issuer)
        if isinstance(asked, GoTo):
            return asked
        if caller is None:
            if "none" in asked.prompts:
                return _refusal(asked, "login_required", issuer)
            return Question(asked, None, needs_proof=False)
        needs_proof = await self.needs_proof(asked, caller)
        if not needs_proof and await self._is_settled(asked, caller):
            return GoTo(await self._issue(asked, caller, issuer=issuer, is_answered=False))
        if "none" in asked.prompts:
            return _refusal(asked, "login_required" if needs_proof else "consent_required", issuer)
        return Question(asked, caller.user_id, needs_proof=needs_proof)

    async def needs_proof(self, asked: Asked, caller: Caller) -> bool:
        """Tell whether a sign-in of before does not do (OpenID Connect Core, 3.1.2.1)."""
        if "login" in asked.prompts:
            return True
        if asked.max_age is None:
            return False
        return self._clock() - await self._sessions.opened_at(caller) > asked.max_age * 1000

    async def allow(self, asked: Asked, caller: Caller, *, issuer: str, is_proven: bool) -> str:
        """Let the client in, and return where the browser goes."""
        proven_at = self._clock() if is_proven else None
        return await self._issue(asked, caller, issuer=issuer, is_answered=True, proven_at=proven_at)

    async def deny(self, asked: Asked, caller: Caller, *, issuer: str) -> str:
        """Note that the person does not want it, and return where the browser goes."""
        client_id = asked.client.client_id
        await self._audit.append(
            Entry("oauth.denied", caller.user_id, caller.user_id, {"client_id": client_id})
        )
        return _refusal(asked, "access_denied", issuer).address

    async def forget_old(self) -> None:
        """Drop codes that are over, and leaves that people have to give anew."""
        write = Write()
        self._codes.delete_before(write, self._clock() - _KEEP_MS)
        self._codes.delete_consents_before(write, self._clock() - CONSENT_MS)
        await self._database.commit(write)

    async def read(self, query: str, *, issuer: str) -> Asked | GoTo:
        """Return what a request asks for, or where to go when it may not; raises RequestRefused."""
        try:
            sent = read_parameters(query)
        except OAuthError as error:
            raise RequestRefused(error.message) from error
        client = await self._clients.find(sent.get("client_id"))
        if client is None:
            raise RequestRefused("this application is not known here")
        if not is_registered(sent.get("redirect_uri", ""), client.metadata.redirect_uris):
            raise RequestRefused("this application did not name the address to which it wants to return")
        from chancery.modules.oauth.rules.referee import check_authorization  # noqa: PLC0415  # it says why

        try:
            check_authorization(sent, client)
            return _asked(sent, client)
        except OAuthError as error:
            return GoTo(_error_address(sent, error, issuer))

    async def _is_settled(self, asked: Asked, caller: Caller) -> bool:
        """Tell whether the person need not be asked: the operator trusts the client, or they agreed before."""
        if not asked.client.is_managed or "consent" in asked.prompts:
            return False
        if asked.client.is_trusted:
            return True
        since = self._clock() - CONSENT_MS
        given = await self._codes.find_consent(caller.user_id, asked.client.client_id, since)
        return given is not None and is_part(asked.scope, given)

    async def _issue(
        self,
        asked: Asked,
        caller: Caller,
        *,
        issuer: str,
        is_answered: bool,
        proven_at: int | None = None,
    ) -> str:
        code, now = new_secret("chc_"), self._clock()
        client_id, write = asked.client.client_id, Write()
        signed_in_at = proven_at or await self._sessions.opened_at(caller)
        self._codes.insert(
            write,
            hash_secret(code),
            Code(
                client_id, caller.user_id, asked.redirect_uri, asked.scope, asked.challenge, asked.nonce,
                signed_in_at, now + CODE_MS,
            ),
        )  # fmt: skip
        if is_answered and asked.client.is_managed:
            self._codes.save_consent(write, caller.user_id, client_id, asked.scope, now)
        self._audit.record(
            write,
            Entry(
                "oauth.allowed" if is_answered else "oauth.passed",
                caller.user_id,
                caller.user_id,
                {"client_id": client_id, "name": asked.client.name, "scope": asked.scope},
            ),
        )
        await self._database.commit(write)
        return _address(asked, {"code": code}, issuer)


def _asked(sent: Parameters, client: Client) -> Asked:
    if "request" in sent or "request_uri" in sent:
        raise OAuthError("request_not_supported", "requests come as plain parameters")
    if sent.get("response_mode", "query") not in ("query", "fragment"):
        raise OAuthError("invalid_request", "response_mode is query or fragment")
    prompts = frozenset(sent.get("prompt", "").split())
    if "none" in prompts and len(prompts) > 1:
        raise OAuthError("invalid_request", "prompt=none stands alone")
    return Asked(
        client=client,
        redirect_uri=sent["redirect_uri"],
        mode=_mode(sent),
        scope=parse(sent.get("scope")).text,
        state=sent.get("state"),
        nonce=sent.get("nonce"),
        challenge=sent["code_challenge"],
        prompts=prompts,
        max_age=whole_number(sent.get("max_age")),
    )


def _mode(sent: Parameters) -> Literal["query", "fragment"]:
    return "fragment" if sent.get("response_mode") == "fragment" else "query"


def _refusal(asked: Asked, error: str, issuer: str) -> GoTo:
    return GoTo(_address(asked, {"error": error}, issuer))


def _address(asked: Asked, answer: dict[str, str], issuer: str) -> str:
    # RFC 9207: `iss` tells a client that talks to several servers which of them answers.
    state = {"state": asked.state} if asked.state is not None else {}
    return answer_address(asked.redirect_uri, {**answer, **state, "iss": issuer}, mode=asked.mode)


def _error_address(sent: Parameters, error: OAuthError, issuer: str) -> str:
    state = {"state": sent["state"]} if "state" in sent else {}
    answer = {"error": error.error, "error_description": error.message, **state, "iss": issuer}
    return answer_address(sent["redirect_uri"], answer, mode=_mode(sent))
