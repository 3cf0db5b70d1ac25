# SPDX-License-Identifier: EUPL-1.2
"""Dehydrated devices (MSC3814) over HTTP: kept, found by others, replaced, and never robbed of a message."""

from typing import Any

from support.http import Answer
from support.people import V3, Person
from support.signing import Key, device_keys

PATH = "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device"


async def leave(person: Person, device_id: str) -> Answer:
    """Leave a dehydrated device with one one-time key."""
    owner = Person(person.user_id, person.client, device_id)
    body = {
        "device_id": device_id,
        "device_data": {"algorithm": "m.dehydration.v2", "device_pickle": f"sealed {device_id}"},
        "initial_device_display_name": "Dehydrated",
        "device_keys": {**device_keys(Key(), owner)},
        "one_time_keys": {"signed_curve25519:one": {"key": "one", "signatures": {}}},
    }
    return await person.client.put(PATH, body)


async def devices_of(person: Person, seen_by: Person) -> set[str]:
    answer = await seen_by.client.post(f"{V3}/keys/query", {"device_keys": {person.user_id: []}})
    return set(answer.json["device_keys"][person.user_id])


async def send(sender: Person, target: Person, device_id: str, number: int) -> None:
    body = {"messages": {target.user_id: {device_id: {"number": number}}}}
    assert (await sender.client.put(f"{V3}/sendToDevice/org.example.key/d{number}", body)).status == 200


async def page(person: Person, device_id: str, batch: str | None = None) -> tuple[list[int], str]:
    body: dict[str, Any] = {"next_batch": batch} if batch else {}
    answer = await person.client.post(f"{PATH}/{device_id}/events", body)
    assert answer.status == 200, answer.body
    return [event["content"]["number"] for event in answer.json["events"]], answer.json["next_batch"]


async def test_a_device_is_kept_until_it_is_deleted(anna: Person, boris: Person) -> None:
    assert (await anna.client.get(PATH)).errcode == "M_NOT_FOUND"
    assert (await leave(anna, "DRY")).json == {"device_id": "DRY"}
    kept = (await anna.client.get(PATH)).json
    assert kept["device_id"] == "DRY"
    assert kept["device_data"]["device_pickle"] == "sealed DRY"
    assert (await boris.client.get(PATH)).status == 404
    assert await devices_of(anna, boris) == {"DRY"}
    assert (await anna.client.delete(PATH)).json == {"device_id": "DRY"}
    assert await devices_of(anna, boris) == set()
    assert (await anna.client.delete(PATH)).status == 404


async def test_a_new_device_replaces_the_former_with_its_keys(anna: Person, boris: Person) -> None:
    await leave(anna, "DRY1")
    await send(boris, anna, "DRY1", 1)
    await leave(anna, "DRY2")
    assert await devices_of(anna, boris) == {"DRY2"}
    assert (await anna.client.post(f"{PATH}/DRY1/events", {})).errcode == "M_NOT_FOUND"
    assert (await page(anna, "DRY2"))[0] == []
    wanted = {"one_time_keys": {anna.user_id: {"DRY1": "signed_curve25519", "DRY2": "signed_curve25519"}}}
    claimed = (await boris.client.post(f"{V3}/keys/claim", wanted)).json["one_time_keys"]
    assert set(claimed[anna.user_id]) == {"DRY2"}


async def test_messages_wait_and_can_be_read_again_after_a_cut(anna: Person, boris: Person) -> None:
    await leave(anna, "DRY")
    for number in range(103):
        await send(boris, anna, "DRY", number)
    first, batch = await page(anna, "DRY")
    second, end = await page(anna, "DRY", batch)
    assert first + second == list(range(103))
    assert await page(anna, "DRY", end) == ([], end)
    assert (await page(anna, "DRY"))[0] == first


async def test_a_star_reaches_the_dehydrated_device(anna: Person, boris: Person) -> None:
    await leave(anna, "DRY")
    await send(boris, anna, "*", 7)
    assert (await page(anna, "DRY"))[0] == [7]


async def test_the_id_of_a_signed_in_device_is_refused(anna: Person) -> None:
    answer = await leave(anna, anna.device_id)
    assert (answer.status, answer.errcode) == (400, "M_INVALID_PARAM")


async def test_a_device_whose_keys_are_not_its_own_is_refused(anna: Person) -> None:
    body = {"device_id": "DRY", "device_data": {}, "device_keys": device_keys(Key(), anna)}
    assert (await anna.client.put(PATH, body)).status == 400
    assert (await anna.client.get(PATH)).status == 404


async def test_others_hear_of_it_in_their_device_lists(anna: Person, boris: Person) -> None:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    token = (await boris.client.get(f"{V3}/sync")).json["next_batch"]
    await leave(anna, "DRY")
    lists = (await boris.client.get(f"{V3}/sync", query={"since": token})).json["device_lists"]
    assert lists["changed"] == [anna.user_id]
