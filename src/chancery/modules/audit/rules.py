# SPDX-License-Identifier: EUPL-1.2
"""How an entry becomes a leaf: canonical JSON with a salted commitment in the place of personal data."""

from collections.abc import Mapping
from hashlib import sha256

import msgspec

from chancery.modules.audit.model import StoredEntry
from chancery.wire.tlog.tree import HASH_BYTES, leaf_hash

SALT_BYTES = 16

_canonical = msgspec.json.Encoder(order="deterministic")


def canonical_details(details: Mapping[str, str | int | bool | None]) -> str:
    """Return details as canonical JSON text; raises ValueError for a float, which JSON writes in many ways."""
    if any(isinstance(value, float) for value in details.values()):
        raise ValueError("audit details hold no floats")
    return _canonical.encode(details).decode()


def commit(salt: bytes, actor: str, subject: str | None, details: str) -> bytes:
    """Return the commitment to an entry's personal part."""
    return sha256(salt + _canonical.encode([actor, subject, details])).digest()


def leaf_of(entry: StoredEntry) -> bytes:
    """Return the entry's leaf hash."""
    leaf = {
        "action": entry.action,
        "at": entry.at,
        "position": entry.position,
        "private": entry.commitment.hex(),
    }
    return leaf_hash(_canonical.encode(leaf))


def find_damage(entry: StoredEntry) -> str | None:
    """Return what is wrong with an entry by itself, or None."""
    if len(entry.commitment) != HASH_BYTES:
        return f"entry {entry.position}: the commitment has {len(entry.commitment)} bytes instead of {HASH_BYTES}"
    if entry.salt is None:
        is_erased = entry.actor is None and entry.subject is None and entry.details is None
        return None if is_erased else f"entry {entry.position}: the salt is missing"
    if entry.actor is None or entry.details is None:
        return f"entry {entry.position}: the personal part is missing but the salt is there"
    if commit(entry.salt, entry.actor, entry.subject, entry.details) != entry.commitment:
        return f"entry {entry.position}: actor, subject, details or salt were changed"
    return None


def join_peaks(hashes: list[bytes]) -> bytes:
    """Return a compact range's hashes in one byte string."""
    return b"".join(hashes)


def split_peaks(peaks: bytes) -> list[bytes]:
    """Return the hashes of a compact range."""
    return [peaks[start : start + HASH_BYTES] for start in range(0, len(peaks), HASH_BYTES)]
