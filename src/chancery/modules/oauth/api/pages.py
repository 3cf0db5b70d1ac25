# SPDX-License-Identifier: EUPL-1.2
"""What our own pages ask: may this application come in, which device waits under this code."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from chancery.kit.errors import Forbidden, Unauthenticated
from chancery.modules.accounts.contract import Accounts, ClientSessions
from chancery.modules.oauth.api.metadata import Issuer
from chancery.modules.oauth.model import Client
from chancery.modules.oauth.rules.scopes import parse
from chancery.modules.oauth.schemas import (
    AskBody,
    ClientView,
    DecisionBody,
    DecisionView,
    LinkBody,
    LinkDecisionBody,
    LinkView,
    QuestionView,
    ResetBody,
)
from chancery.modules.oauth.service.authorization import Authorization, GoTo, Question
from chancery.modules.oauth.service.links import Links
from chancery.platform.http.request import Caller, Request
from chancery.platform.http.routes import Route

_BASE = "/api/v1/oauth"
_RESET = f"{_BASE}/key-reset"
_LIMIT = 65_536
_TAG = "oauth"


class PagesApi:
    """`/api/v1/oauth/*`, for pages of ours on which somebody is signed in."""

    def __init__(
        self,
        *,
        issuer: Issuer,
        authorization: Authorization,
        links: Links,
        accounts: Accounts,
        sessions: ClientSessions,
    ) -> None:
        self._issuer = issuer
        self._authorization = authorization
        self._links = links
        self._accounts = accounts
        self._sessions = sessions

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("POST", f"{_BASE}/question", self.ask, body=AskBody, answer=QuestionView, login=False,
                  limit=_LIMIT, tag=_TAG, summary="What an application asks of the person"),
            Route("POST", f"{_BASE}/decision", self.decide, body=DecisionBody, answer=DecisionView,
                  limit=_LIMIT, tag=_TAG, summary="Let an application in, or send it away"),
            Route("POST", f"{_BASE}/link", self.find_link, body=LinkBody, answer=LinkView, limit=_LIMIT,
                  tag=_TAG, summary="Which device waits under a code"),
            Route("POST", f"{_BASE}/link/decision", self.decide_link, body=LinkDecisionBody, limit=_LIMIT,
                  tag=_TAG, summary="Let a device in, or send it away"),
            Route("POST", _RESET, self.allow_reset, body=ResetBody, optional_body=True, limit=_LIMIT, tag=_TAG,
                  summary="Let an application replace the keys by which others know the person; asks for a proof"),
        )  # fmt: skip

    async def ask(self, request: Request) -> QuestionView:
        """Answer `POST /api/v1/oauth/question`."""
        body: AskBody = request.body
        caller = await self._caller(request)
        found = await self._authorization.consider(body.query, caller, issuer=self._issuer.of(request))
        return QuestionView(redirect_to=found.address) if isinstance(found, GoTo) else _question(found)

    async def decide(self, request: Request) -> DecisionView:
        """Answer `POST /api/v1/oauth/decision`."""
        body: DecisionBody = request.body
        caller, issuer = _person(request), self._issuer.of(request)
        asked = await self._authorization.read(body.query, issuer=issuer)
        if isinstance(asked, GoTo):
            return DecisionView(asked.address)
        if not body.allow:
            return DecisionView(await self._authorization.deny(asked, caller, issuer=issuer))
        must_prove = await self._authorization.needs_proof(asked, caller)
        if must_prove:
            await self._accounts.confirm_identity(caller, body.auth, path=f"{_BASE}/decision", body=body)
        return DecisionView(
            await self._authorization.allow(asked, caller, issuer=issuer, is_proven=must_prove)
        )

    async def find_link(self, request: Request) -> LinkView:
        """Answer `POST /api/v1/oauth/link`."""
        body: LinkBody = request.body
        client, link = await self._links.find(_person(request), body.user_code)
        scope = parse(link.scope)
        return LinkView(_client(client), list(scope.tokens), scope.device_id)

    async def decide_link(self, request: Request) -> object:
        """Answer `POST /api/v1/oauth/link/decision`."""
        body: LinkDecisionBody = request.body
        await self._links.answer(_person(request), body.user_code, is_allowed=body.allow)
        return {}

    async def allow_reset(self, request: Request) -> object:
        """Answer `POST /api/v1/oauth/key-reset`."""
        body: ResetBody = request.body
        caller = _person(request)
        await self._accounts.confirm_identity(caller, body.auth, path=_RESET, body=body)
        await self._sessions.allow_key_reset(caller)
        return {}

    async def _caller(self, request: Request) -> Caller | None:
        """Return who is signed in on the page that asks; nobody is no error here."""
        try:
            await self._accounts.authenticate(request)
        except Unauthenticated:
            return None
        return _person(request)


def _person(request: Request) -> Caller:
    caller = request.caller
    if caller.is_guest or caller.app_service is not None:
        raise Forbidden("guests and services let nobody in")
    return caller


def _question(found: Question) -> QuestionView:
    asked = found.asked
    scope = parse(asked.scope)
    target = urlsplit(asked.redirect_uri)
    return QuestionView(
        client=_client(asked.client),
        user_id=found.user_id,
        scope=list(scope.tokens),
        device_id=scope.device_id,
        returns_to=target.netloc or f"{target.scheme}:",
        needs_proof=found.needs_proof,
    )


def _client(client: Client) -> ClientView:
    metadata = client.metadata
    return ClientView(
        name=client.name,
        names=metadata.names,
        uri=metadata.client_uri,
        policy_uri=metadata.policy_uri,
        tos_uri=metadata.tos_uri,
        is_managed=client.is_managed,
    )
