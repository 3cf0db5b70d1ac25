# SPDX-License-Identifier: EUPL-1.2
"""Files that a scanner must know: harmless stand-ins for malware, built here so that none lies in the repository."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

# In two halves, so that desktop scanners leave this file alone.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def windows_program() -> bytes:
    """Return the least that counts as a PE file."""
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00" + bytes(64)


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted_zip(content: bytes = b"anything") -> bytes:
    """Return a zip whose member says that it is encrypted."""
    plain = bytearray(zipped({"report.txt": content}, method=zipfile.ZIP_STORED))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def nested_zip(content: bytes, depth: int) -> bytes:
    """Return a content inside `depth` zips."""
    for level in range(depth):
        content = zipped({f"level{level}.zip" if level else "report.txt": content})
    return content


def tarred(members: Mapping[str, bytes]) -> bytes:
    """Return a tar of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    """Return a gzip stream."""
    return gzip.compress(content, mtime=0)


def bzipped(content: bytes) -> bytes:
    """Return a bzip2 stream."""
    return bz2.compress(content)


def xzipped(content: bytes) -> bytes:
    """Return an xz stream."""
    return lzma.compress(content)


def word_document(*, macros: bool) -> bytes:
    """Return a Word document in outline, with or without a VBA project."""
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    if macros:
        members["word/vbaProject.bin"] = OLE + "_VBA_PROJECT".encode("utf-16-le")
    return zipped(members)


def picture_bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
