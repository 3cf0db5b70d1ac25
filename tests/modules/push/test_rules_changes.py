# SPDX-License-Identifier: EUPL-1.2
"""Changes of push rules: order, switches, and what is refused."""

from typing import Any

import pytest

from chancery.kit.ids import UserId
from chancery.modules.push.errors import RuleNotFound, RuleRejected
from chancery.modules.push.model import Changes, Switch
from chancery.modules.push.rules.changes import find, merged, new_rule, with_rule, with_switch, without_rule
from chancery.modules.push.rules.predefined import predefined

ANNA = UserId("@anna:example.org")


def added(*names: str, before: str | None = None, after: str | None = None) -> Changes:
    changes = Changes()
    for name in names[:-1]:
        changes = with_rule(changes, "override", rule(name), before=None, after=None)
    return with_rule(changes, "override", rule(names[-1]), before=before, after=after)


def rule(name: str, **body: Any) -> Any:
    return new_rule("override", name, {"actions": ["notify"], "conditions": [], **body})


def order(changes: Changes) -> list[str]:
    return [one.rule_id for one in merged(predefined(ANNA), changes)["override"]][:4]


def test_own_rules_stand_between_master_and_the_predefined() -> None:
    assert order(added("a", "b")) == [".m.rule.master", "b", "a", ".m.rule.suppress_notices"]


def test_before_and_after_place_a_rule() -> None:
    assert order(added("a", "b", "c", after="b"))[1:] == ["b", "c", "a"]
    assert order(added("a", "b", "c", before="a"))[1:] == ["b", "c", "a"]


def test_an_unknown_neighbour_is_refused() -> None:
    with pytest.raises(RuleNotFound):
        added("a", "b", before="nobody")


def test_replacing_a_rule_keeps_its_place() -> None:
    changes = with_rule(added("a", "b"), "override", rule("a", actions=[]), before=None, after=None)
    assert order(changes)[1:3] == ["b", "a"]
    assert find(merged(predefined(ANNA), changes), "override", "a").actions == []


def test_a_predefined_rule_is_switched_and_not_removed() -> None:
    rules = merged(predefined(ANNA), Changes())
    changes = with_switch(
        Changes(), "override", find(rules, "override", ".m.rule.suppress_notices"), Switch(enabled=False)
    )
    changes = with_switch(
        changes, "underride", find(rules, "underride", ".m.rule.message"), Switch(actions=[])
    )
    after = merged(predefined(ANNA), changes)
    assert find(after, "override", ".m.rule.suppress_notices").enabled is False
    assert find(after, "underride", ".m.rule.message").actions == []
    assert find(after, "underride", ".m.rule.message").enabled is True
    with pytest.raises(RuleNotFound):
        without_rule(changes, "underride", ".m.rule.message")


@pytest.mark.parametrize("name", [".mine", "a/b", "a\\b", "", "x" * 256])
def test_bad_ids_are_refused(name: str) -> None:
    with pytest.raises(RuleRejected):
        rule(name)


@pytest.mark.parametrize(
    "body",
    [
        {"actions": "notify"},
        {"actions": [1]},
        {"actions": [{}]},
        {"conditions": {}},
        {"conditions": [{}]},
        {"actions": None},
    ],
)
def test_malformed_bodies_are_refused(body: dict[str, Any]) -> None:
    with pytest.raises(RuleRejected):
        rule("a", **body)


def test_actions_of_older_clients_are_kept_as_given() -> None:
    assert rule("a", actions=["dont_notify"]).actions == ["dont_notify"]
