# SPDX-License-Identifier: EUPL-1.2
"""The permission engine over the database: tuples by SQL, what follows from them by pure rules.

Nothing is kept in memory between two questions, so that every process answers from what is committed.
"""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.org.contract import Reason
from chancery.modules.org.errors import NotAdministrator
from chancery.modules.org.model import kind_of
from chancery.modules.org.rules.authority import derive, roots, sources
from chancery.modules.org.rules.explanation import explain
from chancery.modules.org.rules.schema import check_relation, is_own, kinds_below
from chancery.modules.org.store.relations import RelationStore


class StoredAuthority:
    """`Authority` over relation tuples."""

    def __init__(self, store: RelationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def check(self, actor: UserId, relation: str, object_: str) -> bool:
        check_relation(kind_of(object_), relation)
        subject, now = f"user:{actor}", self._clock()
        if is_own(relation, object_, subject):
            return False
        held = await self._store.held_by(subject, now)
        if not held:
            return False
        derived = derive(held, (await self._store.edges_above(object_, now))[::-1])
        return relation in derived.get(object_, frozenset())

    async def list_objects(self, actor: UserId, relation: str, kind: str) -> Sequence[str]:
        check_relation(kind, relation)
        subject, now = f"user:{actor}", self._clock()
        held = await self._store.held_by(subject, now)
        below = await self._store.edges_below(roots(held, relation, kind), kinds_below(kind), now)
        derived = derive(held, below)
        prefix = f"{kind}:"
        return sorted(
            object_.removeprefix(prefix)
            for object_, relations in derived.items()
            if relation in relations and object_.startswith(prefix) and not is_own(relation, object_, subject)
        )

    async def list_subjects(
        self, relation: str, object_: str, *, after: UserId | None = None, limit: int = 1_000
    ) -> Sequence[UserId]:
        check_relation(kind_of(object_), relation)
        now = self._clock()
        nodes = sources(relation, object_, await self._store.edges_above(object_, now))
        found = await self._store.subjects_of(nodes, now, after=f"user:{after or ''}", limit=limit + 1)
        others = [subject for subject in found if not is_own(relation, object_, subject)]
        return [UserId(subject.removeprefix("user:")) for subject in others[:limit]]

    async def expand(self, actor: UserId, relation: str, object_: str) -> Sequence[Reason]:
        check_relation(kind_of(object_), relation)
        subject, now = f"user:{actor}", self._clock()
        if is_own(relation, object_, subject):
            return []
        tuples = await self._store.tuples_of(subject, now)
        return explain(tuples, await self._store.edges_above(object_, now), subject, (object_, relation))

    async def require(self, actor: UserId, relation: str, object_: str) -> None:
        """Raise NotAdministrator unless the actor has the relation."""
        if not await self.check(actor, relation, object_):
            raise NotAdministrator("you do not administer this part of the organisation")
