# SPDX-License-Identifier: EUPL-1.2
"""Pure checks of key objects and signatures, and how a device's published form is put together."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from chancery.kit.ids import UserId
from chancery.modules.keys.errors import InvalidSignature, KeyRejected

USAGES = ("master", "self_signing", "user_signing")
MAX_KEY_BYTES = 65_536

Signature = tuple[str, str, str]
"""Signer's user id, signer's key id (`ed25519:…`), signature."""


def signable(value: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON that is signed: the object without `signatures` and `unsigned`."""
    rest = {key: member for key, member in value.items() if key not in ("signatures", "unsigned")}
    return msgspec.json.encode(rest, order="deterministic")


def check_signature(value: Mapping[str, Any], *, signer: str, key_id: str, public_key: str) -> None:
    """Raise InvalidSignature unless `value` carries a valid Ed25519 signature by `signer`'s key `key_id`."""
    signature = value.get("signatures", {}).get(signer, {}).get(key_id)
    if not isinstance(signature, str):
        raise InvalidSignature(f"the signature by {key_id} is missing")
    try:
        VerifyKey(unpadded(public_key)).verify(signable(value), unpadded(signature))
    except (BadSignatureError, ValueError, TypeError) as error:
        raise InvalidSignature(f"the signature by {key_id} does not verify") from error


def unpadded(text: str) -> bytes:
    """Decode unpadded Base64 as Matrix writes it; raises InvalidSignature when it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidSignature("a key or signature is not unpadded Base64") from error


def check_device_ids(value: Mapping[str, Any], *, user_id: str, device_id: str) -> None:
    """Raise KeyRejected unless the object names this device; test suites upload such objects and nothing else."""
    if value.get("user_id") != user_id or value.get("device_id") != device_id:
        raise KeyRejected("device_keys must name the user and the device that upload them")
    if not isinstance(value.get("keys", {}), dict):
        raise KeyRejected("`keys` must be an object", errcode="M_BAD_JSON")
    check_size(value)


def check_device_keys(value: Mapping[str, Any], *, user_id: str, device_id: str) -> None:
    """Raise KeyRejected unless the object is this device's own: ids match and it carries an Ed25519 identity key."""
    check_device_ids(value, user_id=user_id, device_id=device_id)
    keys, algorithms = value.get("keys"), value.get("algorithms")
    if not isinstance(keys, dict) or not isinstance(algorithms, list):
        raise KeyRejected("device_keys must have `algorithms` and `keys`", errcode="M_BAD_JSON")
    identity = keys.get(f"ed25519:{device_id}")
    if not isinstance(identity, str):
        raise KeyRejected(f"device_keys must hold the key ed25519:{device_id}")
    check_signature(value, signer=user_id, key_id=f"ed25519:{device_id}", public_key=identity)


def check_size(value: object) -> None:
    """Raise KeyRejected for an object that is larger than any real key."""
    if len(msgspec.json.encode(value)) > MAX_KEY_BYTES:
        raise KeyRejected("a key object is too large", errcode="M_TOO_LARGE", status=413)


def split_key_name(name: str) -> tuple[str, str]:
    """Return algorithm and key id of a name such as `signed_curve25519:AAAAHg`."""
    algorithm, separator, key_id = name.partition(":")
    if not separator or not algorithm or not key_id or len(name) > 255:
        raise KeyRejected(f"{name[:64]!r} is no key name; it must be algorithm:id")
    return algorithm, key_id


def cross_signing_public_key(value: object, *, user_id: str, usage: str) -> str:
    """Return the one public key of a cross-signing key object; raises KeyRejected when it is malformed."""
    if not isinstance(value, dict) or value.get("user_id") != user_id or usage not in value.get("usage", ()):
        raise KeyRejected(f"the {usage} key must name its owner and its usage")
    keys = value.get("keys")
    if not isinstance(keys, dict) or len(keys) != 1:
        raise KeyRejected(f"the {usage} key must hold exactly one key")
    ((name, public_key),) = keys.items()
    if not isinstance(public_key, str) or name != f"ed25519:{public_key}":
        raise KeyRejected(f"the {usage} key must be named ed25519: and its own public part")
    check_size(value)
    return public_key


def with_signatures(body: bytes, signatures: Sequence[Signature]) -> dict[str, Any]:
    """Return the stored object with signatures that came later merged in."""
    value: dict[str, Any] = msgspec.json.decode(body)
    if signatures:
        merged = value.setdefault("signatures", {})
        for signer, key_id, signature in signatures:
            merged.setdefault(signer, {})[key_id] = signature
    return value


def visible_signatures(signatures: Sequence[Signature], *, owner: UserId, viewer: UserId) -> list[Signature]:
    """Return the signatures that a viewer gets: the owner's and the viewer's own, nobody else's web of trust."""
    return [signature for signature in signatures if signature[0] in (owner, viewer)]


def check_auth_data(value: object, *, loose: bool) -> None:
    """Raise KeyRejected unless a backup's `auth_data` is an object; `loose`: whatever JSON."""
    if not isinstance(value, dict) and not loose:
        raise KeyRejected("`auth_data` must be an object", errcode="M_BAD_JSON")
    check_size(value)


def session_columns(value: object, *, loose: bool = False) -> tuple[int, int, int, bytes]:
    """Return (first_message_index, forwarded_count, is_verified, body) of a backed-up session; raises KeyRejected.

    `loose`: `session_data` may be whatever JSON.
    """
    if not isinstance(value, dict) or not isinstance(value.get("session_data"), object if loose else dict):
        raise KeyRejected("a backed-up session must have `session_data`")
    index, forwarded = value.get("first_message_index"), value.get("forwarded_count")
    verified = value.get("is_verified")
    if not _is_count(index) or not _is_count(forwarded) or not isinstance(verified, bool):
        raise KeyRejected("a backed-up session needs first_message_index, forwarded_count and is_verified")
    check_size(value)
    return index, forwarded, int(verified), msgspec.json.encode(value)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
