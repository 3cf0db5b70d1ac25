# SPDX-License-Identifier: EUPL-1.2
"""Reads what a desired state is compared with: all of a source for a large one, else only what is named."""

from chancery.kit.clock import Clock
from chancery.kit.text import fold
from chancery.modules.accounts.contract import LoginUpkeep
from chancery.modules.provisioning.contract import DesiredState, LinkKind, Source
from chancery.modules.provisioning.model import Stored, StoredLogin
from chancery.modules.provisioning.rules.people import user_name
from chancery.modules.provisioning.service.doors import Staffing
from chancery.modules.provisioning.store.links import LinkStore

_LARGE = 2_000


class Loader:
    """Looks, and changes nothing."""

    def __init__(
        self, *, links: LinkStore, staffing: Staffing, upkeep: LoginUpkeep, clock: Clock, server_name: str
    ) -> None:
        self._links = links
        self._staffing = staffing
        self._upkeep = upkeep
        self._clock = clock
        self._server_name = server_name

    async def load(self, source: Source, desired: DesiredState) -> Stored:
        """Return what is here of all that a desired state speaks of."""
        units = {str(unit.id): unit for unit in await self._staffing.units()}
        people = await self._people_links(source, desired)
        named = {f"@{name}:{self._server_name}" for name in map(user_name, desired.people) if name}
        users = named | set(people.values())
        holdings = [*await self._staffing.holdings(users)]
        seen = {(held.post_id, held.user_id, held.starts_at) for held in holdings}
        heads = await self._staffing.head_holdings()
        holdings += [held for held in heads if (held.post_id, held.user_id, held.starts_at) not in seen]
        posts = await self._post_links(source, desired, {str(held.post_id) for held in holdings})
        seats = {str(seat.id): seat for seat in await self._staffing.head_seats()}
        wanted = (set(posts.values()) | {str(held.post_id) for held in holdings}) - seats.keys()
        seats |= {str(seat.id): seat for seat in await self._staffing.seats(wanted)}
        shown = users | {str(held.user_id) for held in heads}
        emails = {fold(person.email.strip()) for person in desired.people if person.email}
        return Stored(
            root=source.root,
            server_name=self._server_name,
            now=self._clock(),
            units=units,
            unit_links=await self._unit_links(source, desired),
            post_links=posts,
            person_links=people,
            seats=seats,
            people={str(one.user_id): one for one in await self._staffing.people(shown)},
            logins={
                str(one.user_id): StoredLogin(one.user_id, one.email, one.is_active, one.is_admin)
                for one in await self._upkeep.facts(users)
            },
            holdings=holdings,
            email_owners=dict(await self._upkeep.email_owners(emails)),
        )

    async def _people_links(self, source: Source, desired: DesiredState) -> dict[str, str]:
        if desired.complete or len(desired.people) > _LARGE:
            return await self._links.all(source.name, "person")
        theirs = {person.external_id for person in desired.people}
        found = await self._links.of_theirs(source.name, "person", theirs)
        # A login that the source names under another id of its own must be known as taken.
        names = {f"@{name}:{self._server_name}" for name in map(user_name, desired.people) if name}
        return found | await self._links.of_ours(source.name, "person", names)

    async def _unit_links(self, source: Source, desired: DesiredState) -> dict[str, str]:
        if desired.complete or len(desired.units) > _LARGE:
            return await self._links.all(source.name, "unit")
        theirs = {unit.external_id for unit in desired.units}
        theirs |= {unit.parent for unit in desired.units if unit.parent is not None}
        theirs |= {post.unit for post in desired.posts if post.unit is not None}
        return await self._links.of_theirs(source.name, "unit", theirs)

    async def _post_links(self, source: Source, desired: DesiredState, held: set[str]) -> dict[str, str]:
        kind: LinkKind = "post"
        if desired.complete or len(desired.posts) > _LARGE:
            return await self._links.all(source.name, kind)
        theirs = {post.external_id for post in desired.posts} | {one.post for one in desired.appointments}
        found = await self._links.of_theirs(source.name, kind, theirs)
        return found | await self._links.of_ours(source.name, kind, held)
