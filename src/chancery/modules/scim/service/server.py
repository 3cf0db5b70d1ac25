# SPDX-License-Identifier: EUPL-1.2
"""The SCIM protocol by scim2-server, over what this server keeps; imported at the first request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scim2_models import SCIMException
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService

from chancery.kit.clock import Clock
from chancery.modules.scim.contract import ScimClient, TeamProvisioning
from chancery.modules.scim.model import StatedUser, StoredResource
from chancery.modules.scim.service.resources import make_provider
from chancery.modules.scim.service.settling import Settling
from chancery.modules.scim.service.storage import ClientStorage, World, read
from chancery.modules.scim.store.resources import ResourceStore
from chancery.platform.db.port import Database


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to it."""

    status: int
    body: dict[str, Any] | None
    headers: dict[str, str]


class ScimServer:
    """Answers requests."""

    def __init__(
        self,
        *,
        database: Database,
        store: ResourceStore,
        settling: Settling,
        teams: TeamProvisioning,
        clock: Clock,
    ) -> None:
        provider = make_provider()
        self._service = ScimService(provider)
        self._world = World(database, store, settling, teams, clock, provider)

    async def answer(
        self,
        client: ScimClient,
        *,
        method: str,
        base_url: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
    ) -> Told:
        """Answer one request; `path` is relative to `base_url`."""
        handler = AsyncScimHandler(self._service, ClientStorage(self._world, client))
        request = ScimRequest(method, base_url, path, query, headers, body, subject=client)
        try:
            response: ScimResponse = await handler.handle(request)
        except SCIMException as error:
            response = self._service.error_response(error)
        return Told(int(response.status), response.body, dict(response.headers))

    def read(self, resource: StoredResource) -> StatedUser:
        """Return what a stored User says of a person."""
        return read(self._world.provider, resource)
