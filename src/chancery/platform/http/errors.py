# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request before any module sees it."""

from collections.abc import Iterable

from chancery.kit.errors import BadRequest, ChanceryError, TooLarge, Unavailable, Unrecognized


class MethodNotAllowed(Unrecognized):
    """The path exists, but not with this method."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, allowed: Iterable[str]) -> None:
        allow = ", ".join(sorted(allowed))
        super().__init__(f"this path answers to {allow}", headers={"allow": allow})


class PathTooLong(TooLarge):
    """The path and query exceed their limit."""

    status = 414
    code = "path_too_long"


class HeadersTooLarge(TooLarge):
    """All headers together exceed their limit."""

    status = 431
    code = "headers_too_large"


class RequestTimeout(ChanceryError):
    """The body did not arrive in time."""

    status = 408
    code = "request_timeout"


class HandlerTimeout(ChanceryError):
    """The request took longer than the configured limit."""

    status = 504
    code = "took_too_long"


class Stopping(Unavailable):
    """The server stops before it could finish the request."""

    code = "stopping"


class CutOff(BadRequest):
    """The peer went away before the body was complete."""

    code = "cut_off"
