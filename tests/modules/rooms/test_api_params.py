# SPDX-License-Identifier: EUPL-1.2
"""Malformed ids at every endpoint below a room, and that each endpoint knows anonymous and foreign people."""

import itertools
from urllib.parse import quote

from modules.rooms.conftest import House
from support.people import Person

V1, V3 = "/_matrix/client/v1", "/_matrix/client/v3"
EVENT = "$" + "A" * 43

Endpoint = tuple[str, str, object]
TYPING: Endpoint = ("PUT", f"{V3}/rooms/ROOM/typing/@carla:ministry.example", {"typing": True})
ENDPOINTS: list[Endpoint] = [
    ("POST", f"{V3}/rooms/ROOM/leave", {}),
    ("POST", f"{V3}/rooms/ROOM/forget", {}),
    ("POST", f"{V3}/rooms/ROOM/invite", {"user_id": "@boris:ministry.example"}),
    ("POST", f"{V3}/rooms/ROOM/kick", {"user_id": "@boris:ministry.example"}),
    ("POST", f"{V3}/rooms/ROOM/ban", {"user_id": "@boris:ministry.example"}),
    ("POST", f"{V3}/rooms/ROOM/unban", {"user_id": "@boris:ministry.example"}),
    ("PUT", f"{V3}/rooms/ROOM/send/m.room.message/1", {}),
    ("PUT", f"{V3}/rooms/ROOM/redact/{EVENT}/1", {}),
    ("GET", f"{V3}/rooms/ROOM/state", None),
    ("GET", f"{V3}/rooms/ROOM/state/m.room.name/", None),
    ("PUT", f"{V3}/rooms/ROOM/state/m.room.name/", {}),
    ("GET", f"{V3}/rooms/ROOM/members", None),
    ("GET", f"{V3}/rooms/ROOM/joined_members", None),
    ("GET", f"{V3}/rooms/ROOM/messages?dir=b", None),
    ("GET", f"{V3}/rooms/ROOM/context/{EVENT}", None),
    ("GET", f"{V3}/rooms/ROOM/event/{EVENT}", None),
    ("GET", f"{V3}/rooms/ROOM/aliases", None),
    ("POST", f"{V3}/rooms/ROOM/receipt/m.read/{EVENT}", {}),
    ("POST", f"{V3}/rooms/ROOM/read_markers", {}),
    ("GET", f"{V1}/rooms/ROOM/relations/{EVENT}", None),
    ("GET", f"{V1}/rooms/ROOM/relations/{EVENT}/m.thread", None),
    ("GET", f"{V1}/rooms/ROOM/relations/{EVENT}/m.thread/m.room.message", None),
    ("GET", f"{V1}/rooms/ROOM/threads", None),
    ("GET", f"{V1}/rooms/ROOM/timestamp_to_event?ts=1&dir=f", None),
]
BAD_ROOMS = ["room", "#alias:ministry.example", "!" + "a" * 255, "!" + "ä" * 130, "!a b\0c", "!room:"]


def refusal_of(path: str) -> tuple[int, str]:
    """Return what a stranger hears; the specification gives single events a code of their own."""
    return (404, "M_NOT_FOUND") if "/event/" in path else (403, "M_FORBIDDEN")


async def test_every_endpoint_refuses_those_who_do_not_belong(
    house: House, anna: Person, carla: Person
) -> None:
    room = await anna.create()
    for method, path, body in [*ENDPOINTS, TYPING]:
        there = path.replace("ROOM", room)
        anonymous = await house.anonymous.request(method, there, json=body)
        assert (anonymous.status, anonymous.errcode) == (401, "M_MISSING_TOKEN"), path
        stranger = await carla.client.request(method, there, json=body)
        assert (stranger.status, stranger.errcode) == refusal_of(path), (path, stranger.body)
        nowhere = await carla.client.request(method, path.replace("ROOM", "!" + "A" * 43), json=body)
        assert (nowhere.status, nowhere.json) == (stranger.status, stranger.json), path


async def test_every_endpoint_refuses_malformed_rooms(anna: Person) -> None:
    for (method, path, body), room in itertools.product(ENDPOINTS, BAD_ROOMS):
        answer = await anna.client.request(method, path.replace("ROOM", quote(room, safe="")), json=body)
        assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM"), (path, room, answer.body)


async def test_every_endpoint_refuses_rooms_of_other_servers(anna: Person) -> None:
    for method, path, body in ENDPOINTS:
        there = path.replace("ROOM", "!room:elsewhere.example")
        answer = await anna.client.request(method, there, json=body)
        assert (answer.status, answer.errcode) == refusal_of(path), path


async def test_malformed_event_ids(anna: Person) -> None:
    room = await anna.create()
    paths = (f"{V3}/rooms/{room}/event", f"{V1}/rooms/{room}/relations")
    for path, event_id in itertools.product(paths, ("nothing", "$" + "a" * 255, "$a\0")):
        answer = await anna.client.get(f"{path}/{quote(event_id, safe='')}")
        assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM"), event_id


async def test_page_sizes_are_bounded(anna: Person) -> None:
    room = await anna.create()
    await anna.send(room, "x")
    for limit in ("0", "-5", "1"):
        assert len((await anna.get(room, "messages", dir="b", limit=limit)).json["chunk"]) == 1
    assert (await anna.get(room, "messages", dir="b", limit="9" * 16)).status == 200
