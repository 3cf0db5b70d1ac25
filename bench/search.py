# SPDX-License-Identifier: EUPL-1.2
"""Search over many messages in one process on SQLite: filling the index, and searches of several kinds.

`python -m bench.search [MESSAGES]` sends messages (100,000 unless told) into 20 rooms, half of them the reader's, follows
them with the index, and prints the CPU time that searches take. Words are drawn as in real texts: few are frequent, most are rare.
"""

import asyncio
import random
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import process_time
from typing import Any

import msgspec

from chancery.app import wiring
from chancery.kit.ids import DeviceId, RoomId, SessionId, UserId
from chancery.modules.search.rules.request import RoomEvents
from chancery.modules.search.service.answers import Answers
from chancery.modules.search.service.indexer import Indexer
from chancery.modules.search.service.searching import Searching
from chancery.modules.search.store import SearchStore
from chancery.platform.config.settings import default_settings
from chancery.platform.http.request import Caller

ROOMS = 20
AT_ONCE = 200
REPEATS = 30
VOCABULARY = 20_000
SEARCHES: dict[str, dict[str, Any]] = {
    "a rare word": {"search_term": "word9000 "},
    "two words": {"search_term": "word20 word300 "},
    "a word in every fifth message": {"search_term": "word1 "},
    "the same, newest first": {"search_term": "word1 ", "order_by": "recent"},
    "a beginning that many words share": {"search_term": "word1"},
    "two words with surroundings": {
        "search_term": "word20 word300 ",
        "event_context": {"include_profile": True},
    },
}


async def main(messages: int) -> None:
    """Fill a fresh server and measure."""
    with tempfile.TemporaryDirectory() as folder:
        settings = default_settings()
        storage = msgspec.structs.replace(settings.storage, data=Path(folder))
        platform = await wiring.open_platform(msgspec.structs.replace(settings, storage=storage))
        try:
            await measure(platform, messages)
        finally:
            await platform.close()


async def measure(platform: wiring.Platform, messages: int) -> None:
    """Send, index, search; print a figure for each."""
    modules = wiring.build_modules(platform)
    archive, reader = modules.rooms.archive, modules.rooms.reader
    store = SearchStore(platform.database)
    indexer = Indexer(database=platform.database, store=store, archive=archive, reader=reader)
    searching = Searching(store=store, indexer=indexer, archive=archive, reader=reader)
    answers = Answers(searching, archive, reader)
    actors = [await _person(modules, name) for name in ("reader", "other")]
    rooms = [await _room(modules, actors[number % 2]) for number in range(ROOMS)]
    await _fill(modules, actors, rooms, messages)
    began = process_time()
    await indexer.catch_up()
    print(f"index {messages} messages: {(process_time() - began) * 1e6 / messages:.0f} µs each")
    for name, options in SEARCHES.items():
        wanted = msgspec.convert(options, RoomEvents)
        found: dict[str, Any] = {}

        async def search(wanted: RoomEvents = wanted, found: dict[str, Any] = found) -> None:
            found.update(await answers.search(actors[0], wanted, None))

        took = await _median_ms(search)
        print(f"{name}: {took:.1f} ms (count {found['count']})")


async def _person(modules: wiring.Modules, name: str) -> Caller:
    user_id = UserId(f"@{name}:localhost")
    await modules.accounts.accounts.create_person(
        user_id, password="correct horse battery", display_name=name
    )
    return Caller(user_id, DeviceId("BENCH"), SessionId("bench"))


async def _room(modules: wiring.Modules, actor: Caller) -> RoomId:
    return await modules.rooms.rooms.create_room(actor, {"org.chancery.encrypted": False})


async def _fill(modules: wiring.Modules, actors: list[Caller], rooms: list[RoomId], messages: int) -> None:
    rng = random.Random(17)
    vocabulary = [f"word{number}" for number in range(1, VOCABULARY + 1)]
    weights = [1 / number for number in range(1, VOCABULARY + 1)]
    sent = 0
    while sent < messages:
        batch = []
        for number in range(sent, min(sent + AT_ONCE, messages)):
            text = " ".join(rng.choices(vocabulary, weights, k=rng.randint(2, 25)))
            place = number % ROOMS
            content = {"msgtype": "m.text", "body": text}
            batch.append(
                modules.rooms.rooms.send_event(actors[place % 2], rooms[place], "m.room.message", content)
            )
        await asyncio.gather(*batch)
        sent += len(batch)


async def _median_ms(search: Callable[[], Awaitable[None]]) -> float:
    times = []
    for _ in range(REPEATS):
        began = process_time()
        await search()
        times.append((process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
