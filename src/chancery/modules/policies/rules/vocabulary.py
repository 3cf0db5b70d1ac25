# SPDX-License-Identifier: EUPL-1.2
"""What policies may speak of: the Cedar schema that every set is validated against before it is saved."""

from datetime import UTC, datetime
from typing import Any

from chancery.modules.org.contract import Standing
from chancery.modules.policies.model import Question

SCHEMA = """\
entity Agency;
entity Unit in [Unit, Agency];

// A person who holds posts is in their units, in the units above and in the agency.
entity Person in [Unit, Agency] {
  agencies: Set<Agency>,   // of the posts they hold; of an external, that of the host unit
  units: Set<Unit>,        // the units of the posts they hold
  posts: Set<String>,      // "head", "deputy", "specialist", "duty"
  external: Bool,          // from outside, without a post
  redListed: Bool,         // hidden in the directory from all but those with a need
  hostUnit?: Unit,         // of an external: the unit they work with
  sponsor?: Person,        // of an external: who answers for them
};

type Circumstances = {
  now: datetime,           // UTC
  weekday: Long,           // 1 is Monday
  device: String,          // "phone", "computer", "service" or "unknown"
  above: Bool,             // the principal heads a unit above the resource
  wroteFirst: Bool,        // the resource is on the red list and wrote to the principal first
};

// `join` asks about the person who answers for the room.
action "start_direct_chat", "invite", "join", "call", "mention" appliesTo {
  principal: [Person],
  resource: [Person],
  context: Circumstances,
};
"""

Json = dict[str, Any]


def request_of(question: Question) -> Json:
    """Return a question as Cedar's request."""
    return {
        "principal": _uid("Person", question.principal.user_id),
        "action": _uid("Action", question.deed),
        "resource": _uid("Person", question.resource.user_id),
        "context": context_of(question),
    }


def context_of(question: Question) -> Json:
    """Return the circumstances of a question."""
    moment = datetime.fromtimestamp(question.now / 1000, UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "now": {"__extn": {"fn": "datetime", "arg": stamp}},
        "weekday": moment.isoweekday(),
        "device": question.device,
        "above": question.is_above,
        "wroteFirst": question.wrote_first,
    }


def entities_of(question: Question) -> list[Json]:
    """Return the two people with what is known of them."""
    return [person_entity(person) for person in (question.principal, question.resource)]


def person_entity(person: Standing) -> Json:
    """Return a person as Cedar's entity."""
    attrs: Json = {
        "agencies": [_ref("Agency", agency) for agency in sorted(person.agencies)],
        "units": [_ref("Unit", unit) for unit in sorted(person.units)],
        "posts": sorted(person.post_kinds),
        "external": person.is_external,
        "redListed": person.on_red_list,
    }
    if person.host_unit_id is not None:
        attrs["hostUnit"] = _ref("Unit", person.host_unit_id)
    if person.sponsor_id is not None:
        attrs["sponsor"] = _ref("Person", person.sponsor_id)
    return {"uid": _uid("Person", person.user_id), "attrs": attrs, "parents": _parents(person)}


def _parents(person: Standing) -> list[Json]:
    kinds = {"unit": "Unit", "agency": "Agency"}
    places = (place.partition(":") for place in sorted(person.places))
    return [_uid(kinds[kind], id_) for kind, _, id_ in places if kind in kinds]


def _uid(kind: str, id_: str) -> Json:
    return {"type": kind, "id": id_}


def _ref(kind: str, id_: str) -> Json:
    return {"__entity": _uid(kind, id_)}
