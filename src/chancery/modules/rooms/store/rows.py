# SPDX-License-Identifier: EUPL-1.2
"""How rows become values, and lists become placeholders."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, cast

from chancery.kit.ids import DeviceId, EventId, RoomId, UserId
from chancery.modules.rooms.contract import Membership, MembershipKind, RoomEvent
from chancery.platform.db.port import Row

EVENT = (
    "e.position, e.room_id, e.event_id, e.type, e.state_key, e.sender, e.origin_server_ts, "
    "e.body, e.unsigned, e.device_id, e.txn_id, e.delay_id"
)
MEMBERSHIP = "m.room_id, m.user_id, m.membership, m.event_id, m.sender, m.position, m.forgotten, m.began"
T = TypeVar("T")
_SLICE = 2000
CHUNK = 400
"""Values per `IN (…)` list; both databases take many more, but each length is a statement of its own."""


def to_event(row: Row) -> RoomEvent:
    """Return an event from the columns of `EVENT`."""
    position, room_id, event_id, kind, state_key, sender, ts, body, unsigned, device_id, txn_id, delay_id = (
        row
    )
    return RoomEvent(
        cast("int", position),
        RoomId(cast("str", room_id)),
        EventId(cast("str", event_id)),
        cast("str", kind),
        cast("str | None", state_key),
        UserId(cast("str", sender)),
        cast("int", ts),
        cast("bytes", body),
        cast("bytes | None", unsigned),
        cast("DeviceId | None", device_id),
        cast("str | None", txn_id),
        cast("str | None", delay_id),
    )


def to_membership(row: Row) -> Membership:
    """Return a membership from the columns of `MEMBERSHIP`."""
    room_id, user_id, membership, event_id, sender, position, forgotten, began = row
    return Membership(
        RoomId(cast("str", room_id)),
        UserId(cast("str", user_id)),
        cast("MembershipKind", membership),
        EventId(cast("str", event_id)),
        UserId(cast("str", sender)),
        cast("int", position),
        forgotten == 1,
        cast("int", began),
    )


def chunks(values: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Yield slices of a list with their placeholders, padded to few distinct lengths; the first is `$1`."""
    for start in range(0, len(values), CHUNK):
        part = list(values[start : start + CHUNK])
        length = next(size for size in (1, 8, 64, CHUNK) if size >= len(part))
        part += [part[-1]] * (length - len(part))
        yield part, places_from(1, length)


def places_from(first: int, count: int) -> str:
    """Return `count` placeholders, beginning with number `first`."""
    return ", ".join(f"${number}" for number in range(first, first + count))


async def convert_many(rows: Sequence[Row], convert: Callable[[Row], T]) -> list[T]:
    """Return converted rows; a room of 100,000 members is converted in slices, so that others get their turn."""
    if len(rows) <= _SLICE:
        return [convert(row) for row in rows]
    converted: list[T] = []
    for start in range(0, len(rows), _SLICE):
        converted += [convert(row) for row in rows[start : start + _SLICE]]
        await asyncio.sleep(0)
    return converted
