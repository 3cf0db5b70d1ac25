# SPDX-License-Identifier: EUPL-1.2
"""Push rules over HTTP, and the unread counts that follow from them."""

from typing import Any
from urllib.parse import quote

import pytest
from support.clock import MovedClock
from support.ministry import Ministry
from support.people import V3, Person

GLOBAL = f"{V3}/pushrules/global"


async def counts(person: Person, room: str) -> tuple[int, int]:
    answer = await person.client.get(f"{V3}/sync", query={"timeout": 0})
    unread = answer.json["rooms"]["join"][room]["unread_notifications"]
    return unread["notification_count"], unread["highlight_count"]


async def read(person: Person, room: str, event: str) -> None:
    answer = await person.call("POST", room, f"receipt/m.read/{event}", {})
    assert answer.status == 200, answer.body


async def test_messages_count_until_they_are_read(anna: Person, boris: Person, room: str) -> None:
    before = await counts(boris, room)
    await anna.send(room, "one")
    await anna.send(room, "two", **{"m.mentions": {"user_ids": [boris.user_id]}})
    last = await anna.send(room, "three")
    assert await counts(boris, room) == (before[0] + 3, before[1] + 1)
    await read(boris, room, last)
    assert await counts(boris, room) == (0, 0)
    await anna.send(room, "four")
    assert await counts(boris, room) == (1, 0)


async def test_own_messages_read_the_room(anna: Person, boris: Person, room: str) -> None:
    await anna.send(room, "one")
    await boris.send(room, "answer")
    assert await counts(boris, room) == (0, 0)


async def test_a_rule_with_an_end_is_removed_by_the_server(
    ministry: Ministry, anna: Person, boris: Person, room: str
) -> None:
    clock = ministry.platform.clock
    assert isinstance(clock, MovedClock)
    job = next(job for job in ministry.modules.push.manifest.jobs if job.name == "push.end_rules")
    until = clock.now + 3_600_000
    conditions = [{"kind": "event_match", "key": "room_id", "pattern": room}]
    rule = {"actions": [], "conditions": conditions, "org.chancery.until": until}
    for name in ("hour", "day"):
        end = until if name == "hour" else until + 86_400_000
        assert (
            await boris.client.put(f"{GLOBAL}/override/{name}", {**rule, "org.chancery.until": end})
        ).status == 200
    kept = await boris.client.get(f"{GLOBAL}/override/hour")
    assert kept.json["org.chancery.until"] == until
    synced = await boris.client.get(f"{V3}/sync", query={"timeout": 0})
    await read(boris, room, await anna.send(room, "start"))
    await anna.send(room, "unheard")
    assert await counts(boris, room) == (0, 0)
    clock.forward(seconds=3599)
    await job.run()
    assert (await boris.client.get(f"{GLOBAL}/override/hour")).status == 200
    clock.forward(seconds=1)
    await job.run()
    assert (await boris.client.get(f"{GLOBAL}/override/hour")).status == 404
    assert (await boris.client.get(f"{GLOBAL}/override/day")).status == 200
    later = await boris.client.get(f"{V3}/sync", query={"timeout": 0, "since": synced.json["next_batch"]})
    (told,) = [one for one in later.json["account_data"]["events"] if one["type"] == "m.push_rules"]
    own = [one["rule_id"] for one in told["content"]["global"]["override"] if not one["default"]]
    assert own == ["day"]


async def test_a_rule_put_again_without_an_end_stays(ministry: Ministry, boris: Person, room: str) -> None:
    clock = ministry.platform.clock
    assert isinstance(clock, MovedClock)
    job = next(job for job in ministry.modules.push.manifest.jobs if job.name == "push.end_rules")
    address = f"{GLOBAL}/room/{quote(room)}"
    await boris.client.put(address, {"actions": [], "org.chancery.until": clock.now + 1000})
    await boris.client.put(address, {"actions": []})
    clock.forward(seconds=2)
    await job.run()
    assert "org.chancery.until" not in (await boris.client.get(address)).json


@pytest.mark.parametrize("until", ["tomorrow", -1, 1.5, True, None])
async def test_an_end_that_is_no_time_is_refused(boris: Person, until: object) -> None:
    body = {"actions": [], "conditions": [], "org.chancery.until": until}
    answer = await boris.client.put(f"{GLOBAL}/override/x", body)
    assert (answer.status, answer.errcode) == (400, "M_BAD_JSON")


async def test_a_muted_room_counts_mentions_only(anna: Person, boris: Person, room: str) -> None:
    await read(boris, room, await anna.send(room, "start"))
    answer = await boris.client.put(f"{GLOBAL}/room/{room}", {"actions": []})
    assert answer.status == 200, answer.body
    await anna.send(room, "noise")
    await anna.send(room, "Boris!", **{"m.mentions": {"user_ids": [boris.user_id]}})
    assert await counts(boris, room) == (1, 1)


async def test_a_room_mention_needs_the_right_to_make_it(anna: Person, boris: Person, room: str) -> None:
    await read(boris, room, await anna.send(room, "start"))
    await read(anna, room, await boris.send(room, "all!", **{"m.mentions": {"room": True}}))
    await anna.send(room, "all!", **{"m.mentions": {"room": True}})
    assert await counts(boris, room) == (1, 1)
    await boris.send(room, "all!", **{"m.mentions": {"room": True}})
    assert await counts(anna, room) == (1, 0)


async def test_a_redacted_mention_no_longer_counts_for_who_reads_anew(
    anna: Person, boris: Person, room: str
) -> None:
    await read(boris, room, await anna.send(room, "start"))
    event = await anna.send(room, "Boris!", **{"m.mentions": {"user_ids": [boris.user_id]}})
    answer = await anna.call("PUT", room, f"redact/{event}/r1", {})
    assert answer.status == 200, answer.body
    assert (await counts(boris, room))[1] == 0


async def test_rules_are_shown_whole_by_kind_and_alone(anna: Person) -> None:
    everything = (await anna.client.get(f"{V3}/pushrules/")).json["global"]
    assert everything == (await anna.client.get(f"{GLOBAL}/")).json
    rule = (await anna.client.get(f"{GLOBAL}/underride/.m.rule.message")).json
    assert rule in everything["underride"]
    assert (await anna.client.get(f"{GLOBAL}/underride/.m.rule.message/enabled")).json == {"enabled": True}
    assert (await anna.client.get(f"{GLOBAL}/underride/.m.rule.message/actions")).json == {
        "actions": ["notify"]
    }


async def test_changes_reach_sync(anna: Person) -> None:
    first = (await anna.client.get(f"{V3}/sync", query={"timeout": 0})).json
    assert "m.push_rules" in [event["type"] for event in first["account_data"]["events"]]
    answer = await anna.client.put(f"{GLOBAL}/underride/.m.rule.message/enabled", {"enabled": False})
    assert answer.status == 200, answer.body
    query = {"timeout": 0, "since": first["next_batch"]}
    (event,) = (await anna.client.get(f"{V3}/sync", query=query)).json["account_data"]["events"]
    rules = {rule["rule_id"]: rule for rule in event["content"]["global"]["underride"]}
    assert rules[".m.rule.message"]["enabled"] is False


@pytest.mark.parametrize(
    ("path", "body", "status", "errcode"),
    [
        ("/colour/x", {"actions": []}, 400, "M_INVALID_PARAM"),
        ("/override/.mine", {"actions": []}, 400, "M_INVALID_PARAM"),
        ("/override/x", {"actions": "notify"}, 400, "M_BAD_JSON"),
        ("/room/x", {"actions": ["stir_the_soup"]}, 400, "M_BAD_JSON"),
        ("/room/x", {"actions": [{"value": "ring"}]}, 400, "M_BAD_JSON"),
        ("/override/x", {"actions": []}, 400, "M_MISSING_PARAM"),
        ("/override/x?after=nobody", {"actions": [], "conditions": []}, 404, "M_NOT_FOUND"),
        ("/content/x", {"actions": []}, 400, "M_MISSING_PARAM"),
    ],
)
async def test_bad_rules_are_refused(
    anna: Person, path: str, body: dict[str, Any], status: int, errcode: str
) -> None:
    answer = await anna.client.put(f"{GLOBAL}{path}", body)
    assert (answer.status, answer.errcode) == (status, errcode)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/global"),
        ("GET", "/global/override"),
        ("GET", "/global/override/"),
        ("GET", "/device/"),
        ("GET", "/global/colour/"),
        ("GET", "/global/underride/.m.rule.message/colour"),
        ("PUT", "/global"),
        ("PUT", "/global/override"),
        ("PUT", "/global/override/"),
        ("PUT", "/device/override/x"),
        ("PUT", "/global/override/x/y/z"),
        ("PUT", "/global/override/x/colour"),
        ("DELETE", "/global/override/"),
    ],
)
async def test_what_is_no_address_of_a_rule_is_a_bad_request(anna: Person, method: str, path: str) -> None:
    answer = await anna.client.request(
        method, f"{V3}/pushrules{path}", json={"actions": [], "conditions": []}
    )
    assert (answer.status, answer.errcode) == (400, "M_UNRECOGNIZED")


async def test_a_rule_that_was_switched_off_stays_off_when_it_is_replaced(anna: Person) -> None:
    rule = f"{GLOBAL}/content/lunch"
    assert (await anna.client.put(rule, {"pattern": "lunch", "actions": ["notify"]})).status == 200
    assert (await anna.client.put(f"{rule}/enabled", {"enabled": False})).status == 200
    assert (await anna.client.put(rule, {"pattern": "dinner", "actions": []})).status == 200
    shown = (await anna.client.get(rule)).json
    assert (shown["pattern"], shown["actions"], shown["enabled"]) == ("dinner", [], False)


async def test_a_condition_may_ask_for_the_right_to_notify_by_any_key(
    anna: Person, boris: Person, room: str
) -> None:
    conditions = [
        {"kind": "event_match", "key": "type", "pattern": "org.example.drum"},
        {"kind": "sender_notification_permission", "key": "org.example.drum"},
    ]
    for person in (anna, boris):
        rule = {"actions": ["notify"], "conditions": conditions}
        assert (await person.client.put(f"{GLOBAL}/override/drum", rule)).status == 200
    before = await counts(anna, room)
    assert (await boris.try_send(room, {}, kind="org.example.drum")).status == 200
    assert await counts(anna, room) == before, "nobody set a level, so it takes 50"
    levels = (await anna.get(room, "state/m.room.power_levels")).json
    levels["notifications"] = {"org.example.drum": 0}
    assert (await anna.put_state(room, "m.room.power_levels", levels)).status == 200
    assert (await boris.try_send(room, {}, kind="org.example.drum")).status == 200
    assert await counts(anna, room) == (before[0] + 1, before[1])
    seen = await counts(boris, room)
    levels["notifications"] = {"org.example.drum": 100}
    assert (await anna.put_state(room, "m.room.power_levels", levels)).status == 200
    assert (await anna.try_send(room, {}, kind="org.example.drum")).status == 200
    assert await counts(boris, room) == (seen[0] + 1, seen[1]), "creators may always"


async def test_a_predefined_rule_cannot_be_deleted_and_an_own_one_can(anna: Person) -> None:
    assert (await anna.client.delete(f"{GLOBAL}/underride/.m.rule.message")).status == 404
    assert (await anna.client.put(f"{GLOBAL}/sender/@x:y", {"actions": ["notify"]})).status == 200
    assert (await anna.client.delete(f"{GLOBAL}/sender/@x:y")).status == 200
    assert (await anna.client.get(f"{GLOBAL}/sender/@x:y")).status == 404


async def test_rules_belong_to_their_owner_and_need_a_token(
    ministry: Ministry, anna: Person, boris: Person
) -> None:
    await anna.client.put(f"{GLOBAL}/sender/@x:y", {"actions": []})
    assert (await boris.client.get(f"{GLOBAL}/sender/@x:y")).status == 404
    assert (await ministry.anonymous.get(f"{V3}/pushrules/")).status == 401
    assert (await anna.client.get(f"{V3}/pushers")).json == {"pushers": []}


async def test_actions_of_older_clients_come_back_and_notify_nobody(
    anna: Person, boris: Person, room: str
) -> None:
    before = await counts(boris, room)
    path = f"{GLOBAL}/sender/{anna.user_id}"
    assert (await boris.client.put(path, {"actions": ["dont_notify"]})).status == 200
    assert (await boris.client.get(f"{path}/actions")).json == {"actions": ["dont_notify"]}
    await anna.send(room, "one")
    assert await counts(boris, room) == before
