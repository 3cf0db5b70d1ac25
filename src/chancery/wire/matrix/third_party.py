# SPDX-License-Identifier: EUPL-1.2
"""Invitations to an e-mail address or telephone number: an identity server's signature turns one into an invite."""

import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from chancery.kit.errors import BadJson
from chancery.wire.matrix.canonical import canonical_checked
from chancery.wire.matrix.errors import EventRejected

THIRD_PARTY_INVITE = "m.room.third_party_invite"
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64
_MAX_TRIALS = 20

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PendingInvite:
    """An `m.room.third_party_invite` event: who sent it, and whose signatures it trusts."""

    sender: str
    content: Content


def signed_of(content: Content) -> Content | None:
    """Return what the identity server signed, from the content of a member event."""
    invite = content.get("third_party_invite")
    signed = invite.get("signed") if isinstance(invite, Mapping) else None
    return signed if isinstance(signed, Mapping) else None


def third_party_token(content: Content) -> str | None:
    """Return the state key of the pending invitation that an invite makes use of."""
    signed = signed_of(content) if content.get("membership") == "invite" else None
    token = signed.get("token") if signed is not None else None
    return token if isinstance(token, str) else None


def check_signed(content: Content, sender: str, target: str, pending: PendingInvite | None) -> None:
    """Raise EventRejected unless rule 5.4.1 accepts the invite (the ban was looked at before)."""
    signed = signed_of(content)
    if signed is None or third_party_token(content) is None:
        raise EventRejected("the third-party invitation is not signed")
    if signed.get("mxid") != target:
        raise EventRejected("the third-party invitation was signed for somebody else")
    if pending is None or pending.sender != sender:
        raise EventRejected("this person made no such third-party invitation")
    if not _is_signed(signed, pending.content):
        raise EventRejected("no key of the third-party invitation made this signature")


def _is_signed(signed: Content, pending: Content) -> bool:
    covered = {name: value for name, value in signed.items() if name not in ("signatures", "unsigned")}
    try:
        message = canonical_checked(covered)
    except BadJson:
        return False
    keys = [key for text in _keys(pending) if (key := _decoded(text, _KEY_BYTES)) is not None]
    signatures = [
        one for text in _signatures(signed) if (one := _decoded(text, _SIGNATURE_BYTES)) is not None
    ]
    trials = [(key, signature) for key in keys for signature in signatures][:_MAX_TRIALS]
    return any(_verifies(key, message, signature) for key, signature in trials)


def _keys(pending: Content) -> Iterator[object]:
    yield pending.get("public_key")
    listed = pending.get("public_keys")
    for entry in listed if isinstance(listed, list) else ():
        yield entry.get("public_key") if isinstance(entry, Mapping) else None


def _signatures(signed: Content) -> Iterator[object]:
    servers = signed.get("signatures")
    for keys in servers.values() if isinstance(servers, Mapping) else ():
        for name, signature in keys.items() if isinstance(keys, Mapping) else ():
            if name.startswith("ed25519:"):
                yield signature


def _decoded(text: object, length: int) -> bytes | None:
    """Return the bytes of unpadded base64, in either alphabet, when they are as many as wanted."""
    if not isinstance(text, str) or len(text) > 2 * length:
        return None
    try:
        found = binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == length else None


def _verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(key).verify(message, signature)
    except BadSignatureError:
        return False
    return True
