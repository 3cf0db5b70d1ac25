# SPDX-License-Identifier: EUPL-1.2
"""What settings change of new rooms: their version, and whether private ones take guests."""

from pathlib import Path

import msgspec
import pytest
from support.ministry import Ministry, ministry_settings, open_ministry
from support.people import V3

from chancery.platform.bus.local import LocalBus
from chancery.platform.config.settings import Rooms, Testing
from chancery.platform.db.port import Database


async def _default_of(ministry: Ministry) -> tuple[str, str]:
    """Return the default version that clients are told, and the one that a new room gets."""
    anna = await ministry.person("anna")
    capabilities = (await anna.client.get(f"{V3}/capabilities")).json["capabilities"]
    versions = capabilities["m.room_versions"]
    assert versions["available"] == {str(number): "stable" for number in range(6, 13)}
    created = await anna.get(await anna.create(), "state/m.room.create")
    return versions["default"], created.json["room_version"]


async def test_new_rooms_have_the_newest_version(ministry: Ministry) -> None:
    assert await _default_of(ministry) == ("12", "12")


async def test_another_default_version_can_be_set(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(ministry_settings(tmp_path), rooms=Rooms(default_version=10))
    async with open_ministry(settings, database, local_bus, tmp_path) as ministry:
        assert await _default_of(ministry) == ("10", "10")


@pytest.mark.parametrize(
    ("preset", "wanted"),
    [("private_chat", "can_join"), ("trusted_private_chat", "can_join"), ("public_chat", "forbidden")],
)
async def test_presets_follow_the_specification_where_there_are_guests(
    database: Database, local_bus: LocalBus, tmp_path: Path, preset: str, wanted: str
) -> None:
    settings = msgspec.structs.replace(ministry_settings(tmp_path), testing=Testing(guests=True))
    async with open_ministry(settings, database, local_bus, tmp_path) as ministry:
        anna = await ministry.person("anna")
        state = await anna.get(await anna.create(preset=preset), "state/m.room.guest_access")
        assert state.json == {"guest_access": wanted}


async def test_strangers_read_the_list_of_public_rooms_only_where_there_are_guests(
    database: Database, local_bus: LocalBus, tmp_path: Path
) -> None:
    for testing, status in ((Testing(), 401), (Testing(guests=True), 200)):
        settings = msgspec.structs.replace(ministry_settings(tmp_path), testing=testing)
        async with open_ministry(settings, database, local_bus, tmp_path) as ministry:
            assert (await ministry.anonymous.get(f"{V3}/publicRooms")).status == status
