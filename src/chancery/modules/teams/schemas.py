# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of teams and posts."""

from typing import Annotated

import msgspec

from chancery.modules.org.contract import PostKind
from chancery.modules.teams.contract import (
    BoundRoom,
    Conversation,
    HandedOver,
    PostCard,
    Preview,
    Purpose,
    RoomChange,
    TeamSpace,
)
from chancery.modules.teams.rules import team_title

Id = Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$", max_length=255)]
Name = Annotated[str, msgspec.Meta(pattern="^[^\\x00]*$", max_length=200)]
_MOST_HANDED = 200
People = Annotated[list[Id], msgspec.Meta(max_length=500)]


class NewTeamBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/teams`: without a name the unit's own team; `announcements` is what that room is called."""

    unit_id: Id
    name: Name | None = None
    sponsor_id: Id | None = None
    members: People = []
    announcements: Name | None = None


class SpaceBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/teams/{team_id}/space`."""

    announcements: Name | None = None


class TeamNameBody(msgspec.Struct, frozen=True):
    """`PATCH /api/v1/teams/{team_id}`."""

    name: Name


class TeamRoomBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/teams/{team_id}/rooms`; in `announcements` only managers write."""

    name: Name
    announcements: bool = False
    encrypted: bool = True


class PostRoomBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/posts/{post_id}/rooms`; with no name it bears the post's."""

    name: Name = ""
    encrypted: bool = False


class ConversationBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/posts/{post_id}/conversation`: the next holder can read what is not encrypted between people."""

    encrypted: bool = False


class RoomView(msgspec.Struct, frozen=True):
    """A room of a team or post."""

    room_id: str
    purpose: Purpose
    name: str


class TeamSpaceView(msgspec.Struct, frozen=True):
    """A team with its space and rooms."""

    id: str
    unit_id: str
    name: str
    own: bool
    belongs: bool
    administers: bool
    space_id: str | None
    rooms: list[RoomView]


class TeamSpaceList(msgspec.Struct, frozen=True):
    """`GET /api/v1/teams`."""

    teams: list[TeamSpaceView]


class ConversationView(msgspec.Struct, frozen=True):
    """The room between the caller and a post; `answering` stand in when it is `vacant`."""

    room_id: str
    post_id: str
    title: str
    vacant: bool
    answering: list[str]


class PostCardView(msgspec.Struct, frozen=True):
    """`GET /api/v1/posts/{post_id}`."""

    id: str
    title: str
    kind: PostKind
    unit_id: str
    unit_name: str
    vacant: bool
    holders: list[str]
    stand_ins: list[str]
    conversation: str | None
    rooms: list[RoomView]


class MoveDeed(msgspec.Struct, frozen=True, tag="move", tag_field="kind"):
    """A unit is put under another one."""

    unit_id: Id
    parent_id: Id


class AppointDeed(msgspec.Struct, frozen=True, tag="appoint", tag_field="kind"):
    """A person comes to hold a post."""

    post_id: Id
    user_id: Id
    acting: bool = False


class EndDeed(msgspec.Struct, frozen=True, tag="end", tag_field="kind"):
    """A person ceases to hold a post."""

    post_id: Id
    user_id: Id


class DeedPreviewBody(msgspec.Struct, frozen=True):
    """`POST /api/v1/teams/preview`."""

    deed: MoveDeed | AppointDeed | EndDeed
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50
    cursor: Id | None = None


class DeedPreviewView(msgspec.Struct, frozen=True):
    """What a deed would do to rooms: counts, a page of changes, and the rooms whose only managers leave."""

    people: int
    joins: int
    leaves: int
    hands_over: int
    changes: list[RoomChange]
    handed_over: list[HandedOver]
    next_cursor: str | None


def preview_view(preview: Preview, page: list[RoomChange], next_cursor: str | None) -> DeedPreviewView:
    """Return a preview as the API shows it."""
    return DeedPreviewView(
        preview.people,
        preview.joins,
        preview.leaves,
        len(preview.handed_over),
        page,
        list(preview.handed_over[:_MOST_HANDED]),
        next_cursor,
    )


def space_view(space: TeamSpace) -> TeamSpaceView:
    """Return a team as the API shows it."""
    team = space.team
    rooms = [RoomView(room.room_id, room.purpose, team_title(room, team.name)) for room in space.rooms]
    return TeamSpaceView(
        team.id, team.unit_id, team.name, team.own, space.belongs, space.administers, space.space_id, rooms
    )


def room_view(room: BoundRoom) -> RoomView:
    """Return a room as the API shows it."""
    return RoomView(room.room_id, room.purpose, room.name)


def conversation_view(found: Conversation) -> ConversationView:
    """Return a conversation as the API shows it."""
    return ConversationView(found.room_id, found.post_id, found.title, found.vacant, list(found.answering))


def post_view(card: PostCard) -> PostCardView:
    """Return a post as the API shows it."""
    post = card.post
    return PostCardView(
        post.id,
        post.title,
        post.kind,
        post.unit_id,
        post.unit_name,
        card.is_vacant,
        list(card.holders),
        list(card.stand_ins),
        card.conversation,
        [room_view(room) for room in card.rooms],
    )
