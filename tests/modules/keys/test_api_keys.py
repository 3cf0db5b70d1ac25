# SPDX-License-Identifier: EUPL-1.2
"""Device keys over HTTP: upload, query, claim once, cross-signing and signatures."""

import asyncio
from typing import Any

import pytest
from support.ministry import Ministry
from support.office import PASSWORD
from support.people import V3, Person
from support.signing import Key, device_keys, signed


async def upload(person: Person, **body: Any) -> Any:
    answer = await person.client.post(f"{V3}/keys/upload", body)
    assert answer.status == 200, answer.body
    return answer.json


async def query(person: Person, *users: Person) -> Any:
    answer = await person.client.post(
        f"{V3}/keys/query", {"device_keys": {user.user_id: [] for user in users}}
    )
    assert answer.status == 200, answer.body
    return answer.json


def one_time(*names: str) -> dict[str, Any]:
    return {f"signed_curve25519:{name}": {"key": name, "signatures": {}} for name in names}


async def claim(person: Person, target: Person) -> dict[str, Any]:
    wanted = {target.user_id: {target.device_id: "signed_curve25519"}}
    answer = await person.client.post(f"{V3}/keys/claim", {"one_time_keys": wanted})
    assert answer.status == 200, answer.body
    return answer.json["one_time_keys"].get(target.user_id, {}).get(target.device_id, {})


async def test_uploaded_device_keys_are_found_by_others(anna: Person, boris: Person) -> None:
    keys = device_keys(Key(), anna)
    counts = await upload(anna, device_keys=keys, one_time_keys=one_time("a", "b"))
    assert counts == {"one_time_key_counts": {"signed_curve25519": 2}}
    found = (await query(boris, anna))["device_keys"][anna.user_id][anna.device_id]
    assert found["keys"] == keys["keys"]
    assert found["signatures"] == keys["signatures"]


@pytest.mark.parametrize(
    "change", [{"user_id": "@boris:ministry.example"}, {"device_id": "OTHER"}, {"keys": {}}]
)
async def test_foreign_or_malformed_device_keys_are_refused(anna: Person, change: dict[str, Any]) -> None:
    answer = await anna.client.post(f"{V3}/keys/upload", {"device_keys": device_keys(Key(), anna) | change})
    assert answer.status == 400
    assert (await query(anna, anna))["device_keys"] == {anna.user_id: {}}


async def test_a_forged_signature_is_refused(anna: Person) -> None:
    keys = device_keys(Key(), anna)
    keys["algorithms"].append("m.other")
    answer = await anna.client.post(f"{V3}/keys/upload", {"device_keys": keys})
    assert (answer.status, answer.errcode) == (400, "M_INVALID_SIGNATURE")


async def test_identity_keys_of_a_device_never_change(anna: Person) -> None:
    await upload(anna, device_keys=device_keys(Key(), anna))
    answer = await anna.client.post(f"{V3}/keys/upload", {"device_keys": device_keys(Key(), anna)})
    assert answer.status == 400


async def test_a_one_time_key_is_claimed_exactly_once(anna: Person, boris: Person) -> None:
    names = [f"k{number}" for number in range(20)]
    await upload(anna, device_keys=device_keys(Key(), anna), one_time_keys=one_time(*names))
    got = await asyncio.gather(*(claim(boris, anna) for _ in range(25)))
    given = [name for keys in got for name in keys]
    assert sorted(given) == sorted(one_time(*names))
    assert got.count({}) == 5
    assert (await upload(anna))["one_time_key_counts"] == {"signed_curve25519": 0}


async def test_the_fallback_key_answers_when_one_time_keys_are_gone(anna: Person, boris: Person) -> None:
    await upload(anna, one_time_keys=one_time("a"), fallback_keys=one_time("last"))
    assert [*await claim(boris, anna)] == ["signed_curve25519:a"]
    assert [*await claim(boris, anna)] == ["signed_curve25519:last"]
    assert [*await claim(boris, anna)] == ["signed_curve25519:last"]


async def test_the_same_key_uploaded_twice_is_one_key_and_another_under_its_name_is_refused(
    anna: Person,
) -> None:
    await upload(anna, one_time_keys=one_time("a"))
    assert (await upload(anna, one_time_keys=one_time("a")))["one_time_key_counts"]["signed_curve25519"] == 1
    other = {"signed_curve25519:a": {"key": "other"}}
    answer = await anna.client.post(f"{V3}/keys/upload", {"one_time_keys": other})
    assert answer.status == 400


async def cross_sign(person: Person) -> tuple[Key, Key, Key]:
    master, self_signing, user_signing = Key(), Key(), Key()
    body = {
        "master_key": master.cross_signing(person, "master"),
        "self_signing_key": master.sign(person, self_signing.cross_signing(person, "self_signing")),
        "user_signing_key": master.sign(person, user_signing.cross_signing(person, "user_signing")),
    }
    answer = await person.client.post(f"{V3}/keys/device_signing/upload", body)
    assert answer.status == 200, answer.body
    return master, self_signing, user_signing


async def test_cross_signing_keys_are_published_and_the_user_signing_key_stays_private(
    anna: Person, boris: Person
) -> None:
    master, _, _ = await cross_sign(anna)
    own, others = await query(anna, anna), await query(boris, anna)
    assert [*others["master_keys"][anna.user_id]["keys"]] == [f"ed25519:{master.public}"]
    assert anna.user_id in others["self_signing_keys"]
    assert others["user_signing_keys"] == {}
    assert anna.user_id in own["user_signing_keys"]


async def test_replacing_cross_signing_keys_needs_the_password(anna: Person) -> None:
    await cross_sign(anna)
    master = Key()
    body: dict[str, Any] = {"master_key": master.cross_signing(anna, "master")}
    refused = await anna.client.post(f"{V3}/keys/device_signing/upload", body)
    assert refused.status == 401
    auth = {
        "type": "m.login.password",
        "session": refused.json["session"],
        "identifier": {"type": "m.id.user", "user": anna.user_id},
        "password": PASSWORD,
    }
    answer = await anna.client.post(f"{V3}/keys/device_signing/upload", {**body, "auth": auth})
    assert answer.status == 200, answer.body
    assert [*(await query(anna, anna))["master_keys"][anna.user_id]["keys"]] == [f"ed25519:{master.public}"]


async def test_the_same_cross_signing_keys_again_need_nothing(anna: Person) -> None:
    master = Key()
    body = {"master_key": master.cross_signing(anna, "master")}
    for _ in range(2):
        assert (await anna.client.post(f"{V3}/keys/device_signing/upload", body)).status == 200


async def test_a_device_signed_later_carries_the_signature_for_everybody(anna: Person, boris: Person) -> None:
    keys = device_keys(Key(), anna)
    await upload(anna, device_keys=keys)
    _, self_signing, _ = await cross_sign(anna)
    body = {anna.user_id: {anna.device_id: self_signing.sign(anna, keys)}}
    answer = await anna.client.post(f"{V3}/keys/signatures/upload", body)
    assert answer.json == {"failures": {}}
    found = (await query(boris, anna))["device_keys"][anna.user_id][anna.device_id]
    assert f"ed25519:{self_signing.public}" in found["signatures"][anna.user_id]


async def test_signing_another_person_is_seen_by_the_signer_alone(
    ministry: Ministry, anna: Person, boris: Person
) -> None:
    master, _, _ = await cross_sign(boris)
    _, _, user_signing = await cross_sign(anna)
    published = (await query(anna, boris))["master_keys"][boris.user_id]
    signature = {boris.user_id: {master.public: user_signing.sign(anna, published)}}
    answer = await anna.client.post(f"{V3}/keys/signatures/upload", signature)
    assert answer.json == {"failures": {}}
    carla = await ministry.person("carla")
    assert anna.user_id in (await query(anna, boris))["master_keys"][boris.user_id]["signatures"]
    assert anna.user_id not in (await query(carla, boris))["master_keys"][boris.user_id].get("signatures", {})


async def test_bad_signatures_are_reported_one_by_one(anna: Person, boris: Person) -> None:
    keys = device_keys(Key(), anna)
    await upload(anna, device_keys=keys)
    await cross_sign(anna)
    stranger = Key()
    body = {
        anna.user_id: {
            anna.device_id: stranger.sign(anna, keys),
            "NODEVICE": signed(stranger, anna, {"device_id": "NODEVICE"}),
        },
        boris.user_id: {"nokey": {}},
    }
    failures = (await anna.client.post(f"{V3}/keys/signatures/upload", body)).json["failures"]
    assert failures[anna.user_id][anna.device_id]["errcode"] == "M_INVALID_SIGNATURE"
    assert failures[anna.user_id]["NODEVICE"]["errcode"] == "M_NOT_FOUND"
    assert "nokey" in failures[boris.user_id]


async def test_a_removed_device_leaves_no_keys(ministry: Ministry, anna: Person, boris: Person) -> None:
    await upload(anna, device_keys=device_keys(Key(), anna), one_time_keys=one_time("a"))
    await anna.client.post(f"{V3}/logout")
    await asyncio.sleep(0.05)
    assert (await query(boris, anna))["device_keys"] == {anna.user_id: {}}
    assert await claim(boris, anna) == {}


async def test_keys_need_a_token(ministry: Ministry) -> None:
    for path in ("upload", "query", "claim", "device_signing/upload", "signatures/upload"):
        answer = await ministry.anonymous.post(f"{V3}/keys/{path}", {})
        assert (answer.status, answer.errcode) == (401, "M_MISSING_TOKEN")


@pytest.mark.parametrize("body", [{"device_keys": []}, {"device_keys": {"@a:b": "x"}}, {}])
async def test_malformed_queries_are_refused(anna: Person, body: dict[str, Any]) -> None:
    answer = await anna.client.post(f"{V3}/keys/query", body)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


async def test_a_claimed_key_whose_upload_is_repeated_is_not_handed_out_again(
    anna: Person, boris: Person
) -> None:
    """The page was reloaded before it learned that its upload had arrived."""
    await upload(anna, one_time_keys=one_time("a", "b"))
    first = await claim(boris, anna)
    counts = await upload(anna, one_time_keys=one_time("a", "b"))
    assert counts == {"one_time_key_counts": {"signed_curve25519": 1}}
    second = await claim(boris, anna)
    assert {*first, *second} == {"signed_curve25519:a", "signed_curve25519:b"}
    assert await claim(boris, anna) == {}


async def test_keys_claimed_at_once_go_to_one_each(anna: Person, boris: Person) -> None:
    names = [f"k{number}" for number in range(20)]
    await upload(anna, one_time_keys=one_time(*names))
    claimed = await asyncio.gather(*[claim(boris, anna) for _ in range(25)])
    got = [name for key in claimed for name in key]
    assert sorted(got) == sorted(f"signed_curve25519:{name}" for name in names)


async def test_a_device_that_signed_out_is_shown_to_nobody(
    ministry: Ministry, anna: Person, boris: Person
) -> None:
    tablet = await ministry.on_device("anna", "TABLET")
    await upload(tablet, device_keys=device_keys(Key(), tablet))
    assert "TABLET" in (await query(boris, tablet))["device_keys"][tablet.user_id]
    assert (await tablet.client.post(f"{V3}/logout")).status == 200
    assert (await query(boris, tablet))["device_keys"][tablet.user_id] == {}


async def test_whoever_left_after_me_is_left_too(ministry: Ministry, anna: Person, boris: Person) -> None:
    carla = await ministry.person("carla")
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    await carla.join(room)
    token = (await anna.client.get(f"{V3}/sync")).json["next_batch"]
    await anna.post(room, "leave")
    await boris.post(room, "leave")
    lists = (await anna.client.get(f"{V3}/sync", query={"since": token})).json["device_lists"]
    assert lists == {"changed": [], "left": sorted([boris.user_id, carla.user_id])}


@pytest.mark.parametrize(("devices", "status"), [([], 200), ({}, 200), ({"PHONE": 1}, 400), ("PHONE", 400)])
async def test_a_query_lists_devices_and_an_empty_object_means_all(
    anna: Person, boris: Person, devices: object, status: int
) -> None:
    await upload(anna, device_keys=device_keys(Key(), anna))
    answer = await boris.client.post(f"{V3}/keys/query", {"device_keys": {anna.user_id: devices}})
    assert answer.status == status
    if status == 200:
        assert [*answer.json["device_keys"][anna.user_id]] == [anna.device_id]
    else:
        assert answer.json["errcode"] == "M_BAD_JSON"
