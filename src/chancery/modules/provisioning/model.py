# SPDX-License-Identifier: EUPL-1.2
"""What is stored, as a difference is computed against it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.modules.org.contract import Holding, PersonFacts, Seat, UnitPlace
from chancery.modules.provisioning.contract import Change, Problem, Run

NewId = Callable[[str], str]
"""Makes `unit_…` of `unit`: what is added has its id before it is written."""
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """A login of ours: its e-mail address, whether it is open, and whether it runs the server."""

    user_id: str
    email: str | None
    is_active: bool
    is_admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is here: of the whole tree, of linked people and posts, and of people whose login the source names.

    `email_owners` tells to whom of ours the source's addresses belong (folded); `head_seats` are all head posts below
    the root, and `holdings` has all who hold one of those besides what the people here hold.
    """

    root: str
    server_name: str
    now: int
    units: Mapping[str, UnitPlace]
    unit_links: Mapping[str, str] = field(default_factory=dict)
    post_links: Mapping[str, str] = field(default_factory=dict)
    person_links: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    people: Mapping[str, PersonFacts] = field(default_factory=dict)
    logins: Mapping[str, StoredLogin] = field(default_factory=dict)
    holdings: Sequence[Holding] = ()
    email_owners: Mapping[str, str] = field(default_factory=dict)

    def is_inside(self, unit_id: str) -> bool:
        """Tell whether a unit is the root or stands below it."""
        seen: set[str] = set()
        current: str | None = unit_id
        while current is not None and current not in seen:
            if current == self.root:
                return True
            seen.add(current)
            place = self.units.get(current)
            current = place.parent_id if place else None
        return False


@dataclass(frozen=True, slots=True)
class Difference:
    """What a run would do, in order; `leaving` of the `linked` people go."""

    changes: Sequence[Change]
    problems: Sequence[Problem]
    leaving: int = 0
    linked: int = 0

    @property
    def errors(self) -> int:
        """How many lines are bad."""
        return sum(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Preview:
    """A planned run of a file, with its columns as they were understood."""

    run: Run
    name: str
    encoding: str
    headings: Sequence[str]
    columns: Sequence[str | None]
    sample: Sequence[Sequence[str]]
    complete: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is printed for somebody new: the code is seen once, here."""

    user_id: str
    name: str
    code: str
