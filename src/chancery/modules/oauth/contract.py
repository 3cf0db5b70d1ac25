# SPDX-License-Identifier: EUPL-1.2
"""Door to oauth: the internal applications that sign people in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Application:
    """An internal application; times in milliseconds since the epoch."""

    client_id: str
    name: str
    uri: str
    redirect_uris: tuple[str, ...]
    is_trusted: bool
    created_at: int
    used_at: int


class Applications(Protocol):
    """Applications with a secret; whoever calls this has asked for rights already."""

    async def list(self) -> Sequence[Application]:
        """Return them all, by name."""

    async def add(
        self, *, name: str, uri: str, redirect_uris: Sequence[str], is_trusted: bool, actor: str
    ) -> tuple[Application, str]:
        """Add one and return it with its secret, which is shown this once; raises ClientInvalid."""

    async def renew_secret(self, client_id: str, *, actor: str) -> str:
        """Return a new secret; the former is dead. Raises ClientUnknown."""

    async def remove(self, client_id: str, *, actor: str) -> None:
        """Remove one; every session that it opened ends. Raises ClientUnknown."""
