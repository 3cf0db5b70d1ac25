# SPDX-License-Identifier: EUPL-1.2
"""The sync token: a stream position, with the serial of typing and the place of a cut to-device queue beside it."""

import re

import msgspec

from chancery.modules.sync.errors import UnknownToken

_TOKEN = re.compile(r"s([0-9]{1,16})(?:_([0-9]{1,16})(?:_([0-9]{1,16}))?)?")


class SyncToken(msgspec.Struct, frozen=True):
    """Up to where a client has seen everything.

    `position` orders all that is stored. Typing is never stored, so it has a serial of its own. `to_device` is set
    only when more messages waited than one answer takes: the queue goes on from there.
    """

    position: int
    typing: int = 0
    to_device: int | None = None

    def __str__(self) -> str:
        text = f"s{self.position}_{self.typing}"
        return text if self.to_device is None else f"{text}_{self.to_device}"

    @property
    def to_device_since(self) -> int:
        """The position up to which the device has its to-device messages."""
        return self.position if self.to_device is None else self.to_device


def parse_token(text: str) -> SyncToken:
    """Return the token; raises UnknownToken (M_INVALID_PARAM) for one that this server never made."""
    match = _TOKEN.fullmatch(text)
    if match is None:
        raise UnknownToken("since is not a token that this server issued")
    position, typing, to_device = match.groups()
    token = SyncToken(int(position), int(typing or 0), int(to_device) if to_device else None)
    if token.to_device is not None and token.to_device > token.position:
        raise UnknownToken("since is not a token that this server issued")
    return token
