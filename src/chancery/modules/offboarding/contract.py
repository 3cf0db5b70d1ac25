# SPDX-License-Identifier: EUPL-1.2
"""Door to offboarding: what ends when a person leaves, and the record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import DeviceId, RoomId, UserId
from chancery.modules.org.contract import Departure
from chancery.modules.rooms.contract import LeavingPlace
from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class EndingDevice:
    """A device that is signed out, with its sessions and tokens."""

    device_id: DeviceId
    name: str | None
    last_seen_at: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person's leaving would do; nothing of it has happened."""

    departure: Departure
    devices: Sequence[EndingDevice]
    rooms: Sequence[LeavingPlace]


@dataclass(frozen=True, slots=True)
class RoomStep:
    """A room in a record: `done_at` is None while the person has not left it; `problem` is why no heir took over."""

    room_id: RoomId
    name: str | None
    membership: str
    others: int
    orphaned: bool
    heir: UserId | None
    done_at: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """What was done when a person left, and what is not done yet while `finished_at` is None."""

    id: str
    user_id: UserId
    actor: str
    successor: UserId | None
    started_at: int
    finished_at: int | None
    departure: Departure
    devices: Sequence[EndingDevice]
    rooms: Sequence[RoomStep]


@dataclass(frozen=True, slots=True)
class Leaver:
    """A record in a list: who left, by whom, and how many rooms wait to be left."""

    id: str
    user_id: UserId
    name: str
    actor: str
    started_at: int
    finished_at: int | None
    rooms: int
    rooms_left: int


class Departures(Protocol):
    """People who leave the organisation, as it knows them; given to offboarding when it is built."""

    async def scope(self, user_id: UserId) -> Sequence[str]:
        """Return the objects all of which one administers who may let a person go; none: who runs the server may."""

    async def plan(self, user_id: UserId, successor: UserId | None) -> Departure:
        """Return what ends and who takes it over; raises LastAgencyAdministrator, PersonNotFound (the successor)."""

    async def add(self, write: Write, departure: Departure, *, actor: str) -> None:
        """Add a planned departure to a larger write, with its audit entries."""

    async def list_expired(self, limit: int) -> Sequence[UserId]:
        """Return people from outside whose time is over, who hold no post, and whose login was not closed."""


class Offboarding(Protocol):
    """Lets people go, for commands on the server's own machine, which ask no rights."""

    async def plan(self, user_id: UserId, successor: UserId | None) -> Plan:
        """Return what would happen; raises PersonNotFound, LastAdministrator."""

    async def run(self, user_id: UserId, successor: UserId | None) -> Record:
        """Do it, or go on with what was begun, and return the record; raises like `plan`."""
