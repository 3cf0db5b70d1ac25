# SPDX-License-Identifier: EUPL-1.2
"""Policy sets: what is refused, in which line, and what a set decides."""

from collections.abc import Sequence

import pytest

from chancery.kit.ids import AgencyId, UnitId, UserId
from chancery.modules.org.contract import Standing
from chancery.modules.policies.model import DeviceKind, Question
from chancery.modules.policies.rules.defaults import DEFAULT_TEXT
from chancery.modules.policies.rules.engine import compile_set, objections_of, policies_of, problems_of

MONDAY_NOON = 1_764_590_400_000
"""2025-12-01 12:00 UTC."""
STAFF = Standing(
    user_id=UserId("@anna:x"),
    agencies=frozenset({AgencyId("a")}),
    units=frozenset({UnitId("u")}),
    places=frozenset({"unit:u", "agency:a"}),
    post_kinds=frozenset({"head"}),
)
OTHER = Standing(
    user_id=UserId("@boris:x"), agencies=frozenset({AgencyId("a")}), places=frozenset({"unit:v", "agency:a"})
)


def _policy(condition: str, head: str = "principal, action, resource") -> str:
    return f'@id("p")\n@reason("no")\nforbid ({head})\nwhen {{ {condition} }};'


def _forbids(
    text: str, *, deed: str = "invite", now: int = MONDAY_NOON, device: DeviceKind = "unknown"
) -> Sequence[str]:
    assert problems_of(text) == []
    question = Question(principal=STAFF, resource=OTHER, deed=deed, now=now, device=device)
    return [policy.id for policy in objections_of(compile_set(text), question)]


def test_the_set_that_comes_with_the_server_is_valid() -> None:
    assert problems_of(DEFAULT_TEXT) == []
    assert [policy.id for policy in policies_of(DEFAULT_TEXT)] == [
        "other-agency",
        "external-beyond-unit",
        "red-list",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\n@id("x")\npermit (principal, action, resource);', 2, "only forbid"),
        ("forbid (principal, action, resource);", 1, "@id"),
        ('@id("x")\nforbid (principal == ?principal, action, resource);', 1, "placeholder"),
        (_policy("principal.extrenal"), 4, "extrenal"),
        (_policy("true", 'principal, action == Action::"inivte", resource'), 3, "inivte"),
        (_policy("principal.sponsor == resource"), 4, "sponsor"),
        (_policy("principal.external == 1"), 1, ""),
        ("forbid (principal, action, resource", 1, ""),
        ("nonsense", 1, ""),
        (_policy("resorce == principal"), 4, "resorce"),
        (_policy("true") + _policy("true"), 4, "another policy"),
        ("x" * 64_001, 1, "64000"),
        ("a;" * 201, 1, "200"),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, line: int, words: str) -> None:
    problems = problems_of(text)
    assert problems
    assert problems[0].line == line
    assert words in problems[0].message


def test_every_wrong_policy_is_told() -> None:
    text = _policy("principal.extrenal") + "\n" + _policy("resource.nothing").replace('"p"', '"q"')
    assert [(problem.policy, problem.line) for problem in problems_of(text)] == [("p", 4), ("q", 8)]


@pytest.mark.parametrize(
    ("condition", "is_forbidden"),
    [
        ('principal in Unit::"u"', True),
        ('principal in Unit::"v"', False),
        ('resource in Agency::"a"', True),
        ('principal.posts.contains("head")', True),
        ("principal.agencies.containsAny(resource.agencies)", True),
        ("principal.units.containsAny(resource.units)", False),
        ("context.weekday == 1", True),
        ("context.weekday == 7", False),
        ('context.now > datetime("2025-12-01T11:59:59Z")', True),
        ('context.now.toTime() < duration("11h")', False),
        ('context.device == "phone"', False),
        ("context.above", False),
        ("resource has hostUnit", False),
    ],
)
def test_conditions_see_people_and_circumstances(condition: str, *, is_forbidden: bool) -> None:
    assert bool(_forbids(_policy(condition))) is is_forbidden


def test_a_policy_may_speak_of_one_deed() -> None:
    text = _policy("true", 'principal, action == Action::"invite", resource')
    assert _forbids(text, deed="invite") == ["p"]
    assert _forbids(text, deed="start_direct_chat") == []


def test_all_that_forbid_are_named_in_order() -> None:
    texts = [_policy("true").replace('"p"', f'"{name}"') for name in ("b", "a", "c")]
    assert _forbids("\n".join(texts)) == ["b", "a", "c"]


def test_an_empty_set_forbids_nothing() -> None:
    assert _forbids("// nothing") == []


def test_a_device_is_asked_only_where_a_policy_speaks_of_it() -> None:
    text = _policy('context.device == "phone"')
    assert _forbids(text, device="phone") == ["p"]
    assert compile_set(text).asks_device
    assert not compile_set(DEFAULT_TEXT).asks_device


def test_names_of_people_cannot_break_out() -> None:
    strange = Standing(user_id=UserId('@a"\\:x'))
    question = Question(principal=strange, resource=OTHER, deed="invite", now=MONDAY_NOON)
    assert objections_of(compile_set(_policy("principal.external")), question) == []
