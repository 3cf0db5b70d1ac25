# SPDX-License-Identifier: EUPL-1.2
"""Ed25519 keys as Matrix clients hold them, made for tests."""

import base64
import copy
from typing import Any

import msgspec
from nacl.signing import SigningKey

from support.people import Person


class Key:
    """A fresh signing key; `public` is its unpadded Base64."""

    def __init__(self) -> None:
        self._key = SigningKey.generate()
        self.public = _unpadded(bytes(self._key.verify_key))

    def signature(self, value: dict[str, Any]) -> str:
        """Return the signature over canonical JSON without `signatures` and `unsigned`."""
        rest = {key: member for key, member in value.items() if key not in ("signatures", "unsigned")}
        return _unpadded(self._key.sign(msgspec.json.encode(rest, order="deterministic")).signature)

    def sign(self, owner: Person, value: dict[str, Any]) -> dict[str, Any]:
        """Return a copy with this key's signature, under the name of a cross-signing key."""
        return signed(self, owner, value)

    def cross_signing(self, owner: Person, usage: str) -> dict[str, Any]:
        """Return this key as a cross-signing key object."""
        return {"user_id": owner.user_id, "usage": [usage], "keys": {f"ed25519:{self.public}": self.public}}


def signed(key: Key, owner: Person, value: dict[str, Any], *, name: str | None = None) -> dict[str, Any]:
    """Return a copy of `value` signed by `key` as `ed25519:name` (the public key for None)."""
    result = copy.deepcopy(value)
    own = result.setdefault("signatures", {}).setdefault(owner.user_id, {})
    own[f"ed25519:{name or key.public}"] = key.signature(value)
    return result


def device_keys(key: Key, owner: Person) -> dict[str, Any]:
    """Return the device keys of the owner's device, signed by itself."""
    device = owner.device_id
    value = {
        "user_id": owner.user_id,
        "device_id": device,
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": {f"ed25519:{device}": key.public, f"curve25519:{device}": Key().public},
    }
    return signed(key, owner, value, name=device)


def _unpadded(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")
