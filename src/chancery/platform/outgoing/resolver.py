# SPDX-License-Identifier: EUPL-1.2
"""The resolver that aiohttp's connector asks: it hands out vetted addresses or none."""

import socket
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from chancery.platform.outgoing.allowed import Allowed, Target
from chancery.platform.outgoing.client import Resolver


class VettingResolver(AbstractResolver):
    """Looks a name up and refuses the whole answer when one of its addresses is not allowed."""

    def __init__(self, allowed: Allowed, resolver: Resolver) -> None:
        self._allowed = allowed
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        wanted = Target("https", host.lower().removesuffix("."), port)
        found = await self._resolver(host, port)
        for _, address in found:
            self._allowed.check_address(wanted, ip_address(address))
        numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=numeric)
            for kind, address in dict.fromkeys(found)
            if family in (socket.AF_UNSPEC, kind)
        ]

    async def close(self) -> None:
        """Nothing is held open."""
