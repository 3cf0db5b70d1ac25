# SPDX-License-Identifier: EUPL-1.2
"""What other servers' test suites probe: odd values, odd transitions, the exact codes of refusals."""

from typing import Any
from urllib.parse import quote

import pytest
from modules.rooms.conftest import House
from support.office import SERVER
from support.people import V3, Person

ALIAS = f"#edges:{SERVER}"
PATH = f"{V3}/directory/room/{quote(ALIAS)}"


async def test_a_removed_alias_leaves_the_canonical_alias_event(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    other = f"#other:{SERVER}"
    for alias in (ALIAS, other):
        assert (
            await boris.client.put(f"{V3}/directory/room/{quote(alias)}", {"room_id": room})
        ).status == 200
    content = {"alias": ALIAS, "alt_aliases": [other]}
    assert (await anna.put_state(room, "m.room.canonical_alias", content)).status == 200
    # Boris may remove his alias; the event is the moderators'.
    assert (await boris.client.delete(PATH)).status == 200
    assert (await anna.get(room, "state/m.room.canonical_alias")).json == content
    assert (await anna.client.delete(f"{V3}/directory/room/{quote(other)}")).status == 200
    assert (await anna.get(room, "state/m.room.canonical_alias")).json == {"alias": ALIAS}


@pytest.mark.parametrize(
    ("content", "errcode"),
    [
        ({"alias": "%edges:x"}, "M_INVALID_PARAM"),
        ({"alias": 5}, "M_INVALID_PARAM"),
        ({"alt_aliases": "#a:x"}, "M_INVALID_PARAM"),
        ({"alt_aliases": [5]}, "M_INVALID_PARAM"),
        ({"alt_aliases": ["nothing"]}, "M_INVALID_PARAM"),
        ({"alt_aliases": [f"#nowhere:{SERVER}"]}, "M_BAD_ALIAS"),
        ({"alias": "#a:elsewhere.example"}, "M_BAD_ALIAS"),
    ],
)
async def test_a_canonical_alias_is_an_alias_of_the_room(
    anna: Person, content: dict[str, Any], errcode: str
) -> None:
    answer = await anna.put_state(await anna.create(), "m.room.canonical_alias", content)
    assert (answer.status, answer.errcode) == (400, errcode)


async def test_each_post_without_transaction_id_is_an_event(anna: Person) -> None:
    room = await anna.create()
    sent = [await anna.post(room, "send/m.room.message", body="x", msgtype="m.text") for _ in range(2)]
    assert len({answer.json["event_id"] for answer in sent}) == 2
    redacted = await anna.post(room, f"redact/{sent[0].json['event_id']}", reason="slip")
    assert redacted.status == 200
    event = await anna.get(room, f"event/{sent[0].json['event_id']}")
    assert event.json["unsigned"]["redacted_because"]["event_id"] == redacted.json["event_id"]


async def test_redactions_stay_in_their_room(anna: Person, boris: Person) -> None:
    room, other = await anna.create(preset="public_chat"), await anna.create()
    await boris.join(room)
    event = await anna.send(other, "x")
    elsewhere = await anna.call("PUT", room, f"redact/{event}/t", {})
    assert (elsewhere.status, elsewhere.errcode) == (400, "M_INVALID_PARAM")
    unknown = await anna.call("PUT", room, "redact/$none/t", {})
    assert (unknown.status, unknown.errcode) == (404, "M_NOT_FOUND")
    mine = await anna.send(room, "x")
    forbidden = await boris.call("PUT", room, f"redact/{mine}/t", {})
    assert (forbidden.status, forbidden.errcode) == (403, "M_FORBIDDEN")


async def test_a_redaction_can_be_redacted(anna: Person) -> None:
    room = await anna.create()
    event = await anna.send(room, "x")
    redaction = (await anna.call("PUT", room, f"redact/{event}/t", {"reason": "secret"})).json["event_id"]
    assert (await anna.call("PUT", room, f"redact/{redaction}/u", {})).status == 200
    content = (await anna.get(room, f"event/{redaction}")).json["content"]
    assert content == {"redacts": event}


async def test_strangers_hear_that_there_is_no_such_event(anna: Person, boris: Person) -> None:
    room = await anna.create()
    event = await anna.send(room, "x")
    for person, where in ((boris, room), (anna, f"!none:{SERVER}")):
        answer = await person.get(where, f"event/{quote(event)}")
        assert (answer.status, answer.errcode) == (404, "M_NOT_FOUND")
    assert (await boris.get(room, f"context/{quote(event)}")).status == 403


async def test_no_event_names_the_room_itself_as_its_successor(anna: Person) -> None:
    room = await anna.create()
    answer = await anna.try_send(room, {"replacement_room": room}, kind="m.room.tombstone")
    assert answer.status == 400


@pytest.mark.parametrize("content", [{}, {"redacts": 5}, {"redacts": "$x"}])
async def test_a_redaction_as_state_redacts_nothing(anna: Person, content: dict[str, Any]) -> None:
    room = await anna.create()
    event = await anna.send(room, "x")
    answer = await anna.put_state(
        room, "m.room.redaction", {**content, "redacts": event} if "redacts" in content else {}
    )
    assert answer.status in (200, 400)
    assert "redacted_because" not in (await anna.get(room, f"event/{event}")).json.get("unsigned", {})


@pytest.mark.parametrize(
    "content",
    [
        b'{"body":9007199254740992}',
        b'{"body":-9007199254740992}',
        b'{"body":1.1}',
        b'{"body":1e3}',
        b'{"body":NaN}',
        b'{"body":Infinity}',
        b'{"body":"\\ud800"}',
        b'{"body":"\xff"}',
        b"[]",
        b'"x"',
        b"",
    ],
)
async def test_what_events_cannot_hold(anna: Person, content: bytes) -> None:
    room = await anna.create()
    for path in ("send/m.room.message/t1", "state/org.example.note"):
        answer = await anna.call("PUT", room, path, content=content)
        assert (answer.status, answer.errcode[:2]) == (400, "M_"), answer.body


async def test_size_limits(anna: Person) -> None:
    room = await anna.create()
    assert (await anna.try_send(room, {"body": "x" * 60_000})).status == 200
    assert (await anna.try_send(room, {"body": "x" * 66_000})).errcode == "M_TOO_LARGE"
    assert (await anna.put_state(room, "org.example.note", {"body": "x" * 66_000})).status == 413
    assert (await anna.put_state(room, "t" * 256, {})).status == 413
    assert (await anna.put_state(room, "t", {}, "k" * 256)).status == 413
    assert (await anna.put_state(room, "t", {}, "ж" * 128)).status == 413
    assert (await anna.put_state(room, "t", {}, "ж" * 127)).status == 200


@pytest.mark.parametrize("room", ["!a\0b:x", "!" + "a" * 300 + ":x", "nothing", "#alias:x", "@user:x"])
async def test_odd_room_ids_are_refused(anna: Person, room: str) -> None:
    answer = await anna.get(room, "state")
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({}, 403),
        ({"membership": "nonsense"}, 403),
        ({"membership": 5}, 403),
        ({"membership": None}, 403),
        ({"membership": "knock"}, 403),
        ({"membership": "join"}, 403),
        ({"membership": "leave"}, 403),
    ],
)
async def test_a_member_event_about_a_stranger_is_refused(
    anna: Person, carla: Person, content: dict[str, Any], status: int
) -> None:
    room = await anna.create()
    answer = await anna.put_state(room, "m.room.member", content, carla.user_id)
    assert answer.status in (400, status), answer.body
    assert (await anna.get(room, f"state/m.room.member/{carla.user_id}")).status == 404


async def test_power_levels_of_an_empty_event(anna: Person) -> None:
    """With an empty event nobody has power any more: the next change is forbidden, and no failure."""
    room = await anna.create(room_version="11")
    assert (await anna.put_state(room, "m.room.power_levels", {})).status == 200
    answer = await anna.put_state(room, "m.room.power_levels", {"users": {}})
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert (await anna.get(room, "state/m.room.power_levels")).json == {}


@pytest.mark.parametrize(
    "levels",
    [
        {"users": {"nobody": 5}},
        {"users": []},
        {"users": {"@a:b": "5"}},
        {"users": {"@a:b": 5.5}},
        {"users": {"@a:b": None}},
        {"users": {"@a:b": True}},
        {"events": {"m.x": "5"}},
        {"events": 5},
        {"ban": "50"},
        {"notifications": {"room": []}},
        {"users_default": None},
    ],
)
async def test_malformed_power_levels_are_refused(anna: Person, levels: dict[str, Any]) -> None:
    room = await anna.create()
    before = (await anna.get(room, "state/m.room.power_levels")).json
    answer = await anna.put_state(room, "m.room.power_levels", levels)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")
    assert (await anna.get(room, "state/m.room.power_levels")).json == before
    assert (
        await anna.client.post(f"{V3}/createRoom", {"power_level_content_override": levels})
    ).status == 400


async def test_a_creator_of_version_12_has_no_entry(anna: Person) -> None:
    room = await anna.create()
    answer = await anna.put_state(room, "m.room.power_levels", {"users": {anna.user_id: 100}})
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


async def test_users_default_can_be_lowered_by_its_equals(anna: Person, boris: Person) -> None:
    levels = {"users_default": 100, "users": {boris.user_id: 100}, "events": {}}
    room = await anna.create(preset="public_chat", power_level_content_override=levels)
    await boris.join(room)
    assert (await boris.put_state(room, "m.room.power_levels", {**levels, "users_default": 40})).status == 200


async def test_a_server_acl_is_kept(house: House, anna: Person) -> None:
    room = await anna.create()
    acl = {"allow": ["*"], "deny": ["evil.example"], "allow_ip_literals": False}
    assert (await anna.put_state(room, "m.room.server_acl", acl)).status == 200
    assert (await anna.get(room, "state/m.room.server_acl")).json == acl
