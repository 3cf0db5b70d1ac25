# SPDX-License-Identifier: EUPL-1.2
"""Opaque cursors and bounded page sizes, the same in every list of our own API."""

import base64
import binascii
from dataclasses import dataclass
from typing import Generic, TypeVar

from chancery.kit.errors import BadRequest

T = TypeVar("T")

MAX_PAGE = 200
DEFAULT_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: `items`, the cursor of the next page (None at the end), the total where known."""

    items: list[T]
    next_cursor: str | None = None
    total: int | None = None


def page_size(text: str | None, *, default: int = DEFAULT_PAGE, most: int = MAX_PAGE) -> int:
    """Return a page size between 1 and `most` from a query parameter; raises BadRequest when it is no number."""
    if text is None:
        return default
    if not text.isascii() or not text.isdigit():
        raise BadRequest("limit must be a whole number")
    return max(1, min(int(text[:9]), most))


def encode_cursor(key: str) -> str:
    """Return an opaque cursor for the last key of a page."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> str | None:
    """Return the key inside a cursor; raises BadRequest when it is not one of ours."""
    if not cursor:
        return None
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise BadRequest("cursor is not one that this server issued") from error
