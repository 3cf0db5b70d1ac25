# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of offboarding."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from chancery.kit.paging import Page
from chancery.modules.offboarding.contract import EndingDevice, Leaver, Plan, Record, RoomStep
from chancery.modules.org.contract import EndingPost, EndingTeam, Sponsored
from chancery.modules.rooms.contract import LeavingPlace

Id = Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$", max_length=255)]


class OffboardingBody(msgspec.Struct, frozen=True):
    """`confirmation` is the user name of the person who leaves; the `successor` takes over what has nobody else.

    `auth` proves who asks, as on Matrix routes.
    """

    confirmation: Id
    successor: Id | None = None
    auth: dict[str, Any] | None = None


class OffboardingPlan(msgspec.Struct, frozen=True):
    """What would end, and who would take it over; `names` are the display names of the people in it."""

    user_id: str
    name: str
    posts: list[EndingPost]
    teams: list[EndingTeam]
    administers: list[str]
    external_unit_id: str | None
    sponsored: list[Sponsored]
    devices: list[EndingDevice]
    rooms: list[LeavingPlace]
    names: Mapping[str, str]


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
    names: Mapping[str, str]


class LeaverView(msgspec.Struct, frozen=True):
    """A line in the list of records; `rooms_left` are those of its `rooms` that wait to be left."""

    id: str
    user_id: str
    name: str
    actor: str
    actor_name: str | None
    started_at: int
    finished_at: int | None
    rooms: int
    rooms_left: int


class LeaverPage(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/offboardings`, the latest first."""

    items: list[LeaverView]
    next_cursor: str | None


def plan_view(plan: Plan, names: Mapping[str, str]) -> OffboardingPlan:
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
        names,
    )


def record_view(record: Record, names: Mapping[str, str]) -> OffboardingRecord:
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
        names,
    )


def leaver_page(page: Page[Leaver], names: Mapping[str, str]) -> LeaverPage:
    """Return a page of the list as JSON shows it."""
    return LeaverPage([_leaver_view(leaver, names) for leaver in page.items], page.next_cursor)


def _leaver_view(leaver: Leaver, names: Mapping[str, str]) -> LeaverView:
    return LeaverView(
        leaver.id,
        leaver.user_id,
        leaver.name,
        leaver.actor,
        names.get(leaver.actor),
        leaver.started_at,
        leaver.finished_at,
        leaver.rooms,
        leaver.rooms_left,
    )
