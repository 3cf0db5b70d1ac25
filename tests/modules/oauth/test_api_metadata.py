# SPDX-License-Identifier: EUPL-1.2
"""Metadata and keys, judged by Authlib's and joserfc's readers."""

import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from joserfc import jwt
from joserfc.jwk import KeySet
from support.http import Client
from support.ministry import Ministry
from support.oauth import ISSUER, App, Browser

PATHS = [
    "/_matrix/client/v1/auth_metadata",
    "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
]


@pytest.mark.parametrize("path", PATHS)
async def test_metadata_is_as_rfc_8414_wants_it(ministry: Ministry, path: str) -> None:
    answer = await ministry.anonymous.get(path)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    metadata = AuthorizationServerMetadata(answer.json)
    metadata.validate()
    assert metadata["issuer"] == ISSUER
    assert set(metadata["response_modes_supported"]) == {"query", "fragment"}
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert "org.matrix.cross_signing_reset" in metadata["account_management_actions_supported"]


async def test_endpoints_are_routes(ministry: Ministry) -> None:
    metadata = (await ministry.anonymous.get(PATHS[0])).json
    known = {route.path for route in ministry.kernel.routes}
    for name in ("token", "registration", "revocation", "device_authorization", "userinfo"):
        assert metadata[f"{name}_endpoint"].removeprefix(ISSUER) in known
    assert metadata["jwks_uri"].removeprefix(ISSUER) in known


async def test_the_issuer_stands_where_it_stood(ministry: Ministry) -> None:
    answer = await ministry.anonymous.get("/_matrix/client/unstable/org.matrix.msc2965/auth_issuer")
    assert answer.json == {"issuer": ISSUER}


async def test_id_tokens_are_proven_by_the_published_keys(
    ministry: Ministry, portal: App, browser: Browser
) -> None:
    tokens = await portal.sign_in(browser, scope="openid profile", nonce="once")
    keys = KeySet.import_key_set(await _keys(ministry.anonymous))
    token = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"])
    claims = token.claims
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (ISSUER, portal.client_id, "once")
    assert (claims["sub"], claims["name"]) == ("@anna:ministry.example", "Anna")
    assert claims["exp"] - claims["iat"] == 600
    assert claims["auth_time"] <= claims["iat"]


async def _keys(client: Client) -> dict[str, list[dict[str, str]]]:
    answer = await client.get("/oauth2/keys")
    keys: dict[str, list[dict[str, str]]] = answer.json
    assert "d" not in keys["keys"][0]
    return keys
