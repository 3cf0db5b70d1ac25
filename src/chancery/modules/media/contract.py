# SPDX-License-Identifier: EUPL-1.2
"""Door to the content repository for modules that keep pictures and files in it themselves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import NewType, Protocol

from chancery.kit.ids import UserId

MediaId = NewType("MediaId", str)
"""The path component of an `mxc://` URI; 24 random letters and digits."""


@dataclass(frozen=True, slots=True)
class Description:
    """What an uploader says of a file; neither is believed when it is served."""

    content_type: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What is known of a stored file; `sha256` is of the bytes as they were uploaded."""

    uri: str
    owner: UserId
    content_type: str
    name: str | None
    size: int
    sha256: str


class Media(Protocol):
    """The repository, as other modules use it."""

    async def store_file(
        self, owner: UserId, content: AsyncIterator[bytes], description: Description
    ) -> MediaInfo:
        """Scan and keep a file; raises MediaInfected, MediaUnscanned, TooLarge. Nothing of a refused file stays."""

    async def find_file(self, uri: str) -> MediaInfo | None:
        """Return what is known of an `mxc://` URI of this server that may be fetched, or None."""
