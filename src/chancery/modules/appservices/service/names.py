# SPDX-License-Identifier: EUPL-1.2
"""What application services own, as lower modules ask: tokens, user names, aliases."""

from collections.abc import Iterable

from chancery.kit.ids import UserId
from chancery.modules.appservices.service.calls import ServiceCalls
from chancery.platform.http.request import Request
from chancery.wire.matrix.registration import Registration, Registrations


class OwnedNames:
    """`accounts.ServiceNames` over the registrations."""

    def __init__(self, registrations: Registrations, *, takes_query_tokens: bool) -> None:
        self._registrations = registrations
        self._takes_query_tokens = takes_query_tokens

    def calling(self, request: Request) -> str | None:
        service = self.service_of(request)
        return service.id if service else None

    def covers(self, service: str, user_id: str) -> bool:
        found = self._registrations.by_id(service)
        return found is not None and found.knows_user(user_id)

    def owner_of_user(self, user_id: str) -> str | None:
        return self._registrations.owner_of_user(user_id)

    def service_of(self, request: Request) -> Registration | None:
        """Return the service whose token a request carries."""
        if not self._registrations.services:
            return None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" and self._takes_query_tokens:
            token = request.query.get("access_token") or ""
        return self._registrations.by_token(token.strip()) if token else None


class Bridging:
    """`rooms.Bridges` over the registrations: unknown names are asked for where they may exist."""

    def __init__(self, registrations: Registrations, calls: ServiceCalls) -> None:
        self._registrations = registrations
        self._calls = calls

    def owner_of_alias(self, alias: str) -> str | None:
        return self._registrations.owner_of_alias(alias)

    def covers_alias(self, service: str, alias: str) -> bool:
        found = self._registrations.by_id(service)
        return found is not None and found.knows_alias(alias)

    async def offers_room(self, alias: str) -> bool:
        return await self._any_has("rooms", alias, self._registrations.knowing_alias(alias))

    async def offers_user(self, user_id: UserId) -> bool:
        return await self._any_has("users", user_id, self._registrations.knowing_user(user_id))

    async def _any_has(self, kind: str, identifier: str, services: Iterable[Registration]) -> bool:
        for service in services:
            if await self._calls.has(service, kind, identifier):
                return True
        return False
