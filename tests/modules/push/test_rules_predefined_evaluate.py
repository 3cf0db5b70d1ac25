# SPDX-License-Identifier: EUPL-1.2
"""Push-rule evaluation: every condition kind, the predefined rules, and globs."""

from typing import Any

import pytest

from chancery.kit.ids import UserId
from chancery.modules.push.model import Outcome, Rule, Ruleset
from chancery.modules.push.rules.evaluate import Context, evaluate, subject, traits
from chancery.modules.push.rules.predefined import EXACT_KEYS, predefined

ANNA = UserId("@anna:example.org")
ROOM = "!room"
NOTIFIES, HIGHLIGHTS = Outcome(notify=True, highlight=False), Outcome(notify=True, highlight=True)
SILENT = Outcome(notify=False, highlight=False)


def context(*, members: int = 5, name: str | None = "Anna Sokolova", may_ping: bool = False) -> Context:
    return Context(members, name, lambda key: may_ping and key == "room")


def judge(event: dict[str, Any], *, rules: Ruleset | None = None, at: Context | None = None) -> Outcome:
    whole = {"type": "m.room.message", "sender": "@igor:example.org", **event}
    return evaluate(rules or predefined(ANNA), subject(whole, room_id=ROOM), at or context())


def with_override(*conditions: dict[str, Any], actions: list[Any] | None = None) -> Ruleset:
    rules = predefined(ANNA)
    rule = Rule("mine", ["notify"] if actions is None else actions, default=False, enabled=True)
    rules["override"].insert(
        1, Rule(rule.rule_id, rule.actions, default=False, enabled=True, conditions=list(conditions))
    )
    return rules


PREDEFINED = [
    ({"content": {"msgtype": "m.text", "body": "hello"}}, NOTIFIES),
    ({"type": "m.room.encrypted", "content": {}}, NOTIFIES),
    ({"content": {"msgtype": "m.notice", "body": "built"}}, SILENT),
    ({"type": "m.reaction", "content": {}}, SILENT),
    ({"type": "org.example.unknown", "content": {}}, SILENT),
    ({"content": {"body": "x", "m.mentions": {"user_ids": [ANNA]}}}, HIGHLIGHTS),
    ({"content": {"body": "x", "m.mentions": {"user_ids": ["@kira:example.org"]}}}, NOTIFIES),
    ({"content": {"body": "* x", "m.relates_to": {"rel_type": "m.replace"}}}, SILENT),
    ({"type": "m.room.tombstone", "state_key": "", "content": {}}, HIGHLIGHTS),
    ({"type": "m.room.server_acl", "state_key": "", "content": {}}, SILENT),
    ({"type": "m.room.member", "state_key": ANNA, "content": {"membership": "invite"}}, NOTIFIES),
    (
        {"type": "m.room.member", "state_key": "@kira:example.org", "content": {"membership": "invite"}},
        SILENT,
    ),
    ({"type": "m.call.invite", "content": {}}, NOTIFIES),
]


@pytest.mark.parametrize(("event", "wanted"), PREDEFINED)
def test_predefined_rules(event: dict[str, Any], wanted: Outcome) -> None:
    assert judge(event) == wanted


@pytest.mark.parametrize(("may", "wanted"), [(True, HIGHLIGHTS), (False, NOTIFIES)])
def test_a_room_mention_counts_only_from_someone_who_may(may: bool, wanted: Outcome) -> None:
    event = {"content": {"body": "all", "m.mentions": {"room": True}}}
    assert judge(event, at=context(may_ping=may)) == wanted


def test_the_master_rule_silences_everything() -> None:
    rules = predefined(ANNA)
    rules["override"][0] = Rule(".m.rule.master", [], default=True, enabled=True, conditions=[])
    assert judge({"content": {"body": "x", "m.mentions": {"user_ids": [ANNA]}}}, rules=rules) == SILENT


def test_a_room_rule_mutes_one_room() -> None:
    rules = predefined(ANNA)
    rules["room"].append(Rule(ROOM, [], default=False, enabled=True))
    assert judge({"content": {"body": "x"}}, rules=rules) == SILENT
    assert judge({"content": {"body": "x", "m.mentions": {"user_ids": [ANNA]}}}, rules=rules) == HIGHLIGHTS


def test_a_sender_rule_follows_the_sender() -> None:
    rules = predefined(ANNA)
    rules["sender"].append(
        Rule("@igor:example.org", ["notify", {"set_tweak": "highlight"}], default=False, enabled=True)
    )
    assert judge({"content": {"body": "x"}}, rules=rules) == HIGHLIGHTS


@pytest.mark.parametrize(
    ("pattern", "body", "hit"),
    [
        ("budget", "the Budget, please", True),
        ("budget", "budgetary", False),
        ("bud*", "budgetary", True),
        ("смета", "Где смета?", True),
        ("смета", "сметами", False),
        ("a?c", "abc", True),
        ("a.c", "abc", False),
        ("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", False),
        (r"\*", "5 * 5", True),
    ],
)
def test_content_patterns_are_globs_between_words(pattern: str, body: str, hit: bool) -> None:
    rules = predefined(ANNA)
    rules["content"].append(
        Rule("word", ["notify", {"set_tweak": "highlight"}], default=False, enabled=True, pattern=pattern)
    )
    assert judge({"content": {"body": body}}, rules=rules) == (HIGHLIGHTS if hit else NOTIFIES)


@pytest.mark.parametrize(
    ("is_", "members", "hit"),
    [
        ("2", 2, True),
        ("==2", 3, False),
        (">2", 3, True),
        ("<2", 1, True),
        (">=3", 3, True),
        ("<=3", 4, False),
        ("x", 2, False),
    ],
)
def test_member_counts_compare(is_: str, members: int, hit: bool) -> None:
    rules = with_override({"kind": "room_member_count", "is": is_}, actions=[])
    assert (judge({"content": {}}, rules=rules, at=context(members=members)) == SILENT) is hit


def test_property_conditions_keep_types_apart() -> None:
    rules = with_override({"kind": "event_property_is", "key": "content.flag", "value": True}, actions=[])
    assert judge({"content": {"flag": True}}, rules=rules) == SILENT
    assert judge({"content": {"flag": 1}}, rules=rules) == NOTIFIES
    rules = with_override({"kind": "event_property_contains", "key": "content.n", "value": 1}, actions=[])
    assert judge({"content": {"n": [2, 1]}}, rules=rules) == SILENT
    assert judge({"content": {"n": [True]}}, rules=rules) == NOTIFIES


def test_dots_inside_names_are_escaped_in_keys() -> None:
    rules = with_override({"kind": "event_property_is", "key": r"content.a\.b.c", "value": "x"}, actions=[])
    assert judge({"content": {"a.b": {"c": "x"}}}, rules=rules) == SILENT
    assert judge({"content": {"a": {"b": {"c": "x"}}}}, rules=rules) == NOTIFIES


def test_an_unknown_condition_never_holds() -> None:
    rules = with_override({"kind": "org.example.phase_of_moon"}, actions=[])
    assert judge({"content": {"body": "x"}}, rules=rules) == NOTIFIES


def test_a_display_name_is_text_not_a_glob() -> None:
    rules = with_override({"kind": "contains_display_name"}, actions=["notify", {"set_tweak": "highlight"}])
    assert judge({"content": {"body": "ask Anna Sokolova!"}}, rules=rules) == HIGHLIGHTS
    assert judge({"content": {"body": "ask x!"}}, rules=rules, at=context(name="*")) == NOTIFIES


@pytest.mark.parametrize(("event", "wanted"), PREDEFINED)
def test_events_of_the_same_traits_have_the_same_outcome_for_others(
    event: dict[str, Any], wanted: Outcome
) -> None:
    """A person whom neither event names; what is not among the traits differs."""
    other = {"sender": "@lev:example.org", "origin_server_ts": 7, "content": {"body": "else", "format": "f"}}
    first = {"type": "m.room.message", "sender": "@igor:example.org", **event}
    second = {**first, **other, "content": {**event["content"], **other["content"]}}
    kinds = {traits(subject(one, room_id=ROOM), EXACT_KEYS) for one in (first, second)}
    assert len(kinds) == 1
    rules = predefined(UserId("@lena:example.org"))
    assert judge(first, rules=rules) == judge(second, rules=rules)


def test_traits_tell_apart_what_predefined_rules_tell_apart() -> None:
    kinds = [
        traits(subject({"type": "m.room.message", **event}, room_id=ROOM), EXACT_KEYS)
        for event in (
            {"content": {"msgtype": "m.text"}},
            {"content": {"msgtype": "m.notice"}},
            {"content": {"msgtype": ["m.notice"]}},
            {"content": {"m.mentions": {"room": True}}},
            {"content": {"m.relates_to": {"rel_type": "m.replace"}}},
            {"type": "m.room.encrypted", "content": {}},
            {"type": "m.room.member", "content": {"membership": "invite"}},
        )
    ]
    assert len(set(kinds)) == len(kinds)
    plain = traits(subject({"type": "m.room.message", "content": {}}, room_id=ROOM), EXACT_KEYS)
    odd = {"type": "m.room.message", "content": {"m.mentions": {"room": 1}, "msgtype": "x" * 5000}}
    assert traits(subject(odd, room_id=ROOM), EXACT_KEYS) == plain == kinds[2]
