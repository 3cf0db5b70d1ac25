# SPDX-License-Identifier: EUPL-1.2
"""A naive organisation in memory: changes are carried out one by one, and what it holds can be compared and read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from support.office import SERVER

from chancery.kit.ids import AgencyId, PostId, UnitId, UserId
from chancery.modules.org.contract import FOR_EVER, Holding, PersonFacts, PostKind, Seat, UnitPlace
from chancery.modules.provisioning.contract import Change
from chancery.modules.provisioning.model import Stored, StoredLogin

ROOT = "unit_root"
NOW = 1_800_000_000_000


def person_id(name: str) -> str:
    """Return the user id of a login name."""
    return f"@{name}:{SERVER}"


@dataclass
class World:
    """Dictionaries, and nothing clever."""

    units: dict[str, UnitPlace] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    people: dict[str, PersonFacts] = field(default_factory=dict)
    logins: dict[str, StoredLogin] = field(default_factory=dict)
    held: dict[tuple[str, str], Holding] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=lambda: {"unit": {}, "post": {}, "person": {}})
    made: int = 0

    def __post_init__(self) -> None:
        self.units[ROOT] = UnitPlace(UnitId(ROOT), AgencyId("agency_x"), None, "Ministry", "agency")

    def new_id(self, kind: str) -> str:
        """Return ids in order."""
        self.made += 1
        return f"{kind}_{self.made}"

    def stored(self) -> Stored:
        """Return what a difference is computed against."""
        return Stored(
            root=ROOT,
            server_name=SERVER,
            now=NOW,
            units=dict(self.units),
            unit_links=dict(self.links["unit"]),
            post_links=dict(self.links["post"]),
            person_links=dict(self.links["person"]),
            seats=dict(self.seats),
            people=dict(self.people),
            logins=dict(self.logins),
            holdings=list(self.held.values()),
            email_owners={one.email: one.user_id for one in self.logins.values() if one.email},
        )

    def carry_out(self, changes: Iterable[Change]) -> None:
        """Do each change; asserts that it finds what it needs."""
        for change in changes:
            kind, _, deed = change.kind.partition(".")
            if deed in {"added", "linked"} and kind != "appointment":
                assert change.external_id not in self.links[kind]
                assert change.id not in self.links[kind].values()
                self.links[kind][change.external_id] = change.id
            getattr(self, f"_{kind}")(deed, change)

    def _unit(self, deed: str, change: Change) -> None:
        if deed == "added":
            assert change.id not in self.units
            parent = change.ref("parent") or ""
            assert parent in self.units
            self.units[change.id] = UnitPlace(
                UnitId(change.id),
                AgencyId("agency_x"),
                UnitId(parent),
                change.label,
                str(change.after("kind")),
            )
        elif deed == "renamed":
            self.units[change.id] = replace(self.units[change.id], name=change.label)
        elif deed == "moved":
            parent = change.ref("parent") or ""
            assert not self._is_below(parent, change.id), "no step makes a ring"
            self.units[change.id] = replace(self.units[change.id], parent_id=UnitId(parent))

    def _is_below(self, unit_id: str | None, other: str) -> bool:
        while unit_id is not None:
            if unit_id == other:
                return True
            unit_id = self.units[unit_id].parent_id
        return False

    def _post(self, deed: str, change: Change) -> None:
        if deed == "added":
            unit = change.ref("unit") or ""
            assert unit in self.units
            kind = cast("PostKind", change.after("kind"))
            self.seats[change.id] = Seat(PostId(change.id), UnitId(unit), change.label, kind)
        elif deed == "renamed":
            self.seats[change.id] = replace(self.seats[change.id], title=change.label)

    def _person(self, deed: str, change: Change) -> None:
        after = {one.name: one.after for one in change.fields}
        if deed == "added":
            assert change.id not in self.logins
            self.logins[change.id] = StoredLogin(change.id, None, is_active=True)
            self.people[change.id] = PersonFacts(UserId(change.id), "")
        if deed == "left":
            self.logins[change.id] = StoredLogin(change.id, None, is_active=False)
            self.held = {key: held for key, held in self.held.items() if held.user_id != change.id}
        if "email" in after:
            owners = {one.email for one in self.logins.values() if one.email}
            assert after["email"] not in owners
            self.logins[change.id] = replace(self.logins[change.id], email=cast("str | None", after["email"]))
        known = {
            name: value for name, value in after.items() if name in {"name", "phones", "room", "languages"}
        }
        if known:
            self.people[change.id] = replace(self.people[change.id], **known)  # type: ignore[arg-type]  # the fields' types

    def _appointment(self, deed: str, change: Change) -> None:
        post, key = change.ref("post") or "", (change.ref("post") or "", change.id)
        if deed == "ended":
            del self.held[key]
            return
        seat = self.seats[post]
        ends_at = change.after("ends_at")
        held = Holding(
            seat.id,
            seat.unit_id,
            seat.kind,
            UserId(change.id),
            cast("int", change.after("starts_at")),
            FOR_EVER if ends_at is None else cast("int", ends_at),
            acting=bool(change.after("acting")),
        )
        assert (deed == "added") == (key not in self.held)
        others = [one for one in self.held.values() if one.post_id == post and one.user_id != change.id]
        if seat.kind == "head" and not held.acting:
            assert all(one.acting or not _overlap(one, held) for one in others), "one head at a time"
        self.held[key] = held


def _overlap(one: Holding, other: Holding) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
