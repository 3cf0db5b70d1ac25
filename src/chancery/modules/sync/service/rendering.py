# SPDX-License-Identifier: EUPL-1.2
"""Small pieces of answers as JSON bytes."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.accounts.contract import AccountDatum
from chancery.modules.push.contract import UnreadCounts
from chancery.modules.rooms.contract import ReceiptRecord, RoomEvent, RoomSummary, Standing, StickyEvent

encode = msgspec.json.Encoder().encode


class _Stripped(msgspec.Struct):
    type: str
    sender: str
    content: msgspec.Raw
    state_key: str = ""


_stripper = msgspec.json.Decoder(_Stripped)


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the parts that are not empty, with commas between them."""
    return b",".join([part for part in parts if part])


def membership_at(standing: Standing | None, event: RoomEvent) -> str:
    """Return what a reader was when an event was sent; without a standing they were in the room."""
    return "join" if standing is None else standing.membership_at(event.position)


def copy(standing: Standing | None, event: RoomEvent) -> RoomEvent:
    """Return an event as a reader may have it; without a standing they were in the room."""
    return event if standing is None else standing.copy(event)


def sticky_events(
    found: Iterable[StickyEvent], device: tuple[UserId, DeviceId] | None, standing: Standing | None
) -> bytes:
    """Return sticky events (MSC4354) as a reader gets them; without a standing they were in the room."""
    rendered = [
        copy(standing, sticky.event).render(
            for_device=device,
            sticky_ttl_ms=sticky.ttl_ms,
            membership=membership_at(standing, sticky.event),
        )
        for sticky in found
    ]
    return joined(rendered)


def events(body: bytes) -> bytes:
    """Return `{"events":[…]}` around rendered events."""
    return b'{"events":[' + body + b"]}"


def members(fields: Mapping[str, bytes] | Mapping[RoomId, bytes]) -> bytes:
    """Return a JSON object of rendered values."""
    return b"{" + b",".join([encode(key) + b":" + value for key, value in fields.items()]) + b"}"


def stripped(event: RoomEvent) -> bytes:
    """Return the stripped form of a state event, for people who are not in the room yet."""
    return encode(_stripper.decode(event.body))


def typed(kind: str, content: bytes) -> bytes:
    """Return an event that has a type and a content and nothing else."""
    return b'{"type":' + encode(kind) + b',"content":' + content + b"}"


def account_datum(datum: AccountDatum) -> bytes:
    """Return a piece of account data as an event."""
    return typed(datum.type, datum.content)


def typing_event(users: Sequence[UserId]) -> bytes:
    """Return the `m.typing` event."""
    return typed("m.typing", b'{"user_ids":' + encode(users) + b"}")


def receipt_event(records: Sequence[ReceiptRecord]) -> bytes:
    """Return the `m.receipt` event of the records, or nothing."""
    if not records:
        return b""
    content: dict[str, dict[str, dict[str, dict[str, object]]]] = {}
    for record in records:
        datum: dict[str, object] = {"ts": record.ts}
        if record.thread_id is not None:
            datum["thread_id"] = record.thread_id
        content.setdefault(record.event_id, {}).setdefault(record.kind, {})[record.user_id] = datum
    return typed("m.receipt", encode(content))


def receipt_events(records: Sequence[ReceiptRecord]) -> bytes:
    """Return `m.receipt` events of the records, joined: as many as a person has receipts on one event.

    The format has room for one receipt per event, kind and person, but there may be one in each thread.
    """
    layers: list[list[ReceiptRecord]] = []
    taken: dict[tuple[str, str, str], int] = {}
    for record in records:
        key = (record.event_id, record.kind, record.user_id)
        depth = taken.get(key, 0)
        taken[key] = depth + 1
        if depth == len(layers):
            layers.append([])
        layers[depth].append(record)
    return joined([receipt_event(layer) for layer in layers])


def summary(found: RoomSummary) -> bytes:
    """Return a room's summary."""
    fields: dict[str, object] = {
        "m.joined_member_count": found.joined,
        "m.invited_member_count": found.invited,
    }
    if found.heroes:
        fields["m.heroes"] = found.heroes
    return encode(fields)


def unread(counts: UnreadCounts, *, threads: bool) -> bytes:
    """Return the members with unread counts; per thread when asked, and then the room's own are without them."""
    main = counts
    if threads:
        parts = counts.threads.values()
        main = UnreadCounts(
            counts.notifications - sum(part.notifications for part in parts),
            counts.highlights - sum(part.highlights for part in parts),
        )
    text = b'"unread_notifications":' + _counts(main)
    if threads and counts.threads:
        by_root = {str(root): _counts(part) for root, part in counts.threads.items()}
        text += b',"unread_thread_notifications":' + members(by_root)
    return text


def _counts(counts: UnreadCounts) -> bytes:
    return b'{"notification_count":%d,"highlight_count":%d}' % (counts.notifications, counts.highlights)
