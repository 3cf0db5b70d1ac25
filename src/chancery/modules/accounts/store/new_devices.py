# SPDX-License-Identifier: EUPL-1.2
"""SQL of the columns of `accounts_device` that say which sign-ins a person has yet to recognise."""

from typing import cast

from chancery.kit.ids import DeviceId, UserId
from chancery.modules.accounts.model import NewDevice
from chancery.platform.db.port import Database, Row, Write

_COLUMNS = "d.user_id, d.device_id, d.display_name, d.signed_in_at, d.last_seen_ip, d.last_seen_agent"
_AT_ONCE = 50


class NewDeviceStore:
    """Devices that are new to their owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list_after(self, user_id: UserId, device_id: DeviceId) -> list[NewDevice]:
        """Return the person's unanswered devices that signed in after the given one, newest first."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM accounts_device d JOIN accounts_device own"
            " ON own.user_id = d.user_id AND own.device_id = $2"
            " WHERE d.user_id = $1 AND d.device_id <> $2 AND d.is_unanswered = 1"
            " AND d.signed_in_at >= own.signed_in_at ORDER BY d.signed_in_at DESC, d.device_id",
            user_id,
            device_id,
        )
        return [_device(row) for row in rows]

    def recognise(self, write: Write, device: NewDevice) -> None:
        """Note that the person knows a device; refuses the write when it signed in anew meanwhile."""
        write.execute(
            "UPDATE accounts_device SET is_unanswered = 0, is_letter_due = 0"
            " WHERE user_id = $1 AND device_id = $2 AND is_unanswered = 1 AND signed_in_at = $3",
            device.user_id,
            device.device_id,
            device.signed_in_at,
            expect=1,
        )

    async def list_letters(self) -> list[tuple[NewDevice, str]]:
        """Return devices of which a letter is due, with their owners' addresses."""
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS}, p.email FROM accounts_device d"
            " JOIN accounts_person p ON p.user_id = d.user_id"
            " WHERE d.is_letter_due = 1 AND p.is_active = 1 AND p.email IS NOT NULL"
            " ORDER BY d.signed_in_at LIMIT $1",
            _AT_ONCE,
        )
        return [(_device(row[:-1]), str(row[-1])) for row in rows]

    def set_letter_due(self, write: Write, device: NewDevice, *, is_due: bool) -> None:
        """Take a letter in hand, or put it back; refuses the write when another process was first."""
        write.execute(
            "UPDATE accounts_device SET is_letter_due = $4"
            " WHERE user_id = $1 AND device_id = $2 AND signed_in_at = $3 AND is_letter_due <> $4",
            device.user_id,
            device.device_id,
            device.signed_in_at,
            int(is_due),
            expect=1,
        )


def _device(row: Row) -> NewDevice:
    user_id, device_id, name, signed_in_at, ip, agent = cast(
        "tuple[str, str, str | None, int, str | None, str | None]", tuple(row)
    )
    return NewDevice(UserId(user_id), DeviceId(device_id), name, signed_in_at, ip or "", agent or "")
