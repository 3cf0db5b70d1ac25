# SPDX-License-Identifier: EUPL-1.2
"""Cross-signing: publishing the three keys, and signatures that people upload later."""

from collections.abc import Mapping
from typing import Any

import msgspec

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.contract import SIGNING_PATH, Accounts
from chancery.modules.keys import rules
from chancery.modules.keys.errors import InvalidSignature, KeyRejected
from chancery.modules.keys.store.devices import DeviceStore
from chancery.platform.db.port import Database, Write
from chancery.platform.http.request import Caller

Keys = dict[str, tuple[str, bytes]]
"""usage -> (public key, body)."""


class CrossSigningService:
    """Publishes cross-signing keys and verified signatures."""

    def __init__(self, database: Database, devices: DeviceStore, accounts: Accounts) -> None:
        self._db = database
        self._devices = devices
        self._accounts = accounts

    async def publish(
        self, caller: Caller, keys: Mapping[str, Any], *, auth: Mapping[str, Any] | None
    ) -> None:
        """Store new keys (usage -> object); replacing existing ones needs the person to confirm who they are."""
        new: Keys = {
            usage: (
                rules.cross_signing_public_key(value, user_id=caller.user_id, usage=usage),
                msgspec.json.encode(value, order="deterministic"),
            )
            for usage, value in keys.items()
        }
        stored = await self._devices.list_cross_signing(caller.user_id)
        changed = {u: key for u, key in new.items() if u not in stored or stored[u][0] != key[0]}
        if not changed:
            return
        self._check_chain(caller.user_id, keys, {**stored, **new})
        # The first set of keys may be published freely, any change only by the person (v1.11, MSC3967).
        if "master" in stored:
            await self._accounts.confirm_identity(caller, auth, path=SIGNING_PATH, body=keys)
        write = Write()
        for usage, (public_key, body) in new.items():
            self._devices.put_cross_signing(write, caller.user_id, usage, public_key, body)
        # Nobody else ever gets a user-signing key, so nobody else hears that it changed.
        is_private = changed.keys() <= {"user_signing"}
        self._devices.log_change(write, caller.user_id, observer=caller.user_id if is_private else None)
        await self._db.commit(write)

    def _check_chain(self, user_id: UserId, keys: Mapping[str, Any], all_keys: Keys) -> None:
        if "master" not in all_keys:
            raise KeyRejected("a master key must come first", errcode="M_MISSING_PARAM")
        master = all_keys["master"][0]
        for usage in ("self_signing", "user_signing"):
            if usage in keys:
                rules.check_signature(
                    keys[usage], signer=user_id, key_id=f"ed25519:{master}", public_key=master
                )

    async def add_signatures(
        self, caller: Caller, signed: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, dict[str, dict[str, str]]]:
        """Store the signatures that verify; returns the failures as the specification's `failures` object."""
        own = await self._devices.list_cross_signing(caller.user_id)
        write = Write()
        failures: dict[str, dict[str, dict[str, str]]] = {}
        for target_user, objects in signed.items():
            rows = []
            for target, value in objects.items():
                try:
                    rows += await self._checked(caller, own, target_user, target, value)
                except ChanceryError as error:
                    report = {"errcode": error.matrix_errcode, "error": error.message}
                    failures.setdefault(target_user, {})[target] = report
            self._add(write, caller.user_id, UserId(target_user), rows)
        if write.statements:
            await self._db.commit(write)
        return failures

    def _add(
        self, write: Write, signer: UserId, target_user: UserId, rows: list[tuple[str, str, str, str, str]]
    ) -> None:
        if not rows:
            return
        self._devices.put_signatures(write, rows)
        # What I sign of others is my own business: only my devices hear of it.
        self._devices.log_change(write, target_user, observer=None if target_user == signer else signer)

    async def _checked(
        self, caller: Caller, own: Keys, target_user: str, target: str, value: object
    ) -> list[tuple[str, str, str, str, str]]:
        """Return the signature rows of one signed object after verifying each."""
        if not isinstance(value, dict):
            raise KeyRejected("a signed object is expected")
        is_device = await self._check_target(UserId(target_user), target, value)
        rows = []
        for key_id, signature in dict(value.get("signatures", {}).get(caller.user_id, {})).items():
            public_key = await self._signing_key(
                caller, own, key_id, is_own=target_user == caller.user_id, is_device=is_device
            )
            if public_key is None:
                continue
            rules.check_signature(value, signer=caller.user_id, key_id=key_id, public_key=public_key)
            rows.append((target_user, target, str(caller.user_id), key_id, str(signature)))
        if not rows:
            raise InvalidSignature("no signature by one of your own keys")
        return rows

    async def _check_target(self, user_id: UserId, target: str, value: Mapping[str, Any]) -> bool:
        """Tell whether the target is a device (else a master key); raises KeyRejected when it is neither."""
        device = await self._devices.find_device(user_id, DeviceId(target))
        master = (await self._devices.list_cross_signing(user_id)).get("master")
        stored = device or (master[1] if master and master[0] == target else None)
        if stored is None:
            raise KeyRejected("no such device or master key", errcode="M_NOT_FOUND", status=404)
        if rules.signable(msgspec.json.decode(stored)) != rules.signable(value):
            raise KeyRejected("the signed object differs from the published key")
        return device is not None

    async def _signing_key(
        self, caller: Caller, own: Keys, key_id: str, *, is_own: bool, is_device: bool
    ) -> str | None:
        """Return the public key behind `key_id` when it is the one that signs such a target, else None.

        Own devices are signed by the self-signing key, the own master key by own devices, and others' master
        keys by the user-signing key (specification, "Cross-signing").
        """
        if not is_own or is_device:
            usage = "self_signing" if is_own else "user_signing"
            return own[usage][0] if usage in own and key_id == f"ed25519:{own[usage][0]}" else None
        body = await self._devices.find_device(caller.user_id, DeviceId(key_id.removeprefix("ed25519:")))
        key = msgspec.json.decode(body)["keys"].get(key_id) if body else None
        return key if isinstance(key, str) else None
