# SPDX-License-Identifier: EUPL-1.2
"""HTTP answers: whole bodies and streams."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import msgspec

Headers = Sequence[tuple[str, str]]

_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class Response:
    """A whole answer; `body` is sent as it stands."""

    body: bytes = b""
    status: int = 200
    headers: Headers = ()


@dataclass(slots=True)
class StreamResponse:
    """An answer whose chunks come from an iterator; closed when the peer goes away."""

    chunks: AsyncIterator[bytes]
    status: int = 200
    headers: Headers = ()


JSON_HEADERS: Headers = (("content-type", "application/json"),)


def json_response(value: object, status: int = 200, headers: Headers = ()) -> Response:
    """Return `value` encoded as JSON."""
    return Response(_encoder.encode(value), status, (*JSON_HEADERS, *headers))


def raw_json(body: bytes) -> Response:
    """Return bytes that are JSON already (the hot path joins memoised blocks)."""
    return Response(body, 200, JSON_HEADERS)
