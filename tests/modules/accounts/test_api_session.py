# SPDX-License-Identifier: EUPL-1.2
"""The web client's session cookie."""

from pathlib import Path

import pytest
from support.http import Answer, Client
from support.office import PASSWORD, SERVER, Office, build_office

from chancery.platform.bus.local import LocalBus
from chancery.platform.db.port import Database

SESSION = "/api/v1/session"


async def _open(office: Office, **more: object) -> Answer:
    return await office.client.post(SESSION, {"user": "anna", "password": PASSWORD, **more})


def _cookie(answer: Answer) -> dict[str, str]:
    return {
        "cookie": answer.headers["set-cookie"].partition(";")[0],
        "sec-fetch-site": "same-origin",
    }


async def test_signing_in_sets_a_strict_cookie(office: Office) -> None:
    answer = await _open(office, device_name="Firefox")
    assert answer.status == 200
    assert answer.json == {
        "user_id": f"@anna:{SERVER}",
        "device_id": answer.json["device_id"],
        "display_name": "Anna",
        "avatar_url": None,
        "is_admin": False,
        "server_name": SERVER,
    }
    attributes = answer.headers["set-cookie"].split("; ")[1:]
    assert {"Path=/", "HttpOnly", "SameSite=Strict", "Secure"} <= set(attributes)


async def test_the_cookie_opens_both_apis(office: Office) -> None:
    opened = await _open(office)
    shown = await office.client.get(SESSION, headers=_cookie(opened))
    assert shown.json == opened.json
    whoami = await office.client.get("/_matrix/client/v3/account/whoami", headers=_cookie(opened))
    assert whoami.json["device_id"] == opened.json["device_id"]


async def test_the_bearer_token_wins_over_the_cookie(office: Office) -> None:
    opened = await _open(office)
    boris = await office.signed_in("boris")
    shown = await boris.get(SESSION, headers=_cookie(opened))
    assert shown.json["user_id"] == f"@boris:{SERVER}"


async def test_another_origins_request_cannot_use_the_cookie(office: Office) -> None:
    headers = {**_cookie(await _open(office)), "sec-fetch-site": "same-site"}
    assert (await office.client.request("DELETE", SESSION, headers=headers)).status == 403
    assert (await office.client.get(SESSION, headers=headers)).status == 200


async def test_a_foreign_page_cannot_sign_somebody_in(office: Office) -> None:
    body = {"user": "anna", "password": PASSWORD}
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert (await office.client.post(SESSION, body, headers=foreign)).status == 403
    own = {"origin": "http://localhost"}
    assert (await office.client.post(SESSION, body, headers=own)).status == 200


async def test_signing_out_clears_cookie_and_token(office: Office) -> None:
    opened = await _open(office)
    closed = await office.client.delete(SESSION, headers=_cookie(opened))
    assert "Max-Age=0" in closed.headers["set-cookie"]
    answer = await office.client.get(SESSION, headers=_cookie(opened))
    assert (answer.status, answer.json["code"]) == (401, "unauthenticated")


async def test_wrong_credentials_have_a_code_of_their_own(office: Office) -> None:
    answer = await office.client.post(SESSION, {"user": "anna", "password": "no"})
    assert (answer.status, answer.json["code"]) == (401, "wrong_credentials")


@pytest.mark.parametrize("body", [{}, {"user": " ", "password": "x"}, {"user": "a"}, [], "text"])
async def test_malformed_bodies_are_refused(office: Office, body: object) -> None:
    assert (await office.client.request("POST", SESSION, json=body)).status == 400


async def test_wrong_passwords_wait_longer_and_longer(office: Office) -> None:
    waits = []
    for _ in range(7):
        answer = await office.client.post(SESSION, {"user": "anna", "password": "no"})
        if answer.status == 429:
            assert answer.json["code"] == "too_many_attempts"
            waits.append(answer.json["retry_after_ms"])
            office.clock.forward(seconds=answer.json["retry_after_ms"] / 1000)
    assert waits == [1000]
    for _ in range(4):
        answer = await office.client.post(SESSION, {"user": "anna", "password": "no"})
        if answer.status == 429:
            waits.append(answer.json["retry_after_ms"])
            office.clock.forward(seconds=answer.json["retry_after_ms"] / 1000)
    assert waits == [1000, 2000, 4000]


async def test_the_delay_holds_for_the_right_password_and_for_matrix_too(office: Office) -> None:
    for _ in range(5):
        await office.client.post(SESSION, {"user": "anna", "password": "no"})
    assert (await _open(office)).status == 429
    matrix = await office.log_in("anna")
    assert (matrix.status, matrix.errcode) == (429, "M_LIMIT_EXCEEDED")
    assert matrix.json["retry_after_ms"] == 1000
    assert matrix.headers["retry-after"] == "1"
    elsewhere = Client(office.kernel, client="10.0.0.7")
    assert (await elsewhere.post(SESSION, {"user": "anna", "password": PASSWORD})).status == 200
    office.clock.forward(seconds=1)
    assert (await _open(office)).status == 200


async def test_unknown_people_are_delayed_like_known_ones(office: Office) -> None:
    for _ in range(5):
        await office.client.post(SESSION, {"user": "nobody", "password": "no"})
    assert (await office.client.post(SESSION, {"user": "nobody", "password": "no"})).status == 429


async def test_one_address_cannot_try_everybody(office: Office) -> None:
    for number in range(100):
        await office.client.post(SESSION, {"user": f"guess{number}", "password": "no"})
    assert (await _open(office)).status == 429


async def test_wrong_passwords_are_counted_over_processes(
    office: Office, database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    other = build_office(database, local_bus, tmp_path)
    for number in range(5):
        await (office, other)[number % 2].client.post(SESSION, {"user": "anna", "password": "no"})
    for process in (office, other):
        assert (await _open(process)).status == 429
    stored = await database.fetch("SELECT key FROM accounts_attempt")
    assert not any(b"anna" in bytes(row[0]) for row in stored)  # type: ignore[arg-type]  # bytes


async def test_forgotten_attempts_are_dropped(office: Office, database: Database) -> None:
    await office.client.post(SESSION, {"user": "anna", "password": "no"})
    office.clock.forward(seconds=31 * 60)
    await office.run_job("accounts.clean")
    assert await database.fetch("SELECT key FROM accounts_attempt") == []
