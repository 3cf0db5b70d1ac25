# SPDX-License-Identifier: EUPL-1.2
"""What follows from relation tuples and the containment tree."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from chancery.modules.org.model import Edge, Node, kind_of
from chancery.modules.org.rules.schema import SCHEMA, leading

Held = Mapping[str, frozenset[str]]
"""Per object the relations that somebody has to it by tuples."""

_NONE: frozenset[str] = frozenset()


def derive(held: Held, edges: Collection[Edge]) -> dict[str, frozenset[str]]:
    """Return all relations to the objects in `held` and to what stands below them by `edges`.

    One pass is enough when `edges` names containers before what they contain; any order and even a ring of a damaged
    tree come to the same answer after more passes.
    """
    derived = {object_: _close(kind_of(object_), relations, _NONE) for object_, relations in held.items()}
    while _pass_down(derived, edges):
        pass
    return derived


def _pass_down(derived: dict[str, frozenset[str]], edges: Collection[Edge]) -> bool:
    """Go once over the edges; tell whether something changed that had been looked at before."""
    looked_at: set[str] = set()
    is_stale = False
    last, above = "", None
    for child, parent in edges:
        # Siblings come together.
        if parent != last:
            looked_at.add(parent)
            last, above = parent, derived.get(parent)
        if above:
            before = derived.get(child, _NONE)
            after = _close(child.partition(":")[0], before, above)
            if after is not before and after != before:
                derived[child] = after
                is_stale = is_stale or child in looked_at
    return is_stale


def roots(held: Held, relation: str, kind: str) -> list[str]:
    """Return the objects in `held` below which somebody may have `relation` to objects of `kind`."""
    ways = leading(kind, relation)
    return [
        object_ for object_, direct in held.items() if not direct.isdisjoint(ways.get(kind_of(object_), ()))
    ]


def sources(relation: str, object_: str, edges: Collection[Edge]) -> set[Node]:
    """Return the nodes whose tuples give `relation` to an object, itself among them."""
    parents: dict[str, list[str]] = {}
    for child, parent in edges:
        parents.setdefault(child, []).append(parent)
    found, waiting = {(object_, relation)}, [(object_, relation)]
    while waiting:
        here, name = waiting.pop()
        rule = SCHEMA[kind_of(here)][name]
        more = {(here, other) for other in rule.same}
        for parent in parents.get(here, ()):
            more |= {(parent, other) for other in rule.above if other in SCHEMA[kind_of(parent)]}
        waiting += more - found
        found |= more
    return found


@lru_cache(maxsize=4096)
def _close(kind: str, direct: frozenset[str], above: frozenset[str]) -> frozenset[str]:
    rules = SCHEMA.get(kind, {})
    found = set(direct)
    found.update(name for name, rule in rules.items() if not above.isdisjoint(rule.above))
    while True:
        more = {name for name, rule in rules.items() if name not in found and not found.isdisjoint(rule.same)}
        if not more:
            return frozenset(found)
        found |= more
