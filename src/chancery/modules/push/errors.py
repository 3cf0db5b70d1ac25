# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a request about push rules."""

from chancery.kit.errors import BadRequest, NotFound


class RuleNotFound(NotFound):
    """The person has no such push rule."""

    code = "push_rule_not_found"


class RuleRejected(BadRequest):
    """A push rule is malformed or may not be changed in this way."""

    code = "push_rule_rejected"


class PusherRejected(BadRequest):
    """A pusher is malformed, or its address is not one that this server calls."""

    code = "pusher_rejected"


class NoSuchPusher(NotFound):
    """The person has no pusher of that app that waits to be activated."""

    code = "no_such_pusher"
