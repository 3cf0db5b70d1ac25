# SPDX-License-Identifier: EUPL-1.2
"""The repository as other modules see it; fulfils `Media`."""

from collections.abc import AsyncIterator

from chancery.kit.ids import UserId
from chancery.modules.media.contract import Description, MediaId, MediaInfo
from chancery.modules.media.model import Item, ItemState
from chancery.modules.media.rules.serving import split_uri
from chancery.modules.media.service.upload import Uploads
from chancery.modules.media.store import MediaStore


class Library:
    """Files by their URI."""

    def __init__(self, uploads: Uploads, store: MediaStore, server_name: str) -> None:
        self._uploads = uploads
        self._store = store
        self._server_name = server_name

    async def store_file(
        self, owner: UserId, content: AsyncIterator[bytes], description: Description
    ) -> MediaInfo:
        """See `Media.store_file`."""
        stored = self._info(await self._uploads.upload(owner, content, description))
        assert stored is not None
        return stored

    async def find_file(self, uri: str) -> MediaInfo | None:
        """See `Media.find_file`."""
        server_name, media_id = split_uri(uri) or ("", "")
        if server_name != self._server_name:
            return None
        item = await self._store.find_item(MediaId(media_id))
        return self._info(item) if item is not None else None

    def _info(self, item: Item) -> MediaInfo | None:
        content = item.content
        if content is None or item.state is not ItemState.READY:
            return None
        return MediaInfo(
            uri=f"mxc://{self._server_name}/{item.media_id}",
            owner=item.owner,
            content_type=content.content_type,
            name=content.name,
            size=content.size,
            sha256=content.sha256,
        )
