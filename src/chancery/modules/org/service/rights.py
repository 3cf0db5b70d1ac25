# SPDX-License-Identifier: EUPL-1.2
"""Why may she, and who may: the engine's answers with names, for who administers the object or asks about themselves."""

from collections.abc import Sequence

from chancery.kit.ids import UnitId, UserId
from chancery.modules.org.contract import Reason
from chancery.modules.org.errors import NotAdministrator
from chancery.modules.org.model import StoredUnit, kind_of
from chancery.modules.org.rules.schema import SCHEMA, check_relation
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.store.names import NameStore
from chancery.modules.org.store.tree import TreeStore


class Rights:
    """Explains rights and lists who has them."""

    def __init__(
        self, *, authority: StoredAuthority, names: NameStore, red_list: StoredRedList, tree: TreeStore
    ) -> None:
        self._authority = authority
        self._names = names
        self._red_list = red_list
        self._tree = tree

    async def explain(
        self, actor: UserId, user_id: UserId, relation: str, object_: str
    ) -> tuple[Sequence[Reason], dict[str, str]]:
        """Return the steps why somebody has a right, none when they do not, and the names of what occurs in them."""
        check_relation(kind_of(object_), relation)
        if actor != user_id:
            await self._require(actor, object_)
            if await self._red_list.is_hidden(actor, user_id):
                return [], {}
        steps = await self._authority.expand(user_id, relation, object_)
        mentioned = {step.subject for step in steps} | {step.object for step in steps}
        return steps, await self._names.of(mentioned)

    async def holders(
        self, actor: UserId, relation: str, object_: str, *, after: UserId | None, limit: int
    ) -> tuple[Sequence[UserId], dict[str, str]]:
        """Return the people who have a right, in the order of their ids, and their names."""
        check_relation(kind_of(object_), relation)
        await self._require(actor, object_)
        hidden = await self._red_list.hidden_from(actor)
        listed = await self._authority.list_subjects(
            relation, object_, after=after, limit=limit + len(hidden)
        )
        found = [user_id for user_id in listed if user_id not in hidden][:limit]
        return found, await self._names.of({f"user:{user_id}" for user_id in found})

    async def administered(self, actor: UserId) -> Sequence[StoredUnit]:
        """Return the topmost of the units that somebody administers."""
        units = {UnitId(id_) for id_ in await self._authority.list_objects(actor, "administers", "unit")}
        if not units:
            return ()
        return [
            unit for unit in await self._tree.list_units() if unit.id in units and unit.parent_id not in units
        ]

    async def _require(self, actor: UserId, object_: str) -> None:
        # The same refusal for what does not exist: nobody learns which objects there are.
        if "administers" not in SCHEMA[kind_of(object_)]:
            raise NotAdministrator("you do not administer this part of the organisation")
        await self._authority.require(actor, "administers", object_)
