# SPDX-License-Identifier: EUPL-1.2
"""Reading and setting state, and lists of members."""

import pytest
from modules.rooms.conftest import House
from support.office import SERVER
from support.people import V3, Person

from chancery.kit.ids import RoomId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service import member_lists
from chancery.modules.rooms.store.members import MemberStore

BAD_STATE: list[tuple[str, str, object, tuple[int, str]]] = [
    ("m.room.create", "", {"room_version": "11"}, (403, "M_FORBIDDEN")),
    ("m.room.power_levels", "", {"ban": "x"}, (400, "M_BAD_JSON")),
    ("m.room.power_levels", "", {"users": {f"@anna:{SERVER}": 100}}, (400, "M_BAD_JSON")),
    ("m.room.canonical_alias", "", {"alias": f"#no:{SERVER}"}, (400, "M_BAD_ALIAS")),
    ("m.room.member", "anna", {"membership": "join"}, (400, "M_INVALID_PARAM")),
    ("m.room.member", f"@anna:{SERVER}", {"membership": "bogus"}, (400, "M_BAD_JSON")),
    ("m.room.member", f"@anna:{SERVER}", {}, (400, "M_BAD_JSON")),
    ("org.example", "k" * 256, {}, (413, "M_TOO_LARGE")),
    ("org.example", "k", {"x": 0.5}, (400, "M_BAD_JSON")),
    ("org.example", "k", {"x": "y" * 65_536}, (413, "M_TOO_LARGE")),
    ("org.example", "k", [], (400, "M_BAD_JSON")),
]


@pytest.mark.parametrize("path", ["state", "state/m.room.name", "members", "joined_members"])
async def test_who_may_read_state(house: House, anna: Person, boris: Person, path: str) -> None:
    room = await anna.create(name="Budget")
    assert (await house.anonymous.get(f"{V3}/rooms/{room}/{path}")).status == 401
    stranger = await boris.get(room, path)
    assert (stranger.status, stranger.errcode) == (403, "M_FORBIDDEN")
    await anna.invite(room, boris)
    assert (await boris.get(room, path)).errcode == "M_FORBIDDEN"
    await boris.join(room)
    assert (await boris.get(room, path)).status == 200


async def test_one_state_event(anna: Person) -> None:
    room = await anna.create(name="Budget")
    assert (await anna.get(room, "state/m.room.name")).json == {"name": "Budget"}
    assert (await anna.get(room, "state/m.room.name/")).json == {"name": "Budget"}
    event = (await anna.get(room, "state/m.room.name/", format="event")).json
    assert (event["type"], event["room_id"], event["content"]) == ("m.room.name", room, {"name": "Budget"})
    assert (await anna.get(room, "state/m.room.name/", format="xml")).errcode == "M_INVALID_PARAM"
    assert (await anna.get(room, "state/m.room.avatar")).errcode == "M_NOT_FOUND"


async def test_state_is_replaced_and_remembers_what_it_was(anna: Person) -> None:
    room = await anna.create(name="Budget")
    old = (await anna.get(room, "state/m.room.name", format="event")).json
    answer = await anna.put_state(room, "m.room.name", {"name": "Budget 2027"})
    event = (await anna.get(room, "state/m.room.name", format="event")).json
    assert event["event_id"] == answer.json["event_id"]
    assert event["unsigned"]["prev_content"] == {"name": "Budget"}
    assert event["unsigned"]["replaces_state"] == old["event_id"]


async def test_repeating_the_current_state_appends_nothing(anna: Person) -> None:
    room = await anna.create()
    first = await anna.put_state(room, "org.example", {"a": 1, "b": 2})
    again = await anna.call("PUT", room, "state/org.example/", {"b": 2, "a": 1})
    assert first.json == again.json


async def test_state_keys_may_hold_anything(anna: Person) -> None:
    room = await anna.create()
    key = "a/b %:#!é"
    assert (await anna.put_state(room, "org.example", {"x": 1}, key)).status == 200
    state = (await anna.get(room, "state")).json
    assert key in {event["state_key"] for event in state}


async def test_state_needs_power(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    assert (await boris.put_state(room, "m.room.name", {"name": "x"})).errcode == "M_FORBIDDEN"
    assert (await boris.put_state(room, "org.example", {}, anna.user_id)).errcode == "M_FORBIDDEN"


async def test_bad_state_is_refused(anna: Person) -> None:
    room = await anna.create()
    for kind, key, content, refusal in BAD_STATE:
        answer = await anna.put_state(room, kind, content, key)
        assert (answer.status, answer.errcode) == refusal, (kind, answer.body)


async def test_changed_levels_hold_at_once(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    levels = (await anna.get(room, "state/m.room.power_levels")).json
    await anna.put_state(room, "m.room.power_levels", {**levels, "users": {boris.user_id: 50}})
    assert (await boris.put_state(room, "m.room.name", {"name": "His"})).status == 200


async def test_leavers_see_the_state_as_it_was(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(name="Before", invite=[boris.user_id])
    await boris.join(room)
    await boris.post(room, "leave")
    await anna.put_state(room, "m.room.name", {"name": "After"})
    await anna.invite(room, carla)
    assert (await boris.get(room, "state/m.room.name")).json == {"name": "Before"}
    assert (await boris.get(room, f"state/m.room.member/{carla.user_id}")).errcode == "M_NOT_FOUND"
    own = (await boris.get(room, f"state/m.room.member/{boris.user_id}")).json
    assert own["membership"] == "leave"
    names = [
        event["content"] for event in (await boris.get(room, "state")).json if event["type"] == "m.room.name"
    ]
    assert names == [{"name": "Before"}]
    assert len((await boris.get(room, "members")).json["chunk"]) == 2


async def test_members_can_be_chosen(anna: Person, boris: Person, carla: Person) -> None:
    room = await anna.create(invite=[boris.user_id, carla.user_id])
    await boris.join(room)

    async def chosen(**query: str) -> set[str]:
        chunk = (await anna.get(room, "members", **query)).json["chunk"]
        return {event["state_key"] for event in chunk}

    assert await chosen() == {anna.user_id, boris.user_id, carla.user_id}
    assert await chosen(membership="invite") == {carla.user_id}
    assert await chosen(not_membership="join") == {carla.user_id}
    start = (await anna.get(room, "messages", dir="b", limit=1)).json["start"]
    await carla.join(room)
    assert await chosen(membership="join", at=start) == {anna.user_id, boris.user_id}
    assert await chosen(membership="join") == {anna.user_id, boris.user_id, carla.user_id}
    beginning = (await anna.get(room, "messages", dir="f", limit=1)).json["start"]
    assert await chosen(at=beginning) == {anna.user_id}


async def test_joined_members(anna: Person, boris: Person) -> None:
    room = await anna.create(invite=[boris.user_id])
    answer = await anna.get(room, "joined_members")
    assert answer.json == {"joined": {anna.user_id: {"display_name": "Anna"}}}
    await boris.join(room)
    await anna.post(room, "leave")
    assert list((await boris.get(room, "joined_members")).json["joined"]) == [boris.user_id]
    assert (await anna.get(room, "joined_members")).errcode == "M_FORBIDDEN"


LISTS = [
    ("members", {}),
    ("members", {"membership": "join"}),
    ("members", {"not_membership": "join"}),
    ("members", {"membership": "ban"}),
    ("joined_members", {}),
    ("state", {}),
]


@pytest.mark.parametrize("page", [1, 2, 3, 4])
async def test_a_long_list_of_members_is_the_same_page_by_page(
    house: House, anna: Person, boris: Person, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    room = await anna.create(name="Budget", invite=[boris.user_id])
    await boris.join(room)
    start = (await anna.get(room, "messages", dir="b", limit=1)).json["start"]
    for name in ("carla", "dmitri"):
        await anna.invite(room, await house.person(name))
    await (await house.person("carla")).join(room)
    lists = [*LISTS, ("members", {"at": start})]
    whole = [(await anna.get(room, path, **query)).json for path, query in lists]
    monkeypatch.setattr(member_lists, "PAGE", page)
    assert [(await anna.get(room, path, **query)).json for path, query in lists] == whole
    assert [len(answer.get("chunk", ())) for answer in whole[:4]] == [4, 3, 1, 0]
    assert len(whole[-1]["chunk"]) == 2


async def test_who_leaves_while_the_list_is_read_is_in_it_as_before(
    anna: Person, boris: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await anna.create(invite=[boris.user_id])
    await boris.join(room)
    scan_page, left = MemberStore.scan_page, []

    async def scan_later(self: MemberStore, room_id: RoomId, *, after: str, limit: int) -> list[RoomEvent]:
        if after == anna.user_id:
            left.append((await boris.post(room, "leave")).status)
        return await scan_page(self, room_id, after=after, limit=limit)

    monkeypatch.setattr(MemberStore, "scan_page", scan_later)
    monkeypatch.setattr(member_lists, "PAGE", 1)
    chunk = (await anna.get(room, "members")).json["chunk"]
    assert [event["content"]["membership"] for event in chunk] == ["join", "join"]
    assert left == [200]
    assert len((await anna.get(room, "members", membership="leave")).json["chunk"]) == 1
