# SPDX-License-Identifier: EUPL-1.2
"""Unread counts of threads, and what receipts with and without a thread read."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from support.ministry import Ministry
from support.people import V3, Person

FILTER = '{"room":{"timeline":{"unread_thread_notifications":true}}}'


@pytest.fixture
async def room(anna: Person, boris: Person) -> str:
    room = await anna.create(preset="public_chat")
    await boris.join(room)
    return room


async def answer(person: Person, room: str, root: str, **more: Any) -> str:
    return await person.send(
        room, "in thread", **{"m.relates_to": {"rel_type": "m.thread", "event_id": root}, **more}
    )


def pair(counts: Mapping[str, int]) -> tuple[int, int]:
    return counts["notification_count"], counts["highlight_count"]


async def unread(person: Person, room: str) -> tuple[tuple[int, int], dict[str, tuple[int, int]]]:
    """Return the counts of the main timeline and of each thread."""
    found = await person.client.get(f"{V3}/sync", query={"timeout": 0, "filter": FILTER})
    entry = found.json["rooms"]["join"][room]
    threads = entry.get("unread_thread_notifications", {})
    return pair(entry["unread_notifications"]), {root: pair(counts) for root, counts in threads.items()}


async def total(person: Person, room: str) -> tuple[int, int]:
    found = await person.client.get(f"{V3}/sync", query={"timeout": 0})
    return pair(found.json["rooms"]["join"][room]["unread_notifications"])


async def read(person: Person, room: str, event: str, thread: str | None = None) -> None:
    body = {} if thread is None else {"thread_id": thread}
    found = await person.call("POST", room, f"receipt/m.read/{quote(event, safe='')}", body)
    assert found.status == 200, found.body


async def test_threads_count_apart_when_the_filter_asks(anna: Person, boris: Person, room: str) -> None:
    root = await anna.send(room, "root")
    await answer(anna, room, root)
    await answer(anna, room, root, **{"m.mentions": {"user_ids": [boris.user_id]}})
    await anna.send(room, "main")
    assert await unread(boris, room) == ((2, 0), {root: (2, 1)})
    assert await total(boris, room) == (4, 1)


async def test_a_receipt_of_a_thread_reads_that_thread_alone(anna: Person, boris: Person, room: str) -> None:
    roots = [await anna.send(room, "one"), await anna.send(room, "two")]
    answers = [await answer(anna, room, root) for root in (*roots, roots[0])]
    await read(boris, room, answers[0], roots[0])
    assert await unread(boris, room) == ((2, 0), {roots[0]: (1, 0), roots[1]: (1, 0)})
    await read(boris, room, answers[2], roots[0])
    assert await unread(boris, room) == ((2, 0), {roots[1]: (1, 0)})
    await read(boris, room, roots[1], "main")
    assert await unread(boris, room) == ((0, 0), {roots[1]: (1, 0)})


async def test_a_receipt_without_thread_reads_everything_before(
    anna: Person, boris: Person, room: str
) -> None:
    root = await anna.send(room, "root")
    await answer(anna, room, root)
    last = await anna.send(room, "main")
    await answer(anna, room, root)
    await read(boris, room, last)
    assert await unread(boris, room) == ((0, 0), {root: (1, 0)})
    assert await total(boris, room) == (1, 0)


async def test_an_own_answer_reads_its_thread_and_not_the_room(
    anna: Person, boris: Person, room: str
) -> None:
    root = await anna.send(room, "root")
    other = await anna.send(room, "other")
    await answer(anna, room, root)
    await answer(anna, room, other)
    await answer(boris, room, root)
    assert await unread(boris, room) == ((2, 0), {other: (1, 0)})
    await boris.send(room, "main")
    assert await unread(boris, room) == ((0, 0), {other: (1, 0)})


async def test_counts_are_the_same_after_a_restart(
    ministry: Ministry, anna: Person, boris: Person, room: str
) -> None:
    """What was read piece by piece equals what a fresh process counts from the database."""
    root = await anna.send(room, "root")
    other = await anna.send(room, "other")
    unread_answer = await answer(anna, room, other)
    await read(boris, room, await answer(anna, room, root), root)
    await read(boris, room, await anna.send(room, "main"), "main")
    await answer(anna, room, root)
    warm = await unread(boris, room)
    assert warm == ((0, 0), {root: (1, 0), other: (1, 0)}), unread_answer
    ministry.platform.bus.report_gap(0, ministry.platform.database.position)
    assert await unread(boris, room) == warm
