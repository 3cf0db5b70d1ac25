# SPDX-License-Identifier: EUPL-1.2
"""How long somebody who typed wrong passwords must wait before the next attempt."""

from chancery.modules.accounts.model import Failures

FORGET_MS = 15 * 60_000
"""A key without a wrong password for this long starts afresh; it is also the longest delay."""
ADDRESS_FACTOR = 20
"""A whole office may share one address, so an address may fail this many times as often as one account from it."""


def wait_ms(failures: Failures, limit: int, now: int) -> int:
    """Return how long the next attempt must wait, 0 when it may be made."""
    return max(0, failures.last_at + _delay(failures, limit) - now)


def is_forgotten(failures: Failures, limit: int, now: int) -> bool:
    """Tell whether the count starts afresh."""
    return now - (failures.last_at + _delay(failures, limit)) > FORGET_MS


def _delay(failures: Failures, limit: int) -> int:
    # Past the limit each further failure doubles the delay.
    excess = failures.count - limit
    return min(1000 * 2 ** min(excess, 20), FORGET_MS) if excess >= 0 else 0
