# SPDX-License-Identifier: EUPL-1.2
"""The permission schema: kinds of objects, the relations that one can have to them, and what each follows from.

Every relation can be given directly by tuples. Beyond that it follows from another relation to the same object
(`same`) or to the object that contains it (`above`). Relations that may stand as the subject of a tuple (`unit:x#member`)
follow from nothing, so that the closure of a person is found by walking tuples alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from chancery.modules.org.errors import UnknownRelation
from chancery.modules.org.model import kind_of


@dataclass(frozen=True, slots=True)
class Rule:
    """What a relation follows from; with `others_only` nobody has it to themselves."""

    same: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    others_only: bool = False


DIRECT = Rule()

SCHEMA: Mapping[str, Mapping[str, Rule]] = {
    "agency": {
        "member": DIRECT,
        "administers": DIRECT,
        "manages": Rule(same=("administers",)),
    },
    "unit": {
        # Holders of its posts, and the members of every unit below: the tree's editor keeps the tuples.
        "member": DIRECT,
        "head": DIRECT,
        "deputy": DIRECT,
        # People from outside who work with the unit; they are no members.
        "external": DIRECT,
        "administers": Rule(above=("administers",)),
        # The head of a department manages its divisions, too.
        "manages": Rule(same=("head", "administers"), above=("manages",)),
        "superior": Rule(same=("head",), above=("superior",)),
    },
    "post": {
        "holder": DIRECT,
        "administers": Rule(above=("administers",)),
        "manages": Rule(above=("manages",)),
        "superior": Rule(above=("superior",)),
    },
    "team": {
        "member": DIRECT,
        "owner": DIRECT,
        "administers": Rule(same=("owner",), above=("manages",)),
        "sees": Rule(same=("member", "administers")),
    },
    "user": {
        "administers": Rule(above=("administers",)),
        "manages": Rule(above=("manages",)),
        # The heads of the units above me; nobody is their own superior.
        "superior": Rule(above=("superior",), others_only=True),
    },
}

CONTAINERS: Mapping[str, tuple[str, ...]] = {
    "unit": ("agency", "unit"),
    "post": ("unit",),
    "team": ("unit",),
    # A person stands below each post that they hold today.
    "user": ("post",),
}
"""The kinds of objects that may contain one of a kind."""

USERSETS = frozenset(
    {
        ("unit", "member"),
        ("unit", "head"),
        ("unit", "deputy"),
        ("unit", "external"),
        ("post", "holder"),
        ("team", "member"),
    }
)
"""The relations that a tuple's subject may name."""


def check_relation(kind: str, relation: str) -> None:
    """Raise UnknownRelation unless the schema has the relation; a misspelt right must not look like a refusal."""
    if relation not in SCHEMA.get(kind, {}):
        raise UnknownRelation(f"{kind or 'nothing'} has no relation {relation!r}")


def check_tuple(object_: str, relation: str, subject: str, subject_relation: str) -> None:
    """Raise UnknownRelation for a tuple that the schema does not admit."""
    check_relation(kind_of(object_), relation)
    if subject_relation:
        if (kind_of(subject), subject_relation) not in USERSETS:
            raise UnknownRelation(f"{kind_of(subject)}#{subject_relation} cannot be the subject of a tuple")
    elif kind_of(subject) != "user":
        raise UnknownRelation("the subject of a tuple is a user, or an object with a relation")


def is_own(relation: str, object_: str, subject: str) -> bool:
    """Tell whether the subject would have to themselves what one has to others only."""
    return object_ == subject and SCHEMA["user"][relation].others_only


@cache
def kinds_below(kind: str) -> frozenset[str]:
    """Return the kinds that a walk down to objects of `kind` passes: itself and its containers but the topmost."""
    passed, waiting = {kind}, [kind]
    while waiting:
        more = {other for other in CONTAINERS.get(waiting.pop(), ()) if other in CONTAINERS} - passed
        passed |= more
        waiting += more
    return frozenset(passed)


@cache
def leading(kind: str, relation: str) -> Mapping[str, frozenset[str]]:
    """Return per kind of container the relations from which `relation` to a `kind` inside it follows."""
    found: dict[str, set[str]] = {}
    seen, waiting = {(kind, relation)}, [(kind, relation)]
    while waiting:
        here, name = waiting.pop()
        rule = SCHEMA[here][name]
        above = [
            (up, other) for up in CONTAINERS.get(here, ()) for other in rule.above if other in SCHEMA[up]
        ]
        for up, other in above:
            found.setdefault(up, set()).add(other)
        more = {(here, other) for other in rule.same} | set(above)
        waiting += more - seen
        seen |= more
    return _with_same(found)


def _with_same(found: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    """Add what the relations follow from on their own objects."""
    closed = {}
    for kind, relations in found.items():
        waiting, all_ = list(relations), set(relations)
        while waiting:
            more = set(SCHEMA[kind][waiting.pop()].same) - all_
            all_ |= more
            waiting += more
        closed[kind] = frozenset(all_)
    return closed
