# SPDX-License-Identifier: EUPL-1.2
"""What each kind of change adds to a write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from chancery.kit.ids import AgencyId, PostId, UnitId, UserId
from chancery.modules.accounts.contract import LoginFacts, LoginUpkeep, NewPerson
from chancery.modules.org.contract import (
    FOR_EVER,
    Holding,
    PersonFacts,
    PostKind,
    Seat,
    UnitPlace,
)
from chancery.modules.provisioning.contract import Change, LinkKind
from chancery.modules.provisioning.service.doors import Staffing
from chancery.modules.provisioning.store.links import LinkStore
from chancery.platform.db.port import Write


@dataclass(frozen=True, slots=True)
class Known:
    """What the changes of a batch are about, as it is before."""

    people: Mapping[str, PersonFacts]
    logins: Mapping[str, LoginFacts]
    seats: Mapping[str, Seat]
    holdings: Mapping[tuple[str, str], Holding]


class Deeds:
    """Adds changes of one source to writes, in one actor's name."""

    def __init__(
        self,
        *,
        links: LinkStore,
        staffing: Staffing,
        upkeep: LoginUpkeep,
        source: str,
        agency_id: AgencyId,
        actor: str,
    ) -> None:
        self._links = links
        self._staffing = staffing
        self._upkeep = upkeep
        self._source = source
        self._agency_id = agency_id
        self._actor = actor

    async def known(self, changes: Sequence[Change]) -> Known:
        """Read what a batch is about."""
        users = {change.id for change in changes if change.kind.startswith(("person.", "appointment."))}
        posts = {ref for change in changes if (ref := change.ref("post")) is not None}
        about_posts = bool(posts)
        return Known(
            {str(one.user_id): one for one in await self._staffing.people(users)},
            {str(one.user_id): one for one in await self._upkeep.facts(users)},
            {str(seat.id): seat for seat in await self._staffing.seats(posts)},
            {
                (str(held.post_id), str(held.user_id)): held
                for held in (await self._staffing.holdings(users) if about_posts else ())
            },
        )

    async def add(self, write: Write, change: Change, known: Known) -> None:
        """Add one change; raises ChanceryError when it cannot be."""
        kind, _, deed = change.kind.partition(".")
        if kind == "unit":
            await self._unit(write, change)
        elif kind == "post":
            self._post(write, change)
        elif kind == "person":
            self._person(write, change, known)
        else:
            self._appointment(write, change, known)
        if kind != "appointment" and deed in {"added", "linked"}:
            self._links.insert(write, self._source, cast("LinkKind", kind), change.external_id, change.id)

    async def _unit(self, write: Write, change: Change) -> None:
        unit_id = UnitId(change.id)
        if change.kind == "unit.added":
            unit = UnitPlace(
                unit_id,
                self._agency_id,
                UnitId(change.ref("parent") or ""),
                change.label,
                str(change.after("kind")),
                cast("int", change.after("place")),
            )
            self._staffing.add_unit(write, unit, actor=self._actor)
        elif change.kind == "unit.renamed":
            self._staffing.rename_unit(write, unit_id, change.label, actor=self._actor)
        elif change.kind == "unit.moved":
            parent = UnitId(change.ref("parent") or "")
            await self._staffing.move_unit(write, unit_id, parent, actor=self._actor)

    def _post(self, write: Write, change: Change) -> None:
        post_id = PostId(change.id)
        if change.kind == "post.added":
            seat = Seat(
                post_id,
                UnitId(change.ref("unit") or ""),
                change.label,
                cast("PostKind", change.after("kind")),
                cast("int", change.after("place")),
            )
            self._staffing.add_seat(write, seat, actor=self._actor)
        elif change.kind == "post.renamed":
            self._staffing.rename_seat(write, post_id, change.label, actor=self._actor)

    def _person(self, write: Write, change: Change, known: Known) -> None:
        user_id = UserId(change.id)
        after = {field.name: field.after for field in change.fields}
        if change.kind == "person.added":
            email = cast("str | None", after.get("email"))
            login = NewPerson(user_id, str(after["name"]), email=email)
            self._upkeep.add(write, login, actor=self._actor)
            self._staffing.set_person(write, _facts(PersonFacts(user_id, ""), after))
        elif change.kind == "person.changed":
            login_facts = known.logins[user_id]
            present = known.people.get(user_id) or PersonFacts(user_id, login_facts.display_name or user_id)
            if "email" in after:
                email = cast("str | None", after["email"])
                self._upkeep.set_email(write, user_id, email, actor=self._actor)
            # Who chose another name for chats keeps it.
            if "name" in after and login_facts.display_name in {None, present.name}:
                self._upkeep.rename(write, login_facts, str(after["name"]), actor=self._actor)
            self._staffing.set_person(write, _facts(present, after))

    def _appointment(self, write: Write, change: Change, known: Known) -> None:
        user_id, post_id = UserId(change.id), PostId(change.ref("post") or "")
        seat = known.seats[post_id]
        held = known.holdings.get((post_id, user_id))
        ends_at = change.after("ends_at")
        wanted = Holding(
            post_id,
            seat.unit_id,
            seat.kind,
            user_id,
            cast("int", change.after("starts_at") or 0),
            FOR_EVER if ends_at is None else cast("int", ends_at),
            acting=bool(change.after("acting")),
        )
        if change.kind == "appointment.added":
            self._staffing.appoint(write, wanted, actor=self._actor)
        elif held is not None and change.kind == "appointment.ended":
            self._staffing.end_holding(write, held, actor=self._actor)
        elif held is not None:
            self._staffing.change_holding(write, wanted, began_at=held.starts_at, actor=self._actor)


def _facts(present: PersonFacts, after: Mapping[str, object]) -> PersonFacts:
    known = {"name", "phones", "room", "languages"}
    return replace(present, **{name: value for name, value in after.items() if name in known})  # type: ignore[arg-type]  # the fields' types
