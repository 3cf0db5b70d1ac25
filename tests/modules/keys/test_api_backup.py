# SPDX-License-Identifier: EUPL-1.2
"""Key backup over HTTP: versions, etags, which session wins, and nobody else's backup."""

from typing import Any

import pytest
from support.ministry import Ministry
from support.people import V3, Person

BASE = f"{V3}/room_keys"
ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2"


def session(data: str, *, index: int = 0, forwarded: int = 0, verified: bool = False) -> dict[str, Any]:
    return {
        "first_message_index": index,
        "forwarded_count": forwarded,
        "is_verified": verified,
        "session_data": {"ciphertext": data},
    }


@pytest.fixture
async def version(anna: Person) -> str:
    body = {"algorithm": ALGORITHM, "auth_data": {"public_key": "abc"}}
    answer = await anna.client.post(f"{BASE}/version", body)
    assert answer.status == 200, answer.body
    return str(answer.json["version"])


async def put(person: Person, version: str, path: str, body: object) -> Any:
    answer = await person.client.put(f"{BASE}/keys{path}?version={version}", body)
    assert answer.status == 200, answer.body
    return answer.json


async def test_a_version_is_shown_with_etag_and_count(anna: Person, version: str) -> None:
    first = (await anna.client.get(f"{BASE}/version")).json
    assert first == {
        "algorithm": ALGORITHM,
        "auth_data": {"public_key": "abc"},
        "version": version,
        "etag": first["etag"],
        "count": 0,
    }
    progress = await put(anna, version, "/!r:x/s1", session("one"))
    assert progress["count"] == 1
    assert progress["etag"] != first["etag"]


async def test_sessions_come_back_by_backup_room_and_session(anna: Person, version: str) -> None:
    rooms = {
        "!a": {"sessions": {"1": session("a1"), "2": session("a2")}},
        "!b": {"sessions": {"1": session("b1")}},
    }
    await put(anna, version, "", {"rooms": rooms})
    assert (await anna.client.get(f"{BASE}/keys?version={version}")).json == {"rooms": rooms}
    assert (await anna.client.get(f"{BASE}/keys/!a?version={version}")).json == rooms["!a"]
    assert (await anna.client.get(f"{BASE}/keys/!b/1?version={version}")).json == session("b1")
    assert (await anna.client.get(f"{BASE}/keys/!c?version={version}")).json == {"sessions": {}}
    missing = await anna.client.get(f"{BASE}/keys/!b/9?version={version}")
    assert (missing.status, missing.errcode) == (404, "M_NOT_FOUND")


@pytest.mark.parametrize(
    ("stored", "new", "wins"),
    [
        (session("old", index=5), session("new", index=3), True),
        (session("old", index=3), session("new", index=5), False),
        (session("old", index=3, forwarded=2), session("new", index=3, forwarded=1), True),
        (session("old", index=3, forwarded=1), session("new", index=3, forwarded=1), False),
        (session("old", index=0), session("new", index=9, verified=True), True),
        (session("old", index=9, verified=True), session("new", index=0), False),
    ],
)
async def test_the_better_session_stays(
    anna: Person, version: str, stored: dict[str, Any], new: dict[str, Any], wins: bool
) -> None:
    for one in (stored, new):
        await put(anna, version, "/!r/s", one)
    assert (await anna.client.get(f"{BASE}/keys/!r/s?version={version}")).json == (new if wins else stored)


async def test_keys_for_an_old_version_are_refused_with_the_current_one(anna: Person, version: str) -> None:
    newer = (await anna.client.post(f"{BASE}/version", {"algorithm": ALGORITHM, "auth_data": {}})).json[
        "version"
    ]
    answer = await anna.client.put(f"{BASE}/keys/!r/s?version={version}", session("x"))
    assert (answer.status, answer.errcode) == (403, "M_WRONG_ROOM_KEYS_VERSION")
    assert answer.json["current_version"] == newer


async def test_deleting_sessions_and_versions(anna: Person, version: str) -> None:
    await put(anna, version, "", {"rooms": {"!a": {"sessions": {"1": session("x"), "2": session("y")}}}})
    answer = await anna.client.delete(f"{BASE}/keys/!a/1?version={version}")
    assert answer.json["count"] == 1
    assert (await anna.client.delete(f"{BASE}/keys?version={version}")).json["count"] == 0
    assert (await anna.client.delete(f"{BASE}/version/{version}")).status == 200
    assert (await anna.client.get(f"{BASE}/version")).status == 404
    assert (await anna.client.get(f"{BASE}/keys?version={version}")).status == 404


async def test_auth_data_changes_and_the_algorithm_does_not(anna: Person, version: str) -> None:
    path = f"{BASE}/version/{version}"
    body = {"algorithm": ALGORITHM, "auth_data": {"public_key": "new"}, "version": version}
    assert (await anna.client.put(path, body)).status == 200
    assert (await anna.client.get(path)).json["auth_data"] == {"public_key": "new"}
    assert (await anna.client.put(path, {**body, "algorithm": "other"})).status == 400
    assert (await anna.client.put(path, {**body, "version": "99"})).status == 400


async def test_a_backup_belongs_to_its_owner(ministry: Ministry, anna: Person, version: str) -> None:
    await put(anna, version, "/!r/s", session("x"))
    boris = await ministry.person("boris")
    assert (await boris.client.get(f"{BASE}/version/{version}")).status == 404
    assert (await boris.client.get(f"{BASE}/keys/!r/s?version={version}")).status == 404


@pytest.mark.parametrize("change", [{"first_message_index": -1}, {"is_verified": 1}, {"session_data": "x"}])
async def test_malformed_sessions_are_refused_whole(
    anna: Person, version: str, change: dict[str, Any]
) -> None:
    rooms = {"!a": {"sessions": {"good": session("x"), "bad": session("y") | change}}}
    answer = await anna.client.put(f"{BASE}/keys?version={version}", {"rooms": rooms})
    assert answer.status == 400
    assert (await anna.client.get(f"{BASE}/keys?version={version}")).json == {"rooms": {}}


async def test_a_version_must_be_named(anna: Person) -> None:
    answer = await anna.client.get(f"{BASE}/keys")
    assert (answer.status, answer.errcode) == (400, "M_MISSING_PARAM")
    assert (await anna.client.get(f"{BASE}/keys?version=..%2F1")).status == 404


async def test_an_upload_that_changes_nothing_keeps_the_etag(anna: Person, version: str) -> None:
    first = await put(anna, version, "/!r:x/s1", session("good", index=1))
    assert await put(anna, version, "/!r:x/s1", session("worse", index=2)) == first
    rooms = {"!r:x": {"sessions": {"s1": session("worse", index=2), "s2": session("new")}}}
    second = await put(anna, version, "", {"rooms": rooms})
    assert (second["count"], second["etag"] != first["etag"]) == (2, True)
    assert (await anna.client.get(f"{BASE}/keys/!r:x/s1?version={version}")).json == session("good", index=1)


async def test_a_version_needs_an_object_as_auth_data(anna: Person) -> None:
    answer = await anna.client.post(f"{BASE}/version", {"algorithm": ALGORITHM, "auth_data": "opaque"})
    assert (answer.status, answer.json["errcode"]) == (400, "M_BAD_JSON")
