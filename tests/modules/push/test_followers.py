# SPDX-License-Identifier: EUPL-1.2
"""Rules about a room follow people into the room that replaced it."""

from urllib.parse import quote

from support.ministry import Ministry
from support.people import V3

GLOBAL = f"{V3}/pushrules/global"


async def test_rules_follow_a_creator_who_names_the_old_room(ministry: Ministry) -> None:
    anna = await ministry.person("anna")
    room = await anna.create()
    rule = f"{GLOBAL}/room/{quote(room)}"
    assert (await anna.client.put(rule, {"actions": []})).status == 200
    successor = await anna.create(creation_content={"predecessor": {"room_id": room}})
    stop = ministry.modules.push.manifest.stop
    assert stop is not None
    await stop()
    rules = (await anna.client.get(f"{GLOBAL}/")).json["room"]
    assert {rule["rule_id"] for rule in rules} == {room, successor}


async def test_rules_about_a_room_hold_for_its_successor(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    about = [{"kind": "event_match", "key": "room_id", "pattern": room}]
    for person in (anna, boris):
        rule = f"{GLOBAL}/room/{quote(room)}"
        assert (await person.client.put(rule, {"actions": ["notify"]})).status == 200
        mute = f"{GLOBAL}/override/{quote(room)}"
        assert (await person.client.put(mute, {"conditions": about, "actions": []})).status == 200
    answer = await anna.post(room, "upgrade", new_version="12")
    successor = answer.json["replacement_room"]
    await boris.join(successor)
    stop = ministry.modules.push.manifest.stop
    assert stop is not None
    await stop()
    for person in (anna, boris):
        rules = (await person.client.get(f"{GLOBAL}/")).json
        assert {room, successor} <= {rule["rule_id"] for rule in rules["room"]}
        patterns = [
            condition.get("pattern") for rule in rules["override"] for condition in rule.get("conditions", [])
        ]
        assert {room, successor} <= set(patterns)
