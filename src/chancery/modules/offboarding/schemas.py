# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of offboarding."""

from typing import Annotated

import msgspec

from chancery.modules.offboarding.contract import EndingDevice, Plan, Record, RoomStep
from chancery.modules.org.contract import EndingPost, EndingTeam, Sponsored
from chancery.modules.rooms.contract import LeavingPlace

Id = Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$", max_length=255)]


class OffboardingBody(msgspec.Struct, frozen=True):
    """`confirmation` is the user name of the person who leaves; the `successor` takes over what has nobody else."""

    confirmation: Id
    successor: Id | None = None


class OffboardingPlan(msgspec.Struct, frozen=True):
    """What would end, and who would take it over."""

    user_id: str
    name: str
    posts: list[EndingPost]
    teams: list[EndingTeam]
    administers: list[str]
    external_unit_id: str | None
    sponsored: list[Sponsored]
    devices: list[EndingDevice]
    rooms: list[LeavingPlace]


class OffboardingRecord(msgspec.Struct, frozen=True):
    """What ended, who took it over, and which rooms are left yet while `finished_at` is null."""

    id: str
    user_id: str
    name: str
    actor: str
    successor: str | None
    started_at: int
    finished_at: int | None
    posts: list[EndingPost]
    teams: list[EndingTeam]
    administers: list[str]
    external_unit_id: str | None
    sponsored: list[Sponsored]
    devices: list[EndingDevice]
    rooms: list[RoomStep]


def plan_view(plan: Plan) -> OffboardingPlan:
    """Return a plan as JSON shows it."""
    departure = plan.departure
    return OffboardingPlan(
        departure.user_id,
        departure.name,
        list(departure.posts),
        list(departure.teams),
        list(departure.administers),
        departure.external_unit_id,
        list(departure.sponsored),
        list(plan.devices),
        list(plan.rooms),
    )


def record_view(record: Record) -> OffboardingRecord:
    """Return a record as JSON shows it."""
    departure = record.departure
    return OffboardingRecord(
        record.id,
        record.user_id,
        departure.name,
        record.actor,
        record.successor,
        record.started_at,
        record.finished_at,
        list(departure.posts),
        list(departure.teams),
        list(departure.administers),
        departure.external_unit_id,
        list(departure.sponsored),
        list(record.devices),
        list(record.rooms),
    )
