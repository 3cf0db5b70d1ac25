# SPDX-License-Identifier: EUPL-1.2
"""Size limits of events (client-server API, "Size limits")."""

from chancery.kit.errors import BadRequest
from chancery.wire.matrix.errors import EventTooLarge

MAX_EVENT_BYTES = 65_536
MAX_FIELD_BYTES = 255
# An event's size counts with its signatures, which are added only when it leaves for another server:
# {"<server>":{"ed25519:<key>":"<86 characters>"}} with a key name of up to 32 characters.
_SIGNATURE_BYTES = 160


def check_size(pdu: bytes, server_name: str) -> None:
    """Raise EventTooLarge when the signed event would exceed what servers accept."""
    if len(pdu) + _SIGNATURE_BYTES + len(server_name) > MAX_EVENT_BYTES:
        raise EventTooLarge(f"an event may have at most {MAX_EVENT_BYTES} bytes")


def check_field(name: str, value: str) -> None:
    """Raise for a `type` or `state_key` that is too long or holds NUL."""
    if len(value) * 4 > MAX_FIELD_BYTES and len(value.encode("utf-8", "replace")) > MAX_FIELD_BYTES:
        raise EventTooLarge(f"{name} may have at most {MAX_FIELD_BYTES} bytes")
    if "\0" in value:
        raise BadRequest(f"{name} holds a NUL character")
