# SPDX-License-Identifier: EUPL-1.2
"""An OAuth client as a test plays it: registers, sends a person to the page, and asks for tokens."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from support.http import Answer, Client
from support.ministry import Ministry
from support.office import PASSWORD

ISSUER = "https://chancery.example"
HOME = "https://client.example"
BACK = f"{HOME}/back"
MATRIX = "urn:matrix:client:api:* urn:matrix:client:device:TENLETTERS"
REGISTRATION = {
    "client_name": "Messenger",
    "client_uri": HOME,
    "redirect_uris": [BACK],
    "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "none",
}
SAME_SITE = {"sec-fetch-site": "same-origin"}
WHOAMI = "/_matrix/client/v3/account/whoami"


@dataclass
class Browser:
    """A person's browser on our pages: the session cookie, and pages that say where they come from."""

    client: Client
    cookie: str

    async def post(self, path: str, body: object) -> Answer:
        """Send what one of our pages sends."""
        return await self.client.post(path, body, headers={"cookie": self.cookie, **SAME_SITE})

    async def ask(self, query: str) -> Answer:
        """Open the page of an authorization request."""
        return await self.post("/api/v1/oauth/question", {"query": query})

    async def decide(self, query: str, *, allow: bool = True, **more: object) -> Answer:
        """Answer it."""
        return await self.post("/api/v1/oauth/decision", {"query": query, "allow": allow, **more})


@dataclass
class App:
    """A client with its id, and with a secret when an administrator added it."""

    http: Client
    client_id: str
    secret: str | None = None
    redirect_uri: str = BACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def query(self, **changes: str | None) -> str:
        """Return the query of an authorization request."""
        members: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": MATRIX,
            "state": "of the client",
            "code_challenge": challenge(self.verifier),
            "code_challenge_method": "S256",
            **changes,
        }
        return urlencode({name: value for name, value in members.items() if value is not None})

    async def token(self, **members: str | None) -> Answer:
        """Ask the token endpoint; None leaves a member out."""
        sent = {"client_id": self.client_id, **members}
        headers = {}
        if self.secret is not None:
            headers["authorization"] = basic(self.client_id, self.secret)
        return await form(self.http, "/oauth2/token", sent, headers)

    async def redeem(self, code: str, **changes: str | None) -> Answer:
        """Ask for the tokens of a code."""
        members: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **changes,
        }
        return await self.token(**members)

    async def refresh(self, token: str, **changes: str | None) -> Answer:
        """Ask for the next tokens."""
        return await self.token(grant_type="refresh_token", refresh_token=token, **changes)

    async def code(self, browser: Browser, **changes: str | None) -> str:
        """Have somebody let the client in, and return the code."""
        answer = await browser.decide(self.query(**changes))
        assert answer.status == 200, answer.body
        return returned(answer.json["redirect_to"])["code"]

    async def sign_in(self, browser: Browser, **changes: str | None) -> dict[str, Any]:
        """Go the whole way and return the tokens."""
        answer = await self.redeem(await self.code(browser, **changes))
        assert answer.status == 200, answer.body
        tokens: dict[str, Any] = answer.json
        return tokens


def challenge(verifier: str) -> str:
    """Return the proof key's public half (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def basic(client_id: str, secret: str) -> str:
    """Return the Authorization header of a client with a secret."""
    return f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"


def returned(address: str) -> dict[str, str]:
    """Return what a redirect says, in its query or its fragment."""
    parts = urlsplit(address)
    return dict(parse_qsl(parts.fragment or parts.query))


async def form(
    http: Client, path: str, members: Mapping[str, str | None], headers: Mapping[str, str] | None = None
) -> Answer:
    """Send a form."""
    body = urlencode({name: value for name, value in members.items() if value is not None})
    kind = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
    return await http.request("POST", path, content=body.encode(), headers=kind)


async def register(http: Client, **changes: object) -> App:
    """Register a client."""
    answer = await http.post("/oauth2/register", {**REGISTRATION, **changes})
    assert answer.status == 201, answer.body
    uris = answer.json.get("redirect_uris") or [BACK]
    return App(http, answer.json["client_id"], redirect_uri=uris[0])


async def browser_of(ministry: Ministry, name: str) -> Browser:
    """Sign somebody in in a browser."""
    await ministry.person(name)
    answer = await ministry.anonymous.post("/api/v1/session", {"user": name, "password": PASSWORD})
    assert answer.status == 200, answer.body
    return Browser(ministry.anonymous, answer.headers["set-cookie"].partition(";")[0])


async def status(http: Client, token: str) -> int:
    """Return how the Matrix API answers to an access token."""
    return (await http.with_token(token).get(WHOAMI)).status
