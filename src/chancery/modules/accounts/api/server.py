# SPDX-License-Identifier: EUPL-1.2
"""What Matrix clients ask a server first: versions and capabilities."""

from collections.abc import Collection, Mapping, Sequence

from chancery.platform.http.request import Request
from chancery.platform.http.routes import Route

_VERSIONS = [f"v1.{minor}" for minor in range(1, 19)]

UNSTABLE_FEATURES = (
    "org.matrix.msc3814",
    "org.matrix.msc3881",
    "org.matrix.msc4108",
    "org.chancery.timed_push_rules",
    "org.matrix.msc4140",
    "org.matrix.msc4140.stable",
    "org.matrix.msc4143",
    "org.matrix.msc4174",
    "org.matrix.msc4186",
    "org.matrix.msc4354",
    "org.matrix.simplified_msc3575",
)
"""What this server has of what is not in the specification yet."""


class ServerApi:
    """`/versions`, `/capabilities`."""

    def __init__(
        self,
        *,
        unstable_features: Collection[str],
        has_mail: bool,
        more: Mapping[str, object],
    ) -> None:
        self._versions = {
            "versions": _VERSIONS,
            "unstable_features": dict.fromkeys(sorted(unstable_features), True),
        }
        self._capabilities = {
            "capabilities": {
                "m.change_password": {"enabled": True},
                "m.set_displayname": {"enabled": True},
                "m.set_avatar_url": {"enabled": True},
                "m.profile_fields": {"enabled": True},
                "m.3pid_changes": {"enabled": has_mail},
                "m.get_login_token": {"enabled": True},
                **more,
            }
        }

    def routes(self) -> Sequence[Route]:
        """Return the routes."""
        return (
            Route("GET", "/_matrix/client/versions", self.versions, login=False),
            Route("GET", "/_matrix/client/v3/capabilities", self.capabilities),
        )

    async def versions(self, request: Request) -> object:
        """Answer `GET /versions`."""
        return self._versions

    async def capabilities(self, request: Request) -> object:
        """Answer `GET /capabilities`."""
        if not request.caller.is_admin:
            return self._capabilities
        moderation = {"m.account_moderation": {"suspend": True, "lock": True}}
        return {"capabilities": {**self._capabilities["capabilities"], **moderation}}
