# SPDX-License-Identifier: EUPL-1.2
"""What relates to the events of a timeline comes with them (`m.relations`), for each reader as they see it."""

from typing import Any
from urllib.parse import quote

from support.town import Person


def edit(event_id: str, text: str) -> dict[str, Any]:
    return {
        "m.new_content": {"msgtype": "m.text", "body": text},
        "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
    }


def related(kind: str, event_id: str) -> dict[str, Any]:
    return {"m.relates_to": {"rel_type": kind, "event_id": event_id}}


def bundled(answer: Any, room: str, event_id: str) -> Any:
    """Return the bundle of an event in an answer of /sync; None without."""
    events = answer["rooms"]["join"][room]["timeline"]["events"]
    (event,) = (event for event in events if event["event_id"] == event_id)
    return event.get("unsigned", {}).get("m.relations")


async def test_the_newest_edit_and_the_references_come_along(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    first = await anna.send(room, "frist")
    await anna.send(room, "* fisrt", **edit(first, "fisrt"))
    newest = await anna.send(room, "* first", **edit(first, "first"))
    await boris.send(room, "* mine", **edit(first, "mine"))
    reference = await boris.send(room, "see there", **related("m.reference", first))
    bundle = bundled(await boris.sync(), room, first)
    assert bundle["m.replace"]["event_id"] == newest
    assert bundle["m.replace"]["content"]["m.new_content"]["body"] == "first"
    assert bundle["m.reference"] == {"chunk": [{"event_id": reference}]}
    assert "m.thread" not in bundle


async def test_a_thread_tells_each_reader_whether_they_took_part(town, anna: Person, boris: Person):
    vera = await town.person("vera")
    room = await anna.create()
    await boris.join(room)
    await vera.join(room)
    root = await anna.send(room, "agenda?")
    await boris.send(room, "budget", **related("m.thread", root))
    latest = await boris.send(room, "and staff", **related("m.thread", root))
    for person, took_part in ((anna, True), (boris, True), (vera, False)):
        thread = bundled(await person.sync(), room, root)["m.thread"]
        assert (thread["count"], thread["current_user_participated"]) == (2, took_part)
        assert thread["latest_event"]["event_id"] == latest
        slid = (await person.slide(lists={"all": {"ranges": [[0, 9]], "timeline_limit": 5}}))["rooms"][room]
        (event,) = (event for event in slid["timeline"] if event["event_id"] == root)
        assert event["unsigned"]["m.relations"]["m.thread"] == thread


async def test_increments_hold_what_came_with_the_event_and_agree_with_the_event_itself(
    anna: Person, boris: Person
):
    room = await anna.create()
    await boris.join(room)
    since = await boris.now()
    root = await anna.send(room, "agenda?")
    await boris.send(room, "budget", **related("m.thread", root))
    await anna.send(room, "* agenda!", **edit(root, "agenda!"))
    by_sync = bundled(await boris.sync(since), room, root)
    alone = await boris.call("GET", f"rooms/{quote(room)}/event/{quote(root)}")
    assert set(by_sync) == {"m.thread", "m.replace"}
    assert {key: _plain(value) for key, value in by_sync.items()} == {
        key: _plain(value) for key, value in alone["unsigned"]["m.relations"].items()
    }


async def test_redacted_edits_and_those_of_redacted_events_do_not_come(anna: Person):
    room = await anna.create()
    first, second = await anna.send(room, "one"), await anna.send(room, "two")
    wrong = await anna.send(room, "* one!", **edit(first, "one!"))
    await anna.send(room, "* two!", **edit(second, "two!"))
    assert bundled(await anna.sync(), room, first)["m.replace"]["event_id"] == wrong
    await anna.redact(room, wrong)
    await anna.redact(room, second)
    answer = await anna.sync()
    assert bundled(answer, room, first) is None
    assert bundled(answer, room, second) is None


async def test_filters_hide_related_events_but_not_what_they_tell(anna: Person):
    room = await anna.create()
    root = await anna.send(room, "agenda?")
    answers = [await anna.send(room, str(number), **related("m.thread", root)) for number in range(3)]
    await anna.set_state(room, "m.room.topic", {"topic": "Budget"})
    wanted = {"room": {"timeline": {"not_types": ["m.room.topic"], "limit": 4}}}
    thread = bundled(await anna.sync(filter=wanted), room, root)["m.thread"]
    assert (thread["count"], thread["latest_event"]["event_id"]) == (3, answers[-1])


async def test_ignored_people_count_for_nothing(anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    root = await anna.send(room, "agenda?")
    await boris.send(room, "spam", **related("m.thread", root))
    ignored = {"ignored_users": {boris.user_id: {}}}
    await anna.call("PUT", f"user/{quote(anna.user_id)}/account_data/m.ignored_user_list", ignored)
    assert bundled(await anna.sync(), room, root) is None


def _plain(bundle: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only one device is told, and ages."""
    return {key: value for key, value in bundle.items() if key not in ("unsigned", "latest_event")}
