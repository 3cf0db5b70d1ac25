# SPDX-License-Identifier: EUPL-1.2
"""To-device messages over HTTP: delivered once, in order, and gone when sync moves on."""

from typing import Any

from support.http import Answer
from support.ministry import Ministry
from support.people import V3, Person


async def send(
    sender: Person, target: Person, number: int, *, device: str | None = None, txn: str | None = None
) -> Answer:
    messages = {target.user_id: {device or target.device_id: {"number": number}}}
    path = f"{V3}/sendToDevice/org.example.ping/{txn or f't{number}'}"
    return await sender.client.put(path, {"messages": messages})


async def received(person: Person, since: str | None = None) -> tuple[list[int], str]:
    query: dict[str, Any] = {"timeout": 0} | ({"since": since} if since else {})
    answer = await person.client.get(f"{V3}/sync", query=query)
    assert answer.status == 200, answer.body
    events = answer.json.get("to_device", {}).get("events", [])
    return [event["content"]["number"] for event in events], answer.json["next_batch"]


async def test_messages_arrive_in_order_and_once(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    for number in range(5):
        assert (await send(anna, boris, number)).status == 200
    first, token = await received(boris)
    again, same = await received(boris)
    assert first == again == [0, 1, 2, 3, 4]
    await send(anna, boris, 5)
    assert (await received(boris, token))[0] == [5]
    later, _ = await received(boris, same)
    assert later == [5]


async def test_a_repeated_transaction_delivers_once(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    for _ in range(3):
        assert (await send(anna, boris, 7, txn="same")).status == 200
    assert (await received(boris))[0] == [7]


async def test_a_star_reaches_every_device_and_unknown_devices_get_nothing(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    tablet = await ministry.on_device("boris")
    await send(anna, boris, 1, device="*")
    await send(anna, boris, 2, device="NODEVICE")
    assert (await received(boris))[0] == [1]
    assert (await received(tablet))[0] == [1]


async def test_more_than_a_page_waits_for_the_next_sync(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    for number in range(130):
        await send(anna, boris, number)
    got: list[int] = []
    token: str | None = None
    for _ in range(3):
        some, token = await received(boris, token)
        got += some
    assert got == list(range(130))


async def test_an_oversized_message_is_refused_whole(ministry: Ministry) -> None:
    anna, boris = await ministry.person("anna"), await ministry.person("boris")
    messages = {boris.user_id: {boris.device_id: {"blob": "x" * 70_000}}, anna.user_id: {anna.device_id: {}}}
    answer = await anna.client.put(f"{V3}/sendToDevice/org.example.ping/big", {"messages": messages})
    assert (answer.status, answer.errcode) == (413, "M_TOO_LARGE")
    assert (await anna.client.get(f"{V3}/sync", query={"timeout": 0})).json.get("to_device", {}).get(
        "events", []
    ) == []
