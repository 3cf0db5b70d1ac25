# SPDX-License-Identifier: EUPL-1.2
"""The growing delay after wrong passwords; the caller brings the time, so tests move it."""

from dataclasses import dataclass

FORGET_MS = 15 * 60_000
"""A key without a wrong password for this long starts afresh; it is also the longest delay."""
ADDRESS_FACTOR = 20
"""A whole office may share one address, so an address may fail this many times as often as one account from it."""
_MOST_KEYS = 50_000


@dataclass(slots=True)
class _Record:
    failures: int = 0
    last: int = 0
    blocked_until: int = 0


class Attempts:
    """Wrong passwords per account and address, and per address; `limit` 0 switches the delay off."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._records: dict[tuple[str, ...], _Record] = {}

    def wait_ms(self, account: str, address: str, now: int) -> int:
        """Return how long this attempt must wait, 0 when it may be made."""
        found = (self._records.get(key) for key in ((account, address), (address,)))
        return max([0, *(record.blocked_until - now for record in found if record)])

    def failed(self, account: str, address: str, now: int) -> None:
        """Count a wrong password; past the limit each one doubles the delay."""
        if not self._limit:
            return
        self._count((account, address), self._limit, now)
        self._count((address,), self._limit * ADDRESS_FACTOR, now)

    def succeeded(self, account: str, address: str) -> None:
        """Forget the account's wrong passwords from this address; the address keeps its own count."""
        self._records.pop((account, address), None)

    def _count(self, key: tuple[str, ...], limit: int, now: int) -> None:
        # Taken out and put back, so that the records stay in the order of their last failure.
        record = self._records.pop(key, None)
        if record is None or now - max(record.last, record.blocked_until) > FORGET_MS:
            record = _Record()
        record.failures += 1
        record.last = now
        if record.failures >= limit:
            excess = min(record.failures - limit, 20)
            record.blocked_until = now + min(1000 * 2**excess, FORGET_MS)
        if len(self._records) >= _MOST_KEYS:
            self._records.pop(next(iter(self._records)))
        self._records[key] = record
