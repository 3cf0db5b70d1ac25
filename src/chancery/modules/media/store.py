# SPDX-License-Identifier: EUPL-1.2
"""All SQL of the content repository."""

from typing import cast

from chancery.kit.ids import BlobId, UserId
from chancery.modules.media.contract import MediaId
from chancery.modules.media.model import Content, Item, ItemState, Thumbnail, ThumbnailSize
from chancery.platform.db.port import Database, Row, Write

_ITEM = "media_id, owner, state, created, expires, content_type, name, size, sha256, blob_id, signature"


class MediaStore:
    """The tables `media_item`, `media_thumbnail` and `media_preview`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def commit(self, write: Write) -> None:
        """Make a write durable."""
        await self._database.commit(write)

    def insert_item(self, write: Write, item: Item) -> None:
        """Add a file, announced or with its content."""
        content = item.content
        write.execute(
            f"INSERT INTO media_item ({_ITEM}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            item.media_id,
            item.owner,
            item.state.value,
            item.created,
            item.expires,
            content.content_type if content else None,
            content.name if content else None,
            content.size if content else None,
            content.sha256 if content else None,
            content.blob_id if content else None,
            item.signature,
        )

    def fill_item(self, write: Write, media_id: MediaId, content: Content) -> None:
        """Give an announced file its content; the write is refused when it has some already."""
        write.execute(
            "UPDATE media_item SET state = $2, expires = NULL, content_type = $3, name = $4, size = $5,"
            " sha256 = $6, blob_id = $7 WHERE media_id = $1 AND state = $8",
            media_id,
            ItemState.READY.value,
            content.content_type,
            content.name,
            content.size,
            content.sha256,
            content.blob_id,
            ItemState.PENDING.value,
            expect=1,
        )

    def quarantine_item(self, write: Write, media_id: MediaId, signature: str) -> None:
        """Shut a file; the write is refused when it is shut already."""
        write.execute(
            "UPDATE media_item SET state = $2, signature = $3 WHERE media_id = $1 AND state = $4",
            media_id,
            ItemState.QUARANTINED.value,
            signature,
            ItemState.READY.value,
            expect=1,
        )

    def delete_expired(self, write: Write, now: int) -> None:
        """Forget announced files whose content did not come in time."""
        write.execute(
            "DELETE FROM media_item WHERE expires <= $1 AND state = $2", now, ItemState.PENDING.value
        )

    async def find_item(self, media_id: MediaId) -> Item | None:
        """Return a file, or None."""
        row = await self._database.fetch_one(f"SELECT {_ITEM} FROM media_item WHERE media_id = $1", media_id)
        return _item(row) if row else None

    async def list_ready(self, sha256: str) -> list[Item]:
        """Return the open files with this content."""
        rows = await self._database.fetch(
            f"SELECT {_ITEM} FROM media_item WHERE sha256 = $1 AND state = $2", sha256, ItemState.READY.value
        )
        return [_item(row) for row in rows]

    async def count_pending(self, owner: UserId, now: int) -> int:
        """Return how many files a person has announced and not yet uploaded."""
        row = await self._database.fetch_one(
            "SELECT count(*) FROM media_item WHERE owner = $1 AND state = $2 AND expires > $3",
            owner,
            ItemState.PENDING.value,
            now,
        )
        return cast("int", row[0]) if row else 0

    async def find_thumbnail(
        self, media_id: MediaId, size: ThumbnailSize, *, is_animated: bool
    ) -> Thumbnail | None:
        """Return a kept thumbnail, or None."""
        row = await self._database.fetch_one(
            "SELECT content_type, blob_id FROM media_thumbnail"
            " WHERE media_id = $1 AND width = $2 AND height = $3 AND method = $4 AND animated = $5",
            media_id,
            size.width,
            size.height,
            size.method.value,
            int(is_animated),
        )
        if row is None:
            return None
        content_type, blob_id = cast("tuple[str, str]", row)
        return Thumbnail(media_id, size, is_animated, content_type, BlobId(blob_id))

    def insert_thumbnail(self, write: Write, thumbnail: Thumbnail) -> None:
        """Keep a thumbnail; the write is refused when there is one."""
        write.execute(
            "INSERT INTO media_thumbnail (media_id, width, height, method, animated, content_type, blob_id)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            thumbnail.media_id,
            thumbnail.size.width,
            thumbnail.size.height,
            thumbnail.size.method.value,
            int(thumbnail.is_animated),
            thumbnail.content_type,
            thumbnail.blob_id,
        )

    async def find_preview(self, url_sha256: str, now: int) -> bytes | None:
        """Return a link's kept preview, empty when it is known to have none, None when nothing is known."""
        row = await self._database.fetch_one(
            "SELECT body FROM media_preview WHERE url_sha256 = $1 AND expires > $2", url_sha256, now
        )
        return cast("bytes", row[0]) if row else None

    def put_preview(self, write: Write, url_sha256: str, body: bytes, expires: int) -> None:
        """Keep a link's preview."""
        write.execute(
            "INSERT INTO media_preview (url_sha256, body, expires) VALUES ($1, $2, $3)"
            " ON CONFLICT (url_sha256) DO UPDATE SET body = excluded.body, expires = excluded.expires",
            url_sha256,
            body,
            expires,
        )

    def delete_old_previews(self, write: Write, now: int) -> None:
        """Forget previews that are kept no longer."""
        write.execute("DELETE FROM media_preview WHERE expires <= $1", now)


def _item(row: Row) -> Item:
    media_id, owner, state, created, expires, content_type, name, size, sha256, blob_id, signature = row
    content = None
    if blob_id is not None:
        content = Content(
            blob_id=BlobId(cast("str", blob_id)),
            size=cast("int", size),
            sha256=cast("str", sha256),
            content_type=cast("str", content_type),
            name=cast("str | None", name),
        )
    return Item(
        media_id=MediaId(cast("str", media_id)),
        owner=UserId(cast("str", owner)),
        state=ItemState(cast("str", state)),
        created=cast("int", created),
        expires=cast("int | None", expires),
        content=content,
        signature=cast("str | None", signature),
    )
