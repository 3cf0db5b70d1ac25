# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with the rooms of teams and posts."""

from chancery.kit.errors import Conflict, NotFound


class TeamNotFound(NotFound):
    """There is no such team, or the caller may not know of it or do this to it."""

    code = "team_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such team of yours")


class PostNotFound(NotFound):
    """There is no such post, or the caller may not give it rooms."""

    code = "post_not_found"

    def __init__(self) -> None:
        super().__init__("there is no such post")


class OwnPost(Conflict):
    """The caller holds the post that they want to write to."""

    code = "own_post"


class NobodyAnswers(Conflict):
    """The post is vacant, and neither its unit nor any unit above has a head."""

    code = "nobody_answers"


class TeamBusy(Conflict):
    """Somebody else gave the team its rooms at the same moment."""

    code = "team_busy"
