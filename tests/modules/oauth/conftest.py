# SPDX-License-Identifier: EUPL-1.2
"""A client, a person in a browser, and an administrator."""

import pytest
from support.ministry import Ministry
from support.oauth import App, Browser, browser_of, register
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId


@pytest.fixture
async def app(ministry: Ministry) -> App:
    """A client of the Matrix API that registered itself."""
    return await register(ministry.anonymous)


@pytest.fixture
async def browser(ministry: Ministry) -> Browser:
    """Anna's browser."""
    return await browser_of(ministry, "anna")


@pytest.fixture
async def chief(ministry: Ministry) -> Browser:
    """The browser of who runs the server."""
    vera = UserId(f"@vera:{SERVER}")
    accounts = ministry.modules.accounts.accounts
    await accounts.create_person(vera, password=PASSWORD, display_name="Vera", is_admin=True)
    return await browser_of(ministry, "vera")


@pytest.fixture
async def portal(ministry: Ministry, chief: Browser) -> App:
    """An internal application with a secret."""
    body = {
        "name": "Intranet",
        "uri": "https://intranet.example",
        "redirect_uris": ["https://intranet.example/callback"],
        "auth": {"type": "m.login.password", "password": PASSWORD},
    }
    answer = await chief.post("/api/v1/admin/applications", body)
    assert answer.status == 200, answer.body
    return App(
        ministry.anonymous,
        answer.json["client_id"],
        answer.json["client_secret"],
        "https://intranet.example/callback",
    )
