# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with policies."""

from chancery.kit.errors import BadRequest, Conflict, Forbidden, NotFound


class ContactForbidden(Forbidden):
    """A communication policy forbids that these two people meet."""

    code = "contact_forbidden"


class NotPolicyAdministrator(Forbidden):
    """The caller administers neither this agency nor these people."""

    code = "not_administrator"


class InvalidPolicies(BadRequest):
    """The text is no valid policy set; `problems` tell where and why."""

    code = "invalid_policies"


class PoliciesChanged(Conflict):
    """Somebody else saved a version in the meantime."""

    code = "policies_changed"


class VersionNotFound(NotFound):
    """The agency's policies have no such version."""

    code = "version_not_found"


class PersonNotFound(NotFound):
    """The directory shows no such person to the caller."""

    code = "person_not_found"
