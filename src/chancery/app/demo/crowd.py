# SPDX-License-Identifier: EUPL-1.2
"""A made-up ministry of any size, the same for the same numbers: for measuring, not for reading."""

import random
from collections.abc import Iterator

from chancery.modules.provisioning.contract import (
    DesiredAppointment,
    DesiredPerson,
    DesiredPost,
    DesiredState,
    DesiredUnit,
)

_LAST = (
    "Adler", "Bancroft", "Castell", "Dorner", "Ekman", "Falk", "Garland", "Holm", "Ivers", "Jansen", "Keller",
    "Lindqvist", "Moreau", "Novak", "Okonkwo", "Petrova", "Quist", "Rossi", "Soares", "Tanaka", "Ueda", "Varga",
    "Weiss", "Xiang", "Yilmaz", "Zieliński", "Кузнецов", "Смирнова", "Волков", "Орлова",
)  # fmt: skip
_FIRST = (
    "Ada", "Boris", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irina", "Jonas", "Karin", "Leon", "Maria",
    "Nils", "Olga", "Pavel", "Ruth", "Stefan", "Tara", "Viktor", "Анна", "Иван", "Мария", "Пётр",
)  # fmt: skip
_SUBJECTS = (
    "Transport", "Health", "Housing", "Forests", "Harbours", "Schools", "Archives", "Budget", "Procurement",
    "Statistics", "Licences", "Inspections", "Roads", "Water", "Energy", "Labour", "Customs", "Records",
)  # fmt: skip
_TITLES = ("Clerk", "Senior Clerk", "Adviser", "Analyst", "Lawyer", "Engineer", "Inspector")
_KINDS = ("department", "division", "office", "section")
_BRANCHES = 9


def crowd(people: int, units: int) -> DesiredState:
    """Return a tree of units with a head each and the other people spread over them."""
    dice = random.Random(people * 31 + units)  # noqa: S311  # the same crowd for the same numbers
    tree = list(_units(units, dice))
    posts, members, appointments = [], [], []
    for number in range(people):
        unit = tree[number % units].external_id
        is_head = number < units
        name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
        key = f"p{number}"
        posts.append(
            DesiredPost(
                external_id=key,
                unit=unit,
                title="Head" if is_head else dice.choice(_TITLES),
                kind="head" if is_head else "specialist",
            )
        )
        members.append(
            DesiredPerson(
                external_id=key,
                login=f"person{number}",
                name=name,
                email=f"person{number}@crowd.example",
                phones=(f"+49 30 {number:06}",),
                room=str(100 + number % 900),
                languages=("en",),
            )
        )
        appointments.append(DesiredAppointment(person=key, post=key))
    return DesiredState(units=tree, posts=posts, people=members, appointments=appointments)


def _units(count: int, dice: random.Random) -> Iterator[DesiredUnit]:
    for number in range(count):
        above = (number - 1) // _BRANCHES
        depth, walk = 0, number
        while walk > 0:
            walk, depth = (walk - 1) // _BRANCHES, depth + 1
        kind = _KINDS[min(depth, len(_KINDS) - 1)]
        yield DesiredUnit(
            external_id=f"u{number}",
            name=f"{kind.capitalize()} of {dice.choice(_SUBJECTS)} {number}",
            parent=f"u{above}" if number else None,
            kind=kind,
        )
