# SPDX-License-Identifier: EUPL-1.2
"""Door to provisioning: what a source wants the organisation to be, and the runs that make it so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import msgspec

from chancery.kit.ids import UnitId
from chancery.modules.org.contract import PostKind

LinkKind = Literal["unit", "post", "person"]
"""What a source names by ids of its own."""
ChangeKind = Literal[
    "unit.linked",
    "unit.added",
    "unit.renamed",
    "unit.moved",
    "post.linked",
    "post.added",
    "post.renamed",
    "person.linked",
    "person.added",
    "person.changed",
    "appointment.ended",
    "person.left",
    "appointment.changed",
    "appointment.added",
]
"""What a run does, in the order in which it does it."""
Severity = Literal["error", "warning"]
"""An error keeps its line from being applied; a warning does not."""
RunState = Literal["planned", "refused", "applying", "done", "cancelled"]
"""`planned`: nothing happened yet; `refused`: it cannot be applied as it is; `applying` goes on after a crash."""
Text = str | int | bool | list[str] | None
"""A value as a diff shows it; times in milliseconds since the epoch."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a desired state comes from.

    `name` is unique (`ldap:main`, `scim:hr`, `file:unit_x`): external ids belong to it. Nothing outside the tree
    below `root` is ever touched; units without a parent stand below `root`.
    """

    name: str
    root: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredUnit:
    """A unit; `parent` is an external id, None for directly below the source's root. `line` is where the source says it."""

    external_id: str
    name: str
    parent: str | None = None
    kind: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredPost:
    """A post in a unit of the source (None: the root itself)."""

    external_id: str
    unit: str | None
    title: str
    kind: PostKind = "specialist"
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredPerson:
    """A person; what is None is not stated by the source and stays as it is here. Not `active`: they leave."""

    external_id: str
    login: str | None = None
    name: str | None = None
    email: str | None = None
    phones: tuple[str, ...] | None = None
    room: str | None = None
    languages: tuple[str, ...] | None = None
    active: bool = True
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredAppointment:
    """Who holds which post (external ids); `starts_at` None: from now, or as it is; `ends_at` None: without end."""

    person: str
    post: str
    starts_at: int | None = None
    ends_at: int | None = None
    acting: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredState:
    """All or a part of what a source knows.

    `complete`: people of this source who are not in it leave. `states_posts`: the appointments of the people in it
    are all that they have by this source; others end. A delta of one person is a state with one person in it.
    While a line has an error nobody leaves and no post ends, because the line may be about them; a source whose
    entries always say whom they are about sets `leave_despite_errors`.
    """

    units: Sequence[DesiredUnit] = ()
    posts: Sequence[DesiredPost] = ()
    people: Sequence[DesiredPerson] = ()
    appointments: Sequence[DesiredAppointment] = ()
    complete: bool = False
    states_posts: bool = True
    leave_despite_errors: bool = False


class LineProblem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with a line: `code` names it for programs, `params` fill its text, `column` is the field."""

    code: str
    severity: Severity
    message: str
    line: int | None = None
    column: str | None = None
    params: dict[str, str] = msgspec.field(default_factory=dict)


Problem = LineProblem
"""Its name in code; in the API's document a problem is the answer to a failed request (RFC 9457)."""


class FieldChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field of a change; `ref` is our id of the object that `after` names."""

    name: str
    before: Text = None
    after: Text = None
    ref: str | None = None


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a run: `id` is ours (of what will be there, for additions), `label` what people call it."""

    kind: ChangeKind
    external_id: str
    id: str
    label: str
    fields: list[FieldChange] = []
    line: int | None = None

    def after(self, name: str) -> Text:
        """Return what a field will be, None when the change does not touch it."""
        return next((one.after for one in self.fields if one.name == name), None)

    def ref(self, name: str) -> str | None:
        """Return our id of what a field will name."""
        return next((one.ref for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Run:
    """The record of a run; `leaving` of `linked` people would go, and `guarded` runs want that number repeated."""

    id: str
    source: Source
    actor: str
    state: RunState
    created_at: int
    counts: Mapping[str, int]
    errors: int
    warnings: int
    total: int
    done: int
    failed: int
    leaving: int
    linked: int
    guarded: bool
    started_at: int | None = None
    finished_at: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What whoever starts a run agrees to.

    `good_lines`: apply the lines without errors (nobody leaves then). `leaving`: how many people may leave, for runs
    that the guard holds back.
    """

    good_lines: bool = False
    leaving: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a desired state: the run (None when there was nothing to do), and what was wrong."""

    run: Run | None
    problems: Sequence[Problem] = field(default_factory=tuple)


class Provisioning(Protocol):
    """The doors for sources that this server asks or that ask it (LDAP, SCIM); files come by their own API.

    Rights are the caller's business: `actor` is who answers for it in the audit log, `system` for a schedule.
    """

    async def plan(self, source: Source, desired: DesiredState, *, actor: str, title: str = "") -> Run:
        """Compare with what is stored and keep the difference as a planned run; changes nothing else."""

    async def apply(self, run_id: str, *, actor: str, consent: Consent = Consent()) -> Run:
        """Apply a planned run and return when it is done; again: go on, or return what was done.

        Raises RunRefused while lines are bad and `good_lines` is not given, LeavingRefused when the guard holds
        and the number was not repeated, RunNotFound.
        """

    async def sync(
        self, source: Source, desired: DesiredState, *, actor: str, consent: Consent = Consent()
    ) -> Outcome:
        """Plan and apply; what changes nothing leaves no run. A run that may not be applied stays `refused`."""

    async def changes(
        self, run_id: str, *, kind: ChangeKind | None, after: int, limit: int
    ) -> Sequence[Change]:
        """Return changes of a run in order, behind the first `after` ones."""

    async def problems(self, run_id: str, *, after: int, limit: int) -> Sequence[Problem]:
        """Return what was wrong with a run's input, and what could not be applied, in order."""

    async def local_ids(
        self, source: str, kind: LinkKind, external_ids: Collection[str]
    ) -> Mapping[str, str]:
        """Return our ids of those external ids of a source that are linked."""

    async def external_ids(self, source: str, kind: LinkKind, ids: Collection[str]) -> Mapping[str, str]:
        """Return a source's ids of those objects of ours that it is linked to."""
