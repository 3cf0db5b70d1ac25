# SPDX-License-Identifier: EUPL-1.2
"""Previews of links: fetched through the guarded client, read in a sandbox, pictures scanned and kept like uploads."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from urllib.parse import urldefrag

import msgspec

from chancery.kit.clock import Clock
from chancery.kit.errors import ChanceryError, Forbidden, Unrecognized
from chancery.kit.ids import UserId
from chancery.modules.media.contract import Description
from chancery.modules.media.errors import NoPreview
from chancery.modules.media.rules.preview import is_page, with_picture
from chancery.modules.media.rules.serving import essence
from chancery.modules.media.rules.thumbnails import SOURCE_TYPES
from chancery.modules.media.service.page_reader import PageOrder, encode_page
from chancery.modules.media.service.upload import Uploads
from chancery.modules.media.store import MediaStore
from chancery.platform.db.port import Write
from chancery.platform.outgoing.port import AddressRefused, Bounds, Outgoing, OutgoingFailed, Reply
from chancery.platform.sandbox.process import Sandbox, SandboxFailed
from chancery.platform.single_flight import SingleFlight

# What a page says of itself stands at its beginning.
PAGE_BOUNDS: Final = Bounds(seconds=10.0, bytes=1024 * 1024, redirects=5, cut=True)
PICTURE_BOUNDS: Final = Bounds(seconds=10.0, bytes=5 * 1024 * 1024, redirects=5)
READ_SECONDS: Final = 5.0
KEPT_MS: Final = 3_600_000
FAILED_MS: Final = 600_000
_AT_ONCE = 8
_HEADERS: Final = {"accept": "text/html,application/xhtml+xml,image/*;q=0.8", "accept-language": "en"}
_OK = 200


class Previews:
    """Makes a preview once per link and hour, whoever asks."""

    def __init__(
        self, *, outgoing: Outgoing, uploads: Uploads, store: MediaStore, clock: Clock, server_name: str
    ) -> None:
        self._outgoing = outgoing
        self._uploads = uploads
        self._store = store
        self._clock = clock
        self._server_name = server_name
        self._making: SingleFlight[str, bytes] = SingleFlight()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        # By name: only the sandboxes read pages and pictures.
        self._sandbox = Sandbox(f"{__package__}.page_reader", seconds=READ_SECONDS)
        self._measurer = Sandbox(f"{__package__}.measurer", seconds=READ_SECONDS)

    async def preview_of(self, reader: UserId, url: str) -> bytes:
        """Return the Open Graph properties of a link as JSON; raises Unrecognized, Forbidden, NoPreview."""
        if not self._outgoing.is_open:
            raise Unrecognized("link previews are switched off")
        address = urldefrag(url).url
        if not self._outgoing.admits(address):
            raise Forbidden("links to that site have no preview here")
        key = hashlib.sha256(address.encode()).hexdigest()
        kept = await self._store.find_preview(key, self._clock())
        if kept is None:
            kept = await self._making.run(key, lambda: self._make(reader, address, key))
        if not kept:
            raise NoPreview("the page cannot be reached or has no preview")
        return kept

    async def close(self) -> None:
        """Wait for those that are being made, then end the sandboxes."""
        await self._making.close()
        await self._sandbox.close()
        await self._measurer.close()

    async def _make(self, reader: UserId, url: str, key: str) -> bytes:
        async with self._turn:
            body = await self._fetched(reader, url)
        write = Write()
        # What failed is remembered, too, for a shorter while: a link in a busy room is asked for by everybody.
        until = self._clock() + (KEPT_MS if body else FAILED_MS)
        self._store.put_preview(write, key, body, until)
        await self._store.commit(write)
        return body

    async def _fetched(self, reader: UserId, url: str) -> bytes:
        try:
            reply = await self._outgoing.request("GET", url, headers=_HEADERS, bounds=PAGE_BOUNDS)
        except AddressRefused as error:
            raise Forbidden("links to that site have no preview here") from error
        except OutgoingFailed:
            return b""
        kind = reply.headers.get("content-type", "")
        if reply.status != _OK:
            return b""
        if essence(kind) in SOURCE_TYPES:
            if len(reply.body) >= PAGE_BOUNDS.bytes:
                return b""
            picture = await self._kept(reader, reply)
            return msgspec.json.encode(with_picture({}, picture)) if picture else b""
        if not is_page(kind):
            return b""
        properties = await self._read(PageOrder(reply.url, kind, reply.body))
        picture = await self._picture(reader, properties.get("og:image"))
        preview = with_picture(properties, picture)
        return msgspec.json.encode(preview) if preview else b""

    async def _read(self, order: PageOrder) -> Mapping[str, str]:
        try:
            found: dict[str, str] = msgspec.json.decode(await self._sandbox.ask(encode_page(order)))
        except SandboxFailed:
            return {}
        return found

    async def _picture(self, reader: UserId, url: str | None) -> Mapping[str, Any] | None:
        if url is None:
            return None
        try:
            reply = await self._outgoing.request("GET", url, bounds=PICTURE_BOUNDS)
        except OutgoingFailed:
            return None
        is_picture = essence(reply.headers.get("content-type", "")) in SOURCE_TYPES
        return await self._kept(reader, reply) if reply.status == _OK and is_picture else None

    async def _kept(self, reader: UserId, reply: Reply) -> Mapping[str, Any] | None:
        """Return our copy of a picture; None when the scanner does not let it in."""
        kind = essence(reply.headers["content-type"])
        try:
            item = await self._uploads.upload(reader, _once(reply.body), Description(kind, None))
        except ChanceryError:
            return None
        return {
            "og:image": f"mxc://{self._server_name}/{item.media_id}",
            "og:image:type": kind,
            "matrix:image:size": len(reply.body),
            **await self._measures(reply.body),
        }

    async def _measures(self, content: bytes) -> Mapping[str, int]:
        try:
            answer = await self._measurer.ask(content)
        except SandboxFailed:
            return {}
        size = msgspec.json.decode(answer, type=tuple[int, int] | None)
        return {"og:image:width": size[0], "og:image:height": size[1]} if size else {}


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
