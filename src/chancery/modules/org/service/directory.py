# SPDX-License-Identifier: EUPL-1.2
"""The directory of units and people."""

from collections.abc import Sequence
from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.errors import BadRequest
from chancery.kit.ids import PostId, UnitId, UserId
from chancery.kit.paging import Page, decode_cursor, encode_cursor
from chancery.modules.accounts.contract import Accounts
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import HeldPost, PersonCard, PersonSummary, Unit
from chancery.modules.org.errors import PersonNotFound, UnitNotFound
from chancery.modules.org.model import Agency, FoundPerson, Post, StoredUnit
from chancery.modules.org.service.red_list import StoredRedList
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.people import DirectoryStore, PeopleQuery
from chancery.modules.org.store.tree import TreeStore

_LOOK_MS = 3600_000
_MOST_LOOKS = 100_000
_MAX_QUERY = 200


class StoredDirectory:
    """`Directory` over the database."""

    def __init__(
        self,
        *,
        tree: TreeStore,
        people: DirectoryStore,
        appointments: AppointmentStore,
        red_list: StoredRedList,
        accounts: Accounts,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._tree = tree
        self._people = people
        self._appointments = appointments
        self._red_list = red_list
        self._accounts = accounts
        self._audit = audit
        self._clock = clock
        self._looks: dict[tuple[UserId, UserId], int] = {}

    async def agency(self) -> Agency | None:
        """Return the agency of this server, or None before there is one."""
        return await self._tree.find_agency()

    async def list_units(self, actor: UserId) -> Sequence[Unit]:
        now = self._clock()
        heads, counts = await self._tree.heads(now), await self._tree.count_people(now)
        hidden = await self._red_list.hidden_from(actor)
        heads = {unit_id: head for unit_id, head in heads.items() if head not in hidden}
        return [
            Unit(unit.id, unit.parent_id, unit.name, unit.kind, heads.get(unit.id), counts.get(unit.id, 0))
            for unit in _parents_first(await self._tree.list_units())
        ]

    async def list_people(
        self, actor: UserId, *, query: str | None, unit_id: UnitId | None, cursor: str | None, limit: int
    ) -> Page[PersonSummary]:
        if unit_id is not None and await self._tree.find_unit(unit_id) is None:
            raise UnitNotFound("there is no such unit")
        hidden = await self._red_list.hidden_from(actor)
        wanted = PeopleQuery(self._clock(), query[:_MAX_QUERY] if query else None, unit_id, hidden)
        found = await self._people.list_people(wanted, after=_after(cursor), limit=limit + 1)
        shown = found[:limit]
        profiles = await self._accounts.profiles([person.user_id for person in shown])
        items = [
            _summary(person, profiles[person.user_id].avatar_url if person.user_id in profiles else None)
            for person in shown
        ]
        return Page(
            items, _cursor(shown[-1]) if len(found) > limit else None, await self._people.count_people(wanted)
        )

    async def access_person(self, actor: UserId, user_id: UserId) -> PersonCard:
        person = await self._people.find_person(user_id)
        if person is None or await self._red_list.is_hidden(actor, user_id):
            raise PersonNotFound("the directory has no such person")
        await self._note_look(actor, user_id)
        profiles = await self._accounts.profiles([user_id])
        emails = await self._accounts.emails([user_id])
        return PersonCard(
            user_id=user_id,
            name=person.name,
            avatar_url=profiles[user_id].avatar_url if user_id in profiles else None,
            posts=await self._held_posts(actor, user_id),
            phones=person.phones,
            email=emails.get(user_id),
            room=person.room,
            languages=person.languages,
        )

    async def _held_posts(self, actor: UserId, user_id: UserId) -> Sequence[HeldPost]:
        now = self._clock()
        held = await self._tree.list_held(user_id, now)
        if not held:
            return []
        units = {unit.id: unit for unit in await self._tree.list_units()}
        hidden = await self._red_list.hidden_from(actor)
        acting = [one for one in await self._appointments.list_acting(user_id, now) if one[1] not in hidden]
        return [
            replace(
                _held_post(post, units, acting=is_acting),
                acted_by=[(other, name) for post_id, other, name in acting if post_id == post.id],
            )
            for post, is_acting in held
        ]

    async def _note_look(self, actor: UserId, user_id: UserId) -> None:
        """Write down who looked, once per viewer and hour."""
        now = self._clock()
        if actor == user_id or now - self._looks.get((actor, user_id), -_LOOK_MS) < _LOOK_MS:
            return
        await self._audit.append(Entry("person.viewed", actor, user_id))
        if len(self._looks) >= _MOST_LOOKS:
            self._looks = {pair: at for pair, at in self._looks.items() if now - at < _LOOK_MS}
        self._looks[actor, user_id] = now


def _parents_first(units: Sequence[StoredUnit]) -> list[StoredUnit]:
    children: dict[UnitId | None, list[StoredUnit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    ordered: list[StoredUnit] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += reversed(children.get(unit.id, []))
    return ordered


def _held_post(post: Post, units: dict[UnitId, StoredUnit], *, acting: bool) -> HeldPost:
    path: list[tuple[UnitId, str]] = []
    unit = units.get(post.unit_id)
    while unit is not None:
        path.append((unit.id, unit.name))
        unit = units.get(unit.parent_id) if unit.parent_id else None
    path.reverse()
    return HeldPost(PostId(post.id), post.title, post.unit_id, path[-1][1], path, acting)


def _summary(person: FoundPerson, avatar_url: str | None) -> PersonSummary:
    return PersonSummary(
        person.user_id,
        person.name,
        person.post,
        person.unit_id,
        person.unit_name,
        avatar_url,
        person.acting,
    )


def _cursor(person: FoundPerson) -> str:
    return encode_cursor(f"{person.sort_name}\n{person.user_id}")


def _after(cursor: str | None) -> tuple[str, str] | None:
    key = decode_cursor(cursor)
    if key is None:
        return None
    sort_name, separator, user_id = key.rpartition("\n")
    if not separator or "\0" in key:
        raise BadRequest("cursor is not one that this server issued")
    return sort_name, user_id
