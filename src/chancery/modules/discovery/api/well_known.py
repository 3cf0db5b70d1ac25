# SPDX-License-Identifier: EUPL-1.2
"""The documents under `/.well-known/matrix/`."""

from collections.abc import Mapping, Sequence

from chancery.kit.errors import NotFound
from chancery.platform.config.settings import Support
from chancery.platform.http.request import Request
from chancery.platform.http.response import Response, json_response
from chancery.platform.http.routes import Route

BASE = "/.well-known/matrix"


class WellKnownApi:
    """What clients may know before they sign in."""

    def __init__(
        self, *, home_url: str, support: Support, rtc_transports: Sequence[Mapping[str, str]]
    ) -> None:
        self._home_url = home_url
        self._support = _support(support)
        # MSC4143's first name for it, which Element Call reads.
        self._more = {"org.matrix.msc4143.rtc_foci": rtc_transports} if rtc_transports else {}

    def routes(self) -> Sequence[Route]:
        """Return the routes of this file."""
        return (
            Route("GET", f"{BASE}/client", self.client, login=False),
            Route("GET", f"{BASE}/support", self.support, login=False),
            Route("GET", f"{BASE}/policy_server", self.policy_server, login=False),
        )

    async def client(self, request: Request) -> Response:
        """Answer `client`; without a configured address the request's own host is it."""
        base_url = self._home_url or request.origin
        return json_response({"m.homeserver": {"base_url": base_url}, **self._more})

    async def support(self, request: Request) -> Response:
        """Answer `support`."""
        if not self._support:
            raise NotFound("nobody is named for support")
        return json_response(self._support)

    async def policy_server(self, request: Request) -> Response:
        """Answer `policy_server`: this server asks nobody to judge its rooms."""
        raise NotFound("there is no policy server")


def _support(settings: Support) -> dict[str, object]:
    contacts = [
        _contact("m.role.admin", settings.admin_email, settings.admin_matrix_id),
        _contact("m.role.security", settings.security_email, settings.security_matrix_id),
    ]
    found: dict[str, object] = {}
    if any(contacts):
        found["contacts"] = [contact for contact in contacts if contact]
    if settings.page:
        found["support_page"] = settings.page
    return found


def _contact(role: str, email: str, matrix_id: str) -> dict[str, str]:
    ways = {"email_address": email, "matrix_id": matrix_id}
    given = {name: way for name, way in ways.items() if way}
    return {"role": role, **given} if given else {}
