# SPDX-License-Identifier: EUPL-1.2
"""Scanning as other modules ask for it: shared, remembered, repeated under new signatures, closed when in doubt."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from support.clock import MovedClock
from support.samples import EICAR
from support.waiting import until

from chancery.kit.ids import BlobId
from chancery.modules.antivirus.contract import (
    Engine,
    EngineUnavailable,
    Finding,
    Reason,
    Verdict,
    VerdictState,
)
from chancery.modules.antivirus.events import BlobCondemned, FileScanned
from chancery.modules.antivirus.service.panel import Panel
from chancery.modules.antivirus.service.scan import ContentScanner
from chancery.modules.antivirus.store import VerdictStore
from chancery.platform.blobs.local import LocalBlobs
from chancery.platform.blobs.port import Blob, BlobNotFound
from chancery.platform.bus.local import LocalBus
from chancery.platform.bus.port import Fact
from chancery.platform.db.port import Database
from chancery.platform.keyring.file import FileKeyring

CLEAN = Finding(VerdictState.CLEAN)
INFECTED = Finding(VerdictState.INFECTED, signature="New.Virus")
DOWN = Finding(VerdictState.UNSCANNED, reason=Reason.ENGINE_UNAVAILABLE)
LIMIT = 4 * 1024 * 1024


class SlowEngine:
    """An engine whose signatures and findings the test sets, and which can be held up."""

    name = "slow"

    def __init__(self) -> None:
        self.version: str | None = "1"
        self.finding = CLEAN
        self.scanned: list[bytes] = []
        self.free = asyncio.Event()
        self.free.set()
        self.present = True

    def is_present(self) -> bool:
        return self.present

    async def signatures(self) -> str:
        if self.version is None:
            raise EngineUnavailable("silent")
        return self.version

    async def scan(self, content: bytes) -> Finding:
        self.scanned.append(content)
        await self.free.wait()
        return self.finding


class Desk:
    """A scanner over one engine, with what it told the bus."""

    def __init__(self, database: Database, bus: LocalBus, blobs: LocalBlobs, clock: MovedClock) -> None:
        self.engine = SlowEngine()
        self.clock = clock
        self.blobs = blobs
        self._database = database
        self.told: list[Fact] = []
        bus.subscribe(FileScanned, self.told.append)
        bus.subscribe(BlobCondemned, self.told.append)
        self.scanner = self.scanner_of([self.engine])

    def scanner_of(self, engines: Sequence[Engine]) -> ContentScanner:
        panel = Panel(engines, self.clock)
        return ContentScanner(
            panel=panel,
            blobs=self.blobs,
            store=VerdictStore(self._database),
            clock=self.clock,
            max_bytes=LIMIT,
        )

    async def store(self, content: bytes) -> Blob:
        async def once() -> AsyncIterator[bytes]:
            yield content

        return await self.blobs.put(once(), purpose="test", limit=100 * LIMIT)


@pytest.fixture
async def desk(database: Database, local_bus: LocalBus, tmp_path: Path) -> AsyncIterator[Desk]:
    blobs = LocalBlobs.open(tmp_path / "blobs", FileKeyring.open(tmp_path / "keys"))
    yield Desk(database, local_bus, blobs, MovedClock())
    await blobs.close()


async def test_stored_blob_is_scanned_once(desk: Desk) -> None:
    blob = await desk.store(b"minutes")
    expected = Verdict(blob.sha256, VerdictState.CLEAN)
    assert await desk.scanner.verdict_of(blob.sha256) is None
    for _ in range(3):
        assert await desk.scanner.scan(blob.id, purpose="test") == expected
    assert desk.engine.scanned == [b"minutes"]
    assert await desk.scanner.verdict_of(blob.sha256) == expected
    assert desk.told == [FileScanned(blob.sha256, "clean")]


async def test_same_content_in_another_blob_needs_no_second_scan(desk: Desk) -> None:
    for _ in range(2):
        await desk.scanner.scan((await desk.store(b"same")).id, purpose="test")
    await desk.scanner.scan_bytes(b"same")
    assert len(desk.engine.scanned) == 1


async def test_callers_at_once_share_one_scan(desk: Desk) -> None:
    blob = await desk.store(b"minutes")
    desk.engine.free.clear()
    callers = [asyncio.create_task(desk.scanner.scan(blob.id, purpose="test")) for _ in range(20)]
    await until(lambda: desk.engine.scanned)
    callers[0].cancel()
    await asyncio.sleep(0.01)
    desk.engine.free.set()
    verdicts = await asyncio.gather(*callers, return_exceptions=True)
    assert isinstance(verdicts[0], asyncio.CancelledError)
    assert {verdict.is_clean for verdict in verdicts[1:] if isinstance(verdict, Verdict)} == {True}
    assert len(desk.engine.scanned) == 1


async def test_verdict_survives_a_restart(desk: Desk) -> None:
    verdict = await desk.scanner.scan_bytes(b"minutes")
    assert await desk.scanner_of([desk.engine]).verdict_of(verdict.sha256) == verdict


async def test_new_signatures_condemn_what_was_clean(desk: Desk) -> None:
    blob = await desk.store(b"not yet known")
    assert (await desk.scanner.scan(blob.id, purpose="test")).is_clean
    desk.engine.version, desk.engine.finding = "2", INFECTED
    desk.clock.forward(seconds=60)
    assert await desk.scanner.verdict_of(blob.sha256) is None
    verdict = await desk.scanner.scan(blob.id, purpose="test")
    assert verdict == Verdict(blob.sha256, VerdictState.INFECTED, "New.Virus")
    assert desk.told[1:] == [FileScanned(blob.sha256, "infected"), BlobCondemned(blob.sha256, "New.Virus")]


async def test_content_that_was_never_clean_is_not_condemned_again(desk: Desk) -> None:
    desk.engine.finding = INFECTED
    await desk.scanner.scan_bytes(b"x")
    desk.engine.version = "2"
    desk.clock.forward(seconds=60)
    await desk.scanner.scan_bytes(b"x")
    assert [type(fact) for fact in desk.told] == [FileScanned, FileScanned]


async def test_engine_that_is_added_later_sees_old_contents(desk: Desk) -> None:
    await desk.scanner.scan_bytes(b"x")
    second = SlowEngine()
    second.finding = INFECTED
    second.present = False
    both = desk.scanner_of([desk.engine, second])
    assert (await both.scan_bytes(b"x")).is_clean
    second.present = True
    assert not (await both.scan_bytes(b"x")).is_clean


async def test_silent_engine_keeps_new_contents_shut_and_known_ones_open(desk: Desk) -> None:
    known = await desk.scanner.scan_bytes(b"known")
    desk.engine.version = None
    desk.clock.forward(seconds=60)
    new = await desk.scanner.scan_bytes(b"new")
    assert (new.state, new.reason) == (VerdictState.UNSCANNED, Reason.ENGINE_UNAVAILABLE)
    assert await desk.scanner.scan_bytes(b"known") == known


async def test_failure_that_passes_is_not_remembered(desk: Desk) -> None:
    desk.engine.finding = DOWN
    assert (await desk.scanner.scan_bytes(b"x")).reason is Reason.ENGINE_UNAVAILABLE
    desk.engine.finding = CLEAN
    assert (await desk.scanner.scan_bytes(b"x")).is_clean


async def test_failure_that_stays_is_remembered(desk: Desk) -> None:
    desk.engine.finding = Finding(VerdictState.UNSCANNED, reason=Reason.ENCRYPTED)
    for _ in range(2):
        assert (await desk.scanner.scan_bytes(b"x")).reason is Reason.ENCRYPTED
    assert len(desk.engine.scanned) == 1


async def test_content_over_the_limit_is_not_even_read(desk: Desk) -> None:
    blob = await desk.store(bytes(LIMIT + 1))
    verdict = await desk.scanner.scan(blob.id, purpose="test")
    assert (verdict.state, verdict.reason) == (VerdictState.UNSCANNED, Reason.TOO_LARGE)
    assert desk.engine.scanned == []


async def test_without_any_engine_nothing_is_clean(desk: Desk) -> None:
    verdict = await desk.scanner_of([]).scan_bytes(b"x")
    assert (verdict.state, verdict.reason) == (VerdictState.UNSCANNED, Reason.ENGINE_UNAVAILABLE)


async def test_large_content_reaches_the_engine_whole(desk: Desk) -> None:
    content = hashlib.shake_128(b"x").digest(3_000_000) + EICAR
    await desk.scanner.scan((await desk.store(content)).id, purpose="test")
    assert desk.engine.scanned == [content]


async def test_absent_blob_is_not_found(desk: Desk) -> None:
    with pytest.raises(BlobNotFound):
        await desk.scanner.scan(BlobId("blob_aaaaaaaaaaaaaaaaaaaa"), purpose="test")
