# SPDX-License-Identifier: EUPL-1.2
"""Opens archives as hostile input: every member in memory, within bounds on depth, count, size and swelling."""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chancery.modules.antivirus.contract import Reason

_STEP = 1024 * 1024
_EOCD = b"PK\x05\x06"
_EOCD_SIZE = 22
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x07\x08", _EOCD)
_ENCRYPTED_BITS = 0x0001 | 0x0040 | 0x2000
"""APPNOTE 4.4.4: encrypted member, strong encryption, encrypted central directory."""
_LEAST_ENTRY = 46
"""Bytes of the shortest central directory entry (APPNOTE 4.3.12)."""

# Containers that this engine knows, but cannot look into. Another engine may.
_SHUT_STARTS = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"MSCF",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\x04\x22\x4d\x18",  # LZ4
    b"LZIP",
)


class Unopened(Exception):
    """A container stays shut: `reason` says why, `is_final` that no other engine may speak for it."""

    def __init__(self, reason: Reason, *, is_final: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far an archive is followed."""

    depth: int = 8
    members: int = 10_000
    total_bytes: int = 400 * 1024 * 1024
    ratio: int = 250
    free_bytes: int = 32 * 1024 * 1024
    """Expanded bytes up to which the ratio does not matter."""


@dataclass(slots=True)
class Budget:
    """What remains of the bounds while one content is unpacked."""

    bounds: Bounds
    packed: int
    members: int = field(default=0, init=False)
    expanded: int = field(default=0, init=False)

    @property
    def most(self) -> int:
        """The largest number of expanded bytes in all."""
        swollen = max(self.bounds.free_bytes, self.bounds.ratio * self.packed)
        return min(self.bounds.total_bytes, swollen)

    def take_member(self) -> None:
        """Count a member."""
        self.members += 1
        if self.members > self.bounds.members:
            raise Unopened(Reason.TOO_COMPLEX)

    def take_bytes(self, count: int) -> None:
        """Count expanded bytes."""
        self.expanded += count
        if self.expanded > self.most:
            raise Unopened(Reason.TOO_COMPLEX)


@dataclass(frozen=True, slots=True)
class Part:
    """A content to judge: the whole (no name) or a member of an archive in it."""

    name: str
    content: bytes


def parts(content: bytes, bounds: Bounds) -> Iterator[Part]:
    """Yield the content, then every member of archives in it, however nested; raises Unopened."""
    yield from _parts(Part("", content), Budget(bounds, len(content)), depth=0)


def _parts(part: Part, budget: Budget, depth: int) -> Iterator[Part]:
    yield part
    opener = _opener(part.content)
    if opener is None:
        return
    if depth >= budget.bounds.depth:
        raise Unopened(Reason.TOO_COMPLEX)
    for member in _read_all(opener(part.content, budget)):
        budget.take_member()
        yield from _parts(member, budget, depth + 1)


def _read_all(members: Iterator[Part]) -> Iterator[Part]:
    """Turn whatever a parser throws at a hostile archive into one answer."""
    while True:
        try:
            member = next(members, None)
        except Unopened:
            raise
        except NotImplementedError as error:
            raise Unopened(Reason.UNREADABLE, is_final=False) from error
        except Exception as error:
            # The standard library's parsers raise a dozen kinds of errors on crafted input.
            raise Unopened(Reason.UNREADABLE) from error
        if member is None:
            return
        yield member


Opener = Callable[[bytes, Budget], Iterator[Part]]


def is_container(content: bytes) -> bool:
    """Whether there is something to unpack."""
    try:
        return _opener(content) is not None
    except Unopened:
        return True


def _opener(content: bytes) -> Opener | None:
    if content.startswith(_SHUT_STARTS):
        raise Unopened(Reason.UNREADABLE, is_final=False)
    for start, opener in _STREAMS:
        if start.match(content):
            return opener
    if content[257:262] == b"ustar":
        return _tar
    return _zip if _is_zip(content) else None


def _is_zip(content: bytes) -> bool:
    if content.startswith(_ZIP_STARTS):
        return True
    # A self-extracting or disguised zip: data in front, the directory at the end. Where the end record's figures
    # do not fit the content, its four bytes stand there by chance.
    end = content.rfind(_EOCD, max(0, len(content) - 65_557))
    if end < 0 or len(content) < end + _EOCD_SIZE:
        return False
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    return _LEAST_ENTRY <= size <= end and content[end - size : end - size + 4] == b"PK\x01\x02"


def _zip(content: bytes, budget: Budget) -> Iterator[Part]:
    # zipfile reads the whole directory at once, so its size is bounded before.
    if content.count(b"PK\x01\x02") > 2 * budget.bounds.members:
        raise Unopened(Reason.TOO_COMPLEX)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for info in archive.infolist():
            if info.flag_bits & _ENCRYPTED_BITS:
                raise Unopened(Reason.ENCRYPTED)
            if info.is_dir():
                budget.take_member()
                continue
            with archive.open(info) as member:
                yield Part(info.filename, _read(member.read, budget))


def _tar(content: bytes, budget: Budget) -> Iterator[Part]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for info in archive:
            member = archive.extractfile(info) if info.isreg() else None
            if member is None:
                budget.take_member()
            else:
                yield Part(info.name, _read(member.read, budget))


def _read(read: Callable[[int], bytes], budget: Budget) -> bytes:
    """Read a member to its end, counting as it grows: declared sizes are not believed."""
    collected = bytearray()
    while step := read(_STEP):
        budget.take_bytes(len(step))
        collected += step
    return bytes(collected)


def _gzip(content: bytes, budget: Budget) -> Iterator[Part]:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        yield Part("", _read(stream.read, budget))


def _bzip2(content: bytes, budget: Budget) -> Iterator[Part]:
    with bz2.BZ2File(io.BytesIO(content)) as stream:
        yield Part("", _read(stream.read, budget))


def _xz(content: bytes, budget: Budget) -> Iterator[Part]:
    with lzma.LZMAFile(io.BytesIO(content), format=lzma.FORMAT_XZ) as stream:
        yield Part("", _read(stream.read, budget))


# Long enough that random bytes (an encrypted attachment) do not look like one of them by chance.
_STREAMS: tuple[tuple[re.Pattern[bytes], Opener], ...] = (
    (re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"), _gzip),
    (re.compile(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)"), _bzip2),
    (re.compile(rb"\xfd7zXZ\x00"), _xz),
)
