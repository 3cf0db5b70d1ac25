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


class UnknownRelation(BadRequest):
    """The permission schema has no such object kind or relation."""

    code = "unknown_relation"
