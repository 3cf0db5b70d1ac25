# SPDX-License-Identifier: EUPL-1.2
"""Whose rooms are whose, and what they are called."""

from chancery.kit.ids import PostId
from chancery.modules.teams.contract import BoundRoom


def is_of_post(room: BoundRoom) -> bool:
    """Tell whether a room is a post's."""
    return room.object.startswith("post:")


def post_of(room: BoundRoom) -> PostId:
    """Return the post whose room it is."""
    return PostId(room.object.removeprefix("post:"))


def team_title(room: BoundRoom, team_name: str) -> str:
    """Return what a team's room is called."""
    if room.purpose in ("space", "discussion"):
        return team_name
    return f"{team_name} · {room.name}" if room.purpose == "announcements" else room.name
