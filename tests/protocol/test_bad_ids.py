# SPDX-License-Identifier: EUPL-1.2
"""Identifiers that are none, are of another server, too long, or climb out of their path: on every route with one."""

import pytest
from support.addresses import Scene, on_sqlite, parameters, title
from support.people import V3

ROOM_SPOILS = {
    "of another server": "!room:elsewhere.example",
    "unknown": "!" + "A" * 43,
    "no room id": "room",
    "an alias": "#cabinet:ministry.example",
    "too long": "!" + "x" * 300,
    "empty sigil": "!",
    "a path": "!../../../etc/passwd",
}


@pytest.mark.parametrize("kind", ROOM_SPOILS)
async def test_rooms_that_are_none(scene: Scene, kind: str) -> None:
    wrong = {}
    for route in scene.routes:
        if not {"room_id", "room"}.intersection(parameters(route)) or "/room_keys/" in route.path:
            continue
        spoilt = dict.fromkeys(("room_id", "room"), ROOM_SPOILS[kind])
        answer = await scene.anna.client.request(route.method, scene.path(route, **spoilt), json={})
        if not 400 <= answer.status < 500 or not answer.errcode:
            # A room that nobody can be in has no personal data either, but notes about it may be kept.
            wrong[title(route)] = (answer.status, answer.body[:200])
    assert {name: found for name, found in wrong.items() if "/user/{user_id}/rooms/" not in name} == {}


@on_sqlite
@pytest.mark.parametrize("name", ["%00", "a%00b", "%zz", "%", "%ff", "%c3%28", "%ed%a0%80"])
async def test_parameters_that_do_not_decode(scene: Scene, name: str) -> None:
    wrong = {}
    for route in scene.routes:
        for parameter in parameters(route):
            path = scene.path(route, **{parameter: "SPOILT"}).replace("SPOILT", name)
            answer = await scene.anna.client.request(route.method, path, json={})
            if answer.status != 400:
                wrong[f"{title(route)} {parameter}"] = (answer.status, answer.body[:200])
    assert wrong == {}


@pytest.mark.parametrize("length", [256, 1_000, 7_000])
async def test_long_parameters(scene: Scene, length: int) -> None:
    """Event types, state keys and ids have at most 255 bytes; counted in bytes, not in letters."""
    broken = {}
    for route in scene.routes:
        for parameter in parameters(route):
            path = scene.path(route, **{parameter: "x" * length})
            answer = await scene.anna.client.request(route.method, path, json={})
            if answer.status >= 500:
                broken[f"{title(route)} {parameter}"] = (answer.status, answer.body[:200])
    assert broken == {}


@pytest.mark.parametrize("key", ["x" * 256, "ж" * 128])
async def test_event_fields_over_255_bytes(scene: Scene, key: str) -> None:
    anna, room = scene.anna, scene.room
    tries = {
        "type": await anna.try_send(room, {"body": "x"}, kind=key),
        "state type": await anna.put_state(room, key, {}),
        "state key": await anna.put_state(room, "org.example.thing", {}, key=key),
    }
    assert {name: answer.status for name, answer in tries.items()} == dict.fromkeys(tries, 413), tries
    state = await anna.get(room, "state")
    assert key not in state.body.decode()


async def test_people_of_other_servers(scene: Scene) -> None:
    """Nobody from elsewhere can be asked in: this server does not federate yet."""
    for user in (
        "@igor:elsewhere.example",
        "@" + "x" * 300,
        "igor",
        "@igor",
        "@ig\0or:ministry.example",
    ):
        for action in ("invite", "ban", "kick"):
            answer = await scene.anna.post(scene.room, action, user_id=user)
            # A ban of somebody who could come one day is a right of the room.
            assert 400 <= answer.status < 500 or (action == "ban" and user == "@igor:elsewhere.example"), (
                action,
                user,
            )


CLIMBS = [
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "....//etc/passwd",
    "..\\..\\etc\\passwd",
]


@on_sqlite
@pytest.mark.parametrize("climb", CLIMBS)
async def test_paths_that_climb(scene: Scene, climb: str) -> None:
    for stem in (
        "/",
        "/assets/",
        "/_matrix/client/v1/media/download/ministry.example/",
        "/_matrix/client/v1/media/thumbnail/ministry.example/",
        "/_matrix/media/v3/download/",
        "/api/v1/",
        "/api/v1/antivirus/",
    ):
        answer = await scene.anna.client.get(stem + climb.replace("\\", "%5C"))
        assert b"root:" not in answer.body
        assert answer.status in (200, 400, 404), stem
        if answer.status == 200:
            # The web client answers unknown addresses of its own with its start page.
            assert answer.headers["content-type"].startswith("text/html"), stem


async def test_file_names_that_climb(scene: Scene) -> None:
    """A file keeps no folder in its name."""
    client = scene.anna.client
    sent = await client.request(
        "POST",
        "/_matrix/media/v3/upload?filename=..%2F..%2Fetc%2Fpasswd",
        content=b"hello",
        headers={"content-type": "text/plain"},
    )
    assert sent.status == 200, sent.body
    media_id = sent.json["content_uri"].rsplit("/", 1)[1]
    for more in ("", "/..%2F..%2Fshadow"):
        got = await client.get(f"/_matrix/client/v1/media/download/ministry.example/{media_id}{more}")
        assert got.body == b"hello"
        assert ".." not in got.headers["content-disposition"]
        assert "/" not in got.headers["content-disposition"]


async def test_tokens_that_are_none(scene: Scene) -> None:
    """Places in the timeline and in the sync stream that nobody was given."""
    for token in ("x", "s", "-1", "s1_2_3_4", "9" * 30, "t" * 7000, "p1", "%E2%98%83"):
        for path in (
            f"{V3}/sync?timeout=0&since={token}",
            f"{V3}/rooms/{scene.room}/messages?dir=b&from={token}",
        ):
            answer = await scene.anna.client.get(path)
            assert answer.status in (200, 400), (path[:100], answer.body)
