# SPDX-License-Identifier: EUPL-1.2
"""The permission engine: what it admits, what follows from the tree, why, and that every process sees it."""

from pathlib import Path

import pytest
from support.council import Council
from support.office import SERVER

from chancery.kit.errors import ChanceryError
from chancery.kit.ids import UserId
from chancery.modules.org.model import Relation
from chancery.modules.org.rules.schema import check_tuple
from chancery.modules.org.service.authority import StoredAuthority
from chancery.modules.org.store.relations import RelationStore
from chancery.platform.bus.local import LocalBus
from chancery.platform.db.open import open_database
from chancery.platform.db.port import Write


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


async def test_the_superiors_of_a_person_are_the_heads_above_them(council: Council) -> None:
    authority = council.office.org.authority
    anna, boris, vera = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "vera"))
    assert await authority.list_subjects("superior", f"user:{boris}") == [anna]
    assert await authority.check(anna, "superior", f"user:{boris}")
    assert not await authority.check(anna, "superior", f"user:{vera}")
    assert await authority.list_objects(anna, "superior", "user") == [boris]
    # A director heads the unit of her own post, and is not her own superior for that.
    assert not await authority.check(anna, "superior", f"user:{anna}")
    assert await authority.list_subjects("superior", f"user:{anna}") == []
    assert await authority.expand(anna, "superior", f"user:{anna}") == []
    assert await authority.list_objects(vera, "administers", "user") == sorted([anna, boris, vera])


async def test_who_may_is_listed_in_pages(council: Council) -> None:
    authority = council.office.org.authority
    anna, boris, vera = (UserId(f"@{name}:{SERVER}") for name in ("anna", "boris", "vera"))
    everybody = f"unit:{council.root.id}"
    assert await authority.list_subjects("member", everybody) == [anna, boris, vera]
    assert await authority.list_subjects("member", everybody, limit=2) == [anna, boris]
    assert await authority.list_subjects("member", everybody, after=boris, limit=2) == [vera]
    assert await authority.list_subjects("manages", f"unit:{council.treaties.id}") == [anna, vera]


async def test_a_right_is_explained_step_by_step(council: Council) -> None:
    authority = council.office.org.authority
    anna, boris = UserId(f"@anna:{SERVER}"), UserId(f"@boris:{SERVER}")
    treaties, legal = f"unit:{council.treaties.id}", f"unit:{council.legal.id}"
    chain = await authority.expand(anna, "manages", treaties)
    post = f"post:{council.posts['anna']}"
    assert [
        (step.subject, step.subject_relation, step.relation, step.object, step.why) for step in chain
    ] == [
        (f"user:{anna}", "", "holder", post, "tuple"),
        (post, "holder", "head", legal, "tuple"),
        (legal, "head", "manages", legal, "rule"),
        (legal, "manages", "manages", treaties, "containment"),
    ]
    assert await authority.expand(boris, "manages", treaties) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_change_counts_for_the_next_question_of_every_process(
    council: Council, database_url: str, tmp_path: Path
) -> None:
    # The other process hears nothing over the bus here: the answer comes from what is committed.
    other = await open_database(database_url, tmp_path / "other", LocalBus())
    try:
        authority = StoredAuthority(RelationStore(other), council.office.clock)
        boris, transport = UserId(f"@boris:{SERVER}"), f"unit:{council.transport.id}"
        assert not await authority.check(boris, "head", transport)
        write = Write()
        council.office.org.editor.relate(write, Relation(transport, "head", f"user:{boris}"))
        await council.office.database.commit(write)
        assert await authority.check(boris, "head", transport)
        assert await authority.list_objects(boris, "manages", "unit") == [council.transport.id]
    finally:
        await other.close()
