# SPDX-License-Identifier: EUPL-1.2
"""Lets people from outside go when their time is over."""

import logging

from chancery.kit.errors import ChanceryError
from chancery.modules.offboarding.contract import Departures
from chancery.modules.offboarding.service.offboarding import OffboardingService

log = logging.getLogger(__name__)

_BLOCK = 100


class ExpiredExternals:
    """Offboards in the name of the system."""

    def __init__(self, departures: Departures, offboarding: OffboardingService) -> None:
        self._departures = departures
        self._offboarding = offboarding

    async def dismiss(self) -> None:
        """Offboard everybody whose end has passed and whose login is open."""
        for user_id in await self._departures.list_expired(_BLOCK):
            try:
                await self._offboarding.run(user_id, None)
            except ChanceryError as error:
                log.warning("somebody whose time is over could not be offboarded: %s", error.message)
