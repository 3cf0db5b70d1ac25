# SPDX-License-Identifier: EUPL-1.2
"""Thumbnails: made once per size at the first request, kept sealed, shared by those who ask at once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from chancery.modules.media.contract import MediaId
from chancery.modules.media.errors import CannotThumbnail
from chancery.modules.media.model import Content, Thumbnail, ThumbnailSize
from chancery.modules.media.rules.thumbnails import can_thumbnail, may_move
from chancery.modules.media.service.orders import Order, Picture, Unpaintable, decode_answer, encode_order
from chancery.modules.media.service.upload import PURPOSE
from chancery.modules.media.store import MediaStore
from chancery.platform.blobs.port import Blobs
from chancery.platform.db.port import Write, WriteConflict
from chancery.platform.sandbox.process import Sandbox, SandboxFailed
from chancery.platform.single_flight import SingleFlight

THUMBNAIL_PURPOSE: Final = "thumbnail"
SOURCE_MOST: Final = 50 * 1024 * 1024
PAINT_SECONDS: Final = 30.0
_AT_ONCE = 2

_Key = tuple[MediaId, ThumbnailSize, bool]


class Thumbnails:
    """Makes and keeps them."""

    def __init__(self, store: MediaStore, blobs: Blobs, *, max_pixels: int) -> None:
        self._store = store
        self._blobs = blobs
        self._max_pixels = max_pixels
        self._making: SingleFlight[_Key, Thumbnail] = SingleFlight()
        # By name: only the sandbox loads the decoders.
        self._sandbox = Sandbox(f"{__package__}.painter", seconds=PAINT_SECONDS, processes=_AT_ONCE)
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def thumbnail_of(
        self, media_id: MediaId, content: Content, size: ThumbnailSize, *, animated: bool
    ) -> Thumbnail:
        """Return the thumbnail of a file that the caller may fetch; raises CannotThumbnail."""
        if not can_thumbnail(content.content_type):
            raise CannotThumbnail("thumbnails are made of pictures only")
        animated = animated and may_move(content.content_type)
        kept = await self._store.find_thumbnail(media_id, size, is_animated=animated)
        key = (media_id, size, animated)
        return kept or await self._making.run(key, lambda: self._make(key, content))

    async def close(self) -> None:
        """Wait for those that are being made, then end the sandbox."""
        await self._making.close()
        await self._sandbox.close()

    async def _make(self, key: _Key, content: Content) -> Thumbnail:
        media_id, size, animated = key
        if content.size > SOURCE_MOST:
            raise CannotThumbnail(f"thumbnails are made of pictures up to {SOURCE_MOST} bytes")
        async with self._turn:
            source = b"".join([chunk async for chunk in self._blobs.read(content.blob_id, purpose=PURPOSE)])
            picture = await self._paint(Order(size, animated, self._max_pixels), source)
        blob = await self._blobs.put(_once(picture.content), purpose=THUMBNAIL_PURPOSE, limit=SOURCE_MOST)
        thumbnail = Thumbnail(media_id, size, animated, picture.content_type, blob.id)
        write = Write()
        self._store.insert_thumbnail(write, thumbnail)
        try:
            await self._store.commit(write)
        except WriteConflict:
            # Another process was first; its thumbnail is as good as ours.
            await self._blobs.delete(blob.id)
            return await self._store.find_thumbnail(media_id, size, is_animated=animated) or thumbnail
        return thumbnail

    async def _paint(self, order: Order, source: bytes) -> Picture:
        try:
            return decode_answer(await self._sandbox.ask(encode_order(order, source)))
        except Unpaintable as error:
            raise CannotThumbnail(str(error)) from error
        except SandboxFailed as error:
            # The picture took its decoder down or too long: that is the picture's fault.
            raise CannotThumbnail("no thumbnail can be made of this picture") from error


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
