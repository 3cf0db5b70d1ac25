# SPDX-License-Identifier: EUPL-1.2
"""Whom passkeys are for, by public address."""

import pytest

from chancery.modules.accounts.rules.passkeys import RelyingParty, relying_party


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://chancery.example", RelyingParty("chancery.example", ("https://chancery.example",))),
        ("https://a.example:8443/x", RelyingParty("a.example", ("https://a.example:8443",))),
        ("http://127.0.0.1:8008", RelyingParty("localhost", ("http://localhost:8008",))),
        ("http://[::1]:8008", RelyingParty("localhost", ("http://localhost:8008",))),
        ("https://192.0.2.7", None),
        ("", None),
    ],
)
def test_the_relying_party_is_the_host_of_the_public_address(url: str, party: RelyingParty | None) -> None:
    assert relying_party(url) == party
