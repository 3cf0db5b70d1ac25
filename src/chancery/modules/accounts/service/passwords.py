# SPDX-License-Identifier: EUPL-1.2
"""Passwords: argon2id in threads, and checking one with its growing delay."""

import asyncio
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from chancery.modules.accounts.contract import PasswordSource
from chancery.modules.accounts.errors import PasswordElsewhere, WeakPassword
from chancery.modules.accounts.service.attempts import Attempts
from chancery.modules.accounts.service.breached import is_common, is_listed

MAX_PASSWORD_LENGTH = 512
_AT_ONCE = 2
"""Hashing takes 64 MiB and a core; more at once would only make everybody wait longer."""


class PasswordKeeper:
    """Hashes and checks passwords; `breached` is the operator's own list, with `takes_breached` there is no such check.

    Whose password the `source` keeps is asked there alone.
    """

    def __init__(
        self,
        *,
        memory_kib: int,
        passes: int,
        min_length: int,
        attempts: Attempts,
        breached: Path | None = None,
        takes_breached: bool = False,
        source: PasswordSource | None = None,
    ) -> None:
        self._source = source
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._min_length = min_length
        self._breached = breached
        self._takes_breached = takes_breached
        self._attempts = attempts
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._nobodys_hash: str | None = None

    async def check_strength(self, password: str) -> None:
        """Raise WeakPassword when a new password is too short, too long or known to be breached."""
        if len(password) < self._min_length:
            raise WeakPassword(
                f"a password needs at least {self._min_length} characters",
                details={"min_length": self._min_length},
            )
        if len(password) > MAX_PASSWORD_LENGTH:
            raise WeakPassword(f"a password may have {MAX_PASSWORD_LENGTH} characters")
        if not self._takes_breached and await asyncio.to_thread(self._is_breached, password):
            raise WeakPassword(
                "this password, or the word in it, is among those that attackers try first, because others used it"
                " and it was stolen from them: choose another",
                details={"reason": "breached"},
            )

    def _is_breached(self, password: str) -> bool:
        return is_common(password) or (self._breached is not None and is_listed(self._breached, password))

    async def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, password)

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a hash was made with other parameters than the settings now ask for."""
        return self._hasher.check_needs_rehash(password_hash)

    async def verify(self, account: str, address: str, password_hash: str | None, password: str) -> bool:
        """Tell whether the password fits; raises TooManyAttempts while the delay runs.

        Attempts on one account from one address take turns. An account that does not exist costs the same hashing
        as one that does.
        """
        async with self._attempts.turn(f"{account}\n{address}"):
            await self._attempts.check(account, address)
            is_right = await self._is_right(account, password_hash, password)
            if is_right:
                await self._attempts.succeeded(account, address)
            else:
                await self._attempts.failed(account, address)
            return is_right

    async def check_kept_here(self, user_id: str) -> None:
        """Raise PasswordElsewhere for somebody whose password is kept elsewhere."""
        if self._source is not None and await self._source.keeps(user_id):
            raise PasswordElsewhere("your password is kept by the agency's directory: change it there")

    async def _is_right(self, account: str, password_hash: str | None, password: str) -> bool:
        verdict = await self._source.check(account, password) if self._source is not None else None
        return await self._fits(password_hash, password) if verdict is None else verdict

    async def _fits(self, password_hash: str | None, password: str) -> bool:
        if password_hash is None and self._nobodys_hash is None:
            self._nobodys_hash = await self.hash("nobody has this password")
        known = password_hash or self._nobodys_hash or ""
        async with self._gate:
            fits = await asyncio.to_thread(self._verify, known, password[: MAX_PASSWORD_LENGTH + 1])
        return fits and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False
