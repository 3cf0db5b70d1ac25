# SPDX-License-Identifier: EUPL-1.2
"""A to-device message is deleted only when its device comes back with a token that covers it, whatever else happens."""

import asyncio
import itertools
import random
from typing import Any

import pytest
from support.town import Person, Town
from support.waiting import until

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.keys.events import ToDeviceQueued

_numbers = itertools.count(1)
QUIET = {"room": {"rooms": []}}


async def post(sender: Person, target: Person) -> int:
    """Send one numbered message to the target's device and return its number."""
    number = next(_numbers)
    body = {"messages": {target.user_id: {target.device_id: {"number": number}}}}
    await sender.call("PUT", f"sendToDevice/org.example.key/d{number}", body)
    return number


def numbers(events: list[Any]) -> list[int]:
    return [event["content"]["number"] for event in events]


async def pull(person: Person, since: str | None = None, **query: Any) -> tuple[list[int], str]:
    """Sync and return the messages with the next token."""
    answer = await person.sync(since, filter=QUIET, **query)
    return numbers(answer["to_device"]["events"]), answer["next_batch"]


async def slide(
    person: Person, pos: str | None, since: str | None, **body: Any
) -> tuple[list[int], str, str]:
    """Slide and return the messages, the next pos and the next `to_device.since`."""
    wanted = {"enabled": True} | ({"since": since} if since else {})
    answer = await person.slide(pos, extensions={"to_device": wanted}, **body)
    batch = answer["extensions"]["to_device"]
    return numbers(batch["events"]), answer["pos"], batch["next_batch"]


async def test_an_answer_that_never_arrived_is_given_again(anna: Person, boris: Person) -> None:
    token = await boris.now()
    sent = await post(anna, boris)
    for _ in range(3):
        lost, _ = await pull(boris, token)
        assert lost == [sent]


async def test_a_poll_cut_off_while_parked_takes_nothing_with_it(
    town: Town, anna: Person, boris: Person
) -> None:
    token = await boris.now()
    poll = asyncio.create_task(boris.sync(token, filter=QUIET, timeout=60_000))
    await until(lambda: town.sync.service.parked == 1)
    sent = await post(anna, boris)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    assert (await pull(boris, token))[0] == [sent]


async def test_two_polls_of_one_device_get_the_same_and_delete_nothing(
    town: Town, anna: Person, boris: Person
) -> None:
    token = await boris.now()
    polls = [asyncio.create_task(pull(boris, token, timeout=60_000)) for _ in range(2)]
    await until(lambda: town.sync.service.parked == 2)
    sent = await post(anna, boris)
    (first, _), (second, _) = await asyncio.wait_for(asyncio.gather(*polls), 10)
    assert first == second == [sent]
    assert (await pull(boris, token))[0] == [sent]


async def test_an_older_token_after_a_newer_one_still_gets_what_came_later(
    anna: Person, boris: Person
) -> None:
    old = await boris.now()
    await post(anna, boris)
    _, newer = await pull(boris, old)
    await pull(boris, newer)
    later = await post(anna, boris)
    assert (await pull(boris, old))[0] == [later]
    assert (await pull(boris, newer))[0] == [later]
    assert (await pull(boris))[0] == [later]


async def test_the_token_of_another_device_deletes_nothing(town: Town, anna: Person, boris: Person) -> None:
    tablet = await town.on_device("boris")
    sent = await post(anna, boris)
    await tablet.sync(await tablet.now())
    assert (await pull(boris))[0] == [sent]


async def test_facts_that_come_late_after_a_gap_pass_nothing_over(
    town: Town, anna: Person, boris: Person
) -> None:
    early = await post(anna, boris)
    at_early = town.office.database.position
    _, token = await pull(boris)
    sent = await post(anna, boris)
    # Another process' fact about the first message arrives only now.
    late = ToDeviceQueued(
        user_id=UserId(boris.user_id), device_id=DeviceId(boris.device_id), position=at_early
    )
    town.office.bus.deliver([late])
    got, after = await pull(boris, token)
    assert early not in got
    assert got == [sent]
    assert (await pull(boris, after))[0] == []


async def test_sliding_sync_deletes_by_its_own_token_only(anna: Person, boris: Person) -> None:
    first = await post(anna, boris)
    got, pos, batch = await slide(boris, None, None)
    assert got == [first]
    # The answer was lost: the same request again, then a new connection without any token.
    assert (await slide(boris, pos, None))[0] == [first]
    got, pos, batch = await slide(boris, None, None)
    assert got == [first]
    second = await post(anna, boris)
    got, pos, after = await slide(boris, pos, batch)
    assert got == [second]
    assert (await slide(boris, None, batch))[0] == [second]
    assert (await slide(boris, None, after))[0] == []


async def test_a_connection_that_the_process_forgot_costs_no_message(anna: Person, boris: Person) -> None:
    _, pos, batch = await slide(boris, None, None)
    sent = await post(anna, boris)
    await slide(boris, None, None)
    answer = await boris.try_slide(pos, extensions={"to_device": {"enabled": True, "since": batch}})
    assert (answer.status, answer.errcode) == (400, "M_UNKNOWN_POS")
    assert (await slide(boris, None, batch))[0] == [sent]


async def test_a_token_from_before_the_database_was_restored_loses_nothing(
    anna: Person, boris: Person
) -> None:
    sent = await post(anna, boris)
    got, _, _ = await slide(boris, None, "d999999999")
    assert got == [sent]
    assert (await pull(boris))[0] == [sent]


@pytest.mark.parametrize("seed", range(4))
async def test_a_device_that_restarts_at_random_hears_everything(
    anna: Person, boris: Person, seed: int
) -> None:
    """The device keeps only what it had when it asked with the token: everything else must come again."""
    dice = random.Random(seed)
    token: str | None = None
    stored: str | None = None
    have: set[int] = set()
    kept: set[int] = set()
    sent: set[int] = set()
    for _ in range(60):
        match dice.choice(("send", "sync", "lost", "reload")):
            case "send":
                sent.add(await post(anna, boris))
            case "sync":
                # Asking with a token says that all before it is kept.
                kept, stored = set(have), token
                got, token = await pull(boris, token)
                have |= set(got)
            case "lost":
                kept, stored = set(have), token
                await pull(boris, token)
            case "reload":
                have, token = set(kept), stored
    for _ in range(2):
        got, token = await pull(boris, token)
        have |= set(got)
    assert have == sent
