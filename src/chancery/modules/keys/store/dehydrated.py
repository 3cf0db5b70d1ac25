# SPDX-License-Identifier: EUPL-1.2
"""The dehydrated device that a person may leave on the server (MSC3814); its keys lie with those of other devices."""

from dataclasses import dataclass
from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.platform.db.port import Database, Write


@dataclass(frozen=True, slots=True)
class Dehydrated:
    """A stored device; `device_data` is a JSON object as bytes that only its owner can read."""

    device_id: DeviceId
    display_name: str | None
    device_data: bytes


class DehydratedStore:
    """Reads at once; writes are added to the caller's unit of work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def find(self, user_id: UserId) -> Dehydrated | None:
        """Return the person's dehydrated device."""
        row = await self._db.fetch_one(
            "SELECT device_id, display_name, device_data FROM keys_dehydrated WHERE user_id = $1", user_id
        )
        if row is None:
            return None
        device_id, display_name, data = row
        return Dehydrated(
            DeviceId(cast("str", device_id)), cast("str | None", display_name), cast("bytes", data)
        )

    def put(self, write: Write, user_id: UserId, device: Dehydrated) -> None:
        write.execute(
            "INSERT INTO keys_dehydrated (user_id, device_id, display_name, device_data) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (user_id) DO UPDATE SET device_id = excluded.device_id,"
            " display_name = excluded.display_name, device_data = excluded.device_data",
            user_id,
            device.device_id,
            device.display_name,
            device.device_data,
        )

    def delete(self, write: Write, user_id: UserId) -> None:
        write.execute("DELETE FROM keys_dehydrated WHERE user_id = $1", user_id)
