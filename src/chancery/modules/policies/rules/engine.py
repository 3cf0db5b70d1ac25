# SPDX-License-Identifier: EUPL-1.2
"""Cedar: reads policy sets, says what is wrong with them, and decides.

A set may hold `forbid` policies with ids alone: it can take away what the room's own rules allow, and never give. A
`forbid` whose condition fails would be skipped by Cedar; here every failure is an objection.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cedarpy import PolicySet, Schema, is_authorized, policies_to_json_str, validate_policies

from chancery.modules.policies.model import Policy, Problem, Question
from chancery.modules.policies.rules.defaults import DEFAULT_TEXT, is_silent
from chancery.modules.policies.rules.statements import Statement, statements_of
from chancery.modules.policies.rules.vocabulary import SCHEMA, entities_of, request_of

MAX_TEXT = 64_000
MAX_POLICIES = 200
_USUAL_REASON = "A communication policy of the agency forbids this."
_PERMIT = "permit (principal, action, resource);\n"
_GENERATED = re.compile(r"^for policy `policy\d+`, ")
"""The parser's own name for a policy, which stands alone when it is checked."""
_SCHEMA = Schema.from_str(SCHEMA)


class Failed(Exception):
    """A set could not be evaluated for a question."""


@dataclass(frozen=True, slots=True)
class CompiledSet:
    """A set that is ready to decide."""

    policies: Sequence[Policy]
    handle: PolicySet
    asks_device: bool
    is_default: bool


def problems_of(text: str) -> list[Problem]:
    """Return everything that is wrong with a set, by line."""
    if len(text) > MAX_TEXT:
        return [Problem(1, f"a policy set has at most {MAX_TEXT} characters")]
    statements = statements_of(text)
    if len(statements) > MAX_POLICIES:
        return [Problem(1, f"a policy set has at most {MAX_POLICIES} policies")]
    found: list[Problem] = []
    seen: set[str] = set()
    for statement in statements:
        problems = _problems_of_one(statement)
        if not problems:
            policy = _policy(statement)
            if policy.id in seen:
                problems = [Problem(policy.line, "another policy has this @id", policy.id)]
            seen.add(policy.id)
        found += problems
    return found


def policies_of(text: str) -> list[Policy]:
    """Return the policies of a set that has no problems."""
    return [_policy(statement) for statement in statements_of(text)]


def compile_set(text: str) -> CompiledSet:
    """Return a set that has no problems, ready to decide."""
    return CompiledSet(
        policies_of(text), PolicySet.from_str(_PERMIT + text), "context.device" in text, text == DEFAULT_TEXT
    )


def objections_of(compiled: CompiledSet, question: Question) -> list[Policy]:
    """Return the policies of a set that forbid; raises Failed when it could not be evaluated."""
    if compiled.is_default and is_silent(question):
        return []
    result = is_authorized(request_of(question), compiled.handle, entities_of(question), schema=_SCHEMA)
    if result.diagnostics.errors:
        raise Failed(result.diagnostics.errors[0])
    if result.allowed:
        return []
    # The parser numbers policies as they stand in the text, behind our own permit.
    numbers = sorted(int(name.removeprefix("policy")) for name in result.diagnostics.reasons)
    if not numbers or numbers[0] == 0:
        raise Failed("the policies were not asked")
    return [compiled.policies[number - 1] for number in numbers]


def _problems_of_one(statement: Statement) -> list[Problem]:
    try:
        described = _described(statement)
    except ValueError as error:
        message = str(error)
        return [Problem(statement.line_of(message), message)]
    if not described:
        return [Problem(statement.line, "a policy has no placeholders")]
    annotations = described.get("annotations", {})
    id_ = annotations.get("id")
    if described["effect"] != "forbid":
        return [Problem(statement.line, "a communication policy can only forbid", id_)]
    if not id_:
        return [Problem(statement.line, 'a policy needs a name: @id("…")')]
    result = validate_policies(statement.text, SCHEMA)
    messages = [_GENERATED.sub("", error.error) for error in result.errors]
    return [Problem(statement.line_of(message), message, id_) for message in messages]


def _policy(statement: Statement) -> Policy:
    annotations = _described(statement).get("annotations", {})
    return Policy(
        annotations["id"],
        statement.line,
        statement.text,
        annotations.get("reason") or _USUAL_REASON,
        annotations.get("reason_ru"),
    )


def _described(statement: Statement) -> dict[str, Any]:
    """Return a policy as JSON, an empty one for a template; raises ValueError for what is no policy."""
    described = json.loads(policies_to_json_str(statement.text))
    policies: list[dict[str, Any]] = list(described.get("staticPolicies", {}).values())
    return policies[0] if policies else {}
