# SPDX-License-Identifier: EUPL-1.2
"""The server and the people of the sync tests."""

from collections.abc import AsyncIterator

import pytest
from support.office import Office
from support.town import Person, Town, build_town

from chancery.platform.config.settings import Presence


@pytest.fixture
async def town(office: Office) -> AsyncIterator[Town]:
    """The server, started; without presence, whose comings and goings would answer parked polls."""
    town, manifests = build_town(office, Presence(enabled=False))
    for manifest in manifests:
        if manifest.start:
            await manifest.start()
    yield town
    for manifest in reversed(manifests):
        if manifest.stop:
            await manifest.stop()


@pytest.fixture
async def anna(town: Town) -> Person:
    return await town.person("anna")


@pytest.fixture
async def boris(town: Town) -> Person:
    return await town.person("boris")


@pytest.fixture
async def carla(town: Town) -> Person:
    return await town.person("carla")
