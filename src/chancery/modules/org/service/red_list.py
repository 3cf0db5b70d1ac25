# SPDX-License-Identifier: EUPL-1.2
"""The red list: sensitive people whom the directory shows to those with a need only, for a reason and until a day."""

from collections.abc import Collection, Sequence

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import UserId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.errors import NotAdministrator, NotOnRedList, PersonNotFound
from chancery.modules.org.model import FOR_EVER, RedListing
from chancery.modules.org.rules.red_list import hidden, is_administered
from chancery.modules.org.service.standings import StoredStandings
from chancery.modules.org.store.names import NameStore
from chancery.modules.org.store.people import DirectoryStore
from chancery.modules.org.store.red_list import RedListStore
from chancery.platform.db.port import Database, Write

_MAX_REASON = 500


class StoredRedList:
    """The red list, always as of what is committed."""

    def __init__(
        self,
        *,
        database: Database,
        store: RedListStore,
        people: DirectoryStore,
        names: NameStore,
        standings: StoredStandings,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._database = database
        self._store = store
        self._people = people
        self._names = names
        self._standings = standings
        self._audit = audit
        self._clock = clock

    async def hidden_from(self, viewer: UserId) -> frozenset[UserId]:
        """Return the people whom a viewer does not see in any list of people."""
        listed = await self._store.list_present(self._clock())
        if not listed:
            return frozenset()
        found = await self._standings.of([viewer, *(listing.user_id for listing in listed)])
        return hidden(
            [found[listing.user_id] for listing in listed],
            found[viewer],
            await self._standings.administered(viewer),
            await self._store.known_to(viewer),
        )

    async def is_hidden(self, viewer: UserId, user_id: UserId) -> bool:
        """Tell whether a viewer does not see a person."""
        if viewer == user_id or await self._store.find(user_id, self._clock()) is None:
            return False
        return user_id in await self.hidden_from(viewer)

    async def put(self, actor: UserId, user_id: UserId, *, reason: str, ends_at: int) -> RedListing:
        """Put a person whom the actor administers on the list, or change their listing."""
        await self._require(actor, user_id)
        reason, now = reason.strip(), self._clock()
        if not 0 < len(reason) <= _MAX_REASON:
            raise BadRequest(f"a reason has 1 to {_MAX_REASON} characters")
        if not now < ends_at < FOR_EVER:
            raise BadRequest("a listing ends on a day to come")
        listing = RedListing(user_id, reason, actor, now, ends_at)
        write = Write()
        self._store.put(write, listing)
        self._audit.record(write, Entry("red_list.added", actor, user_id, {"ends_at": ends_at}))
        await self._database.commit(write)
        return listing

    async def remove(self, actor: UserId, user_id: UserId) -> None:
        """Take a person whom the actor administers off the list."""
        await self._require(actor, user_id)
        if await self._store.find(user_id, self._clock()) is None:
            raise NotOnRedList("this person is not on the red list")
        write = Write()
        self._store.remove(write, user_id)
        self._audit.record(write, Entry("red_list.removed", actor, user_id))
        await self._database.commit(write)

    async def list_listings(self, actor: UserId) -> Sequence[tuple[RedListing, str]]:
        """Return the listings of those whom the actor administers, and their own, with names."""
        listed = await self._store.list_present(self._clock())
        if not listed:
            return []
        administered = await self._standings.administered(actor)
        found = await self._standings.of([listing.user_id for listing in listed])
        shown = [
            listing
            for listing in listed
            if listing.user_id == actor or is_administered(found[listing.user_id], administered)
        ]
        names = await self._names.of({f"user:{listing.user_id}" for listing in shown})
        return [(listing, names.get(f"user:{listing.user_id}", listing.user_id)) for listing in shown]

    def introduce(self, write: Write, user_id: UserId, viewers: Collection[UserId]) -> None:
        """Let viewers know a listed person, who wrote to them, from the end of a write on."""
        for viewer in viewers:
            self._store.introduce(write, user_id, viewer, self._clock())

    async def _require(self, actor: UserId, user_id: UserId) -> None:
        if await self._people.find_person(user_id) is None or await self.is_hidden(actor, user_id):
            raise PersonNotFound("the directory has no such person")
        found = await self._standings.of([user_id])
        if not is_administered(found[user_id], await self._standings.administered(actor)):
            raise NotAdministrator("you do not administer this part of the organisation")
