# SPDX-License-Identifier: EUPL-1.2
"""Delayed events (MSC4140): scheduled, restarted, cancelled, sent once with the rights of that moment, and listed."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from support.http import Answer
from support.people import V1, V3, Person

from .conftest import House, build_house

UNSTABLE = "/_matrix/client/unstable/org.matrix.msc4140"
PLAIN = {"preset": "public_chat"}
EARLY_DELAY = "org.matrix.msc4140.delay"
DAY_MS = 24 * 3600 * 1000


def text(body: str) -> dict[str, str]:
    return {"msgtype": "m.text", "body": body}


async def try_schedule(
    person: Person, room: str, content: object, *, kind: str = "m.room.message", txn: str = "t1", **more: Any
) -> Answer:
    path = f"{UNSTABLE}/rooms/{quote(room, safe='')}/delayed_event/{kind}/{txn}"
    return await person.client.put(path, {"delay_ms": 10_000, "content": content, **more})


async def schedule(person: Person, room: str, content: object, **more: Any) -> str:
    answer = await try_schedule(person, room, content, **more)
    assert answer.status == 200, answer.body
    return str(answer.json["delay_id"])


async def act(house: House, delay_id: str, action: str) -> Answer:
    """Act with nothing but the id."""
    return await house.anonymous.post(f"{UNSTABLE}/delayed_events/{delay_id}/{action}")


async def listed(person: Person, **query: str) -> Any:
    answer = await person.client.get(f"{UNSTABLE}/delayed_events", query=query)
    assert answer.status == 200, answer.body
    return answer.json


async def pass_time(house: House, seconds: float) -> None:
    house.office.clock.forward(seconds=seconds)
    await house.tend()


async def test_an_event_is_sent_when_it_is_due(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    delay_id = await schedule(anna, room, text("later"))
    await pass_time(house, 9)
    assert await anna.texts(room) == []
    await pass_time(house, 1)
    assert await anna.texts(room) == ["later"]
    (done,) = (await listed(anna))["finalised"]
    assert (done["delay_id"], done["outcome"], done["reason"]) == (delay_id, "send", "delay")
    event = await anna.get(room, f"event/{done['event_id']}")
    assert (event.json["content"]["body"], event.json["origin_server_ts"]) == (
        "later",
        house.office.clock(),
    )


async def test_the_delay_may_come_with_an_ordinary_send(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    query = {"org.matrix.msc4140.delay": "1000"}
    # What the MSC adds to these operations answers with an id of its own.
    sent = await anna.call(
        "PUT", room, "send/m.room.message/t1", text("old draft"), query=query, judged=False
    )
    state = await anna.call("PUT", room, "state/m.room.topic/", {"topic": "new"}, query=query, judged=False)
    assert set(sent.json) == set(state.json) == {"delay_id"}
    await pass_time(house, 1)
    assert await anna.texts(room) == ["old draft"]
    assert (await anna.get(room, "state/m.room.topic")).json["topic"] == "new"


async def test_scheduled_events_are_listed_with_their_content_to_their_owner_alone(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN)
    late = await schedule(anna, room, text("late"), txn="a", delay_ms=20_000)
    soon = await schedule(anna, room, {"topic": "x"}, kind="m.room.topic", txn="b", state_key="")
    found = await listed(anna, status="scheduled")
    assert set(found) == {"scheduled", "delayed_events"}
    first, second = found["scheduled"]
    assert (first["delay_id"], second["delay_id"]) == (soon, late)
    assert second["content"] == text("late")
    assert (first["state_key"], "state_key" in second) == ("", False)
    assert second["delay_ms"] == 20_000
    assert second["delayed_since_ts"] == house.office.clock()
    one = await anna.client.get(f"{UNSTABLE}/delayed_events/{late}")
    assert one.json == second
    assert (await listed(anna, delay_id=late))["scheduled"] == [second]
    assert (await listed(boris))["scheduled"] == []
    hidden = await boris.client.get(f"{UNSTABLE}/delayed_events/{late}")
    assert (hidden.status, hidden.errcode) == (404, "M_NOT_FOUND")
    wrong = await anna.client.get(f"{UNSTABLE}/delayed_events", query={"status": "lost"})
    assert wrong.status == 400


async def test_a_restart_begins_the_delay_anew(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    delay_id = await schedule(anna, room, text("heartbeat"))
    await pass_time(house, 9)
    assert (await act(house, delay_id, "restart")).status == 200
    await pass_time(house, 9)
    assert await anna.texts(room) == []
    await pass_time(house, 1)
    assert await anna.texts(room) == ["heartbeat"]


async def test_an_event_is_sent_at_once_and_only_once(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    delay_id = await schedule(anna, room, text("now"))
    for _ in range(2):
        assert (await act(house, delay_id, "send")).status == 200
    await pass_time(house, 11)
    assert await anna.texts(room) == ["now"]
    assert (await act(house, delay_id, "cancel")).status == 409
    assert (await act(house, delay_id, "restart")).status == 409


async def test_a_cancelled_event_is_never_sent(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    delay_id = await schedule(anna, room, text("never"))
    for _ in range(2):
        assert (await act(house, delay_id, "cancel")).status == 200
    assert (await act(house, delay_id, "send")).status == 409
    assert (await act(house, delay_id, "restart")).status == 409
    await pass_time(house, 11)
    assert await anna.texts(room) == []
    (done,) = (await listed(anna, status="finalised"))["finalised"]
    assert (done["outcome"], done["reason"], done["finalised"]) == (
        "cancel",
        "action",
        {"finalised_ts": done["origin_server_ts"]},
    )


async def test_an_unknown_id_and_an_unknown_action_are_refused(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    delay_id = await schedule(anna, room, text("x"))
    assert (await act(house, "nothing", "send")).errcode == "M_NOT_FOUND"
    assert (await act(house, delay_id, "explode")).errcode == "M_INVALID_PARAM"
    path = f"{UNSTABLE}/delayed_events/{delay_id}"
    assert (await anna.client.post(path, {"action": "explode"})).errcode == "M_INVALID_PARAM"


async def test_the_endpoint_of_earlier_drafts_serves_the_owner_alone(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN)
    path = f"{UNSTABLE}/delayed_events/{await schedule(anna, room, text('x'))}"
    assert (await boris.client.post(path, {"action": "send"})).status == 404
    assert (await house.anonymous.post(path, {"action": "send"})).status == 401
    assert (await anna.client.post(path, {"action": "send"})).status == 200
    assert await anna.texts(room) == ["x"]


async def test_the_paths_of_the_merged_proposal(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(**PLAIN)
    ids = []
    for txn in ("a", "b"):
        path = f"{V3}/rooms/{quote(room, safe='')}/delayed_event/m.room.message/{txn}"
        ids.append((await anna.client.put(path, {"delay_ms": 9_000, "content": text(txn)})).json["delay_id"])
    sent, cancelled = (f"{V1}/delayed_events/{delay_id}" for delay_id in ids)
    assert (await anna.client.get(sent)).json["delay_ms"] == 9_000
    assert (await boris.client.get(sent)).errcode == "M_NOT_FOUND"
    assert (await house.anonymous.post(f"{sent}/restart")).status == 200
    assert (await anna.client.post(f"{sent}/send", {})).status == 200
    assert (await anna.client.post(f"{cancelled}/cancel", {})).status == 200
    assert await anna.texts(room) == ["a"]
    assert (await anna.client.post(f"{cancelled}/send", {})).status == 409
    assert (await anna.client.get(sent)).json["finalised"]["event_id"]


async def test_a_repeated_transaction_returns_the_first_id(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    first = await schedule(anna, room, text("once"), txn="same")
    assert await schedule(anna, room, text("once"), txn="same") == first
    await pass_time(house, 10)
    assert await schedule(anna, room, text("once"), txn="same") == first
    await pass_time(house, 10)
    assert await anna.texts(room) == ["once"]


async def test_the_rights_of_the_moment_of_sending_count(house: House, anna: Person, boris: Person) -> None:
    room = await anna.create(**PLAIN)
    await boris.join(room)
    delay_id = await schedule(boris, room, text("too late"))
    assert (await anna.post(room, "kick", user_id=boris.user_id)).status == 200
    await pass_time(house, 10)
    assert await anna.texts(room) == []
    (done,) = (await listed(boris))["finalised"]
    assert (done["delay_id"], done["outcome"], done["reason"]) == (delay_id, "cancel", "error")
    assert done["error"]["errcode"] == "M_FORBIDDEN"


async def test_nothing_is_sent_for_somebody_who_is_suspended(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN)
    await boris.join(room)
    await schedule(boris, room, text("from the suspended"))
    vera = await house.on_device("vera")
    path = f"/_matrix/client/v1/admin/suspend/{quote(boris.user_id)}"
    assert (await vera.client.put(path, {"suspended": True})).status == 200
    await pass_time(house, 10)
    assert await anna.texts(room) == []
    (done,) = (await listed(boris))["finalised"]
    assert (done["outcome"], done["error"]["errcode"]) == ("cancel", "M_USER_SUSPENDED")


async def test_what_refuses_an_event_that_is_sent_by_hand_is_answered(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN)
    await boris.join(room)
    delay_id = await schedule(boris, room, {"topic": "x"}, kind="m.room.topic", state_key="")
    answer = await act(house, delay_id, "send")
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")
    assert (await act(house, delay_id, "send")).status == 409


async def test_strangers_schedule_nothing(anna: Person, boris: Person) -> None:
    room = await anna.create(**PLAIN)
    answer = await try_schedule(boris, room, text("x"))
    assert (answer.status, answer.errcode) == (403, "M_FORBIDDEN")


@pytest.mark.parametrize("kind", ["m.room.topic", "m.room.member"])
async def test_state_that_somebody_else_has_changed_is_left_alone(
    house: House, anna: Person, boris: Person, kind: str
) -> None:
    levels = {"events": {"m.room.topic": 0}, "kick": 0}
    room = await anna.create(**PLAIN, power_level_content_override=levels)
    await boris.join(room)
    key = "" if kind == "m.room.topic" else boris.user_id
    content = {"topic": "boris"} if kind == "m.room.topic" else {"membership": "leave"}
    delay_id = await schedule(boris, room, content, kind=kind, state_key=key)
    if kind == "m.room.topic":
        assert (await anna.put_state(room, kind, {"topic": "anna"})).status == 200
    else:
        await anna.post(room, "kick", user_id=boris.user_id)
        await boris.join(room)
    assert (await listed(boris))["scheduled"] == []
    assert (await act(house, delay_id, "restart")).status == 409
    await pass_time(house, 10)
    state = (await anna.get(room, f"state/{kind}/{quote(key)}")).json
    assert state.get("topic", state.get("membership")) in ("anna", "join")
    (done,) = (await listed(boris))["finalised"]
    assert (done["outcome"], done["reason"]) == ("cancel", "error")


async def test_own_newer_state_does_not_cancel(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    await schedule(anna, room, {"topic": "end"}, kind="m.room.topic", state_key="")
    await anna.put_state(room, "m.room.topic", {"topic": "begin"})
    await pass_time(house, 10)
    assert (await anna.get(room, "state/m.room.topic")).json["topic"] == "end"


async def test_a_leave_a_redaction_and_unchanged_state_may_be_scheduled(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN, topic="same")
    await boris.join(room)
    slip = await boris.send(room, "slip")
    await schedule(boris, room, {"redacts": slip}, kind="m.room.redaction", txn="r")
    await schedule(anna, room, {"topic": "same"}, kind="m.room.topic", txn="s", state_key="")
    await pass_time(house, 10)
    await schedule(
        boris, room, {"membership": "leave"}, kind="m.room.member", txn="l", state_key=boris.user_id
    )
    await pass_time(house, 10)
    assert await anna.texts(room) == []
    assert (await anna.get(room, f"state/m.room.member/{quote(boris.user_id)}")).json["membership"] == "leave"
    assert [done["outcome"] for done in (await listed(boris))["finalised"]] == ["send", "send"]
    assert [done["outcome"] for done in (await listed(anna))["finalised"]] == ["send"]


@pytest.mark.parametrize(
    ("more", "errcode"),
    [
        ({"delay_ms": 0}, "M_INVALID_PARAM"),
        ({"delay_ms": -5}, "M_INVALID_PARAM"),
        ({"delay_ms": None}, "M_MISSING_PARAM"),
        ({"delay_ms": "soon"}, "M_BAD_JSON"),
        ({"content": {"n": 1.5}}, "M_BAD_JSON"),
        ({"content": {"body": "x" * 70_000}}, "M_TOO_LARGE"),
        ({"content": None}, "M_BAD_JSON"),
        ({"state_key": "k" * 300}, "M_TOO_LARGE"),
    ],
)
async def test_impossible_wishes_are_refused(anna: Person, more: dict[str, Any], errcode: str) -> None:
    room = await anna.create(**PLAIN)
    answer = await try_schedule(anna, room, text("x"), **more) if "content" not in more else None
    if answer is None:
        path = f"{UNSTABLE}/rooms/{quote(room, safe='')}/delayed_event/m.room.message/t1"
        answer = await anna.client.put(path, {"delay_ms": 10_000, **more})
    assert (answer.status // 100, answer.errcode) == (4, errcode)


@pytest.mark.parametrize(
    ("path", "query", "errcode"),
    [
        (f"{V3}/rooms/{{}}/delayed_event/m.room.message/t1", {}, "M_MAX_DELAY_EXCEEDED"),
        (
            f"{UNSTABLE}/rooms/{{}}/delayed_event/m.room.message/t1",
            {},
            "ORG.MATRIX.MSC4140_MAX_DELAY_EXCEEDED",
        ),
        # matrix-js-sdk schedules like this, and looks for these codes when a call's end is too far away.
        (f"{V3}/rooms/{{}}/send/m.room.message/t1", {EARLY_DELAY: 367 * DAY_MS}, "M_UNKNOWN"),
        (f"{V3}/rooms/{{}}/state/m.room.topic/", {EARLY_DELAY: 367 * DAY_MS}, "M_UNKNOWN"),
    ],
)
async def test_too_long_a_delay_is_refused_with_the_longest_one(
    anna: Person, path: str, query: dict[str, int], errcode: str
) -> None:
    room = quote(await anna.create(**PLAIN), safe="")
    body = text("x") if query else {"delay": 367 * DAY_MS, "content": text("x")}
    answer = await anna.client.put(path.format(room), body, query=query)
    assert (answer.status, answer.errcode) == (400, errcode)
    assert answer.json["max_delay"] == answer.json["org.matrix.msc4140.max_delay"] == 366 * DAY_MS
    assert answer.json["org.matrix.msc4140.errcode"] == "M_MAX_DELAY_EXCEEDED"
    assert (await listed(anna))["scheduled"] == []


async def test_nobody_schedules_more_than_allowed(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    answers = [await try_schedule(anna, room, text("x"), txn=f"t{number}") for number in range(101)]
    assert [answer.status for answer in answers] == [200] * 100 + [429]
    assert (answers[-1].errcode, answers[-1].headers["retry-after"]) == ("M_LIMIT_EXCEEDED", "10")
    await act(house, answers[0].json["delay_id"], "cancel")
    assert (await try_schedule(anna, room, text("x"), txn="again")).status == 200


async def test_finished_events_are_forgotten_after_a_week(house: House, anna: Person) -> None:
    room = await anna.create(**PLAIN)
    await schedule(anna, room, text("x"))
    await pass_time(house, 10)
    assert len((await listed(anna))["finalised"]) == 1
    await pass_time(house, 8 * 24 * 3600)
    assert (await listed(anna))["finalised"] == []


async def test_two_processes_send_an_event_once(house: House, anna: Person) -> None:
    other = build_house(house.office)
    room = await anna.create(**PLAIN)
    for number in range(20):
        await schedule(anna, room, text(f"number {number}"), txn=f"t{number}")
    house.office.clock.forward(seconds=10)
    await asyncio.gather(house.tend(), other.tend())
    assert sorted(await anna.texts(room)) == sorted(f"number {number}" for number in range(20))


async def test_the_feature_is_announced(house: House) -> None:
    versions = await house.anonymous.get("/_matrix/client/versions")
    assert versions.json["unstable_features"]["org.matrix.msc4140"] is True


async def test_the_event_names_its_delay_to_its_sender_alone(
    house: House, anna: Person, boris: Person
) -> None:
    room = await anna.create(**PLAIN)
    await boris.join(room)
    delay_id = await schedule(anna, room, text("later"))
    assert (await act(house, delay_id, "send")).status == 200
    (done,) = (await listed(anna))["finalised"]
    for person, expected in ((anna, delay_id), (boris, None)):
        unsigned = (await person.get(room, f"event/{done['event_id']}")).json["unsigned"]
        assert unsigned.get("delay_id") == expected
        assert unsigned.get("org.matrix.msc4140.delay_id") == expected
