# SPDX-License-Identifier: EUPL-1.2
"""Pure: when a failing gateway is tried again, and when a push is too old to send."""

FIRST_MS = 1_000
LONGEST_MS = 3_600_000
TOO_OLD_MS = 24 * 3_600_000
"""A phone that gets yesterday's messages one by one helps nobody; its counts are right all the same."""


def delay_ms(failures: int, asked_ms: int = 0) -> int:
    """Return the wait after so many failures in a row, at least what the gateway asked for (`Retry-After`)."""
    doubled = FIRST_MS << min(failures - 1, 20)
    return min(max(doubled, asked_ms), LONGEST_MS)
