# SPDX-License-Identifier: EUPL-1.2
"""The repository's own vocabulary."""

from dataclasses import dataclass
from enum import StrEnum

from chancery.kit.ids import BlobId, UserId
from chancery.modules.media.contract import MediaId


class ItemState(StrEnum):
    """Where a file stands."""

    PENDING = "pending"
    READY = "ready"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file and what is said of them."""

    blob_id: BlobId
    size: int
    sha256: str
    content_type: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the repository; `content` is None while it is announced only, `expires` says until when."""

    media_id: MediaId
    owner: UserId
    state: ItemState
    created: int
    expires: int | None = None
    content: Content | None = None
    signature: str | None = None


class Method(StrEnum):
    """How a picture is brought to a size: cut to fill it, or shrunk to fit into it."""

    CROP = "crop"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class ThumbnailSize:
    """A size in which thumbnails are kept."""

    width: int
    height: int
    method: Method


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A kept thumbnail."""

    media_id: MediaId
    size: ThumbnailSize
    is_animated: bool
    content_type: str
    blob_id: BlobId


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes [start, end) of a file."""

    start: int
    end: int
