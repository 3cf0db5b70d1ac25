# SPDX-License-Identifier: EUPL-1.2
"""The organisation as it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.kit.ids import AgencyId, PostId, TeamId, UnitId, UserId
from chancery.modules.org import contract
from chancery.modules.org.contract import PostKind

FOR_EVER = contract.FOR_EVER
Edge = tuple[str, str]
"""Child and parent of the containment tree."""
Node = tuple[str, str]
"""An object and a relation to it: everybody who has it."""


def kind_of(object_: str) -> str:
    """Return the kind in front of an object's colon."""
    return object_.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Agency:
    """The whole; `demo` is JSON of the logins offered on the sign-in page, None outside the demo."""

    id: AgencyId
    name: str
    demo: str | None = None


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A node of the tree; `place` orders siblings."""

    id: UnitId
    agency_id: AgencyId
    parent_id: UnitId | None
    name: str
    kind: str
    place: int


@dataclass(frozen=True, slots=True)
class Post:
    """A seat in a unit; the holder of a head post leads the unit, a duty post is held in turns."""

    id: PostId
    unit_id: UnitId
    title: str
    kind: PostKind
    place: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who holds a post, from when, until before when; `acting` in another's stead."""

    post_id: PostId
    user_id: UserId
    starts_at: int
    ends_at: int = FOR_EVER
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post now, or will."""

    user_id: UserId
    name: str
    starts_at: int
    ends_at: int
    acting: bool


@dataclass(frozen=True, slots=True)
class StaffedPost:
    """A post with its holders."""

    post: Post
    holders: list[Holder]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAppointment:
    """An appointment as histories tell it, with the names of today."""

    post_id: PostId
    title: str
    unit_id: UnitId
    unit_name: str
    user_id: UserId
    name: str
    starts_at: int
    ends_at: int
    acting: bool


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What the directory keeps of a person; the e-mail address is the login's."""

    user_id: UserId
    name: str
    phones: Sequence[str] = ()
    room: str | None = None
    languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class External:
    """A person from outside who works with a unit; the sponsor answers for them."""

    user_id: UserId
    unit_id: UnitId
    sponsor_id: UserId
    purpose: str
    starts_at: int
    ends_at: int
    review_at: int


@dataclass(frozen=True, slots=True)
class ListedExternal:
    """An external with the names of today; `orphaned` when the sponsor holds no post any more."""

    external: External
    name: str
    sponsor_name: str
    orphaned: bool


@dataclass(frozen=True, slots=True)
class RedListing:
    """Why a person is on the red list, who put them there, and until when."""

    user_id: UserId
    reason: str
    set_by: UserId
    starts_at: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Team:
    """A group of people that belongs to a unit; a unit's `own` team has its people and bears its name."""

    id: TeamId
    unit_id: UnitId
    name: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation tuple."""

    object: str
    relation: str
    subject: str
    subject_relation: str = ""
    starts_at: int = 0
    ends_at: int = FOR_EVER


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person in a list with the post that counts."""

    user_id: UserId
    name: str
    sort_name: str
    post: str
    unit_id: UnitId
    unit_name: str
    acting: bool
