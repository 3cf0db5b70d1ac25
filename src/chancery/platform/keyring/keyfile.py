# SPDX-License-Identifier: EUPL-1.2
"""Key files: made wholly or not at all, read only when nobody else on the machine could have read them."""

import os
import secrets
import stat
from pathlib import Path

import msgspec

from chancery.platform.keyring.port import KeyringError

_MOST_BYTES = 4096


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key at rest; `secret` is base64 in the file, `created` is milliseconds since the epoch."""

    id: str
    algorithm: str
    created: int
    secret: bytes

    def __repr__(self) -> str:
        return f"KeyFile(id={self.id!r}, algorithm={self.algorithm!r})"


def open_folder(folder: Path) -> None:
    """Make the key folder with mode 0700, or check that it has it; raises KeyringError when others may look in."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_if_shared(folder, folder.stat(follow_symlinks=False), "chmod 700")


def create_key_file(path: Path, key_file: KeyFile) -> None:
    """Write a key durably under its name; when another process was first, its file stays."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(key_file))
            file.flush()
            os.fsync(file.fileno())
        _link_if_absent(temporary, path)
    except OSError as error:
        raise KeyringError(f"the key file {path} cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _link_if_absent(temporary: Path, path: Path) -> None:
    # A hard link, unlike a rename, never replaces a key that is already there.
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_key_file(path: Path, *, algorithm: str, size: int) -> KeyFile:
    """Return a key; raises KeyringError when the file is readable by others, broken, or for another algorithm."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            _refuse_if_shared(path, os.fstat(file.fileno()), "chmod 600")
            key_file = msgspec.json.decode(file.read(_MOST_BYTES), type=KeyFile)
    except OSError as error:
        raise KeyringError(f"the key file {path} cannot be read: {error.strerror}") from error
    except msgspec.MsgspecError:
        # The cause is left out: it could quote the file.
        raise KeyringError(f"the key file {path} is not what this server wrote") from None
    if key_file.algorithm != algorithm or len(key_file.secret) != size:
        raise KeyringError(f"the key file {path} does not hold a key for {algorithm}")
    return key_file


def _refuse_if_shared(path: Path, status: os.stat_result, remedy: str) -> None:
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise KeyringError(f"{path} is open to other users of this machine; run: {remedy} {path}")
    if status.st_uid not in (os.geteuid(), 0):
        raise KeyringError(f"{path} belongs to another user of this machine (uid {status.st_uid})")
