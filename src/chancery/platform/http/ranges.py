# SPDX-License-Identifier: EUPL-1.2
"""Range requests (RFC 9110 §14): one range of bytes, for media and files."""

import re
from dataclasses import dataclass

from chancery.kit.errors import BadRequest

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeNotSatisfiable(BadRequest):
    """The range lies behind the end."""

    status = 416
    code = "range_not_satisfiable"


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes [start, end) of a body of `size` bytes."""

    start: int
    end: int
    size: int

    @property
    def content_range(self) -> str:
        """The value of the answer's Content-Range header."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Return the one range that is asked for, or None when the whole body is to be sent.

    A malformed header and several ranges are answered with the whole body, as RFC 9110 §14.2 allows.
    Raises RangeNotSatisfiable with the Content-Range that a 416 answer needs.
    """
    match = _ONE_RANGE.fullmatch((header or "").strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = int(match[2])
        start, end = max(0, size - length), size
    else:
        start = int(match[1])
        end = min(size, int(match[2]) + 1) if match[2] else size
        if match[2] and int(match[2]) < start:
            return None
    if start >= size or start >= end:
        raise RangeNotSatisfiable(
            "the range lies behind the end", headers={"content-range": f"bytes */{size}"}
        )
    return ByteRange(start, end, size)
