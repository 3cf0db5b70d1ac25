# SPDX-License-Identifier: EUPL-1.2
"""Finds events and drops those that the person may not see: rights are asked at the time of the search."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chancery.kit.ids import RoomId, UserId
from chancery.modules.rooms.contract import RoomArchive, RoomEvent, RoomReader
from chancery.modules.search.model import Hit, Scope, Term
from chancery.modules.search.rules.request import GroupKey, PageToken, RoomEvents
from chancery.modules.search.rules.words import terms
from chancery.modules.search.service.indexer import Indexer
from chancery.modules.search.store import SearchStore
from chancery.platform.http.request import Caller
from chancery.wire.matrix.filters import bounded, has_url

MOST = 2000
"""How many candidates are looked at; the count of a search that finds more is a lower bound."""
_ENTERED = ("join", "leave", "ban")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits with their events, how many there are in all, and where the next page begins.

    `shown` are the hits on the pages up to this one, as far as they are known: by them a group's next page is counted.
    """

    terms: Sequence[Term]
    page: Sequence[tuple[Hit, RoomEvent]]
    shown: Sequence[Hit]
    count: int
    following: PageToken | None

    def following_of(self, group: GroupKey, value: str) -> PageToken | None:
        """Return where the next page of one group begins."""
        if self.following is None:
            return None
        own = [hit for hit in self.shown if _value(hit, group) == value]
        at = len(own) if self.following.order == "rank" else own[-1].position
        return replace(self.following, at=at, group=group, value=value)


class Searching:
    """Answers searches."""

    def __init__(
        self, *, store: SearchStore, indexer: Indexer, archive: RoomArchive, reader: RoomReader
    ) -> None:
        self._store = store
        self._indexer = indexer
        self._archive = archive
        self._reader = reader

    async def find(self, actor: Caller, wanted: RoomEvents, token: PageToken | None) -> Found:
        """Return one page of what the actor may see."""
        looked_for = terms(wanted.search_term)
        scope = await self._scope(actor, wanted, token)
        if not looked_for or not scope.rooms or not scope.types:
            return Found(looked_for, (), (), 0, None)
        await self._indexer.nearly_catch_up()
        hits = await self._visible(actor, wanted, looked_for, scope)
        at = token.at if token is not None else 0
        if wanted.order_by == "rank":
            earlier, rest = hits[:at], hits[at:]
        elif token is None:
            earlier, rest = [], hits
        else:
            earlier = []
            rest = await self._visible(actor, wanted, looked_for, replace(scope, before=at))
        page = rest[: wanted.limit]
        events = {event.position: event for event in await self._events(page)}
        shown = [(hit, events[hit.position]) for hit in page if hit.position in events]
        return Found(looked_for, shown, [*earlier, *page], len(hits), _following(wanted, token, at, page))

    async def _scope(self, actor: Caller, wanted: RoomEvents, token: PageToken | None) -> Scope:
        chosen = bounded(wanted.filter)
        places = await self._reader.memberships(actor.user_id)
        rooms = [str(room_id) for room_id, place in places.items() if place.membership in _ENTERED]
        rooms = [room_id for room_id in rooms if _passes(room_id, chosen.rooms, chosen.not_rooms)]
        senders: Sequence[str] | None = chosen.senders
        if token is not None and token.group == "room_id":
            rooms = [room_id for room_id in rooms if room_id == token.value]
        if token is not None and token.group == "sender":
            senders = [token.value] if _passes(token.value, senders, ()) else []
        types = [kind for kind in wanted.types if chosen.allows_type(kind)]
        return Scope(rooms, types, senders, chosen.not_senders, since=wanted.since, until=wanted.until)

    async def _visible(
        self, actor: Caller, wanted: RoomEvents, looked_for: Sequence[Term], scope: Scope
    ) -> list[Hit]:
        hits = await self._store.find(looked_for, scope, wanted.order_by, MOST)
        by_room: dict[str, dict[int, UserId]] = {}
        for hit in hits:
            by_room.setdefault(hit.room_id, {})[hit.position] = UserId(hit.sender)
        seen: set[int] = set()
        for room_id, senders in by_room.items():
            seen.update(await self._archive.visible(actor.user_id, RoomId(room_id), senders))
        visible = [hit for hit in hits if hit.position in seen]
        if wanted.filter.contains_url is None:
            return visible
        fitting = {
            event.position
            for event in await self._events(visible)
            if has_url(event.body) == wanted.filter.contains_url
        }
        return [hit for hit in visible if hit.position in fitting]

    async def _events(self, hits: Sequence[Hit]) -> Sequence[RoomEvent]:
        return await self._archive.events_at([hit.position for hit in hits])


def _following(wanted: RoomEvents, token: PageToken | None, at: int, page: Sequence[Hit]) -> PageToken | None:
    if len(page) < wanted.limit:
        return None
    start = at + len(page) if wanted.order_by == "rank" else page[-1].position
    if token is not None:
        return replace(token, at=start)
    return PageToken(wanted.order_by, start)


def _passes(value: str, wanted: Collection[str] | None, unwanted: Collection[str]) -> bool:
    return (wanted is None or value in wanted) and value not in unwanted


def _value(hit: Hit, group: GroupKey) -> str:
    return hit.room_id if group == "room_id" else hit.sender
