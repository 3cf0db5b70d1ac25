# SPDX-License-Identifier: EUPL-1.2
"""Adding and removing second factors; whoever calls this has confirmed who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chancery.kit.clock import Clock
from chancery.kit.errors import Forbidden
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import FactorExists, FactorNotFound, WrongCode, WrongPasskey
from chancery.modules.accounts.model import Passkey, Totp
from chancery.modules.accounts.rules import codes
from chancery.modules.accounts.rules.passkeys import MAX_NAME
from chancery.modules.accounts.service.factors import PASSKEY, TOTP, SecondFactors, totp_context
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.store.factors import FactorStore
from chancery.modules.accounts.store.passkeys import PasskeyStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.http.request import Caller
from chancery.platform.keyring.port import Keyring

_OFFER_MS = 15 * 60_000
_MOST_PASSKEYS = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret as its owner gets it once: as text, and as the address in the picture."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What a person has beside the password; the time is in milliseconds since the epoch."""

    totp_since: int | None
    codes_left: int
    passkeys: Sequence[Passkey]
    can_add_passkey: bool


class Enrolment:
    """A person's own second factors."""

    def __init__(
        self,
        *,
        database: Database,
        store: FactorStore,
        passkey_store: PasskeyStore,
        factors: SecondFactors,
        passkeys: Passkeys,
        keyring: Keyring,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._passkey_store = passkey_store
        self._factors = factors
        self._passkeys = passkeys
        self._keyring = keyring
        self._audit = audit
        self._clock = clock
        self._server_name = server_name

    async def overview(self, user_id: UserId) -> Overview:
        """Return what the person has."""
        totp = await self._store.find_totp(user_id)
        return Overview(
            totp.confirmed_at if totp else None,
            await self._store.count_codes(user_id),
            await self._passkeys.list_passkeys(user_id),
            can_add_passkey=self._passkeys.are_possible,
        )

    async def begin_totp(self, caller: Caller) -> Offer:
        """Offer a secret; it counts once a code of it was sent. Raises FactorExists, Forbidden for machines."""
        _refuse_machines(caller)
        secret, write = codes.new_secret(), Write()
        sealed = self._keyring.wrap(secret, totp_context(caller.user_id))
        self._store.begin_totp(write, caller.user_id, Totp(sealed, self._clock()))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise FactorExists("an authenticator application is set up already") from error
        uri = codes.enrolment_uri(secret, account=caller.user_id, issuer=self._server_name)
        return Offer(codes.shown_secret(secret), uri)

    async def confirm_totp(self, user_id: UserId, code: str) -> list[str]:
        """Put the offered secret to use and return codes for paper when there are none yet.

        Raises FactorNotFound, WrongCode.
        """
        now, offered = self._clock(), await self._store.find_totp(user_id)
        if offered is None or offered.confirmed_at is not None or now - offered.begun_at > _OFFER_MS:
            raise FactorNotFound("nothing is waiting to be confirmed: begin again")
        secret = self._keyring.unwrap(offered.sealed_secret, totp_context(user_id))
        typed = codes.fold_code(code)
        step = codes.matching_step(secret, typed, now_ms=now, after=0) if codes.is_totp(typed) else None
        if step is None:
            raise WrongCode("the code is wrong or over", status=400)
        write = Write()
        self._store.confirm_totp(write, user_id, offered, step=step, now=now)
        self._audit.record(write, Entry("factor.added", user_id, user_id, {"kind": TOTP}))
        shown = await self._first_codes(write, user_id)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise FactorNotFound("another secret was offered meanwhile: begin again") from error
        return shown

    async def remove_totp(self, user_id: UserId) -> None:
        """Remove the application, and with the last factor the codes on paper; raises FactorNotFound."""
        write = Write()
        self._store.delete_totp(write, user_id, expect=1)
        self._audit.record(write, Entry("factor.removed", user_id, user_id, {"kind": TOTP}))
        await self._drop_codes_after(write, user_id, {TOTP})
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise FactorNotFound("no authenticator application is set up") from error

    async def ask_for_passkey(self, caller: Caller) -> Mapping[str, Any]:
        """Return the options with which a browser makes a passkey; raises Forbidden for machines, FactorExists."""
        _refuse_machines(caller)
        if len(await self._passkeys.list_passkeys(caller.user_id)) >= _MOST_PASSKEYS:
            raise FactorExists(f"{_MOST_PASSKEYS} passkeys are enough: remove one first")
        return await self._passkeys.ask_for_new(caller.user_id)

    async def add_passkey(self, user_id: UserId, credential: Mapping[str, Any], name: str) -> list[str]:
        """Keep a new passkey and return codes for paper when there are none yet; raises WrongPasskey."""
        write = Write()
        self._passkeys.accept_new(write, user_id, credential, name.strip()[:MAX_NAME])
        self._audit.record(write, Entry("factor.added", user_id, user_id, {"kind": PASSKEY}))
        shown = await self._first_codes(write, user_id)
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise WrongPasskey("this passkey, or this answer, came before", status=400) from error
        return shown

    async def remove_passkey(self, user_id: UserId, credential_id: bytes) -> None:
        """Remove a passkey, and with the last factor the codes on paper; raises FactorNotFound."""
        write = Write()
        self._passkey_store.delete(write, user_id, credential_id)
        self._audit.record(write, Entry("factor.removed", user_id, user_id, {"kind": PASSKEY}))
        if len(await self._passkeys.list_passkeys(user_id)) == 1:
            await self._drop_codes_after(write, user_id, {PASSKEY})
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise FactorNotFound("you have no such passkey") from error

    async def renew_codes(self, user_id: UserId) -> list[str]:
        """Return new codes for paper; the old ones are dead. Raises FactorNotFound without a second factor."""
        if not await self._factors.kinds(user_id):
            raise FactorNotFound("codes on paper stand in for a second factor: set one up first")
        write = Write()
        shown = self._new_codes(write, user_id)
        self._audit.record(write, Entry("recovery_codes.made", user_id, user_id))
        await self._database.commit(write)
        return shown

    async def remove_all(self, user_id: UserId, *, actor: UserId) -> None:
        """Remove every second factor of somebody who has lost them."""
        write = Write()
        self._store.delete_totp(write, user_id)
        self._passkey_store.delete_all(write, user_id)
        self._store.replace_codes(write, user_id, [])
        self._audit.record(write, Entry("factors.reset", actor, user_id))
        await self._database.commit(write)

    async def _first_codes(self, write: Write, user_id: UserId) -> list[str]:
        return [] if await self._store.count_codes(user_id) else self._new_codes(write, user_id)

    async def _drop_codes_after(self, write: Write, user_id: UserId, removed: set[str]) -> None:
        if not set(await self._factors.kinds(user_id)) - removed:
            self._store.replace_codes(write, user_id, [])

    def _new_codes(self, write: Write, user_id: UserId) -> list[str]:
        shown = codes.new_recovery_codes()
        hashes = [self._factors.code_hash(user_id, code) for code in shown]
        self._store.replace_codes(write, user_id, hashes)
        return shown


def _refuse_machines(caller: Caller) -> None:
    if caller.app_service is not None:
        raise Forbidden("application services prove themselves with their token")
