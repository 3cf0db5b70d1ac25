# SPDX-License-Identifier: EUPL-1.2
"""Facts about files that other modules may hear."""

from chancery.platform.bus.port import Fact


class MediaUploaded(Fact, frozen=True):
    """An announced file has its content now; whoever waits for it may fetch it."""

    media_id: str


class MediaQuarantined(Fact, frozen=True):
    """A file that could be fetched is shut, because new signatures found something in it."""

    media_id: str
    signature: str
