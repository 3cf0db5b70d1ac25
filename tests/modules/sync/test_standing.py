# SPDX-License-Identifier: EUPL-1.2
"""`unsigned.membership`: each event says what its reader was when it was sent."""

from collections.abc import Sequence
from typing import Any

from support.town import Person

WINDOW = {"lists": {"all": {"ranges": [[0, 9]], "required_state": [], "timeline_limit": 50}}}
LEFT = {"room": {"include_leave": True, "timeline": {"limit": 50}}}


def standings(events: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return each message's text, or the membership a member event gives, with the reader's membership then."""
    return {
        event["content"].get("body") or event["content"]["membership"]: event["unsigned"]["membership"]
        for event in events
        if event["type"] == "m.room.message"
        or (event["type"] == "m.room.member" and event["state_key"].startswith("@boris"))
    }


async def visits(anna: Person, boris: Person) -> str:
    """Return a room that Boris came into, left and was invited to again, with words at each time."""
    room = await anna.create()
    await anna.send(room, "before")
    await anna.invite(room, boris)
    await anna.send(room, "invited")
    await boris.join(room)
    await anna.send(room, "inside")
    return room


FIRST = {"before": "leave", "invite": "invite", "invited": "invite", "join": "join", "inside": "join"}


async def test_of_one_who_came_later(anna: Person, boris: Person) -> None:
    room = await visits(anna, boris)
    entry = (await boris.sync(filter=LEFT))["rooms"]["join"][room]
    assert standings(entry["timeline"]["events"]) == FIRST
    entry = (await boris.slide(**WINDOW))["rooms"][room]
    assert standings(entry["timeline"]) == FIRST
    entry = (await anna.sync(filter=LEFT))["rooms"]["join"][room]
    assert set(standings(entry["timeline"]["events"]).values()) == {"join"}


async def test_of_those_who_follow(anna: Person, boris: Person) -> None:
    room = await visits(anna, boris)
    tokens = [(await person.sync())["next_batch"] for person in (anna, boris)]
    slid = (await boris.slide(**WINDOW))["pos"]
    await anna.send(room, "now")
    for person, token in zip((anna, boris), tokens, strict=True):
        entry = (await person.sync(token))["rooms"]["join"][room]
        assert standings(entry["timeline"]["events"]) == {"now": "join"}
    assert standings((await boris.slide(slid))["rooms"][room]["timeline"]) == {"now": "join"}


async def test_of_one_who_left(anna: Person, boris: Person) -> None:
    room = await visits(anna, boris)
    token = (await boris.sync())["next_batch"]
    await anna.send(room, "last")
    await boris.leave(room)
    for since, expected in (
        (token, {"last": "join", "leave": "leave"}),
        (None, {**FIRST, "last": "join", "leave": "leave"}),
    ):
        entry = (await boris.sync(since, filter=LEFT))["rooms"]["leave"][room]
        assert standings(entry["timeline"]["events"]) == expected


async def test_what_is_read_back(anna: Person, boris: Person) -> None:
    room = await visits(anna, boris)
    chunk = (await boris.call("GET", f"rooms/{room}/messages", dir="b", limit=50))["chunk"]
    assert standings(chunk) == FIRST
    ids = {event["content"].get("body"): event["event_id"] for event in chunk}
    event = await boris.call("GET", f"rooms/{room}/event/{ids['before']}")
    assert standings([event]) == {"before": "leave"}
    around = await boris.call("GET", f"rooms/{room}/context/{ids['invited']}", limit=50)
    shown = [*around["events_before"], around["event"], *around["events_after"]]
    assert standings(shown) == FIRST


async def test_of_the_newest_answer_in_a_thread(anna: Person, boris: Person) -> None:
    room = await anna.create()
    relation = {"rel_type": "m.thread", "event_id": await anna.send(room, "root")}
    await anna.send(room, "answer", **{"m.relates_to": relation})
    await boris.join(room)
    for person, expected in ((anna, "join"), (boris, "leave")):
        timeline = (await person.sync(filter=LEFT))["rooms"]["join"][room]["timeline"]["events"]
        chunk = (await person.call("GET", f"rooms/{room}/messages", dir="b", limit=50))["chunk"]
        for events in (timeline, chunk):
            (root,) = (event for event in events if event["content"].get("body") == "root")
            thread = root["unsigned"]["m.relations"]["m.thread"]
            assert thread["latest_event"]["unsigned"]["membership"] == expected
