# SPDX-License-Identifier: EUPL-1.2
"""Second factors: which ones a person has, and whether a code is right."""

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import SecondFactorNeeded, WrongCode
from chancery.modules.accounts.rules.codes import fold_code, is_totp, matching_step
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.passkeys import Passkeys
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.factors import FactorStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.keyring.port import Keyring

PASSKEY, TOTP = "passkey", "totp"


class SecondFactors:
    """Checks codes; each is good once, and wrong ones delay the next attempt."""

    def __init__(
        self,
        *,
        database: Database,
        store: FactorStore,
        passkeys: Passkeys,
        keyring: Keyring,
        sealer: Sealer,
        attempts: Attempts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._passkeys = passkeys
        self._keyring = keyring
        self._sealer = sealer
        self._attempts = attempts
        self._audit = audit
        self._clock = clock

    async def kinds(self, user_id: UserId) -> tuple[str, ...]:
        """Return the kinds of factors that a person has beside the password."""
        totp = await self._store.find_totp(user_id)
        has_totp = totp is not None and totp.confirmed_at is not None
        has_passkey = bool(await self._passkeys.list_passkeys(user_id))
        return (PASSKEY,) * has_passkey + (TOTP,) * has_totp

    async def demand(self, user_id: UserId, code: str | None) -> None:
        """Return when the person has no second factor or the code proves it.

        Raises SecondFactorNeeded, WrongCode, TooManyAttempts.
        """
        kinds = await self.kinds(user_id)
        if not kinds:
            return
        if not code:
            raise SecondFactorNeeded(kinds)
        if not await self.fits(user_id, code):
            raise WrongCode("the code is wrong, used or over")

    async def fits(self, user_id: UserId, code: str) -> bool:
        """Tell whether a code is right, and use it up; raises TooManyAttempts while the delay runs."""
        keys = self._attempts.code_keys(user_id)
        async with self._attempts.turn(f"code\n{user_id}"):
            await self._attempts.check_keys(keys)
            is_right = await self._use(user_id, fold_code(code))
            await (self._attempts.forget(keys) if is_right else self._attempts.count(keys))
            return is_right

    def code_hash(self, user_id: UserId, code: str) -> bytes:
        """Return what is stored of a code on paper."""
        return self._sealer.digest(f"recovery\n{user_id}\n{fold_code(code)}")

    async def _use(self, user_id: UserId, code: str) -> bool:
        write = Write()
        if not is_totp(code):
            self._store.consume_code(write, user_id, self.code_hash(user_id, code))
            self._audit.record(write, Entry("recovery_code.used", user_id, user_id))
            return await self._is_kept(write)
        totp = await self._store.find_totp(user_id)
        if totp is None or totp.confirmed_at is None:
            return False
        secret = self._keyring.unwrap(totp.sealed_secret, totp_context(user_id))
        step = matching_step(secret, code, now_ms=self._clock(), after=totp.last_step)
        if step is None:
            return False
        self._store.use_step(write, user_id, step)
        return await self._is_kept(write)

    async def _is_kept(self, write: Write) -> bool:
        try:
            await self._database.commit(write)
        except WriteConflict:
            # Somebody used it before, perhaps a moment ago.
            return False
        return True


def totp_context(user_id: UserId) -> bytes:
    """Return what a sealed secret is bound to: one person's cannot be put in another's place."""
    return f"accounts totp\n{user_id}".encode()
