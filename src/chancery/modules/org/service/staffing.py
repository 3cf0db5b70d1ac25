# SPDX-License-Identifier: EUPL-1.2
"""The organisation for sources elsewhere: read in bulk, written with ids that the caller made."""

from collections.abc import Collection, Sequence

from chancery.kit.clock import Clock
from chancery.kit.ids import PostId, UnitId
from chancery.modules.audit.contract import AuditLog, Entry
from chancery.modules.org.contract import Holding, PersonFacts, Seat, UnitPlace
from chancery.modules.org.errors import UnitNotFound
from chancery.modules.org.model import Appointment, PersonDetails, Post, StoredUnit
from chancery.modules.org.service.editor import OrgEditor
from chancery.modules.org.store.staffing import StaffingStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.db.port import Write

Details = dict[str, str | int | bool | None]


class StoredStaffing:
    """The organisation in bulk, as `provisioning` asks for it; asks no rights, checks no dates."""

    def __init__(
        self, *, store: StaffingStore, tree: TreeStore, editor: OrgEditor, audit: AuditLog, clock: Clock
    ) -> None:
        self._store = store
        self._tree = tree
        self._editor = editor
        self._audit = audit
        self._clock = clock

    async def units(self) -> Sequence[UnitPlace]:
        return await self._store.units()

    async def seats(self, post_ids: Collection[str]) -> Sequence[Seat]:
        return await self._store.seats(post_ids)

    async def head_seats(self) -> Sequence[Seat]:
        return await self._store.head_seats()

    async def holdings(self, user_ids: Collection[str]) -> Sequence[Holding]:
        return await self._store.holdings(user_ids, self._clock())

    async def head_holdings(self) -> Sequence[Holding]:
        return await self._store.head_holdings(self._clock())

    async def people(self, user_ids: Collection[str]) -> Sequence[PersonFacts]:
        return await self._store.people(user_ids)

    def add_unit(self, write: Write, unit: UnitPlace, *, actor: str) -> None:
        stored = StoredUnit(unit.id, unit.agency_id, unit.parent_id, unit.name, unit.kind, unit.place)
        self._editor.insert_unit(write, stored, f"unit:{unit.parent_id}")
        self._audit.record(write, Entry("unit.created", actor, f"unit:{unit.id}"))

    def rename_unit(self, write: Write, unit_id: UnitId, name: str, *, actor: str) -> None:
        self._editor.rename_unit(write, unit_id, name)
        self._audit.record(write, Entry("unit.renamed", actor, f"unit:{unit_id}"))

    async def move_unit(self, write: Write, unit_id: UnitId, parent_id: UnitId, *, actor: str) -> None:
        unit, parent = await self._tree.find_unit(unit_id), await self._tree.find_unit(parent_id)
        if unit is None or parent is None:
            raise UnitNotFound("there is no such unit")
        self._editor.move_unit(write, unit, parent, place=await self._tree.next_place(parent.id))
        details: Details = {"from": unit.parent_id, "to": parent.id}
        self._audit.record(write, Entry("unit.moved", actor, f"unit:{unit.id}", details))

    def add_seat(self, write: Write, seat: Seat, *, actor: str) -> None:
        self._editor.insert_post(write, Post(seat.id, seat.unit_id, seat.title, seat.kind, seat.place))
        self._audit.record(write, Entry("post.created", actor, f"post:{seat.id}"))

    def rename_seat(self, write: Write, post_id: PostId, title: str, *, actor: str) -> None:
        self._editor.rename_post(write, post_id, title)
        self._audit.record(write, Entry("post.renamed", actor, f"post:{post_id}"))

    def set_person(self, write: Write, person: PersonFacts) -> None:
        self._editor.set_person(
            write, PersonDetails(person.user_id, person.name, person.phones, person.room, person.languages)
        )

    def appoint(self, write: Write, holding: Holding, *, actor: str) -> None:
        self._editor.appoint(
            write,
            _post(holding.post_id, holding.unit_id),
            Appointment(holding.post_id, holding.user_id, holding.starts_at, holding.ends_at, holding.acting),
        )
        details: Details = {"post_id": holding.post_id, "acting": holding.acting}
        self._audit.record(write, Entry("appointment.started", actor, holding.user_id, details))

    def change_holding(self, write: Write, holding: Holding, *, began_at: int, actor: str) -> None:
        self._editor.change_appointment(
            write,
            _post(holding.post_id, holding.unit_id),
            Appointment(holding.post_id, holding.user_id, holding.starts_at, holding.ends_at, holding.acting),
            began_at,
        )
        details: Details = {"post_id": holding.post_id, "acting": holding.acting}
        self._audit.record(write, Entry("appointment.changed", actor, holding.user_id, details))

    def end_holding(self, write: Write, holding: Holding, *, actor: str) -> None:
        self._editor.end_appointment(write, _post(holding.post_id, holding.unit_id), holding.user_id)
        details: Details = {"post_id": holding.post_id}
        self._audit.record(write, Entry("appointment.ended", actor, holding.user_id, details))


def _post(post_id: PostId, unit_id: UnitId) -> Post:
    """Return what the editor asks of a post to appoint: its ids."""
    return Post(post_id, unit_id, "", "specialist", 0)
