# SPDX-License-Identifier: EUPL-1.2
"""Files of blobs: written under a temporary name, fsynced, renamed; read at any place. Called from threads."""

import fcntl
import hashlib
import os
import threading
from pathlib import Path

from cryptography.cobblestone import Cobblestone256Encryptor

from chancery.kit.ids import BlobId
from chancery.platform.blobs.cobblestone import NotSealed, SealedReader
from chancery.platform.blobs.port import Blob
from chancery.platform.blobs.sealed import (
    HEADER_MOST,
    SEAL,
    decode_header,
    decode_seal,
    encode_seal,
    new_data_key,
    open_data_key,
)
from chancery.platform.keyring.port import Keyring


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folders(folder: Path, *, below: Path) -> None:
    """Make `folder` and what lies between it and `below`, durably."""
    if folder == below or folder.is_dir():
        return
    make_folders(folder.parent, below=below)
    folder.mkdir(mode=0o700, exist_ok=True)
    fsync_folder(folder.parent)


def remove_leftovers(folder: Path) -> int:
    """Delete temporary files whose writer is gone and return how many; a living writer holds a lock on its own."""
    removed = 0
    for path in folder.iterdir():
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink(missing_ok=True)
            removed += 1
    return removed


class BlobWriter:
    """Seals one blob into a temporary file; `commit` gives it its name, `abort` leaves nothing behind.

    Calls come from pool threads, one after the other; the lock makes an `abort` that overtakes a cancelled step wait.
    """

    def __init__(self, keyring: Keyring, blob_id: BlobId, purpose: str, *, temporary: Path) -> None:
        self._id = blob_id
        self._lock = threading.Lock()
        self._path = temporary
        self._key, self._header = new_data_key(keyring, blob_id, purpose)
        self._encryptor = Cobblestone256Encryptor(self._key.key, self._key.context)
        self._hash = hashlib.sha256()
        self._size = 0
        self._handle: int | None = None
        self._aborted = False

    def add(self, data: bytes) -> None:
        """Seal and write the next part of the plaintext."""
        with self._lock:
            self._add(data)

    def commit(self, rest: bytes, path: Path, *, below: Path) -> Blob:
        """Write the last part, make the blob durable and give it its name."""
        with self._lock:
            handle = self._add(rest)
            digest = self._hash.digest()
            _write(handle, self._encryptor.finalize() + encode_seal(self._key.key, self._size, digest))
            os.fsync(handle)
            make_folders(path.parent, below=below)
            self._path.rename(path)
            self._path = path
            fsync_folder(path.parent)
            self._close()
            return Blob(self._id, self._size, digest.hex())

    def abort(self) -> None:
        """Remove whatever was written, under its temporary or its final name."""
        with self._lock:
            self._aborted = True
            self._close()
            self._path.unlink(missing_ok=True)

    def _add(self, data: bytes) -> int:
        if self._aborted:
            raise CutOff
        if self._handle is None:
            self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write(self._handle, self._header)
        self._size += len(data)
        self._hash.update(data)
        _write(self._handle, self._encryptor.update(data))
        return self._handle

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class CutOff(Exception):
    """The writer was aborted before this step began; nobody waits for the step any more."""


def _write(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def erase(path: Path) -> None:
    """Overwrite a blob's wrapped key, then remove the file; an absent one is no error."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        # Without its key the message is noise, even where the file system keeps the freed blocks.
        os.pwrite(handle, bytes(min(HEADER_MOST, os.fstat(handle).st_size)), 0)
        os.fsync(handle)
    finally:
        os.close(handle)
    path.unlink(missing_ok=True)
    fsync_folder(path.parent)


class BlobFile:
    """An open blob: its proved size and hash, and its plaintext at any place."""

    def __init__(self, file_path: Path, keyring: Keyring, blob_id: BlobId, purpose: str | None) -> None:
        """Open it; `purpose` None believes the one in the header. Raises FileNotFoundError and NotSealed."""
        self._lock = threading.Lock()
        handle = os.open(file_path, os.O_RDONLY | os.O_NOFOLLOW)
        self._handle: int | None = handle
        try:
            stored = os.fstat(handle).st_size
            header = decode_header(os.pread(handle, HEADER_MOST, 0))
            self._start = header.size
            self._message = stored - SEAL - header.size
            if purpose not in (None, header.purpose):
                raise NotSealed("the blob was stored for another purpose")
            self.key = open_data_key(keyring, blob_id, header.purpose, header.wrapped_key)
            size, sha256 = decode_seal(self.key.key, os.pread(handle, SEAL, max(0, stored - SEAL)))
        except BaseException:
            self.close()
            raise
        self.blob = Blob(blob_id, size, sha256)

    def reader(self) -> SealedReader:
        """Return a reader of the plaintext; raises NotSealed when the message is not whole."""
        reader = SealedReader(self._read_at, self._message, key=self.key.key, context=self.key.context)
        if reader.size != self.blob.size:
            raise NotSealed("the message is not as long as its seal says")
        return reader

    def close(self) -> None:
        """Release the file after the step that still reads it; closing twice is no error."""
        with self._lock:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    def _read_at(self, offset: int, size: int) -> bytes:
        with self._lock:
            if self._handle is None:
                raise CutOff
            return os.pread(self._handle, size, self._start + offset)
