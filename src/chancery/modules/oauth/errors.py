# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong between clients, people and this server."""

from collections.abc import Mapping

from chancery.kit.errors import BadRequest, ChanceryError, NotFound


class OAuthError(ChanceryError):
    """An answer of the protocol itself (RFC 6749, 5.2; RFC 7591, 3.2.2; RFC 8628, 3.5)."""

    status = 400
    code = "oauth_error"

    def __init__(
        self, error: str, description: str, *, status: int = 400, headers: Mapping[str, str] | None = None
    ) -> None:
        self.error = error
        super().__init__(description, status=status, details={"error": error}, headers=headers)


class RequestRefused(BadRequest):
    """What an application asks of a person cannot be shown to them, nor may the browser be sent back."""

    code = "oauth_request_refused"


class CodeUnknown(NotFound):
    """No device waits under this code, or not any more."""

    code = "link_code_unknown"


class ClientUnknown(NotFound):
    """There is no such application."""

    code = "client_unknown"


class ClientInvalid(BadRequest):
    """An application cannot be added with these members."""

    code = "client_invalid"
