# SPDX-License-Identifier: EUPL-1.2
"""A server without application services, for towns that are built by hand."""

from chancery.modules.appservices.service.calls import ServiceCalls
from chancery.modules.appservices.service.names import Bridging, OwnedNames
from chancery.platform.outgoing.client import GuardedNetwork
from chancery.wire.matrix.registration import Registrations

NO_NAMES = OwnedNames(Registrations(), takes_query_tokens=False)
NO_BRIDGES = Bridging(Registrations(), ServiceCalls(GuardedNetwork().client("appservices", [])))
