# SPDX-License-Identifier: EUPL-1.2
"""Sign-ins of people, for those who administer the part of the tree in which they stand."""

from urllib.parse import quote

import pytest
from support.council import Council
from support.office import PASSWORD, SERVER

from chancery.kit.ids import UserId
from chancery.modules.org.model import Relation
from chancery.platform.db.port import Write

ANNA, BORIS, VERA = (f"@{name}:{SERVER}" for name in ("anna", "boris", "vera"))
PROOF = {"auth": {"type": "m.login.password", "password": PASSWORD}}
OTHER = "seven quiet herons"


def _path(user_id: str, rest: str) -> str:
    return f"/api/v1/admin/people/{quote(user_id)}/{rest}"


@pytest.fixture
async def council(council: Council) -> Council:
    """Anna administers the legal department, in a division of which boris is a clerk."""
    write = Write()
    relation = Relation(f"unit:{council.legal.id}", "administers", f"user:{ANNA}")
    council.office.org.editor.relate(write, relation)
    await council.office.database.commit(write)
    return council


async def test_the_sign_in_is_shown_and_the_person_sees_who_looked(council: Council) -> None:
    found = (await council.anna.get(_path(BORIS, "login"))).json
    assert (found["is_locked"], found["is_suspended"], found["has_password"]) == (False, False, True)
    assert (found["totp_since"], found["passkeys"], len(found["devices"])) == (None, 0, 1)
    seen = (await council.boris.get("/api/v1/audit/about-me")).json["items"][0]
    assert (seen["action"], seen["actor"]) == ("devices.viewed", ANNA)


async def test_somebody_is_locked_out_and_let_in_again(council: Council) -> None:
    path = _path(BORIS, "standing")
    assert (await council.anna.post(path, {"locked": True})).status == 200
    assert (await council.boris.get("/api/v1/org/units")).status == 401
    assert (await council.anna.get(_path(BORIS, "login"))).json["is_locked"]
    assert (await council.anna.post(path, {"locked": False, "suspended": True})).status == 200
    assert (await council.boris.get("/api/v1/org/units")).status == 200
    assert (await council.anna.get(_path(BORIS, "login"))).json["is_suspended"]
    assert (await council.anna.post(path, {})).status == 400


async def test_another_password_takes_a_proof_and_ends_the_sessions(council: Council) -> None:
    path = _path(BORIS, "password")
    assert (await council.anna.post(path, {"password": "short", **PROOF})).status == 400
    assert (await council.anna.post(path, {"password": OTHER})).status == 401
    assert (await council.anna.post(path, {"password": OTHER, **PROOF})).status == 200
    assert (await council.boris.get("/api/v1/session")).status == 401
    assert (await council.office.log_in("boris", OTHER)).status == 200


async def test_somebody_is_signed_out_everywhere(council: Council) -> None:
    assert (await council.anna.post(_path(BORIS, "sessions/end"))).json == {"devices": 1}
    assert (await council.boris.get("/api/v1/session")).status == 401


async def test_second_factors_are_removed_by_who_administers_the_person(council: Council) -> None:
    path = _path(BORIS, "factors/remove")
    assert (await council.anna.post(path, PROOF)).status == 200
    assert (await council.anna.post(_path(VERA, "factors/remove"), PROOF)).status == 403


@pytest.mark.parametrize("target", [VERA, ANNA, f"@nobody:{SERVER}"])
@pytest.mark.parametrize("name", ["anna", "boris"])
async def test_others_and_oneself_are_out_of_reach(council: Council, name: str, target: str) -> None:
    client = getattr(council, name)
    answers = [
        await client.get(_path(target, "login")),
        await client.post(_path(target, "standing"), {"locked": True}),
        await client.post(_path(target, "password"), {"password": OTHER, **PROOF}),
        await client.post(_path(target, "sessions/end")),
    ]
    assert [answer.status for answer in answers] == [403] * 4


async def test_who_administers_more_is_out_of_reach(council: Council) -> None:
    write = Write()
    relation = Relation(f"unit:{council.transport.id}", "administers", f"user:{BORIS}")
    council.office.org.editor.relate(write, relation)
    await council.office.database.commit(write)
    assert not await council.office.org.authority.check(
        UserId(ANNA), "administers", f"unit:{council.transport.id}"
    )
    answer = await council.anna.post(_path(BORIS, "password"), {"password": OTHER, **PROOF})
    assert answer.status == 403
