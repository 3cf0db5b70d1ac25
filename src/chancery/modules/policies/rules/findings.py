# SPDX-License-Identifier: EUPL-1.2
"""What a simulated answer rests on, in plain values, of those people whom the asker administers."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from chancery.kit.ids import UserId
from chancery.modules.policies.model import Policy, Verdict
from chancery.modules.policies.rules.vocabulary import context_of, person_entity

_SPOKEN_OF = re.compile(r"\b(principal|resource|context)(?:\s*\.\s*|\s+has\s+)(\w+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict, and the attributes of those people whom the asker administers."""

    verdict: Verdict
    shown: Collection[UserId]

    def counted(self, policy: Policy) -> Mapping[str, Any]:
        """Return what a policy speaks of, with its values; nothing of a person whom the asker may not see."""
        values = self.attributes()
        found: dict[str, Any] = {}
        for subject, name in _SPOKEN_OF.findall(policy.text):
            if subject in values and name in values[subject]:
                found[f"{subject}.{name}"] = values[subject][name]
        return found

    def attributes(self) -> dict[str, dict[str, Any]]:
        """Return the attributes of both people and the circumstances, in plain values."""
        question = self.verdict.question
        people = {"principal": question.principal, "resource": question.resource}
        shown = {role: person for role, person in people.items() if person.user_id in self.shown}
        return {
            **{role: _plain(person_entity(person)["attrs"]) for role, person in shown.items()},
            "context": _plain(context_of(question)),
        }


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes without Cedar's wrappers."""
    return {name: _plain_value(value) for name, value in attributes.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_value(one) for one in value]
    if isinstance(value, dict):
        return value["__entity"]["id"] if "__entity" in value else value["__extn"]["arg"]
    return value
