# SPDX-License-Identifier: EUPL-1.2
"""Which redirect URIs are a client's, and where an answer goes."""

from support.oauth import HOME

from chancery.modules.oauth.rules import redirects


def test_any_port_is_for_loopback_alone() -> None:
    known = ("http://127.0.0.1/back", "https://client.example/back")
    assert redirects.is_registered("http://127.0.0.1:5000/back", known)
    for address in (
        "http://127.0.0.1:5000/back?x",
        "http://localhost:5000/back",
        "https://client.example:5000/back",
        "http://127.0.0.1:5000@elsewhere.example/back",
        "http://127.0.0.1:5000/back#",
    ):
        assert not redirects.is_registered(address, known)


def test_answers_keep_what_an_address_has() -> None:
    answer = {"code": "a b"}
    assert redirects.answer_address(f"{HOME}/?x=1", answer, mode="query") == f"{HOME}/?x=1&code=a+b"
    assert redirects.answer_address(f"{HOME}/?x=1", answer, mode="fragment") == f"{HOME}/?x=1#code=a+b"
    assert redirects.answer_address("app:/", answer, mode="query") == "app:/?code=a+b"
