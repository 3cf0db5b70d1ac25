# SPDX-License-Identifier: EUPL-1.2
"""Makes events: checks them against the room, hashes them, renders the client form. No I/O."""

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

Raw = msgspec.Raw
_GRAPH = ("auth_events", "depth", "hashes", "prev_events")


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
        pdu: dict[str, object] = {
            "auth_events": auth,
            "depth": building.depth + 1,
            "prev_events": [building.extremity],
            "room_id": building.room_id,
        }
        event, content = self._finish(draft, pdu, building.version, now)
        event.room_id = building.room_id
        if draft.state_key is not None:
            event.unsigned = _replaced(building, (draft.type, draft.state_key))
        return event, content

    def compose_create(self, draft: Draft, version: RoomVersion, now: int) -> tuple[NewEvent, bytes]:
        """Return the first event of a room, whose id it gives (room version 12) or carries."""
        check_create(draft.content)
        pdu: dict[str, object] = {"auth_events": [], "depth": 1, "prev_events": []}
        room_id = None
        if not version.create_is_room_id:
            room_id = RoomId(f"!{random_text(18)}:{self._server_name}")
            pdu["room_id"] = room_id
        event, content = self._finish(draft, pdu, version, now)
        event.room_id = room_id or room_id_of(event.event_id)
        return event, content

    def _finish(
        self, draft: Draft, pdu: dict[str, object], version: RoomVersion, now: int
    ) -> tuple[NewEvent, bytes]:
        check_field("type", draft.type)
        ts = draft.origin_server_ts if draft.origin_server_ts is not None else now
        content = canonical_checked(draft.content)
        shared: dict[str, object] = {"origin_server_ts": ts, "sender": draft.sender, "type": draft.type}
        if draft.state_key is not None:
            check_field("state_key", draft.state_key)
            shared["state_key"] = draft.state_key
        pdu.update(shared)
        pdu["content"] = Raw(content)
        is_redaction = draft.type == "m.room.redaction"
        if is_redaction and not version.redaction_11:
            pdu["redacts"] = draft.content["redacts"]
        covered = canonical(pdu)
        check_size(covered, self._server_name)
        pdu["hashes"] = {"sha256": encode_hash(covered)}
        pdu.pop("redacts", None)
        pdu["content"] = Raw(_redacted(draft, version))
        event_id = EventId("$" + encode_reference(canonical(pdu)))
        shared["content"] = Raw(content)
        shared["event_id"] = event_id
        if is_redaction:
            # Version 11 moved `redacts` into the content; clients of before look for it here.
            shared["redacts"] = draft.content["redacts"]
        relates_to, rel_type = _relation(draft)
        event = NewEvent(
            room_id=RoomId(""),
            event_id=event_id,
            type=draft.type,
            state_key=draft.state_key,
            sender=draft.sender,
            origin_server_ts=ts,
            content=draft.content,
            body=canonical(shared),
            unsigned=None,
            graph=canonical({name: pdu[name] for name in _GRAPH}),
            device_id=draft.device_id,
            txn_id=draft.txn_id,
            relates_to=relates_to,
            rel_type=rel_type,
            changed_to=None,
        )
        return event, content


def _redacted(draft: Draft, version: RoomVersion) -> bytes:
    if draft.state_key is None and draft.type != "m.room.redaction":
        return b"{}"
    return canonical(redact_content(draft.type, draft.content, version))


def _replaced(building: Building, key: StateKey) -> bytes | None:
    entry = building.entry_of(key)
    if entry is None:
        return None
    return canonical(
        {"prev_content": Raw(entry.content), "prev_sender": entry.sender, "replaces_state": entry.event_id}
    )


def _relation(draft: Draft) -> tuple[str | None, str | None]:
    relation = draft.content.get("m.relates_to")
    if not isinstance(relation, dict):
        return None, None
    target, kind = relation.get("event_id"), relation.get("rel_type")
    if not isinstance(target, str) or not isinstance(kind, str):
        return None, None
    return target, kind
