# SPDX-License-Identifier: EUPL-1.2
"""Makes thumbnails in a sandbox: decoders of pictures have a history of being taken over by crafted input."""

from chancery.modules.media.service.orders import (
    Unpaintable,
    decode_order,
    encode_picture,
    encode_refusal,
)
from chancery.modules.media.service.pictures import render
from chancery.platform.sandbox import child


def paint(request: bytes) -> bytes:
    """Return the answer to an order."""
    order, source = decode_order(request)
    try:
        return encode_picture(
            render(source, order.size, animated=order.animated, max_pixels=order.max_pixels)
        )
    except Unpaintable as error:
        return encode_refusal(str(error))


if __name__ == "__main__":
    child.run(paint)
