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
    """A post as its holder's card shows it; `path` are the units from the agency down to the post's own.

    `acted_by` are the others who act for it today, with their names.
    """

    id: PostId
    title: str
    unit_id: UnitId
    unit_name: str
    path: Sequence[tuple[UnitId, str]]
    acting: bool
    acted_by: Sequence[tuple[UserId, str]] = ()


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


@dataclass(frozen=True, slots=True)
class StandingChange:
    """What `subject` is to `object` changed: a person (`user:…`), whoever has a relation (`unit:…#member`), or "" for the object itself."""

    object: str
    subject: str
    position: int


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """An open team; a unit's `own` one has its people and bears its name."""

    id: TeamId
    unit_id: UnitId
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class NewTeam:
    """A team to be; the actor is its sponsor unless another one is named."""

    name: str | None = None
    sponsor: UserId | None = None
    members: Sequence[UserId] = ()


@dataclass(frozen=True, slots=True)
class PostSummary:
    """A post with the name of its unit."""

    id: PostId
    title: str
    kind: PostKind
    unit_id: UnitId
    unit_name: str


@dataclass(frozen=True, slots=True)
class MoveUnit:
    """A unit with all below it is put under another one."""

    unit_id: UnitId
    parent_id: UnitId


@dataclass(frozen=True, slots=True)
class AppointPerson:
    """A person comes to hold a post."""

    post_id: PostId
    user_id: UserId
    acting: bool = False


@dataclass(frozen=True, slots=True)
class EndAppointment:
    """A person ceases to hold a post."""

    post_id: PostId
    user_id: UserId


Deed = MoveUnit | AppointPerson | EndAppointment


class World(Protocol):
    """Who belongs where: now, or as it would be after a deed."""

    async def held(self, user_id: UserId) -> Collection[tuple[str, str]]:
        """Return the objects and relations that tuples give to a person, through groups of groups."""

    async def holders(self, post_id: PostId) -> Sequence[UserId]:
        """Return who holds a post or acts for it."""

    async def stand_ins(self, post_id: PostId) -> Sequence[UserId]:
        """Return who answers for a vacant post: the head of its unit, else of the nearest unit above that has one."""

    async def concerned(self) -> Sequence[UserId]:
        """Return the people whose belonging the deed may change; nobody's without a deed."""


class Organisation(Protocol):
    """Teams, posts and their people, for what follows the organisation; asks no rights where it names no actor."""

    def now(self) -> World:
        """Return the organisation as it is."""

    async def suppose(self, actor: UserId, deed: Deed) -> World:
        """Return the organisation after a deed that the actor may do; raises what the deed itself would raise."""

    async def newest_change(self) -> int:
        """Return the position of the newest change of anybody's standing."""

    async def changes(self, after: int, limit: int) -> Sequence[StandingChange]:
        """Return the oldest changes behind a position, each object and subject at its newest; whole positions only."""

    async def lapses(self, after: int, upto: int) -> Sequence[StandingChange]:
        """Return what began or ended by itself in a span of time."""

    async def teams(self, team_ids: Collection[str]) -> Sequence[TeamSummary]:
        """Return those of the teams that are open, by name."""

    async def teams_of(self, unit_id: UnitId) -> Sequence[TeamSummary]:
        """Return a unit's open teams, its own first."""

    async def teams_below(self, unit_id: UnitId) -> Sequence[str]:
        """Return the ids of the teams of a unit and of all units below it."""

    async def find_post(self, post_id: str) -> PostSummary | None:
        """Return a post, or None."""

    async def create_team(self, actor: UserId, unit_id: UnitId, wish: NewTeam) -> TeamSummary:
        """Create a team of a unit that the actor manages: its own without a name, else one that the sponsor owns.

        Raises NotAdministrator, UnitNotFound, PersonNotFound, TeamExists.
        """

    async def rename_team(self, actor: UserId, team_id: TeamId, name: str) -> None:
        """Rename a team that the actor administers; raises TeamNotFound, OwnTeam for a unit's own."""

    async def close_team(self, actor: UserId, team_id: TeamId) -> None:
        """Close a team that the actor administers; raises TeamNotFound."""
