# SPDX-License-Identifier: EUPL-1.2
"""SQL of `org_appointment`: who holds what from when until when; nothing that began is ever removed."""

from typing import cast

from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.model import Appointment, PastAppointment
from chancery.platform.db.port import Database, Row, Write

_APPOINTMENT = "post_id, user_id, starts_at, ends_at, acting"
_PAST = """
SELECT a.post_id, p.title, p.unit_id, u.name, a.user_id, coalesce(d.name, a.user_id),
    a.starts_at, a.ends_at, a.acting
FROM org_appointment a
JOIN org_post p ON p.id = a.post_id
JOIN org_unit u ON u.id = p.unit_id
LEFT JOIN org_person d ON d.user_id = a.user_id
WHERE a.{column} = $1 ORDER BY a.starts_at DESC, a.post_id, a.user_id LIMIT $2
"""


class AppointmentStore:
    """Appointments past, present and to come."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_appointment(self, write: Write, appointment: Appointment) -> None:
        """Add an appointment."""
        write.execute(
            f"INSERT INTO org_appointment ({_APPOINTMENT}) VALUES ($1, $2, $3, $4, $5)",
            appointment.post_id,
            appointment.user_id,
            appointment.starts_at,
            appointment.ends_at,
            int(appointment.acting),
        )

    def change_appointment(self, write: Write, appointment: Appointment, began_at: int) -> None:
        """Give an appointment other dates."""
        write.execute(
            "UPDATE org_appointment SET starts_at = $4, ends_at = $5, acting = $6"
            " WHERE post_id = $1 AND user_id = $2 AND starts_at = $3",
            appointment.post_id,
            appointment.user_id,
            began_at,
            appointment.starts_at,
            appointment.ends_at,
            int(appointment.acting),
            expect=1,
        )

    def end_appointments(self, write: Write, post_id: PostId, user_id: UserId, now: int) -> None:
        """End a person's present appointment to a post, and take back those that have not begun."""
        write.execute(
            "UPDATE org_appointment SET ends_at = $3"
            " WHERE post_id = $1 AND user_id = $2 AND starts_at <= $3 AND ends_at > $3",
            post_id,
            user_id,
            now,
        )
        write.execute(
            "DELETE FROM org_appointment WHERE post_id = $1 AND user_id = $2 AND starts_at > $3",
            post_id,
            user_id,
            now,
        )

    async def list_unended(self, post_id: PostId, now: int) -> list[Appointment]:
        """Return a post's appointments of now and later."""
        rows = await self._database.fetch(
            f"SELECT {_APPOINTMENT} FROM org_appointment WHERE post_id = $1 AND ends_at > $2", post_id, now
        )
        return [_appointment(row) for row in rows]

    async def list_unended_of(self, user_id: UserId, now: int) -> list[Appointment]:
        """Return a person's appointments of now and later."""
        rows = await self._database.fetch(
            f"SELECT {_APPOINTMENT} FROM org_appointment WHERE user_id = $1 AND ends_at > $2"
            " ORDER BY starts_at, post_id",
            user_id,
            now,
        )
        return [_appointment(row) for row in rows]

    async def list_acting(self, user_id: UserId, now: int) -> list[tuple[PostId, UserId, str]]:
        """Return who else acts for the posts that a person holds, with their names."""
        rows = await self._database.fetch(
            "SELECT o.post_id, o.user_id, coalesce(d.name, o.user_id) FROM org_appointment a"
            " JOIN org_appointment o ON o.post_id = a.post_id AND o.user_id <> a.user_id"
            " AND o.acting = 1 AND o.starts_at <= $2 AND o.ends_at > $2"
            " LEFT JOIN org_person d ON d.user_id = o.user_id"
            " WHERE a.user_id = $1 AND a.starts_at <= $2 AND a.ends_at > $2 ORDER BY o.starts_at, o.user_id",
            user_id,
            now,
        )
        return cast("list[tuple[PostId, UserId, str]]", rows)

    async def list_of_post(self, post_id: PostId, limit: int) -> list[PastAppointment]:
        """Return all appointments to a post, the latest first."""
        rows = await self._database.fetch(_PAST.format(column="post_id"), post_id, limit)
        return [_past(row) for row in rows]

    async def list_of_person(self, user_id: UserId, limit: int) -> list[PastAppointment]:
        """Return all appointments of a person, the latest first."""
        rows = await self._database.fetch(_PAST.format(column="user_id"), user_id, limit)
        return [_past(row) for row in rows]


def _appointment(row: Row) -> Appointment:
    post_id, user_id, starts_at, ends_at, acting = cast("tuple[PostId, UserId, int, int, int]", row)
    return Appointment(post_id, user_id, starts_at, ends_at, bool(acting))


def _past(row: Row) -> PastAppointment:
    *names, starts_at, ends_at, acting = cast("tuple[str, str, str, str, str, str, int, int, int]", row)
    post_id, title, unit_id, unit_name, user_id, name = names
    return PastAppointment(
        post_id=PostId(post_id),
        title=title,
        unit_id=UnitId(unit_id),
        unit_name=unit_name,
        user_id=UserId(user_id),
        name=name,
        starts_at=starts_at,
        ends_at=ends_at,
        acting=bool(acting),
    )
