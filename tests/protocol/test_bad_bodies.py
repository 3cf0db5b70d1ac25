# SPDX-License-Identifier: EUPL-1.2
"""Bodies that are none, on every route that reads one: refused in the protocol's own terms, and nothing is changed."""

import pytest
from support.addresses import Scene, on_sqlite, title
from support.http import Answer
from support.people import V3

from chancery.platform.http.routes import Route

JSON_CODES = {"M_NOT_JSON", "M_BAD_JSON"}
BAD = {
    "no JSON": b"{not json",
    "nothing": b"   ",
    "half": b'{"a": ',
    "two": b"{}{}",
    "comment": b"{} // yes",
    "NaN": b'{"a": NaN}',
    "invalid UTF-8": b'{"a": "\xff\xfe"}',
    "cut UTF-8": b'{"a": "\xd0"}',
    "lone surrogate": b'{"a": "\xed\xa0\x80"}',
    "an array": b"[]",
    "a string": b'"text"',
    "a number": b"1",
    "null": b"null",
    "too deep": b'{"a":' * 101 + b"1" + b"}" * 101,
    "very deep": b"[" * 60_000,
}


def with_json(scene: Scene) -> list[Route]:
    """Return the routes that decode JSON."""
    routes = [route for route in scene.routes if route.body not in (None, bytes) and not route.stream]
    assert len(routes) > 50
    return routes


def code(route: Route, answer: Answer) -> str:
    """Return the answer's code in the words of its protocol."""
    if route.path.startswith("/oauth2/"):
        # RFC 6749 has one word for all of it.
        said = answer.json["error"] == "invalid_request"
        return {400: "not_json", 413: "too_large"}.get(answer.status, "") if said else ""
    return answer.json["code"] if route.path.startswith("/api/") else answer.errcode


@on_sqlite
@pytest.mark.parametrize("kind", BAD)
async def test_bodies_that_are_no_object(scene: Scene, kind: str) -> None:
    wrong = {}
    for route in with_json(scene):
        answer = await scene.anna.client.request(route.method, scene.path(route), content=BAD[kind])
        if answer.status != 400 or code(route, answer) not in {*JSON_CODES, "not_json", "bad_json"}:
            wrong[title(route)] = (answer.status, answer.body[:200])
    assert wrong == {}


@on_sqlite
async def test_empty_bodies_pass_only_where_nothing_is_needed(scene: Scene) -> None:
    wrong = {}
    for route in with_json(scene):
        answer = await scene.anna.client.request(route.method, scene.path(route), content=b"")
        refused = answer.status == 400 and code(route, answer) in {"M_NOT_JSON", "not_json"}
        if refused == route.optional_body:
            wrong[title(route)] = (answer.status, answer.body[:200])
    assert wrong == {}


@on_sqlite
async def test_bodies_that_say_they_are_too_large(scene: Scene) -> None:
    wrong = {}
    for route in scene.routes:
        if route.body is None and not route.stream:
            continue
        headers = {"content-length": str(route.limit + 1)}
        answer = await scene.anna.client.request(
            route.method, scene.path(route), content=b"{}", headers=headers
        )
        if answer.status != 413:
            wrong[title(route)] = (answer.status, answer.body[:200])
    assert wrong == {}


@on_sqlite
async def test_bodies_that_turn_out_too_large(scene: Scene) -> None:
    """The peer keeps its size to itself, as in chunked transfer."""
    wrong = {}
    for route in with_json(scene):
        if route.limit > 2_000_000:
            continue
        content = b'{"a": "' + b"x" * route.limit + b'"}'
        answer = await scene.anna.client.request(
            route.method, scene.path(route), content=content, headers={"content-length": "0"}
        )
        if answer.status != 413 or code(route, answer) not in {"M_TOO_LARGE", "too_large"}:
            wrong[title(route)] = (answer.status, answer.body[:200])
    assert wrong == {}


NUMBERS = ["0.5", "1.0", "1e3", "-0.0", "9007199254740992", "-9007199254740992", "1e400", "9" * 400]
"""Canonical JSON knows whole numbers within ±(2^53 - 1) only."""


@pytest.mark.parametrize("number", NUMBERS)
async def test_numbers_that_events_must_not_hold(scene: Scene, number: str) -> None:
    room = scene.values["room_id"].replace("!", "%21")
    content = b'{"body": "x", "msgtype": "m.text", "deep": [{"n": ' + number.encode() + b"}]}"
    state = b'{"invite": ' + number.encode() + b"}"
    tries = {
        f"{V3}/rooms/{room}/send/m.room.message/n{number[:20]}": content,
        f"{V3}/rooms/{room}/state/org.example.thing/": content,
        f"{V3}/rooms/{room}/state/m.room.power_levels/": state,
    }
    before = await scene.anna.get(scene.room, "messages", dir="b")
    for path, body in tries.items():
        answer = await scene.anna.client.request("PUT", path, content=body)
        assert (answer.status, answer.errcode) in {(400, "M_BAD_JSON"), (400, "M_NOT_JSON")}, (
            path,
            answer.body,
        )
    after = await scene.anna.get(scene.room, "messages", dir="b")
    assert after.json["chunk"] == before.json["chunk"]


@pytest.mark.parametrize("number", NUMBERS)
async def test_numbers_that_first_state_must_not_hold(scene: Scene, number: str) -> None:
    wrong = [
        f'{{"power_level_content_override": {{"invite": {number}}}}}',
        f'{{"initial_state": [{{"type": "org.example.x", "content": {{"n": {number}}}}}]}}',
        f'{{"creation_content": {{"org.example.n": {number}}}}}',
    ]
    rooms = (await scene.anna.client.get(f"{V3}/joined_rooms")).json
    for body in wrong:
        answer = await scene.anna.client.request("POST", f"{V3}/createRoom", content=body.encode())
        assert answer.status == 400, (body[:80], answer.body)
    assert (await scene.anna.client.get(f"{V3}/joined_rooms")).json == rooms


@on_sqlite
@pytest.mark.parametrize("timeout", [10**400, -(10**400), 2**63, -1])
async def test_typing_for_ever(scene: Scene, timeout: int) -> None:
    """A time beyond all measure is the longest that is allowed, one before all times is none."""
    body = {"typing": True, "timeout": timeout}
    answer = await scene.anna.call("PUT", scene.room, f"typing/{scene.anna.user_id}", body)
    assert answer.status == 200, answer.body
