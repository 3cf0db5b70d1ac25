# SPDX-License-Identifier: EUPL-1.2
"""Pagination tokens of the timeline: a stream position as text, the same in /sync and /messages."""

import re

from chancery.kit.errors import BadRequest

# `s123` and `t123` both mean position 123; whatever follows an underscore belongs to the endpoint that made it.
_TOKEN = re.compile(r"[a-z]?([0-9]{1,18})(?:_.*)?", re.DOTALL)


def timeline_token(position: int) -> str:
    """Return the token for the place between `position` and the event after it."""
    return f"t{position}"


def parse_timeline_token(text: str) -> int:
    """Return the position in a token of /messages or /sync; raises BadRequest."""
    match = _TOKEN.fullmatch(text)
    if match is None:
        raise BadRequest("this is no token that this server issued")
    return int(match[1])
