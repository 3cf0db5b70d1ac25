# SPDX-License-Identifier: EUPL-1.2
"""Where people stand in the organisation, for policies and for the red list; always from the database."""

from collections.abc import Collection, Mapping, Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import AgencyId, UnitId, UserId
from chancery.modules.org.contract import Standing
from chancery.modules.org.rules.red_list import is_above, is_administered
from chancery.modules.org.store.red_list import RedListStore
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.standings import Branch, HeldSeat, StandingStore, Stay

_CHUNK = 500


class StoredStandings:
    """`Standings` over the database: five short queries for any number of people."""

    def __init__(
        self, *, store: StandingStore, red_list: RedListStore, relations: RelationStore, clock: Clock
    ) -> None:
        self._store = store
        self._red_list = red_list
        self._relations = relations
        self._clock = clock

    async def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Standing]:
        wanted = list(dict.fromkeys(user_ids))
        found: dict[UserId, Standing] = {}
        listed = {listing.user_id for listing in await self._red_list.list_present(self._clock())}
        for first in range(0, len(wanted), _CHUNK):
            chunk = wanted[first : first + _CHUNK]
            found |= await self._of_chunk(chunk, listed)
        return found

    async def known_to(self, user_id: UserId) -> frozenset[UserId]:
        return await self._red_list.known_to(user_id)

    def is_above(self, one: Standing, other: Standing) -> bool:
        return is_above(one, other)

    def is_administered(self, person: Standing, places: Collection[str]) -> bool:
        return is_administered(person, places)

    async def administered(self, user_id: UserId) -> frozenset[str]:
        """Return the places that tuples make a person administer."""
        held = await self._relations.held_by(f"user:{user_id}", self._clock())
        return frozenset(object_ for object_, relations in held.items() if "administers" in relations)

    async def _of_chunk(
        self, user_ids: Sequence[UserId], listed: Collection[UserId]
    ) -> dict[UserId, Standing]:
        now = self._clock()
        seats = await self._store.seats(user_ids, now)
        stays = await self._store.stays(user_ids, now)
        units = {seat[2] for seat in seats} | {stay[1] for stay in stays}
        tree = _Tree(await self._store.branches(sorted(units)))
        seats_of: dict[UserId, list[HeldSeat]] = {}
        for seat in seats:
            seats_of.setdefault(seat[0], []).append(seat)
        stay_of = {stay[0]: stay for stay in stays}
        return {
            user_id: _standing(
                user_id, seats_of.get(user_id, []), stay_of.get(user_id), tree, listed=user_id in listed
            )
            for user_id in user_ids
        }


class _Tree:
    """Units with what is above them."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        self._parents = {unit_id: parent_id for unit_id, parent_id, _ in branches}
        self._agencies = {unit_id: agency_id for unit_id, _, agency_id in branches}

    def above(self, unit_id: UnitId) -> list[UnitId]:
        """Return a unit and those above it."""
        found: list[UnitId] = []
        here: UnitId | None = unit_id
        while here is not None and here not in found:
            found.append(here)
            here = self._parents.get(here)
        return found

    def places(self, unit_id: UnitId) -> set[str]:
        """Return the objects that a unit stands in, itself among them."""
        return {f"unit:{above}" for above in self.above(unit_id)} | {f"agency:{self._agencies[unit_id]}"}

    def agency(self, unit_id: UnitId) -> AgencyId:
        return self._agencies[unit_id]


def _standing(
    user_id: UserId, seats: Sequence[HeldSeat], stay: Stay | None, tree: _Tree, *, listed: bool
) -> Standing:
    # Who holds a post belongs here, whatever stay of theirs is not over yet.
    guest = stay if not seats else None
    units = frozenset(unit_id for _, _, unit_id, _ in seats)
    counted = units if guest is None else {guest[1]}
    places: set[str] = {f"post:{post_id}" for _, post_id, _, _ in seats}
    for unit_id in units:
        places |= tree.places(unit_id)
    return Standing(
        user_id=user_id,
        agencies=frozenset(tree.agency(unit_id) for unit_id in counted),
        units=units,
        headed=frozenset(f"unit:{unit_id}" for _, _, unit_id, kind in seats if kind == "head"),
        post_kinds=frozenset(kind for _, _, _, kind in seats),
        places=frozenset(places),
        host_unit_id=guest[1] if guest else None,
        host_places=frozenset(tree.places(guest[1])) if guest else frozenset(),
        sponsor_id=guest[2] if guest else None,
        on_red_list=listed,
    )
