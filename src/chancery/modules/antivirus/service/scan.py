# SPDX-License-Identifier: EUPL-1.2
"""The scanner that other modules call: one scan per content, one stored verdict per content and signature set."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Final

from chancery.kit.clock import Clock
from chancery.kit.ids import BlobId
from chancery.modules.antivirus.contract import Finding, Reason, Verdict, VerdictState
from chancery.modules.antivirus.events import BlobCondemned, FileScanned
from chancery.modules.antivirus.model import StoredVerdict
from chancery.modules.antivirus.rules import is_condemned, is_kept, still_holds
from chancery.modules.antivirus.service.panel import Panel
from chancery.modules.antivirus.store import VerdictStore
from chancery.platform.blobs.port import BlobNotFound, Blobs
from chancery.platform.db.port import Write
from chancery.platform.single_flight import SingleFlight

LARGE: Final = 1024 * 1024
_LARGE_AT_ONCE = 2

Fetch = Callable[[], Awaitable[bytes]]


class ContentScanner:
    """Judges contents; fulfils `Scanner`. Plaintext is held in memory only, and never logged."""

    def __init__(
        self, *, panel: Panel, blobs: Blobs, store: VerdictStore, clock: Clock, max_bytes: int
    ) -> None:
        self._panel = panel
        self._blobs = blobs
        self._store = store
        self._clock = clock
        self._max_bytes = max_bytes
        self._scans: SingleFlight[str, Verdict] = SingleFlight()
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    async def scan(self, blob_id: BlobId, *, purpose: str) -> Verdict:
        """See `Scanner.scan`."""
        blob = await self._blobs.find(blob_id)
        if blob is None:
            raise BlobNotFound(f"no blob {blob_id!r}")

        async def fetch() -> bytes:
            return b"".join([chunk async for chunk in self._blobs.read(blob_id, purpose=purpose)])

        return await self._verdict(blob.sha256, blob.size, fetch)

    async def scan_bytes(self, content: bytes) -> Verdict:
        """See `Scanner.scan_bytes`."""

        async def fetch() -> bytes:
            return content

        return await self._verdict(hashlib.sha256(content).hexdigest(), len(content), fetch)

    async def verdict_of(self, sha256: str) -> Verdict | None:
        """See `Scanner.verdict_of`."""
        stored = await self._store.find_verdict(sha256)
        if stored is None or not still_holds(stored, await self._panel.signatures()):
            return None
        return stored.verdict

    async def close(self) -> None:
        """Wait for the scans that run."""
        await self._scans.close()

    async def _verdict(self, sha256: str, size: int, fetch: Fetch) -> Verdict:
        known = await self.verdict_of(sha256)
        if known is not None:
            return known
        if size > self._max_bytes:
            return Verdict(sha256, VerdictState.UNSCANNED, reason=Reason.TOO_LARGE)
        return await self._scans.run(sha256, lambda: self._examine(sha256, size, fetch))

    async def _examine(self, sha256: str, size: int, fetch: Fetch) -> Verdict:
        # Asked before the scan: signatures that arrive meanwhile make the verdict outdated, never too new.
        signatures = await self._panel.signatures()
        if signatures is None:
            return Verdict(sha256, VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)
        if size > LARGE:
            async with self._large:
                finding = await self._panel.examine(await fetch())
        else:
            finding = await self._panel.examine(await fetch())
        verdict = Verdict(sha256, finding.state, finding.signature, finding.reason)
        if is_kept(finding):
            await self._keep(finding, StoredVerdict(verdict, signatures, self._clock()))
        return verdict

    async def _keep(self, finding: Finding, stored: StoredVerdict) -> None:
        sha256 = stored.verdict.sha256
        before = await self._store.find_verdict(sha256)
        write = Write()
        self._store.put_verdict(write, stored)
        write.publish(FileScanned(sha256, stored.verdict.state.value))
        if is_condemned(before, finding):
            write.publish(BlobCondemned(sha256, finding.signature or ""))
        await self._store.commit(write)
