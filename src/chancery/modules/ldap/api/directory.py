# SPDX-License-Identifier: EUPL-1.2
"""The directory, for administrators of the unit that it provisions: its state, a try of the mapping, a reading now."""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.modules.ldap.contract import SyncReport
from chancery.modules.ldap.schemas import LdapPreview, LdapStateView, LdapSyncBody, preview_view, state_view
from chancery.modules.ldap.service.preview import Directory
from chancery.modules.ldap.service.sync import Synchroniser
from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_LDAP = "/api/v1/org/ldap"


class DirectoryApi:
    """`/api/v1/org/ldap`."""

    def __init__(self, directory: Directory, synchroniser: Synchroniser, clock: Clock) -> None:
        self._directory = directory
        self._synchroniser = synchroniser
        self._clock = clock

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", _LDAP, self.state, answer=LdapStateView, tag="org",
                  summary="How far the LDAP directory was read, and how that went"),
            Route("GET", f"{_LDAP}/preview", self.preview, answer=LdapPreview, tag="org",
                  summary="What the mapping makes of the login in `login`; changes nothing"),
            Route("POST", f"{_LDAP}/sync", self.sync, body=LdapSyncBody, optional_body=True, answer=SyncReport,
                  tag="org", summary="Read what changed, or everything, now"),
        )  # fmt: skip

    async def state(self, request: Request) -> LdapStateView:
        """Answer `GET /api/v1/org/ldap`."""
        return state_view(await self._directory.state(request.caller.user_id), self._clock())

    async def preview(self, request: Request) -> LdapPreview:
        """Answer `GET /api/v1/org/ldap/preview`."""
        login = request.query.require("login")
        return preview_view(await self._directory.preview(request.caller.user_id, login))

    async def sync(self, request: Request) -> SyncReport:
        """Answer `POST /api/v1/org/ldap/sync`."""
        body: LdapSyncBody = request.body
        await self._directory.check_may(request.caller.user_id)
        return await self._synchroniser.sync(full=body.full)
