# SPDX-License-Identifier: EUPL-1.2
"""Counts wrong passwords per account and address, and per address, for all processes together."""

import asyncio
from collections.abc import Sequence
from weakref import WeakValueDictionary

from chancery.kit.clock import Clock
from chancery.modules.accounts.errors import TooManyAttempts
from chancery.modules.accounts.rules.attempts import ADDRESS_FACTOR, FORGET_MS, is_forgotten, wait_ms
from chancery.modules.accounts.service.seals import Sealer
from chancery.modules.accounts.store.attempts import AttemptStore
from chancery.platform.db.port import Database, Write

Key = tuple[str, int]
"""What is counted, and how often before the delay starts."""


class Attempts:
    """Delays those who try; `limit` 0 switches the delay off."""

    def __init__(
        self, database: Database, store: AttemptStore, sealer: Sealer, clock: Clock, *, limit: int
    ) -> None:
        self._database = database
        self._store = store
        self._sealer = sealer
        self._clock = clock
        self._limit = limit
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, key: str) -> asyncio.Lock:
        """Return the lock under which attempts on one thing take turns.

        So sending many at once does not outrun the count; other processes let through one each.
        """
        return self._turns.get(key) or self._turns.setdefault(key, asyncio.Lock())

    def code_keys(self, account: str) -> list[Key]:
        """Return the key of an account's second factor: from any address, because its guesser has the password."""
        return [(f"code\n{account}", self._limit)] if self._limit else []

    async def check(self, account: str, address: str) -> None:
        """Raise TooManyAttempts while the delay runs."""
        await self.check_keys(self._keys(account, address))

    def brake(self) -> "KeyBrake":
        """Return the counter for what other modules want slowed down."""
        return KeyBrake(self, is_off=not self._limit)

    async def failed(self, account: str, address: str) -> None:
        """Count a failure."""
        await self.count(self._keys(account, address))

    async def check_keys(self, keys: Sequence[Key]) -> None:
        """Raise TooManyAttempts while the delay of one of the keys runs."""
        wait = 0
        for key, limit in keys:
            found = await self._store.find_failures(self._sealer.digest(key))
            wait = max(wait, wait_ms(found, limit, self._clock()) if found else 0)
        if wait:
            raise TooManyAttempts(retry_after_ms=wait)

    async def count(self, keys: Sequence[Key]) -> None:
        """Count once more under each key."""
        write, now = Write(), self._clock()
        for key, limit in keys:
            digest = self._sealer.digest(key)
            found = await self._store.find_failures(digest)
            self._store.count(
                write, digest, now, afresh=found is not None and is_forgotten(found, limit, now)
            )
        if write.statements:
            await self._database.commit(write)

    async def succeeded(self, account: str, address: str) -> None:
        """Forget the account's failures from this address; the address keeps its own count."""
        await self.forget(self._keys(account, address)[:1])

    async def forget(self, keys: Sequence[Key]) -> None:
        """Begin the counts of these keys anew."""
        for key, _ in keys:
            digest = self._sealer.digest(key)
            if await self._store.find_failures(digest) is not None:
                write = Write()
                self._store.forget(write, digest)
                await self._database.commit(write)

    async def clean(self) -> None:
        """Drop what is forgotten by now."""
        write = Write()
        self._store.forget_before(write, self._clock() - 2 * FORGET_MS)
        await self._database.commit(write)

    def _keys(self, account: str, address: str) -> list[Key]:
        if not self._limit:
            return []
        return [(f"{account}\n{address}", self._limit), (address, self._limit * ADDRESS_FACTOR)]


class KeyBrake:
    """`Brake` over the same table; keys of others begin with their own word."""

    def __init__(self, attempts: Attempts, *, is_off: bool) -> None:
        self._attempts = attempts
        self._is_off = is_off

    async def check(self, key: str, *, limit: int) -> None:
        if not self._is_off:
            await self._attempts.check_keys([(key, limit)])

    async def count(self, key: str, *, limit: int) -> None:
        if not self._is_off:
            await self._attempts.count([(key, limit)])
