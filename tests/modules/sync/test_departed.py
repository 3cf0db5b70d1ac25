# SPDX-License-Identifier: EUPL-1.2
"""What syncs show of rooms to those who left before: the state is that of when they left, whatever came later."""

from typing import Any

import pytest
from support.town import Person

EVERYTHING = {"lists": {"all": {"ranges": [[0, 9]], "required_state": [["*", "*"]], "timeline_limit": 20}}}
WITH_LEFT = {"room": {"include_leave": True}}


async def left_room(anna: Person, boris: Person, **more: Any) -> str:
    """Return a room that Boris left before it got its secret name."""
    room = await anna.create(preset="private_chat", name="Budget", invite=[boris.user_id], **more)
    await boris.join(room)
    await boris.leave(room)
    return room


async def turn_away(anna: Person, boris: Person, room: str, how: str) -> None:
    """Let something happen to Boris that ends with him outside again."""
    if how == "ban":
        await anna.call("POST", f"rooms/{room}/ban", {"user_id": boris.user_id})
        return
    await anna.call("POST", f"rooms/{room}/invite", {"user_id": boris.user_id})
    await boris.leave(room)


@pytest.mark.parametrize("how", ["ban", "reject"])
async def test_a_departed_person_learns_no_later_state(anna: Person, boris: Person, how: str):
    room = await left_room(anna, boris)
    token = await boris.now()
    await anna.call("PUT", f"rooms/{room}/state/m.room.name", {"name": "SECRET"})
    await turn_away(anna, boris, room, how)
    news = (await boris.sync(token))["rooms"]["leave"][room]
    assert [event["content"]["membership"] for event in news["timeline"]["events"]] == [
        "ban" if how == "ban" else "leave"
    ]
    assert news["state"]["events"] == []
    for answer in (news, await boris.sync(filter=WITH_LEFT), await boris.slide(**EVERYTHING)):
        assert "SECRET" not in str(answer)
    snapshot = await boris.call("GET", f"rooms/{room}/initialSync")
    assert "Budget" in str(snapshot)
    assert "SECRET" not in str(snapshot)


async def test_a_rejected_invitation_brings_no_state_in_sliding_sync(anna: Person, boris: Person):
    room = await anna.create(preset="private_chat", topic="SECRET", invite=[boris.user_id])
    first = await boris.slide(**EVERYTHING)
    assert first["rooms"][room]["membership"] == "invite"
    await boris.leave(room)
    entry = (await boris.slide(first["pos"], **EVERYTHING))["rooms"][room]
    assert (entry["membership"], entry["required_state"]) == ("leave", [])
    snapshot = await boris.call("GET", f"rooms/{room}/initialSync")
    assert "SECRET" not in str(snapshot)


async def test_who_came_and_left_between_two_syncs_gets_the_state(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    token = await boris.now()
    await boris.join(room)
    await boris.leave(room)
    entry = (await boris.sync(token, filter={"room": {"timeline": {"limit": 1}}}))["rooms"]["leave"][room]
    assert [event["content"]["membership"] for event in entry["timeline"]["events"]] == ["leave"]
    state = {event["type"]: event["content"] for event in entry["state"]["events"]}
    assert state["m.room.name"] == {"name": "Budget"}


async def test_a_first_sync_tells_of_bans_and_kicks_but_not_of_own_leaves(anna: Person, boris: Person):
    kicked, banned, left = [await anna.create() for _ in range(3)]
    for room in (kicked, banned, left):
        await boris.join(room)
    for room, path in ((kicked, "kick"), (banned, "ban")):
        await anna.call("POST", f"rooms/{room}/{path}", {"user_id": boris.user_id})
    await boris.leave(left)
    assert set((await boris.sync())["rooms"]["leave"]) == {kicked, banned}
