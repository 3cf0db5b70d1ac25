# SPDX-License-Identifier: EUPL-1.2
"""The root of every error that a caller may see, with its status and codes in both protocols."""

from collections.abc import Mapping
from typing import ClassVar


class ChanceryError(Exception):
    """An error that is safe to show to the caller.

    `status` is the HTTP status, `code` names the problem in our own API (RFC 9457 `code` member),
    `errcode` names it in the Matrix client-server API. `details` are further members of the answer.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    errcode: ClassVar[str] = "M_UNKNOWN"
    usual_headers: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        message: str,
        *,
        errcode: str | None = None,
        status: int | None = None,
        details: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.matrix_errcode = errcode or type(self).errcode
        self.http_status = status or type(self).status
        self.details: Mapping[str, object] = details or {}
        self.headers: Mapping[str, str] = headers or type(self).usual_headers


class BadRequest(ChanceryError):
    """The request is malformed or breaks a stated bound."""

    status = 400
    code = "bad_request"
    errcode = "M_INVALID_PARAM"


class NotJson(BadRequest):
    """The body is not JSON."""

    code = "not_json"
    errcode = "M_NOT_JSON"


class BadJson(BadRequest):
    """The body is JSON of the wrong shape."""

    code = "bad_json"
    errcode = "M_BAD_JSON"


class Unauthenticated(ChanceryError):
    """No usable credentials came with the request."""

    status = 401
    code = "unauthenticated"
    errcode = "M_UNKNOWN_TOKEN"


class Forbidden(ChanceryError):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    errcode = "M_FORBIDDEN"


class NotFound(ChanceryError):
    """The thing does not exist, or the caller may not know that it does."""

    status = 404
    code = "not_found"
    errcode = "M_NOT_FOUND"


class Unrecognized(ChanceryError):
    """No such endpoint."""

    status = 404
    code = "no_such_endpoint"
    errcode = "M_UNRECOGNIZED"


class Conflict(ChanceryError):
    """The state of the thing does not admit the request now."""

    status = 409
    code = "conflict"
    errcode = "M_CONFLICT"


class TooLarge(ChanceryError):
    """The request exceeds a stated size."""

    status = 413
    code = "too_large"
    errcode = "M_TOO_LARGE"


class TooManyRequests(ChanceryError):
    """The caller must wait; the answer says how long, in its body and its header ("Rate limiting")."""

    status = 429
    code = "too_many_requests"
    errcode = "M_LIMIT_EXCEEDED"

    def __init__(self, message: str, *, retry_after_ms: int) -> None:
        seconds = -(-retry_after_ms // 1000)
        super().__init__(
            message, details={"retry_after_ms": retry_after_ms}, headers={"Retry-After": str(seconds)}
        )


class Unavailable(ChanceryError):
    """A part that this request needs is not answering; nothing was changed."""

    status = 503
    code = "unavailable"
    errcode = "M_UNKNOWN"
    usual_headers: ClassVar[Mapping[str, str]] = {"Retry-After": "1"}
