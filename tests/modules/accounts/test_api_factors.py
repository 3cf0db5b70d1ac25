# SPDX-License-Identifier: EUPL-1.2
"""Authenticator applications and recovery codes: set up, asked for at every door, used once, removed."""

import asyncio
import base64
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from support.http import Answer, Client
from support.office import PASSWORD, SERVER, Office

ACCOUNT = "/api/v1/account"
SESSION = "/api/v1/session"
V3 = "/_matrix/client/v3"
BY_PASSWORD = {"type": "m.login.password", "password": PASSWORD}


def code_of(office: Office, secret: str, *, steps: int = 0) -> str:
    """Return what an application shows now, or some time steps from now."""
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30)
    return totp.generate(office.clock.now // 1000 + 30 * steps).decode()


def by_code(code: str) -> dict[str, str]:
    return {"type": "org.chancery.code", "code": code}


async def enrolled(office: Office, anna: Client) -> tuple[str, list[str]]:
    """Set an application up and return its secret with the recovery codes; a new time step begins after it."""
    offered = await anna.post(f"{ACCOUNT}/totp", {"auth": BY_PASSWORD})
    secret = offered.json["secret"]
    confirmed = await anna.post(f"{ACCOUNT}/totp/confirm", {"code": code_of(office, secret)})
    assert confirmed.status == 200, confirmed.body
    office.clock.forward(seconds=90)
    return secret, confirmed.json["recovery_codes"]


async def enter(office: Office, code: str | None = None, user: str = "anna") -> Answer:
    """Sign in to our own API."""
    body = {"user": user, "password": PASSWORD} | ({"code": code} if code else {})
    return await office.client.post(SESSION, body)


async def test_a_secret_is_offered_after_a_proof_only(office: Office) -> None:
    anna = await office.signed_in("anna")
    asked = await anna.post(f"{ACCOUNT}/totp")
    assert (asked.status, asked.json["code"]) == (401, "interactive_auth_needed")
    assert asked.json["flows"] == [{"stages": ["m.login.password"]}]
    wrong = {"auth": {**BY_PASSWORD, "password": "no", "session": asked.json["session"]}}
    assert (await anna.post(f"{ACCOUNT}/totp", wrong)).status == 401
    right = {"auth": {**BY_PASSWORD, "session": asked.json["session"]}}
    offered = await anna.post(f"{ACCOUNT}/totp", right)
    address = urlsplit(offered.json["uri"])
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [offered.json["secret"]]
    assert parse_qs(address.query)["issuer"] == [SERVER]


async def test_an_offer_alone_changes_nothing(office: Office) -> None:
    anna = await office.signed_in("anna")
    offered = await anna.post(f"{ACCOUNT}/totp", {"auth": BY_PASSWORD})
    wrong = await anna.post(f"{ACCOUNT}/totp/confirm", {"code": "000000"})
    assert (wrong.status, wrong.json["code"]) == (400, "wrong_code")
    assert (await enter(office)).status == 200
    assert (await anna.get(f"{ACCOUNT}/factors")).json["totp_since"] is None
    office.clock.forward(seconds=16 * 60)
    late = await anna.post(f"{ACCOUNT}/totp/confirm", {"code": code_of(office, offered.json["secret"])})
    assert (late.status, late.json["code"]) == (404, "factor_not_found")


async def test_signing_in_asks_for_a_code_once_there_is_an_application(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, codes = await enrolled(office, anna)
    assert len(set(codes)) == 10
    shown = await anna.get(f"{ACCOUNT}/factors")
    assert (shown.json["totp_since"], shown.json["recovery_codes_left"]) == (office.clock.now - 90_000, 10)
    asked = await enter(office)
    assert (asked.status, asked.json["code"]) == (401, "second_factor_needed")
    assert asked.json["factors"] == ["totp"]
    assert "set-cookie" not in asked.headers
    right = code_of(office, secret)
    wrong = await enter(office, "000000" if right != "000000" else "111111")
    assert (wrong.status, wrong.json["code"]) == (401, "wrong_code")
    assert (await enter(office, f"{right[:3]} {right[3:]}")).status == 200


async def test_who_has_not_the_password_does_not_learn_of_the_second_factor(office: Office) -> None:
    secret, _ = await enrolled(office, await office.signed_in("anna"))
    answer = await office.client.post(
        SESSION, {"user": "anna", "password": "no", "code": code_of(office, secret)}
    )
    assert (answer.status, answer.json["code"]) == (401, "wrong_credentials")


async def test_a_code_works_once_for_all_doors(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    code = code_of(office, secret)
    answers = await asyncio.gather(*(enter(office, code) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]
    again = await anna.post(f"{V3}/delete_devices", {"devices": ["NONE"], "auth": by_code(code)})
    assert (again.status, again.errcode) == (401, "M_FORBIDDEN")
    earlier = code_of(office, secret, steps=-1)
    assert (await enter(office, earlier)).status == 401
    later = code_of(office, secret, steps=1)
    office.clock.forward(seconds=2)
    assert (await enter(office, later)).status == 200


async def test_codes_are_good_for_a_minute_at_most(office: Office) -> None:
    secret, _ = await enrolled(office, await office.signed_in("anna"))
    for steps in (-2, 2):
        assert (await enter(office, code_of(office, secret, steps=steps))).status == 401
    assert (await enter(office, code_of(office, secret, steps=-1))).status == 200


async def test_a_recovery_code_works_once_and_for_its_owner(office: Office) -> None:
    anna, boris = await office.signed_in("anna"), await office.signed_in("boris")
    _, codes = await enrolled(office, anna)
    await enrolled(office, boris)
    assert (await enter(office, codes[0], user="boris")).status == 401
    assert (await enter(office, codes[0].upper().replace("-", " "))).status == 200
    assert (await enter(office, codes[0])).status == 401
    assert (await anna.get(f"{ACCOUNT}/factors")).json["recovery_codes_left"] == 9


async def test_new_recovery_codes_end_the_old_ones(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, old = await enrolled(office, anna)
    by_password = await anna.post(f"{ACCOUNT}/recovery-codes", {"auth": BY_PASSWORD})
    assert by_password.status == 401
    assert by_password.json["flows"] == [{"stages": ["org.chancery.code"]}]
    made = await anna.post(f"{ACCOUNT}/recovery-codes", {"auth": by_code(code_of(office, secret))})
    assert len(made.json["recovery_codes"]) == 10
    assert (await enter(office, old[0])).status == 401
    assert (await enter(office, made.json["recovery_codes"][0])).status == 200


async def test_codes_need_a_factor_that_they_stand_in_for(office: Office) -> None:
    anna = await office.signed_in("anna")
    answer = await anna.post(f"{ACCOUNT}/recovery-codes", {"auth": BY_PASSWORD})
    assert (answer.status, answer.json["code"]) == (404, "factor_not_found")


async def test_only_the_second_factor_removes_the_second_factor(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, codes = await enrolled(office, anna)
    path = f"{ACCOUNT}/totp/remove"
    assert (await anna.post(path, {"auth": BY_PASSWORD})).status == 401
    assert (await anna.post(path, {"auth": by_code(code_of(office, secret))})).status == 200
    assert (await enter(office)).status == 200
    left = (await anna.get(f"{ACCOUNT}/factors")).json
    assert (left["totp_since"], left["recovery_codes_left"]) == (None, 0)
    offered = await anna.post(f"{ACCOUNT}/totp", {"auth": BY_PASSWORD})
    assert offered.status == 200
    assert codes[0] not in (await enter(office)).body.decode()


async def test_an_application_in_use_is_not_replaced(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    assert (await anna.post(f"{ACCOUNT}/totp", {"auth": BY_PASSWORD})).status == 401
    answer = await anna.post(f"{ACCOUNT}/totp", {"auth": by_code(code_of(office, secret))})
    assert (answer.status, answer.json["code"]) == (409, "factor_exists")
    assert (await enter(office, code_of(office, secret, steps=1))).status == 200


async def test_wrong_codes_slow_down_from_every_address_together(office: Office) -> None:
    secret, _ = await enrolled(office, await office.signed_in("anna"))
    statuses = []
    for number in range(12):
        elsewhere = Client(office.kernel, client=f"192.0.2.{number}")
        body = {"user": "anna", "password": PASSWORD, "code": "no code"}
        statuses.append((await elsewhere.post(SESSION, body)).status)
    assert statuses[0] == 401
    assert statuses[-1] == 429
    right = await enter(office, code_of(office, secret))
    assert (right.status, right.json["code"]) == (429, "too_many_attempts")
    office.clock.forward(seconds=right.json["retry_after_ms"] / 1000 + 1)
    assert (await enter(office, code_of(office, secret))).status == 200


async def test_a_matrix_client_is_told_in_the_protocols_words(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    refused = await office.log_in("anna")
    assert (refused.status, refused.errcode) == (403, "M_FORBIDDEN")
    assert "also asks for a code" in refused.json["error"]
    assert (await office.log_in("anna", **{"org.chancery.code": "000 000"})).status == 403
    entered = await office.log_in("anna", **{"org.chancery.code": code_of(office, secret)})
    assert entered.status == 200


async def test_a_device_that_is_signed_in_lets_a_matrix_client_in(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    path = "/_matrix/client/v1/login/get_token"
    given = await anna.post(path, {"auth": by_code(code_of(office, secret))})
    body = {"type": "m.login.token", "token": given.json["login_token"]}
    assert (await office.client.post(f"{V3}/login", body)).status == 200


async def test_dangerous_requests_take_either_proof(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, codes = await enrolled(office, anna)
    asked = await anna.post(f"{V3}/delete_devices", {"devices": ["NONE"]})
    assert asked.json["flows"] == [{"stages": ["m.login.password"]}, {"stages": ["org.chancery.code"]}]
    for auth in (BY_PASSWORD, by_code(code_of(office, secret)), by_code(codes[0])):
        body = {"devices": ["NONE"], "auth": {**auth, "session": asked.json["session"]}}
        assert (await anna.post(f"{V3}/delete_devices", body)).status == 200


async def test_the_page_of_the_stage_takes_a_code(office: Office) -> None:
    anna = await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    session = (await anna.post(f"{V3}/delete_devices", {"devices": ["NONE"]})).json["session"]
    page = f"{V3}/auth/org.chancery.code/fallback/web?session={quote(session)}"
    assert 'name="code"' in (await office.client.get(page)).body.decode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    wrong = await office.client.request("POST", page, content=b"code=000", headers=form)
    assert (wrong.status, "The code is wrong" in wrong.body.decode()) == (401, True)
    right = f"code={code_of(office, secret)}".encode()
    assert (await office.client.request("POST", page, content=right, headers=form)).status == 200
    body = {"devices": ["NONE"], "auth": {"session": session}}
    assert (await anna.post(f"{V3}/delete_devices", body)).status == 200


async def test_the_password_page_does_not_remove_the_second_factor(office: Office) -> None:
    anna = await office.signed_in("anna")
    await enrolled(office, anna)
    path = f"{ACCOUNT}/totp/remove"
    session = (await anna.post(path)).json["session"]
    page = f"{V3}/auth/m.login.password/fallback/web?session={quote(session)}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    sent = await office.client.request("POST", page, content=f"password={PASSWORD}".encode(), headers=form)
    assert sent.status == 400
    assert (await anna.post(path, {"auth": {"session": session}})).status == 401


async def test_an_administrator_helps_who_has_lost_everything(office: Office) -> None:
    anna, vera = await office.signed_in("anna"), await office.signed_in("vera")
    await enrolled(office, anna)
    path = f"/api/v1/admin/people/@anna:{SERVER}/factors/remove"
    assert (await anna.post(path, {"auth": BY_PASSWORD})).status == 403
    assert (await vera.post(path)).status == 401
    assert (await vera.post(path, {"auth": BY_PASSWORD})).status == 200
    assert (await enter(office)).status == 200
    about_anna = (await anna.get("/api/v1/audit/about-me")).json["items"]
    assert "factors.reset" in {entry["action"] for entry in about_anna}


async def test_secrets_and_codes_are_sealed_at_rest(office: Office) -> None:
    secret, codes = await enrolled(office, await office.signed_in("anna"))
    rows = await office.database.fetch("SELECT * FROM accounts_totp")
    rows += await office.database.fetch("SELECT * FROM accounts_recovery_code")
    raw = b"".join(value for row in rows for value in row if isinstance(value, bytes))
    assert base64.b32decode(secret) not in raw
    assert not any(code.encode() in raw or code.replace("-", "").encode() in raw for code in codes)


async def test_closing_an_account_forgets_its_factors(office: Office) -> None:
    anna = await office.signed_in("anna")
    await enrolled(office, anna)
    assert (await anna.post(f"{V3}/account/deactivate", {"auth": BY_PASSWORD})).status == 200
    for table in ("accounts_totp", "accounts_recovery_code"):
        assert await office.database.fetch(f"SELECT * FROM {table}") == []


async def test_a_new_password_takes_a_proof_and_ends_the_other_sessions(office: Office) -> None:
    anna, other = await office.signed_in("anna"), await office.signed_in("anna")
    path, body = f"{ACCOUNT}/password", {"new_password": "another battery staple"}
    weak = await anna.post(path, {"new_password": "short"})
    assert (weak.status, weak.json["code"]) == (400, "weak_password")
    assert (await anna.post(path, body)).status == 401
    assert (await anna.post(path, {**body, "auth": {**BY_PASSWORD, "password": "no"}})).status == 401
    assert (await other.get(SESSION)).status == 200
    assert (await anna.post(path, {**body, "auth": BY_PASSWORD})).status == 200
    assert (await anna.get(SESSION)).status == 200
    assert (await other.get(SESSION)).status == 401
    assert (await enter(office)).status == 401
    assert (await office.log_in("anna", "another battery staple")).status == 200


async def test_a_code_sets_a_forgotten_password_and_devices_may_stay(office: Office) -> None:
    anna, other = await office.signed_in("anna"), await office.signed_in("anna")
    secret, _ = await enrolled(office, anna)
    body = {"new_password": "another battery staple", "end_sessions": False}
    question = await anna.post(f"{ACCOUNT}/password", body)
    auth = {**by_code(code_of(office, secret)), "session": question.json["session"]}
    changed = {**body, "new_password": "smuggled in afterwards", "auth": auth}
    assert (await anna.post(f"{ACCOUNT}/password", changed)).status == 403
    assert (await anna.post(f"{ACCOUNT}/password", {**body, "auth": auth})).status == 200
    assert (await other.get(SESSION)).status == 200


@pytest.mark.parametrize("body", [{"code": 1}, {"code": None}, {}])
async def test_a_confirmation_of_another_shape_is_refused(office: Office, body: dict[str, object]) -> None:
    anna = await office.signed_in("anna")
    assert (await anna.post(f"{ACCOUNT}/totp/confirm", body)).status == 400
