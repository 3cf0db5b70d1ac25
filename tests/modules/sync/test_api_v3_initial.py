# SPDX-License-Identifier: EUPL-1.2
"""GET /sync without a token."""

from support.town import Person


async def test_a_first_sync_shows_a_room_in_full(anna: Person, boris: Person):
    room = await anna.create(name="Budget")
    await boris.join(room)
    event_id = await anna.send(room, "good morning")
    answer = await boris.sync()
    entry = answer["rooms"]["join"][room]
    assert entry["timeline"]["events"][-1]["event_id"] == event_id
    shown = entry["state"]["events"] + entry["timeline"]["events"]
    names = [event["content"]["name"] for event in shown if event["type"] == "m.room.name"]
    assert names == ["Budget"]
    assert entry["summary"]["m.joined_member_count"] == 2
    assert entry["unread_notifications"]["notification_count"] == 1


async def test_a_first_sync_never_waits(anna: Person):
    answer = await anna.sync(timeout=100_000)
    assert answer["rooms"] == {}
    assert answer["device_one_time_keys_count"] == {"signed_curve25519": 0}
    assert [event["type"] for event in answer["account_data"]["events"]] == ["m.push_rules"]


async def test_the_timeline_is_limited_and_goes_on_backwards(anna: Person):
    room = await anna.create()
    for number in range(30):
        await anna.send(room, str(number))
    entry = (await anna.sync())["rooms"]["join"][room]
    timeline = entry["timeline"]
    assert timeline["limited"] is True
    assert [event["content"]["body"] for event in timeline["events"]] == [str(n) for n in range(20, 30)]
    page = await anna.call("GET", f"rooms/{room}/messages", dir="b", **{"from": timeline["prev_batch"]})
    assert page["chunk"][0]["content"]["body"] == "19"


async def test_state_stands_at_the_timelines_start(anna: Person):
    room = await anna.create(name="Old")
    await anna.send(room, "before")
    await anna.set_state(room, "m.room.name", {"name": "New"})
    await anna.send(room, "after")
    entry = (await anna.sync(filter={"room": {"timeline": {"limit": 2}}}))["rooms"]["join"][room]
    names = [e["content"]["name"] for e in entry["state"]["events"] if e["type"] == "m.room.name"]
    assert names == ["Old"]
    assert [event["type"] for event in entry["timeline"]["events"]] == ["m.room.name", "m.room.message"]


async def test_state_after_stands_at_the_timelines_end(anna: Person):
    room = await anna.create(name="Old")
    await anna.set_state(room, "m.room.name", {"name": "New"})
    for key in ("use_state_after", "org.matrix.msc4222.use_state_after"):
        entry = (await anna.sync(**{key: "true"}))["rooms"]["join"][room]
        state = entry[key.replace("use_", "")]["events"]
        assert [e["content"]["name"] for e in state if e["type"] == "m.room.name"] == ["New"]
        assert "state" not in entry


async def test_only_the_sending_device_gets_its_transaction_id(town, anna: Person):
    room = await anna.create()
    await anna.send(room)
    second = await town.on_device("anna")
    own = (await anna.sync())["rooms"]["join"][room]["timeline"]["events"][-1]
    other = (await second.sync())["rooms"]["join"][room]["timeline"]["events"][-1]
    assert own["unsigned"]["transaction_id"].startswith("t")
    assert "transaction_id" not in other.get("unsigned", {})


async def test_lazy_loading_names_senders_heroes_and_oneself_alone(town, anna: Person, boris: Person):
    room = await anna.create()
    people = [await town.person(f"p{number}") for number in range(8)]
    for person in people:
        await person.join(room)
    await boris.join(room)
    await people[7].send(room)
    lazy = {"room": {"state": {"lazy_load_members": True}, "timeline": {"limit": 1}}}
    entry = (await boris.sync(filter=lazy))["rooms"]["join"][room]
    members = {e["state_key"] for e in entry["state"]["events"] if e["type"] == "m.room.member"}
    assert members == {boris.user_id, people[7].user_id, *entry["summary"]["m.heroes"]}
    assert len(entry["summary"]["m.heroes"]) == 5
