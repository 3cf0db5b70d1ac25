# SPDX-License-Identifier: EUPL-1.2
"""Blobs in a local folder: `<folder>/a/b/blob_ab…` (1,296 folders), one sealed file each, temporary files in `<folder>/tmp`."""

import asyncio
import logging
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final, ParamSpec, Self, TypeVar

from chancery.kit.errors import TooLarge, Unavailable
from chancery.kit.ids import BlobId, new_id, random_text
from chancery.platform.blobs.cobblestone import NotSealed
from chancery.platform.blobs.files import BlobFile, BlobWriter, erase, fsync_folder, remove_leftovers
from chancery.platform.blobs.port import Blob, BlobDamaged, BlobNotFound, RangeNotSatisfiable
from chancery.platform.keyring.port import Keyring

log = logging.getLogger(__name__)

SLICE: Final = 1024 * 1024
"""Bytes that one step in a thread seals or opens."""
INLINE: Final = 64 * 1024
"""Bytes up to which opening (20 µs) costs less than going to a thread and back."""
_THREADS = 4
_BLOB_ID = re.compile(r"blob_[0-9a-z]{20}\Z")

P = ParamSpec("P")
T = TypeVar("T")


class StorageUnavailable(Unavailable):
    """The folder does not take or give bytes: full, read-only or gone."""

    code = "storage_unavailable"


class LocalBlobs:
    """The `Blobs` port on a local file system; several processes may share the folder."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._temporary = folder / "tmp"
        self._keyring = keyring
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="blobs")

    @classmethod
    def open(cls, folder: Path, keyring: Keyring) -> Self:
        """Return the store of `folder`, made at first use, without what a crash left behind."""
        blobs = cls(folder, keyring)
        for each in (folder, blobs._temporary):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        fsync_folder(folder)
        removed = remove_leftovers(blobs._temporary)
        if removed:
            log.warning("removed %d unfinished blobs of an earlier run", removed)
        return blobs

    async def check(self) -> None:
        """Write and remove an empty file; raises StorageUnavailable when the folder does not take it."""
        try:
            await asyncio.to_thread(self._touch)
        except OSError as error:
            raise StorageUnavailable("the blob folder is not writable") from error

    def _touch(self) -> None:
        with tempfile.NamedTemporaryFile(dir=self._temporary):
            pass

    async def put(self, chunks: AsyncIterator[bytes], *, purpose: str, limit: int) -> Blob:
        """See `Blobs.put`."""
        blob_id = BlobId(new_id("blob"))
        temporary = self._temporary / f"{blob_id}.{random_text(8)}"
        writer = BlobWriter(self._keyring, blob_id, purpose, temporary=temporary)
        try:
            rest = await self._add_all(writer, chunks, limit)
            with _storage_errors():
                return await self._run(writer.commit, rest, self._path(blob_id), below=self._folder)
        except BaseException:
            await asyncio.shield(self._run(writer.abort))
            raise

    async def _add_all(self, writer: BlobWriter, chunks: AsyncIterator[bytes], limit: int) -> bytes:
        """Write whole slices as they fill and return what remains."""
        waiting = bytearray()
        size = 0
        async for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"at most {limit} bytes are taken")
            waiting += chunk
            if len(waiting) >= SLICE:
                with _storage_errors():
                    await self._run(writer.add, bytes(waiting))
                waiting.clear()
        return bytes(waiting)

    async def find(self, blob_id: BlobId) -> Blob | None:
        """See `Blobs.find`."""
        try:
            file = self._open(blob_id, purpose=None)
        except BlobNotFound:
            return None
        file.close()
        return file.blob

    async def read(
        self, blob_id: BlobId, *, purpose: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """See `Blobs.read`."""
        file = self._open(blob_id, purpose)
        try:
            size = file.blob.size
            stop = size if end is None else min(end, size)
            if start < 0 or stop < start or (start >= size and start > 0):
                raise RangeNotSatisfiable(f"the blob has {size} bytes")
            with _storage_errors(blob_id):
                reader = file.reader()
                for position in range(start, stop, SLICE):
                    until = min(position + SLICE, stop)
                    if until - position <= INLINE:
                        yield reader.read(position, until)
                    else:
                        yield await self._run(reader.read, position, until)
        finally:
            file.close()

    async def delete(self, blob_id: BlobId) -> None:
        """See `Blobs.delete`."""
        if _BLOB_ID.match(blob_id):
            with _storage_errors():
                await self._run(erase, self._path(blob_id))

    async def close(self) -> None:
        """Finish the steps that run and release the threads."""
        await asyncio.to_thread(self._threads.shutdown)

    def _open(self, blob_id: BlobId, purpose: str | None) -> BlobFile:
        # Ids come from outside too; only our own form ever becomes a path.
        if not _BLOB_ID.match(blob_id):
            raise BlobNotFound(f"no blob {blob_id!r}")
        with _storage_errors(blob_id):
            return BlobFile(self._path(blob_id), self._keyring, blob_id, purpose)

    def _path(self, blob_id: BlobId) -> Path:
        name = blob_id.removeprefix("blob_")
        return self._folder / name[0] / name[1] / blob_id

    async def _run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, lambda: step(*args, **kwargs))


@contextmanager
def _storage_errors(blob_id: BlobId | None = None) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if blob_id is not None:
            raise BlobNotFound(f"no blob {blob_id!r}") from error
        raise StorageUnavailable("the storage folder is gone") from error
    except NotSealed as error:
        log.exception("blob %s is damaged", blob_id)
        raise BlobDamaged("the stored file is damaged") from error
    except OSError as error:
        log.exception("the storage fails")
        raise StorageUnavailable("the storage does not answer or is full") from error
