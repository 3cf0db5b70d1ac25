# SPDX-License-Identifier: EUPL-1.2
"""Door to the rooms of teams and posts: who is in them is computed from the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from chancery.kit.ids import PostId, RoomId, TeamId, UserId
from chancery.modules.org.contract import PostSummary, TeamSummary

Purpose = Literal["space", "discussion", "announcements", "room", "conversation", "post"]
"""What a room is for: a team's space and the rooms in it, a person's conversation with a post, a post's own room."""


@dataclass(frozen=True, slots=True)
class BoundRoom:
    """A room whose members are computed; an empty `name` means that it bears its team's or post's name.

    `object` is `team:…` or `post:…`. `is_vacant`: nobody holds the post, and who stands in answers.
    """

    room_id: RoomId
    object: str
    purpose: Purpose
    name: str
    is_vacant: bool = False


@dataclass(frozen=True, slots=True)
class TeamSpace:
    """A team with its space and rooms; `space_id` is None while it has none. `belongs`, `administers`: the reader does."""

    team: TeamSummary
    space_id: RoomId | None
    rooms: Sequence[BoundRoom]
    belongs: bool
    administers: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """The room between a person and a post; with `vacant`, who answers stands in for a holder."""

    room_id: RoomId
    post_id: PostId
    title: str
    vacant: bool
    answering: Sequence[UserId]


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post as who looks at it sees it, without people who are hidden from them: `rooms` are its own, for who holds or manages it."""

    post: PostSummary
    is_vacant: bool
    holders: Sequence[UserId]
    stand_ins: Sequence[UserId]
    conversation: RoomId | None
    rooms: Sequence[BoundRoom]


@dataclass(frozen=True, slots=True)
class RoomChange:
    """A person would join or leave a room; `title` tells no names of those who write to a post."""

    user_id: UserId
    name: str
    joins: bool
    room_id: RoomId
    object: str
    purpose: Purpose
    title: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A room that all who have power in it would leave; `heirs` have it from then on."""

    room_id: RoomId
    object: str
    title: str
    leavers: Sequence[UserId]
    heirs: Sequence[UserId]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a deed would do to rooms: how much, and one page of it."""

    people: int
    joins: int
    leaves: int
    changes: Sequence[RoomChange]
    handed_over: Sequence[HandedOver]


class Teams(Protocol):
    """Gives teams their rooms, for what runs on the server itself and asks no rights."""

    async def furnish(self, team_id: TeamId) -> RoomId:
        """Return a team's space, made with its rooms unless there is one; raises TeamNotFound."""

    async def settle(self) -> None:
        """Return when everything that has changed so far has reached the rooms."""
