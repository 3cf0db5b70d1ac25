# SPDX-License-Identifier: EUPL-1.2
"""Passkeys: made after a proof, signing in without a password, standing in for the second factor, removed."""

from typing import Any

import pytest
from support.authenticator import Authenticator
from support.http import Answer, Client
from support.office import PASSWORD, SERVER, Office

ACCOUNT = "/api/v1/account"
SESSION = "/api/v1/session"
DELETE = "/_matrix/client/v3/delete_devices"
BY_PASSWORD = {"type": "m.login.password", "password": PASSWORD}
FOREIGN = "https://chancery.example.evil.example"


async def options_for(anna: Client, auth: object = None) -> dict[str, Any]:
    answer = await anna.post(f"{ACCOUNT}/passkeys/options", {"auth": auth or BY_PASSWORD})
    assert answer.status == 200, answer.body
    return dict(answer.json["options"])


async def keep(anna: Client, credential: object, name: str = "Office laptop") -> Answer:
    return await anna.post(f"{ACCOUNT}/passkeys", {"name": name, "credential": credential})


async def registered(anna: Client) -> tuple[Authenticator, list[str]]:
    """Make a passkey and return it with the recovery codes."""
    key = Authenticator()
    kept = await keep(anna, key.create(await options_for(anna)))
    assert kept.status == 200, kept.body
    return key, kept.json["recovery_codes"]


async def asked(office: Office) -> dict[str, Any]:
    return dict((await office.client.post(f"{SESSION}/passkey")).json["options"])


async def enter(office: Office, credential: object) -> Answer:
    return await office.client.post(SESSION, {"passkey": credential, "device_name": "Firefox"})


async def test_a_passkey_signs_in_without_name_and_password(office: Office) -> None:
    anna = await office.signed_in("anna")
    key, codes = await registered(anna)
    assert len(codes) == 10
    office.clock.forward(seconds=60)
    entered = await enter(office, key.get(await asked(office)))
    assert (entered.status, entered.json["user_id"]) == (200, f"@anna:{SERVER}")
    assert "chancery_session=" in entered.headers["set-cookie"]
    (shown,) = (await anna.get(f"{ACCOUNT}/factors")).json["passkeys"]
    assert shown == {
        "id": key.credential_id.hex(),
        "name": "Office laptop",
        "created_at": office.clock.now - 60_000,
        "used_at": office.clock.now,
    }


async def test_options_bind_to_the_public_address_and_hide_the_person(office: Office) -> None:
    options = await options_for(await office.signed_in("anna"))
    assert options["rp"]["id"] == "chancery.example"
    assert "anna" not in options["user"]["id"]
    selection = options["authenticatorSelection"]
    assert (selection["residentKey"], selection["userVerification"]) == ("required", "required")
    question = await asked(office)
    assert (question["rpId"], question["allowCredentials"]) == ("chancery.example", [])


async def test_making_one_needs_a_proof_and_its_own_options(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    assert (await anna.post(f"{ACCOUNT}/passkeys/options")).status == 401
    key = Authenticator()
    made = key.create(await options_for(anna))
    assert (await keep(boris, made)).status == 400
    sign_in_question = await asked(office)
    other = {**await options_for(anna), "challenge": sign_in_question["challenge"]}
    assert (await keep(anna, key.create(other))).status == 400
    assert (await keep(anna, made)).status == 200
    assert (await keep(anna, made)).status == 400


async def test_options_are_over_after_some_minutes(office: Office) -> None:
    anna = await office.signed_in("anna")
    key, _ = await registered(anna)
    question = await asked(office)
    office.clock.forward(seconds=301)
    late = await enter(office, key.get(question))
    assert (late.status, late.json["code"]) == (401, "wrong_passkey")


async def test_an_answer_works_once(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    answer = key.get(await asked(office))
    assert (await enter(office, answer)).status == 200
    again = await enter(office, answer)
    assert (again.status, again.json["code"]) == (401, "wrong_passkey")


async def test_a_synced_passkey_without_a_counter_works_once_per_question_too(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    key.count = -1
    question = await asked(office)
    first = key.get(question)
    assert (await enter(office, first)).status == 200
    assert (await enter(office, first)).status == 401
    key.count = -1
    assert (await enter(office, key.get(question))).status == 401
    key.count = -1
    assert (await enter(office, key.get(await asked(office)))).status == 200


async def test_other_origins_other_names_and_other_keys_prove_nothing(office: Office) -> None:
    anna = await office.signed_in("anna")
    key, _ = await registered(anna)
    key.origin = FOREIGN
    assert (await enter(office, key.get(await asked(office)))).status == 401
    key.origin = "https://chancery.example"
    assert (await enter(office, key.get({**await asked(office), "rpId": "evil.example"}))).status == 401
    impostor = Authenticator()
    impostor.credential_id, impostor.handle = key.credential_id, key.handle
    assert (await enter(office, impostor.get(await asked(office)))).status == 401
    assert (await enter(office, key.get(await asked(office)))).status == 200


async def test_who_only_holds_the_device_does_not_enter(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    key.verifies = False
    assert (await enter(office, key.get(await asked(office)))).status == 401


async def test_a_counter_that_goes_back_betrays_a_copy(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    key.count = 10
    assert (await enter(office, key.get(await asked(office)))).status == 200
    key.count = 5
    assert (await enter(office, key.get(await asked(office)))).status == 401


@pytest.mark.parametrize(
    "credential",
    [{}, {"rawId": 1}, {"rawId": "é"}, {"response": {"clientDataJSON": "AAAA"}}, {"response": []}],
)
async def test_answers_of_another_shape_are_refused(office: Office, credential: dict[str, object]) -> None:
    answer = await enter(office, credential)
    assert (answer.status, answer.json["code"]) == (401, "wrong_passkey")


async def test_a_known_challenge_with_spoilt_parts_is_refused(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    for name in ("authenticatorData", "signature", "clientDataJSON"):
        answer = key.get(await asked(office))
        answer["response"][name] = "AAAA"
        assert (await enter(office, answer)).status == 401, name
        del answer["response"][name]
        assert (await enter(office, answer)).status == 401, name


async def test_the_password_alone_opens_no_more(office: Office) -> None:
    key, codes = await registered(await office.signed_in("anna"))
    body = {"user": "anna", "password": PASSWORD}
    refused = await office.client.post(SESSION, body)
    assert (refused.status, refused.json["factors"]) == (401, ["passkey"])
    assert (await office.log_in("anna")).errcode == "M_FORBIDDEN"
    assert (await office.client.post(SESSION, {**body, "code": codes[0]})).status == 200
    assert (await enter(office, key.get(await asked(office)))).status == 200


async def test_a_passkey_confirms_dangerous_requests(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    key, _ = await registered(anna)
    question = await anna.post(DELETE, {"devices": ["NONE"]})
    options = question.json["params"]["org.chancery.passkey"]
    assert len(options["allowCredentials"]) == 1
    auth = {"type": "org.chancery.passkey", "session": question.json["session"]}
    for wrong in (None, {}, key.get(await asked(office))):
        refused = await anna.post(DELETE, {"devices": ["NONE"], "auth": {**auth, "credential": wrong}})
        assert (refused.status, refused.errcode) == (401, "M_FORBIDDEN")
    right = {"devices": ["NONE"], "auth": {**auth, "credential": key.get(options)}}
    assert (await anna.post(DELETE, right)).status == 200
    assert (await anna.post(DELETE, right)).status == 401
    other, _ = await registered(boris)
    foreign = (await anna.post(DELETE, {"devices": ["NONE"]})).json["params"]["org.chancery.passkey"]
    body = {"devices": ["NONE"], "auth": {**auth, "credential": other.get(foreign)}}
    assert (await anna.post(DELETE, body)).status == 401


async def test_removing_a_passkey_takes_a_second_factor(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    key, codes = await registered(anna)
    other, _ = await registered(boris)
    path, body = f"{ACCOUNT}/passkeys/remove", {"id": key.credential_id.hex()}
    assert (await anna.post(path, {**body, "auth": BY_PASSWORD})).status == 401
    by_code = [{"type": "org.chancery.code", "code": code} for code in codes]
    foreign = {"id": other.credential_id.hex(), "auth": by_code[0]}
    assert (await anna.post(path, foreign)).status == 404
    assert (await anna.post(path, {"id": "no hex", "auth": by_code[1]})).status == 404
    assert (await anna.post(path, {**body, "auth": by_code[2]})).status == 200
    assert (await enter(office, key.get(await asked(office)))).status == 401
    assert (await enter(office, other.get(await asked(office)))).status == 200
    left = (await anna.get(f"{ACCOUNT}/factors")).json
    assert (left["passkeys"], left["recovery_codes_left"]) == ([], 0)


async def test_a_closed_login_does_not_open_with_its_passkey(office: Office) -> None:
    anna = await office.signed_in("anna")
    key, _ = await registered(anna)
    question = await asked(office)
    closed = await anna.post("/_matrix/client/v3/account/deactivate", {"auth": BY_PASSWORD})
    assert closed.status == 200
    assert (await enter(office, key.get(question))).status == 401


async def test_a_foreign_page_cannot_sign_somebody_in_by_passkey(office: Office) -> None:
    key, _ = await registered(await office.signed_in("anna"))
    body = {"passkey": key.get(await asked(office))}
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert (await office.client.post(SESSION, body, headers=foreign)).status == 403
