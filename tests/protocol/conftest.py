# SPDX-License-Identifier: EUPL-1.2
"""The scene that every table of the protocol is played on."""

import pytest
from support.addresses import Scene, make_scene
from support.ministry import Ministry


@pytest.fixture
async def scene(ministry: Ministry) -> Scene:
    """The whole application with Anna's room in it."""
    return await make_scene(ministry)
