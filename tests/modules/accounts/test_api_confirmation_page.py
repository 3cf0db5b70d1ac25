# SPDX-License-Identifier: EUPL-1.2
"""The page behind the link in a letter."""

from support.mailbox import Mailbox
from support.office import PASSWORD, Office
from support.post import ASK, HOME, ask, confirm


async def test_opening_the_link_confirms_nothing(posted: Office, mailbox: Mailbox) -> None:
    anna = await posted.signed_in("anna")
    sid = (await ask(anna)).json["sid"]
    page = await posted.client.get(mailbox.link().removeprefix(HOME))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert b"Is anna@home.example your address?" in page.body
    auth = {"type": "m.login.password", "password": PASSWORD}
    body = {"sid": sid, "client_secret": "secret", "auth": auth}
    added = await anna.post("/_matrix/client/v3/account/3pid/add", body)
    assert added.errcode == "M_THREEPID_AUTH_FAILED"


async def test_page_and_letter_speak_russian(posted: Office, mailbox: Mailbox) -> None:
    headers = {"accept-language": "ru-RU,ru;q=0.9,en;q=0.5"}
    body = {"client_secret": "secret", "email": "anna@home.example", "send_attempt": 1}
    await posted.client.post(ASK, body, headers=headers)
    assert "Подтвердите адрес" in mailbox.letters[0]["Subject"]
    page = await posted.client.get(mailbox.link().removeprefix(HOME), headers=headers)
    assert "ваш адрес?" in page.body.decode()


async def test_programs_confirm_by_json(posted: Office, mailbox: Mailbox) -> None:
    await ask(posted.client)
    query = dict(pair.split("=") for pair in mailbox.link().partition("?")[2].split("&"))
    path = "/api/v1/email/confirm"
    headers = {"content-type": "application/json"}
    right = await posted.client.post(path, query, headers=headers)
    assert right.json == {"success": True}
    wrong = await posted.client.post(path, {**query, "token": "x"}, headers=headers)
    assert (wrong.status, wrong.json["code"]) == (400, "not_confirmed")
    assert (await posted.client.post(path, {"sid": 7}, headers=headers)).status == 400


async def test_a_wrong_or_old_link_says_so(posted: Office, mailbox: Mailbox) -> None:
    await ask(posted.client)
    wrong = await posted.client.get("/api/v1/email/confirm?sid=x&client_secret=y&token=z")
    assert wrong.status == 400
    posted.clock.forward(seconds=3600)
    assert (await confirm(posted.client, mailbox)).status == 400


async def test_a_next_link_leads_to_this_server_only(posted: Office, mailbox: Mailbox) -> None:
    for number, (link, is_shown) in enumerate(
        {"https://evil.example/": False, f"{HOME}.evil.example/": False, f"{HOME}/settings": True}.items()
    ):
        await ask(posted.client, client_secret=f"s{number}", next_link=link)
        page = (await confirm(posted.client, mailbox)).body.decode()
        assert (f'href="{link}"' in page) is is_shown
        assert "evil" not in page
