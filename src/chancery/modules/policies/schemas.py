# SPDX-License-Identifier: EUPL-1.2
"""JSON shapes of the policies' API."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from chancery.modules.policies.contract import Deed
from chancery.modules.policies.model import DeviceKind, Objection, Problem, Verdict, Version
from chancery.modules.policies.rules.engine import MAX_TEXT, policies_of
from chancery.modules.policies.rules.findings import Finding
from chancery.modules.policies.rules.vocabulary import SCHEMA

_NO_NUL = "^[^\\x00]*$"
Text = Annotated[str, msgspec.Meta(pattern=_NO_NUL)]
PolicyText = Annotated[str, msgspec.Meta(pattern=_NO_NUL, max_length=MAX_TEXT)]
Comment = Annotated[str, msgspec.Meta(pattern=_NO_NUL, max_length=300)]
People = Annotated[list[Text], msgspec.Meta(max_length=100)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=32_503_680_000_000)]
"""Until the year 3000, in milliseconds since the epoch."""


class PolicyView(msgspec.Struct, frozen=True):
    """One policy of a set: its name, the line in which it begins, and what people are told."""

    id: str
    line: int
    reason: str
    reason_ru: str | None


class ProblemView(msgspec.Struct, frozen=True):
    """What is wrong with a text, in which line."""

    line: int
    message: str
    policy: str | None


class PolicySetView(msgspec.Struct, frozen=True):
    """`GET /api/v1/policies/{agency_id}`; version 0 comes with the server. `schema` is what policies may speak of."""

    agency_id: str
    number: int
    text: str
    comment: str
    changed_by: str | None
    changed_at: int | None
    policies: list[PolicyView]
    schema: str


class AgencyIds(msgspec.Struct, frozen=True):
    """`GET /api/v1/policies`: the agencies whose policies the caller keeps."""

    agency_ids: list[str]


class PolicySetBody(msgspec.Struct):
    """`PUT /api/v1/policies/{agency_id}`; `replaces` is the number of the version that the caller saw."""

    text: PolicyText
    replaces: Annotated[int, msgspec.Meta(ge=0)]
    comment: Comment = ""


class CheckBody(msgspec.Struct):
    """`POST /api/v1/policies/check`."""

    text: PolicyText


class CheckView(msgspec.Struct, frozen=True):
    """What is wrong with a text by line, or the policies that it holds."""

    problems: list[ProblemView]
    policies: list[PolicyView]


class VersionView(msgspec.Struct, frozen=True):
    """A version in a list."""

    number: int
    comment: str
    changed_by: str | None
    changed_at: int | None


class VersionList(msgspec.Struct, frozen=True):
    """`GET /api/v1/policies/{agency_id}/versions`, the newest first."""

    items: list[VersionView]


class ContactsBody(msgspec.Struct):
    """`POST /api/v1/policies/contacts`."""

    user_ids: People
    deed: Deed = "start_direct_chat"


class ContactView(msgspec.Struct, frozen=True):
    """Whether the caller may write to a person; otherwise which policy forbids it and what it says."""

    user_id: str
    may_write: bool
    policy: str | None
    reason: str | None
    reason_ru: str | None


class ContactList(msgspec.Struct, frozen=True):
    """The answers; those whom the caller does not see are left out."""

    items: list[ContactView]


class SimulationBody(msgspec.Struct):
    """`POST /api/v1/policies/simulate`; `at` is now unless told. With `text`, it stands in for the set of `agency_id`."""

    principal: Text
    resource: Text
    deed: Deed = "start_direct_chat"
    at: Moment | None = None
    device: DeviceKind = "unknown"
    agency_id: Text | None = None
    text: PolicyText | None = None


class ObjectionView(msgspec.Struct, frozen=True):
    """A policy that forbids, what it says, and the attributes that it looked at; `policy` is null when the set failed."""

    agency_id: str
    policy: str | None
    line: int | None
    reason: str
    reason_ru: str | None
    counted: dict[str, Any]


class SimulationView(msgspec.Struct, frozen=True):
    """The verdict with all attributes of those people whom the caller administers."""

    allowed: bool
    objections: list[ObjectionView]
    agencies: list[str]
    attributes: dict[str, dict[str, Any]]


def set_view(version: Version) -> PolicySetView:
    """Return a set as the API shows it."""
    return PolicySetView(
        agency_id=version.agency_id,
        number=version.number,
        text=version.text,
        comment=version.comment,
        changed_by=version.changed_by,
        changed_at=version.changed_at,
        policies=_policy_views(version.text),
        schema=SCHEMA,
    )


def check_view(text: str, problems: Sequence[Problem]) -> CheckView:
    """Return what is wrong with a text."""
    views = [ProblemView(problem.line, problem.message, problem.policy) for problem in problems]
    return CheckView(views, [] if problems else _policy_views(text))


def version_list(versions: Sequence[Version]) -> VersionList:
    """Return versions as the API lists them."""
    return VersionList(
        [VersionView(one.number, one.comment, one.changed_by, one.changed_at) for one in versions]
    )


def contact_view(verdict: Verdict) -> ContactView:
    """Return whether somebody may write to a person."""
    user_id = verdict.question.resource.user_id
    if verdict.is_allowed:
        return ContactView(user_id, may_write=True, policy=None, reason=None, reason_ru=None)
    objection = verdict.objections[0]
    policy = objection.policy
    return ContactView(
        user_id,
        may_write=False,
        policy=policy.id if policy else None,
        reason=objection.reason,
        reason_ru=policy.reason_ru if policy else None,
    )


def simulation_view(finding: Finding) -> SimulationView:
    """Return a simulated answer."""
    question = finding.verdict.question
    return SimulationView(
        allowed=finding.verdict.is_allowed,
        objections=[_objection_view(finding, objection) for objection in finding.verdict.objections],
        agencies=sorted(question.principal.agencies | question.resource.agencies),
        attributes=finding.attributes(),
    )


def _objection_view(finding: Finding, objection: Objection) -> ObjectionView:
    policy = objection.policy
    if policy is None:
        return ObjectionView(objection.agency_id, None, None, objection.reason, None, {})
    return ObjectionView(
        objection.agency_id,
        policy.id,
        policy.line,
        policy.reason,
        policy.reason_ru,
        dict(finding.counted(policy)),
    )


def _policy_views(text: str) -> list[PolicyView]:
    return [PolicyView(one.id, one.line, one.reason, one.reason_ru) for one in policies_of(text)]
