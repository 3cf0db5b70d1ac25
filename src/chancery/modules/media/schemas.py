# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the Matrix content repository API."""

import msgspec


class UploadAnswer(msgspec.Struct, frozen=True):
    """The URI under which an uploaded file is known."""

    content_uri: str


class ReservationAnswer(msgspec.Struct, frozen=True):
    """The URI of an announced file, and until when its content must come."""

    content_uri: str
    unused_expires_at: int


class ConfigAnswer(msgspec.Struct, frozen=True, rename={"upload_size": "m.upload.size"}):
    """What an uploader must know beforehand: the largest upload in bytes."""

    upload_size: int
