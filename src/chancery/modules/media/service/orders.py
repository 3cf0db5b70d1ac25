# SPDX-License-Identifier: EUPL-1.2
"""What the server and the painting sandbox say to each other."""

from dataclasses import dataclass
from typing import Final

import msgspec

from chancery.modules.media.model import ThumbnailSize

LINE: Final = b"\n"


class Unpaintable(Exception):
    """No thumbnail can be made of this content; the text says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture."""

    content: bytes
    content_type: str


class Order(msgspec.Struct, frozen=True):
    """What is asked of a picture; stands as a line of JSON in front of its bytes."""

    size: ThumbnailSize
    animated: bool
    max_pixels: int


def encode_order(order: Order, source: bytes) -> bytes:
    """Return a request."""
    return msgspec.json.encode(order) + LINE + source


def decode_order(request: bytes) -> tuple[Order, bytes]:
    """Return the order and the picture in a request."""
    line, _, source = request.partition(LINE)
    return msgspec.json.decode(line, type=Order), source


def encode_picture(picture: Picture) -> bytes:
    """Return an answer."""
    return picture.content_type.encode() + LINE + picture.content


def encode_refusal(reason: str) -> bytes:
    """Return the answer that says why there is no picture."""
    return LINE + reason.encode()


def decode_answer(answer: bytes) -> Picture:
    """Return the picture in an answer; raises Unpaintable when there is none."""
    kind, _, content = answer.partition(LINE)
    if not kind:
        raise Unpaintable(content.decode("utf-8", "replace"))
    return Picture(content, kind.decode("ascii"))
