# SPDX-License-Identifier: EUPL-1.2
"""A clock that only the test moves."""


class MovedClock:
    """Stands still until `forward` is called."""

    def __init__(self, now: int = 1_790_000_000_000) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, *, seconds: float) -> None:
        """Move on."""
        self.now += int(seconds * 1000)
