# SPDX-License-Identifier: EUPL-1.2
"""Door to the organisation: the directory of units and people, and the permission engine."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from chancery.kit.ids import AgencyId, PostId, TeamId, UnitId, UserId
from chancery.kit.paging import Page

PostKind = Literal["head", "deputy", "specialist", "duty"]
"""What a post is for: to head its unit, to be the head's deputy, to do its work, or to be held in turns of duty."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the tree: `kind` is agency, department, division, office …; `people_count` counts each person at or below it once."""

    id: UnitId
    parent_id: UnitId | None
    name: str
    kind: str
    head_user_id: UserId | None
    people_count: int


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post as its holder's card shows it; `path` are the units from the agency down to the post's own."""

    id: PostId
    title: str
    unit_id: UnitId
    unit_name: str
    path: Sequence[tuple[UnitId, str]]
    acting: bool


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person in a list, with the main post; `acting` when they hold it in another's stead."""

    user_id: UserId
    name: str
    post: str
    unit_id: UnitId
    unit_name: str
    avatar_url: str | None
    acting: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """All that the directory shows of a person."""

    user_id: UserId
    name: str
    avatar_url: str | None
    posts: Sequence[HeldPost]
    phones: Sequence[str]
    email: str | None
    room: str | None
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reason:
    """A step of an explanation: who has `subject_relation` to `subject` (a user when it is empty) has `relation` to `object`.

    `why`: a `tuple` says so, for its time; a `rule` of the schema does; or `containment`: `subject` contains `object`.
    """

    subject: str
    subject_relation: str
    relation: str
    object: str
    why: Literal["tuple", "rule", "containment"]
    starts_at: int | None = None
    ends_at: int | None = None


@dataclass(frozen=True, slots=True)
class EndingPost:
    """A holding of a post that ends with its holder's departure; `successor` acts for it from then on."""

    post_id: PostId
    title: str
    unit_id: UnitId
    unit_name: str
    starts_at: int
    ends_at: int
    acting: bool
    successor: UserId | None


@dataclass(frozen=True, slots=True)
class EndingTeam:
    """A team that somebody leaves; `successor` owns it from then on, when the leaver did."""

    team_id: TeamId
    name: str
    owned: bool
    successor: UserId | None


@dataclass(frozen=True, slots=True)
class Sponsored:
    """Somebody from outside for whom the leaver answers; with no `successor` they are up for review."""

    user_id: UserId
    name: str
    unit_id: UnitId
    successor: UserId | None


@dataclass(frozen=True, slots=True)
class Departure:
    """What ends in the organisation when a person leaves, and who takes over what.

    `administers` are agencies and units that the person was made to administer: such rights are not handed over.
    `external_unit_id` is the unit of a leaver from outside.
    """

    user_id: UserId
    name: str
    posts: Sequence[EndingPost]
    teams: Sequence[EndingTeam]
    administers: Sequence[str]
    external_unit_id: UnitId | None
    sponsored: Sequence[Sponsored]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person stands today. `places` are the objects that contain them: their posts, the units up to the
    agency; `headed` the units that they head, as objects. Of somebody from outside: the unit that they work with,
    the places around it, the sponsor. Nothing but `user_id` is known of who has no place.
    """

    user_id: UserId
    agencies: frozenset[AgencyId] = frozenset()
    units: frozenset[UnitId] = frozenset()
    headed: frozenset[str] = frozenset()
    post_kinds: frozenset[PostKind] = frozenset()
    places: frozenset[str] = frozenset()
    host_unit_id: UnitId | None = None
    host_places: frozenset[str] = frozenset()
    sponsor_id: UserId | None = None
    on_red_list: bool = False

    @property
    def is_external(self) -> bool:
        """Whether the person is from outside."""
        return self.host_unit_id is not None


class Standings(Protocol):
    """Where people stand, always as of what is committed."""

    async def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Standing]:
        """Return where each of the people stands."""

    def is_above(self, one: Standing, other: Standing) -> bool:
        """Tell whether one heads a unit at or above another's."""

    def is_administered(self, person: Standing, places: Collection[str]) -> bool:
        """Tell whether one of the places contains a person, or the unit that hosts them."""

    async def administered(self, user_id: UserId) -> frozenset[str]:
        """Return the places that tuples make a person administer."""

    async def known_to(self, user_id: UserId) -> frozenset[UserId]:
        """Return the people on the red list who wrote to a person first."""


class Directory(Protocol):
    """Looks people and units up; every look at a person's card leaves an entry that the person sees."""

    async def list_units(self, actor: UserId) -> Sequence[Unit]:
        """Return the whole tree, parents before children."""

    async def list_people(
        self, actor: UserId, *, query: str | None, unit_id: UnitId | None, cursor: str | None, limit: int
    ) -> Page[PersonSummary]:
        """Return people by name; `query` matches the beginnings of words of name, post or unit; `unit_id` means at or below."""

    async def access_person(self, actor: UserId, user_id: UserId) -> PersonCard:
        """Return a person's card; raises PersonNotFound."""


class Authority(Protocol):
    """The only permission engine: relation tuples `(object, relation, subject)` and what follows from the tree."""

    async def check(self, actor: UserId, relation: str, object_: str) -> bool:
        """Tell whether `actor` has `relation` to `object_` (such as `unit:unit_x`, `team:team_y`, `agency:…`)."""

    async def list_objects(self, actor: UserId, relation: str, kind: str) -> Sequence[str]:
        """Return the ids of all objects of `kind` to which `actor` has `relation`."""

    async def list_subjects(
        self, relation: str, object_: str, *, after: UserId | None = None, limit: int = 1_000
    ) -> Sequence[UserId]:
        """Return the people who have `relation` to `object_`, in the order of their ids, behind `after`."""

    async def expand(self, actor: UserId, relation: str, object_: str) -> Sequence[Reason]:
        """Return the shortest chain of reasons why `actor` has `relation` to `object_`; none when they do not."""


FOR_EVER = 2**53 - 1
"""The end of what has no end."""


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit with its place in the tree, without counting anybody."""

    id: UnitId
    agency_id: AgencyId
    parent_id: UnitId | None
    name: str
    kind: str
    place: int = 1


@dataclass(frozen=True, slots=True)
class Seat:
    """A post as it is kept."""

    id: PostId
    unit_id: UnitId
    title: str
    kind: PostKind
    place: int = 1


@dataclass(frozen=True, slots=True)
class Holding:
    """That a person holds a post now, or will, with the post's unit and kind."""

    post_id: PostId
    unit_id: UnitId
    kind: PostKind
    user_id: UserId
    starts_at: int
    ends_at: int = FOR_EVER
    acting: bool = False


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the directory keeps of a person."""

    user_id: UserId
    name: str
    phones: Sequence[str] = ()
    room: str | None = None
    languages: Sequence[str] = ()
