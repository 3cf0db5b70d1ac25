# SPDX-License-Identifier: EUPL-1.2
"""Applications ask on our pages: sign in first, let them in, send them away, prove it again, type a device's code."""

import base64
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from browser.axe import findings
from browser.conftest import Arrive
from browser.person import PASSWORD, Person
from playwright.sync_api import Page, Route, expect
from support.process import ServerProcess

BACK = "https://client.example/back"
MATRIX = "urn:matrix:client:api:* urn:matrix:client:device:TENLETTERS"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
VERIFIER = secrets.token_urlsafe(48)
LOOKS: dict[str, dict[str, object]] = {
    "en-light": {"locale": "en-GB"},
    "ru-dark": {"locale": "ru-RU"},
    "en-phone": {"locale": "en-GB", "viewport": {"width": 390, "height": 844}},
}
WORDS = {
    "en": ("Let it in", "Refuse", "User name", "Password", "Sign in"),
    "ru": ("Разрешить", "Отказать", "Имя пользователя", "Пароль", "Войти"),
}


@pytest.fixture(scope="module")
def http(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url) as client:
        yield client


@pytest.fixture(scope="module")
def client_id(http: httpx.Client) -> str:
    answer = http.post(
        "/oauth2/register",
        json={
            "client_name": "Field Messenger",
            "client_name#ru": "Полевой связист",
            "client_uri": "https://client.example",
            "policy_uri": "https://client.example/privacy",
            "redirect_uris": [BACK],
            "grant_types": ["authorization_code", "refresh_token", DEVICE],
        },
    )
    found: str = answer.json()["client_id"]
    return found


def request_of(client_id: str, **changes: str) -> str:
    challenge = base64.urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    members = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": BACK,
        "scope": MATRIX,
        "state": "12345678901234567890",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **changes,
    }
    return f"/oauth2/authorize?{urlencode(members)}"


def wait_for_client(page: Page) -> None:
    """Answer in the place of the client, whose address is nobody's."""

    def greet(route: Route) -> None:
        route.fulfill(body="<title>the client</title>", content_type="text/html")

    page.route(f"{BACK}*", greet)


def returned(page: Page) -> dict[str, str]:
    page.wait_for_url(re.compile(re.escape(BACK)))
    parts = urlsplit(page.url)
    return dict(parse_qsl(parts.fragment or parts.query))


def tokens_of(http: httpx.Client, client_id: str, code: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    return http.post("/oauth2/token", data={**form, "client_id": client_id, "code_verifier": VERIFIER})


def sign_in_here(person: Person, language: str) -> None:
    _, _, user, password, enter = WORDS[language]
    page = person.page
    page.get_by_label(user).fill(person.name)
    page.get_by_label(password, exact=True).fill(PASSWORD)
    page.get_by_role("button", name=enter, exact=True).click()


@pytest.mark.parametrize("look", LOOKS)
def test_an_application_is_let_in(
    arrive: Arrive, http: httpx.Client, client_id: str, artifacts: Path, look: str
) -> None:
    person = arrive("marsh", **LOOKS[look])
    page, language = person.page, look[:2]
    page.emulate_media(color_scheme="dark" if "dark" in look else "light")
    wait_for_client(page)
    page.goto(request_of(client_id, response_mode="fragment"))
    sign_in_here(person, language)
    allow = page.get_by_role("button", name=WORDS[language][0], exact=True)
    expect(allow).to_be_visible()
    expect(page.get_by_text("TENLETTERS")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Полевой связист" if language == "ru" else "Field Messenger"
    )
    page.screenshot(path=artifacts / f"oauth-{look}.png")
    assert findings(page) == []
    allow.click()
    answer = returned(page)
    assert answer["state"] == "12345678901234567890"
    tokens = tokens_of(http, client_id, answer["code"]).json()
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    shown = http.get("/_matrix/client/v3/account/whoami", headers=headers).json()
    assert shown["device_id"] == "TENLETTERS"
    assert person.watch.take() == []


def test_an_application_is_sent_away_and_a_proof_is_asked_for(
    arrive: Arrive, http: httpx.Client, client_id: str, artifacts: Path
) -> None:
    person = arrive("okafor")
    page = person.page
    wait_for_client(page)
    person.sign_in()
    page.goto(request_of(client_id))
    page.get_by_role("button", name="Refuse").click()
    assert returned(page)["error"] == "access_denied"
    page.goto(request_of(client_id, prompt="login"))
    page.get_by_label("Your password").fill("wrong")
    page.get_by_role("button", name="Let it in").click()
    expect(page.get_by_text("wrong")).to_be_visible()
    page.screenshot(path=artifacts / "oauth-proof.png")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Let it in").click()
    assert tokens_of(http, client_id, returned(page)["code"]).status_code == 200


def test_an_unknown_application_leads_nowhere(arrive: Arrive, artifacts: Path) -> None:
    person = arrive("reyes")
    person.sign_in()
    person.page.goto(request_of("nobody"))
    expect(person.page.get_by_text("This application is not known here")).to_be_visible()
    person.page.screenshot(path=artifacts / "oauth-unknown.png")


def test_a_device_shows_a_code(arrive: Arrive, http: httpx.Client, client_id: str, artifacts: Path) -> None:
    waiting = http.post("/oauth2/device", data={"client_id": client_id, "scope": MATRIX}).json()
    person = arrive("lindgren")
    page = person.page
    page.goto("/link")
    sign_in_here(person, "en")
    field = page.get_by_label("Code")
    field.fill("BCDF GHJK")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("No device waits under this code")).to_be_visible()
    page.screenshot(path=artifacts / "oauth-link-code.png")
    field.fill(waiting["user_code"].lower())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Did somebody send you this code?")).to_be_visible()
    page.screenshot(path=artifacts / "oauth-link-ask.png")
    assert findings(page) == []
    page.get_by_role("button", name="Let it in").click()
    expect(page.get_by_role("heading", name="The device is let in")).to_be_visible()
    form = {"grant_type": DEVICE, "client_id": client_id, "device_code": waiting["device_code"]}
    assert http.post("/oauth2/token", data=form).json()["token_type"] == "Bearer"


def test_applications_lead_to_the_places_of_the_account(arrive: Arrive, artifacts: Path) -> None:
    person = arrive("marsh")
    page = person.page
    person.sign_in()
    page.goto("/account?action=org.matrix.devices_list")
    expect(page).to_have_url(re.compile("/settings/devices"))
    page.goto("/account?action=org.matrix.cross_signing_reset")
    page.get_by_label("Your password").fill(PASSWORD)
    page.screenshot(path=artifacts / "oauth-reset.png")
    assert findings(page) == []
    page.get_by_role("button", name="Allow it").click()
    expect(page.get_by_role("heading", name="Allowed for ten minutes")).to_be_visible()
