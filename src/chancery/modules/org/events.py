# SPDX-License-Identifier: EUPL-1.2
"""Facts about the organisation that other modules may hear."""

from chancery.kit.ids import PostId, TeamId, UnitId, UserId
from chancery.platform.bus.port import Fact


class UnitChanged(Fact, frozen=True):
    """A unit came into being or was renamed."""

    unit_id: UnitId
    position: int


class UnitMoved(Fact, frozen=True):
    """A unit stands below another one now, with all that is below it."""

    unit_id: UnitId
    parent_id: UnitId
    position: int


class AppointmentChanged(Fact, frozen=True):
    """A person was appointed to a post, or the appointment got another end."""

    user_id: UserId
    post_id: PostId
    unit_id: UnitId
    position: int


class TeamChanged(Fact, frozen=True):
    """A team came into being, or its members changed."""

    team_id: TeamId
    position: int
