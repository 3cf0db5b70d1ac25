# SPDX-License-Identifier: EUPL-1.2
"""The contract, answered by the parts, and what services say to lookups."""

import asyncio
from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import Any

from chancery.modules.appservices.errors import NotTheService, ThirdPartyNotFound
from chancery.modules.appservices.service.authentication import ServiceAuthentication
from chancery.modules.appservices.service.calls import ServiceCalls
from chancery.platform.http.request import Caller, Request
from chancery.wire.matrix.registration import Registration, Registrations


class RegisteredServices:
    """`AppServices` over the registration files."""

    def __init__(
        self, registrations: Registrations, authentication: ServiceAuthentication, calls: ServiceCalls
    ) -> None:
        self._registrations = registrations
        self._authentication = authentication
        self._calls = calls

    async def authenticate(self, request: Request) -> bool:
        return await self._authentication.authenticate(request)

    async def ping(self, caller: Caller, service_id: str, transaction_id: str | None) -> int:
        """See that a service answers; returns the milliseconds that it took."""
        service = self._registrations.by_id(service_id)
        if service is None or caller.app_service != service_id:
            raise NotTheService("only the application service itself may have itself pinged")
        started = perf_counter()
        await self._calls.ping(service, transaction_id)
        return round((perf_counter() - started) * 1000)

    async def protocols(self) -> dict[str, Any]:
        """Return what services say of the protocols that they bridge to."""
        names = sorted({name for service in self._registrations.services for name in service.protocols})
        found = await asyncio.gather(*(self._protocol(name) for name in names))
        return {name: one for name, one in zip(names, found, strict=True) if one is not None}

    async def protocol(self, name: str) -> Any:
        """Return what services say of one protocol; raises ThirdPartyNotFound."""
        found = await self._protocol(name)
        if found is None:
            raise ThirdPartyNotFound("no application service bridges to this protocol")
        return found

    async def _protocol(self, name: str) -> Any:
        answers = await self._ask(self._registrations.speaking(name), f"protocol/{name}", {})
        answers = [answer for answer in answers if isinstance(answer, dict)]
        if not answers:
            return None
        # Several services may bridge to networks of one protocol: the first describes it, all list their networks.
        instances = [one for answer in answers for one in answer.get("instances") or []]
        return {**answers[0], "instances": instances}

    async def third_parties(self, kind: str, protocol: str | None, query: Mapping[str, str]) -> list[Any]:
        """Return places (`location`) or people (`user`) of other networks; raises ThirdPartyNotFound for none."""
        services = (
            self._registrations.services if protocol is None else list(self._registrations.speaking(protocol))
        )
        path = kind if protocol is None else f"{kind}/{protocol}"
        answers = await self._ask(services, path, query)
        found = [one for answer in answers if isinstance(answer, list) for one in answer]
        if not found:
            raise ThirdPartyNotFound("no application service knows this")
        return found

    async def _ask(self, services: Iterable[Registration], path: str, query: Mapping[str, str]) -> list[Any]:
        return await asyncio.gather(*(self._calls.look_up(service, path, query) for service in services))
