# SPDX-License-Identifier: EUPL-1.2
"""Files go out: to any signed-in person of this server who knows the id, while the scanner vouches for them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from chancery.kit.clock import Clock
from chancery.kit.errors import NotFound
from chancery.kit.ids import BlobId
from chancery.modules.antivirus.contract import Scanner, Verdict, VerdictState
from chancery.modules.media.contract import MediaId
from chancery.modules.media.errors import MediaInfected, NotYetUploaded
from chancery.modules.media.model import ByteRange, Content, Item, ItemState
from chancery.modules.media.service.quarantine import Quarantine
from chancery.modules.media.service.upload import PURPOSE, shut
from chancery.modules.media.store import MediaStore
from chancery.platform.blobs.port import Blobs
from chancery.platform.http.inflight import Bell

_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,255}\Z")

Wait = Callable[[Bell, float], Awaitable[bool]]
"""Waits for a bell at most so many seconds and tells whether it was rung (`Request.park`)."""
WAIT_DEFAULT_MS: Final = 20_000
WAIT_MOST_MS: Final = 60_000


class Arrivals:
    """Those who wait for announced files to get their content."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[Bell]] = {}

    def expect(self, media_id: MediaId) -> Bell:
        """Return a bell that is rung when the content has come."""
        bell = Bell()
        self._waiting.setdefault(media_id, set()).add(bell)
        return bell

    def forget(self, media_id: MediaId, bell: Bell) -> None:
        """Wait no longer."""
        waiting = self._waiting.get(media_id)
        if waiting is not None:
            waiting.discard(bell)
            if not waiting:
                del self._waiting[media_id]

    def announce(self, media_id: str) -> None:
        """Wake everybody who waits for this file."""
        for bell in self._waiting.pop(media_id, ()):
            bell.ring()


class Downloads:
    """Gives files out."""

    def __init__(
        self,
        *,
        store: MediaStore,
        blobs: Blobs,
        scanner: Scanner,
        quarantine: Quarantine,
        arrivals: Arrivals,
        clock: Clock,
        server_name: str,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._scanner = scanner
        self._quarantine = quarantine
        self._arrivals = arrivals
        self._clock = clock
        self._server_name = server_name

    async def access_content(self, server_name: str, media_id: str, *, wait: Wait, wait_ms: int) -> Content:
        """Return a file that may be fetched now.

        Raises NotFound (also for other servers: none is asked), NotYetUploaded, MediaInfected, MediaUnscanned.
        """
        item = await self._find(server_name, media_id)
        if item.state is ItemState.PENDING:
            item = await self._arrived(item, wait, wait_ms)
        if item.content is None:
            raise NotYetUploaded("the content of this file has not come yet")
        if item.state is ItemState.QUARANTINED:
            raise shut(Verdict(item.content.sha256, VerdictState.INFECTED, item.signature))
        await self._check_verdict(item.content)
        return item.content

    def read(
        self, blob_id: BlobId, part: ByteRange | None, *, purpose: str = PURPOSE
    ) -> AsyncIterator[bytes]:
        """Yield the bytes of a file, or a part of them."""
        if part is None:
            return self._blobs.read(blob_id, purpose=purpose)
        return self._blobs.read(blob_id, purpose=purpose, start=part.start, end=part.end)

    async def _find(self, server_name: str, media_id: str) -> Item:
        item = None
        if server_name == self._server_name and _MEDIA_ID.match(media_id):
            item = await self._store.find_item(MediaId(media_id))
        if item is None or (item.expires is not None and item.expires <= self._clock()):
            raise NotFound("there is no such file here")
        return item

    async def _arrived(self, item: Item, wait: Wait, wait_ms: int) -> Item:
        arrival = self._arrivals.expect(item.media_id)
        try:
            # Looked up again: the content may have come between the first look and the beginning of the wait.
            found = await self._find(self._server_name, item.media_id)
            if found.state is ItemState.PENDING and await wait(arrival, wait_ms / 1000):
                found = await self._find(self._server_name, item.media_id)
            return found
        finally:
            self._arrivals.forget(item.media_id, arrival)

    async def _check_verdict(self, content: Content) -> None:
        verdict = await self._scanner.verdict_of(content.sha256)
        if verdict is None:
            verdict = await self._scanner.scan(content.blob_id, purpose=PURPOSE)
        if verdict.is_clean:
            return
        error = shut(verdict)
        if isinstance(error, MediaInfected):
            await self._quarantine.shut_content(content.sha256, verdict.signature or "")
        raise error
