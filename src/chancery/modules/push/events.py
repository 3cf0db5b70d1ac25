# SPDX-License-Identifier: EUPL-1.2
"""Facts about push rules that other modules may hear."""

from chancery.kit.ids import UserId
from chancery.platform.bus.port import Fact


class PushRulesChanged(Fact, frozen=True):
    """A person's push rules changed; sync sends `m.push_rules` again."""

    user_id: UserId
    position: int


class PushersChanged(Fact, frozen=True):
    """A person's pushers were added, changed or removed."""

    user_id: UserId
    position: int
