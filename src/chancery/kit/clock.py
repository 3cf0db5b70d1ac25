# SPDX-License-Identifier: EUPL-1.2
"""The clock as a value, so that tests can move it."""

import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Returns the wall time in milliseconds since the epoch."""


def system_clock() -> int:
    """Return the machine's wall time in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000
