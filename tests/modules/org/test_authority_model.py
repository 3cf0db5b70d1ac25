# SPDX-License-Identifier: EUPL-1.2
"""The permission engine against a naive evaluator, on random organisations and at random times.

CHANCERY_RELATION_WORLDS asks for more of them than the suite takes time for.
"""

import asyncio
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.clock import MovedClock

from chancery.kit.ids import UserId
from chancery.modules.org.contract import Reason
from chancery.modules.org.model import FOR_EVER, Relation
from chancery.modules.org.rules.schema import SCHEMA, USERSETS, check_tuple
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.store.relations import RelationStore
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Database, Write

WORLDS = int(os.environ.get("CHANCERY_RELATION_WORLDS", "40"))
TIMES = (10, 20, 30)
USERS = ["user:@a:x", "user:@b:x", "user:@c:x"]
UNITS = [f"unit:{number}" for number in range(5)]
POSTS = [f"post:{number}" for number in range(4)]
TEAMS = [f"team:{number}" for number in range(2)]
AGENCY = "agency:0"
OBJECTS = [AGENCY, *UNITS, *POSTS, *TEAMS, *USERS]
GROUPS = [(obj, rel) for obj in OBJECTS for kind, rel in USERSETS if obj.startswith(f"{kind}:")]


@dataclass(frozen=True)
class World:
    """A random organisation: a tree, tuples, and when it is looked at."""

    parents: dict[str, str]
    tuples: list[Relation]
    now: int


@dataclass
class Naive:
    """Evaluates the definition literally: follows every tuple and every rule, guarding against rings."""

    world: World
    busy: set[tuple[str, str]] = field(default_factory=set)

    def has(self, user: str, relation: str, object_: str) -> bool:
        if object_ == user and SCHEMA["user"][relation].others_only:
            return False
        return self._guarded(user, relation, object_)

    def _guarded(self, user: str, relation: str, object_: str) -> bool:
        if (object_, relation) in self.busy:
            return False
        self.busy.add((object_, relation))
        try:
            return self._by_tuple(user, relation, object_) or self._by_rule(user, relation, object_)
        finally:
            self.busy.discard((object_, relation))

    def _by_tuple(self, user: str, relation: str, object_: str) -> bool:
        for known in valid(self.world):
            if (known.object, known.relation) != (object_, relation):
                continue
            if known.subject == user and not known.subject_relation:
                return True
            if known.subject_relation and self._guarded(user, known.subject_relation, known.subject):
                return True
        return False

    def _by_rule(self, user: str, relation: str, object_: str) -> bool:
        rule = SCHEMA[object_.partition(":")[0]][relation]
        if any(self._guarded(user, other, object_) for other in rule.same):
            return True
        return any(
            self._guarded(user, other, parent)
            for parent in parents_of(self.world, object_)
            for other in rule.above
            if other in SCHEMA[parent.partition(":")[0]]
        )


def valid(world: World) -> list[Relation]:
    """Return the tuples that hold when the world is looked at."""
    return [known for known in world.tuples if known.starts_at <= world.now < known.ends_at]


def parents_of(world: World, object_: str) -> list[str]:
    """Return what contains an object; a person stands below each post that they hold."""
    if not object_.startswith("user:"):
        return [world.parents[object_]] if object_ in world.parents else []
    return [
        known.object
        for known in valid(world)
        if (known.subject, known.subject_relation, known.relation) == (object_, "", "holder")
    ]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    parents = {UNITS[0]: AGENCY}
    for number, unit in enumerate(UNITS[1:], start=1):
        parents[unit] = draw(st.sampled_from([AGENCY, *UNITS[:number]]))
    for leaf in (*POSTS, *TEAMS):
        parents[leaf] = draw(st.sampled_from(UNITS))
    subjects = st.one_of(st.sampled_from([(user, "") for user in USERS]), st.sampled_from(GROUPS))
    rights = st.sampled_from([(obj, rel) for obj in OBJECTS for rel in SCHEMA[obj.partition(":")[0]]])
    given_right = st.tuples(rights, subjects, spans())
    held = st.tuples(st.sampled_from([(post, "holder") for post in POSTS]), people(), spans())
    heads = st.tuples(st.sampled_from([(unit, "head") for unit in UNITS]), subjects, spans())
    drawn = draw(st.lists(st.one_of(given_right, held, heads), max_size=14))
    tuples = [Relation(obj, rel, sub, sub_rel, *span) for (obj, rel), (sub, sub_rel), span in drawn]
    unique = {(t.object, t.relation, t.subject, t.subject_relation, t.starts_at): t for t in tuples}
    return World(parents, list(unique.values()), draw(st.sampled_from(TIMES)))


def people() -> st.SearchStrategy[tuple[str, str]]:
    return st.sampled_from([(user, "") for user in USERS])


def spans() -> st.SearchStrategy[tuple[int, int]]:
    """From before, at or after a time of looking, until such a time or for ever; the last beginning wins."""
    return st.sampled_from([(0, FOR_EVER), (0, 20), (10, 30), (20, 21), (20, FOR_EVER), (30, FOR_EVER)])


def rights() -> Iterator[tuple[str, str]]:
    """Give every relation of every object."""
    for object_ in OBJECTS:
        for relation in SCHEMA[object_.partition(":")[0]]:
            yield relation, object_


async def fill(database: Database, world: World) -> StoredAuthority:
    """Put a world in the place of whatever was there."""
    store = RelationStore(database)
    write = Write()
    write.execute("DELETE FROM org_relation")
    write.execute("DELETE FROM org_containment")
    for child, parent in world.parents.items():
        store.insert_containment(write, child, parent)
    for relation in world.tuples:
        check_tuple(relation.object, relation.relation, relation.subject, relation.subject_relation)
        store.insert_relation(write, relation)
    await database.commit(write)
    return StoredAuthority(store, MovedClock(world.now))


async def disagreements(database: Database, world: World) -> list[str]:
    """Return where engine and definition differ, in any of the engine's four questions."""
    authority = await fill(database, world)
    expected = {
        (user, relation, object_): Naive(world).has(user, relation, object_)
        for user in USERS
        for relation, object_ in rights()
    }
    wrong = [*await _wrong_checks(authority, world, expected), *await _wrong_subjects(authority, expected)]
    return [*wrong, *await _wrong_lists(authority, expected)]


async def _wrong_checks(
    authority: StoredAuthority, world: World, expected: dict[tuple[str, str, str], bool]
) -> list[str]:
    wrong = []
    for (user, relation, object_), answer in expected.items():
        actor = UserId(user.removeprefix("user:"))
        if await authority.check(actor, relation, object_) is not answer:
            wrong.append(f"{user} {relation} {object_}: not {answer}")
        chain = await authority.expand(actor, relation, object_)
        if bool(chain) is not answer or (chain and not _proves(world, chain, user, relation, object_)):
            wrong.append(f"{user} {relation} {object_}: {chain} is no reason")
    return wrong


async def _wrong_subjects(
    authority: StoredAuthority, expected: dict[tuple[str, str, str], bool]
) -> list[str]:
    wrong = []
    for relation, object_ in rights():
        listed = {f"user:{user}" for user in await authority.list_subjects(relation, object_)}
        wanted = {user for user in USERS if expected[user, relation, object_]}
        if listed != wanted:
            wrong.append(f"who {relation} {object_}: {listed}, not {wanted}")
    return wrong


async def _wrong_lists(authority: StoredAuthority, expected: dict[tuple[str, str, str], bool]) -> list[str]:
    wrong = []
    for user in USERS:
        for kind, relations in SCHEMA.items():
            for relation in relations:
                actor = UserId(user.removeprefix("user:"))
                listed = {f"{kind}:{id_}" for id_ in await authority.list_objects(actor, relation, kind)}
                named = [obj for obj in OBJECTS if obj.startswith(f"{kind}:")]
                wanted = {obj for obj in named if expected[user, relation, obj]}
                if listed != wanted:
                    wrong.append(f"{user} {relation} which {kind}: {listed}, not {wanted}")
    return wrong


def _proves(world: World, chain: Sequence[Reason], user: str, relation: str, object_: str) -> bool:
    """Tell whether every step holds and each begins where the one before it ended."""
    ends = [(user, ""), *((step.object, step.relation) for step in chain)]
    linked = all((step.subject, step.subject_relation) == end for step, end in zip(chain, ends, strict=False))
    return linked and ends[-1] == (object_, relation) and all(_holds(world, step) for step in chain)


def _holds(world: World, step: Reason) -> bool:
    rule = SCHEMA[step.object.partition(":")[0]][step.relation]
    if step.why == "rule":
        return step.subject == step.object and step.subject_relation in rule.same
    if step.why == "containment":
        return step.subject in parents_of(world, step.object) and step.subject_relation in rule.above
    assert step.starts_at is not None
    assert step.ends_at is not None
    said = Relation(
        step.object, step.relation, step.subject, step.subject_relation, step.starts_at, step.ends_at
    )
    return said in valid(world)


def test_engine_and_naive_evaluator_agree(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        database = runner.run(open_database("sqlite:", tmp_path, LocalBus(), synchronous="normal"))

        @settings(max_examples=WORLDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(world=worlds())
        def agree(world: World) -> None:
            assert runner.run(disagreements(database, world)) == []

        agree()
        runner.run(database.close())
