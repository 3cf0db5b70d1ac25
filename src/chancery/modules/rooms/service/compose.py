# SPDX-License-Identifier: EUPL-1.2
"""Makes events: checks them against the room, hashes them, renders the client form. No I/O.

The canonical forms are joined from parts, because the same parts are needed four times: for the content hash, the
reference hash, the client form and the stored graph. A test holds them against the general encoder.
"""

from dataclasses import dataclass

import msgspec

from chancery.kit.ids import EventId, RoomId, random_text
from chancery.modules.rooms.model import Draft, NewEvent, StateKey
from chancery.modules.rooms.service.hot_room import Building
from chancery.wire.matrix.canonical import canonical, canonical_checked
from chancery.wire.matrix.event_auth import auth_keys, check_create, check_event
from chancery.wire.matrix.hashes import encode_hash, encode_reference, room_id_of
from chancery.wire.matrix.limits import check_field, check_size
from chancery.wire.matrix.redaction import redact_content
from chancery.wire.matrix.versions import RoomVersion

_MOST_PREVIOUS = 20


@dataclass(frozen=True, slots=True)
class Links:
    """Where an event stands in the room's graph, as JSON."""

    room_id: RoomId | None
    auth: bytes
    previous: bytes
    depth: int


class Composer:
    """Makes stored events from drafts."""

    def __init__(self, server_name: str) -> None:
        self._server_name = server_name

    def compose(self, building: Building, draft: Draft, now: int) -> tuple[NewEvent, bytes]:
        """Return the event and its canonical content; raises when the room's rules or the limits refuse it.

        Members that the rules look at must have been loaded into the building side.
        """
        check_event(draft, building)
        keys = auth_keys(draft.type, draft.sender, draft.state_key, draft.content, building.version)
        auth = [found for key in keys if (found := building.event_id_of(key)) is not None]
        # The rules allow 20 of them; there are more than one only when several processes append.
        previous = b'["' + '","'.join(building.ends.split()[-_MOST_PREVIOUS:]).encode() + b'"]'
        links = Links(building.room_id, canonical(auth), previous, building.depth + 1)
        event, content = self._finish(draft, links, building.version, now)
        if draft.state_key is not None:
            event.unsigned = _replaced(building, (draft.type, draft.state_key))
        return event, content

    def new_room_id(self, version: RoomVersion) -> RoomId | None:
        """Return an id for a new room; None when its create event will give it."""
        return None if version.create_is_room_id else RoomId(f"!{random_text(18)}:{self._server_name}")

    def compose_create(
        self, draft: Draft, version: RoomVersion, now: int, room_id: RoomId | None
    ) -> tuple[NewEvent, bytes]:
        """Return the first event of a room, whose id it gives (room version 12) or carries."""
        check_create(draft.content)
        event, content = self._finish(draft, Links(room_id, b"[]", b"[]", 1), version, now)
        if room_id is None:
            event.room_id = room_id_of(event.event_id)
        return event, content

    def _finish(self, draft: Draft, links: Links, version: RoomVersion, now: int) -> tuple[NewEvent, bytes]:
        check_field("type", draft.type)
        if draft.state_key is not None:
            check_field("state_key", draft.state_key)
        ts = draft.origin_server_ts if draft.origin_server_ts is not None else now
        content = canonical_checked(draft.content)
        parts = _Parts(draft, links, ts)
        sticky = _sticky(draft)
        redacts = _redacts(draft)
        covered = parts.federation_form(content, sticky, b"" if version.redaction_11 else redacts)
        check_size(covered, self._server_name)
        hashes = b',"hashes":{"sha256":"' + encode_hash(covered).encode() + b'"}'
        reference = encode_reference(parts.federation_form(_redacted(draft, version), hashes, b""))
        event_id = EventId("$" + reference)
        relates_to, rel_type = _relation(draft)
        event = NewEvent(
            room_id=links.room_id or RoomId(""),
            event_id=event_id,
            type=draft.type,
            state_key=draft.state_key,
            sender=draft.sender,
            origin_server_ts=ts,
            content=draft.content,
            body=parts.client_form(content, event_id, sticky, redacts),
            unsigned=None,
            graph=parts.graph(hashes),
            device_id=draft.device_id,
            txn_id=draft.txn_id,
            relates_to=relates_to,
            rel_type=rel_type,
            changed_to=None,
            sticky_ms=draft.sticky_ms,
            delay_id=draft.delay_id,
        )
        return event, content


class _Parts:
    """The members of one event, rendered once; every form lists them in alphabetical order."""

    __slots__ = ("_auth", "_depth", "_previous", "_room", "_tail", "_time")

    def __init__(self, draft: Draft, links: Links, ts: int) -> None:
        self._auth = b'{"auth_events":' + links.auth
        self._depth = b',"depth":%d' % links.depth
        self._time = b',"origin_server_ts":%d' % ts
        self._previous = b',"prev_events":' + links.previous
        self._room = b"" if links.room_id is None else b',"room_id":' + canonical(links.room_id)
        state_key = b"" if draft.state_key is None else b',"state_key":' + canonical(draft.state_key)
        self._tail = (
            b',"sender":' + canonical(draft.sender) + state_key + b',"type":' + canonical(draft.type) + b"}"
        )

    def federation_form(self, content: bytes, hashes: bytes, redacts: bytes) -> bytes:
        start = self._auth + b',"content":' + content + self._depth + hashes + self._time
        return start + self._previous + redacts + self._room + self._tail

    def client_form(self, content: bytes, event_id: EventId, sticky: bytes, redacts: bytes) -> bytes:
        start = b'{"content":' + content + b',"event_id":"' + event_id.encode() + b'"' + sticky
        return start + self._time + redacts + self._tail

    def graph(self, hashes: bytes) -> bytes:
        return self._auth + self._depth + hashes + self._previous + b"}"


def _sticky(draft: Draft) -> bytes:
    """Return the member of MSC4354, which a redaction takes away; it stands behind `hashes` and `event_id`."""
    return b"" if draft.sticky_ms is None else b',"msc4354_sticky":{"duration_ms":%d}' % draft.sticky_ms


def _redacts(draft: Draft) -> bytes:
    """Return the member that room version 11 moved into the content, and clients of before look for."""
    target = draft.content.get("redacts") if draft.type == "m.room.redaction" else None
    return b',"redacts":' + canonical(target) if isinstance(target, str) else b""


def _redacted(draft: Draft, version: RoomVersion) -> bytes:
    if draft.state_key is None and draft.type != "m.room.redaction":
        return b"{}"
    return canonical(redact_content(draft.type, draft.content, version))


def _replaced(building: Building, key: StateKey) -> bytes | None:
    entry = building.entry_of(key)
    if entry is None:
        return None
    return canonical(
        {
            "prev_content": msgspec.Raw(entry.content),
            "prev_sender": entry.sender,
            "replaces_state": entry.event_id,
        }
    )


def _relation(draft: Draft) -> tuple[str | None, str | None]:
    relation = draft.content.get("m.relates_to")
    if not isinstance(relation, dict):
        return None, None
    target, kind = relation.get("event_id"), relation.get("rel_type")
    if not isinstance(target, str) or not isinstance(kind, str):
        return None, None
    return target, kind
