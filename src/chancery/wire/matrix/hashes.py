# SPDX-License-Identifier: EUPL-1.2
"""Content hash, reference hash, and the ids made of the latter."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from chancery.kit.ids import EventId, RoomId
from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.redaction import redact
from chancery.wire.matrix.versions import RoomVersion


def content_hash(event: Mapping[str, Any]) -> str:
    """Return the unpadded base64 SHA-256 over the event without `unsigned`, `signatures` and `hashes`."""
    covered = {name: v for name, v in event.items() if name not in ("unsigned", "signatures", "hashes")}
    return encode_hash(canonical(covered))


def encode_hash(covered: bytes) -> str:
    """Return the unpadded standard base64 of the SHA-256 of canonical bytes."""
    return base64.b64encode(hashlib.sha256(covered).digest())[:-1].decode()


def reference_hash(event: Mapping[str, Any], version: RoomVersion) -> str:
    """Return the URL-safe unpadded base64 SHA-256 over the redacted event without `signatures`."""
    redacted = redact(event, version)
    redacted.pop("signatures", None)
    return encode_reference(canonical(redacted))


def encode_reference(covered: bytes) -> str:
    """Return the unpadded URL-safe base64 of the SHA-256 of canonical bytes."""
    return base64.urlsafe_b64encode(hashlib.sha256(covered).digest())[:-1].decode()


def event_id(event: Mapping[str, Any], version: RoomVersion) -> EventId:
    """Return the id of an event in federation form (room versions 4 and later)."""
    return EventId("$" + reference_hash(event, version))


def room_id_of(create_event_id: EventId) -> RoomId:
    """Return the id of the room that a create event makes (room version 12, MSC4291)."""
    return RoomId("!" + create_event_id[1:])
