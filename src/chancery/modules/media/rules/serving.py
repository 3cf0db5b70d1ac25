# SPDX-License-Identifier: EUPL-1.2
"""How a file is served: its type, its name, its disposition, a part of it."""

import re
from typing import Final
from urllib.parse import quote

from chancery.modules.media.errors import BeyondEnd
from chancery.modules.media.model import ByteRange

OCTETS: Final = "application/octet-stream"
NAME_MOST: Final = 255
_TYPE_MOST = 255
_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
# A name that needs no quotes, whichever way a browser reads them.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]+\Z", re.ASCII)
_CONTENT_TYPE = re.compile(rf'{_WORD}/{_WORD}(\s*;\s*{_WORD}=({_WORD}|"[ !#-\[\]-~]*"))*\s*\Z', re.ASCII)
_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*\Z", re.ASCII)
_MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{1,255})\Z", re.ASCII)

# Client-server API, "Serving inline content": the types that run nothing in a browser.
INLINE_TYPES: Final = frozenset(
    {
        "text/css",
        "text/plain",
        "text/csv",
        "application/json",
        "application/ld+json",
        "image/jpeg",
        "image/gif",
        "image/png",
        "image/apng",
        "image/webp",
        "image/avif",
        "video/mp4",
        "video/webm",
        "video/ogg",
        "video/quicktime",
        "audio/mp4",
        "audio/webm",
        "audio/aac",
        "audio/mpeg",
        "audio/ogg",
        "audio/wave",
        "audio/wav",
        "audio/x-wav",
        "audio/x-pn-wav",
        "audio/flac",
        "audio/x-flac",
    }
)


def clean_content_type(said: str | None) -> str:
    """Return the type to serve a file under: what the uploader said, when it has the form of one."""
    if said is None or len(said) > _TYPE_MOST or not _CONTENT_TYPE.match(said):
        return OCTETS
    return said.strip()


def essence(content_type: str) -> str:
    """Return a type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def clean_file_name(said: str | None) -> str | None:
    """Return the last component of a file name without control characters, or None when nothing is left.

    Names are never used as paths here; this keeps them from becoming one on the reader's machine.
    """
    if said is None:
        return None
    last = re.split(r"[/\\]", said)[-1]
    kept = "".join(letter for letter in last if letter.isprintable()).strip()
    while len(kept.encode()) > NAME_MOST:
        kept = kept[:-1]
    return None if kept in ("", ".", "..") else kept


def disposition(content_type: str, name: str | None) -> str:
    """Return a Content-Disposition (RFC 6266): inline for types that are safe in a browser."""
    kind = "inline" if essence(content_type) in INLINE_TYPES else "attachment"
    if name is None:
        return kind
    if _PLAIN_NAME.match(name):
        return f"{kind}; filename={name}"
    if name.isascii():
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'{kind}; filename="{escaped}"'
    return f"{kind}; filename*=utf-8''{quote(name, safe='')}"


def wanted_range(header: str | None, size: int) -> ByteRange | None:
    """Return the asked part of a file, or None for the whole (RFC 9110 14.2: what is not understood is ignored).

    Several ranges at once are answered with the whole file. Raises BeyondEnd when none of the file is asked for.
    """
    match = _RANGE.match(header) if header else None
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    if last and first and int(last) < int(first):
        return None
    if start >= size or start >= end:
        raise BeyondEnd(f"the file has {size} bytes", headers={"content-range": f"bytes */{size}"})
    return ByteRange(start, end)


def split_uri(uri: str) -> tuple[str, str] | None:
    """Return server name and media id of an `mxc://` URI, or None when it is none."""
    match = _MXC.match(uri)
    return (match[1], match[2]) if match else None
