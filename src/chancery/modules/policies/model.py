# SPDX-License-Identifier: EUPL-1.2
"""Policies, questions and answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chancery.kit.ids import AgencyId, UserId
from chancery.modules.org.contract import Standing

DeviceKind = Literal["phone", "computer", "service", "unknown"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a policy text, in which line; `policy` is the id of the policy, when it has one."""

    line: int
    message: str
    policy: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of a set: where it stands, and what people are told when it forbids."""

    id: str
    line: int
    text: str
    reason: str
    reason_ru: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A policy set as somebody saved it; number 0 is the one that comes with the server."""

    agency_id: AgencyId
    number: int
    text: str
    comment: str = ""
    changed_by: UserId | None = None
    changed_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """May `principal` do `deed` to `resource`, under these circumstances?"""

    principal: Standing
    resource: Standing
    deed: str
    now: int
    device: DeviceKind = "unknown"
    is_above: bool = False
    wrote_first: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """A policy of an agency that forbids; no policy when the agency's set could not be evaluated."""

    agency_id: AgencyId
    policy: Policy | None

    @property
    def reason(self) -> str:
        """What the person is told."""
        if self.policy is None:
            return "the communication policy of the agency could not be evaluated; ask its administrators"
        return self.policy.reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a question: allowed unless somebody objects."""

    question: Question
    objections: Sequence[Objection]

    @property
    def is_allowed(self) -> bool:
        """Whether nobody objects."""
        return not self.objections
