# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request about push rules."""

from chancery.kit.errors import BadRequest, NotFound


class RuleNotFound(NotFound):
    """The person has no such push rule."""

    code = "push_rule_not_found"


class RuleRejected(BadRequest):
    """A push rule is malformed or may not be changed in this way."""

    code = "push_rule_rejected"
