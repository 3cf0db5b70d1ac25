# SPDX-License-Identifier: EUPL-1.2
"""The permission engine against a naive evaluator, on random organisations."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.clock import MovedClock
from support.council import Council
from support.office import SERVER

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.org.model import FOR_EVER, Relation
from chancery.modules.org.rules.authority import SCHEMA, check_tuple
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.store.relations import RelationStore
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Write

NOW = 1_000
USERS = ["user:@a:x", "user:@b:x", "user:@c:x"]
UNITS = [f"unit:{number}" for number in range(5)]
POSTS = [f"post:{number}" for number in range(5)]
TEAMS = [f"team:{number}" for number in range(3)]
AGENCY = "agency:0"
OBJECTS = [AGENCY, *UNITS, *POSTS, *TEAMS]
GROUPS = (
    [(unit, relation) for unit in UNITS for relation in ("member", "head")]
    + [(post, "holder") for post in POSTS]
    + [(team, "member") for team in TEAMS]
)


@dataclass(frozen=True)
class World:
    """A random organisation: a tree and tuples."""

    parents: dict[str, str]
    tuples: list[Relation]


@dataclass
class Naive:
    """Evaluates the definition literally: follows every tuple and every rule, guarding against rings."""

    world: World
    busy: set[tuple[str, str]] = field(default_factory=set)

    def has(self, user: str, relation: str, object_: str) -> bool:
        if (object_, relation) in self.busy:
            return False
        self.busy.add((object_, relation))
        try:
            return self._has(user, relation, object_)
        finally:
            self.busy.discard((object_, relation))

    def _has(self, user: str, relation: str, object_: str) -> bool:
        for known in self.world.tuples:
            if (known.object, known.relation) != (object_, relation):
                continue
            if not known.starts_at <= NOW < known.ends_at:
                continue
            if known.subject == user and not known.subject_relation:
                return True
            if known.subject_relation and self.has(user, known.subject_relation, known.subject):
                return True
        rule = SCHEMA[object_.partition(":")[0]][relation]
        if any(self.has(user, other, object_) for other in rule.same):
            return True
        parent = self.world.parents.get(object_)
        known_above = SCHEMA[parent.partition(":")[0]] if parent else {}
        return any(self.has(user, other, parent) for other in rule.above if parent and other in known_above)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    parents = {UNITS[0]: AGENCY}
    for number, unit in enumerate(UNITS[1:], start=1):
        parents[unit] = draw(st.sampled_from([AGENCY, *UNITS[:number]]))
    for leaf in (*POSTS, *TEAMS):
        parents[leaf] = draw(st.sampled_from(UNITS))
    subjects = st.one_of(st.sampled_from([(user, "") for user in USERS]), st.sampled_from(GROUPS))
    rights = st.sampled_from([(obj, rel) for obj in OBJECTS for rel in SCHEMA[obj.partition(":")[0]]])
    times = st.sampled_from([(0, FOR_EVER), (0, NOW), (NOW + 1, FOR_EVER), (NOW, NOW + 1)])
    drawn = draw(st.lists(st.tuples(rights, subjects, times), max_size=14))
    tuples = [Relation(obj, rel, sub, sub_rel, *span) for (obj, rel), (sub, sub_rel), span in drawn]
    return World(
        parents, list({(t.object, t.relation, t.subject, t.subject_relation): t for t in tuples}.values())
    )


async def _disagreements(folder: Path, world: World) -> list[str]:
    database = await open_database("sqlite:", folder, LocalBus(), synchronous="normal")
    try:
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
        return await _compare(StoredAuthority(store, MovedClock(NOW)), world)
    finally:
        await database.close()


async def _compare(authority: StoredAuthority, world: World) -> list[str]:
    wrong = []
    for user in USERS:
        actor = UserId(user.removeprefix("user:"))
        for kind, relations in SCHEMA.items():
            for relation in relations:
                listed = await authority.list_objects(actor, relation, kind)
                for object_ in (obj for obj in OBJECTS if obj.startswith(f"{kind}:")):
                    expected = Naive(world).has(user, relation, object_)
                    answers = (
                        await authority.check(actor, relation, object_),
                        object_.partition(":")[2] in listed,
                    )
                    if answers != (expected, expected):
                        wrong.append(f"{user} {relation} {object_}: {answers}, not {expected}")
    return wrong


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_engine_and_naive_evaluator_agree(tmp_path: Path, world: World) -> None:
    assert asyncio.run(_disagreements(tmp_path, world)) == []


@pytest.mark.parametrize(
    ("object_", "relation", "subject", "subject_relation"),
    [
        ("unit:1", "owns", "user:@a:x", ""),
        ("planet:1", "member", "user:@a:x", ""),
        ("unit:1", "member", "unit:2", ""),
        ("unit:1", "member", "unit:2", "manages"),
        ("unit:1", "member", "", ""),
    ],
)
def test_tuples_outside_the_schema_are_refused(
    object_: str, relation: str, subject: str, subject_relation: str
) -> None:
    with pytest.raises(ChanceryError):
        check_tuple(object_, relation, subject, subject_relation)


async def test_rights_follow_the_tree(council: Council) -> None:
    authority = council.office.org.authority
    anna, boris, vera = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "vera"))
    legal, treaties = f"unit:{council.legal.id}", f"unit:{council.treaties.id}"
    transport = f"unit:{council.transport.id}"
    assert await authority.check(anna, "manages", treaties)
    assert not await authority.check(anna, "manages", transport)
    assert not await authority.check(boris, "manages", treaties)
    assert await authority.check(boris, "member", legal)
    assert not await authority.check(anna, "member", treaties)
    assert await authority.check(vera, "administers", treaties)
    assert not await authority.check(vera, "administers", "unit:gone")
    assert await authority.list_objects(anna, "manages", "unit") == sorted(
        [council.legal.id, council.treaties.id]
    )


async def test_a_misspelt_right_is_an_error_not_a_refusal(council: Council) -> None:
    anna = UserId(f"@anna:{SERVER}")
    with pytest.raises(ChanceryError):
        await council.office.org.authority.check(anna, "manage", "unit:x")
    with pytest.raises(ChanceryError):
        await council.office.org.authority.list_objects(anna, "manages", "units")
