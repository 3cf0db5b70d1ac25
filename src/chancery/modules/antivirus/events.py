# SPDX-License-Identifier: EUPL-1.2
"""Facts about scanned contents that other modules may hear."""

from chancery.platform.bus.port import Fact


class FileScanned(Fact, frozen=True):
    """A content got a verdict: `state` is clean, infected or unscanned."""

    sha256: str
    state: str


class BlobCondemned(Fact, frozen=True):
    """A content that was clean under older signatures is infected under the new ones: shut every copy of it.

    A reader that misses the fact meets the same verdict in the store when the content is next asked for.
    """

    sha256: str
    signature: str
