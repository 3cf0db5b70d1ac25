# SPDX-License-Identifier: EUPL-1.2
"""What the repository does when others tell something: shut condemned contents, wake those who wait."""

import asyncio
import logging

from chancery.modules.antivirus.events import BlobCondemned
from chancery.modules.media.events import MediaUploaded
from chancery.modules.media.service.quarantine import Quarantine
from chancery.modules.media.service.serve import Arrivals
from chancery.platform.bus.port import Bus

log = logging.getLogger(__name__)


class Reactions:
    """The subscriptions."""

    def __init__(self, bus: Bus, quarantine: Quarantine, arrivals: Arrivals) -> None:
        self._quarantine = quarantine
        self._arrivals = arrivals
        self._running: set[asyncio.Task[None]] = set()
        bus.subscribe(BlobCondemned, self._condemned)
        bus.subscribe(MediaUploaded, self._uploaded)

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._running, return_exceptions=True)

    def _condemned(self, fact: BlobCondemned) -> None:
        task = asyncio.create_task(self._shut(fact))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _shut(self, fact: BlobCondemned) -> None:
        try:
            await self._quarantine.shut_content(fact.sha256, fact.signature)
        except Exception:
            # The next reader meets the verdict in the scanner's store and shuts the file then.
            log.exception("a condemned content could not be shut")

    def _uploaded(self, fact: MediaUploaded) -> None:
        self._arrivals.announce(fact.media_id)
