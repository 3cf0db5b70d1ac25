# SPDX-License-Identifier: EUPL-1.2
"""Why somebody has a relation: the shortest chain of tuples and rules from the person to the object."""

from collections.abc import Collection, Iterator, Sequence

from chancery.modules.org.contract import Reason
from chancery.modules.org.model import Edge, Node, Relation, kind_of
from chancery.modules.org.rules.schema import SCHEMA


class _Ways:
    """Which step leads from a node to which."""

    def __init__(self, tuples: Collection[Relation], edges: Collection[Edge]) -> None:
        self._tuples: dict[Node, list[Relation]] = {}
        for known in tuples:
            self._tuples.setdefault((known.subject, known.subject_relation), []).append(known)
        self._children: dict[str, list[str]] = {}
        for child, parent in edges:
            self._children.setdefault(parent, []).append(child)

    def from_node(self, node: Node) -> Iterator[Reason]:
        """Give every step that starts at a node."""
        object_, relation = node
        for known in self._tuples.get(node, ()):
            yield Reason(*node, known.relation, known.object, "tuple", known.starts_at, known.ends_at)
        if not relation:
            return
        for name, rule in SCHEMA[kind_of(object_)].items():
            if relation in rule.same:
                yield Reason(*node, name, object_, "rule")
        for child in self._children.get(object_, ()):
            for name, rule in SCHEMA[kind_of(child)].items():
                if relation in rule.above:
                    yield Reason(*node, name, child, "containment")


def explain(
    tuples: Collection[Relation], edges: Collection[Edge], subject: str, goal: Node
) -> Sequence[Reason]:
    """Return the steps from `subject` to `goal`, an object and a relation; none when there is no way."""
    ways = _Ways(tuples, edges)
    start = (subject, "")
    reached: dict[Node, Reason | None] = {start: None}
    waiting = [start]
    for node in waiting:
        if node == goal:
            return _chain(reached, goal)
        for step in ways.from_node(node):
            end = (step.object, step.relation)
            if end not in reached:
                reached[end] = step
                waiting.append(end)
    return []


def _chain(reached: dict[Node, Reason | None], goal: Node) -> list[Reason]:
    chain: list[Reason] = []
    step = reached[goal]
    while step is not None:
        chain.append(step)
        step = reached[step.subject, step.subject_relation]
    chain.reverse()
    return chain
