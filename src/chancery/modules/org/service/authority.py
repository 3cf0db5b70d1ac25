# SPDX-License-Identifier: EUPL-1.2
"""The permission engine over the database: tuples by SQL, what follows from them by pure rules."""

from collections.abc import Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import UserId
from chancery.modules.org.errors import NotAdministrator
from chancery.modules.org.rules.authority import check_relation, derive, kind_of
from chancery.modules.org.store.relations import RelationStore


class StoredAuthority:
    """`Authority` over relation tuples."""

    def __init__(self, store: RelationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def check(self, actor: UserId, relation: str, object_: str) -> bool:
        check_relation(kind_of(object_), relation)
        held = await self._store.held_by(f"user:{actor}", self._clock())
        if not held:
            return False
        derived = derive(held, await self._store.edges_above(object_))
        return relation in derived.get(object_, frozenset())

    async def list_objects(self, actor: UserId, relation: str, kind: str) -> Sequence[str]:
        check_relation(kind, relation)
        held = await self._store.held_by(f"user:{actor}", self._clock())
        derived = derive(held, await self._store.edges_below(list(held)))
        prefix = f"{kind}:"
        return sorted(
            object_.removeprefix(prefix)
            for object_, relations in derived.items()
            if object_.startswith(prefix) and relation in relations
        )

    async def list_people(self, relation: str, object_: str, limit: int) -> Sequence[UserId]:
        """Return the people whom tuples give a relation to an object."""
        check_relation(kind_of(object_), relation)
        found = await self._store.holders_of(object_, relation, self._clock(), limit)
        return [UserId(user_id) for user_id in found]

    async def require(self, actor: UserId, relation: str, object_: str) -> None:
        """Raise NotAdministrator unless the actor has the relation."""
        if not await self.check(actor, relation, object_):
            raise NotAdministrator("you do not administer this part of the organisation")
