# SPDX-License-Identifier: EUPL-1.2
"""E-mail addresses and passwords by mail, with a real mail server."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.http import Answer, Client
from support.mailbox import Mailbox
from support.office import FOR_SUITES, PASSWORD, SERVER, Office, build_office
from support.post import HOME, ask, confirm

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

V3 = "/_matrix/client/v3"
ADDRESSES = f"{V3}/account/3pid"
ASK_PASSWORD = f"{V3}/account/password/email/requestToken"
ASK_REGISTER = f"{V3}/register/email/requestToken"
SET_PASSWORD = f"{V3}/account/password"
NEW = "a far better password"


async def _add(client: Client, sid: str, secret: str = "secret") -> Answer:
    auth = {"type": "m.login.password", "password": PASSWORD}
    return await client.post(f"{ADDRESSES}/add", {"sid": sid, "client_secret": secret, "auth": auth})


async def test_an_address_is_added_after_its_owner_confirmed_it(posted: Office, mailbox: Mailbox) -> None:
    anna = await posted.signed_in("anna")
    sid = (await ask(anna, "Anna@Home.example")).json["sid"]
    assert [letter["To"] for letter in mailbox.letters] == ["anna@home.example"]
    assert mailbox.letters[0]["From"] == f"chancery@{SERVER}"
    early = await _add(anna, sid)
    assert (early.status, early.errcode) == (400, "M_THREEPID_AUTH_FAILED")
    assert (await confirm(posted.client, mailbox)).status == 200
    assert (await _add(anna, sid, "other")).errcode == "M_THREEPID_AUTH_FAILED"
    assert (await _add(anna, sid)).status == 200
    (shown,) = (await anna.get(ADDRESSES)).json["threepids"]
    assert (shown["medium"], shown["address"]) == ("email", "anna@home.example")
    assert (await posted.log_in("anna@home.example")).status == 200
    # A confirmation is of use once.
    assert (await _add(anna, sid)).errcode == "M_THREEPID_AUTH_FAILED"


async def test_a_repeated_request_sends_no_second_letter(posted: Office, mailbox: Mailbox) -> None:
    first = (await ask(posted.client)).json
    assert (await ask(posted.client)).json == first
    assert len(mailbox.letters) == 1
    assert (await ask(posted.client, send_attempt=2)).json == first
    assert len(mailbox.letters) == 2


@pytest.mark.parametrize(
    "more", [{"email": "anna"}, {"email": "a@b@c"}, {"email": "a\n@b"}, {"client_secret": "!"}, {"email": ""}]
)
async def test_impossible_addresses_and_secrets_are_refused(
    posted: Office, mailbox: Mailbox, more: dict[str, str]
) -> None:
    answer = await ask(posted.client, **({"address": more["email"]} if "email" in more else more))
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")
    assert mailbox.letters == []


async def test_letters_are_counted(posted: Office, mailbox: Mailbox) -> None:
    for number in range(5):
        assert (await ask(posted.client, client_secret=f"s{number}")).status == 200
    limited = await ask(Client(posted.kernel, client="10.0.0.9"), client_secret="other")
    assert (limited.status, limited.errcode) == (429, "M_LIMIT_EXCEEDED")
    assert len(mailbox.letters) == 5


async def test_a_mail_server_that_refuses_is_a_503(posted: Office, mailbox: Mailbox) -> None:
    mailbox.refuses = True
    assert (await ask(posted.client)).status == 503


async def test_nobody_learns_whose_address_it_is(posted: Office, mailbox: Mailbox) -> None:
    taken = await ask(posted.client, "dora@ministry.example")
    assert taken.status == 200
    assert "belongs to an account already" in mailbox.texts[-1]
    assert "http" not in mailbox.texts[-1]
    unknown = await ask(posted.client, "nobody@ministry.example", path=ASK_PASSWORD)
    assert unknown.status == 200
    assert "no account has this address" in mailbox.texts[-1]


async def test_addresses_are_removed_but_not_those_that_administrators_keep(
    posted: Office, mailbox: Mailbox
) -> None:
    anna, dora = await posted.signed_in("anna"), await posted.signed_in("dora")
    sid = (await ask(anna)).json["sid"]
    await confirm(posted.client, mailbox)
    await _add(anna, sid)
    body = {"medium": "email", "address": "anna@home.example"}
    assert (await dora.post(f"{ADDRESSES}/delete", body)).status == 200
    assert len((await anna.get(ADDRESSES)).json["threepids"]) == 1
    removed = await anna.post(f"{ADDRESSES}/delete", body)
    assert removed.json == {"id_server_unbind_result": "no-support"}
    assert (await anna.get(ADDRESSES)).json == {"threepids": []}
    kept = await dora.post(f"{ADDRESSES}/delete", {**body, "address": "dora@ministry.example"})
    assert (kept.status, kept.errcode) == (403, "M_THREEPID_DENIED")


def _reset(sid: str, password: str = NEW) -> dict[str, Any]:
    proof = {"sid": sid, "client_secret": "secret"}
    return {"new_password": password, "auth": {"type": "m.login.email.identity", "threepid_creds": proof}}


async def test_a_forgotten_password_is_set_by_mail(posted: Office, mailbox: Mailbox) -> None:
    dora = await posted.signed_in("dora")
    asked = await posted.client.post(SET_PASSWORD, {"new_password": NEW})
    assert (asked.status, asked.json["flows"]) == (401, [{"stages": ["m.login.email.identity"]}])
    sid = (await ask(posted.client, "dora@ministry.example", path=ASK_PASSWORD)).json["sid"]
    early = await posted.client.post(SET_PASSWORD, _reset(sid))
    assert (early.status, early.errcode) == (401, "M_UNAUTHORIZED")
    await confirm(posted.client, mailbox)
    weak = await posted.client.post(SET_PASSWORD, _reset(sid, "short"))
    assert (weak.status, weak.errcode) == (400, "M_WEAK_PASSWORD")
    breached = await posted.client.post(SET_PASSWORD, _reset(sid, "Password123!"))
    assert (breached.status, breached.errcode) == (400, "M_WEAK_PASSWORD")
    assert (await posted.client.post(SET_PASSWORD, _reset(sid))).status == 200
    assert (await dora.get(f"{V3}/account/whoami")).status == 401
    assert (await posted.log_in("dora", NEW)).status == 200
    assert (await posted.client.post(SET_PASSWORD, _reset(sid))).status == 401


async def test_a_confirmed_address_does_not_set_passwords(posted: Office, mailbox: Mailbox) -> None:
    anna = await posted.signed_in("anna")
    sid = (await ask(anna)).json["sid"]
    await confirm(posted.client, mailbox)
    await _add(anna, sid)
    other = (await ask(posted.client, "x@y.example", client_secret="secret")).json["sid"]
    await confirm(posted.client, mailbox)
    assert (await posted.client.post(SET_PASSWORD, _reset(other))).status == 401


async def test_mail_may_be_barred_from_setting_passwords(
    database: Database, local_bus: LocalBus, tmp_path: Path, mailbox: Mailbox
) -> None:
    settings = msgspec.structs.replace(mailbox.settings, password_reset=False)
    office = build_office(database, local_bus, tmp_path, email=settings)
    answer = await ask(office.client, path=ASK_PASSWORD)
    assert (answer.status, answer.errcode) == (403, "M_THREEPID_DENIED")
    assert (await office.client.post(SET_PASSWORD, {"new_password": NEW})).errcode == "M_MISSING_TOKEN"


async def test_without_a_mail_server_addresses_stay_as_they_are(office: Office) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.get(ADDRESSES)).json == {"threepids": []}
    assert (await _add(anna, "x")).errcode == "M_THREEPID_DENIED"
    for path in (f"{ADDRESSES}/email/requestToken", ASK_PASSWORD):
        answer = await ask(office.client, path=path)
        assert (answer.status, answer.errcode) == (403, "M_THREEPID_DENIED")
    assert (await ask(office.client, path=ASK_REGISTER)).status == 403
    capability = (await anna.get(f"{V3}/capabilities")).json["capabilities"]["m.3pid_changes"]
    assert capability == {"enabled": False}


@pytest.mark.parametrize(
    "path", [f"{ADDRESSES}/bind", f"{ADDRESSES}/unbind", f"{ADDRESSES}/msisdn/requestToken"]
)
async def test_telephones_and_identity_servers_are_refused(posted: Office, path: str) -> None:
    anna = await posted.signed_in("anna")
    answer = await anna.post(path, {})
    assert (answer.status, answer.errcode) == (403, "M_THREEPID_DENIED")


async def test_suites_register_and_add_by_links_alone(
    database: Database, local_bus: LocalBus, tmp_path: Path, mailbox: Mailbox
) -> None:
    office = build_office(database, local_bus, tmp_path, email=mailbox.settings, testing=FOR_SUITES)
    sid = (await ask(office.client, path=ASK_REGISTER)).json["sid"]
    assert (await office.client.get(mailbox.link().removeprefix(HOME))).status == 200
    proof = {"sid": sid, "client_secret": "secret"}
    auth = {"type": "m.login.email.identity", "threepid_creds": proof}
    body = {"username": "karl", "password": "s3kr1t", "auth": auth}
    karl = office.client.with_token((await office.client.post(f"{V3}/register", body)).json["access_token"])
    assert [shown["address"] for shown in (await karl.get(ADDRESSES)).json["threepids"]] == [
        "anna@home.example"
    ]
    again = await ask(office.client, path=ASK_REGISTER, client_secret="s2")
    assert (again.status, again.errcode) == (400, "M_THREEPID_IN_USE")
    nobody = await ask(office.client, "nobody@home.example", path=ASK_PASSWORD)
    assert (nobody.status, nobody.errcode) == (400, "M_THREEPID_NOT_FOUND")
    second = (await ask(karl, "karl@home.example", client_secret="s3")).json["sid"]
    await office.client.get(mailbox.link().removeprefix(HOME))
    creds = {"three_pid_creds": {"sid": second, "client_secret": "s3", "id_server": "x"}}
    assert (await karl.post(ADDRESSES, creds)).status == 200
