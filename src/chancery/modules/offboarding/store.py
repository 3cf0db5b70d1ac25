# SPDX-License-Identifier: EUPL-1.2
"""SQL of `offboarding_case` and `offboarding_room`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from chancery.kit.ids import RoomId, UserId
from chancery.modules.offboarding.contract import EndingDevice, RoomStep
from chancery.modules.org.contract import Departure
from chancery.modules.rooms.contract import LeavingPlace
from chancery.platform.db.port import Database, Row, Write

_CASE = "id, user_id, actor, successor_id, scope, plan, started_at, finished_at"
_NEWEST = (2**63 - 1, "")
_STEP = "room_id, name, membership, others, orphaned, heir_id, done_at, problem"


class Decided(msgspec.Struct, frozen=True):
    """What was decided in the first write, and is kept for the record."""

    departure: Departure
    devices: list[EndingDevice]


@dataclass(frozen=True, slots=True)
class Case:
    """One person's leaving; `scope` are the objects all of which its readers administer."""

    id: str
    user_id: UserId
    actor: str
    successor: UserId | None
    scope: Sequence[str]
    decided: Decided
    started_at: int
    finished_at: int | None = None


class CaseStore:
    """Cases and their steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, write: Write, case: Case) -> None:
        """Add a case; a second one of the same person is refused."""
        write.execute(
            f"INSERT INTO offboarding_case ({_CASE}) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
            case.id,
            case.user_id,
            case.actor,
            case.successor,
            msgspec.json.encode(case.scope).decode(),
            msgspec.json.encode(case.decided).decode(),
            case.started_at,
        )

    def insert_rooms(self, write: Write, case_id: str, places: Sequence[LeavingPlace]) -> None:
        """Add the rooms to be left; those that are there already stay."""
        write.execute_many(
            "INSERT INTO offboarding_room (case_id, room_id, name, membership, others, orphaned, heir_id)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, room_id) DO NOTHING",
            [
                (case_id, one.room_id, one.name, one.membership, one.others, int(one.orphaned), one.heir)
                for one in places
            ],
        )

    def mark_left(
        self, write: Write, case_id: str, room_id: RoomId, *, now: int, problem: str | None
    ) -> None:
        """Note that a room was left; nothing when that was noted before."""
        write.execute(
            "UPDATE offboarding_room SET done_at = $3, problem = $4"
            " WHERE case_id = $1 AND room_id = $2 AND done_at IS NULL",
            case_id,
            room_id,
            now,
            problem,
        )

    def finish(self, write: Write, case_id: str, now: int) -> None:
        """Note that nothing is left to do; refuses the write when another process did."""
        write.execute(
            "UPDATE offboarding_case SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL",
            case_id,
            now,
            expect=1,
        )

    async def find(self, case_id: str) -> Case | None:
        """Return a case, or None."""
        row = await self._database.fetch_one(f"SELECT {_CASE} FROM offboarding_case WHERE id = $1", case_id)
        return _case(row) if row else None

    async def find_of(self, user_id: UserId) -> Case | None:
        """Return a person's case, or None."""
        row = await self._database.fetch_one(
            f"SELECT {_CASE} FROM offboarding_case WHERE user_id = $1", user_id
        )
        return _case(row) if row else None

    async def list_open(self, limit: int) -> list[Case]:
        """Return unfinished cases, the oldest first."""
        rows = await self._database.fetch(
            f"SELECT {_CASE} FROM offboarding_case WHERE finished_at IS NULL ORDER BY started_at, id LIMIT $1",
            limit,
        )
        return [_case(row) for row in rows]

    async def list_before(self, before: tuple[int, str] | None, limit: int) -> list[Case]:
        """Return cases, the latest first, behind a moment and an id."""
        rows = await self._database.fetch(
            f"SELECT {_CASE} FROM offboarding_case WHERE (started_at, id) < ($1, $2)"
            " ORDER BY started_at DESC, id DESC LIMIT $3",
            *(before or _NEWEST),
            limit,
        )
        return [_case(row) for row in rows]

    async def count_rooms(self, case_id: str) -> tuple[int, int]:
        """Return how many rooms a case has, and how many of them wait to be left."""
        row = await self._database.fetch_one(
            "SELECT count(*), count(*) - count(done_at) FROM offboarding_room WHERE case_id = $1", case_id
        )
        return cast("tuple[int, int]", row)

    async def list_rooms(self, case_id: str) -> list[RoomStep]:
        """Return a case's rooms."""
        rows = await self._database.fetch(
            f"SELECT {_STEP} FROM offboarding_room WHERE case_id = $1 ORDER BY room_id", case_id
        )
        return [_step(row) for row in rows]


def _case(row: Row) -> Case:
    case_id, user_id, actor, successor, scope, plan, started_at, finished_at = cast(
        "tuple[str, UserId, str, UserId | None, str, str, int, int | None]", row
    )
    decided = msgspec.json.decode(plan, type=Decided)
    known = msgspec.json.decode(scope, type=list[str])
    return Case(case_id, user_id, actor, successor, known, decided, started_at, finished_at)


def _step(row: Row) -> RoomStep:
    room_id, name, membership, others, orphaned, heir, done_at, problem = cast(
        "tuple[RoomId, str | None, str, int, int, UserId | None, int | None, str | None]", row
    )
    return RoomStep(room_id, name, membership, others, bool(orphaned), heir, done_at, problem)
