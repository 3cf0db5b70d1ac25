# SPDX-License-Identifier: EUPL-1.2
"""Long polls: what wakes them, and how they end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from support.served import served
from support.signing import Key, device_keys, signed
from support.town import V3, Person, Town
from support.waiting import until

from chancery.modules.sync.service import channels

LONG = 60_000
ALL = {"lists": {"all": {"ranges": [[0, 9]], "timeline_limit": 5}}}
EXTENSIONS = {name: {"enabled": True} for name in ("to_device", "e2ee", "account_data", "receipts", "typing")}


@dataclass(frozen=True)
class Scene:
    """Boris waits, Anna acts; both are in the room, where she sent the event."""

    anna: Person
    boris: Person
    room: str
    event_id: str


Act = Callable[[Scene], Awaitable[Any]]

ACTS: dict[str, Act] = {
    "message": lambda s: s.anna.send(s.room),
    "state": lambda s: s.anna.set_state(s.room, "m.room.name", {"name": "x"}),
    "redaction": lambda s: s.anna.redact(s.room, s.event_id),
    "receipt": lambda s: s.anna.read(s.room, s.event_id),
    "own private receipt": lambda s: s.boris.read(s.room, s.event_id, "m.read.private"),
    "typing": lambda s: s.anna.type_in(s.room),
    "global data": lambda s: s.boris.set_data("org.example.x", {}),
    "room data": lambda s: s.boris.set_data("org.example.x", {}, s.room),
    "kick": lambda s: s.anna.call("POST", f"rooms/{s.room}/kick", {"user_id": s.boris.user_id}),
    "push rules": lambda s: s.boris.call(
        "PUT", "pushrules/global/override/.m.rule.master/enabled", {"enabled": True}
    ),
    "to-device message": lambda s: s.anna.call(
        "PUT", "sendToDevice/org.example.ping/1", {"messages": {s.boris.user_id: {s.boris.device_id: {}}}}
    ),
}


async def scene(anna: Person, boris: Person) -> Scene:
    room = await anna.create()
    await boris.join(room)
    return Scene(anna, boris, room, await anna.send(room))


async def parked(town: Town, number: int = 1) -> None:
    await until(lambda: town.sync.service.parked == number)
    await asyncio.sleep(0.05)  # from open to parked; a wake in between is a case of its own and holds, too


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
async def test_a_parked_poll_of_classic_sync_is_woken(town: Town, anna: Person, boris: Person, act: Act):
    where = await scene(anna, boris)
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG))
    await parked(town)
    await act(where)
    answer = await asyncio.wait_for(poll, 10)
    assert answer["rooms"] or answer["account_data"]["events"] or answer["to_device"]["events"]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
async def test_a_parked_poll_of_sliding_sync_is_woken(town: Town, anna: Person, boris: Person, act: Act):
    where = await scene(anna, boris)
    first = await boris.slide(**ALL, extensions=EXTENSIONS)
    poll = asyncio.create_task(boris.slide(first["pos"], LONG))
    await parked(town)
    await act(where)
    answer = await asyncio.wait_for(poll, 10)
    data = answer["extensions"]["account_data"]
    extensions = [data["global"], data["rooms"], answer["extensions"]["to_device"]["events"]]
    extensions += [answer["extensions"][name]["rooms"] for name in ("receipts", "typing")]
    assert answer["rooms"] or any(extensions)


@pytest.mark.parametrize("way", ["classic", "sliding"])
async def test_whoever_writes_is_answered_before_their_own_poll(town: Town, anna: Person, way: str):
    room = await anna.create()
    pos = (await anna.slide(**ALL))["pos"] if way == "sliding" else await anna.now()
    look = anna.slide(pos, LONG) if way == "sliding" else anna.sync(pos, timeout=LONG)
    answered: list[str] = []
    poll = asyncio.create_task(look)
    poll.add_done_callback(lambda _: answered.append("poll"))
    await parked(town)
    sent = asyncio.create_task(anna.send(room))
    sent.add_done_callback(lambda _: answered.append("send"))
    await asyncio.wait_for(asyncio.gather(poll, sent), 10)
    assert answered == ["send", "poll"]


async def test_an_invitation_wakes_its_receiver(town: Town, anna: Person, boris: Person):
    room = await anna.create(preset="private_chat")
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG))
    await parked(town)
    await anna.invite(room, boris)
    assert room in (await asyncio.wait_for(poll, 10))["rooms"]["invite"]


async def test_a_room_joined_meanwhile_wakes_the_same_poll_loop(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    second = await town.on_device("boris")
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG))
    await parked(town)
    await second.join(room)
    answer = await asyncio.wait_for(poll, 10)
    poll = asyncio.create_task(boris.sync(answer["next_batch"], timeout=LONG))
    await parked(town)
    event_id = await anna.send(room)
    answer = await asyncio.wait_for(poll, 10)
    assert answer["rooms"]["join"][room]["timeline"]["events"][-1]["event_id"] == event_id


async def test_what_the_filter_leaves_out_lets_the_poll_wait_on(town: Town, anna: Person, boris: Person):
    room, other = await anna.create(), await anna.create()
    for name in (room, other):
        await boris.join(name)
    wanted = {"room": {"rooms": [room]}}
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG, filter=wanted))
    await parked(town)
    await anna.send(other)
    await asyncio.sleep(0.1)
    assert not poll.done()
    await anna.send(room)
    assert set((await asyncio.wait_for(poll, 10))["rooms"]["join"]) == {room}


async def test_messages_sent_in_one_go_come_in_order_and_once(town: Town, anna: Person, boris: Person):
    room = await anna.create()
    await boris.join(room)
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG))
    await parked(town)
    event_ids = await asyncio.gather(*[anna.send(room, str(number)) for number in range(5)])
    got: list[str] = []
    answer = await asyncio.wait_for(poll, 10)
    while answer["rooms"]:
        got += [event["event_id"] for event in answer["rooms"]["join"][room]["timeline"]["events"]]
        answer = await boris.sync(answer["next_batch"])
    page = await anna.call("GET", f"rooms/{room}/messages", dir="b", limit=5)
    assert got == [event["event_id"] for event in reversed(page["chunk"])]
    assert sorted(got) == sorted(event_ids)


async def test_time_runs_out_with_an_empty_answer(anna: Person):
    room = await anna.create()
    token = await anna.now()
    answer = await anna.sync(token, timeout=30)
    assert answer["rooms"] == {}
    event_id = await anna.send(room)
    (event,) = (await anna.sync(answer["next_batch"]))["rooms"]["join"][room]["timeline"]["events"]
    assert event["event_id"] == event_id


async def test_every_waiting_member_of_a_large_room_is_woken(town: Town, anna: Person):
    room = await anna.create()
    await anna.send(room)
    crowd = [await town.person(f"m{number}") for number in range(20)]
    devices = []
    for person in crowd:
        await person.join(room)
    for person in crowd:
        # Many polls of one device stand in for many people: more than two slices of wakes in all.
        devices += [(person, await person.now())] * 30
    polls = [asyncio.create_task(person.sync(token, timeout=LONG)) for person, token in devices]
    await parked(town, 600)
    event_id = await anna.send(room)
    for answer in await asyncio.wait_for(asyncio.gather(*polls), 60):
        assert answer["rooms"]["join"][room]["timeline"]["events"][-1]["event_id"] == event_id
    assert town.sync.service.parked == 0


async def test_a_signed_out_device_ends_its_poll_and_no_other(town: Town, anna: Person):
    second = await town.on_device("anna")
    token = await anna.now()
    mine = asyncio.create_task(anna.try_sync(token, timeout=LONG))
    other = asyncio.create_task(second.try_sync(token, timeout=LONG))
    await parked(town, 2)
    await anna.call("POST", "logout", {})
    ended = await asyncio.wait_for(mine, 10)
    assert (ended.status, ended.errcode) == (401, "M_UNKNOWN_TOKEN")
    assert not other.done()
    town.kernel.drain()
    assert (await asyncio.wait_for(other, 10)).status == 200


@pytest.mark.parametrize("number", [1, 3])
async def test_a_stopping_server_answers_what_is_parked(town: Town, anna: Person, number: int):
    token = await anna.now()
    polls = [asyncio.create_task(anna.try_sync(token, timeout=LONG)) for _ in range(number)]
    first = await anna.slide(**ALL)
    polls.append(asyncio.create_task(anna.try_slide(first["pos"], LONG)))
    await parked(town, number + 1)
    town.kernel.drain()
    answers = await asyncio.wait_for(asyncio.gather(*polls), 10)
    assert [answer.status for answer in answers] == [200] * (number + 1)
    assert answers[0].json["rooms"] == {}


async def test_a_device_that_opens_too_many_polls_loses_its_oldest(
    town: Town, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(channels, "MAX_POLLS", 3)
    second = await town.on_device("anna")
    token = await anna.now()
    other = asyncio.create_task(second.sync(token, timeout=LONG))
    polls = []
    for number in range(4):
        polls.append(asyncio.create_task(anna.sync(token, timeout=LONG)))
        await parked(town, min(number + 2, 4))
    assert (await asyncio.wait_for(polls[0], 10))["rooms"] == {}
    assert not any(poll.done() for poll in (*polls[1:], other))
    town.kernel.drain()
    await asyncio.wait_for(asyncio.gather(*polls, other), 10)


async def test_who_hangs_up_is_forgotten(town: Town, anna: Person):
    token = await anna.now()
    async with served(town.kernel) as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        head = f"GET {V3}/sync?since={token}&timeout={LONG} HTTP/1.1\r\nHost: x\r\n"
        writer.write(f"{head}Authorization: Bearer {anna.client.token}\r\n\r\n".encode())
        await until(lambda: town.sync.service.parked == 1)
        writer.close()
        await until(lambda: town.sync.service.parked == 0)


async def test_a_claimed_key_tells_the_device_of_its_stock(town: Town, anna: Person, boris: Person):
    key = Key()
    one_time = signed(key, boris, {"key": Key().public}, name=boris.device_id)
    body = {"device_keys": device_keys(key, boris), "one_time_keys": {"signed_curve25519:A": one_time}}
    await boris.call("POST", "keys/upload", body)
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, timeout=LONG))
    await parked(town)
    wanted = {"one_time_keys": {boris.user_id: {boris.device_id: "signed_curve25519"}}}
    assert (await anna.call("POST", "keys/claim", wanted))["one_time_keys"]
    answer = await asyncio.wait_for(poll, 10)
    assert answer["device_one_time_keys_count"]["signed_curve25519"] == 0


async def test_idle_channels_are_dropped_and_come_back(town: Town, anna: Person, monkeypatch):
    room = await anna.create()
    token = await anna.now()
    monkeypatch.setattr(channels, "IDLE_SECONDS", -1.0)
    await town.run_job("sync.forget_idle")
    await anna.send(room)
    assert room in (await anna.sync(token))["rooms"]["join"]
