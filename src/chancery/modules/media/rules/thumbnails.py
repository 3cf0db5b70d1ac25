# SPDX-License-Identifier: EUPL-1.2
"""Which thumbnail answers a wish, and how large it becomes."""

from typing import Final

from chancery.modules.media.model import Method, ThumbnailSize
from chancery.modules.media.rules.serving import essence

# Client-server API, "Thumbnails": the recommended sizes.
CROPPED: Final = (ThumbnailSize(32, 32, Method.CROP), ThumbnailSize(96, 96, Method.CROP))
SCALED: Final = (
    ThumbnailSize(320, 240, Method.SCALE),
    ThumbnailSize(640, 480, Method.SCALE),
    ThumbnailSize(800, 600, Method.SCALE),
)
SOURCE_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/apng", "image/gif", "image/webp", "image/bmp"}
)
MOVING_TYPES: Final = frozenset({"image/gif", "image/webp", "image/apng", "image/png"})


def choose_size(width: int, height: int, method: Method) -> ThumbnailSize:
    """Return the smallest kept size that covers the wish, or the largest there is.

    A cut-out larger than any we keep is answered by a whole picture, which the client may cut itself.
    """
    kept = (*CROPPED, *SCALED) if method is Method.CROP else SCALED
    for size in kept:
        if size.width >= width and size.height >= height:
            return size
    return kept[-1]


def can_thumbnail(content_type: str) -> bool:
    """Whether thumbnails are made of this type; ciphertext, which is sent as octets, is not even tried."""
    return essence(content_type) in SOURCE_TYPES


def may_move(content_type: str) -> bool:
    """Whether a picture of this type can be animated."""
    return essence(content_type) in MOVING_TYPES


def fitted(width: int, height: int, size: ThumbnailSize) -> tuple[int, int]:
    """Return the size of a picture shrunk into `size`, its proportions kept; nothing is ever enlarged."""
    ratio = min(1.0, size.width / width, size.height / height)
    return max(1, round(width * ratio)), max(1, round(height * ratio))
