# SPDX-License-Identifier: EUPL-1.2
"""A delayed event (MSC4140) that was sent names itself to all devices of its sender, and to nobody else."""

from urllib.parse import quote

from support.town import V3, Person, Town


async def test_in_both_ways_to_sync(town: Town, anna: Person, boris: Person) -> None:
    room = await anna.create()
    await boris.join(room)
    readers = (anna, await town.on_device("anna"), boris)
    tokens = [await person.now() for person in readers]
    path = f"{V3}/rooms/{quote(room, safe='')}/delayed_event/m.room.message/t1"
    wish = {"delay_ms": 60_000, "content": {"msgtype": "m.text", "body": "later"}}
    delay_id = (await anna.client.put(path, wish)).json["delay_id"]
    sent = await anna.client.post(f"/_matrix/client/v1/delayed_events/{delay_id}/send", {})
    assert sent.status == 200
    window = {"lists": {"all": {"ranges": [[0, 9]], "required_state": [], "timeline_limit": 1}}}
    for person, token in zip(readers, tokens, strict=True):
        expected = delay_id if person.user_id == anna.user_id else None
        (event,) = (await person.sync(token))["rooms"]["join"][room]["timeline"]["events"]
        assert event["unsigned"].get("delay_id") == expected
        (event,) = (await person.slide(**window))["rooms"][room]["timeline"]
        assert event["unsigned"].get("delay_id") == expected
