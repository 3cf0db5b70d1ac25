# SPDX-License-Identifier: EUPL-1.2
"""The memory of transactions is bounded and survives restarts as far as it reaches."""

from typing import cast

import pytest

from chancery.kit.errors import Unavailable
from chancery.kit.ids import DeviceId, EventId, RoomId, UserId
from chancery.modules.rooms.contract import RoomEvent
from chancery.modules.rooms.service import transactions
from chancery.modules.rooms.service.transactions import KEPT_MS, Transactions, key_of
from chancery.modules.rooms.store.events import EventStore
from chancery.platform.db.port import Row

NOW = 1_790_000_000_000


class Events:
    """Stored events, oldest first."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.late: list[Row] = []
        self.blocks = 0

    async def wait_for_former_commits(self) -> None:
        self.late, late = [], self.late
        self.rows += late

    async def scan_recent_transactions(self, before: int, limit: int) -> list[Row]:
        self.blocks += 1
        older = [row for row in self.rows if cast("int", row[0]) < before]
        return older[::-1][:limit]


def row(position: int, ts: int, txn: str | None) -> Row:
    return (position, ts, "@anna:x", "DESK", "!r", "m.room.message", txn, f"$e{position}", b'{"content":{}}')


def event(txn: str) -> RoomEvent:
    return RoomEvent(
        1, RoomId("!r"), EventId(f"$of {txn}"), "m.room.message", None, UserId("@anna:x"), NOW,
        b'{"content":{}}', None, DeviceId("DESK"), txn,
    )  # fmt: skip


def key(txn: str) -> transactions.Key:
    return ("@anna:x", "DESK", "!r", "m.room.message", txn)


def kept(rows: list[Row]) -> tuple[Transactions, Events]:
    events = Events(rows)
    return Transactions(cast("EventStore", events), lambda: NOW), events


async def test_the_last_day_is_read_back_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "_BLOCK", 10)
    old = [row(number, NOW - KEPT_MS - 1, f"old {number}") for number in range(1, 51)]
    new = [row(number, NOW - 1, f"new {number}" if number % 2 else None) for number in range(51, 76)]
    memory, events = kept([*old, *new])
    await memory.load()
    await memory.load()
    assert memory.find(key("new 51")) == "$e51"
    assert memory.find(key("new 75")) == "$e75"
    assert events.blocks == 3


async def test_commits_that_a_killed_process_left_under_way_are_waited_for() -> None:
    memory, events = kept([row(1, NOW, "before")])
    events.late = [row(2, NOW, "late")]
    await memory.load()
    assert memory.find(key("late")) == "$e2"


async def test_the_newest_event_of_a_reused_id_wins() -> None:
    memory, _ = kept([row(1, NOW, "same"), row(2, NOW, "same")])
    await memory.load()
    assert memory.find(key("same")) == "$e2"


async def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "MAX_KEPT", 20)
    memory, _ = kept([])
    for number in range(100):
        memory.finish(event(f"t{number}"))
    known = [number for number in range(100) if memory.find(key(f"t{number}")) is not None]
    assert known == list(range(known[0], 100))
    assert 10 <= len(known) <= 20


async def test_those_who_wait_hear_of_the_failure() -> None:
    memory, _ = kept([])
    memory.start(key("t"))
    waiting = memory.find(key("t"))
    assert waiting is not None
    assert not isinstance(waiting, str)
    memory.fail(key("t"), KeyError("internal"))
    with pytest.raises(Unavailable):
        await waiting
    assert memory.find(key("t")) is None
    memory.fail(key("t"), KeyError("again"))


async def test_an_event_without_a_device_is_no_transaction() -> None:
    memory, _ = kept([])
    unknown = RoomEvent(
        1, RoomId("!r"), EventId("$e"), "t", None, UserId("@anna:x"), NOW, b"{}", None, None, "t"
    )
    assert key_of(unknown) is None
    memory.finish(unknown)
    memory.abandon(unknown)
