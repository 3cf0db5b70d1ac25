# SPDX-License-Identifier: EUPL-1.2
"""Who held which post when: a post's history for those who manage it, a person's for themselves and their managers."""

from collections.abc import Sequence

from chancery.kit.ids import PostId, UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.errors import HistoryRefused, PersonNotFound, PostNotFound
from chancery.modules.org.model import PastAppointment
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.tree import TreeStore

_MOST = 1_000


class History:
    """Reads appointments past, present and to come."""

    def __init__(
        self,
        *,
        tree: TreeStore,
        people: DirectoryStore,
        appointments: AppointmentStore,
        authority: StoredAuthority,
        red_list: StoredRedList,
        audit: AuditLog,
    ) -> None:
        self._tree = tree
        self._people = people
        self._appointments = appointments
        self._authority = authority
        self._red_list = red_list
        self._audit = audit

    async def of_post(self, actor: UserId, post_id: PostId) -> Sequence[PastAppointment]:
        """Return who held a post, the latest first; for who manages the post or holds it now."""
        if await self._tree.find_post(post_id) is None:
            raise PostNotFound("there is no such post")
        if not await self._may_read(actor, post_id):
            raise HistoryRefused("you neither manage this post nor hold it")
        hidden = await self._red_list.hidden_from(actor)
        found = await self._appointments.list_of_post(post_id, _MOST)
        return [past for past in found if past.user_id not in hidden]

    async def of_person(self, actor: UserId, user_id: UserId) -> Sequence[PastAppointment]:
        """Return the posts that a person held, the latest first; others see those that they manage."""
        if await self._people.find_person(user_id) is None or await self._red_list.is_hidden(actor, user_id):
            raise PersonNotFound("the directory has no such person")
        found = await self._appointments.list_of_person(user_id, _MOST)
        if actor == user_id:
            return found
        managed = {
            post_id for post_id in {past.post_id for past in found} if await self._manages(actor, post_id)
        }
        if not managed:
            raise HistoryRefused("you manage no post that this person held")
        await self._audit.append(Entry("person.history_viewed", actor, user_id))
        return [past for past in found if past.post_id in managed]

    async def _may_read(self, actor: UserId, post_id: PostId) -> bool:
        holds = await self._authority.check(actor, "holder", f"post:{post_id}")
        return holds or await self._manages(actor, post_id)

    async def _manages(self, actor: UserId, post_id: PostId) -> bool:
        return await self._authority.check(actor, "manages", f"post:{post_id}")
