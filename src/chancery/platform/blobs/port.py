# SPDX-License-Identifier: EUPL-1.2
"""The blob port: sealed, content-hashed byte strings of any size."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.errors import BadRequest, NotFound, Unavailable
from chancery.kit.ids import BlobId


class BlobNotFound(NotFound):
    """No blob has this id."""

    code = "blob_not_found"


class BlobDamaged(Unavailable):
    """The stored bytes do not open under their key: changed, cut off, or sealed for another purpose."""

    code = "blob_damaged"


class RangeNotSatisfiable(BadRequest):
    """The range starts behind the blob's end."""

    status = 416
    code = "range_not_satisfiable"


@dataclass(frozen=True, slots=True)
class Blob:
    """What is known of a stored blob: `size` in plaintext bytes, `sha256` of the plaintext as lower-case hex."""

    id: BlobId
    size: int
    sha256: str


class Blobs(Protocol):
    """Stores sealed blobs. A blob exists wholly (written, hashed, fsynced, renamed) or not at all."""

    async def put(self, chunks: AsyncIterator[bytes], *, purpose: str, limit: int) -> Blob:
        """Store a stream sealed under a fresh key bound to `purpose`; raises TooLarge past `limit` bytes."""

    async def find(self, blob_id: BlobId) -> Blob | None:
        """Return what is known of a blob, or None."""

    def read(
        self, blob_id: BlobId, *, purpose: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """Yield the plaintext of bytes [start, end); raises BlobNotFound, BlobDamaged, RangeNotSatisfiable."""

    async def delete(self, blob_id: BlobId) -> None:
        """Erase a blob and its key; an absent one is no error."""
