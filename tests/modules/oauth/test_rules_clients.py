# SPDX-License-Identifier: EUPL-1.2
"""What a client may say of itself."""

import pytest
from support.oauth import HOME, REGISTRATION

from chancery.modules.oauth.errors import OAuthError
from chancery.modules.oauth.rules import clients

NATIVE = {**REGISTRATION, "application_type": "native"}


@pytest.mark.parametrize(
    "address",
    [
        "https://client.example/back",
        "https://app.client.example:8443/back?x=1",
        "example.client:/back",
        "example.client.app:/",
        "http://localhost/back",
        "http://127.0.0.1/",
        "http://[::1]/back",
    ],
)
def test_redirect_uris_of_native_clients(address: str) -> None:
    assert clients.read_metadata({**NATIVE, "redirect_uris": [address]}).redirect_uris == (address,)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "back",
        "https://client.example/back#x",
        "https://client.example/back#",
        "https://client.example.elsewhere.example/back",
        "https://notclient.example/back",
        "https://user@client.example/back",
        "https://client.example:port/back",
        "http://client.example/back",
        "http://localhost:8080/back",
        "com.elsewhere:/back",
        "example.clients:/back",
        "example.client://back",
        "example.client:back",
        "javascript:/alert(1)",
        "data:/x",
        "https://client.example/ back",
        "https://клиент.example/",
        f"https://client.example/{'x' * 2048}",
    ],
)
def test_redirect_uris_that_are_refused(address: str) -> None:
    with pytest.raises(OAuthError) as refused:
        clients.read_metadata({**NATIVE, "redirect_uris": [address]})
    assert refused.value.error == "invalid_redirect_uri"


@pytest.mark.parametrize("address", ["example.client:/back", "http://localhost/back"])
def test_clients_of_the_web_come_back_by_https(address: str) -> None:
    with pytest.raises(OAuthError):
        clients.read_metadata({**REGISTRATION, "redirect_uris": [address]})


@pytest.mark.parametrize(
    "changes",
    [
        {"client_uri": None},
        {"client_uri": "http://client.example"},
        {"client_uri": 7},
        {"client_name": "two\nlines"},
        {"client_name": ["x"]},
        {"logo_uri": "https://elsewhere.example/logo.png"},
        {"policy_uri": 7},
        {"tos_uri": "http://client.example/"},
        {"application_type": "desktop"},
        {"token_endpoint_auth_method": "client_secret_basic"},
        {"grant_types": ["password"]},
        {"grant_types": ["refresh_token"]},
        {"grant_types": "authorization_code"},
    ],
)
def test_metadata_that_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(OAuthError) as refused:
        clients.read_metadata({**REGISTRATION, **changes})
    assert refused.value.error == "invalid_client_metadata"


def test_a_client_of_devices_needs_no_address() -> None:
    read = clients.read_metadata({"client_uri": HOME, "grant_types": [clients.DEVICE]})
    assert (read.redirect_uris, read.grant_types) == ((), (clients.DEVICE,))
    with pytest.raises(OAuthError):
        clients.read_metadata({"client_uri": HOME})


def test_the_order_of_addresses_makes_no_other_client() -> None:
    one, two = f"{HOME}/one", f"{HOME}/two"
    ids = {
        clients.id_of(clients.read_metadata({**REGISTRATION, "redirect_uris": uris}))
        for uris in ([one, two], [two, one], [one, two, one])
    }
    assert len(ids) == 1
