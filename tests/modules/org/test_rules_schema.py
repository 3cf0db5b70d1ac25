# SPDX-License-Identifier: EUPL-1.2
"""The permission schema is sound in itself, and says which ways lead where."""

from chancery.modules.org.rules.schema import CONTAINERS, SCHEMA, USERSETS, Rule, kinds_below, leading


def test_every_rule_names_relations_that_exist() -> None:
    for kind, relations in SCHEMA.items():
        containers = [SCHEMA[up] for up in CONTAINERS.get(kind, ())]
        for name, rule in relations.items():
            assert set(rule.same) <= set(relations), (kind, name)
            assert all(any(above in up for up in containers) for above in rule.above), (kind, name)


def test_what_stands_as_a_subject_follows_from_nothing() -> None:
    assert {SCHEMA[kind][relation] for kind, relation in USERSETS} == {Rule()}


def test_a_walk_down_passes_the_kinds_between() -> None:
    assert kinds_below("unit") == {"unit"}
    assert kinds_below("team") == {"team", "unit"}
    assert kinds_below("user") == {"user", "post", "unit"}


def test_only_power_leads_down() -> None:
    assert leading("unit", "member") == {}
    assert leading("unit", "manages") == {
        "unit": {"manages", "head", "administers"},
        "agency": {"manages", "administers"},
    }
    assert leading("team", "sees") == leading("team", "administers") == leading("unit", "manages")
