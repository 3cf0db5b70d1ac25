# SPDX-License-Identifier: EUPL-1.2
"""Reads web pages in a sandbox: a page from a stranger may hold a parser up for minutes."""

import msgspec

from chancery.modules.media.rules.preview import page_properties, text_of
from chancery.platform.sandbox import child


class PageOrder(msgspec.Struct, array_like=True, frozen=True):
    """One page to read."""

    url: str
    content_type: str
    content: bytes


_orders = msgspec.msgpack.Decoder(PageOrder)


def encode_page(order: PageOrder) -> bytes:
    """Return an order for the sandbox."""
    return msgspec.msgpack.encode(order)


def read(request: bytes) -> bytes:
    """Return the properties of a page as JSON; of one that no parser understands, none."""
    order = _orders.decode(request)
    try:
        found = page_properties(text_of(order.content, order.content_type), url=order.url)
    except Exception:  # noqa: BLE001  # whatever a crafted page does to the parser, it has no preview
        found = {}
    return msgspec.json.encode(found)


if __name__ == "__main__":
    child.run(read)
