# SPDX-License-Identifier: EUPL-1.2
"""Measures pictures in a sandbox: also the decoder of a header reads what strangers wrote."""

import msgspec

from chancery.modules.media.service.pictures import size_of
from chancery.platform.sandbox import child


def measure(request: bytes) -> bytes:
    """Return width and height of a picture as JSON; null for what is none."""
    return msgspec.json.encode(size_of(request))


if __name__ == "__main__":
    child.run(measure)
