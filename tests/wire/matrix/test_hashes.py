# SPDX-License-Identifier: EUPL-1.2
"""Content hashes and what signatures cover, by the specification's cryptographic test vectors."""

import base64
from typing import Any

import pytest
from nacl.signing import SigningKey

from chancery.wire.matrix.canonical import canonical
from chancery.wire.matrix.hashes import content_hash, event_id, reference_hash, room_id_of
from chancery.wire.matrix.redaction import redact
from chancery.wire.matrix.versions import room_version

SEED = "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1"
MINIMAL: dict[str, Any] = {
    "room_id": "!x:domain",
    "sender": "@a:domain",
    "origin": "domain",
    "origin_server_ts": 1000000,
    "signatures": {},
    "hashes": {},
    "type": "X",
    "content": {},
    "prev_events": [],
    "auth_events": [],
    "depth": 3,
    "unsigned": {"age_ts": 1000000},
}
WITH_CONTENT: dict[str, Any] = {
    "content": {"body": "Here is the message content"},
    "event_id": "$0:domain",
    "hashes": {},
    "origin": "domain",
    "origin_server_ts": 1000000,
    "type": "m.room.message",
    "room_id": "!r:domain",
    "sender": "@u:domain",
    "signatures": {},
    "unsigned": {"age_ts": 1000000},
}
VECTORS = [
    (
        MINIMAL,
        "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos",
        "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg",
    ),
    (
        WITH_CONTENT,
        "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g",
        "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA",
    ),
]


@pytest.mark.parametrize(("event", "expected", "_signature"), VECTORS)
def test_content_hashes(event: dict[str, Any], expected: str, _signature: str) -> None:
    assert content_hash(event) == expected


@pytest.mark.parametrize(("event", "digest", "signature"), VECTORS)
def test_signatures_cover_the_redacted_canonical_event(
    event: dict[str, Any], digest: str, signature: str
) -> None:
    covered = redact({**event, "hashes": {"sha256": digest}}, room_version("10"))
    covered.pop("signatures")
    key = SigningKey(base64.b64decode(SEED + "="))
    signed = base64.b64encode(key.sign(canonical(covered)).signature).decode().rstrip("=")
    assert signed == signature


def test_the_reference_hash_ignores_what_redaction_removes() -> None:
    version = room_version("12")
    changed = {**WITH_CONTENT, "content": {"body": "other"}, "unsigned": {}, "signatures": {"x": {}}}
    assert reference_hash(WITH_CONTENT, version) == reference_hash(changed, version)
    assert reference_hash(WITH_CONTENT, version) != reference_hash(
        {**WITH_CONTENT, "sender": "@v:domain"}, version
    )


def test_ids_are_url_safe_hashes() -> None:
    identifier = event_id(MINIMAL, room_version("12"))
    assert len(identifier) == 44
    assert identifier[0] == "$"
    assert room_id_of(identifier) == "!" + identifier[1:]
