# SPDX-License-Identifier: EUPL-1.2
"""What provisioning asks of the modules below."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from chancery.kit.ids import PostId, UnitId
from chancery.modules.accounts.contract import LoginUpkeep
from chancery.modules.audit.contract import AuditLog
from chancery.modules.offboarding.contract import Offboarding
from chancery.modules.org.contract import Authority, Holding, PersonFacts, Seat, UnitPlace
from chancery.platform.db.port import Write


class Staffing(Protocol):
    """Reads and writes the organisation in bulk, for sources elsewhere; asks no rights, checks no dates.

    Ids of additions are the caller's (`new_id`). Each addition to a write also records it in the audit log.
    """

    async def units(self) -> Sequence[UnitPlace]:
        """Return the whole tree."""

    async def seats(self, post_ids: Collection[str]) -> Sequence[Seat]:
        """Return those of the given posts that exist."""

    async def head_seats(self) -> Sequence[Seat]:
        """Return all posts whose holders head units."""

    async def holdings(self, user_ids: Collection[str]) -> Sequence[Holding]:
        """Return what people hold now or will hold."""

    async def head_holdings(self) -> Sequence[Holding]:
        """Return who holds or will hold the posts of heads."""

    async def people(self, user_ids: Collection[str]) -> Sequence[PersonFacts]:
        """Return what the directory keeps of those of the given people that it knows."""

    def add_unit(self, write: Write, unit: UnitPlace, *, actor: str) -> None:
        """Add a unit."""

    def rename_unit(self, write: Write, unit_id: UnitId, name: str, *, actor: str) -> None:
        """Give a unit another name."""

    async def move_unit(self, write: Write, unit_id: UnitId, parent_id: UnitId, *, actor: str) -> None:
        """Put a unit below another one; the write is refused when that would make a ring."""

    def add_seat(self, write: Write, seat: Seat, *, actor: str) -> None:
        """Add a post."""

    def rename_seat(self, write: Write, post_id: PostId, title: str, *, actor: str) -> None:
        """Give a post another title."""

    def set_person(self, write: Write, person: PersonFacts) -> None:
        """Add or replace what the directory keeps of a person; the login's entry is that of the audit log."""

    def appoint(self, write: Write, holding: Holding, *, actor: str) -> None:
        """Let a person hold a post."""

    def change_holding(self, write: Write, holding: Holding, *, began_at: int, actor: str) -> None:
        """Give a holding, which was to begin at `began_at`, other dates."""

    def end_holding(self, write: Write, holding: Holding, *, actor: str) -> None:
        """End a person's holding of a post now, and take back what has not begun."""


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of accounts, org, offboarding and audit."""

    upkeep: LoginUpkeep
    staffing: Staffing
    authority: Authority
    offboarding: Offboarding
    audit: AuditLog
