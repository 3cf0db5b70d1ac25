# SPDX-License-Identifier: EUPL-1.2
"""Door to application services: who calls with a service's token."""

from typing import Protocol

from chancery.platform.http.request import Request


class AppServices(Protocol):
    """Application services, as the wiring hands them to the kernel."""

    async def authenticate(self, request: Request) -> bool:
        """Set `request.caller` when the token is a service's, and tell whether it was.

        Raises NotItsUser and UnknownDevice for a masquerade (`user_id`, `device_id`) that is not allowed.
        """
