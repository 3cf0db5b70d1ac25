# SPDX-License-Identifier: EUPL-1.2
"""Who may not: a foreign person at every room, nobody at every route with login, a token of a removed device."""

from support.addresses import Scene, parameters, title
from support.office import PASSWORD
from support.people import V3

from chancery.platform.http.routes import Route

OWN_NOTES = "/user/{user_id}/"
"""Account data and tags are notes of a person about a room, whether or not they are in it."""
OWN_KEYS = "/room_keys/"
"""A backup holds keys of rooms that its owner may have left."""
OPEN = {
    # The directory tells everybody of the agency whether a room is listed.
    "GET /_matrix/client/v3/directory/list/room/{room_id}",
    # Who reports a room need not be in it (client-server API, "Reporting rooms").
    "POST /_matrix/client/v3/rooms/{room_id}/report",
}
BODIES = {
    "/invite": {"user_id": "@carla:ministry.example"},
    "/kick": {"user_id": "@anna:ministry.example"},
    "/ban": {"user_id": "@anna:ministry.example"},
    "/unban": {"user_id": "@anna:ministry.example"},
    "/read_markers": {"m.fully_read": "$x"},
    "/delayed_event/{event_type}/{txn_id}": {"content": {}, "delay": 1000},
    "/upgrade": {"new_version": "12"},
    "/typing/{user_id}": {"typing": True},
    "/directory/list/room/{room_id}": {"visibility": "public"},
}
QUERIES = {"/messages": "?dir=b", "/timestamp_to_event": "?dir=f&ts=0"}


def room_routes(scene: Scene) -> list[Route]:
    """Return every route about a room, but for those about a person's own notes."""
    routes = [
        route
        for route in scene.routes
        if {"room_id", "room"}.intersection(parameters(route))
        and OWN_NOTES not in route.path
        and OWN_KEYS not in route.path
        and title(route) not in OPEN
    ]
    assert len(routes) > 30
    return routes


def ending(table: dict[str, object], route: Route) -> object:
    """Return what a table holds for a route by its ending."""
    return next((value for end, value in table.items() if route.path.endswith(end)), None)


async def test_foreign_person_at_every_room_endpoint(scene: Scene) -> None:
    """Somebody who was never asked in gets 403 or 404 and sees nothing."""
    before = await everything(scene)
    wrong = {}
    for route in room_routes(scene):
        path = scene.path(route, user_id=scene.outsider.user_id) + str(ending(QUERIES, route) or "")
        body = ending(BODIES, route) or {}
        answer = await scene.outsider.client.request(route.method, path, json=body)
        if answer.status not in (403, 404) or answer.errcode not in ("M_FORBIDDEN", "M_NOT_FOUND"):
            wrong[title(route)] = (answer.status, answer.body[:200])
        assert b"a message of the cabinet" not in answer.body
    # Forgetting a room that one was never in changes nothing and tells nothing.
    wrong.pop("POST /_matrix/client/v3/rooms/{room_id}/forget", None)
    assert wrong == {}
    assert await everything(scene) == before


async def everything(scene: Scene) -> tuple[object, object]:
    """Return the room's state and history as Anna sees them."""
    state = await scene.anna.get(scene.room, "state")
    messages = await scene.anna.get(scene.room, "messages", dir="b")
    return state.json, messages.json["chunk"]


async def test_person_who_left(scene: Scene) -> None:
    """Whoever left cannot act any more."""
    olga = scene.outsider
    await scene.anna.invite(scene.room, olga)
    await olga.join(scene.room)
    await olga.post(scene.room, "leave")
    before = await everything(scene)
    acting = [
        route
        for route in room_routes(scene)
        if route.method in ("PUT", "POST") and "{event_id}" not in route.path
    ]
    for route in acting:
        if route.path.endswith(("/leave", "/forget")):
            continue
        path = scene.path(route, user_id=olga.user_id)
        answer = await olga.client.request(route.method, path, json=ending(BODIES, route) or {})
        assert 400 <= answer.status < 500, (title(route), answer.body)
    assert await everything(scene) == before


async def test_no_token(scene: Scene) -> None:
    wrong = {}
    for route in scene.routes:
        answer = await scene.ministry.anonymous.request(route.method, scene.path(route), json={})
        if route.login != (answer.status == 401):
            wrong[title(route)] = (answer.status, answer.body[:200])
        if route.login and route.path.startswith("/_matrix/"):
            assert answer.errcode == "M_MISSING_TOKEN", title(route)
    # A token of another kind, which other servers show.
    assert wrong.pop("GET /_matrix/federation/v1/openid/userinfo")[0] == 401
    for name in [name for name in wrong if " /scim/" in name]:
        assert wrong.pop(name)[0] == 401
    # These ask for credentials in the body, and refuse an empty one as what it is.
    assert {name: found for name, found in wrong.items() if found[0] != 400} == {}


async def test_token_of_a_removed_device(scene: Scene) -> None:
    """Every route is shut to it from the moment on in which another device removed it."""
    lost = await scene.ministry.on_device("anna")
    auth = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": "anna"},
        "password": PASSWORD,
    }
    path = f"{V3}/devices/{lost.device_id}"
    asked = await scene.anna.client.delete(path, {})
    assert asked.status == 401
    removed = await scene.anna.client.delete(path, {"auth": {**auth, "session": asked.json["session"]}})
    assert removed.status == 200, removed.body
    for route in scene.routes:
        if not route.login:
            continue
        answer = await lost.client.request(route.method, scene.path(route), json={})
        assert answer.status == 401, title(route)
        if route.path.startswith("/_matrix/"):
            assert answer.errcode == "M_UNKNOWN_TOKEN", title(route)


async def test_forged_tokens(scene: Scene) -> None:
    token = str(scene.anna.client.token)
    forged = [token[:-1], token + "x", token.swapcase(), "", " ", "x" * 5_000, "null", "' OR 1=1 --", "é"]
    for text in forged:
        answer = await scene.ministry.anonymous.with_token(text).get(f"{V3}/account/whoami")
        assert answer.status == 401, text[:40]
        assert answer.errcode in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN")


async def test_administration_needs_an_administrator(scene: Scene) -> None:
    acting = [r for r in scene.routes if r.path.startswith("/api/v1/org/") and r.method != "GET"]
    assert len(acting) >= 8
    for route in acting:
        path = scene.path(route, user_id=scene.outsider.user_id)
        answer = await scene.anna.client.request(route.method, path, json=_filled(route))
        assert answer.status in (403, 404), (title(route), answer.body)


def _filled(route: Route) -> dict[str, object]:
    """Return a body with every text and time that an administration route asks for."""
    texts = (
        "name",
        "title",
        "user_id",
        "user_name",
        "password",
        "unit_id",
        "post_id",
        "parent_id",
        "confirmation",
    )
    times = {"starts_at": 0, "ends_at": 2**50, "review_at": 2**50}
    stay = {"sponsor_id": "1", "purpose": "1", "reason": "1", **times}
    return dict.fromkeys(texts, "1") | stay
