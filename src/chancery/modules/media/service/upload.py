# SPDX-License-Identifier: EUPL-1.2
"""Files come in: stored sealed, scanned, and only then known under an id that others can fetch."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from chancery.kit.clock import Clock
from chancery.kit.errors import Forbidden, NotFound, TooManyRequests
from chancery.kit.ids import UserId, random_text
from chancery.modules.antivirus.contract import Scanner, Verdict, VerdictState
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.media.contract import Description, MediaId
from chancery.modules.media.errors import AlreadyUploaded, MediaInfected, MediaUnscanned
from chancery.modules.media.events import MediaUploaded
from chancery.modules.media.model import Content, Item, ItemState
from chancery.modules.media.rules.serving import clean_content_type, clean_file_name
from chancery.modules.media.store import MediaStore
from chancery.platform.blobs.port import Blob, Blobs
from chancery.platform.db.port import Write, WriteConflict

PURPOSE: Final = "media"
ID_LENGTH: Final = 24
PENDING_MOST: Final = 50
PENDING_MS: Final = 24 * 3600 * 1000
_RETRY_MS = 60_000


class Uploads:
    """Takes files; nothing of one that is refused or cut off stays."""

    def __init__(
        self,
        *,
        store: MediaStore,
        blobs: Blobs,
        scanner: Scanner,
        audit: AuditLog,
        clock: Clock,
        server_name: str,
        max_bytes: int,
    ) -> None:
        self._store = store
        self._blobs = blobs
        self._scanner = scanner
        self._audit = audit
        self._clock = clock
        self._server_name = server_name
        self._max_bytes = max_bytes

    async def upload(self, owner: UserId, chunks: AsyncIterator[bytes], description: Description) -> Item:
        """Take a file under a new id; raises MediaInfected, MediaUnscanned, TooLarge."""
        blob = await self._admit(owner, chunks)
        item = Item(
            _new_media_id(), owner, ItemState.READY, self._clock(), content=_content(blob, description)
        )
        write = Write()
        self._store.insert_item(write, item)
        await self._keep(write, blob)
        return item

    async def reserve(self, owner: UserId) -> Item:
        """Announce a file: an id that its owner fills later; raises TooManyRequests."""
        now = self._clock()
        if await self._store.count_pending(owner, now) >= PENDING_MOST:
            raise TooManyRequests(
                f"at most {PENDING_MOST} files may be announced at once", retry_after_ms=_RETRY_MS
            )
        item = Item(_new_media_id(), owner, ItemState.PENDING, now, expires=now + PENDING_MS)
        write = Write()
        self._store.insert_item(write, item)
        await self._store.commit(write)
        return item

    async def fill(
        self,
        owner: UserId,
        server_name: str,
        media_id: MediaId,
        chunks: AsyncIterator[bytes],
        description: Description,
    ) -> None:
        """Take the content of an announced file; raises NotFound, Forbidden, AlreadyUploaded and as `upload`."""
        await self._check_fillable(owner, server_name, media_id)
        blob = await self._admit(owner, chunks)
        write = Write()
        self._store.fill_item(write, media_id, _content(blob, description))
        write.publish(MediaUploaded(media_id))
        try:
            await self._keep(write, blob)
        except WriteConflict as error:
            raise AlreadyUploaded("this file has its content already") from error

    async def _check_fillable(self, owner: UserId, server_name: str, media_id: MediaId) -> None:
        item = await self._store.find_item(media_id) if server_name == self._server_name else None
        if item is None or (item.expires is not None and item.expires <= self._clock()):
            raise NotFound("no file was announced under this id, or it has expired")
        if item.owner != owner:
            raise Forbidden("another person announced this file")
        if item.state is not ItemState.PENDING:
            raise AlreadyUploaded("this file has its content already")

    async def _admit(self, owner: UserId, chunks: AsyncIterator[bytes]) -> Blob:
        """Store and scan a content; whatever is not clean is erased again."""
        blob = await self._blobs.put(chunks, purpose=PURPOSE, limit=self._max_bytes)
        try:
            verdict = await self._scanner.scan(blob.id, purpose=PURPOSE)
            if not verdict.is_clean:
                await self._audit.append(_refusal(owner, verdict, blob.size))
                raise shut(verdict)
        except BaseException:
            await asyncio.shield(self._blobs.delete(blob.id))
            raise
        return blob

    async def _keep(self, write: Write, blob: Blob) -> None:
        try:
            await self._store.commit(write)
        except BaseException:
            await asyncio.shield(self._blobs.delete(blob.id))
            raise


def shut(verdict: Verdict) -> MediaInfected | MediaUnscanned:
    """Return the error that tells why a file is not given out."""
    if verdict.state is VerdictState.INFECTED:
        return MediaInfected(
            f"the virus scanner found {verdict.signature} in this file",
            details={"signature": verdict.signature},
        )
    return MediaUnscanned(
        "the virus scanner could not check this file, so it stays shut", details={"reason": verdict.reason}
    )


def _refusal(owner: UserId, verdict: Verdict, size: int) -> Entry:
    details: dict[str, str | int | bool | None] = {
        "verdict": verdict.state.value,
        "sha256": verdict.sha256,
        "size": size,
    }
    if verdict.signature is not None:
        details["signature"] = verdict.signature
    if verdict.reason is not None:
        details["reason"] = verdict.reason.value
    return Entry("media.refused", owner, owner, details)


def _content(blob: Blob, description: Description) -> Content:
    return Content(
        blob_id=blob.id,
        size=blob.size,
        sha256=blob.sha256,
        content_type=clean_content_type(description.content_type),
        name=clean_file_name(description.name),
    )


def _new_media_id() -> MediaId:
    return MediaId(random_text(ID_LENGTH))
