# SPDX-License-Identifier: EUPL-1.2
"""Who shares which rooms: the simulated organisation as plain data, the same for the same seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from chancery.app.load.profile import Organisation


@dataclass(slots=True)
class PlannedRoom:
    """A room to be made; the first member makes it."""

    name: str
    members: list[int]
    kind: str


@dataclass(slots=True)
class Plan:
    """All rooms, and for each person the rooms by what they are for (indexes into `rooms`)."""

    rooms: list[PlannedRoom] = field(default_factory=list)
    team: list[int] = field(default_factory=list)
    department: list[int] = field(default_factory=list)
    projects: list[list[int]] = field(default_factory=list)
    direct: list[list[int]] = field(default_factory=list)
    announcements: int = 0

    def rooms_of(self, person: int) -> Sequence[int]:
        """Return every room in which a person is."""
        return (
            self.announcements,
            self.team[person],
            self.department[person],
            *self.projects[person],
            *self.direct[person],
        )


def plan_organisation(people: int, shape: Organisation, seed: int) -> Plan:
    """Return the rooms of `people` persons."""
    chance = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    plan = Plan(projects=[[] for _ in range(people)], direct=[[] for _ in range(people)])
    everybody = range(people)
    plan.announcements = _add(plan, "Announcements", list(everybody), "announcements")
    plan.team = _slices(plan, people, shape.team, "Team", "team")
    plan.department = _slices(plan, people, shape.department, "Department", "department")
    _add_projects(plan, people, shape, chance)
    _add_direct(plan, people, shape, chance)
    return plan


def _add(plan: Plan, name: str, members: list[int], kind: str) -> int:
    plan.rooms.append(PlannedRoom(name, members, kind))
    return len(plan.rooms) - 1


def _slices(plan: Plan, people: int, size: int, name: str, kind: str) -> list[int]:
    places: list[int] = []
    for number, start in enumerate(range(0, people, size), 1):
        members = list(range(start, min(people, start + size)))
        index = _add(plan, f"{name} {number}", members, kind)
        places += [index] * len(members)
    return places


def _add_projects(plan: Plan, people: int, shape: Organisation, chance: random.Random) -> None:
    count = people * shape.projects_per_person // shape.project
    for number in range(count):
        members = chance.sample(range(people), min(people, shape.project))
        index = _add(plan, f"Project {number + 1}", members, "project")
        for member in members:
            plan.projects[member].append(index)


def _add_direct(plan: Plan, people: int, shape: Organisation, chance: random.Random) -> None:
    if people < 2:  # it takes two
        return
    for person in range(people):
        # Each new room serves two people, so every one starts half of what they have.
        for _ in range((shape.colleagues + 1) // 2):
            other = chance.randrange(people - 1)
            other += other >= person
            index = _add(plan, "", [person, other], "direct")
            plan.direct[person].append(index)
            plan.direct[other].append(index)
