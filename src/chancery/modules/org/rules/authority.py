# SPDX-License-Identifier: EUPL-1.2
"""The permission schema, and what follows from relation tuples and the containment tree.

Every relation can be given directly by tuples. Beyond that it follows from another relation to the same object
(`same`) or to the object that contains it (`above`). Relations that may stand as the subject of a tuple (`unit:x#member`)
follow from nothing, so that the closure of a person is found by walking tuples alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chancery.modules.org.errors import UnknownRelation

Held = Mapping[str, frozenset[str]]
"""Per object the relations that somebody has to it by tuples."""
Edge = tuple[str, str]
"""Child and parent of the containment tree."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a relation follows from."""

    same: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


DIRECT = Rule()

SCHEMA: Mapping[str, Mapping[str, Rule]] = {
    "agency": {
        "member": DIRECT,
        "administers": DIRECT,
        "manages": Rule(same=("administers",)),
    },
    "unit": {
        "member": DIRECT,
        "head": DIRECT,
        "administers": Rule(above=("administers",)),
        # The head of a department manages its divisions, too.
        "manages": Rule(same=("head", "administers"), above=("manages",)),
    },
    "post": {
        "holder": DIRECT,
        "administers": Rule(above=("administers",)),
    },
    "team": {
        "member": DIRECT,
        "owner": DIRECT,
        "administers": Rule(same=("owner",), above=("manages",)),
        "sees": Rule(same=("member", "administers")),
    },
}

USERSETS = frozenset({("unit", "member"), ("unit", "head"), ("post", "holder"), ("team", "member")})
"""The relations that a tuple's subject may name."""


def kind_of(object_: str) -> str:
    """Return the kind in front of the colon."""
    return object_.partition(":")[0]


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


def derive(held: Held, edges: Iterable[Edge]) -> dict[str, frozenset[str]]:
    """Return all relations to the objects in `held` and in `edges`, which must hold every parent they mention
    before its children do.
    """
    derived: dict[str, frozenset[str]] = {}
    for child, parent in edges:
        above = derived.get(parent)
        if above is None:
            above = derived[parent] = _close(kind_of(parent), held.get(parent, frozenset()), frozenset())
        derived[child] = _close(kind_of(child), held.get(child, frozenset()), above)
    for object_, relations in held.items():
        if object_ not in derived:
            derived[object_] = _close(kind_of(object_), relations, frozenset())
    return derived


def _close(kind: str, direct: frozenset[str], above: frozenset[str]) -> frozenset[str]:
    rules = SCHEMA.get(kind, {})
    found = set(direct)
    found.update(name for name, rule in rules.items() if not above.isdisjoint(rule.above))
    while True:
        more = {name for name, rule in rules.items() if name not in found and not found.isdisjoint(rule.same)}
        if not more:
            return frozenset(found)
        found |= more
