# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with the organisation."""

from chancery.kit.errors import BadRequest, Conflict, Forbidden, NotFound


class PersonNotFound(NotFound):
    """The directory has no such person."""

    code = "person_not_found"


class UnitNotFound(NotFound):
    """There is no such unit."""

    code = "unit_not_found"


class PostNotFound(NotFound):
    """There is no such post."""

    code = "post_not_found"


class TeamNotFound(NotFound):
    """There is no such team, or the caller may not know of it."""

    code = "team_not_found"


class NotAdministrator(Forbidden):
    """The caller does not administer this part of the organisation."""

    code = "not_administrator"


class AlreadyAppointed(Conflict):
    """The person holds this post already."""

    code = "already_appointed"


class PostOccupied(Conflict):
    """Somebody else heads the unit at that time."""

    code = "post_occupied"


class DutyNeedsEnd(BadRequest):
    """A turn of duty was to last for ever."""

    code = "duty_needs_end"


class PostHeld(Conflict):
    """Somebody holds the post, or will."""

    code = "post_held"


class UnitInUse(Conflict):
    """The unit has posts, units, teams or externals."""

    code = "unit_in_use"


class UnitCycle(Conflict):
    """A unit cannot be moved below itself."""

    code = "unit_cycle"


class RootUnit(Conflict):
    """The root of an agency has no place above it."""

    code = "root_unit"


class OtherAgency(Conflict):
    """A unit is moved within its agency only."""

    code = "other_agency"


class HistoryRefused(Forbidden):
    """The caller manages nothing of what they ask the history of."""

    code = "history_refused"


class ExternalNotFound(NotFound):
    """There is no such external, or the caller does not answer for them."""

    code = "external_not_found"


class SponsorRefused(BadRequest):
    """Who answers for an external belongs to the unit they work with."""

    code = "sponsor_refused"


class NotOnRedList(NotFound):
    """The person is not on the red list."""

    code = "not_on_red_list"


class LastAgencyAdministrator(Conflict):
    """Nobody else who may sign in administers the agency."""

    code = "last_administrator"


class UnknownRelation(BadRequest):
    """The permission schema has no such object kind or relation."""

    code = "unknown_relation"


class TeamExists(Conflict):
    """The unit has its own team already."""

    code = "team_exists"


class OwnTeam(Conflict):
    """A unit's own team bears the unit's name."""

    code = "own_team"
