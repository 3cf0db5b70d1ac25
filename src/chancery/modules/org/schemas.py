# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the organisation's API."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec

from chancery.kit.paging import Page
from chancery.modules.org.contract import HeldPost, PersonCard, PersonSummary, PostKind, Unit
from chancery.modules.org.model import FOR_EVER, ListedExternal, PastAppointment, RedListing

_NO_NUL = "^[^\\x00]*$"
"""PostgreSQL keeps no NUL in text."""
Text = Annotated[str, msgspec.Meta(pattern=_NO_NUL)]
Line = Annotated[str, msgspec.Meta(pattern=_NO_NUL, max_length=200)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=FOR_EVER)]
Lines = Annotated[list[Line], msgspec.Meta(max_length=20)]


class DemoLogin(msgspec.Struct, frozen=True):
    """A login that the sign-in page of the demo agency offers."""

    user: str
    password: str
    name: str
    post: str


class ConfigView(msgspec.Struct, frozen=True):
    """What the sign-in page needs to know."""

    agency_name: str
    server_name: str
    version: str
    demo: bool
    demo_logins: list[DemoLogin]


class UnitList(msgspec.Struct, frozen=True):
    """The tree, parents before children."""

    units: list[Unit]


class PersonPage(msgspec.Struct, frozen=True):
    """A page of people."""

    items: list[PersonSummary]
    next_cursor: str | None
    total: int


class UnitRef(msgspec.Struct, frozen=True):
    """A unit in a path."""

    id: str
    name: str


class PersonRef(msgspec.Struct, frozen=True):
    """A person by name."""

    user_id: str
    name: str


class PostView(msgspec.Struct, frozen=True):
    """A post on a card."""

    id: str
    title: str
    unit_id: str
    unit_name: str
    path: list[UnitRef]
    acting: bool
    acted_by: list[PersonRef]


class PersonView(msgspec.Struct, frozen=True):
    """A person's card."""

    user_id: str
    name: str
    avatar_url: str | None
    posts: list[PostView]
    phones: Sequence[str]
    email: str | None
    room: str | None
    languages: Sequence[str]


class UnitBody(msgspec.Struct):
    """`POST /api/v1/org/units`."""

    parent_id: Text
    name: Text
    kind: str = "division"


class NameBody(msgspec.Struct):
    """`PATCH /api/v1/org/units/{unit_id}`."""

    name: Text


class PostBody(msgspec.Struct):
    """`POST /api/v1/org/posts`."""

    unit_id: Text
    title: Text
    kind: PostKind = "specialist"


class MoveBody(msgspec.Struct):
    """`POST /api/v1/org/units/{unit_id}/move`."""

    parent_id: Text


class AgencyBody(msgspec.Struct):
    """`POST /api/v1/org/agencies`."""

    name: Text


class AgencyView(msgspec.Struct, frozen=True):
    """An agency and the root of its tree."""

    id: str
    name: str
    unit_id: str


class AgencyList(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/agencies`."""

    agencies: list[AgencyView]


class PastAppointmentView(msgspec.Struct, frozen=True):
    """An appointment past, present or to come; `ends_at` is null when no end is set."""

    post_id: str
    title: str
    unit_id: str
    unit_name: str
    user_id: str
    name: str
    starts_at: int
    ends_at: int | None
    acting: bool


class AppointmentList(msgspec.Struct, frozen=True):
    """Appointments, the latest first."""

    items: list[PastAppointmentView]


class AppointmentBody(msgspec.Struct):
    """`POST /api/v1/org/posts/{post_id}/appointments`."""

    user_id: Text
    acting: bool = False
    starts_at: int | None = None
    ends_at: int | None = None


class EndBody(msgspec.Struct):
    """`PATCH /api/v1/org/posts/{post_id}/appointments/{user_id}`; without an end it goes on."""

    starts_at: Moment
    ends_at: Moment | None = None


class HolderOfPost(msgspec.Struct, frozen=True):
    """Who holds a post now, or will; `ends_at` is null when no end is set."""

    user_id: str
    name: str
    starts_at: int
    ends_at: int | None
    acting: bool


class StaffedPostView(msgspec.Struct, frozen=True):
    """A post with its holders."""

    id: str
    title: str
    kind: PostKind
    holders: list[HolderOfPost]


class StaffList(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/units/{unit_id}/staff`."""

    posts: list[StaffedPostView]


class AdministratorBody(msgspec.Struct):
    """`POST /api/v1/org/units/{unit_id}/administrators`; `auth` proves who asks, as on Matrix routes."""

    user_id: Text
    auth: dict[str, Any] | None = None


class AdministratorView(msgspec.Struct, frozen=True):
    """An administrator of a unit; not `direct` when they administer what contains it."""

    user_id: str
    name: str
    direct: bool


class AdministratorList(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/units/{unit_id}/administrators`."""

    administrators: list[AdministratorView]


class PersonBody(msgspec.Struct):
    """`POST /api/v1/org/people`; `user_name` is the part of the user id before the colon."""

    user_name: Text
    name: Line
    password: str
    post_id: Text
    email: Line | None = None
    phones: Lines = []
    room: Line | None = None
    languages: Lines = []


class NamedObject(msgspec.Struct, frozen=True):
    """An object such as `unit:…` with its name, if it bears one."""

    object: str
    name: str | None


class ReasonView(msgspec.Struct, frozen=True):
    """Who has `subject_relation` to the subject (the person themselves when null) has `relation` to the object."""

    subject: NamedObject
    subject_relation: str | None
    relation: str
    object: NamedObject
    why: Literal["tuple", "rule", "containment"]
    ends_at: int | None


class RightView(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/rights`: the steps from the person to the object."""

    allowed: bool
    steps: list[ReasonView]


class AdministeredView(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/rights/administered`: the topmost units that I administer with all below them."""

    units: list[UnitRef]


class HolderView(msgspec.Struct, frozen=True):
    """Somebody who has a right."""

    user_id: str
    name: str


class HolderPage(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/rights/holders`, in the order of the ids."""

    items: list[HolderView]
    next_cursor: str | None


class ReviewBody(msgspec.Struct):
    """`POST /api/v1/org/externals/{user_id}/review`; times in milliseconds since the epoch."""

    sponsor_id: Text
    ends_at: Moment
    review_at: Moment


class ExternalBody(msgspec.Struct):
    """`POST /api/v1/org/externals`; `user_name` is the part of the user id before the colon."""

    user_name: Text
    name: Line
    password: str
    unit_id: Text
    sponsor_id: Text
    purpose: Text
    ends_at: Moment
    review_at: Moment
    email: Line | None = None


class ExternalView(msgspec.Struct, frozen=True):
    """An external; `orphaned` when the sponsor holds no post any more."""

    user_id: str
    name: str
    unit_id: str
    sponsor_id: str
    sponsor_name: str
    purpose: str
    starts_at: int
    ends_at: int
    review_at: int
    orphaned: bool


class ExternalPage(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/externals`, those to be reviewed first before the others."""

    items: list[ExternalView]
    next_cursor: str | None


class PresentExternal(msgspec.Struct, frozen=True):
    """Somebody from outside, and the unit they work with."""

    user_id: str
    unit_name: str


class PresentExternals(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/externals/present`: all of them, for the marks at names."""

    items: list[PresentExternal]


class RedListingBody(msgspec.Struct):
    """`PUT /api/v1/org/red-list/{user_id}`; the end in milliseconds since the epoch."""

    reason: Text
    ends_at: Moment


class RedListingView(msgspec.Struct, frozen=True):
    """Somebody on the red list."""

    user_id: str
    name: str
    reason: str
    set_by: str
    starts_at: int
    ends_at: int


class RedListView(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/red-list`, those first whose listing ends first."""

    items: list[RedListingView]


class TeamBody(msgspec.Struct):
    """`POST /api/v1/org/teams`."""

    unit_id: Text
    name: Text


class MemberBody(msgspec.Struct):
    """`POST /api/v1/org/teams/{team_id}/members`."""

    user_id: Text


class TeamView(msgspec.Struct, frozen=True):
    """A team in a list."""

    id: str
    unit_id: str
    name: str


class TeamList(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/teams`."""

    teams: list[TeamView]


class TeamMembers(msgspec.Struct, frozen=True):
    """`GET /api/v1/org/teams/{team_id}/members`; `more` when the team has more people than are listed."""

    user_ids: list[str]
    more: bool


def person_page(page: Page[PersonSummary]) -> PersonPage:
    """Return a page as the API shows it."""
    return PersonPage(page.items, page.next_cursor, page.total or 0)


def person_view(card: PersonCard) -> PersonView:
    """Return a card as the API shows it."""
    return PersonView(
        user_id=card.user_id,
        name=card.name,
        avatar_url=card.avatar_url,
        posts=[_post_view(post) for post in card.posts],
        phones=card.phones,
        email=card.email,
        room=card.room,
        languages=card.languages,
    )


def _post_view(post: HeldPost) -> PostView:
    path = [UnitRef(unit_id, name) for unit_id, name in post.path]
    acted_by = [PersonRef(user_id, name) for user_id, name in post.acted_by]
    return PostView(post.id, post.title, post.unit_id, post.unit_name, path, post.acting, acted_by)


def appointment_list(found: Sequence[PastAppointment]) -> AppointmentList:
    """Return a history as the API shows it."""
    return AppointmentList([_past_view(past) for past in found])


def _past_view(past: PastAppointment) -> PastAppointmentView:
    return PastAppointmentView(
        post_id=past.post_id,
        title=past.title,
        unit_id=past.unit_id,
        unit_name=past.unit_name,
        user_id=past.user_id,
        name=past.name,
        starts_at=past.starts_at,
        ends_at=None if past.ends_at == FOR_EVER else past.ends_at,
        acting=past.acting,
    )


def red_list_view(listed: Sequence[tuple[RedListing, str]]) -> RedListView:
    """Return the red list as the API shows it."""
    return RedListView(
        [
            RedListingView(
                listing.user_id, name, listing.reason, listing.set_by, listing.starts_at, listing.ends_at
            )
            for listing, name in listed
        ]
    )


def external_page(page: Page[ListedExternal]) -> ExternalPage:
    """Return a page of externals as the API shows it."""
    return ExternalPage([_external_view(listed) for listed in page.items], page.next_cursor)


def _external_view(listed: ListedExternal) -> ExternalView:
    external = listed.external
    return ExternalView(
        user_id=external.user_id,
        name=listed.name,
        unit_id=external.unit_id,
        sponsor_id=external.sponsor_id,
        sponsor_name=listed.sponsor_name,
        purpose=external.purpose,
        starts_at=external.starts_at,
        ends_at=external.ends_at,
        review_at=external.review_at,
        orphaned=listed.orphaned,
    )
