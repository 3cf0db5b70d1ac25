# SPDX-License-Identifier: EUPL-1.2
"""Who belongs where, now or after a deed that nobody has done: the same walk over tuples, with some taken away and some added."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.kit.clock import Clock
from chancery.kit.ids import PostId, UnitId, UserId
from chancery.modules.org.model import Node, Relation
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.tree import TreeStore

_MOST_PEOPLE = 1_000_000
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a deed would change: tuples that end, one that begins, and the new parent of a unit that moves."""

    ending: frozenset[Key] = frozenset()
    beginning: Relation | None = None
    parents: Mapping[UnitId, UnitId] = field(default_factory=dict)
    concerned: Node | UserId | None = None


def key_of(relation: Relation) -> Key:
    """Return what tells tuples apart, whatever their time."""
    return relation.object, relation.relation, relation.subject, relation.subject_relation


class StoredWorld:
    """`World` over the database."""

    def __init__(
        self, relations: RelationStore, tree: TreeStore, clock: Clock, difference: Difference | None = None
    ) -> None:
        self._relations = relations
        self._tree = tree
        self._clock = clock
        self._difference = difference or Difference()
        self._behind: list[Relation] | None = None

    async def held(self, user_id: UserId) -> Collection[Node]:
        subject, change = f"user:{user_id}", self._difference
        known = await self._relations.tuples_of(subject, self._clock())
        if not change.ending and change.beginning is None:
            return {(one.object, one.relation) for one in known}
        return _closure(subject, self._changed([*known, *await self._behind_the_beginning()]))

    async def holders(self, post_id: PostId) -> Sequence[UserId]:
        post, now = f"post:{post_id}", self._clock()
        found = await self._relations.subjects_of([(post, "holder")], now, after="", limit=_MOST_PEOPLE)
        known = [Relation(post, "holder", subject) for subject in found]
        return sorted({UserId(one.subject.removeprefix("user:")) for one in self._changed(known, post)})

    async def stand_ins(self, post_id: PostId) -> Sequence[UserId]:
        post = await self._tree.find_post(post_id)
        unit_id = post.unit_id if post else None
        seen: set[UnitId] = set()
        while unit_id is not None and unit_id not in seen:
            seen.add(unit_id)
            heads = await self._heads(unit_id)
            if heads:
                return heads
            unit_id = await self._parent(unit_id)
        return []

    async def concerned(self) -> Sequence[UserId]:
        who = self._difference.concerned
        if who is None:
            return []
        if isinstance(who, str):
            return [who]
        found = await self._relations.subjects_of([who], self._clock(), after="", limit=_MOST_PEOPLE)
        return [UserId(subject.removeprefix("user:")) for subject in found]

    async def _heads(self, unit_id: UnitId) -> list[UserId]:
        posts = [post for post in await self._tree.list_posts(unit_id) if post.kind == "head"]
        return sorted({user_id for post in posts for user_id in await self.holders(post.id)})

    async def _parent(self, unit_id: UnitId) -> UnitId | None:
        if unit_id in self._difference.parents:
            return self._difference.parents[unit_id]
        unit = await self._tree.find_unit(unit_id)
        return unit.parent_id if unit else None

    async def _behind_the_beginning(self) -> list[Relation]:
        """Return what the tuple that begins leads to."""
        if self._behind is None:
            new = self._difference.beginning
            self._behind = (
                []
                if new is None
                else await self._relations.tuples_of(new.object, self._clock(), new.relation)
            )
        return self._behind

    def _changed(self, known: Iterable[Relation], object_: str | None = None) -> list[Relation]:
        new = self._difference.beginning
        kept = [one for one in known if key_of(one) not in self._difference.ending]
        return [*kept, new] if new is not None and object_ in (None, new.object) else kept


def _closure(subject: str, tuples: Collection[Relation]) -> set[Node]:
    onward: dict[Node, list[Node]] = {}
    for one in tuples:
        onward.setdefault((one.subject, one.subject_relation), []).append((one.object, one.relation))
    found: set[Node] = set()
    waiting: list[Node] = [(subject, "")]
    while waiting:
        more = set(onward.get(waiting.pop(), ())) - found
        found |= more
        waiting += more
    return found
