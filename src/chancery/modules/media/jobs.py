# SPDX-License-Identifier: EUPL-1.2
"""Timed work of the repository."""

from chancery.kit.clock import Clock
from chancery.modules.media.store import MediaStore
from chancery.platform.db.port import Write


class Expiry:
    """Forgets announced files that never came, and old previews of links."""

    def __init__(self, store: MediaStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Delete what has expired."""
        write = Write()
        self._store.delete_expired(write, self._clock())
        self._store.delete_old_previews(write, self._clock())
        await self._store.commit(write)
