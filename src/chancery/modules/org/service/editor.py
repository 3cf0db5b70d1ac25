# SPDX-License-Identifier: EUPL-1.2
"""Changes of the organisation as parts of a write: rows, tuples and facts together, no question of rights.

Whoever calls has the right already: the guarded use cases in `administration.py`, `chancery init`, the demo agency.
"""

from dataclasses import replace

from chancery.kit.clock import Clock
from chancery.kit.ids import AgencyId, PostId, TeamId, UnitId, UserId, new_id
from chancery.modules.org.contract import PostKind
from chancery.modules.org.events import AppointmentChanged, TeamChanged, UnitChanged, UnitMoved
from chancery.modules.org.model import (
    FOR_EVER,
    Agency,
    Appointment,
    External,
    PersonDetails,
    Post,
    Relation,
    StoredUnit,
    Team,
)
from chancery.modules.org.rules.schema import check_tuple
from chancery.modules.org.store.appointments import AppointmentStore
from chancery.modules.org.store.changes import ChangeStore
from chancery.modules.org.store.externals import ExternalStore
from chancery.modules.org.store.people import DirectoryStore, search_words
from chancery.modules.org.store.relations import RelationStore
from chancery.modules.org.store.tree import TreeStore
from chancery.platform.db.port import Write


class OrgEditor:
    """Adds to the organisation."""

    def __init__(
        self,
        *,
        tree: TreeStore,
        appointments: AppointmentStore,
        people: DirectoryStore,
        relations: RelationStore,
        externals: ExternalStore,
        changes: ChangeStore,
        clock: Clock,
    ) -> None:
        self._tree = tree
        self._appointments = appointments
        self._people = people
        self._relations = relations
        self._externals = externals
        self._changes = changes
        self._clock = clock

    def add_agency(self, write: Write, name: str, *, demo: str | None = None) -> StoredUnit:
        """Add an agency and the root of its tree, which bears its name."""
        agency = Agency(AgencyId(new_id("agency")), name, demo)
        root = StoredUnit(UnitId(new_id("unit")), agency.id, None, name, "agency", 1)
        self._tree.insert_agency(write, agency, self._clock())
        self.insert_unit(write, root, f"agency:{agency.id}")
        return root

    def add_unit(self, write: Write, parent: StoredUnit, *, name: str, kind: str, place: int) -> StoredUnit:
        """Add a unit below another one."""
        unit = StoredUnit(UnitId(new_id("unit")), parent.agency_id, parent.id, name, kind, place)
        self.insert_unit(write, unit, f"unit:{parent.id}")
        return unit

    def rename_unit(self, write: Write, unit_id: UnitId, name: str) -> None:
        """Give a unit another name."""
        self._tree.rename_unit(write, unit_id, name, search_words(name))
        self._tree.rename_own_team(write, unit_id, name)
        self._changes.note(write, f"unit:{unit_id}", "", write.position())
        self._tell_unit(write, unit_id)

    def move_unit(self, write: Write, unit: StoredUnit, parent: StoredUnit, *, place: int) -> None:
        """Put a unit with all below it under another one; its people belong there from now on."""
        self._tree.move_unit(write, unit, parent.id, place)
        self._relations.move_containment(write, f"unit:{unit.id}", f"unit:{parent.id}")
        now = self._clock()
        left = Relation(f"unit:{unit.parent_id}", "member", f"unit:{unit.id}", "member")
        self._relations.end_relation(write, left, now)
        enters = replace(left, object=f"unit:{parent.id}", starts_at=now)
        self._relate(write, enters)
        where = write.position()
        for above in (left.object, enters.object):
            self._changes.note(write, above, f"unit:{unit.id}#member", where)
        write.publish(lambda base: UnitMoved(unit.id, parent.id, base + where.offset))

    def add_post(self, write: Write, unit_id: UnitId, *, title: str, kind: PostKind, place: int) -> Post:
        """Add a post to a unit."""
        post = Post(PostId(new_id("post")), unit_id, title, kind, place)
        self.insert_post(write, post)
        return post

    def insert_post(self, write: Write, post: Post) -> None:
        """Add a post that has its id."""
        self._tree.insert_post(write, post, search_words(post.title))
        self._relations.insert_containment(write, f"post:{post.id}", f"unit:{post.unit_id}")
        self._relate(write, Relation(f"unit:{post.unit_id}", "member", f"post:{post.id}", "holder"))
        if post.kind in {"head", "deputy"}:
            self._relate(write, Relation(f"unit:{post.unit_id}", post.kind, f"post:{post.id}", "holder"))

    def rename_post(self, write: Write, post_id: PostId, title: str) -> None:
        """Give a post another title."""
        self._tree.rename_post(write, post_id, title, search_words(title))
        self._changes.note(write, f"post:{post_id}", "", write.position())

    def appoint(self, write: Write, post: Post, appointment: Appointment) -> None:
        """Let a person hold a post; the rights follow for the same time."""
        self._appointments.insert_appointment(write, appointment)
        self._relate(
            write,
            Relation(
                f"post:{post.id}",
                "holder",
                f"user:{appointment.user_id}",
                starts_at=appointment.starts_at,
                ends_at=appointment.ends_at,
            ),
        )
        self.tell_appointment(write, post, appointment.user_id)

    def change_appointment(self, write: Write, post: Post, appointment: Appointment, began_at: int) -> None:
        """Give an appointment, which was to begin at `began_at`, other dates; the rights follow."""
        self._appointments.change_appointment(write, appointment, began_at)
        self._relations.change_times(
            write,
            Relation(
                f"post:{post.id}",
                "holder",
                f"user:{appointment.user_id}",
                starts_at=appointment.starts_at,
                ends_at=appointment.ends_at,
            ),
            began_at,
        )
        self.tell_appointment(write, post, appointment.user_id)

    def end_appointment(self, write: Write, post: Post, user_id: UserId) -> None:
        """End a person's holding of a post now, and take back what has not begun."""
        now = self._clock()
        self._appointments.end_appointments(write, post.id, user_id, now)
        self._relations.end_relation(write, Relation(f"post:{post.id}", "holder", f"user:{user_id}"), now)
        self.tell_appointment(write, post, user_id)

    def set_person(self, write: Write, person: PersonDetails) -> None:
        """Add or replace what the directory keeps of a person."""
        self._people.upsert_person(write, person)

    def set_external(self, write: Write, external: External) -> None:
        """Add an external or replace what is kept of them; what follows from it holds for the same time."""
        self._externals.put(write, external)
        works_with = Relation(*_external_relation(external))
        self.relate(write, replace(works_with, starts_at=external.starts_at, ends_at=external.ends_at))

    def end_external(self, write: Write, external: External) -> External:
        """End an external's stay now and return what is kept of it."""
        now = self._clock()
        ended = replace(external, ends_at=now)
        self._externals.put(write, ended)
        self.end_direct(write, *_external_relation(external)[:2], external.user_id)
        return ended

    def add_team(self, write: Write, unit_id: UnitId, *, name: str, owner: UserId | None = None) -> Team:
        """Add a team to a unit."""
        team = self._insert_team(write, Team(TeamId(new_id("team")), unit_id, name))
        if owner is not None:
            self._relate(write, Relation(f"team:{team.id}", "owner", f"user:{owner}"))
            self._relate(write, Relation(f"team:{team.id}", "member", f"user:{owner}"))
            self._note_person(write, f"team:{team.id}", owner)
        return team

    def add_own_team(self, write: Write, unit: StoredUnit) -> Team:
        """Add a unit's own team, to which its people belong; a second one is refused (WriteConflict)."""
        team = self._insert_team(write, Team(TeamId(new_id("team")), unit.id, unit.name, own=True))
        self._relate(write, Relation(f"team:{team.id}", "member", f"unit:{unit.id}", "member"))
        return team

    def rename_team(self, write: Write, team_id: TeamId, name: str) -> None:
        """Give a team another name."""
        self._tree.rename_team(write, team_id, name)
        self._tell_team(write, team_id)

    def close_team(self, write: Write, team_id: TeamId) -> None:
        """Close a team for good: nobody belongs to it from now on."""
        now = self._clock()
        self._tree.close_team(write, team_id, now)
        self._relations.end_all(write, f"team:{team_id}", now)
        self._relations.remove_containment(write, f"team:{team_id}")
        self._tell_team(write, team_id)

    def add_team_member(self, write: Write, team_id: TeamId, user_id: UserId) -> None:
        """Take a person into a team."""
        self.relate(write, Relation(f"team:{team_id}", "member", f"user:{user_id}", starts_at=self._clock()))
        self._tell_team(write, team_id, user_id)

    def remove_team_member(self, write: Write, team_id: TeamId, user_id: UserId) -> None:
        """Let a person leave a team."""
        membership = Relation(f"team:{team_id}", "member", f"user:{user_id}")
        self._relations.end_relation(write, membership, self._clock())
        self._tell_team(write, team_id, user_id)

    def make_team_owner(self, write: Write, team_id: TeamId, user_id: UserId) -> None:
        """Let a person own a team and belong to it."""
        self.relate(write, Relation(f"team:{team_id}", "owner", f"user:{user_id}", starts_at=self._clock()))
        self.add_team_member(write, team_id, user_id)

    def end_administration(self, write: Write, object_: str, user_id: UserId) -> None:
        """End what a person was made to administer; an agency is not left without anybody (WriteConflict)."""
        kind, _, agency_id = object_.partition(":")
        if kind == "agency":
            self._relations.require_other(write, agency_id, user_id, self._clock())
        self.end_direct(write, object_, "administers", user_id)

    def end_direct(self, write: Write, object_: str, relation: str, user_id: UserId) -> None:
        """End what a tuple gives to a person directly."""
        self._relations.end_relation(write, Relation(object_, relation, f"user:{user_id}"), self._clock())
        self._note_person(write, object_, user_id)

    def make_administrator(self, write: Write, root: StoredUnit, user_id: UserId) -> None:
        """Let a person administer a whole agency."""
        self.relate(write, Relation(f"agency:{root.agency_id}", "administers", f"user:{user_id}"))

    def relate(self, write: Write, relation: Relation) -> None:
        """Add a tuple; raises UnknownRelation for one that the schema does not admit."""
        self._relate(write, relation)
        subject = relation.subject
        if relation.subject_relation:
            subject = f"{subject}#{relation.subject_relation}"
        self._changes.note(write, relation.object, subject, write.position())

    def _relate(self, write: Write, relation: Relation) -> None:
        """Add a tuple of whose effect the caller tells, or that changes nobody's standing yet."""
        check_tuple(relation.object, relation.relation, relation.subject, relation.subject_relation)
        self._relations.insert_relation(write, relation)

    def _insert_team(self, write: Write, team: Team) -> Team:
        self._tree.insert_team(write, team)
        self._relations.insert_containment(write, f"team:{team.id}", f"unit:{team.unit_id}")
        self._tell_team(write, team.id)
        return team

    def _note_person(self, write: Write, object_: str, user_id: UserId) -> None:
        self._changes.note(write, object_, f"user:{user_id}", write.position())

    def insert_unit(self, write: Write, unit: StoredUnit, parent: str) -> None:
        """Add a unit that has its id; `parent` is the object that contains it."""
        self._tree.insert_unit(write, unit, search_words(unit.name))
        self._relations.insert_containment(write, f"unit:{unit.id}", parent)
        self._relate(write, Relation(parent, "member", f"unit:{unit.id}", "member"))
        self._tell_unit(write, unit.id)

    def _tell_unit(self, write: Write, unit_id: UnitId) -> None:
        place = write.position().offset
        write.publish(lambda base: UnitChanged(unit_id, base + place))

    def tell_appointment(self, write: Write, post: Post, user_id: UserId) -> None:
        """Tell that a person holds a post, or does not, or until another day."""
        where = write.position()
        self._changes.note(write, f"post:{post.id}", f"user:{user_id}", where)
        write.publish(lambda base: AppointmentChanged(user_id, post.id, post.unit_id, base + where.offset))

    def _tell_team(self, write: Write, team_id: TeamId, user_id: UserId | None = None) -> None:
        where = write.position()
        self._changes.note(write, f"team:{team_id}", f"user:{user_id}" if user_id else "", where)
        write.publish(lambda base: TeamChanged(team_id, base + where.offset))


def _external_relation(external: External) -> tuple[str, str, str]:
    return f"unit:{external.unit_id}", "external", f"user:{external.user_id}"


def holding(post: Post, user_id: UserId, starts_at: int, *, acting: bool = False) -> Appointment:
    """Return an appointment without an end."""
    return Appointment(post.id, user_id, starts_at, FOR_EVER, acting)
