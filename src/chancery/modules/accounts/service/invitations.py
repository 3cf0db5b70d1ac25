# SPDX-License-Identifier: EUPL-1.2
"""Codes on paper by which people who were brought in set their first password: no mail is needed, none is known to others."""

from collections.abc import Collection, Mapping

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.accounts.errors import WrongCode
from chancery.modules.accounts.rules.codes import fold_code, new_invitation_code
from chancery.modules.accounts.rules.names import typed_user_id
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.passwords import PasswordKeeper
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.invitations import InvitationStore
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.platform.db.port import Database, Write, WriteConflict

_LIFETIME_MS = 30 * 24 * 3600 * 1000


class Invitations:
    """Issues codes and takes them."""

    def __init__(
        self,
        *,
        database: Database,
        store: InvitationStore,
        passwords: PasswordKeeper,
        attempts: Attempts,
        sealer: Sealer,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
    ) -> None:
        self._database = database
        self._store = store
        self._passwords = passwords
        self._attempts = attempts
        self._sealer = sealer
        self._audit = audit
        self._clock = clock
        self._server_name = server_name

    async def issue(self, user_ids: Collection[UserId], *, actor: str) -> Mapping[UserId, str]:
        """Return a fresh code for each of the given people who have no password; the codes before are void."""
        write, codes = Write(), {}
        for user_id in await self._store.without_password(user_ids):
            code = new_invitation_code()
            codes[user_id] = code
            expires_at = self._clock() + _LIFETIME_MS
            self._store.put(write, user_id, self._hash(user_id, code), expires_at)
            self._audit.record(write, Entry("invitation.issued", actor, user_id))
        if codes:
            await self._database.commit(write)
        return codes

    async def redeem(self, typed: str, code: str, password: str, *, address: str) -> UserId:
        """Set somebody's first password by their code; raises WrongCode, WeakPassword, TooManyAttempts."""
        user_id = typed_user_id(typed, self._server_name)
        account = user_id or typed
        async with self._attempts.turn(f"{account}\n{address}"):
            await self._attempts.check(account, address)
            code_hash = self._hash(account, code)
            if user_id is None or not await self._store.is_good(user_id, code_hash, self._clock()):
                await self._attempts.failed(account, address)
                raise WrongCode("the code is wrong, used or over")
            await self._passwords.check_strength(password)
            await self._set(user_id, code_hash, await self._passwords.hash(password))
            await self._attempts.succeeded(account, address)
            return user_id

    async def _set(self, user_id: UserId, code_hash: bytes, password_hash: str) -> None:
        write = Write()
        self._store.use(write, user_id, code_hash, password_hash, self._clock())
        self._audit.record(write, Entry("invitation.redeemed", user_id, user_id))
        try:
            await self._database.commit(write)
        except WriteConflict as error:
            raise WrongCode("the code is wrong, used or over") from error

    def _hash(self, user_id: str, code: str) -> bytes:
        return self._sealer.digest(f"invitation\n{user_id}\n{fold_code(code)}")
