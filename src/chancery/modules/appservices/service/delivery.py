# SPDX-License-Identifier: EUPL-1.2
"""Sends one application service what concerns it: in stream order, at least once, from where it left off.

The range of a transaction is stored before it is sent and its id is the range's end, so a retry, also after a
restart or by another process, repeats the same transaction, which the service recognises by its id.
"""

import asyncio
import logging
import random

from chancery.modules.appservices.model import Progress
from chancery.modules.appservices.service.calls import ServiceCalls
from chancery.modules.appservices.service.ephemeral import Ephemeral
from chancery.modules.appservices.service.interest import Interest
from chancery.modules.appservices.store import DeliveryStore
from chancery.modules.presence.contract import PresenceReader
from chancery.modules.rooms.contract import RoomEvent, RoomReader
from chancery.platform.db.port import Database, Write, WriteConflict
from chancery.platform.outgoing.port import OutgoingFailed
from chancery.wire.matrix.registration import Registration

logger = logging.getLogger("chancery.appservices")

BLOCK = 200
"""Events of all rooms that are read at once; a transaction holds those of one block that concern the service."""
FIRST_RETRY_SECONDS = 1.0
LAST_RETRY_SECONDS = 300.0
KEEP_EVERY = 10_000
"""Progress past events that do not concern the service is stored this often."""


class Delivery:
    """The delivery to one service."""

    def __init__(
        self,
        *,
        database: Database,
        store: DeliveryStore,
        rooms: RoomReader,
        presence: PresenceReader,
        calls: ServiceCalls,
        service: Registration,
    ) -> None:
        self._database = database
        self._store = store
        self._rooms = rooms
        self._calls = calls
        self.service = service
        self.interest = Interest(service, rooms)
        self.ephemeral = Ephemeral(service, rooms, presence, self.interest)
        self._news = asyncio.Event()
        self._retry_seconds = FIRST_RETRY_SECONDS

    def wake(self) -> None:
        """Look again: something happened."""
        self._news.set()

    async def introduce(self) -> None:
        """Let a service that is new here begin with what happens from now on."""
        write = Write()
        self._store.introduce(write, self.service.id, self._database.position)
        await self._database.commit(write)

    async def run(self) -> None:
        """Deliver for ever; what fails is tried again, later each time."""
        scanned = 0
        while True:
            self._news.clear()
            try:
                scanned = await self._catch_up(scanned)
                self._retry_seconds = FIRST_RETRY_SECONDS
            except WriteConflict:
                continue  # another process moved on: look where it stands now
            except (OutgoingFailed, _NotTaken):
                logger.warning("an application service does not take events", extra=self._fields())
                await self._pause()
                continue
            except Exception:
                logger.exception("delivery to an application service failed", extra=self._fields())
                await self._pause()
                continue
            await self._news.wait()

    async def _catch_up(self, scanned: int) -> int:
        """Send everything that waits; returns how far was looked."""
        while True:
            progress = await self._progress()
            if progress.upto > progress.delivered:
                await self._send(progress)
                progress = Progress(progress.upto, progress.upto)
            since = max(scanned, progress.delivered)
            upto, is_wanted = await self._next_range(since)
            if not is_wanted and self.ephemeral.is_empty:
                scanned = upto
                if scanned - progress.delivered >= KEEP_EVERY:
                    await self._keep(progress, Progress(scanned, scanned))
                if upto >= self._database.position:
                    return scanned
                continue
            if not is_wanted:
                await self._send_ephemeral()
                continue
            await self._keep(progress, Progress(since, upto))

    async def _progress(self) -> Progress:
        progress = await self._store.find(self.service.id)
        if progress is None:
            await self.introduce()
            return await self._progress()
        return progress

    async def _next_range(self, since: int) -> tuple[int, bool]:
        """Return the end of the next block of the stream, and whether anything in it concerns the service."""
        position = self._database.position
        block = await self._rooms.events_between(since, position, limit=BLOCK)
        upto = block[-1].position if len(block) == BLOCK else position
        for event in block:
            if await self.interest.wants(event):
                return upto, True
        return upto, False

    async def _send(self, progress: Progress) -> None:
        """Send the transaction that is under way, and store that it was taken."""
        events = [
            event
            for event in await self._rooms.events_between(progress.delivered, progress.upto, limit=BLOCK)
            if await self.interest.wants(event)
        ]
        ephemeral = await self.ephemeral.take(self._database.position)
        await self._transact(f"{progress.upto}", events, ephemeral)
        await self._keep(progress, Progress(progress.upto, progress.upto))

    async def _send_ephemeral(self) -> None:
        # What is ephemeral is not repeated under the same id: its content is another one each time.
        ephemeral = await self.ephemeral.take(self._database.position)
        if ephemeral:
            await self._transact(f"e{random.getrandbits(64):x}", [], ephemeral)  # not a secret

    async def _transact(self, txn_id: str, events: list[RoomEvent], ephemeral: list[bytes]) -> None:
        body = b'{"events":[%b]' % b",".join(event.render(with_room=True) for event in events)
        if self.service.wants_ephemeral:
            told = b",".join(ephemeral)
            # Bridges in the field still read the name that it had before it was specified.
            body += b',"ephemeral":[%b],"de.sorunome.msc2409.ephemeral":[%b]' % (told, told)
        if not await self._calls.send_transaction(self.service, txn_id, body + b"}"):
            raise _NotTaken

    async def _keep(self, past: Progress, to: Progress) -> None:
        write = Write()
        self._store.move(write, self.service.id, past=past, to=to)
        await self._database.commit(write)

    def _fields(self) -> dict[str, object]:
        return {"service": self.service.id, "seconds": self._retry_seconds}

    async def _pause(self) -> None:
        await asyncio.sleep(self._retry_seconds)
        self._retry_seconds = min(LAST_RETRY_SECONDS, self._retry_seconds * 2)


class _NotTaken(Exception):
    """The service answered with another status than 2xx."""
