# SPDX-License-Identifier: EUPL-1.2
"""Typed identifiers and how new ones are made."""

import secrets
from typing import NewType

UserId = NewType("UserId", str)
"""A Matrix user id, `@localpart:server`."""
DeviceId = NewType("DeviceId", str)
"""A Matrix device id, unique per user."""
RoomId = NewType("RoomId", str)
"""A Matrix room id, `!opaque` (room version 12) or `!opaque:server`."""
EventId = NewType("EventId", str)
"""A Matrix event id, `$` and the reference hash."""
UnitId = NewType("UnitId", str)
"""An organisational unit's id, `unit_…`."""
PostId = NewType("PostId", str)
"""A post's id, `post_…`."""
TeamId = NewType("TeamId", str)
"""A team's id, `team_…`."""
AgencyId = NewType("AgencyId", str)
"""An agency's id, `agency_…`."""
SessionId = NewType("SessionId", str)
"""A login session's id, `ses_…`."""
BlobId = NewType("BlobId", str)
"""A stored blob's id, `blob_…`."""

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_FAIR = 252


def random_text(length: int) -> str:
    """Return `length` random characters of `0-9a-z` from the system's secure source."""
    found = ""
    while len(found) < length:
        # One call for all of them; bytes past the last multiple of 36 would make some signs likelier.
        found += "".join(_ALPHABET[byte % 36] for byte in secrets.token_bytes(2 * length) if byte < _FAIR)
    return found[:length]


def new_id(prefix: str) -> str:
    """Return a fresh id such as `unit_3kf…` (20 random characters, 103 bits)."""
    return f"{prefix}_{random_text(20)}"
