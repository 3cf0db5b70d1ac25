# SPDX-License-Identifier: EUPL-1.2
"""Explanations are as short as they can be."""

from chancery.modules.org.contract import Reason
from chancery.modules.org.model import FOR_EVER, Relation
from chancery.modules.org.rules.explanation import explain

ANNA = "user:@anna:x"
EDGES = [("unit:1", "agency:1"), ("unit:2", "unit:1")]


def test_the_shorter_of_two_chains_is_told() -> None:
    tuples = [
        Relation("agency:1", "administers", ANNA, ends_at=50),
        Relation("post:1", "holder", ANNA),
        Relation("unit:2", "head", "post:1", "holder"),
        Relation("unit:2", "manages", ANNA, starts_at=7),
    ]
    assert explain(tuples, EDGES, ANNA, ("unit:2", "manages")) == [
        Reason(ANNA, "", "manages", "unit:2", "tuple", 7, FOR_EVER)
    ]
    assert explain(tuples[:1], EDGES, ANNA, ("unit:2", "manages"))[0].ends_at == 50


def test_groups_that_name_each_other_come_to_an_end() -> None:
    ring = [
        Relation("team:1", "member", "team:2", "member"),
        Relation("team:2", "member", "team:1", "member"),
        Relation("team:1", "member", ANNA),
    ]
    assert len(explain(ring, [], ANNA, ("team:2", "member"))) == 2
    assert explain(ring, [], ANNA, ("team:2", "owner")) == []
