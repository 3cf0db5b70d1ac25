# SPDX-License-Identifier: EUPL-1.2
"""The manifest of `discovery`: how its parts are put together."""

from dataclasses import dataclass

from chancery.kit.clock import Clock
from chancery.modules.discovery.api.calls import CallsApi
from chancery.modules.discovery.api.well_known import WellKnownApi
from chancery.modules.discovery.contract import Discovery
from chancery.platform.config.settings import Calls, Support
from chancery.platform.lifecycle import Module


@dataclass(frozen=True, slots=True)
class DiscoveryModule:
    """The built module and its door."""

    manifest: Module
    discovery: Discovery


def build(*, calls: Calls, support: Support, public_url: str, clock: Clock) -> DiscoveryModule:
    """Put the module together."""
    voip = CallsApi(calls, clock)
    known = WellKnownApi(home_url=public_url.rstrip("/"), support=support, rtc_transports=voip.rtc_transports)
    return DiscoveryModule(Module(name="discovery", routes=(*voip.routes(), *known.routes())), voip)
